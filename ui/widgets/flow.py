"""Widgets side by side that go on in the next line where the width ends, as words do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme


class Flow(QWidget):
    """A line of widgets that wraps. Hidden widgets take no place."""

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = theme.SPACE_INSIDE, line_gap: int = 4
    ) -> None:
        super().__init__(parent)
        self._gap, self._line_gap = gap, line_gap
        self._widgets: list[QWidget] = []
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end of the line."""
        if widget.parentWidget() is not self:
            widget.setParent(self)
        self._widgets.append(widget)
        self._heights.clear()
        if self.isVisible():
            widget.show()
            self._changed()

    def take(self, widget: QWidget) -> None:
        """Take a widget out."""
        self._widgets.remove(widget)
        widget.hide()
        widget.deleteLater()
        self._changed()

    def put_last(self, widget: QWidget) -> None:
        """Move a widget to the end of the line."""
        self._widgets.remove(widget)
        self._widgets.append(widget)
        widget.raise_()  # last among the children too, which is the order of Tab
        self._changed()

    def widgets(self) -> tuple[QWidget, ...]:
        """What stands in the line, in order."""
        return tuple(self._widgets)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(width, move=False).height()
        return self._heights[width]

    def sizeHint(self) -> QSize:
        return self._place(1 << 20, move=False)

    def minimumSizeHint(self) -> QSize:
        sizes = [one.sizeHint() for one in self._widgets if not one.isHidden()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._changed()
        elif event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._heights.clear()
        return super().event(event)

    def _changed(self) -> None:
        self._heights.clear()
        self.updateGeometry()
        self._place(self.width(), move=True)

    def _place(self, width: int, *, move: bool) -> QSize:
        left = top = widest = 0
        line: list[tuple[QWidget, QRect]] = []
        for widget in self._widgets:
            if widget.isHidden():
                continue
            hint = widget.sizeHint().boundedTo(QSize(max(width, 1), 1 << 20))
            tall = widget.heightForWidth(hint.width()) if widget.hasHeightForWidth() else -1
            hint.setHeight(max(hint.height(), tall))
            if left and left + hint.width() > width:
                left, top, line = 0, top + _end(line, move=move) + self._line_gap, []
            line.append((widget, QRect(QPoint(left, top), hint)))
            left += hint.width() + self._gap
            widest = max(widest, left - self._gap)
        return QSize(widest, top + _end(line, move=move))


def _end(line: list[tuple[QWidget, QRect]], *, move: bool) -> int:
    """Height of a line; its widgets stand on its middle."""
    height = max((place.height() for _, place in line), default=0)
    if move:
        for widget, place in line:
            place.translate(0, (height - place.height()) // 2)
            widget.setGeometry(place)
    return height
