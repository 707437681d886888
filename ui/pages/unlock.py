"""The page a locked program shows: type the passphrase, or the recovery code, and go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from roth_planner.errors import (
    CannotWrite,
    DamagedVault,
    NotAVault,
    OlderCopy,
    PlannerError,
    TooSoon,
    VaultInUse,
    WrongSecret,
)
from ui import theme
from ui.pages.page import NARROW, Field, NarrowPage
from ui.widgets.buttons import LinkButton, MainButton
from ui.widgets.marks import Tick
from ui.widgets.speaking import announce
from ui.widgets.words import Muted

if TYPE_CHECKING:
    from roth_planner.vault import Device
    from ui.jobs import Jobs

TYPICAL = "Unlocking. This takes a moment, on purpose: it slows down anybody who guesses."


WAITING = "Please wait {time} before the next try. What you typed stays."
WAIT_OVER = "You can try again now."
TO_READ = "Open to read only"
USE_OLDER = "Use this older copy anyway"
BY_DEVICE = "Open it without the passphrase: this computer remembers it"
WAYS_OUT = "Ways out: check it, restore a backup, save what is left"
A_SECOND_MS = 1000


class UnlockPage(NarrowPage):
    """Opens one vault. A wrong passphrase leaves the text in place, selected.

    After several wrong ones it counts down to the next try, in words. A vault that is open
    elsewhere, or may not be written, is offered to be read only. ``home`` is this person's folder.
    """

    opened = Signal(object)  # Workbook
    crashed = Signal(object)  # BaseException
    make_wanted = Signal()
    other_wanted = Signal()
    practice_wanted = Signal()
    help_wanted = Signal(str, str)
    """The vault does not open: what was said about that, and what was typed."""

    def __init__(
        self, folder: Path, jobs: Callable[[], Jobs], home: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__("Unlock your vault", NARROW, parent)
        self.folder, self.home = folder, home
        self._jobs = jobs
        self._where = Muted(str(folder))
        self.secret = Field(
            "Passphrase", "Forgotten it? Type your recovery code here instead.", secret=True
        )
        self.show_letters = Tick("Show what I type")
        self.show_letters.toggled.connect(self.secret.show_letters)
        self.unlock = MainButton("Unlock")
        self.unlock.clicked.connect(lambda: self._open())
        self.secret.edit.returnPressed.connect(self._open)
        self._status = Muted()
        self._status.setVisible(False)
        self._warning = Muted()
        self._warning.setVisible(False)
        self._counting: QTimer | None = None
        self.to_read = LinkButton(TO_READ)
        self.to_read.setVisible(False)
        self.to_read.clicked.connect(lambda: self._open(to_read=True))
        self.use_older = self._hidden(USE_OLDER, lambda: self._open(accept_older=True))
        self.by_device = self._hidden(BY_DEVICE, self._open_with_device)
        self.ways_out = self._hidden(
            WAYS_OUT, lambda: self.help_wanted.emit(self._trouble, self.secret.text())
        )
        self.device: Device | None = None
        self._trouble = ""
        self._links = [
            self._link("Open another vault", self.other_wanted.emit),
            self._link("Make a new vault", self.make_wanted.emit),
            self._link("Practise on a sample case", self.practice_wanted.emit),
        ]

        self.add(self._where)
        self.add(self.secret, gap=theme.SPACE_ROWS)
        self.add(self.show_letters)
        self.add_left(self.unlock, gap=theme.SPACE_INSIDE)
        self.add(self._status)
        self.add_left(self.by_device, self.to_read, self.use_older, self.ways_out)
        self.add(self._warning)
        self.column.addSpacing(theme.SPACE_GROUPS)
        for link in self._links:
            self.add_left(link)
        self.end()

    @property
    def busy(self) -> bool:
        """Whether the passphrase is being tried."""
        return self.secret.edit.isReadOnly()

    def arrive(self) -> None:
        """Begin in the passphrase."""
        self.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(theme.SOON, self, self._look_around)

    def leave(self) -> None:
        """Count down no more."""
        if self._counting is not None:
            self._counting.stop()

    def offer_reading(self) -> None:
        """Offer to open a copy that can only be read."""
        self.to_read.setVisible(True)

    @property
    def waiting(self) -> bool:
        """Whether the wait after several wrong tries is not over."""
        return self._counting is not None and self._counting.isActive()

    def _look_around(self) -> None:
        """What the first picture does not need: a wait that still runs, a folder that is copied."""
        from roth_planner.vault.reading_copy import remove_left
        from roth_planner.vault.synced import syncing, warning

        self._count_down()
        self.by_device.setVisible(is_remembered(self.folder))
        self._warning.setText(warning(syncing(self.folder.absolute())))
        self._warning.setVisible(bool(self._warning.text()))
        remove_left(self.home)

    def _open_with_device(self) -> None:
        if self.busy:
            return
        self._set_busy(True)
        folder, device = self.folder, self.device

        def work() -> object:
            from roth_planner.vault import THIS_COMPUTER
            from roth_planner.workbook import opening

            return opening.open_with_device(folder, device or THIS_COMPUTER)

        self._jobs().start(work, self._done, self._refused)

    def _open(self, *, to_read: bool = False, accept_older: bool = False) -> None:
        if self.busy or self.waiting:
            return
        secret = self.secret.text()
        if not secret:
            self.secret.complain("Type your passphrase, or your recovery code.")
            return
        self._set_busy(True)
        folder, home = self.folder, self.home

        def work() -> object:
            from roth_planner.workbook import opening

            if to_read:
                return opening.open_to_read(folder, secret, home)
            return opening.open_workbook(folder, secret, home, accept_older=accept_older)

        self._jobs().start(work, self._done, self._refused)

    def _done(self, workbook: object) -> None:
        self._set_busy(False)
        self.secret.edit.clear()
        self.opened.emit(workbook)

    def _refused(self, error: BaseException) -> None:
        self._set_busy(False)
        if isinstance(error, VaultInUse | CannotWrite | OlderCopy):
            self.offer_reading()
        self.use_older.setVisible(isinstance(error, OlderCopy))
        if isinstance(error, DamagedVault | NotAVault):
            self._trouble = str(error)
            self.ways_out.setVisible(True)
        QTimer.singleShot(0, self, self._show_ways_on)
        if isinstance(error, WrongSecret):
            self.secret.complain(str(error))
        elif isinstance(error, PlannerError):
            self.secret.set_problem("")
            if not isinstance(error, TooSoon):
                self.told.emit(str(error))
            self.arrive()
        else:
            self.crashed.emit(error)
        self._count_down()

    def _show_ways_on(self) -> None:
        """Bring what can be done now into sight, where the text is large."""
        for link in (self.ways_out, self.use_older, self.to_read):
            if link.isVisible():
                self._scroll.ensureWidgetVisible(link, 0, theme.SPACE_INSIDE)
                return

    def _count_down(self) -> None:
        """Say how long the wait before the next try still is, every second until it is over."""
        from roth_planner.vault.throttle import in_words, throttle_of

        wait = throttle_of(self.folder, self.home).wait_before_next()
        if wait > 0 and self._counting is None:
            self._counting = QTimer(self)
            self._counting.setInterval(A_SECOND_MS)
            self._counting.timeout.connect(self._count_down)
        if wait > 0 and self._counting is not None:
            if not self.waiting:
                announce(self, WAITING.format(time=in_words(wait)))
            self._counting.start()
            self._say(WAITING.format(time=in_words(wait)))
        elif self.waiting and self._counting is not None:
            self._counting.stop()
            self._say(WAIT_OVER)
            announce(self, WAIT_OVER)
        self.unlock.setEnabled(not self.waiting and not self.busy)

    def _say(self, words: str) -> None:
        self._status.setText(words)
        self._status.setVisible(bool(words))

    def _set_busy(self, busy: bool) -> None:
        self.secret.edit.setReadOnly(busy)
        self.unlock.setEnabled(not busy)
        for link in self._links:
            link.setEnabled(not busy)
        for link in (self.to_read, self.use_older, self.by_device, self.ways_out):
            link.setEnabled(not busy)
        self._say(TYPICAL if busy else "")

    def _hidden(self, words: str, wanted: Callable[[], None]) -> LinkButton:
        link = self._link(words, wanted)
        link.setVisible(False)
        return link

    def _link(self, words: str, wanted: Callable[[], None]) -> LinkButton:
        link = LinkButton(words)
        link.clicked.connect(lambda: wanted())
        return link


def is_remembered(folder: Path) -> bool:
    """Whether some computer was told to remember a vault; anyone could have written that."""
    from roth_planner.vault import peek

    try:
        return peek(folder).device
    except PlannerError:
        return False
