"""Frames and lines: the practice frame, cards, panels, and hairlines between groups."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import theme
from ui.theme import Role
from ui.widgets.words import PracticeWord

FRAME = 4


class Card(QFrame):
    """A group of things that belong together, on its own ground."""


class Panel(QFrame):
    """A part that opened in place and can be closed again."""


class Rule(QWidget):
    """A hairline between groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().colour(Role.HAIRLINE))


class PracticeFrame(QWidget):
    """A frame and the word around everything that is only practice."""

    words = "PRACTICE: nothing here is about a real person"

    def __init__(self, child: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(FRAME, FRAME, FRAME, FRAME)
        layout.setSpacing(0)
        word = PracticeWord(self.words, self)
        word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        word.setContentsMargins(8, 2, 8, 4)
        layout.addWidget(word)
        layout.addWidget(child, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = QPen(theme.current().colour(Role.PRACTICE), FRAME)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        half = FRAME // 2
        painter.drawRect(self.rect().adjusted(half, half, -half, -half))
