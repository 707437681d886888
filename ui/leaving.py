"""How the window is left: locked, closed, or started again after a fault.

Whichever it is, what was typed is kept first, then the vault is closed, then nothing of ours is
left behind. Only the end of the process surely takes keys and texts out of memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from roth_planner import log
from roth_planner.errors import PlannerError
from ui import theme
from ui.frame import Surroundings
from ui.in_front import InFront

if TYPE_CHECKING:
    from roth_planner.workbook import Workbook
    from ui.jobs import Jobs
    from ui.leftovers import Leftovers
    from ui.lock_triggers import LockTriggers
    from ui.pages.caseload import CaseloadPage
    from ui.screen_capture import ScreenCapture
    from ui.whereabouts import Whereabouts

NOT_LOCKED = (
    "We could not save the last thing you typed, so the program is not locked yet. It is still on"
    " the screen."
)
NOT_CLOSED = (
    "We could not save the last thing you typed, so the program is still open. It is on the screen."
)
NOT_KEPT = (NOT_LOCKED, NOT_CLOSED)
"""Not true any more once something is saved."""
LOCKING_SOON = "Locking in 30 seconds. Move the mouse or press a key to stay."
PATIENCE_MS = 1000
"""How long a lock waits for work beside the window; what runs on ends with the process."""
AGAIN_MS, MAKING_MS = 250, 30_000
"""How often, and how long, a lock waits for work on a vault that is closed for it."""
LAST_PATIENCE = 0.3
"""Seconds it then waits for a moment in which that work does not read the vault."""


class Leaving(InFront):
    """A window that can be locked and closed at any moment, whatever is open on it."""

    ended = Signal()
    """The program should end: closed, or locked and started again."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.triggers: LockTriggers | None = None
        self.leftovers: Leftovers | None = None
        self.capture: ScreenCapture | None = None
        self._whereabouts: Whereabouts | None = None
        self._jobs: Jobs | None = None
        self._close_anyway = False
        self._lock_waits = 0
        self._lock_again = QTimer(self)
        self._lock_again.setSingleShot(True)
        self._lock_again.setInterval(AGAIN_MS)
        self._lock_again.timeout.connect(self.lock)
        self._again: tuple[str, ...] = ()
        """What the fresh program is told of what was open; the last vault it knows by itself."""
        self.holds = False
        """Whether a vault was open, so that only the end of the process clears the memory."""

    @property
    def jobs(self) -> Jobs:
        """What runs beside the window."""
        if self._jobs is None:
            from ui.jobs import Jobs

            self._jobs = Jobs(self)
        return self._jobs

    @property
    def jobs_run_on(self) -> bool:
        """Whether something beside the window did not end in time."""
        return self._jobs is not None and self._jobs.busy

    def lock(self) -> None:
        """Keep what was typed, close the vault, and leave a fresh, locked program behind."""
        if not self.holds or self._gone:
            return
        if self._in_the_making():
            return
        if self._try_to_keep():
            self.start_fresh()
        else:
            self.messages.ask(NOT_LOCKED, "Lock without it", self.start_fresh)
            if self.triggers is not None:
                self.triggers.let_sleep()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when everything typed is kept; otherwise say so, once."""
        if not self._close_anyway and not self._try_to_keep():
            event.ignore()
            self.messages.ask(NOT_CLOSED, "Close without it", self.end)
            return
        self._put_away()
        event.accept()
        self.ended.emit()

    def start_fresh(self) -> None:
        """Put everything away and leave a fresh, locked program behind."""
        from ui.locking import start_again

        self._put_away()
        if not (self.surroundings.start_again or start_again)(self._again):
            log.note("no-fresh-start")
        self.end()

    def end(self) -> None:
        """Close, whether or not everything is kept."""
        self._close_anyway = True
        self.close()

    def meet(self, error: BaseException) -> None:
        """Nobody caught this: a sentence for the chair, or a fault of ours."""
        if self._gone:
            return  # there is nobody to tell, and nothing open any more
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
        page.restart_wanted.connect(self.start_fresh)
        page.leave_wanted.connect(self.end)
        self.show_page(page)

    # -- while it is open

    def come_back(self) -> None:
        """Go where the chair was; from now on note it, and lock when nobody is there."""
        from ui.whereabouts import Whereabouts, go_back, last_spot

        assert self.session is not None
        last = last_spot(self.session.workbook)
        go_back(self, last)  # type: ignore[arg-type]  # a Window, whose base this is
        self._whereabouts = Whereabouts(self.session, lambda: self.page, last)
        if words := self._whereabouts.recovered():
            self.messages.note(words)

    def bring_words(self, page: CaseloadPage) -> None:
        """Let the list show what was typed about a new case before it was left."""
        if self._whereabouts is not None:
            self._whereabouts.bring_words(page)

    def _begin_watching(self) -> None:
        """Not before the list of cases is drawn: none of it is needed to draw it."""
        if self._gone:
            return
        from ui.screen_capture import ScreenCapture

        self.clear_up()
        if self.capture is None:
            self.capture = ScreenCapture(self)
            self.capture.changed.connect(self._show_shared)
        if self.triggers is None:
            from ui.lock_triggers import LockTriggers

            self.triggers = LockTriggers(self.settings.lock_after, self)
            self.triggers.lock_wanted.connect(self.lock)
            self.triggers.soon.connect(lambda: self.messages.note(LOCKING_SOON))
            self.triggers.stayed.connect(self._stay)
            self.triggers.start(self)

    def hold(self) -> None:
        """From here on the memory holds what is in a vault, or its keys; lock as if it were open.

        It stays so until the process ends, also once the vault is closed again.
        """
        self.holds = True
        QTimer.singleShot(theme.SOON, self, self._begin_watching)

    def clear_up(self) -> None:
        """From now on let nothing that is copied stay on the clipboard."""
        if self.leftovers is None:
            from ui.leftovers import Leftovers

            self.leftovers = Leftovers(self)

    def _show_shared(self, shared: bool) -> None:
        """Say on every page that others can see the window, and until when."""
        self.header.show_shared(self.capture.until if shared and self.capture else None)

    def lock_after(self, minutes: int) -> None:
        """From now on lock after so many minutes in which nobody is there."""
        self.change_settings(lock_after=minutes)
        if self.triggers is not None:
            self.triggers.idle.minutes = minutes

    def _stay(self) -> None:
        if self.messages.words == LOCKING_SOON:
            self.messages.clear()

    # -- inside

    def _in_the_making(self) -> bool:
        """Whether the closed vault is being worked on, such as put under new keys: then the lock
        waits for the end of it, but not when the computer is about to sleep."""
        asleep = self.triggers is not None and self.triggers.reason == "sleep"
        if self.session is not None or not self.jobs_run_on or asleep:
            return False
        if self._lock_waits >= MAKING_MS:
            return False
        if self._lock_waits == 0 or self.sender() is self._lock_again:
            self._lock_waits += AGAIN_MS
            self._lock_again.start()
        return True

    def _put_away(self) -> None:
        """Close everything there is. A second time does nothing."""
        if self._gone:
            return
        self._gone = True
        self.remember_size()
        self.note_place()
        if self._whereabouts is not None:
            self._whereabouts.stop()
        for shown in QApplication.topLevelWidgets():  # at once: what follows may take a moment
            if shown is self or _belongs_to(shown, self):
                shown.hide()
        self.drop_page()
        if self._jobs is not None:
            self._jobs.wait(PATIENCE_MS)
        if self.session is not None:
            if self.session.upkeep is not None and self.triggers is not None:
                self.session.upkeep.in_a_hurry = self.triggers.reason == "sleep"
            self.session.close(LAST_PATIENCE if self.jobs_run_on else -1)
            self.session = None
        for one in (self.leftovers, self.presence, self.triggers):
            if one is not None:
                one.stop()

    def close_session(self) -> None:
        """Close the vault and stay, for what can only be done to it while it is closed."""
        if self.session is None:
            return
        self.note_place()
        if self._whereabouts is not None:
            self._whereabouts.stop()
        self._whereabouts = None
        self.drop_page()
        self.jobs.wait()
        if self.leftovers is not None:
            self.leftovers.take_back()
        self.session.close()
        self.session.deleteLater()
        self.session = None
        self.header.show_unlocked(False)
        self.header.lock.show()

    def note_place(self) -> None:
        """Note where the chair is, to bring them back there."""
        if self._whereabouts is not None and self.session is not None:
            self._whereabouts.note()

    def _try_to_keep(self) -> bool:
        try:
            return self.page is None or self.page.commit()
        except Exception as error:  # whatever is wrong with a page, the vault must still close
            log.note("commit", error)
            return False

    def _keep_typed(self) -> bool:
        return self.page is None or self.page.commit()


def _belongs_to(shown: QWidget, window: QWidget) -> bool:
    """Whether a dialog or menu was opened by this window."""
    above = shown.parentWidget()
    while above is not None and above is not window:
        above = above.parentWidget()
    return above is window


def read_only_words(workbook: Workbook) -> str:
    """What stands above every page of a vault that can only be read: where it is open, and since
    when."""
    holder = getattr(workbook.vault, "holder", None)
    if holder is None:
        return "Read only: this account may not change this vault. What you see is a checked copy."
    since = holder.since.astimezone()
    return f"Read only: open on {holder.computer} since {since:%H:%M}. What you see is a copy."
