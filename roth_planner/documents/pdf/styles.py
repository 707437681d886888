"""Sizes, colours and distances on paper, all grown from the size of the body text.

From the project's look: A4, margins of 20 mm, headings 24 / 16 / 13 at a body of 12 points, line
height about 1.45. Words are black or dark enough to print well without colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Colour: TypeAlias = tuple[float, float, float]

MILLIMETRE = 72 / 25.4
PAGE_WIDTH = 210 * MILLIMETRE
PAGE_HEIGHT = 297 * MILLIMETRE
MARGIN = 20 * MILLIMETRE
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
TEXT_HEIGHT = PAGE_HEIGHT - 2 * MARGIN

# Beyond these a page holds too little, or cannot be read; an outline outside is brought inside.
SMALLEST_BODY, LARGEST_BODY = 8.0, 32.0

# From this size on the copy is large print: nothing that is read is set smaller than the body.
LARGE_PRINT = 16.0


def colour(code: str) -> Colour:
    """A colour from how stylesheets write it: ``#1C2833``."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


BLACK = colour("#000000")
MUTED = colour("#4B5B69")
ACCENT = colour("#0B6663")
LINE = colour("#7A8A97")
PRACTICE = colour("#8A4B00")


class Voice(NamedTuple):
    """How words are set: size and line height in points, weight and colour."""

    size: float
    leading: float
    strong: bool = False
    colour: Colour = BLACK


@dataclass(frozen=True)
class Styles:
    """Every voice of one document; ``unit`` is a twelfth of the body size, for distances."""

    unit: float
    title: Voice
    meta: Voice
    headings: tuple[Voice, Voice, Voice]
    lead: Voice
    body: Voice
    label: Voice
    quotation: Voice
    source: Voice
    notice: Voice
    caption: Voice
    head: Voice
    cell: Voice
    row_name: Voice
    practice: Voice
    footer: Voice


def styles(body_size: float) -> Styles:
    """The voices of a document whose running text has this size in points."""
    body = min(max(body_size, SMALLEST_BODY), LARGEST_BODY)
    unit = body / 12
    small = body if body >= LARGE_PRINT else body * 11 / 12

    def voice(size: float, height: float, strong: bool = False, colour: Colour = BLACK) -> Voice:
        return Voice(size, size * height, strong, colour)

    return Styles(
        unit=unit,
        title=voice(24 * unit, 1.2, strong=True),
        meta=voice(body, 1.45, colour=MUTED),
        headings=(
            voice(16 * unit, 1.3, strong=True, colour=ACCENT),
            voice(13 * unit, 1.35, strong=True),
            voice(body, 1.45, strong=True, colour=MUTED),
        ),
        lead=voice(13.5 * unit, 1.45),
        body=voice(body, 1.45),
        label=voice(body, 1.45, strong=True),
        quotation=voice(body, 1.45),
        source=voice(small, 1.45, colour=MUTED),
        notice=voice(13 * unit, 1.4, strong=True),
        caption=voice(small, 1.4, colour=MUTED),
        head=voice(small, 1.3, strong=True),
        cell=voice(small, 1.35),
        row_name=voice(small, 1.35, strong=True),
        practice=voice(11 if body < LARGE_PRINT else 14, 1.2, strong=True, colour=PRACTICE),
        footer=voice(min(max(9 * unit, 8), 12), 1.2, colour=MUTED),
    )
