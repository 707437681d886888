"""The line above a section that leads back to where one came from to change an answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.widgets.buttons import LinkButton


class WayBack(QWidget):
    """A link in a line of its own; it stays in sight while the section scrolls."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.link = LinkButton(words, self, icon="chevron-left")
        across = QHBoxLayout(self)
        across.setContentsMargins(24, theme.SPACE_INSIDE, 24, 0)
        across.addWidget(self.link, 1, Qt.AlignmentFlag.AlignLeft)
