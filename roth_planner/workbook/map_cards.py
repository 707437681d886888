"""What stands on the cards of a map: their words in lines, how large they are, how heavy the ring.

Sizes are in units; a unit is a pixel at 100 % on screen, and whatever fits on paper. Who draws says
how wide words are, so that screen and paper have the same cards in their own letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from roth_planner.workbook.case_map import CaseMap, Gap, MapPerson, MapPlace, Tie
from roth_planner.workbook.map_words import place_facts, tone_words
from roth_planner.workbook.parts import Ref

Measure: TypeAlias = Callable[[str, float, bool], float]
"""How wide words are: words, size in units, whether in bold."""

LARGE, SMALL = 15.0, 13.0
"""Sizes of letters on a card: what it is called, and what is said below."""
LEADING = 1.25
PAD = 9.0
WIDEST = 176.0
"""Words on a card are broken here; a name of three words still stands in one or two lines."""
THINNEST, HEAVIEST = 1.5, 8.0
"""The ring of a place with no weight, and of one that weighs 10."""
PLAIN, GUARDING = 1.0, 3.0
"""The edge of somebody's card, and of a guardian's, which is green too."""
SHORT_GAPS = {"no_tie": "no line yet", "no_guardian": "no guardian yet", "no_plan": "no plan yet"}


class Voice(StrEnum):
    """How a line on a card is said."""

    NAME = "name"
    DETAIL = "detail"
    FACT = "fact"
    TIE = "tie"
    GAP = "gap"


class CardLine(NamedTuple):
    """A line of words on a card; ``tone`` where it says what a tie does."""

    words: str
    voice: Voice
    tone: str = ""

    @property
    def size(self) -> float:
        """The size of its letters in units."""
        return LARGE if self.voice is Voice.NAME else SMALL


class Face(NamedTuple):
    """A card that has no place yet: its words, its size with the ring, and the ring.

    ``guards`` says that it is a guardian's.
    """

    lines: tuple[CardLine, ...]
    width: float
    height: float
    ring: float
    guards: bool = False


def faces(shown: CaseMap, measure: Measure, beside: Mapping[Ref, Tie]) -> dict[Ref, Face]:
    """A card for everybody and every place on a map.

    ``beside`` is the tie of somebody to the place they stand by: there is no room for words on so
    short a line, so the card says them.
    """
    lacking: dict[Ref, list[Gap]] = {}
    for gap in shown.gaps:
        lacking.setdefault(gap.about, []).append(gap)
    widths: dict[tuple[str, bool], float] = {}
    made: dict[Ref, Face] = {}
    for one in shown.everybody:
        said = [*_of_person(one), *_tie(shown, beside.get(one.ref)), *_gaps(lacking, one.ref)]
        face = _face(said, GUARDING if one.guards else PLAIN, measure, widths)
        made[one.ref] = face._replace(guards=one.guards)
    for place in shown.places:
        said = [*_of_place(place), *_gaps(lacking, place.ref)]
        made[place.ref] = _face(said, ring(place.weight), measure, widths)
    return made


def ring(weight: int | None) -> float:
    """How wide the ring of a place is, in units, from its weight of 0 to 10."""
    return THINNEST + (HEAVIEST - THINNEST) * (weight or 0) / 10


def indent(face: Face, width: float) -> float:
    """How far right of a card's edge its words begin; in a wide card they stand in the middle."""
    return PAD + face.ring + (width - face.width) / 2


def line_tops(lines: Iterable[CardLine], ring_width: float) -> list[float]:
    """Where each line of a card begins, in units below the card's upper edge."""
    tops, y = [], PAD + ring_width
    for line in lines:
        tops.append(y)
        y += line.size * LEADING
    return tops


_Widths: TypeAlias = dict[tuple[str, bool], float]


def _of_person(person: MapPerson) -> list[CardLine]:
    return [CardLine(person.label, Voice.NAME), CardLine(person.detail, Voice.DETAIL)]


def _of_place(place: MapPlace) -> list[CardLine]:
    facts = [CardLine(words, Voice.FACT) for words in place_facts(place)]
    return [CardLine(place.label, Voice.NAME), CardLine(place.detail, Voice.DETAIL), *facts]


def _tie(shown: CaseMap, tie: Tie | None) -> list[CardLine]:
    if tie is None:
        return []
    said = tie.said[0]
    to_them = tie.end.record == "person" and said.direction == "out"
    relation = f"{shown.label(tie.start)} {said.relation}" if to_them else said.relation
    words = f"{relation} \u00b7 {tone_words(shown, tie)}"
    return [CardLine(words, Voice.TIE, tie.tone)]


def _gaps(lacking: Mapping[Ref, list[Gap]], ref: Ref) -> list[CardLine]:
    return [CardLine(SHORT_GAPS[gap.lacks], Voice.GAP) for gap in lacking.get(ref, ())]


def _face(said: Iterable[CardLine], ring_width: float, measure: Measure, widths: _Widths) -> Face:
    lines: list[CardLine] = []
    widest = height = 0.0
    for line in said:
        bold = line.voice is Voice.NAME
        for part, width in _broken(line.words, line.size, bold, measure, widths):
            lines.append(CardLine(part, line.voice, line.tone))
            widest = max(widest, width)
            height += line.size * LEADING
    edge = 2 * (PAD + ring_width)
    return Face(tuple(lines), widest + edge, height + edge, ring_width)


def _broken(
    words: str, size: float, bold: bool, measure: Measure, widths: _Widths
) -> Iterable[tuple[str, float]]:
    """Words in lines no wider than a card, each with its width; a longer word is cut."""

    def wide(part: str) -> float:
        found = widths.get((part, bold))
        if found is None:
            found = widths[part, bold] = measure(part, size, bold)
        return found

    whole = " ".join(words.split())
    if not whole:
        return
    width = wide(whole)
    if width <= WIDEST:
        yield whole, width
        return
    space, line, reach = wide(" "), "", 0.0
    for word in whole.split(" "):
        while wide(word) > WIDEST:
            fits = max(1, int(len(word) * WIDEST / wide(word)) - 1)
            if line:
                yield line, reach
            line, reach, word, cut = "", 0.0, word[fits:], word[:fits]
            yield cut, wide(cut)
        if line and reach + space + wide(word) > WIDEST:
            yield line, reach
            line, reach = word, wide(word)
        else:
            line = f"{line} {word}" if line else word
            reach += wide(word) + (space if reach else 0.0)
    if line:
        yield line, reach
