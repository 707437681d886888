"""The page a locked program shows: type the passphrase, or the recovery code, and go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from roth_planner.errors import PlannerError, WrongSecret
from ui import theme
from ui.pages.page import NARROW, Field, NarrowPage
from ui.widgets.buttons import LinkButton, MainButton
from ui.widgets.marks import Tick
from ui.widgets.words import Muted

if TYPE_CHECKING:
    from ui.jobs import Jobs

TYPICAL = "Unlocking. This takes a moment, on purpose: it slows down anybody who guesses."


class UnlockPage(NarrowPage):
    """Opens one vault. A wrong passphrase leaves the text in place, selected."""

    opened = Signal(object)  # Workbook
    crashed = Signal(object)  # BaseException
    make_wanted = Signal()
    other_wanted = Signal()
    practice_wanted = Signal()

    def __init__(
        self, folder: Path, jobs: Callable[[], Jobs], parent: QWidget | None = None
    ) -> None:
        super().__init__("Unlock your vault", NARROW, parent)
        self.folder = folder
        self._jobs = jobs
        self._where = Muted(str(folder))
        self.secret = Field(
            "Passphrase", "Forgotten it? Type your recovery code here instead.", secret=True
        )
        self.show_letters = Tick("Show what I type")
        self.show_letters.toggled.connect(self.secret.show_letters)
        self.unlock = MainButton("Unlock")
        self.unlock.clicked.connect(self._open)
        self.secret.edit.returnPressed.connect(self._open)
        self._status = Muted()
        self._status.setVisible(False)
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

    def _open(self) -> None:
        if self.busy:
            return
        secret = self.secret.text()
        if not secret:
            self.secret.complain("Type your passphrase, or your recovery code.")
            return
        self._set_busy(True)
        folder = self.folder

        def work() -> object:
            from roth_planner.workbook import Workbook

            return Workbook.open(folder, secret)

        self._jobs().start(work, self._done, self._refused)

    def _done(self, workbook: object) -> None:
        self._set_busy(False)
        self.secret.edit.clear()
        self.opened.emit(workbook)

    def _refused(self, error: BaseException) -> None:
        self._set_busy(False)
        if isinstance(error, WrongSecret):
            self.secret.complain(str(error))
        elif isinstance(error, PlannerError):
            self.secret.set_problem("")
            self.told.emit(str(error))
            self.arrive()
        else:
            self.crashed.emit(error)

    def _set_busy(self, busy: bool) -> None:
        self.secret.edit.setReadOnly(busy)
        self.unlock.setEnabled(not busy)
        for link in self._links:
            link.setEnabled(not busy)
        self._status.setText(TYPICAL if busy else "")
        self._status.setVisible(busy)

    def _link(self, words: str, wanted: Callable[[], None]) -> LinkButton:
        link = LinkButton(words)
        link.clicked.connect(lambda: wanted())
        return link
