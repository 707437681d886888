"""The way of a line from card to card: straight, or round a card that stands between."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from roth_planner.workbook.case_map import Tie
from roth_planner.workbook.parts import Ref

Point: TypeAlias = tuple[float, float]

CLEAR = 10.0
"""How far from the corner of a card a line goes round it."""
TRIED = 6
"""Ways round that are looked at for one line, the shortest first."""
MOST_BETWEEN = 3
"""Cards that a line goes round; through a crowd there is no way that an eye could follow."""
LONGEST = 1.6
"""How much longer than straight a way round may be; a longer one is no easier to follow."""
BEND = 26.0
"""How far before and behind a corner a line begins to turn."""
STEM, STEM_STEP = 16.0, 6.0
"""How far left of a person's card the line from their place above comes down."""


class Box(NamedTuple):
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def grown(self, by: float) -> Box:
        """The rectangle with an edge around it."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def meets(self, other: Box) -> bool:
        """Whether two rectangles have something in common."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def crossed(self, start: Point, end: Point) -> bool:
        """Whether a straight line comes through the rectangle."""
        (x1, y1), (x2, y2) = start, end
        left, top, right, bottom = self.x, self.y, self.x + self.width, self.y + self.height
        if (x1 <= left and x2 <= left) or (x1 >= right and x2 >= right):
            return False
        if (y1 <= top and y2 <= top) or (y1 >= bottom and y2 >= bottom):
            return False
        dx, dy = x2 - x1, y2 - y1
        first = dx * (top - y1) - dy * (left - x1)
        side = first > 0
        return (
            (dx * (top - y1) - dy * (right - x1) > 0) is not side
            or (dx * (bottom - y1) - dy * (left - x1) > 0) is not side
            or (dx * (bottom - y1) - dy * (right - x1) > 0) is not side
        )


class Ways:
    """Finds the ways between the cards of one map."""

    def __init__(
        self, boxes: Mapping[Ref, Box], hosts: Mapping[Ref, Ref], ties: Iterable[Tie]
    ) -> None:
        self._boxes, self._hosts = boxes, hosts
        self._around = list(boxes.values())
        self._stems = stems(boxes, hosts, {tie.key: tie.tone for tie in ties})

    def straight(self, tie: Tie) -> tuple[Point, ...]:
        """Down a stem to somebody below their place, else straight, whatever stands between."""
        start, end = self._boxes[tie.start], self._boxes[tie.end]
        if is_stem(tie, self._boxes, self._hosts):
            x = start.x - STEM - STEM_STEP * self._stems.get(tie.start, 0)
            y = start.middle[1]
            return ((x, end.y + end.height), (x, y), (start.x, y))
        return edge(start, end.middle), edge(end, start.middle)

    def around(self, tie: Tie) -> tuple[Point, ...]:
        """As straight, but round the cards in between where there is a short way round."""
        points = self.straight(tie)
        if len(points) > 2:
            return points
        start, end = self._boxes[tie.start], self._boxes[tie.end]
        between = list(self._between((points[0], points[1]), start, end))
        if not 0 < len(between) <= MOST_BETWEEN:
            return points
        for corners in _ways_round(between, start.middle, end.middle):
            way = (edge(start, corners[0]), *corners, edge(end, corners[-1]))
            if not any(any(self._between(step, start, end)) for step in pairwise(way)):
                return _bent(way)
        return points

    def _between(self, step: tuple[Point, Point], start: Box, end: Box) -> Iterator[Box]:
        """The cards that a step of a way comes behind, those at its ends left out."""
        for one in _near(step, self._around):
            if one is not start and one is not end and one.crossed(*step):
                yield one


def _near(step: Sequence[Point], boxes: Iterable[Box]) -> list[Box]:
    """The boxes in the rectangle around a straight line: the others cannot be in its way."""
    (x1, y1), (x2, y2) = step
    left, right = (x1, x2) if x1 < x2 else (x2, x1)
    top, bottom = (y1, y2) if y1 < y2 else (y2, y1)
    return [
        box
        for box in boxes
        if box[0] < right and left < box[0] + box[2] and box[1] < bottom and top < box[1] + box[3]
    ]


def is_stem(tie: Tie, boxes: Mapping[Ref, Box], hosts: Mapping[Ref, Ref]) -> bool:
    """Whether a line comes down from a place to somebody below it, whose card says its word."""
    start, end = boxes[tie.start], boxes[tie.end]
    return hosts.get(tie.start) == tie.end and start.y > end.y + end.height


def stems(
    boxes: Mapping[Ref, Box], hosts: Mapping[Ref, Ref], tones: Mapping[tuple[Ref, Ref], str]
) -> dict[Ref, int]:
    """Which stem leads to somebody below a place: one for each tone in a column, from above."""
    columns: dict[tuple[Ref, float], list[Ref]] = {}
    for person, place in hosts.items():
        columns.setdefault((place, boxes[person].x), []).append(person)
    found: dict[Ref, int] = {}
    for (place, _x), column in columns.items():
        order: dict[str, int] = {}
        for person in sorted(column, key=lambda ref: boxes[ref].y):
            found[person] = order.setdefault(tones.get((person, place), ""), len(order))
    return found


def edge(box: Box, towards: Point) -> Point:
    """Where a line from the middle of a box leaves it."""
    x, y = box.middle
    dx, dy = towards[0] - x, towards[1] - y
    if not dx and not dy:
        return x, y
    across = box.width / 2 / abs(dx) if dx else math.inf
    down = box.height / 2 / abs(dy) if dy else math.inf
    part = min(across, down, 1.0)
    return x + dx * part, y + dy * part


def along(points: Sequence[Point], part: float) -> Point:
    """The point of a line at a part of its length."""
    if len(points) == 2:
        (x1, y1), (x2, y2) = points
        return x1 + (x2 - x1) * part, y1 + (y2 - y1) * part
    lengths = [math.dist(one, next_) for one, next_ in pairwise(points)]
    left = sum(lengths) * part
    for (x1, y1), (x2, y2), length in zip(points, points[1:], lengths, strict=False):
        if left <= length:
            along_it = left / length if length else 0.0
            return x1 + (x2 - x1) * along_it, y1 + (y2 - y1) * along_it
        left -= length
    return points[-1]


def _ways_round(between: Iterable[Box], start: Point, end: Point) -> list[tuple[Point, ...]]:
    """Corners of the cards in between to go round by, one or two, the shortest way first."""
    most = LONGEST * math.dist(start, end)
    found: list[tuple[float, tuple[Point, ...]]] = []
    for box in between:
        left, top, wide, high = box.grown(CLEAR)
        corners = (left, top), (left + wide, top), (left + wide, top + high), (left, top + high)
        ends = [(math.dist(start, corner), math.dist(corner, end)) for corner in corners]
        for number, corner in enumerate(corners):
            beside, side = corners[number - 1], wide if number in (1, 3) else high
            (out, on), (other_out, other_on) = ends[number], ends[number - 1]
            found.append((out + on, (corner,)))
            found.append((out + side + other_on, (corner, beside)))
            found.append((other_out + side + on, (beside, corner)))
    short = sorted(one for one in found if one[0] <= most)
    return [way for _length, way in short[:TRIED]]


def _bent(way: Sequence[Point]) -> tuple[Point, ...]:
    """A line that turns at each of its corners in a curve."""
    points = [way[0]]
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        one, other = _towards(corner, before), _towards(corner, after)
        points.append(one)
        points += [
            _between(_between(one, corner, part), _between(corner, other, part), part)
            for part in (0.3, 0.7)
        ]
        points.append(other)
    return (*points, way[-1])


def _towards(corner: Point, end: Point) -> Point:
    far = math.dist(corner, end)
    return _between(corner, end, min(BEND, far / 2) / far) if far else corner


def _between(one: Point, other: Point, part: float) -> Point:
    return one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part
