"""A rail from 0 to 10 on which one place is put; last time's place stays as a hollow mark."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from ui import theme
from ui.theme import Role

LOW, HIGH = 0, 10
KNOB, MARK, TICK = 15, 9, 4
"""Half sizes in pixels at 100 %: the card one takes hold of, last time's mark, a step."""


class WeightRail(QSlider):
    """Arrow keys, a number, or the mouse put the place somewhere; letting go is one step.

    The wheel moves the page. A place without a weight yet is put at 0 by the first arrow key.
    """

    put = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._weight: int | None = None
        self._last: int | None = None
        self._held: int | None = None
        self.setRange(LOW, HIGH)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_weight(self, weight: int | None, last: int | None) -> None:
        """Show this weight and last time's; emits nothing."""
        self._weight, self._last, self._held = weight, last, None
        self.setValue(weight or 0)
        self.update()

    @property
    def weight(self) -> int | None:
        """What is shown; None where the place was not weighed yet."""
        return self._weight

    def sizeHint(self) -> QSize:
        now = theme.current()
        words = QFontMetrics(now.font()).height()
        return QSize(now.px(320), 2 * now.px(KNOB) + words + now.px(10))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(200), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._put(LOW if self._weight is None else self._weight + step)
        elif event.key() == Qt.Key.Key_Home:
            self._put(LOW)
        elif event.key() == Qt.Key.Key_End:
            self._put(HIGH)
        elif event.text().isdecimal() and event.text().isascii():
            self._put(int(event.text()))
        else:
            QWidget.keyPressEvent(self, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._hold(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._hold(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._held = self._held, None
        if held is not None:
            self._put(held)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = now.px(KNOB) + 2
        painter.setPen(QPen(now.colour(Role.LINE), now.px(2)))
        painter.drawLine(QPointF(self._x(LOW), middle), QPointF(self._x(HIGH), middle))
        painter.setFont(now.font())
        words = QFontMetrics(now.font())
        for number in range(LOW, HIGH + 1):
            x = self._x(number)
            painter.setPen(QPen(now.colour(Role.LINE), now.px(2)))
            tick = now.px(TICK)
            painter.drawLine(QPointF(x, middle - tick), QPointF(x, middle + tick))
            painter.setPen(now.colour(Role.MUTED))
            below = QRectF(x - 30, middle + now.px(KNOB) + 2, 60, words.height())
            painter.drawText(below, int(Qt.AlignmentFlag.AlignHCenter), str(number))
        self._draw_last(painter, middle)
        self._draw_knob(painter, middle)

    def _draw_last(self, painter: QPainter, middle: float) -> None:
        if self._last is None:
            return
        now = theme.current()
        half = now.px(MARK)
        if self._last == self._at():
            half = now.px(KNOB) + 3
        painter.setPen(QPen(now.colour(Role.TEXT), now.px(2), Qt.PenStyle.DotLine))
        painter.setBrush(
            Qt.BrushStyle.NoBrush if self._last == self._at() else now.colour(Role.PAGE)
        )
        painter.drawEllipse(QPointF(self._x(self._last), middle), half, half)

    def _draw_knob(self, painter: QPainter, middle: float) -> None:
        at = self._at()
        if at is None:
            return
        now = theme.current()
        half = now.px(KNOB)
        card = QRectF(self._x(at) - half, middle - half, 2 * half, 2 * half)
        painter.setPen(QPen(now.colour(Role.ACCENT_DEEP), 1))
        painter.setBrush(now.colour(Role.ACCENT))
        painter.drawRoundedRect(card, 5, 5)
        painter.setPen(now.colour(Role.ON_ACCENT))
        painter.setFont(now.font(bold=True))
        painter.drawText(card, int(Qt.AlignmentFlag.AlignCenter), str(at))

    def _at(self) -> int | None:
        return self._weight if self._held is None else self._held

    def _x(self, number: float) -> float:
        edge = theme.current().px(KNOB) + 5
        return edge + (self.width() - 2 * edge) * (number - LOW) / (HIGH - LOW)

    def _hold(self, x: float) -> None:
        whole = self._x(HIGH) - self._x(LOW)
        self._held = max(LOW, min(HIGH, round(LOW + (x - self._x(LOW)) / whole * (HIGH - LOW))))
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.update()

    def _put(self, number: int) -> None:
        number = max(LOW, min(HIGH, number))
        if number != self._weight:
            self._weight = number
            self.setValue(number)
            self.update()
            self.put.emit(number)
