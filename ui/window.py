"""The one window: it knows the way from page to page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from roth_planner.errors import PlannerError
from ui import ways
from ui.frame import NAME, Surroundings
from ui.leaving import NOT_KEPT, Leaving, read_only_words
from ui.messages import COPY_ELSEWHERE
from ui.ways_to_safety import ROOM_GIVEN, save_elsewhere
from ui.ways_while_closed import is_there, show_help

if TYPE_CHECKING:
    from roth_planner.workbook import Ref, Workbook
    from ui.pages.page import Page

PRACTICE_LOCKED = "Practice is locked. You can go on where you were."
GO_ON_PRACTISING = "Go on practising"

__all__ = ["NAME", "Surroundings", "Window"]


class Window(Leaving):
    """Leads through the program. The pages know their own work and nothing of each other."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._trouble = ""
        self._connect_actions()

    # -- pages

    def begin(self, start: str = "", case_file: Path | None = None) -> None:
        """Show the first page: practice, the lock of the last vault, or the welcome.

        After a lock in practice it offers to go on there, which takes no passphrase.
        """
        if start == "practice":
            self.show_practice(case_file)
        elif start == "locked practice":
            self.begin()
            self.messages.note(
                PRACTICE_LOCKED, GO_ON_PRACTISING, lambda: self.show_practice(case_file)
            )
        elif not self.settings.last_vault:
            self.show_welcome()
        elif is_there(folder := Path(self.settings.last_vault)):
            self.show_unlock(folder)
        else:
            self.show_welcome()
            self.messages.note(
                f"The vault you used last is not there now: {folder}. It may be on a drive that is"
                " not plugged in.",
                "Look again",
                self.begin,
            )

    def show_welcome(self) -> None:
        """Show how to begin."""
        from ui.pages.welcome import WelcomePage

        page = WelcomePage()
        page.make_wanted.connect(self.show_make_vault)
        page.open_wanted.connect(self.choose_vault)
        page.practice_wanted.connect(self.show_practice)
        page.promises_wanted.connect(self.actions_.promises.trigger)
        self.show_page(page)

    def show_make_vault(self) -> None:
        """Show how a vault is made."""
        from ui.pages.make_vault import MakeVaultPage

        page = MakeVaultPage(self.surroundings.home, self.jobs, self.surroundings.cost)
        page.made.connect(self._made)
        page.left.connect(self.begin)
        page.crashed.connect(self.meet)
        self.clear_up()
        self.show_page(page)

    def show_unlock(self, folder: Path) -> None:
        """Ask for the passphrase of a vault."""
        from ui.pages.unlock import UnlockPage

        page = UnlockPage(folder, lambda: self.jobs, self.surroundings.home)
        page.device = self.surroundings.device
        page.help_wanted.connect(lambda *said: show_help(self, folder, *said))
        page.opened.connect(self._unlocked)
        page.crashed.connect(self.meet)
        page.make_wanted.connect(self.show_make_vault)
        page.other_wanted.connect(self.choose_vault)
        page.practice_wanted.connect(self.show_practice)
        self.show_page(page)
        self.be_the_window_of(folder)

    def choose_vault(self) -> None:
        """Ask for the folder of a vault that is somewhere else."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QFileDialog

        self.clear_up()
        dialog = QFileDialog(self, "Choose the folder of your vault", str(self.surroundings.home))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda folder: self.show_unlock(Path(folder)))
        dialog.open()

    def show_practice(self, case_file: Path | None = None) -> None:
        """Open the practice vault; the first time it is made, which takes a moment."""
        from ui.pages.busy import BusyPage

        self.show_page(
            BusyPage("Getting the practice case ready", "This takes a moment the first time.")
        )
        home = self.surroundings.home

        def work() -> object:
            from roth_planner.practice.cases import open_practice, practice_folder

            folder = practice_folder(home, case_file)
            return open_practice(home, case_file), folder, case_file

        self.jobs.start(work, lambda found: self._practising(*found), self._practice_failed)

    def open_workbook(self, workbook: Workbook, folder: Path) -> None:
        """Go in: the list of cases of an open vault."""
        from ui.session import Session

        self.session = Session(workbook, folder, self)
        self.session.saved.connect(self._saved)
        self.session.failed.connect(self._not_saved)
        self.session.unsaved.connect(self._unsaved)
        self.session.changed.connect(lambda _changes: self._refresh_actions())
        self.show_practice_frame(workbook.practice)
        if self.session.read_only:
            self.show_standing(read_only_words(workbook))
        self.header.show_unlocked(True)
        self.hold()
        ways.go_in(self)
        self.come_back()

    def show_cases(self) -> None:
        """Show all cases."""
        from ui.pages.caseload import CaseloadPage

        if self.session is None or not self._keep_typed():
            return
        page = CaseloadPage(self.session)
        page.case_chosen.connect(self.show_case)
        page.directory_wanted.connect(self.actions_.directory.trigger)
        page.backups.safety_wanted.connect(self.actions_.safety.trigger)
        self.bring_words(page)
        self.show_page(page)

    def show_case(self, case: Ref) -> None:
        """Show one case."""
        from ui.pages.workspace import WorkspacePage

        if self.session is None or not self._keep_typed():
            return
        page = WorkspacePage(
            self.session, case, self.jobs, self.actions_, self.settings.guidance_shown
        )
        page.guidance_folded.connect(lambda folded: self.change_settings(guidance_shown=not folded))
        page.crashed.connect(self.meet)
        page.gone.connect(self.show_cases)
        self.show_page(page)
        self.header.show_cases_button(True)

    def show_locking(self) -> None:
        """Show when the program locks itself, and whether others may see it."""
        from ui.pages.locking_page import LockingPage

        if self.session is None or self.capture is None or not self._keep_typed():
            return
        page = LockingPage(self.settings.lock_after, self.capture)
        page.minutes_chosen.connect(self.lock_after)
        page.left.connect(self.show_cases)
        self.show_page(page)
        self.header.show_cases_button(True)

    def show_page(self, page: Page) -> None:
        """Show a page, with only those actions that lead somewhere on it."""
        super().show_page(page)
        self._refresh_actions()

    # -- what pages bring

    def _made(self, workbook: Workbook, folder: Path) -> None:
        self.change_settings(last_vault=str(folder))
        self.open_workbook(workbook, folder)
        self.be_the_window_of(folder)

    def _unlocked(self, workbook: Workbook) -> None:
        from ui.pages.unlock import UnlockPage

        assert isinstance(self.page, UnlockPage)
        folder = self.page.folder
        if not workbook.practice:
            self.change_settings(last_vault=str(folder))
        self.open_workbook(workbook, folder)

    def _practising(self, workbook: Workbook, folder: Path, case_file: Path | None) -> None:
        file = ("--case-file", str(case_file.absolute())) if case_file else ()
        self._again = ("practice", "--locked", *file)
        self.open_workbook(workbook, folder)

    def _practice_failed(self, error: BaseException) -> None:
        if isinstance(error, PlannerError):
            self.show_welcome()
            self.messages.tell(str(error))
        else:
            self.meet(error)

    def _saved(self, at: dt.datetime) -> None:
        self.header.show_saved(at)
        if self.messages.words and self.messages.words in (self._trouble, *NOT_KEPT):
            self.messages.clear()
        self._trouble = ""

    def _unsaved(self) -> None:
        self.header.show_not_saved()
        if self.messages.words == ROOM_GIVEN:  # it says that everything is saved
            self.messages.clear()

    def _not_saved(self, sentence: str) -> None:
        self._trouble = sentence
        self.header.show_not_saved()
        if self.session is not None and self.session.disk_trouble:
            self.messages.ask(sentence, COPY_ELSEWHERE, lambda: save_elsewhere(self))
        else:
            self.messages.tell(sentence)

    # -- actions

    def _connect_actions(self) -> None:
        does = self.actions_
        does.lock.triggered.connect(self.lock)
        does.locking.triggered.connect(self.show_locking)
        does.leave.triggered.connect(self.close)
        does.cases.triggered.connect(self.show_cases)
        does.undo.triggered.connect(self._undo)
        does.redo.triggered.connect(self._redo)
        self.header.cases_wanted.connect(self.show_cases)
        ways.connect(self)

    def _refresh_actions(self) -> None:
        does, session = self.actions_, self.session
        does.undo.setEnabled(session is not None and session.workbook.can_undo)
        does.redo.setEnabled(session is not None and session.workbook.can_redo)
        does.lock.setEnabled(self.holds)
        for action in (does.locking, does.directory, does.local_pack, does.safety):
            action.setEnabled(session is not None)
        does.promises.setEnabled(
            session is not None or type(self.page).__name__ in ("WelcomePage", "UnlockPage")
        )
        does.search.setEnabled(session is not None)
        does.find_question.setEnabled(session is not None)
        in_case = session is not None and type(self.page).__name__ == "WorkspacePage"
        does.cases.setEnabled(session is not None and type(self.page).__name__ != "CaseloadPage")
        for action in does.in_case:
            action.setEnabled(in_case)

    def _undo(self) -> None:
        if self.session is not None and self._keep_typed():
            self.session.undo()

    def _redo(self) -> None:
        if self.session is not None and self._keep_typed():
            self.session.redo()
