"""One window for each vault: a second start of the program brings the first one to the front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.frame import Frame, Surroundings

if TYPE_CHECKING:
    from pathlib import Path

    from ui.presence import Presence
    from ui.session import Session

OPEN_ELSEWHERE = (
    "This vault is open in another window, which does not answer. Nothing is lost: close that"
    " window, or open the vault here to read only."
)


class InFront(Frame):
    """A window that comes to the front when it is asked for again."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.session: Session | None = None
        self.presence: Presence | None = None
        self._gone = False

    def end(self) -> None:
        """Close, because another window has what was asked for."""
        self.close()

    def be_the_window_of(self, folder: Path) -> None:
        """Show this vault in one window only: if another shows it already, that one comes up."""
        QTimer.singleShot(theme.SOON, self, lambda: self._take_place(folder))

    def _take_place(self, folder: Path) -> None:
        """Not before the page is drawn: it is not needed for that."""
        from ui.presence import Presence

        if self._gone:
            return
        if self.presence is not None:
            self.presence.stop()
        presence = self.presence = Presence(self.surroundings.home / "run", folder, self)
        if not presence.take(self.come_to_front):
            presence.call(self._answered)

    def _answered(self, heard: bool) -> None:
        """The other window is in front now, or does not answer."""
        from ui.pages.unlock import UnlockPage

        if self._gone:
            return
        if heard and self.session is None:
            self.end()
        elif isinstance(self.page, UnlockPage):
            self.page.offer_reading()
            self.messages.note(OPEN_ELSEWHERE)

    def come_to_front(self) -> None:
        """Somebody started the program again for the vault that is here."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)
