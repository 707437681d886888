"""What the pages of the safety part share: a way back, and slow work with its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from roth_planner.errors import PlannerError, WrongSecret
from roth_planner.vault import DEFAULT, THIS_COMPUTER, Cost, Device
from ui import theme
from ui.jobs import Jobs
from ui.pages.page import NARROW, Field, NarrowPage
from ui.session import Session
from ui.widgets.buttons import PlainButton
from ui.widgets.speaking import announce
from ui.widgets.words import Muted

if TYPE_CHECKING:
    from roth_planner.workbook import Workbook

SO_FAR = "Passphrase so far"
SO_FAR_HINT = "This proves that it is you. Forgotten it? Type your recovery code here instead."


class Tools(NamedTuple):
    """What the safety pages work with.

    ``session`` is None while the vault is locked, and ``secret`` then what was typed to open it;
    ``second_place`` is where backups go besides, ``cost`` that of new keys.
    """

    folder: Path
    jobs: Jobs
    session: Session | None = None
    secret: str | None = None
    second_place: Path | None = None
    cost: Cost = DEFAULT
    device: Device = THIS_COMPUTER

    @property
    def workbook(self) -> Workbook:
        """The open workbook, for pages that are only shown while it is open."""
        assert self.session is not None
        return self.session.workbook


class SafetyStep(NarrowPage):
    """One thing to do for the vault; Esc and "Go back" lead back to what there is to do."""

    left = Signal()
    finished = Signal(str)
    """Done; a sentence about it for the page with everything."""
    crashed = Signal(object)  # BaseException

    def __init__(self, title: str, tools: Tools, width: int = NARROW) -> None:
        super().__init__(title, width)
        self.tools = tools
        self.back = PlainButton("Go back")
        self.back.clicked.connect(self.left)
        self._status = Muted()
        self._waiting: list[QWidget] = []
        self._begin: QWidget | None = None
        self.busy = False

    def finish_column(self, *buttons: QWidget, begin: QWidget, waits: tuple[QWidget, ...]) -> None:
        """Put the buttons and the status below; ``waits`` are still while something is done."""
        self.add_left(*buttons, self.back, gap=theme.SPACE_ROWS)
        self.add(self._status)
        self.end()
        self._begin = begin
        self._waiting = [*buttons, self.back, *waits]

    def arrive(self) -> None:
        """Begin in the first field."""
        if self._begin is not None:
            self._begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Empty what was typed."""

    def leave(self) -> None:
        """Leave no secret in a field."""
        self.forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape and not self.busy:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def work(
        self,
        doing: str,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        secret: Field | None = None,
    ) -> None:
        """Do something beside the window; a wrong secret is told at its field."""
        self._set_busy(doing)

        def went_well(result: Any) -> None:
            self._set_busy("")
            done(result)

        def failed(error: BaseException) -> None:
            self._set_busy("")
            if isinstance(error, WrongSecret) and secret is not None:
                secret.complain(str(error))
            elif isinstance(error, PlannerError):
                self.told.emit(str(error))
            else:
                self.crashed.emit(error)

        self.tools.jobs.start(work, went_well, failed)

    def _set_busy(self, doing: str) -> None:
        self.busy = bool(doing)
        for widget in self._waiting:
            widget.setEnabled(not doing)
        self._status.setText(doing)
        if doing:
            announce(self, doing)


def secret_field(label: str = SO_FAR, hint: str = SO_FAR_HINT) -> Field:
    """A field for the secret that proves who is asking."""
    return Field(label, hint, secret=True)
