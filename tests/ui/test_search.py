"""Search, the question palette, the timeline and the log, by keyboard and as they are heard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from roth_planner.documents.figure import Area
from roth_planner.guides.values import PartDate
from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case
from roth_planner.workbook.search import NOT_SHOWN
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.ui.conftest import Person, explained, labels_of, said, stops
from tests.workbook.desk import account_of, add_row, answer, question
from tests.workbook.desk import person as somebody
from tests.workbook.desk import place as somewhere
from ui import theme
from ui.maps.timeline import TimelinePage
from ui.models.journey import Line
from ui.pages.caseload import CaseloadPage
from ui.pages.change_log import AT_ONCE, ChangeLogPage
from ui.pages.directory import DirectoryPage
from ui.pages.palette import Palette, ranked
from ui.pages.search_page import SearchPage
from ui.pages.section_page import SectionPage
from ui.session import Session

HARM = "From the summer a man in a grey hatchback gave him lunch."


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Chair:
    """In the case of J., beside a second case, both with something about a hatchback."""
    chair = Chair(qtbot, tmp_path)
    workbook, _code = Workbook.create(
        tmp_path / "kept.rothvault", PASSPHRASE, kind="practice", cost=FLOOR
    )
    case = start_case(workbook, "J.", "Jordan Ellery")
    other = start_case(workbook, "K.", "Kim Osei")
    add_row(workbook, account_of(workbook, case), "account.harms", what_happened=HARM)
    answer(workbook, account_of(workbook, other), who_gains="Another grey hatchback.")
    somebody(workbook, "professional", name="Dawn Prosser", role="Social worker")
    chair.window.open_workbook(workbook, tmp_path / "kept.rothvault")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))
    chair.takes_a_breath()
    return chair


def searched(chair: Chair, words: str) -> SearchPage:
    page = chair.page(SearchPage)
    chair.write("Search for", words)
    chair.presses("Enter")
    chair.takes_a_breath()
    return page


def lines(page: SearchPage) -> list[str]:
    return [line.words for line in page.list.found.lines]


# -- the search


def test_from_the_list_of_cases_all_cases_are_searched_and_enter_goes_there(chair: Chair) -> None:
    chair.presses("Ctrl+F")
    page = searched(chair, "hatch")
    assert sorted(lines(page)) == sorted([HARM, "Another grey hatchback."])
    assert not page.within.isVisible()
    assert page.list.hasFocus(), "Enter goes from the box into the list"
    page.list.choose(lines(page).index(HARM))
    chair.presses("Enter")
    assert chair.sees("Back to what was found") or chair._button("Back to what was found")
    field = chair.at
    assert isinstance(field, QPlainTextEdit) and field.toPlainText() == HARM
    chair.click("Back to what was found")
    page = chair.page(SearchPage)
    assert page.words.text() == "hatch"
    assert lines(page)[page.list.row] == HARM


def test_in_a_case_only_it_is_searched_until_asked_and_esc_comes_back(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.goes_to("Harms")
    gains = "Who gains from this, and what do they gain?"
    chair.write(gains, "The shop")
    chair.presses("Ctrl+F")
    page = searched(chair, "hatch")
    assert lines(page) == [HARM]
    chair.choose("In", "All cases")
    assert set(lines(page)) == {HARM, "Another grey hatchback."}
    assert lines(page)[0] == HARM, "this case first"
    page.words.setFocus()
    chair.presses("Esc")
    assert isinstance(chair.case.middle, SectionPage)
    assert chair.reads(gains) == "The shop", "what was typed was kept"
    assert isinstance(chair.at, QPlainTextEdit) and chair.at.toPlainText() == "The shop"
    chair.presses("Ctrl+F")
    assert chair.page(SearchPage).words.text() == "", "nothing was opened, so nothing is kept"


def test_what_is_not_in_this_case_is_looked_for_in_all_with_one_press(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.presses("Ctrl+F")
    page = searched(chair, "another grey")
    assert lines(page) == []
    chair.click("Look in all cases")
    assert page.everywhere and not page.wider.isVisible()
    assert chair.at is page.list and lines(page) == ["Another grey hatchback."]


def test_a_hit_of_another_case_opens_that_case(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.presses("Ctrl+F")
    page = searched(chair, "another")
    assert lines(page) == [] and chair.sees("Nothing matches")
    chair.choose("In", "All cases")
    page.open(0)
    chair.takes_a_breath()
    assert chair.case.side.who.text() == "K."
    assert isinstance(chair.at, QPlainTextEdit)
    assert chair.at.toPlainText() == "Another grey hatchback."


def test_somebody_of_no_case_is_opened_in_the_directory(chair: Chair) -> None:
    chair.presses("Ctrl+F")
    searched(chair, "prosser").open(0)
    chair.takes_a_breath()
    page = chair.page(DirectoryPage)
    assert page.card is not None and page.card.ref.record == "person"  # type: ignore[union-attr]


def test_private_names_are_shown_only_when_asked_and_hide_again(chair: Chair) -> None:
    chair.presses("Ctrl+F")
    page = searched(chair, "jordan")
    assert lines(page) == [NOT_SHOWN]
    assert "Jordan" not in str(page.list.found.lines)
    chair.click("Show names that were found")
    assert lines(page) == ["Jordan Ellery"]
    assert page.hide_names_soon.isActive()
    page.hide_names_soon.timeout.emit()
    assert lines(page) == [NOT_SHOWN]


def test_a_near_hit_says_that_it_is_one(chair: Chair) -> None:
    chair.presses("Ctrl+F")
    page = searched(chair, "hatchbak")
    assert HARM in lines(page)
    assert chair.sees("as it is written")


def test_searching_while_typing_needs_no_key(chair: Chair) -> None:
    chair.presses("Ctrl+F")
    page = chair.page(SearchPage)
    chair.types("hatch")
    chair.waits_until(lambda: len(lines(page)) == 2)
    assert page.words.hasFocus()
    chair.presses("Down")
    assert page.list.hasFocus()


def test_the_search_is_heard_and_walked_through(
    session: Session, case: Ref, person: Person, in_theme: Callable[[theme.Theme], None]
) -> None:
    answer(session.workbook, account_of(session.workbook, case), who_gains=HARM)
    page = person.sits_before(SearchPage(session, case), 820, 700)
    page.arrive()
    person.types("hatch")
    page.look()
    person.waits_a_moment()
    assert said(page.words) == "Search for" and "Beginnings" in explained(page.words)
    assert labels_of(page.words) == ["Search for"]
    assert said(page.list) == "What was found" and "Enter goes there" in explained(page.list)
    index = page.list.found.index(0)
    heard = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith(HARM) and "Harms" in heard
    assert page.list.found.lines[0].marks == (
        (HARM.index("hatchback"), HARM.index("hatchback") + 9),
    )
    assert {page.words, page.within, page.list, page.back} <= set(stops(person.window))
    for look in (theme.Theme("dark", 2.0), theme.Theme("light", 2.0)):
        in_theme(look)
        person.waits_a_moment()
        row = page.list.visualRect(index)
        assert row.height() >= 2 * theme.current().px(14)
        assert row.width() <= page.list.viewport().width()


# -- the palette


def palette(chair: Chair) -> Palette:
    chair.takes_a_breath()
    found = chair.window.findChildren(Palette)
    assert found
    return found[-1]


def test_a_question_is_found_by_words_and_enter_goes_there(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.presses("Ctrl+K")
    box = palette(chair)
    assert chair.at is box.words
    chair.types("who gains")
    assert box.shown[0].label.startswith("Who gains")
    chair.presses("Enter")
    chair.takes_a_breath()
    assert isinstance(chair.at, QPlainTextEdit)
    assert said(chair.at).startswith("Who gains")


def test_it_is_found_by_its_guidance_and_by_a_rows_question(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.presses("Ctrl+K")
    box = palette(chair)
    chair.types("exploitation happens because it pays")
    assert box.shown[0].label.startswith("Who gains")
    chair.write(box.words.accessibleName(), "who may see this harm")
    assert "What harm is happening" in box.shown[0].where
    chair.presses("Enter")
    chair.takes_a_breath()
    middle = chair.case.middle
    assert isinstance(middle, SectionPage) and middle.section.key == "harms"
    row = middle.view.form.rows["harms"]
    assert row.isAncestorOf(chair.at)


def test_an_action_is_found_and_done(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.presses("Ctrl+K")
    chair.types("map")
    box = palette(chair)
    assert len(box.shown) > 1
    chair.presses("Down")
    assert box.list.row == 1
    chair.presses("Up")
    assert box.list.row == 0
    chair.write(box.words.accessibleName(), "weighting board")
    chair.presses("Enter")
    chair.takes_a_breath()
    assert chair.case.side.journey.currentIndex().data() == "Weighting board"


def test_escape_gives_the_keyboard_back(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.goes_to("Harms")
    chair.write("Who gains from this, and what do they gain?", "The shop")
    before = chair.at
    chair.presses("Ctrl+K")
    assert chair.at is not before
    chair.types("zzzz")
    assert chair.sees("No question, section or action has these words")
    chair.presses("Esc")
    chair.waits_until(lambda: QApplication.focusWidget() is before)


def test_what_is_no_question_is_searched_for_in_the_answers(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.presses("Ctrl+K")
    chair.types("hatchback")
    box = palette(chair)
    assert [one.label for one in box.shown] == ["Search for \u201chatchback\u201d"]
    chair.presses("Enter")
    chair.takes_a_breath()
    page = chair.page(SearchPage)
    assert page.words.text() == "hatchback" and not page.everywhere
    assert chair.at is page.list and "hatchback" in page.hits[0].snippet
    chair.presses("Esc")
    assert isinstance(chair.case.middle, SectionPage), "back in the case"


def test_nothing_personal_is_in_it(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.presses("Ctrl+K")
    words = str([(one.label, one.where, one.about) for one in palette(chair)._offers])
    for personal in ("Jordan", "Ellery", "J.", "Prosser", "hatchback", "Kim"):
        assert personal not in words


def test_a_question_hidden_by_another_answer_is_said_to_be(chair: Chair) -> None:
    chair.opens_case("J.")
    workbook = chair.case.session.workbook
    account = account_of(workbook, chair.case.case)
    answer(workbook, account, in_their_words="I was hungry.")
    chair.presses("Ctrl+K")
    chair.types("if we have no words from them")
    chair.presses("Enter")
    chair.waits_until(lambda: chair.sees("not asked here now"))


def test_each_move_is_said_while_the_keyboard_stays_in_the_box(
    chair: Chair, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    def listen(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    chair.opens_case("J.")
    chair.presses("Ctrl+K")
    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    chair.types("harm")
    chair.presses("Down")
    box = palette(chair)
    assert chair.at is box.words
    assert heard[-1].startswith(box.shown[1].label) and f"2 of {len(box.shown)}" in heard[-1]


def test_a_word_in_the_label_comes_before_one_in_the_guidance(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.presses("Ctrl+K")
    offers = palette(chair)._offers
    first = ranked(offers, "lock")[0]
    assert first.label == "Lock"
    assert ranked(offers, "qqqq") == []
    assert ranked(offers, "CAF\u00c9 \u00b4 ") == ranked(offers, "cafe")


# -- the timeline


@pytest.fixture
def told(session: Session, case: Ref) -> list[Ref]:
    workbook, account = session.workbook, account_of(session.workbook, case)
    station = somewhere(workbook, "Kelderwick station")
    return [
        add_row(workbook, account, "account.moments", happened=date, what=what, context=station.id)
        for date, what in (
            (PartDate(2026, 1, 19), "He is held for fourteen hours."),
            (PartDate(2025, season="summer"), "A man begins to buy lunch."),
            (None, "Somebody says that it began earlier."),
        )
    ]


def test_timeline_and_list_say_the_same_in_order_and_choose_together(
    session: Session, case: Ref, told: list[Ref], person: Person
) -> None:
    page = person.sits_before(TimelinePage(session, case), 1200)
    person.waits_a_moment()
    page.refresh()
    assert [line.words for line in page.lines.lines] == [
        "2025",
        "Summer 2025. A man begins to buy lunch. Where: Kelderwick station.",
        "2026",
        "19 January 2026. He is held for fourteen hours. Where: Kelderwick station.",
        "Without a date",
        "Somebody says that it began earlier. Where: Kelderwick station.",
    ]
    figure = page.picture._figure
    assert figure is not None and "3 moments" in figure.alternative
    cards = [mark for mark in figure.marks if isinstance(mark, Area) and mark.about]
    assert [int(card.about) for card in cards] == [told[1].id, told[0].id, told[2].id]
    assert [card.y for card in cards] == sorted(card.y for card in cards)
    page.arrive()
    person.presses(Qt.Key.Key_Down)
    assert page.picture._about == str(told[0].id)
    last = cards[-1]
    scale = theme.current().scale
    at = QPoint(round((last.x + 8) * scale), round((last.y + 8) * scale))
    QTest.mouseClick(page.picture, Qt.MouseButton.LeftButton, pos=at)
    assert page.list.key() == told[2]
    assert said(page.picture) == "Picture of the timeline"
    assert explained(page.picture) == figure.alternative


def test_timeline_fits_in_every_look(
    session: Session,
    case: Ref,
    told: list[Ref],
    person: Person,
    in_theme: Callable[[theme.Theme], None],
) -> None:
    page = person.sits_before(TimelinePage(session, case), 900, 640)
    for look in (theme.Theme("light", 1.0), theme.Theme("dark", 2.0), theme.Theme("light", 2.0)):
        in_theme(look)
        person.waits_a_moment()
        person.waits_a_moment()
        assert page.picture.width() <= page._around.viewport().width() + 1
        figure = page.picture._figure
        assert figure is not None
        for mark in figure.marks:
            if isinstance(mark, Area):
                assert mark.x >= 0 and mark.x + mark.width <= figure.width
                assert mark.y + mark.height <= figure.height


def test_timeline_follows_what_is_written_and_says_what_to_do_when_empty(
    session: Session, case: Ref, person: Person, qtbot: QtBot
) -> None:
    page = person.sits_before(TimelinePage(session, case), 1200)
    page.arrive()
    assert person.at is page.write and not page.list.isVisible()
    with qtbot.waitSignal(page.record_wanted) as asked:
        person.presses(Qt.Key.Key_Return)
    account = parts(session.workbook, case).account
    assert asked.args == [account, "chronology"]
    moments = question(session.workbook, "account.moments")
    session.add_row(account, moments, {"what": "A window was broken."})
    qtbot.waitUntil(page.list.isVisible)
    assert "A window was broken." in page.lines.lines[-1].words


# -- the log


def test_the_log_is_read_page_by_page_and_by_section(
    session: Session, case: Ref, person: Person, qtbot: QtBot
) -> None:
    workbook, account = session.workbook, account_of(session.workbook, case)
    rows = [{"need": f"Need {number}"} for number in range(AT_ONCE + 20)]
    workbook.add_rows(account, question(workbook, "account.needs"), rows)
    page = person.sits_before(ChangeLogPage(session, case), 900, 700)
    page.arrive()
    assert len(page.list.found.lines) == AT_ONCE and page.more.isVisible()
    assert page.list.found.lines[0].words == f"Added: Need {AT_ONCE + 19}"
    person.clicks(page.more)
    assert page.list.row == AT_ONCE and page.list.hasFocus()
    page.section.setCurrentIndex(page.section.findText("Needs"))
    assert len(page.list.found.lines) == AT_ONCE
    assert all("Needs" in line.where for line in page.list.found.lines)
    session.save(account, {"who_gains": "The shop."})
    session.undo()
    page.section.setCurrentIndex(page.section.findText("Harms"))
    undone, done = page.list.found.lines[:2]
    assert undone.words == "The shop. \u2192 nothing" and "Takes a change back" in undone.where
    assert done.words == "nothing \u2192 The shop." and "Taken back later" in done.where
    assert said(page.list) == "Every change of this case"
    assert not page.findChildren(QLineEdit), "nothing can be written here"


def test_timeline_and_log_are_lines_of_the_journey(chair: Chair) -> None:
    chair.opens_case("J.")
    for title, kind in (("Timeline", TimelinePage), ("Every change", ChangeLogPage)):
        chair.goes_to(title)
        assert isinstance(chair.case.middle, kind)
    chair.case.show_picture(Line.TIMELINE)
    chair.click("Write about moments")
    middle = chair.case.middle
    assert isinstance(middle, SectionPage) and middle.section.key == "chronology"


def test_in_a_small_window_with_large_text_the_log_keeps_room_for_some_changes(
    session: Session, case: Ref, person: Person, in_theme: Callable[[theme.Theme], None]
) -> None:
    session.save(account_of(session.workbook, case), {"who_gains": "The shop."})
    page = person.sits_before(ChangeLogPage(session, case), 700, 380)
    in_theme(theme.Theme("light", 2.0))
    page.resize(700, 380)
    person.waits_a_moment()
    assert page.list.height() >= 400
