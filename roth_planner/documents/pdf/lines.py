"""Runs of text broken into lines of a given width."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from roth_planner.documents.outline import Run
from roth_planner.documents.pdf import fonts
from roth_planner.documents.pdf.characters import Namer
from roth_planner.documents.pdf.fonts import Face, Span


class Line(NamedTuple):
    """One line: its spans, and its width in points without the space it may end on."""

    spans: tuple[Span, ...]
    width: float


_PIECE = re.compile(r"[^ \n]+| +|\n")
_BLANK_LINES = re.compile(r"\n[ \n]*\n")
# A word may also be broken after a dash or slash between letters, and at a zero-width space.
_BREAKS = re.compile("(?<=[^\\W\\d_][-\u2010\u2013\u2014/])(?=[^\\W\\d_])|(?<=\u200b)")

# In points at a size of 1: a column made just wide enough for a word must hold it.
_TOLERANCE = 1e-6


class _Writer:
    """Collects the line being filled, and the lines that are full."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.x = 0.0
        self._gap = 0.0
        self._spans: list[Span] = []

    def room(self, width: float) -> float:
        return width - self.x - self._gap

    def add(self, spans: Iterable[Span], width: float) -> None:
        for span in spans:
            if self._spans and self._spans[-1].face is span.face:
                self._spans[-1] = Span(span.face, self._spans[-1].text + span.text)
            else:
                self._spans.append(span)
        self.x += self._gap + width
        self._gap = 0.0

    def space(self, face: Face, width: float) -> None:
        """A space, kept at the end of a line so that text read or copied has its words apart."""
        if self._spans and not self._gap:
            self.add((Span(face, " "),), 0.0)
            self._gap = width

    def end_line(self) -> None:
        if self._spans:
            self.lines.append(Line(tuple(self._spans), self.x))
        self.x = self._gap = 0.0
        self._spans = []


class Typesetter:
    """Turns what was typed into lines of one document, remembering widths and what it named."""

    def __init__(self) -> None:
        self.namer = Namer(fonts.has_glyph)
        self._widths: dict[tuple[str, str], float] = {}

    def spans(self, runs: Iterable[Run], strong: bool = False) -> list[Span]:
        """Runs as stretches of one face each, with unprintable characters named."""
        found: list[Span] = []
        for run in runs:
            pair = fonts.bold() if strong or run.strong else fonts.regular()
            found += pair.spans(self.namer.spell(run.text))
        return found

    def paragraphs(self, runs: Iterable[Run], strong: bool = False) -> list[list[Span]]:
        """Runs as paragraphs: a blank line starts a new one; empty ones are left out."""
        return self.split(self.spans(runs, strong))

    def split(self, spans: Iterable[Span]) -> list[list[Span]]:
        """Spans as paragraphs."""
        paragraphs: list[list[Span]] = [[]]
        for span in spans:
            first, *rest = _BLANK_LINES.split(span.text)
            paragraphs[-1].append(Span(span.face, first))
            paragraphs += [[Span(span.face, text)] for text in rest]
        return [spans for spans in paragraphs if any(span.text.strip() for span in spans)]

    def width(self, spans: Iterable[Span], size: float) -> float:
        """The width in points of text that is broken only where its writer broke it."""
        widest = width = 0.0
        for face, text in spans:
            first, *rest = text.split("\n")
            width += self._width(Span(face, first))
            for line in rest:
                widest, width = max(widest, width), self._width(Span(face, line))
        return size * max(widest, width)

    def longest_word(self, spans: Iterable[Span], size: float) -> float:
        """The width in points of the longest word: what a column needs not to break words."""
        words = (
            Span(face, part)
            for face, text in spans
            for word in text.split()
            for part in _BREAKS.split(word)
        )
        return size * max(map(self._width, words), default=0.0)

    def lines(self, spans: Iterable[Span], size: float, width: float) -> list[Line]:
        """Text broken at spaces into lines no wider than ``width``; longer words are cut."""
        writer = _Writer()
        word: list[Span] = []
        room = width / size + _TOLERANCE
        for face, text in spans:
            for piece in _PIECE.findall(text):
                if piece == "\n":
                    self._set_word(writer, word, room)
                    writer.space(face, 0.0)
                    writer.end_line()
                elif piece[0] == " ":
                    self._set_word(writer, word, room)
                    writer.space(face, face.widths[" "])
                else:
                    word.append(Span(face, piece))
        self._set_word(writer, word, room)
        writer.end_line()
        return [Line(line.spans, line.width * size) for line in writer.lines]

    def _width(self, span: Span) -> float:
        key = (span.face.name, span.text)
        width = self._widths.get(key)
        if width is None:
            widths = span.face.widths
            width = self._widths[key] = sum(map(widths.__getitem__, span.text))
        return width

    def _set_word(self, writer: _Writer, word: list[Span], room: float) -> None:
        """Put a word on the line, or on the next, or in parts; ``word`` is left empty."""
        width = sum(map(self._width, word))
        if word and width <= writer.room(room):
            writer.add(word, width)
        elif word:
            for part in _parts(word):
                self._set_part(writer, part, room)
        word.clear()

    def _set_part(self, writer: _Writer, part: list[Span], room: float) -> None:
        width = sum(map(self._width, part))
        if width > writer.room(room) and writer.x:
            writer.end_line()
        if width <= room:
            writer.add(part, width)
            return
        for face, text in part:
            reach = list(accumulate(map(face.widths.__getitem__, text), initial=0.0))
            start = 0
            while start < len(text):
                end = bisect_right(reach, reach[start] + writer.room(room)) - 1
                while start < end < len(text) and unicodedata.combining(text[end]):
                    end -= 1
                if end <= start:
                    if writer.x:
                        writer.end_line()
                        continue
                    end = start + 1
                writer.add((Span(face, text[start:end]),), reach[end] - reach[start])
                start = end


def _parts(word: list[Span]) -> list[list[Span]]:
    """A word in the parts it may be broken into."""
    parts: list[list[Span]] = [[]]
    for face, text in word:
        first, *rest = _BREAKS.split(text)
        parts[-1].append(Span(face, first))
        parts += [[Span(face, part)] for part in rest if part]
    return parts
