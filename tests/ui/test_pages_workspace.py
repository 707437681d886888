"""Inside a case: going about, names, guidance, undo, and room at large text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from roth_planner.guides.spec import Question
from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import start_case, start_context_plan, start_guardian
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.ui.conftest import cut_off, said, stops
from ui.pages.add_part import AddPartPage
from ui.pages.case_side import SHOWN_FOR_MS
from ui.pages.caseload import CaseloadPage
from ui.pages.check_answers import sections
from ui.pages.keys import KeysDialog

WHY = "Why are we here, in one sentence?"


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


def test_keys_lead_through_the_sections_and_back(chair: Chair) -> None:
    chair.presses("Ctrl+PgDn")
    assert chair.sees("People and meetings")
    assert chair.case.place is not None
    assert chair.case.place.section == "people_and_meetings"
    chair.presses("Ctrl+PgUp")
    assert chair.case.place.section == "case"
    assert said(chair.at) == "What is the case reference?"
    chair.presses("F6")
    assert chair.at is chair.case.side.journey


def test_arrow_keys_go_from_line_to_line_over_the_headings(chair: Chair) -> None:
    chair.presses("F6")
    titles = []
    for _ in range(5):
        chair.presses("Down")
        titles.append(chair.case.side.journey.currentIndex().data())
    assert titles == [
        *("People and meetings", "Keeping or deleting this case"),
        *("Who", "Role and contact", "Links and places"),
    ]
    chair.presses("Enter")
    assert chair.case.middle.isAncestorOf(chair.at)
    chair.presses("Esc")
    assert chair.at is chair.case.side.journey


def test_what_was_typed_is_kept_before_anything_else_is_shown(chair: Chair) -> None:
    chair.write(WHY, "Adults do harm there.")
    chair.goes_to("In their words")
    chair.goes_to("This case")
    assert chair.reads(WHY) == "Adults do harm there."


def test_saved_is_said_only_after_it_was_saved(chair: Chair) -> None:
    assert not chair.sees("Saved ")
    chair.write(WHY, "Adults do harm there.")
    assert not chair.sees("Saved ")
    chair.presses("Tab")
    chair.waits_until(lambda: chair.sees("Saved "))


def test_ctrl_z_takes_back_typing_first_and_saved_answers_then(chair: Chair) -> None:
    chair.write(WHY, "First words.")
    chair.presses("Tab")
    chair.goes_to("In their words")
    chair.goes_to("This case")
    chair.write("What is the case reference?", "R-2")
    chair.presses("Ctrl+Z")
    assert chair.reads("What is the case reference?") != "R-2"
    chair.presses("F6")
    while chair.reads(WHY):
        chair.presses("Ctrl+Z")
    assert chair.reads("What is the case reference?") == "R-1"


def test_undoing_the_start_of_a_case_leads_back_to_the_list(chair: Chair) -> None:
    chair.presses("F6")
    chair.presses("Ctrl+Z")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))
    assert chair.sees("No cases yet.")
    chair.presses("Ctrl+Y")
    chair.opens_case("J.")


def test_the_name_hides_again_after_a_minute(chair: Chair) -> None:
    side = chair.case.side
    chair.click("Show name")
    assert side.name_shown
    assert side.hide_soon.interval() == SHOWN_FOR_MS == 60_000
    side.hide_soon.timeout.emit()
    assert not chair.sees("Jordan")
    chair.presses("Ctrl+Shift+N")
    assert chair.sees("Jordan Ellery")


def test_guidance_speaks_of_the_question_one_is_in(chair: Chair) -> None:
    chair.window.resize(1400, 860)
    chair.case.middle.arrive()
    chair.takes_a_breath()
    assert chair.sees("It ties this workbook to the council's record")


def test_a_prompt_goes_into_the_answer(chair: Chair) -> None:
    chair.window.resize(1400, 860)
    chair.write(WHY, "It happens daily.")
    chair.click("Put this in my answer")
    assert isinstance(chair.at, QPlainTextEdit)
    assert chair.reads(WHY).startswith("It happens daily.\n")
    chair.goes_to("In their words")
    chair.goes_to("This case")
    assert chair.reads(WHY).startswith("It happens daily.\n")


def test_guidance_folds_away_and_stays_so(chair: Chair) -> None:
    chair.window.resize(1400, 860)
    chair.takes_a_breath()
    assert not chair.case.guidance.folded
    chair.click("Hide guidance")
    assert chair.case.guidance.folded
    assert not chair.window.settings.guidance_shown
    chair.presses("F2")
    assert not chair.case.guidance.folded


def test_a_guardian_needs_a_place_first(chair: Chair) -> None:
    chair.goes_to("Add a guardian")
    assert chair.sees("No places are written down")
    chair.click("Go back")
    assert chair.case.place is not None


def test_a_plan_for_a_new_place_asks_what_it_is_called(chair: Chair) -> None:
    chair.goes_to("Add a plan for a place")
    chair.click("Start the plan")
    page = chair.case.middle
    assert isinstance(page, AddPartPage)
    assert "what the place is called" in page.name.problem
    chair.write("What is the place called?", "<b>Mill & Lane</b>")
    chair.click("Start the plan")
    assert "Plan for <b>Mill & Lane</b>" in [entry.title for entry in chair.journey()]


def test_two_hundred_thousand_letters_are_kept(chair: Chair) -> None:
    field = chair.case.middle.findChildren(QPlainTextEdit)[-1]
    field.setFocus()
    field.setPlainText("a word " * 28_572)
    chair.goes_to("In their words")
    chair.goes_to("This case")
    assert len(chair.reads(WHY)) > 200_000 - 2


@pytest.mark.parametrize("width", [1024, 1280])
@pytest.mark.parametrize("per_cent", [100, 200])
def test_no_page_of_the_case_is_wider_than_the_window(
    chair: Chair, width: int, per_cent: int
) -> None:
    chair.window.resize(width, 680)
    while chair.window.settings.text_size < per_cent:
        chair.window.actions_.larger.trigger()
    for entry in chair.journey():
        if entry.leads_to is None:
            continue
        chair.case.go_to(entry.leads_to)
        chair.takes_a_breath()
        for area in chair.window.findChildren(QScrollArea):
            inside = area.widget()
            if area.isVisible() and inside is not None:
                assert inside.width() <= area.viewport().width(), (entry.title, area)
    chair.window.actions_.usual_size.trigger()


@pytest.mark.parametrize(("width", "per_cent"), [(1280, 100), (1024, 200)])
def test_no_words_are_cut_off_in_a_case_nobody_wrote_in(
    chair: Chair, width: int, per_cent: int
) -> None:
    """An empty list once took the room of its buttons from its own hint."""
    chair.window.resize(width, 800)
    while chair.window.settings.text_size < per_cent:
        chair.window.actions_.larger.trigger()
    workbook, case = chair.case.session.workbook, chair.case.case
    place = workbook.add("context", {}).added[0]
    start_context_plan(workbook, case, place.id)
    start_guardian(workbook, case, place.id)
    chair.case.session.add_row(case, row_question(workbook, "conference"))
    asked = 0
    for one in sections(workbook, case):
        chair.case.go_to(one.place)
        chair.takes_a_breath()
        chair.takes_a_breath()
        assert not cut_off(chair.window), one.title
        nameless = [stop for stop in stops_of(chair.case.middle) if not said(stop)]
        assert not nameless, one.title
        asked += 1
    assert asked > 40
    chair.window.actions_.usual_size.trigger()


def row_question(workbook: Workbook, record: str) -> Question:
    found = workbook.index.row_question(record)
    assert found is not None
    return found


def stops_of(page: QWidget) -> list[QWidget]:
    """What can take the keyboard on a page."""
    return [
        one
        for one in page.findChildren(QWidget)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def test_tab_goes_round_the_whole_window_and_leaves_everything(chair: Chair) -> None:
    found = [said(widget) for widget in stops(chair.window)]
    expected = {"The journey through this case", "What is the case reference?", WHY, "Lock"}
    assert expected <= set(found)


def test_every_key_is_used_once_and_listed(chair: Chair) -> None:
    does = chair.window.actions_
    keys = [key for _group, _words, key in does.with_keys()]
    assert len(keys) == len(set(keys))
    every = [one.toString() for action in chair.window.actions() for one in action.shortcuts()]
    assert len(every) == len(set(every))
    assert QKeySequence("Ctrl+L").toString() in every
    does.keys.trigger()
    dialog = chair.window.findChildren(KeysDialog)[0]
    assert dialog.isVisible()
    dialog.accept()
