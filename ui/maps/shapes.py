"""The shapes of a map: a card with its words, and what a shape says it shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QFont, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsSimpleTextItem

from roth_planner.workbook import Ref
from roth_planner.workbook.case_map import Key
from roth_planner.workbook.map_cards import Voice, indent, line_tops
from roth_planner.workbook.map_layout import Card
from ui import theme
from ui.maps import pens
from ui.theme import Role

KEY = 0
"""Under which an item keeps what it shows."""
ROUND = 6.0


def card_item(
    ref: Ref, card: Card, middle: bool, inks: dict[Role, QBrush], fonts: dict[bool, QFont]
) -> QGraphicsPathItem:
    """A card in its place; the young person's, in the middle, is filled."""
    now = theme.current()
    box, face = card
    place = ref.record == "context"
    half = face.ring / 2
    path = QPainterPath()
    radius = min(box.height, box.width) / 2 if middle else ROUND if place else box.height / 3
    path.addRoundedRect(half, half, box.width - face.ring, box.height - face.ring, radius, radius)
    edge = Role.ACCENT if middle else Role.TEXT if place else Role.LINE
    if face.guards:
        edge = Role.PROTECTIVE
    item = QGraphicsPathItem(path)
    item.setPen(QPen(now.colour(edge), face.ring))
    item.setBrush(inks[Role.ACCENT if middle else Role.SURFACE])
    item.setPos(box.x, box.y)
    item.setZValue(2)
    item.setData(KEY, ref)
    left = indent(face, box.width)
    for line, top in zip(face.lines, line_tops(face.lines, face.ring), strict=True):
        words = QGraphicsSimpleTextItem(line.words, item)
        words.setFont(fonts[line.voice is Voice.NAME])
        if middle:
            words.setBrush(inks[Role.ON_ACCENT])
        elif line.tone:
            words.setBrush(inks[pens.TONE_ROLES[line.tone]])
        else:
            words.setBrush(inks[pens.VOICE_ROLES[line.voice]])
        words.setPos(left, top)
    return item


def back_of(card: QGraphicsPathItem) -> QGraphicsPathItem:
    """An opaque ground behind a card, so that no line shines through one that is faint."""
    back = QGraphicsPathItem(card.path(), card)
    back.setPen(QPen(Qt.PenStyle.NoPen))
    back.setBrush(QBrush(theme.current().colour(Role.PAGE)))
    back.setFlag(QGraphicsItem.GraphicsItemFlag.ItemStacksBehindParent)
    back.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresParentOpacity)
    return back


def as_key(kept: object) -> Key:
    """A key as an item or an index gives it back: Qt makes lists of tuples."""
    assert isinstance(kept, list | tuple)
    if isinstance(kept[0], str):
        return Ref(str(kept[0]), int(kept[1]))
    first, second = kept
    return Ref(*first), Ref(*second)
