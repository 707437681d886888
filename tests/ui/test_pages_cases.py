"""The list of cases and the way into one, with whatever a person may write there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import case_lines, start_case
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.ui.conftest import said
from ui.models.cases import CaseTable
from ui.models.journey import JourneyList, Line, journey
from ui.pages.caseload import CaseloadPage
from ui.pages.journey_view import dates_whole
from ui.session import Session

MARKUP = "<img src='http://example.org/x.png'><b>J.</b>"


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    """A chair with an open, empty vault."""
    somebody = Chair(qtbot, tmp_path)
    folder = tmp_path / "Mine.rothvault"
    somebody.window.open_workbook(Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0], folder)
    yield somebody
    somebody.window.close()


def begin(chair: Chair, code: str, reference: str = "") -> None:
    assert chair.window.session is not None
    chair.window.session.start_case(code, "", reference)
    chair.takes_a_breath()


def test_an_empty_list_says_how_to_begin(chair: Chair) -> None:
    assert chair.sees("No cases yet.")
    assert said(chair.at) == "New case"


def test_a_case_is_found_by_any_of_its_words(chair: Chair) -> None:
    begin(chair, "J.", "KV-1")
    begin(chair, "M.", "KV-2")
    page = chair.page(CaseloadPage)
    chair.write("Find a case", "kv-2")
    assert page.table.model().rowCount() == 1
    chair.write("Find a case", "prep")
    assert page.table.model().rowCount() == 2
    chair.write("Find a case", "zebra")
    assert chair.sees("No case matches \u201czebra\u201d.")


def test_enter_opens_the_case_and_the_header_leads_back(chair: Chair) -> None:
    begin(chair, "J.")
    chair.opens_case("J.")
    assert chair.case.middle is not None
    chair.click("All cases")
    chair.opens_case("J.")
    chair.presses("Alt+Home")
    assert isinstance(chair.window.page, CaseloadPage)


def test_esc_leaves_the_new_case_and_keeps_what_was_typed(chair: Chair) -> None:
    chair.click("New case")
    chair.write("Initials or a code name", "J.")
    chair.presses("Esc")
    assert chair.sees("No cases yet.")
    chair.click("New case")
    assert chair.reads("Initials or a code name") == "J."


def test_a_full_name_in_the_field_for_initials_is_offered_its_initials(chair: Chair) -> None:
    chair.click("New case")
    chair.write("Initials or a code name", "K.")
    assert not chair.sees("keep the name apart")
    chair.write("Initials or a code name", "Kim Ann Lowe")
    chair.presses("Tab")
    assert said(chair.at) == "Show K.A.L. instead, and keep the name apart"
    chair.presses("Space")
    assert not chair.sees("keep the name apart")
    assert chair.reads("Initials or a code name") == "K.A.L."
    assert chair.reads("Name") == "Kim Ann Lowe"
    chair.click("Start the case")
    assert chair.case.side.who.text() == "K.A.L."
    chair.click("Show name")
    assert chair.sees("Kim Ann Lowe")


def test_a_name_written_already_is_not_written_over_by_its_initials(chair: Chair) -> None:
    chair.click("New case")
    chair.write("Name", "Kim Ann Lowe")
    chair.write("Initials or a code name", "Kim Lowe")
    chair.click("Show K.L. instead, and keep the name apart")
    assert chair.reads("Initials or a code name") == "K.L."
    assert chair.reads("Name") == "Kim Ann Lowe"


@pytest.mark.parametrize("words", [MARKUP, "../../etc", "J.\u200f\U0001f6aa \u062c"])
def test_whatever_is_written_is_shown_letter_by_letter(chair: Chair, words: str) -> None:
    chair.click("New case")
    chair.write("Initials or a code name", words)
    chair.write("Council reference", words)
    chair.click("Start the case")
    assert chair.case.side.who.text() == words
    for label in chair.window.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or not label.text()


def test_a_reference_with_a_line_break_is_one_line(chair: Chair) -> None:
    begin(chair, "J.\nK.", "KV\n1")
    page = chair.page(CaseloadPage)
    shown = [page.table.model().index(0, column).data() for column in range(2)]
    assert shown == ["J. K.", "KV 1"]


def test_the_title_of_the_window_never_has_a_name(chair: Chair) -> None:
    chair.click("New case")
    chair.write("Initials or a code name", "J.")
    chair.write("Name", "Jordan Ellery")
    chair.click("Start the case")
    chair.click("Show name")
    assert chair.window.windowTitle() == "ROTH Planner"


def test_the_models_are_sound(workbook: Workbook, qtmodeltester: ModelTester) -> None:
    case = start_case(workbook, "J.", "Jordan", "R-1")
    table = CaseTable({})
    table.show_lines(case_lines(workbook))
    qtmodeltester.check(table)
    lines = JourneyList()
    lines.show_entries(journey(workbook, case, None))
    qtmodeltester.check(lines)


def test_the_journey_opens_one_part_at_a_time(session: Session, case: Ref) -> None:
    titles = [entry.title for entry in journey(session.workbook, case, None)]
    assert titles[0] == "Prepare"
    assert titles[-3:] == ["Paper", "Check your answers", "Make the documents"]
    assert "Review" not in titles
    person = next(
        entry.leads_to.ref
        for entry in journey(session.workbook, case, None)
        if entry.title == "The young person" and entry.leads_to
    )
    opened = journey(session.workbook, case, person)
    assert len(opened) > len(titles)
    assert {entry.depth for entry in opened if entry.line is Line.SECTION} == {1, 2}


def test_a_date_in_the_journey_is_never_broken_in_the_middle() -> None:
    assert dates_whole("Initial conference · 12 March 2026") == (
        "Initial conference\n12\u00a0March\u00a02026"
    )
    assert dates_whole("Plan of 3 May 2026 · again") == "Plan of 3\u00a0May\u00a02026 · again"
    assert dates_whole("Kelderwick · 3 Marches") == "Kelderwick · 3 Marches"
