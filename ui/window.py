"""The one window: header, banner and the page that is shown. It leads from page to page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from roth_planner import log
from roth_planner.errors import PlannerError
from roth_planner.settings import (
    SMALLEST_WINDOW,
    Settings,
    larger,
    read_settings,
    write_settings,
)
from ui import theme
from ui.actions import Actions
from ui.messages import Messages
from ui.pages.header import Header
from ui.pages.page import Page

if TYPE_CHECKING:
    from roth_planner.vault import Cost
    from roth_planner.workbook import Ref, Workbook
    from ui.jobs import Jobs
    from ui.session import Session
    from ui.widgets.banner import Banner
    from ui.widgets.ring import FocusRing

NAME = "ROTH Planner"


class Surroundings(NamedTuple):
    """What the window meets outside itself.

    ``home`` is the folder for new vaults and for the practice vault; ``cost`` the key cost of a
    new vault, ``start_again`` what starts a fresh, locked program; None is the usual one.
    """

    settings_file: Path
    home: Path
    cost: Cost | None = None
    start_again: Callable[[], bool] | None = None


class Window(QMainWindow):
    """Shows one page at a time. It knows the way; the pages know their own work."""

    ended = Signal()
    """The program should end: closed, or locked and started again."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self.surroundings = surroundings
        self.settings: Settings = read_settings(surroundings.settings_file)
        self.apply_theme()  # first, because widgets take their font when they are made
        self.session: Session | None = None
        self._jobs: Jobs | None = None
        self.actions_ = Actions(self)
        self.header = Header(self.actions_)
        self.messages = Messages(self._make_banner, self)
        self._stack = QStackedWidget()
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._column.addWidget(self._stack, 1)
        self.setCentralWidget(self._body)
        self._ring: FocusRing | None = None
        self._close_anyway = False
        self._trouble = ""
        self._connect_actions()
        self.setWindowTitle(NAME)
        self.setMinimumSize(*SMALLEST_WINDOW)
        self.resize(self.settings.window_width, self.settings.window_height)

    # -- pages

    @property
    def jobs(self) -> Jobs:
        """What runs beside the window."""
        if self._jobs is None:
            from ui.jobs import Jobs

            self._jobs = Jobs(self)
        return self._jobs

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Page) else None

    def begin(self, start: str = "", case_file: Path | None = None) -> None:
        """Show the first page: practice, the lock of the last vault, or the welcome."""
        if start == "practice":
            self.show_practice(case_file)
        elif self.settings.last_vault:
            self.show_unlock(Path(self.settings.last_vault))
        else:
            self.show_welcome()

    def show_welcome(self) -> None:
        """Show how to begin."""
        from ui.pages.welcome import WelcomePage

        page = WelcomePage()
        page.make_wanted.connect(self.show_make_vault)
        page.open_wanted.connect(self.choose_vault)
        page.practice_wanted.connect(self.show_practice)
        self._show(page)

    def show_make_vault(self) -> None:
        """Show how a vault is made."""
        from ui.pages.make_vault import MakeVaultPage

        page = MakeVaultPage(self.surroundings.home, self.jobs, self.surroundings.cost)
        page.made.connect(self._made)
        page.left.connect(self.begin)
        page.crashed.connect(self.meet)
        self._show(page)

    def show_unlock(self, folder: Path) -> None:
        """Ask for the passphrase of a vault."""
        from ui.pages.unlock import UnlockPage

        page = UnlockPage(folder, lambda: self.jobs)
        page.opened.connect(self._unlocked)
        page.crashed.connect(self.meet)
        page.make_wanted.connect(self.show_make_vault)
        page.other_wanted.connect(self.choose_vault)
        page.practice_wanted.connect(self.show_practice)
        self._show(page)

    def choose_vault(self) -> None:
        """Ask for the folder of a vault that is somewhere else."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, "Choose the folder of your vault", str(self.surroundings.home))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda folder: self.show_unlock(Path(folder)))
        dialog.open()

    def show_practice(self, case_file: Path | None = None) -> None:
        """Open the practice vault; the first time it is made, which takes a moment."""
        from ui.pages.busy import BusyPage

        self._show(
            BusyPage("Getting the practice case ready", "This takes a moment the first time.")
        )
        home = self.surroundings.home

        def work() -> object:
            from roth_planner.practice.cases import open_practice

            return open_practice(home=home, case_file=case_file)

        self.jobs.start(work, self._practising, self._practice_failed)

    def open_workbook(self, workbook: Workbook, folder: Path) -> None:
        """Go in: the list of cases of an open vault."""
        from ui.session import Session

        self.session = Session(workbook, folder, self)
        self.session.saved.connect(self._saved)
        self.session.failed.connect(self._not_saved)
        self.session.unsaved.connect(self.header.show_not_saved)
        self.session.changed.connect(lambda _changes: self._refresh_actions())
        self._set_practice(workbook.practice)
        self.header.show_unlocked(True)
        self.show_cases()

    def show_cases(self) -> None:
        """Show all cases."""
        from ui.pages.caseload import CaseloadPage

        if self.session is None or not self._keep_typed():
            return
        page = CaseloadPage(self.session)
        page.case_chosen.connect(self.show_case)
        self._show(page)

    def show_case(self, case: Ref) -> None:
        """Show one case."""
        from ui.pages.workspace import WorkspacePage

        if self.session is None or not self._keep_typed():
            return
        page = WorkspacePage(
            self.session, case, self.jobs, self.actions_, self.settings.guidance_shown
        )
        page.guidance_folded.connect(
            lambda folded: self._change_settings(guidance_shown=not folded)
        )
        page.crashed.connect(self.meet)
        self._show(page)
        self.header.show_cases_button(True)

    def _show(self, page: Page) -> None:
        old = self.page
        self.messages.clear()
        page.told.connect(self.messages.tell)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None:
            old.leave()
            self._stack.removeWidget(old)
            old.deleteLater()
        self.header.show_cases_button(False)
        self._refresh_actions()
        page.arrive()

    # -- what pages bring

    def _made(self, workbook: Workbook, folder: Path) -> None:
        self._change_settings(last_vault=str(folder))
        self.open_workbook(workbook, folder)

    def _unlocked(self, workbook: Workbook) -> None:
        from ui.pages.unlock import UnlockPage

        assert isinstance(self.page, UnlockPage)
        folder = self.page.folder
        if not workbook.practice:
            self._change_settings(last_vault=str(folder))
        self.open_workbook(workbook, folder)

    def _practising(self, workbook: Workbook) -> None:
        from roth_planner.paths import practice_vault

        self.open_workbook(workbook, practice_vault(self.surroundings.home))

    def _practice_failed(self, error: BaseException) -> None:
        if isinstance(error, PlannerError):
            self.show_welcome()
            self.messages.tell(str(error))
        else:
            self.meet(error)

    def _saved(self, at: dt.datetime) -> None:
        self.header.show_saved(at)
        if self._trouble and self.messages.words == self._trouble:
            self.messages.clear()
        self._trouble = ""

    def _not_saved(self, sentence: str) -> None:
        self._trouble = sentence
        self.header.show_not_saved()
        self.messages.tell(sentence)

    # -- trouble, locking, closing

    def meet(self, error: BaseException) -> None:
        """Nobody caught this: a sentence for the chair, or a fault of ours."""
        if isinstance(error, PlannerError):
            self.messages.tell(str(error))
            return
        from ui import crash

        if isinstance(self.page, crash.CrashPage):
            return
        safe = crash.NOT_OPEN
        if self.session is not None:
            safe = crash.ALL_SAFE if self._try_to_keep() else crash.LAST_NOT_SAFE
        page = crash.CrashPage(error, safe)
        page.restart_wanted.connect(lambda: self._start_fresh())
        page.leave_wanted.connect(self._end)
        try:
            self._show(page)
        except Exception as second:
            log.note("crash-page", second)
            self._stack.addWidget(page)
            self._stack.setCurrentWidget(page)

    def lock(self) -> None:
        """Keep what was typed, close the vault, and leave a fresh, locked program behind."""
        if self.session is None:
            return
        if self._try_to_keep():
            self._start_fresh()
        else:
            self.messages.ask(
                "We could not save the last thing you typed, so the program is not locked yet. It"
                " is still on the screen.",
                "Lock without it",
                self._start_fresh,
            )

    def showEvent(self, event: QShowEvent) -> None:
        """Ring the focus from the first page on; the page itself need not wait for the ring."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._make_ring)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when everything typed is kept; otherwise say so, once."""
        if not self._close_anyway and not self._try_to_keep():
            event.ignore()
            self.messages.ask(
                "We could not save the last thing you typed, so the program is still open. It is"
                " on the screen.",
                "Close without it",
                self._end,
            )
            return
        self._put_away()
        event.accept()
        self.ended.emit()

    def _start_fresh(self) -> None:
        from ui.locking import start_again

        self._put_away()
        if not (self.surroundings.start_again or start_again)():
            log.note("no-fresh-start")
        self._end()

    def _end(self) -> None:
        self._close_anyway = True
        self.close()

    def _put_away(self) -> None:
        if not self.isMaximized():
            self._change_settings(window_width=self.width(), window_height=self.height())
        self._change_settings(maximised=self.isMaximized())
        if self.page is not None:
            self.page.leave()
        if self._jobs is not None:
            self._jobs.wait()
        if self.session is not None:
            self.session.close()
            self.session = None

    def _try_to_keep(self) -> bool:
        try:
            return self.page is None or self.page.commit()
        except Exception as error:  # whatever is wrong with a page, the vault must still close
            log.note("commit", error)
            return False

    def _keep_typed(self) -> bool:
        return self.page is None or self.page.commit()

    # -- actions and looks

    def _connect_actions(self) -> None:
        does = self.actions_
        does.lock.triggered.connect(self.lock)
        does.leave.triggered.connect(self.close)
        does.cases.triggered.connect(self.show_cases)
        does.undo.triggered.connect(self._undo)
        does.redo.triggered.connect(self._redo)
        does.keys.triggered.connect(self._show_keys)
        does.larger.triggered.connect(lambda: self._resize_text(1))
        does.smaller.triggered.connect(lambda: self._resize_text(-1))
        does.usual_size.triggered.connect(lambda: self._resize_text(0))
        does.colours[self.settings.colours].setChecked(True)
        for key, action in does.colours.items():
            action.triggered.connect(lambda _on=True, key=key: self._recolour(key))
        self.header.cases_wanted.connect(self.show_cases)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.styleHints().colorSchemeChanged.connect(self._follow_system)

    def _refresh_actions(self) -> None:
        does, session = self.actions_, self.session
        does.undo.setEnabled(session is not None and session.workbook.can_undo)
        does.redo.setEnabled(session is not None and session.workbook.can_redo)
        does.lock.setEnabled(session is not None)
        in_case = session is not None and type(self.page).__name__ == "WorkspacePage"
        does.cases.setEnabled(in_case)
        for action in does.in_case:
            action.setEnabled(in_case)

    def _undo(self) -> None:
        if self.session is not None and self._keep_typed():
            self.session.undo()

    def _redo(self) -> None:
        if self.session is not None and self._keep_typed():
            self.session.redo()

    def _show_keys(self) -> None:
        from ui.pages.keys import KeysDialog

        KeysDialog(self.actions_, self).open()

    def _resize_text(self, steps: int) -> None:
        self._change_settings(text_size=larger(self.settings, steps).text_size)
        self.apply_theme()

    def _recolour(self, colours: str) -> None:
        self._change_settings(colours=colours)
        self.apply_theme()

    def _follow_system(self) -> None:
        if self.settings.colours == "system":
            QTimer.singleShot(0, self.apply_theme)

    def apply_theme(self) -> None:
        """Give the program the colours and the text size of the settings."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, chosen_theme(application, self.settings))

    def _change_settings(self, **changed: object) -> None:
        self.settings = self.settings._replace(**changed)  # type: ignore[arg-type]
        write_settings(self.surroundings.settings_file, self.settings)

    def _make_ring(self) -> None:
        if self._ring is None:
            from ui.widgets.ring import FocusRing

            self._ring = FocusRing(self)

    def _make_banner(self) -> Banner:
        from ui.widgets.banner import Banner

        banner = Banner()
        self._column.insertWidget(1, banner)
        return banner

    def _set_practice(self, practice: bool) -> None:
        self.setWindowTitle(f"{NAME} - practice" if practice else NAME)
        if practice:
            from ui.widgets.frames import PracticeFrame

            self.takeCentralWidget()
            self.setCentralWidget(PracticeFrame(self._body))
            if self._ring is not None:
                self._ring.raise_()


def chosen_theme(application: QApplication, settings: Settings) -> theme.Theme:
    """The theme that the settings ask for."""
    scale = settings.text_size / 100
    if settings.colours == "system":
        return theme.of_system(application, scale)
    return theme.Theme("dark" if settings.colours == "dark" else "light", scale)
