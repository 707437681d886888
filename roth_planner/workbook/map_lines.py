"""The lines of a map: from card to card, with the word of each where nothing else stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from roth_planner.workbook.case_map import Tie
from roth_planner.workbook.map_routes import Box, Point, Ways, along, is_stem
from roth_planner.workbook.parts import Ref

ALONG = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86)
"""Where on a line its word may stand, the middle first."""
CELL = 160.0
"""Side of the squares by which what is near is looked up."""
ARROW, OPEN = 9.0, 0.45
"""The length of an arrow's sides, and how far they open."""


class Words(NamedTuple):
    """What stands on a line, and how much room it needs."""

    text: str
    width: float
    height: float


class Stroke(NamedTuple):
    """A drawn line: its corners, its arrow heads, its word and where that stands, if anywhere.

    A ``stem`` leads to somebody below a place, and the word stands on their card. Otherwise
    ``word_at`` is None where there is no room; the word is then said in the list and shown when
    the line is chosen, at ``middle``.
    """

    tie: Tie
    points: tuple[Point, ...]
    heads: tuple[tuple[Point, Point, Point], ...]
    word: Words
    word_at: Box | None
    stem: bool

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
    ties: Sequence[Tie],
    boxes: Mapping[Ref, Box],
    hosts: Mapping[Ref, Ref],
    word: Callable[[Tie], Words],
) -> tuple[Stroke, ...]:
    """A stroke for each tie, with words that cover neither a card nor each other."""
    taken = _Near()
    for box in boxes.values():
        taken.add(box.grown(2.0))
    ways = Ways(boxes, hosts, ties)
    strokes = []
    for tie in ties:
        points = ways.around(tie)
        words = word(tie)
        stem = is_stem(tie, boxes, hosts)
        spot = None if stem else _spot(points, words, taken)
        if spot:
            taken.add(spot)
        strokes.append(Stroke(tie, points, heads(tie.direction, points), words, spot, stem))
    return tuple(strokes)


def heads(direction: str, points: tuple[Point, ...]) -> tuple[tuple[Point, Point, Point], ...]:
    """The arrow heads of a line: at its end, at its beginning, at both, or none."""
    found = []
    if direction in ("out", "both"):
        found.append(_head(points[-2], points[-1]))
    if direction in ("back", "both"):
        found.append(_head(points[1], points[0]))
    return tuple(found)


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
    x, y = along(points, part)
    return Box(x - words.width / 2, y - words.height / 2, words.width, words.height)


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    left, right = int(box.x // CELL), int((box.x + box.width) // CELL)
    top, bottom = int(box.y // CELL), int((box.y + box.height) // CELL)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))
