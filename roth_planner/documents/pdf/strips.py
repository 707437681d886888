"""Strips: what a document is cut into before it is laid on pages.

A strip is a horizontal slice of the page that is never divided: a line of text, or a row of a
table. Everything an outline holds becomes strips, so nothing can be too tall for a page, and one
pass from top to bottom finds all the page breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from roth_planner.documents.pdf.lines import Line
from roth_planner.documents.pdf.structure import Element
from roth_planner.documents.pdf.styles import Colour, Voice


class Drawn(Protocol):
    """What draws itself into a strip: a figure."""

    def draw(self, pen: Any, left: float, top: float) -> None:
        """Draw with the left upper corner at a point of the page, in points."""


# A last page with less than this share of its height on it is a scrap.
_SCRAP = 0.2

# How far the distances between strips give way, as shares of themselves.
_CLOSER = (0.9, 0.8)


class Words(NamedTuple):
    """A line in its place: ``x`` from the left margin, baseline ``drop`` under the strip's top.

    Without an element the words are decoration, not content: a screen reader passes over them.
    """

    element: Element | None
    x: float
    drop: float
    line: Line
    voice: Voice


@dataclass(frozen=True, eq=False)
class Frame:
    """A box (``boxed``) or a rule on the left, drawn beside all strips that share it on a page."""

    x: float
    width: float
    pad: float
    boxed: bool
    colour: Colour
    weight: float


class Rule(NamedTuple):
    """A horizontal rule at the foot of a strip."""

    x: float
    width: float
    colour: Colour
    weight: float


class Bookmark(NamedTuple):
    """An entry in the bookmarks of the PDF; the outermost level is 0."""

    level: int
    words: str


@dataclass(slots=True, eq=False)
class Strip:
    """A slice of the page; all distances in points.

    ``above`` is left out at the top of a page. ``keep`` holds the strip on the page of the next.
    ``head`` is the table head that must stand above the strip on its page.
    """

    height: float
    words: list[Words] = field(default_factory=list)
    above: float = 0.0
    below: float = 0.0
    keep: bool = False
    starts_page: bool = False
    frame: Frame | None = None
    rule: Rule | None = None
    head: Strip | None = None
    bookmark: Bookmark | None = None
    picture: Drawn | None = None


class Placed(NamedTuple):
    """A strip on a page, ``top`` points under the top margin; a repeated one is decoration."""

    top: float
    strip: Strip
    repeated: bool = False


def baseline(voice: Voice) -> float:
    """How far under the top of its line a voice's baseline is: capitals stand in the middle."""
    return voice.leading / 2 + 0.34 * voice.size


def text_strips(
    lines: Iterable[Line],
    element: Element | None,
    voice: Voice,
    x: float = 0.0,
    above: float = 0.0,
    frame: Frame | None = None,
) -> list[Strip]:
    """One strip a line; the first two and the last two lines of a paragraph stay together."""
    drop = baseline(voice)
    strips = [
        Strip(voice.leading, [Words(element, x, drop, line, voice)], frame=frame) for line in lines
    ]
    if strips:
        strips[0].above = above
    if len(strips) > 1:
        strips[0].keep = strips[-2].keep = True
    return strips


class _Layout:
    """Pages filled from top to bottom."""

    def __init__(self, height: float) -> None:
        self._height = height
        self.pages: list[list[Placed]] = [[]]
        self._y = 0.0
        self._head: Strip | None = None

    def new_page(self) -> None:
        if self.pages[-1]:
            self.pages.append([])
            self._y = 0.0
            self._head = None

    def fits(self, chain: Sequence[Strip]) -> bool:
        """Whether strips that belong together go on what is left of the page."""
        return self._y + self._need(chain, bool(self.pages[-1])) <= self._height

    def fits_one_page(self, chain: Sequence[Strip]) -> bool:
        return self._need(chain, started=False) <= self._height

    def place(self, strip: Strip) -> None:
        head = self._head_due(strip)
        if head:
            self._put(head, repeated=True)
        self._put(strip, repeated=False)
        self._head = strip.head or self._head

    def _head_due(self, strip: Strip) -> Strip | None:
        return strip.head if strip.head not in (None, strip, self._head) else None

    def _need(self, chain: Sequence[Strip], started: bool) -> float:
        head = self._head_due(chain[0]) if started else chain[0].head
        need = sum(strip.above + strip.height + strip.below for strip in chain)
        if head and head is not chain[0]:
            need += head.above + head.height
        if not started:
            need -= (head or chain[0]).above
        if chain[-1].frame and not chain[-1].below:
            need += chain[-1].frame.pad
        return need

    def _put(self, strip: Strip, repeated: bool) -> None:
        if self.pages[-1]:
            self._y += strip.above
        elif strip.frame:
            self._y += strip.frame.pad
        self.pages[-1].append(Placed(self._y, strip, repeated))
        self._y += strip.height + strip.below


def without_a_scrap(strips: Sequence[Strip], height: float) -> list[list[Placed]]:
    """Pages as ``paginate`` lays them; a last one with next to nothing on it is taken in.

    The distances between strips give way for it, by a fifth at most; no letter is made smaller.
    """
    pages = paginate(strips, height)
    if len(pages) == 1 or _filled(pages[-1]) > _SCRAP * height or strips[-1].starts_page:
        return pages
    distances = [(strip.above, strip.below) for strip in strips]
    for share in _CLOSER:
        for strip, (above, below) in zip(strips, distances, strict=True):
            strip.above, strip.below = above * share, below * share
        closer = paginate(strips, height)
        if len(closer) < len(pages):
            return closer
    for strip, (above, below) in zip(strips, distances, strict=True):
        strip.above, strip.below = above, below
    return pages


def _filled(page: Sequence[Placed]) -> float:
    return page[-1].top + page[-1].strip.height if page else 0.0


def paginate(strips: Sequence[Strip], height: float) -> list[list[Placed]]:
    """Lay strips on pages of this height, in one pass; there is always at least one page."""
    layout = _Layout(height)
    start = 0
    while start < len(strips):
        end = start + 1
        while end < len(strips) and strips[end - 1].keep and not strips[end].starts_page:
            end += 1
        chain = strips[start:end]
        if strips[start].starts_page or (not layout.fits(chain) and layout.fits_one_page(chain)):
            layout.new_page()
        for strip in chain:
            if not layout.fits((strip,)):
                layout.new_page()
            layout.place(strip)
        start = end
    return layout.pages
