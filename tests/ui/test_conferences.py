"""A conference and a panel in the window: added, filled, counted, finished, taken back, removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.ui.conftest import explained
from ui.forms.repeat_view import RepeatView
from ui.forms.tally import Tally
from ui.models.journey import Line
from ui.pages.add_meeting import AddMeetingPage

FIRST = "Initial conference \u00b7 12 March 2026"


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    """A chair in a new case."""
    somebody = Chair(qtbot, tmp_path)
    folder = tmp_path / "Mine.rothvault"
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    case = start_case(workbook, "J.", "Jordan Ellery", "R-1")
    somebody.window.open_workbook(workbook, folder)
    somebody.window.show_case(case)
    somebody.takes_a_breath()
    yield somebody
    somebody.window.close()


def adds(chair: Chair, line: str, kind: str, day: str, button: str) -> None:
    chair.goes_to(line)
    chair.click(kind)
    chair.write("On which day?", day)
    chair.click(button)


def add_first(chair: Chair) -> None:
    adds(chair, "Add a conference", "Initial conference", "12 March 2026", "Add the conference")


def workbook_of(chair: Chair) -> Workbook:
    return chair.case.session.workbook


def conference_of(chair: Chair) -> Ref:
    (part,) = parts(workbook_of(chair), chair.case.case).conferences
    return part.ref


def shown_list(chair: Chair) -> RepeatView:
    (view,) = (one for one in chair.case.middle.findChildren(RepeatView) if one.isVisible())
    return view


def titles(chair: Chair) -> list[str]:
    return [entry.title for entry in chair.journey()]


def test_the_conference_comes_between_the_account_and_the_plan(chair: Chair) -> None:
    steps = [entry.title for entry in chair.journey() if entry.line is Line.STEP]
    assert [one for one in steps if one in ("Prepare", "Account", "Conference", "Plan")] == [
        "Prepare",
        "Account",
        "Conference",
        "Plan",
    ]
    under = titles(chair)[titles(chair).index("Conference") :]
    assert under[1:3] == ["Add a conference", "Add a panel or meeting"]


def test_a_conference_is_added_with_its_day_and_opens_at_its_preparation(chair: Chair) -> None:
    add_first(chair)
    assert FIRST in titles(chair)
    assert chair.case.place is not None
    assert (chair.case.place.guide, chair.case.place.section) == ("chairing", "preparation")
    assert chair.case.middle.isAncestorOf(chair.at)
    kept = workbook_of(chair).read(conference_of(chair))
    assert (kept.get("meeting"), kept.get("held_on")) == ("initial", dt.date(2026, 3, 12))


def test_a_day_that_cannot_be_read_is_asked_again_and_nothing_is_added(chair: Chair) -> None:
    chair.goes_to("Add a conference")
    chair.write("On which day?", "soon after Easter")
    chair.click("Add the conference")
    page = chair.case.middle
    assert isinstance(page, AddMeetingPage)
    assert "12 March 2026" in page.date.problem
    assert chair.at is page.date.edit
    assert not parts(workbook_of(chair), chair.case.case).conferences
    chair.write("On which day?", "")
    chair.presses("Enter")
    assert "Initial conference" in titles(chair)


def test_the_kinds_of_meeting_are_chosen_with_the_keyboard(chair: Chair) -> None:
    chair.goes_to("Add a panel or meeting")
    chair.case.middle.arrive()
    for _ in range(3):
        chair.presses("Down")
    chair.presses("Tab")
    chair.types("2 April 2026")
    chair.presses("Enter")
    assert "Panel \u00b7 2 April 2026" in titles(chair)
    assert chair.case.place is not None
    assert chair.case.place.guide == "meetings"
    assert chair.sees("What it is for")


def test_thinking_better_of_it_leads_back_and_adds_nothing(chair: Chair) -> None:
    before = chair.case.place
    chair.goes_to("Add a panel or meeting")
    chair.click("Not now")
    assert chair.case.place == before
    assert not parts(workbook_of(chair), chair.case.case).meetings


def test_the_usual_list_begins_an_empty_one_and_undo_takes_it_back(chair: Chair) -> None:
    add_first(chair)
    chair.goes_to("Agenda")
    view = shown_list(chair)
    assert view.usual_button.isVisible()
    chair.click("Start with the usual list")
    assert len(view.model.refs) == 14
    assert not view.usual_button.isVisible()
    assert chair.at is view.list
    assert chair.sees("Together 2 hours 20 minutes.")
    assert "Together 2 hours 20 minutes." in explained(view.list)
    chair.presses("Ctrl+Z")
    assert view.model.refs == []
    assert view.usual_button.isVisible()
    assert not view.findChildren(Tally)[0].isVisible()


def test_a_list_without_a_usual_one_offers_none(chair: Chair) -> None:
    add_first(chair)
    chair.goes_to("Who was there")
    assert not shown_list(chair).usual_button.isVisible()


def test_the_quorum_is_said_under_the_list_and_to_those_who_listen(chair: Chair) -> None:
    add_first(chair)
    chair.goes_to("Who was there")
    view, workbook = shown_list(chair), workbook_of(chair)
    for agency in ("social_work", "police", "health"):
        chair.case.session.add_row(
            conference_of(chair), view.question, {"agency": agency, "presence": "in_room"}
        )
    assert chair.sees("Quorate: social work and 2 other agencies took part.")
    assert explained(view.list).startswith("Quorate:")
    chair.case.session.save(view.model.refs[0], {"presence": "apology"})
    assert chair.sees("Not quorate: 2 other agencies took part and social work did not.")
    assert workbook.read(conference_of(chair)).get("quorum") is None, "the chair decides"


def test_where_the_chair_answers_another_thing_only_the_count_is_given(chair: Chair) -> None:
    add_first(chair)
    chair.goes_to("Who was there")
    view, session = shown_list(chair), chair.case.session
    for agency in ("social_work", "police", "health"):
        session.add_row(
            conference_of(chair), view.question, {"agency": agency, "presence": "in_room"}
        )
    counted = "Social work and 2 other agencies took part."
    for answer, words in (("goes_ahead", counted), ("put_off", counted), ("quorate", "Quorate:")):
        session.save(conference_of(chair), {"quorum": answer})
        assert explained(view.list).startswith(words)
        assert view.findChildren(Tally)[0].text().startswith(words)
    session.save(view.model.refs[0], {"presence": "apology"})
    assert explained(view.list).startswith("2 other agencies took part and social work did not.")
    session.save(conference_of(chair), {"quorum": "put_off"})
    assert explained(view.list).startswith("Not quorate:")


def test_a_section_is_finished_only_when_it_says_what_is_essential(chair: Chair) -> None:
    add_first(chair)
    chair.goes_to("Before the meeting")
    chair.click("Save and next")
    assert chair.sees("Add at least one step")
    assert chair.word_for("Before the meeting") == ""
    chair.click("Start with the usual list")
    chair.click("Save and next")
    chair.waits_until(lambda: chair.word_for("Before the meeting") == "Done")
    chair.presses("F6")
    chair.presses("Ctrl+Z")
    assert chair.word_for("Before the meeting") == "1 of 3"


def test_a_core_group_is_asked_for_no_decision(chair: Chair) -> None:
    adds(chair, "Add a conference", "Core group", "24 March 2026", "Add the conference")
    assert "Who was there" in titles(chair)
    assert "Threshold" not in titles(chair)
    assert "Decision and disagreement" not in titles(chair)
    add_first(chair)
    assert "Threshold" in titles(chair)


def test_each_conference_is_a_line_and_only_the_open_one_shows_its_sections(chair: Chair) -> None:
    add_first(chair)
    adds(chair, "Add a panel or meeting", "Panel", "2 April 2026", "Add the meeting")
    assert "Action log" in titles(chair)
    assert "Agenda" not in titles(chair)
    chair.goes_to(FIRST)
    assert "Agenda" in titles(chair)
    assert "Action log" not in titles(chair)


def test_a_conference_is_removed_in_the_list_of_meetings_and_brought_back(chair: Chair) -> None:
    add_first(chair)
    chair.goes_to("Agenda")
    chair.click("Start with the usual list")
    chair.goes_to("People and meetings")
    view = next(
        one
        for one in chair.case.middle.findChildren(RepeatView)
        if one.question.key == "conferences"
    )
    view.list.setFocus()
    view.list.setCurrentIndex(view.model.index(0, 0))
    QTest.keyClick(view.list, Qt.Key.Key_Delete)
    chair.takes_a_breath()
    assert FIRST not in titles(chair)
    chair.click("Bring it back")
    assert FIRST in titles(chair)
    agenda = workbook_of(chair).catalogue.guide("chairing").question("agenda")
    assert len(workbook_of(chair).rows(conference_of(chair), agenda)) == 14


def test_undoing_the_start_of_a_conference_leads_somewhere_that_is_there(chair: Chair) -> None:
    add_first(chair)
    chair.presses("F6")
    chair.presses("Ctrl+Z")
    assert FIRST not in titles(chair)
    assert chair.case.place is not None
    assert chair.case.place.guide != "chairing"
