"""Where everything on a map stands: the young person in the middle, places around them by kind.

The heavier a place, the nearer it stands. People stand by the place they are tied to, the others
in groups of their own. Nothing overlaps, whatever the number, unless somebody put it there by hand.
The same map always gives the same picture: nothing in here is left to chance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from roth_planner.workbook.case_map import CaseMap, MapPlace, Tie
from roth_planner.workbook.map_cards import SMALL, Face, Measure, faces
from roth_planner.workbook.map_lines import Box, Point, Stroke, Words, draw_lines
from roth_planner.workbook.map_words import tone_words
from roth_planner.workbook.parts import Ref

Moved: TypeAlias = Mapping[Ref, Point]
"""Where somebody put things by hand: the middle of each, counted from the young person."""

SIDES: tuple[tuple[str, ...], ...] = (
    ("home", "parent", "sibling", "family_network"),
    ("school",),
    ("club", "service", "professional", "advocate", "guardian"),
    ("park", "street", "route", "business", "other", ""),
    ("short_let", "home_of_another", "adult_of_concern"),
    ("online",),
    ("peer_group", "peer"),
)
"""Kinds of place and of person that stand on one side, clockwise from the top."""

NEAREST = ("lives", "works_here", "spends_time")
"""What ties somebody most to a place, by the keys of the list ``place_relations``."""
AROUND = 70.0
"""Around the young person: room for the lines to part."""
APART = 30.0
"""Between two groups of cards."""
BETWEEN = 10.0
"""Between two cards of a group."""
INDENT, STEP = 22.0, 6.0
"""Left of the cards below a place: room for the lines that lead to each."""
ASIDE = (0.0, -0.12, 0.12, -0.25, 0.25, -0.4, 0.4, -0.6, 0.6, -0.8, 0.8)
"""How far from its direction a group may stand, in radians, the nearest first."""
DEEPEST = 5
"""Cards below one another; more begin another column."""


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


class _Group:
    """Cards that stand together: a place with its people below, or people of one kind."""

    def __init__(self, side: int, order: tuple[object, ...]) -> None:
        self.side, self.order = side, order
        self.cards: dict[Ref, Box] = {}
        self.width = self.height = 0.0
        self.by_hand: Point | None = None


def lay_out(
    shown: CaseMap, measure: Measure, moved: Moved | None = None, wide: float = 1.3
) -> MapLayout:
    """A map with everything in its place; ``wide`` is how much wider than high it should be."""
    hand = moved or {}
    hosts = _hosts(shown, hand)
    beside = {tie.start: tie for tie in shown.ties if hosts.get(tie.start) == tie.end}
    made = faces(shown, measure, beside)
    groups = _groups(shown, made, hosts, hand)
    boxes = _around_the_middle(shown, made, groups, wide)
    strokes = draw_lines(shown.ties, boxes, hosts, lambda tie: _word(shown, tie, measure))
    cards = {ref: Card(box, made[ref]) for ref, box in boxes.items()}
    return MapLayout(cards, strokes, hosts, _bounds(boxes.values()))


def _word(shown: CaseMap, tie: Tie, measure: Measure) -> Words:
    words = tone_words(shown, tie)
    return Words(words, measure(words, SMALL, False) + 6, SMALL * 1.3)


def _hosts(shown: CaseMap, hand: Moved) -> dict[Ref, Ref]:
    """By which place somebody stands: where they live, work or spend time, or else the heaviest."""
    order = {place.ref: number for number, place in enumerate(shown.places)}
    young = shown.young_person.ref if shown.young_person else None
    best: dict[Ref, tuple[int, int, Ref]] = {}
    for tie in shown.ties:
        if tie.end not in order or tie.start == young or tie.start in hand:
            continue
        rank = min(_nearness(said.sort) for said in tie.said)
        found = (rank, order[tie.end], tie.end)
        if tie.start not in best or found < best[tie.start]:
            best[tie.start] = found
    return {ref: place for ref, (_rank, _order, place) in best.items()}


def _nearness(relation: str) -> int:
    return NEAREST.index(relation) if relation in NEAREST else len(NEAREST)


def _groups(
    shown: CaseMap, made: Mapping[Ref, Face], hosts: Mapping[Ref, Ref], hand: Moved
) -> list[_Group]:
    below: dict[Ref, list[Ref]] = {}
    apart: dict[int, list[Ref]] = {}
    groups: list[_Group] = []
    for person in shown.people:
        if person.ref in hosts:
            below.setdefault(hosts[person.ref], []).append(person.ref)
        elif person.ref in hand:
            groups.append(_by_hand([person.ref], made, hand[person.ref]))
        else:
            apart.setdefault(_side(person.kind), []).append(person.ref)
    for number, place in enumerate(shown.places):
        group = _of_place(place, number, below.get(place.ref, []), made)
        group.by_hand = hand.get(place.ref)
        groups.append(group)
    for side, people in sorted(apart.items()):
        for start in range(0, len(people), 2 * DEEPEST):
            group = _Group(side, (1, 0, start))
            _stack(group, people[start : start + 2 * DEEPEST], made, 0.0, 0.0)
            groups.append(group)
    return groups


def _side(kind: str) -> int:
    return next((number for number, kinds in enumerate(SIDES) if kind in kinds), 3)


def _of_place(place: MapPlace, number: int, people: list[Ref], made: Mapping[Ref, Face]) -> _Group:
    group = _Group(_side(place.kind), (0, -(place.weight or 0), number))
    face = made[place.ref]
    group.width, group.height = face.width, face.height
    group.cards[place.ref] = Box(0.0, 0.0, face.width, face.height)
    _stack(group, people, made, INDENT, face.height + BETWEEN + 4)
    if len(people) > DEEPEST:  # the lines to the second column begin at the card too
        group.cards[place.ref] = Box(0.0, 0.0, group.width, face.height)
    return group


def _by_hand(people: list[Ref], made: Mapping[Ref, Face], point: Point) -> _Group:
    group = _Group(0, (0,))
    _stack(group, people, made, 0.0, 0.0)
    group.by_hand = point
    return group


def _stack(
    group: _Group, people: list[Ref], made: Mapping[Ref, Face], indent: float, top: float
) -> None:
    """Cards below one another, in as many columns as are needed."""
    left = 0.0
    for start in range(0, len(people), DEEPEST):
        column = people[start : start + DEEPEST]
        x = left + (indent + STEP * (len(column) - 1) if indent else 0.0)
        y, widest = top, 0.0
        for ref in column:
            face = made[ref]
            group.cards[ref] = Box(x, y, face.width, face.height)
            y += face.height + BETWEEN
            widest = max(widest, face.width)
        group.width = max(group.width, x + widest)
        group.height = max(group.height, y - BETWEEN)
        left = x + widest + BETWEEN


def _around_the_middle(
    shown: CaseMap, made: Mapping[Ref, Face], groups: list[_Group], wide: float
) -> dict[Ref, Box]:
    boxes: dict[Ref, Box] = {}
    taken: list[Box] = []
    if shown.young_person:
        face = made[shown.young_person.ref]
        middle = Box(-face.width / 2, -face.height / 2, face.width, face.height)
        boxes[shown.young_person.ref] = middle
        taken.append(middle.grown(AROUND))
    for group in groups:
        if group.by_hand is not None:
            first = next(iter(group.cards.values()))
            x, y = group.by_hand
            _put(group, x - first.width / 2, y - first.height / 2, boxes, taken)
    free = [group for group in groups if group.by_hand is None]
    angles = _angles(free)
    stretch = math.sqrt(wide)
    for group in sorted(free, key=lambda one: (one.order, one.side)):
        _put(group, *_nearest(group, angles[id(group)], stretch, taken), boxes, taken)
    return boxes


def _angles(groups: list[_Group]) -> dict[int, float]:
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


def _nearest(group: _Group, angle: float, stretch: float, taken: list[Box]) -> Point:
    """The nearest free place in about a direction: a little aside if that is much nearer."""
    best, least = (0.0, 0.0), math.inf
    for aside in ASIDE:
        dx, dy = math.sin(angle + aside) * stretch, -math.cos(angle + aside) / stretch
        reach, point = _clear(group, dx, dy, taken)
        cost = reach * (1 + abs(aside) / 4)
        if cost < least - 1e-6:
            best, least = point, cost
    return best


def _clear(group: _Group, dx: float, dy: float, taken: list[Box]) -> tuple[float, Point]:
    """How far in a direction a group overlaps nothing that is there already, and where that is."""
    width, height = group.width, group.height
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


def _put(group: _Group, x: float, y: float, boxes: dict[Ref, Box], taken: list[Box]) -> None:
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
