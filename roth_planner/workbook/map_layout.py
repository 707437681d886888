"""Where everything on a map stands: the young person in the middle, places around them by kind.

The heavier a place, the nearer it stands. People stand by the place they are tied to, the others
in groups of their own. Nothing overlaps, whatever the number, unless somebody put it there by hand.
The same map always gives the same picture: nothing in here is left to chance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from roth_planner.workbook.case_map import CaseMap, Tie
from roth_planner.workbook.map_cards import SMALL, Face, Measure, faces
from roth_planner.workbook.map_groups import Group, Moved, groups_of, hosts_of
from roth_planner.workbook.map_lines import Stroke, Words, draw_lines
from roth_planner.workbook.map_routes import Box, Point
from roth_planner.workbook.map_words import tone_words
from roth_planner.workbook.parts import Ref

AROUND = 70.0
"""Around the young person: room for the lines to part."""
APART = 30.0
"""Between two groups of cards: room for a line to pass."""
CLOSEST = 6.0
"""Between two groups that somebody put beside each other by hand."""
ASIDE = (0.0, -0.12, 0.12, -0.25, 0.25, -0.4, 0.4, -0.6, 0.6, -0.8, 0.8, -1.1, 1.1)
"""How far from its direction a group may stand, in radians, the nearest first."""
STEEP = 0.6
"""Radians from straight up or down within which people of one kind stand side by side."""
WAYS = 16
"""Directions in which a free place is looked for, for a card that was put on top of another."""


class Card(NamedTuple):
    """A card in its place."""

    box: Box
    face: Face


class MapLayout(Struct, frozen=True):
    """A whole map with everything in its place; (0, 0) is the middle of the young person.

    ``hosts`` says below which place somebody stands; they move with it.
    """

    cards: dict[Ref, Card]
    strokes: tuple[Stroke, ...]
    hosts: dict[Ref, Ref]
    bounds: Box


def lay_out(
    shown: CaseMap, measure: Measure, moved: Moved | None = None, wide: float = 1.3
) -> MapLayout:
    """A map with everything in its place; ``wide`` is how much wider than high it should be."""
    hand = moved or {}
    ties = hosts_of(shown, hand)
    hosts = {person: tie.end for person, tie in ties.items()}
    made = faces(shown, measure, ties)
    groups = groups_of(shown, made, ties, hand)
    boxes = _around_the_middle(shown, made, groups, hand, wide)
    strokes = draw_lines(shown.ties, boxes, hosts, lambda tie: _word(shown, tie, measure))
    cards = {ref: Card(box, made[ref]) for ref, box in boxes.items()}
    return MapLayout(cards, strokes, hosts, _bounds(boxes.values()))


def anchors(laid: MapLayout, young: Ref | None) -> dict[Ref, Point]:
    """Where everything stands that does not stand below a place: enough to find it all again."""
    return {
        ref: card.box.middle
        for ref, card in laid.cards.items()
        if ref != young and ref not in laid.hosts
    }


def _word(shown: CaseMap, tie: Tie, measure: Measure) -> Words:
    words = tone_words(shown, tie)
    return Words(words, measure(words, SMALL, False) + 6, SMALL * 1.3)


def _around_the_middle(
    shown: CaseMap, made: Mapping[Ref, Face], groups: list[Group], hand: Moved, wide: float
) -> dict[Ref, Box]:
    boxes: dict[Ref, Box] = {}
    taken: list[Box] = []
    if shown.young_person:
        face = made[shown.young_person.ref]
        middle = Box(-face.width / 2, -face.height / 2, face.width, face.height)
        boxes[shown.young_person.ref] = middle
    _put_by_hand([one for one in groups if one.by_hand is not None], hand, boxes, taken)
    if shown.young_person:
        taken.append(middle.grown(AROUND))
    free = [group for group in groups if group.by_hand is None]
    angles = _angles(free)
    for group in free:
        across = abs(math.sin(angles[id(group)])) < STEEP
        if across and all(ref.record == "person" for ref in group.cards):
            group.lie_down()
    stretch = math.sqrt(wide)
    for group in sorted(free, key=lambda one: (one.order, one.side)):
        _put(group, *_nearest(group, angles[id(group)], stretch, taken), boxes, taken)
    return boxes


def _put_by_hand(
    groups: Iterable[Group], hand: Moved, boxes: dict[Ref, Box], taken: list[Box]
) -> None:
    """Where they were put, the first of them first; what would cover another stands beside it."""
    place = {ref: number for number, ref in enumerate(hand)}
    close = [box.grown(CLOSEST) for box in boxes.values()]
    for group in sorted(groups, key=lambda one: place[next(iter(one.cards))]):
        first = next(iter(group.cards.values()))
        assert group.by_hand is not None
        x, y = group.by_hand[0] - first.width / 2, group.by_hand[1] - first.height / 2
        here = Box(x, y, group.width, group.height)
        if any(here.meets(other) for other in close):
            x, y = _beside(here, close)
        _put(group, x, y, boxes, taken)
        close.append(Box(x, y, group.width, group.height).grown(CLOSEST))


def _beside(here: Box, taken: Sequence[Box]) -> Point:
    """The nearest free place to one that is not."""
    middle = here.middle
    around = [Box(one.x - middle[0], one.y - middle[1], one.width, one.height) for one in taken]
    found = (
        _clear(here.width, here.height, math.sin(turn), -math.cos(turn), around)
        for turn in (2 * math.pi * way / WAYS for way in range(WAYS))
    )
    _reach, (x, y) = min(found)
    return middle[0] + x, middle[1] + y


def _angles(groups: list[Group]) -> dict[int, float]:
    """A direction for each group, with as much of the round as its size asks for."""
    ordered = sorted(groups, key=lambda one: (one.side, one.order))
    share = [one.width + one.height for one in ordered]
    whole, reached = sum(share) or 1.0, 0.0
    angles: dict[int, float] = {}
    first = share[0] / whole if share else 0.0
    for group, part in zip(ordered, share, strict=True):
        middle = (reached + part / 2) / whole - first / 2
        angles[id(group)] = 2 * math.pi * middle
        reached += part
    return angles


def _nearest(group: Group, angle: float, stretch: float, taken: Sequence[Box]) -> Point:
    """The nearest free place in about a direction: a little aside if that is much nearer."""
    best, least = (0.0, 0.0), math.inf
    for aside in ASIDE:
        dx, dy = math.sin(angle + aside) * stretch, -math.cos(angle + aside) / stretch
        reach, point = _clear(group.width, group.height, dx, dy, taken)
        cost = reach * (1 + abs(aside) / 4)
        if cost < least - 1e-6:
            best, least = point, cost
    return best


def _clear(
    width: float, height: float, dx: float, dy: float, taken: Sequence[Box]
) -> tuple[float, Point]:
    """How far in a direction a group overlaps nothing that is there already, and where that is."""
    reach = 0.0
    while True:
        x, y = dx * reach - width / 2, dy * reach - height / 2
        further = reach
        for other in taken:
            if (
                x < other.x + other.width
                and other.x < x + width
                and y < other.y + other.height
                and other.y < y + height
            ):
                further = max(further, _beyond(other, width, height, dx, dy))
        if further <= reach:
            return reach, (x, y)
        reach = further + 0.5


def _beyond(other: Box, width: float, height: float, dx: float, dy: float) -> float:
    """How far in a direction a box of this size has to go to be past another."""
    far = math.inf
    if dx > 1e-9:
        far = min(far, (other.x + other.width + width / 2) / dx)
    elif dx < -1e-9:
        far = min(far, (other.x - width / 2) / dx)
    if dy > 1e-9:
        far = min(far, (other.y + other.height + height / 2) / dy)
    elif dy < -1e-9:
        far = min(far, (other.y - height / 2) / dy)
    return far


def _put(group: Group, x: float, y: float, boxes: dict[Ref, Box], taken: list[Box]) -> None:
    taken.append(Box(x, y, group.width, group.height).grown(APART))
    for ref, box in group.cards.items():
        boxes[ref] = Box(x + box.x, y + box.y, box.width, box.height)


def _bounds(boxes: Iterable[Box]) -> Box:
    all_ = list(boxes)
    if not all_:
        return Box(0.0, 0.0, 0.0, 0.0)
    left, top = min(one.x for one in all_), min(one.y for one in all_)
    right = max(one.x + one.width for one in all_)
    bottom = max(one.y + one.height for one in all_)
    return Box(left, top, right - left, bottom - top)
