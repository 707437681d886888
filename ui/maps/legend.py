"""What the lines of a map mean, drawn as they are and said in a word."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.maps import pens
from ui.theme import Role
from ui.widgets.flow import Flow

STROKE, GAP = 34, 6


class Legend(Flow):
    """A stroke and a word for each tone, and what else is on the cards."""

    def __init__(self, tones: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=theme.SPACE_ROWS)
        for tone, words in tones.items():
            self.add(_Key(tone, words, self))
        self.add(_Key("", "The wider the ring, the more a place weighs", self))


class _Key(QWidget):
    """One stroke, or a ring, with its word."""

    def __init__(self, tone: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone, self._words = tone, words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now, metrics = theme.current(), self.fontMetrics()
        wide = metrics.horizontalAdvance(self._words) + now.px(STROKE + GAP) + 4
        return QSize(wide, metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() // 2
        if self._tone:
            painter.setPen(pens.tone_pen(self._tone, pens.LINE * now.scale))
            painter.drawLine(0, middle, now.px(STROKE), middle)
        else:
            pen = pens.tone_pen("protective", now.px(5))
            pen.setColor(now.colour(Role.TEXT))
            painter.setPen(pen)
            half = now.px(7)
            painter.drawRect(now.px(STROKE) // 2 - half, middle - half, 2 * half, 2 * half)
        painter.setPen(now.colour(Role.TEXT))
        painter.drawText(
            self.rect().adjusted(now.px(STROKE + GAP), 0, 0, 0),
            int(Qt.AlignmentFlag.AlignVCenter),
            self._words,
        )
