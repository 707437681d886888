"""The lines of a map: from card to card, with the word of each where nothing else stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from roth_planner.workbook.case_map import Tie
from roth_planner.workbook.parts import Ref

Point: TypeAlias = tuple[float, float]

ALONG = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86)
"""Where on a line its word may stand, the middle first."""
CELL = 160.0
"""Side of the squares by which what is near is looked up."""
ARROW, OPEN = 9.0, 0.45
"""The length of an arrow's sides, and how far they open."""
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


class Words(NamedTuple):
    """What stands on a line, and how much room it needs."""

    text: str
    width: float
    height: float


class Stroke(NamedTuple):
    """A drawn line: its corners, its arrow heads, its word and where that stands, if anywhere.

    ``word_at`` is None where there is no room; the word is then said in the list and shown when
    the line is chosen, at ``middle``.
    """

    tie: Tie
    points: tuple[Point, ...]
    heads: tuple[tuple[Point, Point, Point], ...]
    word: Words
    word_at: Box | None

    @property
    def middle(self) -> Box:
        """Where the word stands when it is asked for."""
        return _word_box(self.points, 0.5, self.word)


class _Near:
    """Rectangles that are found by where they are."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def add(self, box: Box) -> None:
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def free(self, box: Box) -> bool:
        """Whether nothing stands there."""
        return not any(
            box.meets(other) for cell in _cells(box) for other in self._cells.get(cell, ())
        )


def draw_lines(
    ties: Iterable[Tie],
    boxes: Mapping[Ref, Box],
    hosts: Mapping[Ref, Ref],
    word: Callable[[Tie], Words],
) -> tuple[Stroke, ...]:
    """A stroke for each tie, with words that cover neither a card nor each other."""
    taken = _Near()
    for box in boxes.values():
        taken.add(box.grown(2.0))
    order = stems(boxes, hosts)
    strokes = []
    for tie in ties:
        points = route(tie, boxes, hosts, order)
        words = word(tie)
        below = len(points) > 2  # the card at its end says the word
        spot = None if below else _spot(points, words, taken)
        if spot:
            taken.add(spot)
        strokes.append(Stroke(tie, points, heads(tie.direction, points), words, spot))
    return tuple(strokes)


def route(
    tie: Tie, boxes: Mapping[Ref, Box], hosts: Mapping[Ref, Ref], order: Mapping[Ref, int]
) -> tuple[Point, ...]:
    """The corners of a line: down a stem to somebody below their place, else straight."""
    start, end = boxes[tie.start], boxes[tie.end]
    if hosts.get(tie.start) == tie.end and start.y > end.y + end.height:
        x = start.x - STEM - STEM_STEP * order.get(tie.start, 0)
        y = start.middle[1]
        return ((x, end.y + end.height), (x, y), (start.x, y))
    return edge(start, end.middle), edge(end, start.middle)


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


def heads(direction: str, points: tuple[Point, ...]) -> tuple[tuple[Point, Point, Point], ...]:
    """The arrow heads of a line: at its end, at its beginning, at both, or none."""
    found = []
    if direction in ("out", "both"):
        found.append(_head(points[-2], points[-1]))
    if direction in ("back", "both"):
        found.append(_head(points[1], points[0]))
    return tuple(found)


def stems(boxes: Mapping[Ref, Box], hosts: Mapping[Ref, Ref]) -> dict[Ref, int]:
    """Which card from below somebody's is in their column: the upmost has the innermost stem."""
    columns: dict[tuple[Ref, float], list[Ref]] = {}
    for person, place in hosts.items():
        columns.setdefault((place, boxes[person].x), []).append(person)
    return {
        person: number
        for column in columns.values()
        for number, person in enumerate(sorted(column, key=lambda ref: boxes[ref].y))
    }


def _head(start: Point, tip: Point) -> tuple[Point, Point, Point]:
    angle = math.atan2(tip[1] - start[1], tip[0] - start[0])
    left, right = angle + math.pi - OPEN, angle + math.pi + OPEN
    return (
        (tip[0] + ARROW * math.cos(left), tip[1] + ARROW * math.sin(left)),
        tip,
        (tip[0] + ARROW * math.cos(right), tip[1] + ARROW * math.sin(right)),
    )


def _spot(points: tuple[Point, ...], words: Words, taken: _Near) -> Box | None:
    for part in ALONG:
        box = _word_box(points, part, words)
        if taken.free(box):
            return box
    return None


def _word_box(points: tuple[Point, ...], part: float, words: Words) -> Box:
    (x1, y1), (x2, y2) = points[0], points[-1]
    x, y = x1 + (x2 - x1) * part, y1 + (y2 - y1) * part
    return Box(x - words.width / 2, y - words.height / 2, words.width, words.height)


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    left, right = int(box.x // CELL), int((box.x + box.width) // CELL)
    top, bottom = int(box.y // CELL), int((box.y + box.height) // CELL)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))
