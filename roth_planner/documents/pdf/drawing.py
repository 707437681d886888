"""Pages of strips drawn on a tagged canvas, with what stands in their margins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from roth_planner.documents.pdf.furniture import Footer, Mark
from roth_planner.documents.pdf.strips import Frame, Placed, Words
from roth_planner.documents.pdf.structure import (
    LAYOUT,
    PAGE_FOOTER,
    PAGE_HEADER,
    REPEATED,
    Element,
    TaggedCanvas,
)
from roth_planner.documents.pdf.styles import (
    LINE,
    MARGIN,
    MILLIMETRE,
    PAGE_HEIGHT,
    PRACTICE,
    TEXT_WIDTH,
)

_TOP = PAGE_HEIGHT - MARGIN
_FOOTER_BASELINE = 11 * MILLIMETRE
_FOOTER_RULE = 16 * MILLIMETRE
_HEADER_BOTTOM = PAGE_HEIGHT - 15 * MILLIMETRE
_HEADER_HEIGHT = 7 * MILLIMETRE


class PageDrawer:
    """Draws pages one after the other.

    ``spoken_mark`` is the element of the mark of practice on the first page, where it is content:
    a screen reader passes over what stands in margins, and must say this once.
    """

    def __init__(
        self, canvas: TaggedCanvas, footer: Footer, mark: Mark | None, spoken_mark: Element | None
    ) -> None:
        self._canvas = canvas
        self._pen: Any = canvas.canvas
        self._footer = footer
        self._mark = mark
        self._spoken_mark = spoken_mark
        self._bookmarks = 0

    def draw(self, pages: Sequence[Sequence[Placed]]) -> None:
        """All pages of the document."""
        for number, page in enumerate(pages, start=1):
            self._draw_lines(page)
            if self._mark:
                self._draw_mark(self._mark, self._spoken_mark if number == 1 else None)
            self._draw_words(page)
            self._draw_footer(number)
            self._canvas.end_page()

    def _draw_lines(self, page: Sequence[Placed]) -> None:
        """Rules and frames, under the words; no rule under the last row of a page."""
        pen = self._pen
        self._canvas.artifact(LAYOUT)
        pen.setStrokeColor(LINE)
        pen.setLineWidth(0.5)
        pen.line(MARGIN, _FOOTER_RULE, MARGIN + TEXT_WIDTH, _FOOTER_RULE)
        for top, strip, _ in page:
            if strip.rule and strip is not page[-1].strip:
                y = _TOP - top - strip.height - strip.below
                x = MARGIN + strip.rule.x
                pen.setStrokeColor(strip.rule.colour)
                pen.setLineWidth(strip.rule.weight)
                pen.line(x, y, x + strip.rule.width, y)
        for frame, top, bottom in _frames(page):
            pen.setStrokeColor(frame.colour)
            pen.setLineWidth(frame.weight)
            x = MARGIN + frame.x
            top, bottom = _TOP - top + frame.pad, _TOP - bottom - frame.pad
            if frame.boxed:
                pen.roundRect(x, bottom, frame.width, top - bottom, 4)
            else:
                x += frame.weight / 2
                pen.line(x, top - 2, x, bottom + 2)

    def _draw_words(self, page: Sequence[Placed]) -> None:
        """Words and pictures in reading order."""
        for top, strip, _ in page:
            if strip.bookmark:
                self._bookmarks += 1
                key = f"heading{self._bookmarks}"
                self._pen.bookmarkPage(key, fit="XYZ", left=0, top=_TOP - top + 12)
                self._pen.addOutlineEntry(strip.bookmark.words, key, strip.bookmark.level)
        for picture, stretch in groupby(page, key=lambda placed: placed.strip.picture):
            if picture is None:
                self._draw_stretch(stretch)
            else:
                self._canvas.content(picture.element)
                picture.draw(self._pen, MARGIN, _TOP - next(stretch).top)

    def _draw_stretch(self, placed: Iterator[Placed]) -> None:
        """Words of strips; one stretch of marked content for each element."""
        words_on_page = (
            (None if repeated else words.element, top, words)
            for top, strip, repeated in placed
            for words in strip.words
        )
        for element, stretch in groupby(words_on_page, key=lambda placed: placed[0]):
            if element is None:
                self._canvas.artifact(REPEATED)
            else:
                self._canvas.content(element)
            self._write(
                (MARGIN + words.x, _TOP - top - words.drop, words) for _, top, words in stretch
            )

    def _write(self, placed: Iterator[tuple[float, float, Words]]) -> None:
        """Lines at their points of the page, in as few changes of font and colour as can be."""
        writing = self._pen.beginText()
        set_in: tuple[str, float] | None = None
        colour = None
        for x, y, words in placed:
            writing.setTextOrigin(x, y)
            if words.voice.colour != colour:
                colour = words.voice.colour
                writing.setFillColor(colour)
            for face, text in words.line.spans:
                if set_in != (face.name, words.voice.size):
                    set_in = (face.name, words.voice.size)
                    writing.setFont(face.name, words.voice.size * face.scale)
                writing.textOut(text)
        self._pen.drawText(writing)

    def _draw_mark(self, mark: Mark, spoken: Element | None) -> None:
        """The mark of practice in a frame above the text."""
        self._canvas.artifact(PAGE_HEADER)
        self._pen.setStrokeColor(PRACTICE)
        self._pen.setLineWidth(1.25)
        self._pen.roundRect(MARGIN, _HEADER_BOTTOM, TEXT_WIDTH, _HEADER_HEIGHT, 3)
        if spoken:
            self._canvas.content(spoken)
        y = _HEADER_BOTTOM + _HEADER_HEIGHT / 2 - 0.34 * mark.bold.size
        right = MARGIN + TEXT_WIDTH - 8 - mark.sentence.width
        self._write(
            iter(
                (
                    (MARGIN + 8, y, Words(None, 0, 0, mark.word, mark.bold)),
                    (right, y, Words(None, 0, 0, mark.sentence, mark.plain)),
                )
            )
        )

    def _draw_footer(self, number: int) -> None:
        self._canvas.artifact(PAGE_FOOTER)
        words = Words(None, 0, 0, self._footer.line(number), self._footer.voice)
        self._write(iter(((MARGIN, _FOOTER_BASELINE, words),)))


def _frames(page: Sequence[Placed]) -> Iterator[tuple[Frame, float, float]]:
    """Every frame on a page with the top and bottom of the strips it holds."""
    for frame, placed in groupby(page, key=lambda placed: placed.strip.frame):
        if frame:
            strips = list(placed)
            last = strips[-1]
            yield frame, strips[0].top, last.top + last.strip.height
