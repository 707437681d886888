"""Buttons. A page has one main button; whatever only goes somewhere looks like a link."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui import theme
from ui.theme import Role
from ui.widgets import icons
from ui.widgets.tips import set_tip

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class PlainButton(QPushButton):
    """A button; Enter presses it as Space does. ``icon`` names one of ``assets/icons``."""

    icon_role = Role.TEXT

    def __init__(self, text: str = "", parent: QWidget | None = None, *, icon: str = "") -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAutoDefault(False)
        self._icon_name = icon
        if icon:
            self._draw_icon()

    def setText(self, text: str) -> None:
        super().setText(text.replace("&", "&&"))

    def set_icon(self, name: str) -> None:
        """Show another icon of ``assets/icons``."""
        self._icon_name = name
        self._draw_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._icon_name:
            self._draw_icon()

    def _draw_icon(self) -> None:
        size = theme.current().px(18)
        self.setIcon(icons.icon(self._icon_name, self.icon_role))
        self.setIconSize(QSize(size + (10 if self.text() else 0), size))


class MainButton(PlainButton):
    """The one main action of a page."""

    icon_role = Role.ON_ACCENT


class QuietButton(PlainButton):
    """A button without a border, for what is there if needed."""


class LinkButton(PlainButton):
    """A button that reads like a link, and wraps like words where the width ends.

    Remembers its heights, as ``Words`` does: a long page asks for them tens of thousands of times.
    """

    icon_role = Role.ACCENT

    def __init__(self, text: str = "", parent: QWidget | None = None, *, icon: str = "") -> None:
        self._heights: dict[int, int] = {}
        super().__init__(text, parent, icon=icon)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._words_rect(width).height() + 2 * self._edge().y()
        return self._heights[width]

    def setText(self, text: str) -> None:
        self._heights.clear()
        super().setText(text)

    def set_icon(self, name: str) -> None:
        self._heights.clear()
        super().set_icon(name)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        edge, metrics = self._edge(), self.fontMetrics()
        wide = metrics.horizontalAdvance(self._words()) + self._icon_room() + 2 * edge.x() + 2
        return QSize(wide, metrics.height() + 2 * edge.y())

    def minimumSizeHint(self) -> QSize:
        return QSize(
            min(self.sizeHint().width(), theme.current().px(120)), self.sizeHint().height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        role = Role.ACCENT_DEEP if self.underMouse() or self.isDown() else Role.ACCENT
        painter.setPen(now.colour(role if self.isEnabled() else Role.MUTED))
        font = self.font()
        font.setUnderline(self.isEnabled())
        painter.setFont(font)
        place = self._words_rect(self.width())
        if self._icon_name:
            size = now.px(18)
            line = self.fontMetrics().height()
            spot = QRect(self._edge().x(), place.top() + (line - size) // 2, size, size)
            self.icon().paint(painter, spot)
        painter.drawText(place.adjusted(0, 0, 2, 0), _WRAP, self._words())

    def _words(self) -> str:
        return self.text().replace("&&", "&")

    def _edge(self) -> QPoint:
        now = theme.current()
        return QPoint(now.px(2), now.px(4))

    def _icon_room(self) -> int:
        return theme.current().px(24) if self._icon_name else 0

    def _words_rect(self, width: int) -> QRect:
        edge = self._edge()
        left = edge.x() + self._icon_room()
        room = QRect(left, edge.y(), max(40, width - left - edge.x()), 1 << 16)
        return self.fontMetrics().boundingRect(room, _WRAP, self._words())


class IconButton(PlainButton):
    """An icon alone, with its name as tooltip and for those who listen."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent, icon=icon)
        set_tip(self, name)
        self.setAccessibleName(name)
