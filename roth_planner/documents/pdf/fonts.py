"""The typefaces on paper: Atkinson Hyperlegible Next, and DejaVu Sans where it has no glyph.

Both are bundled, and only the glyphs used are embedded; nothing is taken from the computer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from threading import Lock
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from roth_planner.paths import assets

# DejaVu's small letters are taller (x-height 0.547 em against 0.496 em): set it smaller to match.
_DEJAVU_SCALE = 0.907


class Face(NamedTuple):
    """One typeface ReportLab knows by ``name``; ``widths`` are in points at a size of 1 point."""

    name: str
    scale: float
    widths: Mapping[str, float]


class Span(NamedTuple):
    """A stretch of text that one face can set."""

    face: Face
    text: str


class Pair(NamedTuple):
    """A face and the one that stands in for it; ``missing`` finds what only the second has."""

    main: Face
    fallback: Face
    missing: re.Pattern[str]

    def spans(self, text: str) -> list[Span]:
        """The text in stretches of one face each; an accent stays with its letter."""
        if self.main.widths.keys() >= set(text) - {"\n"}:
            return [Span(self.main, text)] if text else []
        spans: list[Span] = []
        done = 0
        for stretch in self.missing.finditer(text):
            if stretch.start() > done:
                spans.append(Span(self.main, text[done : stretch.start()]))
            spans.append(Span(self.fallback, stretch.group()))
            done = stretch.end()
        if done < len(text):
            spans.append(Span(self.main, text[done:]))
        return spans


_loading = Lock()


def _face(name: str, scale: float = 1.0) -> Face:
    # Registered once: a font that is replaced while another thread writes with it is written wrong.
    with _loading:
        if name not in pdfmetrics.getRegisteredFontNames():
            path = assets("fonts", f"{name}.ttf")
            pdfmetrics.registerFont(TTFont(name, str(path), asciiReadable=True, shapable=False))
    font = pdfmetrics.getFont(name)
    widths = {
        chr(code): font.face.charWidths.get(code, font.face.defaultWidth) * scale / 1000
        for code in font.face.charToGlyph
    }
    return Face(name, scale, widths)


def _pair(main: Face, fallback: Face) -> Pair:
    # Written as escapes: the class holds signs, such as ], that mean something in a pattern.
    covered = "".join(f"\\u{ord(character):04x}" for character in {*main.widths, "\n"})
    marks = "[\\u0300-\\u036f]"
    unit = f"(?:[^{covered}]{marks}*|\\S{marks}*(?![{covered}]){marks}+)"
    return Pair(main, fallback, re.compile(f"{unit}(?: ?{unit})*"))


@cache
def regular() -> Pair:
    """The face of running text."""
    return _pair(_face("AtkinsonHyperlegibleNext-Regular"), _face("DejaVuSans", _DEJAVU_SCALE))


@cache
def bold() -> Pair:
    """The face of headings, labels and strong words."""
    return _pair(_face("AtkinsonHyperlegibleNext-Bold"), _face("DejaVuSans-Bold", _DEJAVU_SCALE))


def has_glyph(character: str) -> bool:
    """Whether a character can be drawn in the regular and in the bold face."""
    return all(
        character in pair.main.widths or character in pair.fallback.widths
        for pair in (regular(), bold())
    )
