"""The ring around whatever has the keyboard: one for a window, drawn above everything else in it.

Drawn beside the widget and not by it, so it looks the same around a line of text, a mark or a list,
survives every style, and costs nothing while nothing moves.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from ui import theme
from ui.theme import Role

WIDTH = 3
"""Of the ring, in pixels: seen at a glance, and thin enough for a small button."""
GROUND = 2
"""The yellow beside it in the light theme."""
_MOVES = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.ChildAdded,
)


class FocusRing(QWidget):
    """Follows the keyboard focus inside one window. Make it last, and leave it alone."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._around: QWidget | None = None
        self._watched: list[QWidget] = []
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    @property
    def around(self) -> QWidget | None:
        """The widget that is ringed now."""
        return self._around if not self.isHidden() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and watched is not self:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(self._inner.translated(-self.pos()))
        for role, inset, width in (
            (Role.FOCUS_GROUND, WIDTH + GROUND / 2, GROUND + 1),
            (Role.FOCUS, WIDTH / 2, WIDTH),
        ):
            painter.setPen(QPen(now.colour(role), width))
            painter.drawRoundedRect(inner.adjusted(-inset, -inset, inset, inset), 5, 5)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if shiboken6.isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        self._around = None
        window = self._window
        if new is not None and new is not window and window.isAncestorOf(new):
            self._around = new
            step: QWidget | None = new
            while step is not None:
                step.installEventFilter(self)
                self._watched.append(step)
                step = None if step is window else step.parentWidget()
        self._place()

    def _place(self) -> None:
        around, window = self._around, self._window
        if around is None or not shiboken6.isValid(around) or not around.isVisibleTo(window):
            self.hide()
            return
        self._inner = QRect(around.mapTo(window, QPoint(0, 0)), around.size())
        edge = WIDTH + GROUND
        whole = self._inner.adjusted(-edge, -edge, edge, edge) & self._in_sight(around)
        if whole.isEmpty() or not whole.intersects(self._inner):
            self.hide()
            return
        self.setGeometry(whole)
        hole = self._inner.adjusted(2, 2, -2, -2).translated(-whole.topLeft())
        self.setMask(QRegion(QRect(QPoint(0, 0), whole.size())) - QRegion(hole))
        self.show()
        self.raise_()
        self.update()

    def _in_sight(self, around: QWidget) -> QRect:
        window = self._window
        sight = window.rect()
        inside = around
        for widget in self._watched[1:]:
            if isinstance(widget, QAbstractScrollArea) and widget.viewport() is inside:
                port = widget.viewport()
                sight &= QRect(port.mapTo(window, QPoint(0, 0)), port.size())
            inside = widget
        return sight
