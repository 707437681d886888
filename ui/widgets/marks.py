"""Radio buttons, check boxes and steps of a scale whose words wrap and whose marks are clear.

Fusion draws its marks paler than 3 to 1 and cuts long words off, so these draw themselves; the
behaviour, the keys and the accessibility are Qt's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QWidget

from ui import theme
from ui.theme import Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton as _Button
else:
    _Button = object  # mixed into Qt's classes; PySide knows no two Qt bases

MARK = 20
GAP = 8
PAD = 5
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class _Mark(_Button):
    """What radio buttons and check boxes of ours share; mixed in before Qt's class."""

    words: str
    hint: str

    def _prepare(self, words: str, hint: str) -> None:
        self.words, self.hint = words, hint
        self._wide = 0
        self.setText(words.replace("&", "&&"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        now = theme.current()
        if width >= self._natural_width():
            return self.sizeHint().height()
        words, hint = self._rects(width)
        return max(words.height() + hint.height(), now.px(MARK)) + 2 * now.px(PAD)

    def sizeHint(self) -> QSize:
        now = theme.current()
        lines = self.fontMetrics().height() * (2 if self.hint else 1)
        return QSize(self._natural_width(), max(lines, now.px(MARK)) + 2 * now.px(PAD))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(MARK + GAP + 60), self.sizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._wide = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = now.px(MARK)
        line = max(self.fontMetrics().height(), size)
        mark = QRectF(1, now.px(PAD) + (line - size) / 2, size, size).adjusted(1, 1, -1, -1)
        self._draw_mark(painter, mark)
        words, hint = self._rects(self.width())
        words.translate(0, max(0, (line - self.fontMetrics().height()) // 2))
        painter.setPen(now.colour(Role.TEXT if self.isEnabled() else Role.MUTED))
        painter.drawText(words, _WRAP, self.words)
        if self.hint:
            painter.setPen(now.colour(Role.MUTED))
            painter.drawText(hint, _WRAP, self.hint)

    def _natural_width(self) -> int:
        if not self._wide:
            metrics, now = self.fontMetrics(), theme.current()
            text = max(metrics.horizontalAdvance(part) for part in (self.words, self.hint))
            self._wide = text + now.px(MARK + GAP) + 4
        return self._wide

    def _rects(self, width: int) -> tuple[QRect, QRect]:
        now, metrics = theme.current(), self.fontMetrics()
        room = QRect(now.px(MARK + GAP), now.px(PAD), max(40, width - now.px(MARK + GAP)), 1 << 16)
        words = metrics.boundingRect(room, _WRAP, self.words)
        if not self.hint:
            return words.adjusted(0, 0, 2, 0), QRect()
        below = QRect(room.left(), words.bottom() + 1, room.width(), 1 << 16)
        return words.adjusted(0, 0, 2, 0), metrics.boundingRect(below, _WRAP, self.hint)

    def _draw_mark(self, painter: QPainter, mark: QRectF) -> None:
        raise NotImplementedError

    def _colours(self) -> tuple[QPen, QColor]:
        now = theme.current()
        role = Role.ACCENT if self.isChecked() or self.underMouse() else Role.LINE
        return QPen(now.colour(role), 1.5), now.colour(Role.SURFACE)


class Option(_Mark, QRadioButton):
    """One of several, drawn with a ring and a dot."""

    def __init__(self, words: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prepare(words, hint)

    def _draw_mark(self, painter: QPainter, mark: QRectF) -> None:
        pen, ground = self._colours()
        painter.setPen(pen)
        painter.setBrush(ground)
        painter.drawEllipse(mark)
        if self.isChecked():
            inset = mark.width() * 0.25
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().colour(Role.ACCENT))
            painter.drawEllipse(mark.adjusted(inset, inset, -inset, -inset))


class Tick(_Mark, QCheckBox):
    """One of several that may go together, drawn as a box with a tick."""

    def __init__(self, words: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prepare(words, hint)

    def _draw_mark(self, painter: QPainter, mark: QRectF) -> None:
        pen, ground = self._colours()
        painter.setPen(pen)
        painter.setBrush(theme.current().colour(Role.ACCENT) if self.isChecked() else ground)
        painter.drawRoundedRect(mark, 3, 3)
        if self.isChecked():
            pen = QPen(theme.current().colour(Role.ON_ACCENT), mark.width() * 0.13)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            x, y, w = mark.left(), mark.top(), mark.width()
            painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(x + 0.22 * w, y + 0.53 * w),
                        QPointF(x + 0.42 * w, y + 0.73 * w),
                        QPointF(x + 0.78 * w, y + 0.29 * w),
                    ]
                )
            )


class _Box(_Button):
    """What steps and day buttons share: a box with short words, filled when chosen."""

    least_width = 36
    quiet = False
    _size: QSize | None = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._size = None

    def sizeHint(self) -> QSize:
        if self._size is None:
            self._size = self._measure()
        return QSize(self._size)

    def _measure(self) -> QSize:
        now, metrics = theme.current(), self.fontMetrics()
        wide = metrics.horizontalAdvance(self.text()) + now.px(16)
        tall = metrics.height() + now.px(8 if self.quiet else 16)
        return QSize(max(now.px(self.least_width), wide), tall)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        pointed = self.underMouse() and self.isEnabled()
        ground = Role.ACCENT if chosen else Role.SOFT if pointed else Role.SURFACE
        line = Role.ACCENT if chosen else Role.HAIRLINE if self.quiet else Role.LINE
        painter.setPen(QPen(now.colour(line), 1))
        painter.setBrush(now.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        font = self.font()
        font.setBold(chosen)
        painter.setFont(font)
        words = Role.MUTED if self.quiet else Role.TEXT
        painter.setPen(now.colour(Role.ON_ACCENT if chosen else words))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Step(_Box, QRadioButton):
    """One step of a scale."""


class BoxTick(_Box, QCheckBox):
    """A short word that is in or out, such as a day of the week."""


class Reason(_Box, QCheckBox):
    """A quiet box for "not known" and the like."""

    quiet = True
