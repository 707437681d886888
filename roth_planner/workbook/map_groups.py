"""Cards of a map that stand together: a place with its people below, or people of one kind."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from roth_planner.workbook.case_map import TONES, CaseMap, MapPlace, Tie
from roth_planner.workbook.map_cards import Face
from roth_planner.workbook.map_routes import Box, Point
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
BETWEEN = 10.0
"""Between two cards of a group."""
INDENT, STEP = 22.0, 6.0
"""Left of the cards below a place: room for a line down for each tone there is."""
DEEPEST = 5
"""Cards below one another; of many, as many as keep the group about as high as wide."""
TOGETHER = 4
"""People of one kind who stand in one group where no place holds them."""


class Group:
    """Cards that stand together, each counted from the group's upper left corner."""

    def __init__(self, side: int, order: tuple[object, ...]) -> None:
        self.side, self.order = side, order
        self.cards: dict[Ref, Box] = {}
        self.width = self.height = 0.0
        self.by_hand: Point | None = None

    def lie_down(self) -> None:
        """Put the cards side by side instead of below one another."""
        x = 0.0
        self.height = max(box.height for box in self.cards.values())
        for ref, box in self.cards.items():
            self.cards[ref] = Box(x, 0.0, box.width, box.height)
            x += box.width + BETWEEN
        self.width = x - BETWEEN


def hosts_of(shown: CaseMap, hand: Moved) -> dict[Ref, Tie]:
    """The tie by which somebody stands below a place: where they live, work or spend time, or else
    the heaviest. Who was moved by hand stands below none."""
    order = {place.ref: number for number, place in enumerate(shown.places)}
    young = shown.young_person.ref if shown.young_person else None
    best: dict[Ref, tuple[int, int]] = {}
    found: dict[Ref, Tie] = {}
    for tie in shown.ties:
        if tie.end not in order or tie.start == young or tie.start in hand:
            continue
        rank = min(_nearness(said.sort) for said in tie.said), order[tie.end]
        if tie.start not in best or rank < best[tie.start]:
            best[tie.start], found[tie.start] = rank, tie
    return found


def groups_of(
    shown: CaseMap,
    made: Mapping[Ref, Face],
    hosts: Mapping[Ref, Tie],
    hand: Moved,
    widest: float = math.inf,
) -> list[Group]:
    """Everybody but the young person, and every place, in groups no wider than they must be."""
    below: dict[Ref, list[Ref]] = {}
    apart: dict[int, list[Ref]] = {}
    groups: list[Group] = []
    for person in shown.people:
        if person.ref in hosts:
            below.setdefault(hosts[person.ref].end, []).append(person.ref)
        elif person.ref in hand:
            groups.append(_alone(person.ref, made, hand[person.ref]))
        else:
            apart.setdefault(_side(person.kind), []).append(person.ref)
    for number, place in enumerate(shown.places):
        group = group_of_place(place, number, below.get(place.ref, []), made, hosts, widest)
        group.by_hand = hand.get(place.ref)
        groups.append(group)
    for side, people in sorted(apart.items()):
        for number, some in enumerate(_in_parts(people, TOGETHER)):
            group = Group(side, (1, 0, number))
            _stack(group, [some], made, {}, 0.0)
            groups.append(group)
    return groups


def group_of_place(
    place: MapPlace,
    number: int,
    people: list[Ref],
    made: Mapping[Ref, Face],
    hosts: Mapping[Ref, Tie],
    widest: float = math.inf,
) -> Group:
    """A place with its people below, those with one tone together; the lines down are shared.

    With many people it becomes deeper rather than wider than ``widest``.
    """
    deep = max(DEEPEST, math.ceil(math.sqrt(1.6 * len(people))))
    while True:
        group = _place_with(place, number, people, made, hosts, deep)
        if group.width <= widest or deep >= len(people):
            return group
        deep += 1


def _place_with(
    place: MapPlace,
    number: int,
    people: list[Ref],
    made: Mapping[Ref, Face],
    hosts: Mapping[Ref, Tie],
    deep: int,
) -> Group:
    group = Group(_side(place.kind), (0, -(place.weight or 0), number))
    face = made[place.ref]
    group.width, group.height = face.width, face.height
    group.cards[place.ref] = Box(0.0, 0.0, face.width, face.height)
    tones = {ref: hosts[ref].tone for ref in people}
    ordered = sorted(people, key=lambda ref: TONES.index(tones[ref]))
    columns = _in_parts(ordered, deep)
    _stack(group, columns, made, tones, face.height + BETWEEN + 4)
    if len(columns) > 1:  # the lines to the second column begin at the card too
        group.cards[place.ref] = Box(0.0, 0.0, group.width, face.height)
    return group


def _nearness(relation: str) -> int:
    return NEAREST.index(relation) if relation in NEAREST else len(NEAREST)


def _side(kind: str) -> int:
    return next((number for number, kinds in enumerate(SIDES) if kind in kinds), 3)


def _in_parts(people: list[Ref], most: int) -> list[list[Ref]]:
    """In as few parts as there must be, all about as large."""
    parts = math.ceil(len(people) / most)
    size = math.ceil(len(people) / parts) if parts else 1
    return [people[start : start + size] for start in range(0, len(people), size)]


def _alone(person: Ref, made: Mapping[Ref, Face], point: Point) -> Group:
    group = Group(0, (0,))
    _stack(group, [[person]], made, {}, 0.0)
    group.by_hand = point
    return group


def _stack(
    group: Group,
    columns: Iterable[list[Ref]],
    made: Mapping[Ref, Face],
    tones: Mapping[Ref, str],
    top: float,
) -> None:
    """Cards below one another; ``tones`` are those of the lines that come down to them."""
    left = 0.0
    for column in columns:
        lines = len({tones[ref] for ref in column if ref in tones})
        x = left + (INDENT + STEP * (lines - 1) if lines else 0.0)
        y, widest = top, 0.0
        for ref in column:
            face = made[ref]
            group.cards[ref] = Box(x, y, face.width, face.height)
            y += face.height + BETWEEN
            widest = max(widest, face.width)
        group.width = max(group.width, x + widest)
        group.height = max(group.height, y - BETWEEN)
        left = x + widest + BETWEEN
