"""A page that only says what the program is doing, for the seconds it takes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.pages.page import NarrowPage
from ui.widgets.speaking import announce
from ui.widgets.words import Muted, Words


class BusyPage(NarrowPage):
    """What is being done, and that it will not take long."""

    def __init__(self, doing: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(doing, parent=parent)
        self._now = Muted()
        self.add(Words(about), self._now)
        self.end()

    def say(self, words: str) -> None:
        """Say what is being done now."""
        self._now.setText(words)
        announce(self, words)
