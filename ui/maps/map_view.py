"""The window on to a map: zoom, move about, and everything by keyboard too."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from ui import theme
from ui.maps.map_scene import MapScene

STEP = 1.25
LEAST, MOST = 0.1, 6.0
READABLE = 0.8
"""Of the usual size: a map is not made to fit by making it smaller than this, it scrolls."""
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class MapView(QGraphicsView):
    """Shows the map. Plus, minus and 0 zoom, F fits it in, Ctrl and arrows move a card.

    Those who listen have the list beside it, which says all that is in the picture.
    """

    opened = Signal()
    """Enter: open the page of what is chosen."""
    taken_back = Signal()
    """Undo while in the picture: put the card that was moved last back."""

    def __init__(self, scene: MapScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self._map = scene
        self._fits = True
        self.can_take_back = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAccessibleName("Picture of the map")
        self.setAccessibleDescription(
            "The list beside it says the same. Plus and minus zoom, 0 is the usual size, F fits the"
            " map in. Arrow keys move about; with Ctrl they move the chosen card, and Ctrl+Z takes"
            " that back. Enter opens it."
        )

    @property
    def zoom(self) -> float:
        """How large the map is shown; 1 is as large as the text around it."""
        return self.transform().m11() / theme.current().scale

    def zoom_by(self, factor: float) -> None:
        """Show the map larger or smaller."""
        self._fits = False
        wanted = max(LEAST, min(MOST, self.zoom * factor))
        self.scale(wanted / self.zoom, wanted / self.zoom)

    def usual_size(self) -> None:
        """Letters as large as around the map."""
        self.zoom_by(1 / self.zoom)

    def fit(self, *, readable: bool = False) -> None:
        """Show the whole map, or as much as can be read, around the young person."""
        self._fits = True
        whole = self.scene().sceneRect()
        room = self.viewport().size()
        if whole.isEmpty() or room.isEmpty():
            return
        now = theme.current().scale
        fits = min(room.width() / whole.width(), room.height() / whole.height())
        least = READABLE * now if readable else LEAST
        size = max(least, min(fits, now))
        self.resetTransform()
        self.scale(size, size)
        self.centerOn(whole.center() if size <= fits else QPointF(0, 0))

    def stay(self) -> None:
        """Keep what is seen where it is: somebody is at work on it."""
        self._fits = False

    def fit_again(self) -> None:
        """After the window or the map changed: fit, unless somebody has zoomed."""
        if self._fits:
            self.fit(readable=True)

    def bring_into_sight(self, place: QRectF | None) -> None:
        """Scroll so that something is seen."""
        if place is not None:
            self.ensureVisible(place, 24, 24)

    def sizeHint(self) -> QSize:
        """Any size will do: what does not fit scrolls."""
        return QSize(400, self.minimumHeight())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms, otherwise it scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(STEP if event.angleDelta().y() > 0 else 1 / STEP)
            event.accept()
            return
        super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        """Undo is ours while there is a move to take back, and else the window's."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and self.can_take_back
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, move a card, open it, or scroll."""
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) and self.can_take_back:
            self.taken_back.emit()
        elif arrow and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._map.nudge(*arrow)
        elif event.text() in ("+", "="):
            self.zoom_by(STEP)
        elif event.text() == "-":
            self.zoom_by(1 / STEP)
        elif event.text() == "0":
            self.usual_size()
        elif event.text() in ("f", "F"):
            self.fit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the map fitting while nobody has zoomed."""
        super().resizeEvent(event)
        self.fit_again()
