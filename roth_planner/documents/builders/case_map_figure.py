"""The map of a case on paper: the picture with its key, and after it the same in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from roth_planner.documents.audiences import Reader
from roth_planner.documents.builders.case_map_people import EDGE, people_at_places, points_a_unit
from roth_planner.documents.builders.case_map_words import in_words
from roth_planner.documents.figure import (
    DASHES,
    Area,
    Figure,
    Ink,
    Label,
    Mark,
    Stroke,
    one_above_the_other,
)
from roth_planner.documents.letters import in_print, measure
from roth_planner.documents.outline import Block, Heading, Paragraph, text
from roth_planner.workbook.case_map import CaseMap, MapPerson, MapPlace, narrowed
from roth_planner.workbook.caseload import CaseParts
from roth_planner.workbook.map_cards import LARGE, SMALL, Measure, Voice, indent, line_tops
from roth_planner.workbook.map_layout import Card, MapLayout, lay_out
from roth_planner.workbook.map_lines import heads
from roth_planner.workbook.map_words import summary
from roth_planner.workbook.parts import Ref

KEY_SCALE, KEY_GAP = 0.8, 14.0
"""How large the key is in points a unit whatever the map's size, and the space above it."""
SMALLEST = 6.5
"""Points of the small letters below which a map is drawn in parts: places, then their people."""
SHAPES = (0.55, 0.65, 0.72, 0.85, 1.0)
"""How wide to how high a map is tried on a page that stands upright."""
RISE = 0.98
"""Where letters stand below the upper edge of their line, in their size."""
VOICES = {
    Voice.NAME: Ink.TEXT,
    Voice.DETAIL: Ink.MUTED,
    Voice.FACT: Ink.TEXT,
    Voice.TIE: Ink.TEXT,
    Voice.GAP: Ink.WARN,
}
ABOUT = (
    "Drawn from the account and the plans. People stand here by their initials, or by name where"
    " they act by their role. The heavier a place, the wider its ring and the nearer it stands."
)
IN_PARTS = (
    " There are too many people for one picture: the first has the places, the next the people"
    " below the place where they live, work or spend time. All lines are in the list."
)
LOOKS = {
    "protective": "solid",
    "harmful": "dashed",
    "mixed": "dashed and dotted",
    "not_known": "dotted",
}
"""The dashes of each tone in words."""
ARROW, RING = "which way it runs", "wide ring: weighs more"
GUARDIAN, GAP = "a guardian", "not written down yet"


def map_blocks(reader: Reader, case: CaseParts) -> list[Block]:
    """The map as this audience may read it; nothing where nobody and nothing is tied yet."""
    shown = reader.case_map(case.case)
    if not shown.places and not shown.ties:
        return []
    printed = _spelt(shown, in_print())
    figures = map_figures(printed, measure())
    about = ABOUT if len(figures) == 1 else ABOUT + IN_PARTS
    first, *more = figures
    return [Heading(1, "The map"), first, Paragraph(text(about)), *more, *in_words(shown)]


def map_figures(shown: CaseMap, width_of: Measure) -> list[Figure]:
    """One picture, or one of the places and then some of the people at each of them.

    Letters that cannot be read help nobody.
    """
    alternative = f"{summary(shown)} The list after the picture says all that is in it."
    laid = _largest(shown, width_of)
    if SMALL * points_a_unit(laid) >= SMALLEST:
        return [_figure(laid, shown, alternative, width_of)]
    kinds = frozenset(place.kind for place in shown.places) - {
        person.kind for person in shown.people
    }
    fewer = narrowed(shown, kinds, None)
    laid = _largest(fewer, width_of)
    if SMALL * points_a_unit(laid) < SMALLEST:  # what kind of place it is stands in the list
        plain = tuple(msgspec.structs.replace(one, detail="") for one in fewer.places)
        fewer = msgspec.structs.replace(fewer, places=plain)
        laid = _largest(fewer, width_of)
    return [_figure(laid, fewer, alternative, width_of), *_people_figures(shown, width_of)]


def key_figure(shown: CaseMap, width_of: Measure) -> Figure:
    """What lines, rings and edges mean, drawn as they are."""
    said = {words.lower(): tone for tone, words in shown.tone_words.items()}
    marks: list[Mark] = []
    x, y, across = 0.0, 0.0, 600.0
    for words in (*said, ARROW, RING, GUARDIAN, GAP):
        wide = 42 + width_of(words, SMALL, False) + 13
        if x and x + wide > across:
            x, y = 0.0, y + 26
        middle = y + 13
        if words in said:
            ends = (x, middle), (x + 36, middle)
            marks.append(Stroke(ends, Ink(said[words]), 2.0, DASHES[said[words]]))
        elif words == ARROW:
            ends = (x, middle), (x + 35, middle)
            marks += [Stroke(line, Ink.TEXT) for line in (ends, *heads("out", ends))]
        elif words == RING:
            marks.append(Area(x + 12, middle - 8, 16, 16, 3, Ink.TEXT, 5.0))
        elif words == GUARDIAN:
            marks.append(Area(x + 6, middle - 8, 28, 16, 6, Ink.PROTECTIVE, 3.0))
        else:
            marks.append(Label(x, middle + 4, "no \u2026", SMALL, ink=Ink.WARN))
        marks.append(Label(x + 42, middle + 4, words, SMALL))
        x += wide
    lines = ", ".join(f"{words} {LOOKS[tone]}" for words, tone in said.items())
    told = (
        f"Key. Lines: {lines}; an arrow says which way one runs. The wider the ring of a place, the"
        " more it weighs. A guardian has a thick green edge."
    )
    return Figure(across, y + 26, tuple(marks), told, letters=LARGE)


def _spelt(shown: CaseMap, spell: Callable[[str], str]) -> CaseMap:
    """The map with all names as they can be printed."""
    people: list[MapPerson] = [
        msgspec.structs.replace(one, label=spell(one.label), detail=spell(one.detail))
        for one in shown.everybody
    ]
    places: list[MapPlace] = [
        msgspec.structs.replace(one, label=spell(one.label), detail=spell(one.detail))
        for one in shown.places
    ]
    labels = {one.ref: one.label for one in people} | {one.ref: one.label for one in places}
    young = people[0] if shown.young_person else None
    return msgspec.structs.replace(
        shown,
        young_person=young,
        people=tuple(people[1:] if young else people),
        places=tuple(places),
        labels=labels,
    )


def _people_figures(shown: CaseMap, width_of: Measure) -> Iterator[Figure]:
    """Each place with its people below it, and those who stand nowhere, on as many pages."""
    for laid in people_at_places(shown, width_of):
        names = [place.label for place in shown.places if place.ref in laid.cards]
        places = f": {', '.join(names)}" if names else ""
        told = f"People below the place where they live, work or spend time{places}."
        yield _figure(laid, shown, f"{told} The list says all that is in it.", width_of)


def _largest(shown: CaseMap, width_of: Measure) -> MapLayout:
    return max((lay_out(shown, width_of, wide=wide) for wide in SHAPES), key=points_a_unit)


def _figure(laid: MapLayout, shown: CaseMap, alternative: str, width_of: Measure) -> Figure:
    """The picture with its key below, on the same page and large enough at any size."""
    left, top = EDGE - laid.bounds.x, EDGE - laid.bounds.y
    young = shown.young_person.ref if shown.young_person else None
    marks = (*_lines(laid, left, top), *_cards(laid, young, left, top))
    wide, high = laid.bounds.width + 2 * EDGE, laid.bounds.height + 2 * EDGE
    picture = Figure(wide, high, marks, alternative, letters=LARGE)
    times = KEY_SCALE / min(points_a_unit(laid), KEY_SCALE)
    return one_above_the_other(picture, key_figure(shown, width_of), times, KEY_GAP)


def _lines(laid: MapLayout, left: float, top: float) -> Iterator[Mark]:
    for stroke in laid.strokes:
        ink, dash = Ink(stroke.tie.tone), DASHES[stroke.tie.tone]
        yield Stroke(tuple((x + left, y + top) for x, y in stroke.points), ink, 2.0, dash)
        for head in heads(stroke.tie.direction, stroke.points):
            yield Stroke(tuple((x + left, y + top) for x, y in head), ink)
    for stroke in laid.strokes:
        if stroke.word_at:
            x, y, wide, high = stroke.word_at
            yield Area(x + left, y + top, wide, high, edge=Ink.NONE)
            baseline = y + top + SMALL * RISE
            yield Label(x + left + 3, baseline, stroke.word.text, SMALL, ink=Ink(stroke.tie.tone))


def _cards(laid: MapLayout, young: Ref | None, left: float, top: float) -> Iterator[Mark]:
    for ref, card in laid.cards.items():
        yield from _card(ref, card, ref == young, left, top)


def _card(ref: Ref, card: Card, middle: bool, left: float, top: float) -> Iterator[Mark]:
    box, face = card
    half = face.ring / 2
    place = ref.record == "context"
    edge = Ink.ACCENT if middle else Ink.TEXT if place else Ink.LINE
    if face.guards:
        edge = Ink.PROTECTIVE
    yield Area(
        box.x + left + half,
        box.y + top + half,
        box.width - face.ring,
        box.height - face.ring,
        box.height if middle else 6.0 if place else box.height / 3,
        edge,
        3.0 if middle else face.ring,
    )
    for line, down in zip(face.lines, line_tops(face.lines, face.ring), strict=True):
        yield Label(
            box.x + left + indent(face, box.width),
            box.y + top + down + line.size * RISE,
            line.words,
            line.size,
            line.voice is Voice.NAME,
            Ink(line.tone) if line.tone else VOICES[line.voice],
        )
