"""A drawing as plain data: strokes, boxes and words, with what it says for those who cannot see it.

It knows no page and no screen. Lengths are in units from the upper left corner, down is more.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct, structs

Point: TypeAlias = tuple[float, float]


class Ink(StrEnum):
    """What a colour is for; paper and screen each know how it looks. ``NONE`` leaves it out."""

    NONE = "none"
    TEXT = "text"
    MUTED = "muted"
    LINE = "line"
    ACCENT = "accent"
    GROUND = "ground"
    WARN = "warn"
    PROTECTIVE = "protective"
    HARMFUL = "harmful"
    MIXED = "mixed"
    NOT_KNOWN = "not_known"


DASHES: dict[str, tuple[float, ...]] = {
    "protective": (),
    "harmful": (5, 3),
    "mixed": (7, 3, 1.5, 3),
    "not_known": (1.2, 3),
}
"""Dashes and gaps of each tone in widths of the pen: a tone is never said by colour alone."""


class Stroke(Struct, frozen=True, tag=True):
    """A line through points; ``dash`` is counted in widths of the line."""

    points: tuple[Point, ...]
    ink: Ink
    width: float = 2.0
    dash: tuple[float, ...] = ()


class Area(Struct, frozen=True, tag=True):
    """A rectangle with round corners, filled and edged; ``about`` says of what, "" for nothing."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0.0
    edge: Ink = Ink.LINE
    edge_width: float = 1.0
    dash: tuple[float, ...] = ()
    fill: Ink = Ink.GROUND
    about: str = ""


class Label(Struct, frozen=True, tag=True):
    """A line of words; ``x`` is where it begins and ``y`` where its letters stand."""

    x: float
    y: float
    words: str
    size: float
    strong: bool = False
    ink: Ink = Ink.TEXT


Mark: TypeAlias = Stroke | Area | Label


class Figure(Struct, frozen=True, tag=True):
    """A picture in a document; later marks cover earlier ones.

    ``alternative`` is read out in place of the picture. Whoever makes one puts the same in words
    after it: a picture is never the only place where something is said.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    alternative: str
    letters: float = 15.0
    """The size in units of letters that are as large as running text."""


def placed(mark: Mark, x: float, y: float, scale: float) -> Mark:
    """A mark as it stands in a larger figure: from a point on, so many times as large."""
    match mark:
        case Stroke():
            points = tuple((x + across * scale, y + down * scale) for across, down in mark.points)
            return structs.replace(mark, points=points, width=mark.width * scale)
        case Area():
            sizes = {
                name: getattr(mark, name) * scale
                for name in ("width", "height", "radius", "edge_width")
            }
            return structs.replace(mark, x=x + mark.x * scale, y=y + mark.y * scale, **sizes)
        case Label():
            at = {"x": x + mark.x * scale, "y": y + mark.y * scale}
            return structs.replace(mark, **at, size=mark.size * scale)


def one_above_the_other(first: Figure, second: Figure, times: float, gap: float) -> Figure:
    """Two figures as one; the second ``times`` as large, after a gap, both in the middle."""
    wide = max(first.width, second.width * times)
    left, right = (wide - first.width) / 2, (wide - second.width * times) / 2
    below = first.height + gap * times
    marks = (
        *(placed(mark, left, 0.0, 1.0) for mark in first.marks),
        *(placed(mark, right, below, times) for mark in second.marks),
    )
    told = f"{first.alternative} {second.alternative}"
    return Figure(wide, below + second.height * times, marks, told, first.letters)
