"""The young person's own map: their places in four fields, by how each feels to them.

The words are theirs, and so is the judgement: it is about places, and nothing is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from roth_planner.documents.audiences import ToldRow
from roth_planner.documents.figure import DASHES, Area, Figure, Ink, Label, Mark
from roth_planner.workbook.map_cards import Measure

FIELDS = (
    ("feel_safe", "I feel safe", "protective"),
    ("not_sure", "I am not sure", "mixed"),
    ("feel_unsafe", "I feel unsafe", "harmful"),
    ("dont_go", "I don\u2019t go there", "not_known"),
)
"""How a place can feel, as they say it, and the line around the field (list ``feelings``)."""

Said = Mapping[str, str]
"""The list ``feelings`` in an area's own words; what it does not say is said as above."""
WIDTH, BETWEEN, PAD = 480.0, 16.0, 12.0
TWO_BESIDE = 400.0
"""Units of width from which two fields stand beside each other."""
HEADING, NAME, WHEN = 16.0, 15.0, 13.0
LEADING = 1.3
NOTHING = "Nothing here yet"


class OwnPlace(Struct, frozen=True):
    """A place on the map; ``number`` counts the rows from 0, ``feels`` is a key or ""."""

    number: int
    name: str
    feels: str
    when: str


def own_places(rows: Sequence[ToldRow], spell: Callable[[str], str] = str) -> tuple[OwnPlace, ...]:
    """The places of the rows of the question ``places``, as an audience reads them.

    ``spell`` writes words as the letters of a page can show them.
    """
    return tuple(
        OwnPlace(
            number,
            spell(row.words("context")) or "A place",
            row.keys.get("feels", ""),
            spell(row.words("times")),
        )
        for number, row in enumerate(rows)
    )


def own_map_figure(
    places: Sequence[OwnPlace],
    width_of: Measure,
    said: Said | None = None,
    whole: float = WIDTH,
) -> Figure | None:
    """The picture, so many units wide; None where they have said of no place how it feels."""
    if not any(one.feels for one in places):
        return None
    marks: list[Mark] = []
    across = 2 if whole >= TWO_BESIDE else 1
    wide = (whole - BETWEEN * (across - 1)) / across
    y = 0.0
    for first in range(0, len(FIELDS), across):
        some = fields(said)[first : first + across]
        beside = [_Field(wide, width_of) for _ in some]
        for field, (key, words, tone) in zip(beside, some, strict=True):
            field.fill(words, tone, [one for one in places if one.feels == key])
        high = max(field.height for field in beside)
        for side, field in enumerate(beside):
            marks += field.marks(side * (wide + BETWEEN), y, high)
        y += high + BETWEEN
    return Figure(whole, y - BETWEEN, tuple(marks), own_map_words(places, said), letters=NAME)


def fields(said: Said | None) -> tuple[tuple[str, str, str], ...]:
    """Key, words and line of each field."""
    return tuple((key, (said or {}).get(key) or words, tone) for key, words, tone in FIELDS)


def own_map_words(places: Sequence[OwnPlace], said: Said | None = None) -> str:
    """The picture in words: each field with its places."""
    parts = ["Places in four fields."]
    for key, words, _tone in fields(said):
        here = [one for one in places if one.feels == key]
        named = [f"{one.name} ({one.when})" if one.when else one.name for one in here]
        parts.append(f"{words}: {', '.join(named) if named else 'nothing yet'}.")
    return " ".join(parts)


class _Field:
    """One of the four fields, filled before it is known how high it will be."""

    def __init__(self, width: float, width_of: Measure) -> None:
        self._width, self._width_of = width, width_of
        self._tone = ""
        self._cards: list[tuple[OwnPlace, float, float]] = []
        self._labels: list[tuple[float, Label]] = []
        self.height = 0.0

    def fill(self, words: str, tone: str, places: Sequence[OwnPlace]) -> None:
        """A heading and the places below it."""
        self._tone = tone
        self._y = PAD
        self._write(words, HEADING, True, Ink(tone), PAD)
        self._y += 6
        for place in places:
            begun = self._y
            self._y += 6
            self._write(place.name, NAME, True, Ink.TEXT, PAD + 10)
            if place.when:
                self._write(place.when, WHEN, False, Ink.MUTED, PAD + 10)
            self._y += 7
            self._cards.append((place, begun, self._y - begun))
            self._y += 8
        if not places:
            self._write(NOTHING, WHEN, False, Ink.MUTED, PAD)
        self.height = self._y + PAD

    def marks(self, x: float, y: float, height: float) -> list[Mark]:
        """The field at a place, as high as the one beside it."""
        ink, dash = Ink(self._tone), DASHES[self._tone]
        found: list[Mark] = [Area(x + 2, y + 2, self._width - 4, height - 4, 12, ink, 3, dash)]
        for place, top, high in self._cards:
            wide = self._width - 2 * PAD
            found.append(Area(x + PAD, y + top, wide, high, 6, about=str(place.number)))
        for _top, label in self._labels:
            found.append(
                Label(label.x + x, label.y + y, label.words, label.size, label.strong, label.ink)
            )
        return found

    def _write(self, words: str, size: float, strong: bool, ink: Ink, indent: float) -> None:
        room = self._width - 2 * indent
        for line in broken(words, size, strong, room, self._width_of):
            self._labels.append((self._y, Label(indent, self._y + size, line, size, strong, ink)))
            self._y += size * LEADING


def broken(words: str, size: float, strong: bool, room: float, width_of: Measure) -> list[str]:
    """Words in lines no wider than there is room; a longer word is cut."""
    lines: list[str] = []
    for word in words.split():
        while width_of(word, size, strong) > room:
            fits = max(1, int(len(word) * room / width_of(word, size, strong)) - 1)
            lines.append(word[:fits])
            word = word[fits:]
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, strong) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
