"""Deleting a case for good as a chair does it: with the keyboard, and never by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import case_lines, start_case
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from ui.pages.caseload import CaseloadPage
from ui.pages.delete_case import DeleteCase
from ui.pages.workspace import WorkspacePage

from .conftest import explained, said


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    """A chair in the first of two cases."""
    somebody = Chair(qtbot, tmp_path)
    folder = tmp_path / "Mine.rothvault"
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    case = start_case(workbook, "J.", "Jordan Ellery", "R-1")
    start_case(workbook, "S.", "Sam", "R-2")
    somebody.window.open_workbook(workbook, folder)
    somebody.window.show_case(case)
    yield somebody
    somebody.window.close()


def _page(chair: Chair) -> DeleteCase:
    chair.window.actions_.delete_case.trigger()
    chair.takes_a_breath()
    assert isinstance(chair.window.page, DeleteCase)
    return chair.window.page


def _workbook(chair: Chair) -> Workbook:
    assert chair.window.session is not None
    return chair.window.session.workbook


def _cases(chair: Chair) -> list[str]:
    return [line.reference for line in case_lines(_workbook(chair))]


def _hold(chair: Chair, why: str) -> Ref:
    case = case_lines(_workbook(chair))[0].ref
    assert chair.window.session is not None
    chair.window.session.save(case, {"hold": "yes", "hold_reason": why})
    return case


def _shown(page: DeleteCase) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_it_says_first_what_goes_and_what_stays_and_asks_for_the_reference(chair: Chair) -> None:
    page = _page(chair)
    words = _shown(page)
    assert "1 person only known from this case" in words
    assert "Undo does not bring it back" in words
    assert "Jordan" not in words
    page.take_file("/nowhere/certificate.pdf")
    for typed in ("", "R-2", "delete"):
        page.confirm.edit.setText(typed)
        QTest.keyClick(page.confirm.edit, Qt.Key.Key_Return)
        assert "Nothing was deleted" in page.confirm.problem
    assert not chair.window.jobs.busy
    assert sorted(_cases(chair)) == ["R-1", "R-2"]


def test_no_place_for_the_certificate_no_deletion(chair: Chair) -> None:
    page = _page(chair)
    page.confirm.edit.setText("R-1")
    page.delete.click()
    assert page.place.hasFocus()
    assert "Choose first" in _shown(page)
    assert not chair.window.jobs.busy
    assert sorted(_cases(chair)) == ["R-1", "R-2"]


@pytest.mark.parametrize("typed", ["R-1", " r-1 ", "J."])
def test_the_case_goes_and_the_certificate_is_where_the_chair_said(
    chair: Chair, tmp_path: Path, typed: str
) -> None:
    page = _page(chair)
    page.now.click()
    page.take_file(str(tmp_path / "papers"))
    page.confirm.edit.setText(typed)
    page.delete.click()
    chair.waits_until(lambda: page.done is not None)
    assert (tmp_path / "papers.pdf").read_bytes().startswith(b"%PDF-")
    assert "saved as papers.pdf, not encrypted" in page.said.text()
    assert "No backup holds it any more." in page.said.text()
    assert page.back.hasFocus()
    assert _cases(chair) == ["R-2"]
    assert not chair.window.actions_.undo.isEnabled() or _workbook(chair).can_undo
    page.back.click()
    chair.takes_a_breath()
    assert isinstance(chair.window.page, CaseloadPage)
    assert _workbook(chair).vault.check().holds


def test_a_certificate_that_cannot_be_saved_is_offered_again_and_not_lost(
    chair: Chair, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("in the way")
    page = _page(chair)
    page.take_file(str(tmp_path / "taken" / "certificate.pdf"))
    page.confirm.edit.setText("R-1")
    page.delete.click()
    chair.waits_until(lambda: page.done is not None)
    assert "not saved yet" in page.said.text()
    assert page.again.isVisible()
    page.back.click()
    assert chair.window.page is page, "asked once more before it is given up"
    assert "not saved anywhere" in chair.window.messages.words
    page.take_file(str(tmp_path / "certificate.pdf"))
    assert (tmp_path / "certificate.pdf").read_bytes().startswith(b"%PDF-")
    page.back.click()
    chair.takes_a_breath()
    assert isinstance(chair.window.page, CaseloadPage)


def test_a_case_on_hold_says_why_and_cannot_be_deleted(chair: Chair) -> None:
    case = _hold(chair, "The coroner asked for it.")
    page = _page(chair)
    assert "on hold" in page.said.text()
    assert "The coroner asked for it." in page.said.text()
    assert not page.delete.isEnabled()
    page.take_file("/nowhere/certificate.pdf")
    page.confirm.edit.setText("R-1")
    QTest.keyClick(page.confirm.edit, Qt.Key.Key_Return)
    assert not chair.window.jobs.busy
    QTest.keyClick(page, Qt.Key.Key_Escape)
    chair.takes_a_breath()
    assert isinstance(chair.window.page, WorkspacePage)
    assert chair.window.page.case == case


def test_esc_leads_back_to_the_case_with_nothing_changed(chair: Chair) -> None:
    number = _workbook(chair).vault.seal.head().number
    page = _page(chair)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    chair.takes_a_breath()
    assert isinstance(chair.window.page, WorkspacePage)
    assert _workbook(chair).vault.seal.head().number == number


def test_every_choice_is_reached_by_tab_and_says_its_name(chair: Chair) -> None:
    page = _page(chair)
    page.arrive()
    found = []
    for _ in range(40):
        at = QApplication.focusWidget()
        assert at is not None
        if at in found:
            break
        found.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
    wanted = (page.place, page.by.edit, page.confirm.edit, page.delete, page.back)
    assert all(one in found for one in wanted)
    assert all(said(one) for one in found)
    assert "Or what the list calls it: J." in explained(page.confirm.edit)


def test_at_200_percent_everything_can_be_scrolled_to(chair: Chair) -> None:
    page = _page(chair)
    chair.window.resize(1024, 680)
    while chair.window.settings.text_size < 200:
        chair.window.actions_.larger.trigger()
    chair.takes_a_breath()
    assert page.delete.width() <= page.width()
    assert page.inside.width() <= page.width()
    chair.window.actions_.usual_size.trigger()


# -- the log of copies on the page Paper


def test_a_saved_copy_is_in_the_log_with_the_reader_named(chair: Chair, tmp_path: Path) -> None:
    chair.goes_to("Make the documents")
    chair.waits_until(lambda: chair.paper.ready)
    paper = chair.paper
    assert said(paper.reader.edit) == "Who gets this copy?"
    assert "onto no paper" in explained(paper.reader.edit)
    paper.reader.edit.setText("Ms Okoro")
    paper.save_to(str(tmp_path / "plan.pdf"))
    assert paper.reader.text() == ""
    assert paper.show_copies.text() == "Copies made so far (1)"
    paper.show_copies.click()
    chair.takes_a_breath()
    assert paper.copies.isVisible()
    assert not paper.preview.isVisible()
    assert paper.copies.table.hasFocus()
    model = paper.copies.table.model()
    assert model.rowCount() == 1
    told = [model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(5)]
    assert told[0] == "Document: Full plan, copy 1"
    assert told[1] == "Who has it: Ms Okoro (Core agencies)"
    assert said(paper.copies.table) == "Copies made so far"
    paper.show_copies.click()
    assert paper.preview.isVisible()
    page = _page(chair)
    assert page.copies.count == 1


def test_a_printed_copy_is_in_the_log_and_a_refused_one_is_not(
    chair: Chair, tmp_path: Path
) -> None:
    chair.goes_to("Make the documents")
    chair.waits_until(lambda: chair.paper.ready)
    chair.paper._printed()
    assert chair.paper.show_copies.text() == "Copies made so far (1)"
    (tmp_path / "taken").write_text("in the way")
    chair.paper.save_to(str(tmp_path / "taken" / "plan.pdf"))
    assert chair.paper.show_copies.text() == "Copies made so far (1)"
