"""The young person's own map on screen, and how the pictures are reached from a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from roth_planner.documents.figure import Area
from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import start_case
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.ui.conftest import Person, explained, said
from tests.workbook.desk import add_row, plan_of
from tests.workbook.desk import person as somebody
from tests.workbook.desk import place as somewhere
from ui import theme
from ui.maps.map_page import MapPage
from ui.maps.own_map_page import OwnMapPage
from ui.maps.weighting_board import WeightingBoard
from ui.session import Session


@pytest.fixture
def places(session: Session, case: Ref) -> list[Ref]:
    """The rows: safe at the club, unsafe at the station, and one nobody has asked about."""
    workbook = session.workbook
    plan = plan_of(workbook, case)
    club, station = somewhere(workbook, "The Loft"), somewhere(workbook, "Kelderwick station")
    return [
        add_row(workbook, plan, "plan.places"),
        add_row(workbook, plan, "plan.places", context=club.id, feels="feel_safe"),
        add_row(
            workbook,
            plan,
            "plan.places",
            context=station.id,
            feels="feel_unsafe",
            why="They do not look at you.",
            adults_will="Somebody looks up.",
        ),
    ]


def test_picture_and_list_say_the_same_and_choose_together(
    session: Session, case: Ref, places: list[Ref], person: Person
) -> None:
    page = person.sits_before(OwnMapPage(session, case), 1200)
    person.waits_a_moment()
    assert [line.words for line in page.lines.lines] == [
        "I feel safe",
        "The Loft.",
        "I feel unsafe",
        "Kelderwick station. They do not look at you. Adults will: Somebody looks up.",
    ]
    assert "I feel unsafe: Kelderwick station." in explained(page.picture)
    page.arrive()
    assert page.list.key() == places[1]
    person.presses(Qt.Key.Key_Down)
    assert page.list.key() == places[2]
    assert page.picture._about == "1"
    figure = page.picture._figure
    assert figure is not None
    card = next(one for one in figure.marks if isinstance(one, Area) and one.about == "0")
    QTest.mouseClick(
        page.picture,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(round(card.x + 20), round(card.y + 8)),
    )
    assert page.list.key() == places[1]


def test_enter_leads_to_where_it_is_written_down(
    session: Session, case: Ref, places: list[Ref], person: Person
) -> None:
    page = person.sits_before(OwnMapPage(session, case))
    opened: list[tuple[Ref, str]] = []
    page.record_wanted.connect(lambda ref, section: opened.append((ref, section)))
    page.arrive()
    person.presses(Qt.Key.Key_Return)
    person.clicks(page.write)
    assert opened == [(plan_of(session.workbook, case), "places")] * 2


def test_an_empty_map_says_how_it_begins_and_fills_itself(
    session: Session, case: Ref, person: Person
) -> None:
    page = person.sits_before(OwnMapPage(session, case))
    assert page._none.isVisible()
    page.arrive()
    assert person.at is page.write
    club = somewhere(session.workbook, "The Loft")
    rows = session.workbook.catalogue.guide("plan").question("places")
    answers = {"context": club.id, "feels": "feel_safe"}
    session.add_row(plan_of(session.workbook, case), rows, answers)
    person.waits_a_moment()
    assert not page._none.isVisible()
    assert "I feel safe: The Loft." in explained(page.picture)
    assert said(page.list) == "Their places as a list"


# -- from the case


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    """A chair in a case with a friend who is on it."""
    sits = Chair(qtbot, tmp_path)
    folder = tmp_path / "Mine.rothvault"
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    case = start_case(workbook, "J.", "Jordan Ellery", "R-1")
    friend = somebody(workbook, "peer", code="K.L.")
    add_row(workbook, case, "case.people", person=friend.id, part="Friend")
    sits.window.open_workbook(workbook, folder)
    sits.window.show_case(case)
    sits.takes_a_breath()
    yield sits
    sits.window.close()


def test_keys_lead_to_each_picture_and_the_journey_shows_where_one_is(chair: Chair) -> None:
    for keys, kind, title in (
        ("Ctrl+M", MapPage, "Map"),
        ("Ctrl+Shift+M", WeightingBoard, "Weighting board"),
        ("Ctrl+Alt+M", OwnMapPage, "Their own map"),
    ):
        chair.presses(keys)
        chair.takes_a_breath()
        assert isinstance(chair.case.middle, kind)
        assert chair.case.side.journey.currentIndex().data() == title
        assert chair.case.middle.isAncestorOf(chair.at)


def test_from_the_map_one_comes_to_the_page_of_somebody_and_back(chair: Chair) -> None:
    chair.presses("Ctrl+M")
    chair.takes_a_breath()
    page = chair.case.middle
    assert isinstance(page, MapPage)
    friend = next(one.ref for one in page.shown.people)
    page.list.show_key(friend)
    chair.presses("Enter")
    chair.takes_a_breath()
    assert chair.case.place is not None
    assert (chair.case.place.ref, chair.case.place.section) == (friend, "ties")
    assert chair.case.side.journey.currentIndex().data() == "Links and places"
    chair.presses("Ctrl+M")
    chair.takes_a_breath()
    assert isinstance(chair.case.middle, MapPage)


def test_undoing_the_start_of_a_case_leaves_its_map(chair: Chair) -> None:
    workbook = chair.case.session.workbook
    chair.case.session.start_case("N.", "Nell", "R-2")
    new = max(one.ref for one in workbook.all("case"))
    chair.window.show_case(new)
    chair.takes_a_breath()
    chair.presses("Ctrl+M")
    chair.takes_a_breath()
    chair.presses("Ctrl+Z")
    chair.takes_a_breath()
    assert type(chair.window.page).__name__ == "CaseloadPage"


def test_in_a_small_window_with_large_text_picture_and_list_keep_their_room(
    session: Session,
    case: Ref,
    places: list[Ref],
    person: Person,
    in_theme: Callable[[theme.Theme], None],
) -> None:
    page = person.sits_before(OwnMapPage(session, case), 1200)
    in_theme(theme.Theme("dark", 2.0))
    page.resize(740, 370)
    person.waits_a_moment()
    figure = page.picture
    assert figure.width() <= page.width()
    for widget, least in ((figure.parentWidget(), 500), (page.list, 380)):
        assert widget is not None
        assert widget.height() >= least
