"""The wheel scrolls the page and never changes an answer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QComboBox

from ui import theme
from ui.theme import Role


class GuardedCombo(QComboBox):
    """A combo box that the wheel does not change, with an arrow in the colour of the text."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(now.colour(Role.TEXT), now.px(2) * 0.9)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        arm = now.px(5)
        place = QRect(self.width() - now.px(28), 0, now.px(20), self.height()).center()
        x, y = place.x(), place.y()
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(x - arm, y - arm / 2),
                    QPointF(x, y + arm / 2),
                    QPointF(x + arm, y - arm / 2),
                ]
            )
        )


class WheelGuard(QObject):
    """Passes the wheel from a borrowed widget (the calendar) on to the page around it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False
