"""What stands in the margins of every page: the footer line, and the mark of practice."""

from __future__ import annotations

from typing import NamedTuple

from roth_planner.documents.outline import Run
from roth_planner.documents.pdf.characters import one_line
from roth_planner.documents.pdf.lines import Line, Typesetter
from roth_planner.documents.pdf.styles import TEXT_WIDTH, Voice

PRACTICE = "PRACTICE"
PRACTICE_SENTENCE = "Practice: this is not a real young person"
PRIVACY = "Not for onward sharing"

_BETWEEN = " \u00b7 "
_TOLERANCE = 0.01

# How far the line may be made smaller to fit, as a share of its size.
_SMALLEST = 5 / 6

# A reference or audience longer than this never fits on a line; cut before it is measured.
_LONGEST = 200


class Footer:
    """One line: reference, audience, copy, page x of y, not for onward sharing.

    The same size on all pages; made smaller, and then the reference and the audience cut short,
    until the line fits, so that copy number and page are always whole.
    """

    def __init__(
        self,
        reference: str,
        audience: str,
        copy_number: int,
        pages: int,
        setter: Typesetter,
        voice: Voice,
    ) -> None:
        self._setter = setter
        self._copy = f"Copy {copy_number}"
        self._pages = pages
        self._reference = setter.namer.spell(one_line(reference))[:_LONGEST]
        self._audience = setter.namer.spell(one_line(audience))[:_LONGEST]
        self.voice = voice
        width = self._width(self._words(pages))
        if width > TEXT_WIDTH:
            self.voice = voice._replace(size=voice.size * max(TEXT_WIDTH / width, _SMALLEST))
        self._shorten()

    def line(self, page: int) -> Line:
        """The line of one page; pages count from 1."""
        words = (Run(self._words(page)),)
        return self._setter.lines(self._setter.spans(words), self.voice.size, 2 * TEXT_WIDTH)[0]

    def _words(self, page: int) -> str:
        numbers = f"Page {page} of {self._pages}"
        parts = (self._reference, self._audience, self._copy, numbers, PRIVACY)
        return _BETWEEN.join(part for part in parts if part)

    def _width(self, words: str) -> float:
        return self._setter.width(self._setter.spans((Run(words),)), self.voice.size)

    def _shorten(self) -> None:
        """Cut the longer of reference and audience, letter by letter, until the line fits."""
        while self._width(self._words(self._pages)) > TEXT_WIDTH + _TOLERANCE:
            if len(self._reference) >= len(self._audience):
                self._reference = _cut(self._reference)
            else:
                self._audience = _cut(self._audience)


def _cut(text: str) -> str:
    """One letter less, with an ellipsis at the end."""
    return text.removesuffix("\u2026")[:-1].rstrip() + "\u2026"


class Mark(NamedTuple):
    """The mark of practice: the word, and the sentence at the other end of the header."""

    word: Line
    sentence: Line
    bold: Voice
    plain: Voice


def practice_mark(setter: Typesetter, voice: Voice) -> Mark:
    """The mark in this voice."""

    def line(words: str, voice: Voice) -> Line:
        return setter.lines(setter.spans((Run(words),), voice.strong), voice.size, TEXT_WIDTH)[0]

    plain = voice._replace(strong=False)
    return Mark(line(f"{PRACTICE} ", voice), line(PRACTICE_SENTENCE, plain), voice, plain)
