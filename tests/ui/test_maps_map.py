"""The map page: picture and list in step, by mouse, keyboard and ear."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from roth_planner.workbook import Ref
from roth_planner.workbook.case_map import Key, case_map
from roth_planner.workbook.map_words import Sort
from tests.ui.conftest import Person, explained, said
from tests.workbook.desk import account_of, add_row
from tests.workbook.desk import person as somebody
from tests.workbook.desk import place as somewhere
from ui import theme
from ui.maps import pens
from ui.maps.map_page import MapPage
from ui.session import Session


@pytest.fixture
def friend(session: Session, case: Ref) -> Ref:
    """K.L., who is with J. at the station."""
    workbook = session.workbook
    found = somebody(workbook, "peer", code="K.L.", name="Kim Lowe")
    add_row(workbook, case, "case.people", person=found.id, part="Friend")
    young = case_map(workbook, case).young_person
    assert young is not None
    add_row(workbook, young.ref, "person.links", other=found.id, tone="mixed", basis="seen")
    return found


@pytest.fixture
def station(session: Session, case: Ref, friend: Ref) -> Ref:
    workbook = session.workbook
    found = somewhere(workbook, "Kelderwick station", kind="route")
    add_row(workbook, account_of(workbook, case), "account.weightings", context=found.id, weight=8)
    add_row(workbook, friend, "person.places", context=found.id, relation="spends_time")
    club = somewhere(workbook, "The Loft", kind="club")
    add_row(workbook, account_of(workbook, case), "account.weightings", context=club.id, weight=1)
    return found


@pytest.fixture
def page(session: Session, case: Ref, station: Ref, person: Person) -> MapPage:
    shown = person.sits_before(MapPage(session, case), 1200, 860)
    person.waits_a_moment()
    return shown


def key_of(page: MapPage, words: str) -> Key:
    """What a line of the list is about."""
    return next(
        line.about for line in page.lines.lines if words in line.words and line.about is not None
    )


def press_on(page: MapPage, key: Key) -> QPoint:
    """Where on the screen something in the picture is."""
    box = page.scene.box_of(key)
    assert box is not None
    page.view.ensureVisible(box)
    return page.view.mapFromScene(box.center())


def test_choosing_in_the_list_chooses_in_the_picture(page: MapPage, person: Person) -> None:
    page.arrive()
    assert page.scene.key == page.list.key() == page.shown.young_person.ref  # type: ignore[union-attr]
    for _ in range(len(page.lines.lines) + 2):
        person.presses(Qt.Key.Key_Down)
        assert page.scene.key == page.list.key()
    assert page.lines.lines[page.list.currentIndex().row()].sort is Sort.GAP


def test_choosing_in_the_picture_chooses_in_the_list(
    page: MapPage, station: Ref, friend: Ref
) -> None:
    port = page.view.viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(port, left, Qt.KeyboardModifier.NoModifier, press_on(page, station))
    assert page.list.key() == station
    QTest.mouseClick(port, left, Qt.KeyboardModifier.NoModifier, press_on(page, friend))
    assert page.list.key() == friend
    assert "K.L." in page.list.currentIndex().data()


def test_a_line_can_be_chosen_in_the_picture(page: MapPage, friend: Ref) -> None:
    key = key_of(page, "J. and K.L. \u2013")
    page.scene.chosen.emit(key)
    assert page.list.key() == key


def test_every_card_and_line_of_the_picture_is_in_the_list(page: MapPage) -> None:
    listed = {line.about for line in page.lines.lines}
    shown = page.shown
    assert {one.ref for one in (*shown.everybody, *shown.places)} <= listed
    assert {tie.key for tie in shown.ties} <= listed
    for tie in shown.ties:
        assert page.scene.box_of(tie.key) is not None


def test_what_is_not_tied_to_what_is_chosen_fades(page: MapPage, friend: Ref) -> None:
    page.list.chosen.emit(friend)
    club = key_of(page, "The Loft")
    young = page.shown.young_person
    assert young is not None
    shades = {
        ref: page.scene._cards[ref].opacity()  # the only place that knows how faint a card is
        for ref in (friend, young.ref, club)
    }
    assert shades[friend] == shades[young.ref] == 1.0
    assert shades[club] < 0.5


def test_enter_opens_the_page_where_it_is_written(
    page: MapPage, person: Person, station: Ref, friend: Ref, qtbot: QtBot
) -> None:
    opened: list[tuple[Ref, str]] = []
    page.record_wanted.connect(lambda ref, section: opened.append((ref, section)))
    page.arrive()
    page.list.show_key(station)
    person.presses(Qt.Key.Key_Return)
    page.list.show_key(key_of(page, "K.L. \u2013 spends time here"))
    person.presses(Qt.Key.Key_Return)
    page.view.setFocus()
    page.scene.choose(friend)
    person.presses(Qt.Key.Key_Return)
    assert opened == [(station, ""), (friend, "ties"), (friend, "ties")]


def test_dragging_a_card_is_remembered_and_can_be_put_back(
    page: MapPage, station: Ref, session: Session, case: Ref, person: Person, qtbot: QtBot
) -> None:
    before = page.scene.box_of(station)
    assert before is not None
    port, start = page.view.viewport(), press_on(page, station)
    zoom = page.view.transform().m11()
    assert not page.tidy.isEnabled()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 7):
        QTest.mouseMove(port, start + QPoint(10 * step, 15 * step))
    end = start + QPoint(60, 90)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    person.waits_a_moment()
    after = page.scene.box_of(station)
    assert after is not None
    assert after.center().x() - before.center().x() == pytest.approx(60 / zoom, abs=2)
    assert after.center().y() - before.center().y() == pytest.approx(90 / zoom, abs=2)
    again = MapPage(session, case)
    qtbot.addWidget(again)
    there = again.scene.box_of(station)
    assert there is not None
    assert there.center().x() == pytest.approx(after.center().x(), abs=0.2)
    assert there.center().y() == pytest.approx(after.center().y(), abs=0.2)
    person.clicks(page.tidy)
    person.waits_a_moment()
    back = page.scene.box_of(station)
    assert back is not None
    assert back.center().y() == pytest.approx(before.center().y(), abs=1)


def places_of(page: MapPage) -> dict[Ref, QPointF]:
    everything = (*page.shown.everybody, *page.shown.places)
    return {one.ref: page.scene.box_of(one.ref).center() for one in everything}  # type: ignore[union-attr]


def test_moving_one_card_moves_no_other_and_each_move_can_be_taken_back(
    page: MapPage, station: Ref, session: Session, person: Person
) -> None:
    before = places_of(page)
    assert not page.take_back.isEnabled()
    page.scene.choose(station)
    page.view.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Down):
        QTest.keyClick(person.at, key, Qt.KeyboardModifier.ControlModifier)
        person.waits_a_moment()
    after = places_of(page)
    moved = {ref for ref, at in after.items() if (at - before[ref]).manhattanLength() > 1}
    assert station in moved
    assert moved <= {station, *(who for who, where in page._laid.hosts.items() if where == station)}
    undoable = session.workbook.can_undo
    QTest.keyClick(person.at, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    person.waits_a_moment()
    assert places_of(page)[station].y() == pytest.approx(before[station].y(), abs=0.2)
    assert places_of(page)[station].x() == pytest.approx(before[station].x() - 20, abs=0.2)
    person.clicks(page.take_back)
    for ref, at in places_of(page).items():
        assert (at - before[ref]).manhattanLength() < 1
    assert not page.take_back.isEnabled()
    assert session.workbook.can_undo == undoable, "a tidied map is no answer"


def test_putting_everything_back_can_be_taken_back_too(
    page: MapPage, station: Ref, person: Person
) -> None:
    page.scene.choose(station)
    page.scene.nudge(0, 2)
    person.waits_a_moment()
    tidied = places_of(page)
    person.clicks(page.tidy)
    person.waits_a_moment()
    assert places_of(page) != tidied
    person.clicks(page.take_back)
    for ref, at in places_of(page).items():
        assert (at - tidied[ref]).manhattanLength() < 1


def test_a_card_put_on_top_of_another_stands_beside_it(
    page: MapPage, station: Ref, friend: Ref, person: Person
) -> None:
    club = key_of(page, "The Loft")
    where = page.scene.box_of(club)
    assert where is not None
    page.scene.moved.emit({station: (where.center().x() + 5, where.center().y())})
    person.waits_a_moment()
    boxes = [page.scene.box_of(ref) for ref in places_of(page)]
    overlaps = [1 for one in boxes for other in boxes if one is not other and one.intersects(other)]  # type: ignore[union-attr, arg-type]
    assert not overlaps
    stays = page.scene.box_of(club)
    assert stays is not None
    assert (stays.center() - where.center()).manhattanLength() < 1


def test_a_card_can_be_moved_by_the_keyboard_too(
    page: MapPage, station: Ref, person: Person
) -> None:
    page.scene.choose(station)
    before = page.scene.box_of(station)
    assert before is not None
    page.view.setFocus()
    QTest.keyClick(person.at, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    person.waits_a_moment()
    after = page.scene.box_of(station)
    assert after is not None
    assert after.center().x() - before.center().x() == pytest.approx(20, abs=0.2)
    assert after.center().y() == pytest.approx(before.center().y(), abs=0.2)
    assert page.scene.key == station


def test_the_young_person_stays_in_the_middle(page: MapPage, person: Person) -> None:
    young = page.shown.young_person
    assert young is not None
    page.scene.choose(young.ref)
    page.view.setFocus()
    QTest.keyClick(person.at, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    person.waits_a_moment()
    box = page.scene.box_of(young.ref)
    assert box is not None
    assert box.center() == QPointF(0, 0)


def test_an_answer_given_elsewhere_comes_on_to_the_map_and_undo_takes_it_off(
    page: MapPage, session: Session, station: Ref, person: Person
) -> None:
    young = page.shown.young_person
    assert young is not None
    page.list.setCurrentIndex(page.lines.index(page.lines.row_of(station)))
    before = len(page.shown.ties)
    rows = session.workbook.catalogue.guide("person").question("places")
    added = session.add_row(young.ref, rows, {"context": station.id, "relation": "harmed_here"})
    assert added is not None
    person.waits_a_moment()
    assert len(page.shown.ties) == before + 1
    assert any("was harmed here" in line.words for line in page.lines.lines)
    assert page.list.key() == page.scene.key == station
    session.undo()
    person.waits_a_moment()
    assert len(page.shown.ties) == before


def test_the_map_can_be_narrowed_by_kind_tone_and_reader(page: MapPage) -> None:
    filters = page.filters
    filters.shown.setCurrentIndex(filters.shown.findData("places"))
    assert not page.shown.people
    assert len(page.shown.places) == 2
    filters.shown.setCurrentIndex(filters.shown.findData("everything"))
    filters.tone.setCurrentIndex(filters.tone.findData("mixed"))
    assert {tie.tone for tie in page.shown.ties} == {"mixed"}
    filters.tone.setCurrentIndex(0)
    filters.audience.setCurrentIndex(filters.audience.findData("context_partners"))
    assert page.shown.young_person is None
    assert "J." not in " ".join(line.words for line in page.lines.lines)
    assert filters.audience.findData("guardian") < 0


def test_one_kind_of_place_is_shown_with_the_people_there(
    page: MapPage, station: Ref, friend: Ref, session: Session, case: Ref, person: Person
) -> None:
    other = somebody(session.workbook, "peer", code="Z.Z.")
    add_row(session.workbook, case, "case.people", person=other.id, part="Friend")
    filters = page.filters
    filters.shown.setCurrentIndex(filters.shown.findData("place:route"))
    assert [one.ref for one in page.shown.places] == [station]
    assert [one.ref for one in page.shown.people] == [friend]
    words = " ".join(line.words for line in page.lines.lines)
    assert "The Loft" not in words
    assert "Z.Z." not in words
    assert "The Loft" not in said(page.view)


def test_no_reader_s_map_shows_what_the_last_one_showed(page: MapPage, friend: Ref) -> None:
    page.list.chosen.emit(friend)
    filters = page.filters
    for audience in ("context_partners", "parents", "young_person", "agencies"):
        filters.audience.setCurrentIndex(filters.audience.findData(audience))
        shown = {one.ref for one in (*page.shown.everybody, *page.shown.places)}
        on_picture = set(page.scene._cards)
        listed = {line.about for line in page.lines.lines if isinstance(line.about, Ref)}
        assert on_picture == shown
        assert listed <= shown
        assert (page.scene.key in shown) == (page.scene.key is not None)
        assert page.list.key() == page.scene.key
        if audience != "agencies":
            assert "K.L." not in said(page.view) + page._counts.text()


def test_plus_minus_0_and_the_wheel_with_ctrl_zoom(page: MapPage, person: Person) -> None:
    page.view.setFocus()
    person.presses(Qt.Key.Key_0)
    assert page.view.zoom == pytest.approx(1.0)
    person.types("+")
    assert page.view.zoom == pytest.approx(1.25)
    person.types("--")
    assert page.view.zoom == pytest.approx(0.8)
    wheel(page, Qt.KeyboardModifier.NoModifier)
    assert page.view.zoom == pytest.approx(0.8)
    wheel(page, Qt.KeyboardModifier.ControlModifier)
    assert page.view.zoom == pytest.approx(1.0)
    person.types("f")
    whole = page.view.mapFromScene(page.scene.itemsBoundingRect()).boundingRect()
    assert page.view.viewport().rect().adjusted(-2, -2, 2, 2).contains(whole)


def wheel(page: MapPage, held: Qt.KeyboardModifier) -> None:
    at = QPointF(page.view.viewport().rect().center())
    turned = QWheelEvent(
        at,
        page.view.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.view.viewport(), turned)


def test_those_who_listen_hear_what_is_on_the_picture_and_where_the_list_is(
    page: MapPage,
) -> None:
    assert said(page.view).startswith("Picture of the map. A map with J. in the middle, 1 person")
    assert "list beside it" in explained(page.view)
    assert said(page.list) == "The map as a list"
    for combo in (page.filters.shown, page.filters.tone, page.filters.audience):
        assert said(combo)


def test_a_tone_is_a_colour_and_a_dash_and_a_word() -> None:
    looks = {
        (pens.tone_colour(tone).name(), tuple(pens.tone_pen(tone).dashPattern()))
        for tone in pens.TONE_ROLES
    }
    assert len({colour for colour, _dash in looks}) == 4
    assert len({dash for _colour, dash in looks}) == 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_at_200_per_cent_the_letters_on_the_map_grow_and_nothing_is_lost(
    page: MapPage, person: Person, in_theme: Callable[[theme.Theme], None], scheme: theme.Scheme
) -> None:
    cards = len(page.shown.everybody) + len(page.shown.places)
    in_theme(theme.Theme(scheme, 2.0))
    person.waits_a_moment()
    page.view.usual_size()
    assert page.view.transform().m11() == pytest.approx(2.0)
    assert page.scene.backgroundBrush().color() == theme.current().colour(theme.Role.PAGE)
    nodes = [line.about for line in page.lines.lines if line.sort is Sort.NODE and line.about]
    assert sum(page.scene.box_of(node) is not None for node in nodes) == cards


def test_the_map_of_a_case_that_was_just_begun_has_the_young_person(
    session: Session, case: Ref, person: Person
) -> None:
    page = person.sits_before(MapPage(session, case))
    assert [line.words for line in page.lines.lines] == ["The young person", "J."]
    assert page.scene.itemsBoundingRect().contains(QRectF(-5, -5, 10, 10))
