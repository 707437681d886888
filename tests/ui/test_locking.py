"""When the program locks itself, where the chair is afterwards, and what is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from roth_planner.settings import Settings, read_settings, write_settings
from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines, start_case
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from ui.idle import JUMP, NOTICE, IdleWatch, OwnInput
from ui.leaving import LOCKING_SOON
from ui.leftovers import MARKS, OURS, TAKEN_BACK_MS, forget_folders, qt_settings
from ui.pages.caseload import CaseloadPage
from ui.pages.locking_page import NOT_POSSIBLE, LockingPage
from ui.pages.section_page import SectionPage
from ui.pages.unlock import UnlockPage
from ui.pages.workspace import WorkspacePage
from ui.screen_capture import MINUTES, ScreenCapture, possible

WHY = "Why are we here, in one sentence?"
SAY = "What does the young person say about what is happening?"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return tmp_path / "Mine.rothvault"


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path, vault: Path) -> Iterator[Chair]:
    """A chair with one case, in the list of cases."""
    (tmp_path / "home").mkdir()
    settings = Settings(last_vault=str(vault))
    write_settings(tmp_path / "home" / "settings.json", settings)
    workbook = Workbook.create(vault, PASSPHRASE, cost=FLOOR)[0]
    start_case(workbook, "J.", "Jordan Ellery", "R-1")
    workbook.close()
    somebody = Chair(qtbot, tmp_path / "home")
    unlocks(somebody)
    yield somebody
    somebody.window.close()


def unlocks(chair: Chair) -> None:
    chair.page(UnlockPage)
    chair.write("Passphrase", PASSPHRASE)
    chair.click("Unlock")
    chair.waits_until(lambda: chair.window.triggers is not None)
    chair.takes_a_breath()


class Clocks:
    """Two clocks and an empty chair, which the test moves."""

    def __init__(self) -> None:
        self.running, self.wall, self.idle = 1000.0, 1.8e9, 0.0

    def passes(self, seconds: float) -> None:
        self.running += seconds
        self.wall += seconds
        self.idle += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def watch(clocks: Clocks, qtbot: QtBot) -> IdleWatch:
    return IdleWatch(5, lambda: clocks.idle, clock=lambda: clocks.running, wall=lambda: clocks.wall)


def heard(watch: IdleWatch) -> list[str]:
    said: list[str] = []
    for name in ("soon", "stayed", "idle", "woke"):
        getattr(watch, name).connect(lambda name=name: said.append(name))
    return said


# -- idle


def test_half_a_minute_before_it_locks_it_says_so_once(watch: IdleWatch, clocks: Clocks) -> None:
    said = heard(watch)
    for _ in range(5 * 60 - NOTICE - 1):
        clocks.passes(1)
        watch.look()
    assert said == []
    for _ in range(NOTICE):
        clocks.passes(1)
        watch.look()
    assert said == ["soon"]
    clocks.passes(1)
    watch.look()
    assert said == ["soon", "idle"]


def test_somebody_who_comes_back_in_time_stays(watch: IdleWatch, clocks: Clocks) -> None:
    said = heard(watch)
    clocks.passes(5 * 60 - 10)
    watch.look()
    clocks.idle = 0
    watch.look()
    watch.look()
    assert said == ["soon", "stayed"]


def test_a_lock_that_was_refused_is_tried_again_and_not_every_second(
    watch: IdleWatch, clocks: Clocks
) -> None:
    said = heard(watch)
    clocks.passes(5 * 60)
    for _ in range(NOTICE):
        watch.look()
        clocks.passes(1)
    assert said == ["idle"]
    watch.look()
    assert said == ["idle", "idle"]


@pytest.mark.parametrize("jump", [JUMP + 1, -JUMP - 1, 8 * 3600])
def test_a_clock_that_jumped_locks(watch: IdleWatch, clocks: Clocks, jump: float) -> None:
    said = heard(watch)
    clocks.wall += jump
    watch.look()
    watch.look()
    assert said == ["woke"]


def test_small_corrections_of_the_clock_do_not(watch: IdleWatch, clocks: Clocks) -> None:
    said = heard(watch)
    for _ in range(10):
        clocks.wall += JUMP - 1
        watch.look()
    assert said == []


def test_a_key_and_the_mouse_in_any_window_are_signs_of_life(chair: Chair) -> None:
    now = [0.0]
    own = OwnInput(clock=lambda: now[0])
    handle = chair.window.windowHandle()
    now[0] = 100.0
    assert own.seconds() == 100
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    assert own.seconds() == 0
    now[0] = 250.0
    place = QPointF(5, 5)
    move = QMouseEvent(
        QEvent.Type.MouseMove, place, place, Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(handle, move)
    assert own.seconds() == 0


def test_the_notice_is_quiet_and_goes_when_somebody_moves(chair: Chair) -> None:
    triggers = chair.window.triggers
    assert triggers is not None
    triggers.idle.soon.emit()
    assert chair.sees(LOCKING_SOON)
    triggers.idle.stayed.emit()
    assert not chair.sees(LOCKING_SOON)
    assert chair.window.session is not None
    triggers.idle.idle.emit()
    assert chair.started == 1
    assert not chair.window.isVisible()


def test_nothing_locks_what_is_locked(chair: Chair) -> None:
    triggers = chair.window.triggers
    assert triggers is not None
    chair.window.lock()
    chair.window.lock()
    triggers.idle.idle.emit()
    assert chair.started == 1


# -- the same place


def test_after_unlock_the_cursor_is_in_the_middle_of_the_sentence(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.goes_to("This case")
    chair.write(WHY, "Adults wait at the station for him")
    box = chair.at
    assert isinstance(box, QPlainTextEdit)
    cursor = box.textCursor()
    cursor.setPosition(11)
    box.setTextCursor(cursor)
    chair.types(" (two)")
    chair.locks_and_comes_back()
    unlocks(chair)
    box = chair.at
    assert isinstance(box, QPlainTextEdit)
    assert box.toPlainText() == "Adults wait (two) at the station for him"
    assert box.textCursor().position() == 17
    chair.types("!")
    assert chair.reads(WHY) == "Adults wait (two)! at the station for him"


def test_an_open_row_comes_back_with_the_cursor_in_it(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.goes_to("Harms")
    view = chair.case.middle
    assert isinstance(view, SectionPage)
    harms = view.view.form.rows["harms"]
    harms.add_row()  # type: ignore[union-attr]
    chair.takes_a_breath()
    panel = harms.panel  # type: ignore[union-attr]
    assert panel is not None
    box = next(iter(panel.form.findChildren(QPlainTextEdit)))
    box.setFocus()
    chair.types("He was foll")
    chair.locks_and_comes_back()
    unlocks(chair)
    box = chair.at
    assert isinstance(box, QPlainTextEdit)
    assert (box.toPlainText(), box.textCursor().position()) == ("He was foll", 11)


def test_the_words_of_a_case_not_started_come_back(chair: Chair) -> None:
    chair.click("New case")
    chair.write("Initials or a code name", "K.")
    chair.write("Name", "Kim")
    chair.locks_and_comes_back()
    unlocks(chair)
    assert chair.reads("Initials or a code name") == "K."
    assert chair.reads("Name") == "Kim"
    chair.click("Not now")
    chair.opens_case("J.")
    chair.locks_and_comes_back()
    unlocks(chair)
    chair.page(WorkspacePage)
    chair.click("All cases")
    chair.click("New case")
    assert chair.reads("Name") == "Kim"
    chair.click("Start the case")
    chair.locks_and_comes_back()
    unlocks(chair)
    chair.click("All cases")
    chair.click("New case")
    assert chair.reads("Name") == "", "a case of its own now"


def test_a_place_that_is_gone_leads_as_near_as_there_is(chair: Chair, vault: Path) -> None:
    chair.opens_case("J.")
    chair.window.close()
    workbook = Workbook.open(vault, PASSPHRASE)
    workbook.remove(case_lines(workbook)[0].ref)
    workbook.close()
    chair.starts_the_program()
    unlocks(chair)
    chair.page(CaseloadPage)
    session = chair.window.session
    assert session is not None
    for broken in ("{", '{"case": 3}', '{"case": ["case", 99], "guide": "none"}', "[]"):
        session.workbook.desk.put("whereabouts", broken)
        chair.window.come_back()
        chair.page(CaseloadPage)


def test_a_power_cut_comes_back_near(chair: Chair, vault: Path) -> None:
    chair.opens_case("J.")
    chair.goes_to("In their words")
    chair.write(SAY, "They say")
    whereabouts = chair.window._whereabouts
    session = chair.window.session
    assert whereabouts is not None
    assert session is not None
    whereabouts._now_and_then.timeout.emit()
    noted = session.workbook.desk.get("whereabouts")
    assert noted is not None
    assert "They" not in noted, "answers are in their own place only"


# -- the settings


def test_the_minutes_are_chosen_and_kept(chair: Chair) -> None:
    chair.window.actions_.locking.trigger()
    page = chair.page(LockingPage)
    assert page.minutes.currentData() == 5
    chair.choose("Lock after this many minutes without a key or the mouse", "12 minutes")
    triggers = chair.window.triggers
    assert triggers is not None
    assert triggers.idle.minutes == 12
    assert read_settings(chair.home / "settings.json").lock_after == 12
    if not possible():
        assert chair.sees(NOT_POSSIBLE)
        assert not page.share.isVisible()
    chair.presses("Esc")
    chair.page(CaseloadPage)


@pytest.mark.parametrize("minutes", [0, 31, "5", True, -1])
def test_minutes_that_are_too_many_or_too_few_are_passed_over(
    tmp_path: Path, minutes: object
) -> None:
    (tmp_path / "s").write_text(f'{{"lock_after": {str(minutes).lower()!r}}}'.replace("'", ""))
    assert read_settings(tmp_path / "s").lock_after == 5


def test_screen_sharing_ends_by_itself(qtbot: QtBot) -> None:
    capture = ScreenCapture()
    said: list[bool] = []
    capture.changed.connect(said.append)
    capture.share()
    assert capture.shared
    assert capture.over.interval() == MINUTES * 60 * 1000
    capture.over.timeout.emit()
    assert not capture.shared
    assert said == [True, False]


def test_while_others_can_see_the_window_every_page_says_so_and_until_when(chair: Chair) -> None:
    capture = chair.window.capture
    assert capture is not None
    shared = chair.window.header.shared
    assert not shared.isVisible()
    capture.share()
    assert shared.text() == f"Seen until {capture.until:%H:%M}"
    chair.opens_case("J.")
    assert shared.isVisible()
    shared.click()
    chair.page(LockingPage)
    capture.over.timeout.emit()
    assert not shared.isVisible()


# -- nothing left behind


def copies(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.goes_to("This case")
    chair.write(WHY, "Adults wait")
    field = chair.at
    assert isinstance(field, QPlainTextEdit)
    field.selectAll()
    field.copy()


def test_a_copy_is_marked_and_taken_back_after_a_minute(chair: Chair) -> None:
    copies(chair)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "Adults wait"
    assert all(clipboard.mimeData().data(name).data() == MARKS[name] for name in MARKS)
    leftovers = chair.window.leftovers
    assert leftovers is not None
    assert leftovers.take_back_later.isActive()
    assert leftovers.take_back_later.interval() == TAKEN_BACK_MS == 60_000
    leftovers.take_back_later.timeout.emit()
    assert clipboard.text() == ""


def test_a_copy_is_taken_back_at_the_lock(chair: Chair) -> None:
    copies(chair)
    chair.locks_and_comes_back()
    assert QGuiApplication.clipboard().text() == ""


def test_what_somebody_copied_elsewhere_stays(chair: Chair) -> None:
    copies(chair)
    theirs = QMimeData()
    theirs.setText("a shopping list")
    QGuiApplication.clipboard().setMimeData(theirs)
    assert not QGuiApplication.clipboard().mimeData().hasFormat(OURS)
    leftovers = chair.window.leftovers
    assert leftovers is not None
    leftovers.take_back_later.timeout.emit()
    chair.locks_and_comes_back()
    assert QGuiApplication.clipboard().text() == "a shopping list"
    QGuiApplication.clipboard().clear()


def test_folders_that_dialogs_were_in_are_forgotten_and_the_rest_of_the_file_stays(
    tmp_path: Path,
) -> None:
    file = tmp_path / "QtProject.conf"
    file.write_text(
        "[Other]\nkept=1\n\n[FileDialog]\nhistory=file:///home/ann/Jordan Ellery\n"
        "lastVisited=file:///home/ann/Jordan Ellery\n\n[Last]\nalso=2\n"
    )
    forget_folders(file)
    assert file.read_text() == "[Other]\nkept=1\n\n[Last]\nalso=2\n"
    forget_folders(tmp_path / "none")


def test_after_a_lock_qt_remembers_no_folder(chair: Chair, somebody_elses_home: Path) -> None:
    qt_settings().parent.mkdir(parents=True, exist_ok=True)
    qt_settings().write_text("[FileDialog]\nlastVisited=file:///x/Jordan\n")
    chair.locks_and_comes_back()
    assert "Jordan" not in qt_settings().read_text()


def test_titles_say_nothing_of_a_case(chair: Chair) -> None:
    copies(chair)
    titles = {one.title() for one in QGuiApplication.topLevelWindows()}
    assert titles <= {"", "ROTH Planner"}


def test_when_a_dialog_is_gone_its_folder_is_forgotten(
    chair: Chair, tmp_path: Path, somebody_elses_home: Path
) -> None:
    looked_into = tmp_path / "Jordan Ellery"
    looked_into.mkdir()
    # Qt keeps the folder that it saw first in a process, and the tests share one
    user = QSettings.Scope.UserScope
    QSettings.setPath(QSettings.Format.NativeFormat, user, str(qt_settings().parent))
    dialog = QFileDialog(chair.window, "Where", str(looked_into))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    written: list[str] = []
    dialog.destroyed.connect(lambda: written.append(qt_settings().read_text("utf-8")))
    dialog.open()
    chair.waits_until(dialog.isVisible)
    dialog.accept()
    chair.waits_until(lambda: bool(written))
    assert "Jordan" in written[0], "teeth: Qt does write it"
    chair.window.activateWindow()
    chair.waits_until(lambda: "Jordan" not in qt_settings().read_text("utf-8"))
