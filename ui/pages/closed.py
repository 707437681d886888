"""What is told once a vault is closed, before the program starts afresh to ask for the passphrase.

Only the end of the process surely takes keys and texts out of memory, so a program that held a
vault does not go on to the page where one is unlocked.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from ui import theme
from ui.pages.page import NarrowPage
from ui.widgets.buttons import MainButton
from ui.widgets.words import Words


class ClosedPage(NarrowPage):
    """A sentence or two, and the way to unlocking."""

    unlock_wanted = Signal()

    def __init__(self, words: str) -> None:
        super().__init__("Your vault is closed")
        self.unlock = MainButton("Go to unlocking")
        self.unlock.clicked.connect(self.unlock_wanted)
        self.add(Words(words), gap=theme.SPACE_INSIDE)
        self.add_left(self.unlock, gap=theme.SPACE_ROWS)
        self.end()

    def arrive(self) -> None:
        """Begin at the way on."""
        self.unlock.setFocus(Qt.FocusReason.OtherFocusReason)
