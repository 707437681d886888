"""The documents on the screen, on paper and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from pytestqt.qtbot import QtBot

from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import start_case, start_context_plan
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from ui.pages.printing import PagesInMemory, draw


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    """A chair before the documents of a new case."""
    somebody = Chair(qtbot, tmp_path)
    folder = tmp_path / "Mine.rothvault"
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    case = start_case(workbook, "J.", "Jordan Ellery", "R-1")
    place = workbook.add("context", {"name": "Riverside Park", "kind": "park"}).added[0]
    start_context_plan(workbook, case, place.id)
    somebody.window.open_workbook(workbook, folder)
    somebody.window.show_case(case)
    somebody.goes_to("Make the documents")
    somebody.waits_until(lambda: somebody.paper.ready)
    yield somebody
    somebody.window.close()


def test_each_document_says_who_may_read_what(chair: Chair) -> None:
    assert [choice.title for choice in chair.paper.choices] == [
        "Full plan",
        "The young person\u2019s copy",
        "Plan for a place: Riverside Park",
    ]
    for choice in chair.paper.choices:
        assert chair.sees(choice.may_read)


def test_pages_and_copy_are_told_below(chair: Chair) -> None:
    assert f"{chair.paper.preview.pages} pages" in chair.paper.facts.text()
    assert "Copy 1" in chair.paper.facts.text()


def test_large_text_in_a_small_window_keeps_every_document_at_hand(chair: Chair) -> None:
    chair.window.resize(1024, 680)
    while chair.window.settings.text_size < 200:
        chair.window.actions_.larger.trigger()
    chair.takes_a_breath()
    chair.choose("Document", "The young person\u2019s copy")
    chair.waits_until(lambda: chair.paper.ready)
    assert chair.sees("For: The young person.")
    page = chair.paper
    assert page.preview.height() >= 200
    for widget in (page.reader.edit, page.print, page.save, page.show_copies):
        assert widget.height() >= widget.minimumSizeHint().height()
        below = widget.mapTo(page._column.parentWidget(), widget.rect().bottomLeft()).y()
        assert below < page._column.parentWidget().height()
    chair.click("Save as a file")
    assert chair.sees("not encrypted")
    chair.click("Do not save")
    assert chair.paper.preview.isVisible()
    chair.window.actions_.usual_size.trigger()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_place_that_cannot_be_written_is_a_sentence_and_no_half_file(
    chair: Chair, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("in the way")
    before = sorted(tmp_path.rglob("*.pdf"))
    chair.paper.save_to(str(tmp_path / "a file" / "plan.pdf"))
    assert "could not be written" in chair.window.messages.words
    assert sorted(tmp_path.rglob("*.pdf")) == before
    assert list(tmp_path.rglob("*.part")) == []


def test_a_file_the_dialog_did_not_ask_about_is_not_replaced(chair: Chair, tmp_path: Path) -> None:
    """Named "plan.v2", it becomes "plan.v2.pdf", which may be there already."""
    (tmp_path / "plan.v2.pdf").write_text("another plan")
    chair.paper.save_to(str(tmp_path / "plan.v2"))
    assert (tmp_path / "plan.v2.pdf").read_text() == "another plan"
    assert (tmp_path / "plan.v2 (2).pdf").read_bytes().startswith(b"%PDF-")


def test_a_name_in_a_plan_for_a_place_stops_the_document(chair: Chair) -> None:
    session = chair.window.session
    assert session is not None
    place = session.workbook.all("context_plan")[0].ref
    session.save(place, {"concern": "Jordan Ellery is harmed here."})
    chair.click("Plan for a place: Riverside Park")
    chair.takes_a_breath()
    assert not chair.paper.ready
    assert "Jordan" not in chair.paper.facts.text()
    assert chair.paper.facts.text()
    assert not chair.paper.print.isEnabled()


def test_printing_asks_and_prints_under_a_neutral_name(chair: Chair) -> None:
    chair.click("Print")
    dialogs = chair.window.findChildren(QPrintDialog)
    assert len(dialogs) == 1
    assert dialogs[0].printer().docName() == "Document"
    assert dialogs[0].maxPage() == chair.paper.preview.pages
    dialogs[0].reject()


def test_chosen_pages_come_out_whole(chair: Chair, tmp_path: Path) -> None:
    made = chair.paper.made
    assert made is not None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFullPage(True)
    printer.setFromTo(1, 2)
    draw(PagesInMemory(made.data), printer)
    printed = PagesInMemory((tmp_path / "printed.pdf").read_bytes())
    assert printed.count == min(2, made.pages)
    assert (
        printed.document.pagePointSize(0).toSize()
        == PagesInMemory(made.data).document.pagePointSize(0).toSize()
    )
