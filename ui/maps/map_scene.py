"""The picture of a map: cards and lines that can be chosen, and cards that can be moved by hand.

Only Qt's own shapes are used, which draw themselves; a map of 60 people would be slow if each
shape asked Python how it looks.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsSceneMouseEvent,
    QGraphicsSimpleTextItem,
)

from roth_planner.workbook import Ref
from roth_planner.workbook.case_map import Key
from roth_planner.workbook.map_cards import SMALL
from roth_planner.workbook.map_layout import MapLayout
from roth_planner.workbook.map_lines import Stroke, heads
from roth_planner.workbook.map_routes import Box, Point, Ways
from ui import theme
from ui.maps import pens
from ui.maps.shapes import KEY, ROUND, as_key, back_of, card_item
from ui.theme import Role

FAINT = 0.22
"""How much is left of what is not tied to what is chosen."""
CHOSEN = 4.0
NUDGE = 20.0
"""How far an arrow key moves a card, in units."""
MOVED = 6.0
"""How far the mouse has to go with a card before that is meant as moving it."""
ROOM = 16.0
"""Around the map."""


class MapScene(QGraphicsScene):
    """Shows a layout. What is chosen stands out, with its lines and all they lead to."""

    chosen = Signal(object)  # Key
    opened = Signal(object)  # Key
    moved = Signal(object)  # dict[Ref, Point]

    def __init__(self) -> None:
        super().__init__()
        self._layout: MapLayout | None = None
        self._cards: dict[Ref, QGraphicsPathItem] = {}
        self._backs: dict[Ref, QGraphicsPathItem] = {}
        self._lines: dict[Key, list[QGraphicsItem]] = {}
        self._key: Key | None = None
        self._frame: QGraphicsPathItem | None = None
        self._pressed: tuple[Ref, QPointF] | None = None
        self._dragging: tuple[Ref, ...] = ()

    # -- showing

    def show_layout(self, layout: MapLayout, young: Ref | None) -> None:
        """Draw a map; what was chosen stays so if it is still there."""
        self.clear()
        self._layout, self._young = layout, young
        self._cards, self._lines, self._frame = {}, {}, None
        self._backs = {}
        self._pressed, self._dragging = None, ()
        now = theme.current()
        self.setBackgroundBrush(now.colour(Role.PAGE))
        self._draw_strokes(layout.strokes)
        inks = {role: QBrush(now.colour(role)) for role in Role}
        fonts = {bold: pens.letters(15 if bold else SMALL, bold) for bold in (False, True)}
        for ref, card in layout.cards.items():
            self._cards[ref] = card_item(ref, card, ref == young, inks, fonts)
            self.addItem(self._cards[ref])
        bounds = layout.bounds.grown(ROOM)
        self.setSceneRect(bounds.x, bounds.y, bounds.width, bounds.height)
        if self._key is not None:
            self.choose(self._key)

    def choose(self, key: Key | None) -> None:
        """Let something stand out; None for nothing."""
        known = key in self._cards or key in self._lines
        self._key = key if known else None
        self._mark()

    @property
    def key(self) -> Key | None:
        """What is chosen."""
        return self._key

    def box_of(self, key: Key) -> QRectF | None:
        """Where something is."""
        if isinstance(key, Ref):
            card = self._cards.get(key)
            return card.sceneBoundingRect() if card else None
        lines = self._lines.get(key)
        return lines[0].sceneBoundingRect() if lines else None

    def nudge(self, dx: int, dy: int) -> None:
        """Move the chosen card by the keyboard."""
        if isinstance(self._key, Ref) and self._may_move(self._key):
            self._dragging = self._moves_along(self._key)
            self._shift(dx * NUDGE, dy * NUDGE)
            self._put_down()

    # -- the mouse

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Choose what is under the mouse; a card may be about to move."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        key = self._key_at(event.scenePos())
        self.choose(key)
        self.chosen.emit(self._key)
        if isinstance(key, Ref) and self._may_move(key):
            self._pressed = key, event.scenePos()
        event.accept()

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Take a card along once the mouse has gone far enough to mean it."""
        if self._pressed is None:
            return
        ref, since = self._pressed
        way = event.scenePos() - since
        if not self._dragging and way.manhattanLength() < MOVED:
            return
        self._dragging = self._dragging or self._moves_along(ref)
        self._shift(way.x(), way.y())
        self._pressed = ref, event.scenePos()

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Put a card down where it is."""
        self._pressed = None
        if self._dragging:
            self._put_down()

    def mouseDoubleClickEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Open the page of what is under the mouse."""
        key = self._key_at(event.scenePos())
        if key is not None:
            self.opened.emit(key)

    # -- inside

    def _draw_strokes(self, strokes: Iterable[Stroke]) -> None:
        ground = QBrush(theme.current().colour(Role.PAGE))
        font = pens.letters(SMALL, False)
        by_tone = {tone: pens.tone_pen(tone) for tone in pens.TONE_ROLES}
        for stroke in strokes:
            key = stroke.tie.key
            pen = by_tone[stroke.tie.tone]
            self._lines[key] = items = self._draw_line(
                key, stroke.points, stroke.tie.direction, pen
            )
            if not stroke.stem:
                box = stroke.word_at or stroke.middle
                word = self._draw_word(stroke, box, ground, font, pen.color())
                word.setVisible(stroke.word_at is not None)
                items.append(word)

    def _draw_line(
        self, key: Key, points: tuple[Point, ...], direction: str, pen: QPen
    ) -> list[QGraphicsItem]:
        path = QPainterPath(QPointF(*points[0]))
        for point in points[1:]:
            path.lineTo(*point)
        line = self.addPath(path, pen)
        line.setData(KEY, key)
        found: list[QGraphicsItem] = [line]
        if direction:
            arrows = QPainterPath()
            for left, tip, right in heads(direction, points):
                arrows.moveTo(*left)
                arrows.lineTo(*tip)
                arrows.lineTo(*right)
            found.append(self.addPath(arrows, QPen(pen.color(), pens.LINE)))
        return found

    def _draw_word(
        self, stroke: Stroke, box: Box, ground: QBrush, font: QFont, colour: QColor
    ) -> QGraphicsRectItem:
        behind = self.addRect(QRectF(*box), QPen(Qt.PenStyle.NoPen), ground)
        behind.setZValue(1)
        behind.setData(KEY, stroke.tie.key)
        words = QGraphicsSimpleTextItem(stroke.word.text, behind)
        words.setFont(font)
        words.setBrush(QBrush(colour))
        words.setPos(box.x + 3, box.y)
        return behind

    def _key_at(self, point: QPointF) -> Key | None:
        near = QRectF(point.x() - 4, point.y() - 4, 8, 8)
        for item in self.items(near):
            around: QGraphicsItem | None = item
            while around is not None:
                key = around.data(KEY)
                if key is not None:
                    return as_key(key)
                around = around.parentItem()
        return None

    def _mark(self) -> None:
        if self._layout is None:
            return
        if self._frame is not None:
            self.removeItem(self._frame)
            self._frame = None
        key = self._key
        tied = {one for one in self._lines if isinstance(key, Ref) and key in one}
        bright = tied | ({key} if key is not None else set())
        bright |= {ref for one in bright if not isinstance(one, Ref) for ref in one}
        for ref, card in self._cards.items():
            faint = key is not None and ref not in bright
            card.setOpacity(FAINT if faint else 1.0)
            if faint and ref not in self._backs:
                self._backs[ref] = back_of(card)
        for stroke in self._layout.strokes:
            line = stroke.tie.key
            for item in self._lines[line]:
                item.setOpacity(1.0 if key is None or line in bright else FAINT)
            if not stroke.stem:
                word = self._lines[line][-1]
                word.setVisible(stroke.word_at is not None or line == key)
        if isinstance(key, Ref):
            self._frame_card(self._cards[key])

    def _frame_card(self, card: QGraphicsPathItem) -> None:
        around = card.sceneBoundingRect().adjusted(-CHOSEN, -CHOSEN, CHOSEN, CHOSEN)
        path = QPainterPath()
        path.addRoundedRect(around, ROUND, ROUND)
        self._frame = self.addPath(path, QPen(theme.current().colour(Role.ACCENT), CHOSEN))
        self._frame.setZValue(3)

    def _may_move(self, ref: Ref) -> bool:
        return ref != self._young

    def _moves_along(self, ref: Ref) -> tuple[Ref, ...]:
        """A card, and for a place the people who stand below it."""
        assert self._layout is not None
        below = [person for person, place in self._layout.hosts.items() if place == ref]
        return (ref, *below)

    def _shift(self, dx: float, dy: float) -> None:
        for ref in self._dragging:
            self._cards[ref].moveBy(dx, dy)
        if self._frame is not None:
            self._frame.moveBy(dx, dy)
        self._redraw_lines(set(self._dragging))

    def _redraw_lines(self, moving: set[Ref]) -> None:
        assert self._layout is not None
        boxes = {
            ref: Box(card.x(), card.y(), *self._layout.cards[ref].box[2:])
            for ref, card in self._cards.items()
        }
        ways = Ways(boxes, self._layout.hosts, (one.tie for one in self._layout.strokes))
        for stroke in self._layout.strokes:
            key = stroke.tie.key
            if not moving.intersection(key):
                continue
            for item in self._lines[key]:
                self.removeItem(item)
            points = ways.straight(stroke.tie)
            pen = pens.tone_pen(stroke.tie.tone)
            self._lines[key] = self._draw_line(key, points, stroke.tie.direction, pen)
            if not stroke.stem:
                word = self._draw_word(
                    stroke,
                    stroke._replace(points=points).middle,
                    QBrush(theme.current().colour(Role.PAGE)),
                    pens.letters(SMALL, False),
                    pen.color(),
                )
                self._lines[key].append(word)

    def _put_down(self) -> None:
        ref = self._dragging[0]
        self._dragging = ()
        item, box = self._cards[ref], self._layout.cards[ref].box if self._layout else None
        assert box is not None
        self.moved.emit({ref: (item.x() + box.width / 2, item.y() + box.height / 2)})
