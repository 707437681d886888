"""What the lines of a map mean, drawn as they are and said in a word."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from roth_planner.workbook.map_lines import heads
from ui import theme
from ui.maps import pens
from ui.theme import Role
from ui.widgets.flow import Flow

STROKE, GAP = 30, 6
RING, GUARDIAN, GAP_WORDS, ARROW = "ring", "guardian", "gap", "arrow"


class Legend(Flow):
    """A stroke and a word for each tone, and what else is on the cards."""

    def __init__(self, tones: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=theme.SPACE_INSIDE)
        for tone, words in tones.items():
            self.add(_Key(tone, words, self))
        self.add(_Key(ARROW, "Which way it runs", self))
        self.add(_Key(RING, "Wider ring: weighs more", self))
        self.add(_Key(GUARDIAN, "A guardian", self))
        self.add(_Key(GAP_WORDS, "Not written down yet", self))


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
        if self._tone == RING:
            self._card(painter, Role.TEXT, 5.0, 7, theme.current().px(2))
        elif self._tone == GUARDIAN:
            self._card(painter, Role.PROTECTIVE, 3.0, 12, now.px(6))
        elif self._tone == ARROW:
            ends = (0.0, middle / now.scale), (float(STROKE), middle / now.scale)
            painter.setPen(QPen(now.colour(Role.TEXT), pens.LINE))
            painter.scale(now.scale, now.scale)
            for line in (ends, *heads("out", ends)):
                painter.drawPolyline([QPointF(*point) for point in line])
            painter.resetTransform()
        elif self._tone == GAP_WORDS:
            painter.setPen(now.colour(Role.WARN))
            left = self.rect().adjusted(0, 0, now.px(STROKE) - self.width(), 0)
            painter.drawText(left, int(Qt.AlignmentFlag.AlignCenter), "no \u2026")
        else:
            painter.setPen(pens.tone_pen(self._tone, pens.LINE * now.scale))
            painter.drawLine(0, middle, now.px(STROKE), middle)
        painter.setPen(now.colour(Role.TEXT))
        painter.drawText(
            self.rect().adjusted(now.px(STROKE + GAP), 0, 0, 0),
            int(Qt.AlignmentFlag.AlignVCenter),
            self._words,
        )

    def _card(self, painter: QPainter, edge: Role, wide: float, half: int, radius: int) -> None:
        """A small card with an edge of so many units, ``half`` as wide."""
        now = theme.current()
        painter.setPen(QPen(now.colour(edge), wide * now.scale))
        painter.setBrush(now.colour(Role.SURFACE))
        across, down = now.px(half), now.px(7)
        middle = QPoint(now.px(STROKE) // 2, self.height() // 2)
        corner = middle - QPoint(across, down)
        painter.drawRoundedRect(QRect(corner, QSize(2 * across, 2 * down)), radius, radius)
