"""Figures on paper: drawn as lines and letters, never as an image, and tagged with what they say.

A figure is one strip. It is made as large as the text column and as its letters ask, and no larger
than a page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from roth_planner.documents.figure import Area, Figure, Ink, Label, Mark, Stroke
from roth_planner.documents.outline import Run
from roth_planner.documents.pdf.characters import one_line
from roth_planner.documents.pdf.lines import Line, Typesetter
from roth_planner.documents.pdf.metadata import LONGEST_STRING
from roth_planner.documents.pdf.strips import Strip
from roth_planner.documents.pdf.structure import Element
from roth_planner.documents.pdf.styles import (
    ACCENT,
    BLACK,
    LINE,
    MUTED,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    Colour,
    Styles,
    colour,
)

TALLEST = TEXT_HEIGHT * 0.92
"""A figure leaves room on its page for the heading above it."""
UNTOLD = "A picture. What it shows is written below it."

INKS: dict[Ink, Colour] = {
    Ink.TEXT: BLACK,
    Ink.MUTED: MUTED,
    Ink.LINE: LINE,
    Ink.ACCENT: ACCENT,
    Ink.GROUND: colour("#FFFFFF"),
    Ink.WARN: colour("#7A4B00"),
    Ink.PROTECTIVE: colour("#17663D"),
    Ink.HARMFUL: colour("#9C2A10"),
    Ink.MIXED: colour("#56468A"),
    Ink.NOT_KNOWN: colour("#5F6B76"),
}


@dataclass(frozen=True, eq=False)
class Picture:
    """A figure ready to be drawn: its element, its scale in points a unit, its lines of letters."""

    figure: Figure
    element: Element
    scale: float
    lines: dict[int, Line]
    x: float

    def draw(self, pen: Any, left: float, top: float) -> None:
        """Draw at a point of the page, and say in the structure tree where that is."""
        left += self.x
        width, height = self.figure.width * self.scale, self.figure.height * self.scale
        # PDF/UA-1 asks a figure for its box (ISO 32000-1, 14.8.5.4.3).
        self.element.attributes = (
            f"<</O /Layout /Placement /Block /BBox [{left:.2f} {top - height:.2f}"
            f" {left + width:.2f} {top:.2f}]>>"
        ).encode("ascii")
        pen.saveState()
        for place, mark in enumerate(self.figure.marks):
            self._mark(pen, left, top, place, mark)
        pen.restoreState()

    def _mark(self, pen: Any, left: float, top: float, place: int, mark: Mark) -> None:
        scale = self.scale
        match mark:
            case Stroke():
                _dash(pen, mark.dash, mark.width * scale)
                pen.setStrokeColor(INKS[mark.ink])
                pen.setLineWidth(mark.width * scale)
                path = pen.beginPath()
                for number, (x, y) in enumerate(mark.points):
                    to = path.lineTo if number else path.moveTo
                    to(left + x * scale, top - y * scale)
                pen.drawPath(path, stroke=1, fill=0)
            case Area():
                _dash(pen, mark.dash, mark.edge_width * scale)
                edged, filled = mark.edge is not Ink.NONE, mark.fill is not Ink.NONE
                if edged:
                    pen.setStrokeColor(INKS[mark.edge])
                    pen.setLineWidth(mark.edge_width * scale)
                if filled:
                    pen.setFillColor(INKS[mark.fill])
                x, y = left + mark.x * scale, top - (mark.y + mark.height) * scale
                wide, high = mark.width * scale, mark.height * scale
                radius = max(0.0, min(mark.radius * scale, wide / 2, high / 2))
                pen.roundRect(x, y, wide, high, radius, stroke=int(edged), fill=int(filled))
            case Label():
                self._label(pen, left, top, place, mark)

    def _label(self, pen: Any, left: float, top: float, place: int, mark: Label) -> None:
        line = self.lines.get(place)
        if line is None:
            return
        writing = pen.beginText()
        writing.setFillColor(INKS[mark.ink])
        writing.setTextOrigin(left + mark.x * self.scale, top - mark.y * self.scale)
        for face, words in line.spans:
            writing.setFont(face.name, mark.size * self.scale * face.scale)
            writing.textOut(words)
        pen.drawText(writing)


def figure_strips(figure: Figure, root: Element, setter: Typesetter, styles: Styles) -> list[Strip]:
    """The strip of a figure; none for one that has nothing on it or no size."""
    if not figure.marks or not all(_is_length(one) for one in (figure.width, figure.height)):
        return []
    biggest = styles.body.size / figure.letters if _is_length(figure.letters) else 1.0
    scale = min(TEXT_WIDTH / figure.width, TALLEST / figure.height, biggest)
    lines = {}
    for place, mark in enumerate(figure.marks):
        if isinstance(mark, Label) and one_line(mark.words):
            spans = setter.spans((Run(one_line(mark.words)),), mark.strong)
            lines[place] = setter.lines(spans, mark.size, math.inf)[0]
    element = root.add("Figure")
    element.alternative = one_line(figure.alternative, LONGEST_STRING) or UNTOLD
    x = (TEXT_WIDTH - figure.width * scale) / 2
    picture = Picture(figure, element, scale, lines, x)
    gap = 8 * styles.unit
    return [Strip(figure.height * scale, above=gap, below=gap, picture=picture)]


def _is_length(number: float) -> bool:
    return 0 < number < 1e6


def _dash(pen: Any, dash: tuple[float, ...], width: float) -> None:
    if dash:
        pen.setDash([part * width for part in dash])
    else:
        pen.setDash()
