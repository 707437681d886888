"""When something goes wrong: nothing typed is lost, nothing personal is shown, and words help."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from roth_planner.errors import Refused
from roth_planner.practice.cases import practice_folder
from roth_planner.settings import Settings, write_settings
from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import start_case
from tests.fixtures import PASSPHRASE, SMALL_CASE
from tests.journeys.chair import Chair
from ui.crash import ALL_SAFE, LAST_NOT_SAFE, NOT_OPEN, CrashPage
from ui.faults import FaultHook
from ui.pages.caseload import CaseloadPage
from ui.pages.unlock import UnlockPage
from ui.pages.workspace import WorkspacePage
from ui.widgets.frames import PracticeFrame

WHY = "Why are we here, in one sentence?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Mine.rothvault"


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path, folder: Path) -> Iterator[Chair]:
    """A chair in a new case."""
    somebody = Chair(qtbot, tmp_path)
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    case = start_case(workbook, "J.", "Jordan Ellery", "R-1")
    somebody.window.open_workbook(workbook, folder)
    somebody.window.show_case(case)
    somebody.takes_a_breath()
    yield somebody
    disk_has_room(somebody)
    somebody.window.close()


def disk_is_full(chair: Chair) -> None:
    """SQLite's own way of a full disk: the file may not grow any more."""
    _let_file_grow(chair, "(SELECT page_count FROM pragma_page_count)")


def disk_has_room(chair: Chair) -> None:
    if chair.window.session is not None:
        _let_file_grow(chair, "1000000")


def _let_file_grow(chair: Chair, pages: str) -> None:
    assert chair.window.session is not None
    with chair.window.session.workbook.vault.engine.connect() as connection:
        most = connection.exec_driver_sql(f"SELECT {pages}").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")


def fault() -> None:
    raise KeyError("Jordan Ellery lives at 4 Mill Lane")


def test_a_full_disk_is_told_and_the_words_stay(chair: Chair) -> None:
    disk_is_full(chair)
    text = "Adults do harm there. " * 4000
    chair.case.middle.findChildren(QPlainTextEdit)[-1].setPlainText(text)
    chair.goes_to("In their words")
    assert chair.sees("Not saved yet")
    assert chair.case.place is not None
    assert chair.case.place.section == "case", "the page with the words is still there"
    assert chair.reads(WHY) == text
    assert not chair.sees("Saved ")
    chair.click("Lock")
    assert chair.window.isVisible()
    assert "is not locked yet" in chair.window.messages.words
    disk_has_room(chair)
    chair.goes_to("In their words")
    chair.goes_to("This case")
    assert chair.reads(WHY).strip() == text.strip()
    assert chair.sees("Saved ")


def test_closing_with_unsaved_words_asks_once(chair: Chair) -> None:
    disk_is_full(chair)
    text = "Adults do harm there. " * 4000
    chair.case.middle.findChildren(QPlainTextEdit)[-1].setPlainText(text)
    assert not chair.window.close()
    assert chair.window.isVisible()
    chair.click("Close without it")
    assert not chair.window.isVisible()


def test_lock_keeps_the_last_word_and_a_fresh_program_asks_for_the_passphrase(
    chair: Chair, folder: Path
) -> None:
    chair.write(WHY, "Typed a moment ago")
    chair.presses("Ctrl+L")
    assert chair.started == 1
    assert not chair.window.isVisible()
    assert chair.window.session is None
    workbook = Workbook.open(folder, PASSPHRASE)
    assert workbook.all("case")[0].get("why_here") == "Typed a moment ago"
    workbook.close()


def test_closing_while_it_unlocks_leaves_no_vault_open(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "Mine.rothvault"
    Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0].close()
    chair = Chair(qtbot, tmp_path)
    chair.window.show_unlock(folder)
    chair.write("Passphrase", PASSPHRASE)
    chair.page(UnlockPage).unlock.click()
    assert chair.window.close()
    chair.takes_a_breath()
    assert chair.window.session is None
    Workbook.open(folder, PASSPHRASE).close()


def test_a_fault_shows_no_words_of_anybody(chair: Chair) -> None:
    chair.write(WHY, "Typed a moment ago")
    try:
        fault()
    except KeyError as error:
        chair.window.meet(error)
    page = chair.page(CrashPage)
    everything = " ".join(label.text() for label in page.findChildren(QLabel)) + page.report
    assert ALL_SAFE in everything
    assert "KeyError" in page.report
    assert "Jordan" not in everything
    assert "Mill Lane" not in everything
    assert "Typed" not in everything


def test_a_fault_with_unsaved_words_says_which_are_safe(chair: Chair) -> None:
    disk_is_full(chair)
    text = "Adults do harm there. " * 4000
    chair.case.middle.findChildren(QPlainTextEdit)[-1].setPlainText(text)
    chair.window.meet(KeyError("x"))
    assert chair.sees(LAST_NOT_SAFE[:60])


def test_starting_again_after_a_fault_leaves_a_locked_program(chair: Chair, folder: Path) -> None:
    chair.window.meet(KeyError("x"))
    chair.click("Start again")
    assert chair.started == 1
    assert not chair.window.isVisible()
    Workbook.open(folder, PASSPHRASE).close()


def test_the_report_is_saved_where_the_chair_says(chair: Chair, tmp_path: Path) -> None:
    chair.window.meet(KeyError("x"))
    page = chair.page(CrashPage)
    page.save_report(str(tmp_path / "no such folder" / "report.txt"))
    assert chair.sees("We could not save the report there.")
    page.save_report(str(tmp_path / "report.txt"))
    assert (tmp_path / "report.txt").read_text("utf-8") == page.report


def test_a_fault_in_a_slot_reaches_the_window(
    chair: Chair, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = FaultHook()
    hook.met.connect(chair.window.meet)
    monkeypatch.setattr(sys, "excepthook", hook.take)
    QTimer.singleShot(0, fault)
    chair.waits_until(lambda: isinstance(chair.window.page, CrashPage))


SAYS_IT_ALL = """
import logging, sys, threading, warnings
from roth_planner import log
from ui.faults import FaultHook

def fault():
    raise KeyError("Jordan Ellery")

class Unraisable:
    def __del__(self):
        fault()

if sys.argv[1] == "hooked":
    FaultHook().install()
thread = threading.Thread(target=fault)
thread.start()
thread.join()
Unraisable()
warnings.warn("Jordan Ellery")
logging.getLogger("a library").warning("Jordan Ellery")
fault()
"""


def test_no_thread_warning_or_library_says_anybodys_words() -> None:
    def said(how: str) -> str:
        program = [sys.executable, "-c", SAYS_IT_ALL, how]
        return subprocess.run(program, capture_output=True, text=True, check=False).stderr

    assert said("bare").count("Jordan Ellery") >= 5, "teeth: without the hook it is all said"
    hooked = said("hooked")
    for code in ("thread KeyError", "unraisable KeyError", "fault KeyError"):
        assert code in hooked
    assert "Jordan" not in hooked


def test_a_sentence_for_the_chair_goes_to_the_banner(chair: Chair) -> None:
    chair.window.meet(Refused("This is still used in a plan."))
    assert chair.window.messages.words == "This is still used in a plan."
    assert not isinstance(chair.window.page, CrashPage)


def test_a_fault_before_anything_is_open_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    chair = Chair(qtbot, tmp_path)
    chair.window.meet(KeyError("x"))
    assert chair.sees(NOT_OPEN)
    chair.click("Close the program")
    assert not chair.window.isVisible()


def test_practice_is_said_on_every_page(qtbot: QtBot, tmp_path: Path) -> None:
    chair = Chair(qtbot, tmp_path)
    chair.click("Practise on a sample case")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))
    assert chair.window.windowTitle() == "ROTH Planner - practice"
    chair.waits_until(lambda: chair.sees(PracticeFrame.words))
    chair.opens_case("J.")
    assert chair.sees("PRACTICE")
    chair.goes_to("Make the documents")
    assert chair.sees("PRACTICE")
    chair.window.close()


@pytest.mark.parametrize("own", [False, True], ids=["the sample cases", "a case file of their own"])
def test_after_a_lock_practice_goes_on_in_the_same_case(
    qtbot: QtBot, tmp_path: Path, own: bool
) -> None:
    chair = Chair(qtbot, tmp_path)
    chair.window.show_practice(SMALL_CASE if own else None)
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))
    session = chair.window.session
    assert session is not None
    folder, (case, *_) = session.folder, session.workbook.all("case")
    assert folder == practice_folder(tmp_path, SMALL_CASE if own else None)
    chair.window.show_case(case.ref)
    chair.goes_to("This case")
    chair.locks_and_comes_back()
    assert chair.window.session is None, "a lock shows nothing of what was open"
    assert chair.sees("Practice is locked") and chair.sees("Welcome to ROTH Planner")
    assert chair.window.windowTitle() == "ROTH Planner"
    chair.click("Go on practising")
    chair.waits_until(lambda: isinstance(chair.window.page, WorkspacePage))
    session = chair.window.session
    assert session is not None
    assert (session.folder, chair.case.case) == (folder, case.ref)
    assert chair.window.windowTitle() == "ROTH Planner - practice"
    chair.window.close()


def test_practice_locked_leaves_the_vault_used_last_at_hand(
    qtbot: QtBot, tmp_path: Path, folder: Path
) -> None:
    Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0].close()
    write_settings(tmp_path / "settings.json", Settings(last_vault=str(folder)))
    chair = Chair(qtbot, tmp_path)
    chair.click("Practise on a sample case")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))
    chair.locks_and_comes_back()
    assert isinstance(chair.window.page, UnlockPage)
    assert chair.window.page.folder == folder
    assert chair.sees("Practice is locked")
    chair.window.close()


def test_a_case_file_that_cannot_be_used_is_a_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    chair = Chair(qtbot, tmp_path)
    broken = tmp_path / "broken.toml"
    broken.write_text("what = [")
    chair.window.show_practice(broken)
    chair.waits_until(lambda: bool(chair.window.messages.words))
    assert "broken.toml" in chair.window.messages.words
    assert chair.sees("Welcome to ROTH Planner")
    chair.window.close()


def test_a_vault_that_is_away_is_told_when_it_is_opened(qtbot: QtBot, tmp_path: Path) -> None:
    chair = Chair(qtbot, tmp_path)
    chair.window.show_unlock(tmp_path / "not plugged in")
    chair.write("Passphrase", PASSPHRASE)
    chair.click("Unlock")
    chair.waits_until(lambda: bool(chair.window.messages.words))
    assert isinstance(chair.window.page, UnlockPage)
    chair.window.close()


def test_a_vault_that_is_away_at_the_start_can_be_looked_for_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "drive" / "Mine.rothvault"
    write_settings(tmp_path / "settings.json", Settings(last_vault=str(folder)))
    chair = Chair(qtbot, tmp_path)
    assert "is not there now" in chair.window.messages.words
    folder.parent.mkdir()
    Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0].close()
    chair.click("Look again")
    assert chair.page(UnlockPage).folder == folder
    chair.window.close()


def test_no_colours_or_size_outlive_a_window(chair: Chair) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    chair.presses("Ctrl++")
    assert chair.window.settings.text_size == 125
    chair.presses("Ctrl+0")
    assert chair.window.settings.text_size == 100
    chair.window.actions_.colours["dark"].trigger()
    assert application.palette().window().color().lightness() < 60
    chair.window.actions_.colours["light"].trigger()
