"""One step of several, and the meter that shows how strong a passphrase is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.pages.page import NARROW, NarrowPage
from ui.theme import Role
from ui.widgets.words import Muted


class StepPage(NarrowPage):
    """A page that says which step of how many it is."""

    def __init__(self, title: str, step: str, width: int = NARROW) -> None:
        super().__init__(title, width)
        self.column.insertWidget(0, Muted(step))


class Rungs(QWidget):
    """Parts that fill from the left; always beside words that say the same."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count, self._filled = count, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def fill(self, filled: int) -> None:
        """Fill so many parts."""
        self._filled = filled
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the parts and the gaps between them."""
        now = theme.current()
        return QSize(now.px(28) * self._count, max(now.px(12), self.fontMetrics().height()))

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled parts in the accent, the others as outlines."""
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high = now.px(28), now.px(10)
        top = (self.height() - high) / 2
        for part in range(self._count):
            rect = QRectF(part * wide + 1, top, wide - now.px(4), high)
            painter.setPen(QPen(now.colour(Role.LINE), 1))
            filled = part < self._filled
            painter.setBrush(now.colour(Role.ACCENT) if filled else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 2, 2)
