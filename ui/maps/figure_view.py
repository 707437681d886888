"""A figure as documents have it, on screen in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from roth_planner.documents.figure import Area, Figure, Ink, Label, Stroke
from ui import theme
from ui.maps import pens
from ui.theme import Role

INKS = {
    Ink.TEXT: Role.TEXT,
    Ink.MUTED: Role.MUTED,
    Ink.LINE: Role.LINE,
    Ink.ACCENT: Role.ACCENT,
    Ink.GROUND: Role.SURFACE,
    Ink.WARN: Role.WARN,
    Ink.PROTECTIVE: Role.PROTECTIVE,
    Ink.HARMFUL: Role.HARMFUL,
    Ink.MIXED: Role.MIXED,
    Ink.NOT_KNOWN: Role.NOT_KNOWN,
}


class FigureView(QWidget):
    """Draws a figure as large as the text around it. A part can be chosen; a list says the same."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure: Figure | None = None
        self._about = ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_figure(self, figure: Figure | None) -> None:
        """Show a figure, or none."""
        self._figure = figure
        self.setAccessibleDescription(figure.alternative if figure else "")
        self.updateGeometry()
        self.update()

    def choose(self, about: str) -> None:
        """Let the part about something stand out, "" for none."""
        self._about = about
        self.update()

    def sizeHint(self) -> QSize:
        if self._figure is None:
            return QSize(0, 0)
        now = theme.current()
        return QSize(now.px(self._figure.width), now.px(self._figure.height))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position() / theme.current().scale
        for mark in self._figure.marks if self._figure else ():
            if isinstance(mark, Area) and mark.about and _rect(mark).contains(at):
                self.choose(mark.about)
                self.chosen.emit(mark.about)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._figure is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(theme.current().scale, theme.current().scale)
        for mark in self._figure.marks:
            match mark:
                case Stroke():
                    painter.setPen(_pen(mark.ink, mark.width, mark.dash))
                    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in mark.points]))
                case Area():
                    self._area(painter, mark)
                case Label():
                    painter.setFont(pens.letters(mark.size, mark.strong))
                    painter.setPen(theme.current().colour(INKS[mark.ink]))
                    painter.drawText(QPointF(mark.x, mark.y), mark.words)

    def _area(self, painter: QPainter, area: Area) -> None:
        now = theme.current()
        painter.setPen(_pen(area.edge, area.edge_width, area.dash))
        if area.about and area.about == self._about:
            painter.setPen(QPen(now.colour(Role.ACCENT), 3))
        fill = INKS.get(area.fill)
        painter.setBrush(now.colour(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(_rect(area), area.radius, area.radius)


def _rect(area: Area) -> QRectF:
    return QRectF(area.x, area.y, area.width, area.height)


def _pen(ink: Ink, width: float, dash: tuple[float, ...]) -> QPen:
    if ink is Ink.NONE:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(theme.current().colour(INKS[ink]), width)
    if dash:
        pen.setDashPattern(dash)
    return pen
