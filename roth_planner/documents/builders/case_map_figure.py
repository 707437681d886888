"""The map of a case on paper: the picture, and after it the same in words."""

from __future__ import annotations

from collections.abc import Iterator

from roth_planner.documents.audiences import Reader
from roth_planner.documents.figure import DASHES, Area, Figure, Ink, Label, Mark, Stroke
from roth_planner.documents.letters import measure
from roth_planner.documents.outline import Block, Bullets, Heading, Paragraph, Run, text
from roth_planner.workbook.case_map import CaseMap, narrowed
from roth_planner.workbook.caseload import CaseParts
from roth_planner.workbook.map_cards import LARGE, PAD, SMALL, Measure, Voice, line_tops
from roth_planner.workbook.map_layout import Card, MapLayout, lay_out
from roth_planner.workbook.map_lines import heads
from roth_planner.workbook.map_words import Sort, gap_words, summary, told
from roth_planner.workbook.parts import Ref

PAGE = (482.0, 670.0)
"""Points a figure can have on A4 between our margins."""
SMALLEST = 6.0
"""Points of the small letters below which a map is drawn without its people."""
SHAPES = (0.72, 0.85, 1.0)
"""How wide to how high a map is tried on a page that stands upright."""
EDGE = 12.0
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
    " they act by their role. Lines: solid is protective, dashed is harmful, dashes and dots are"
    " mixed, dotted is not known. The wider the ring of a place, the more it weighs."
)
PLACES_ONLY = " There are too many people for one page: the picture has the places, the list all."


def map_blocks(reader: Reader, case: CaseParts) -> list[Block]:
    """The map as this audience may read it; nothing where nobody and nothing is tied yet."""
    shown = reader.case_map(case.case)
    if not shown.places and not shown.ties:
        return []
    figure, whole = map_figure(shown, measure())
    about = ABOUT if whole else ABOUT + PLACES_ONLY
    return [Heading(1, "The map"), figure, Paragraph(text(about)), *_in_words(shown)]


def map_figure(shown: CaseMap, width_of: Measure) -> tuple[Figure, bool]:
    """The picture, and whether everybody is on it: letters that cannot be read help nobody."""
    alternative = f"{summary(shown)} The list after the picture says all that is in it."
    laid = _largest(shown, width_of)
    if SMALL * _scale(laid) >= SMALLEST:
        return _figure(laid, shown, alternative), True
    kinds = frozenset(place.kind for place in shown.places) - {
        person.kind for person in shown.people
    }
    fewer = narrowed(shown, kinds, None)
    return _figure(_largest(fewer, width_of), fewer, alternative), False


def _largest(shown: CaseMap, width_of: Measure) -> MapLayout:
    return max((lay_out(shown, width_of, wide=wide) for wide in SHAPES), key=_scale)


def _scale(laid: MapLayout) -> float:
    return min(
        PAGE[0] / (laid.bounds.width + 2 * EDGE), PAGE[1] / (laid.bounds.height + 2 * EDGE), 1.0
    )


def _figure(laid: MapLayout, shown: CaseMap, alternative: str) -> Figure:
    left, top = EDGE - laid.bounds.x, EDGE - laid.bounds.y
    young = shown.young_person.ref if shown.young_person else None
    marks = (*_lines(laid, left, top), *_cards(laid, young, left, top))
    wide, high = laid.bounds.width + 2 * EDGE, laid.bounds.height + 2 * EDGE
    return Figure(wide, high, marks, alternative, letters=LARGE)


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
    yield Area(
        box.x + left + half,
        box.y + top + half,
        box.width - face.ring,
        box.height - face.ring,
        box.height if middle else 6.0 if place else box.height / 3,
        Ink.ACCENT if middle else Ink.TEXT if place else Ink.LINE,
        3.0 if middle else face.ring,
    )
    for line, down in zip(face.lines, line_tops(face.lines, face.ring), strict=True):
        yield Label(
            box.x + left + PAD + face.ring,
            box.y + top + down + line.size * RISE,
            line.words,
            line.size,
            line.voice is Voice.NAME,
            Ink(line.tone) if line.tone else VOICES[line.voice],
        )


def _in_words(shown: CaseMap) -> Iterator[Block]:
    """The list: a line for everybody and every place, with what ties them; then what is missing."""
    items: list[list[str]] = []
    for line in told(shown):
        if line.sort is Sort.HEADING:
            yield from _items(items)
            items = []
            yield Heading(2, line.words)
        elif line.sort is Sort.NODE:
            items.append([line.words])
        elif line.sort is Sort.TIE:
            items[-1].append(line.words)
        elif line.sort is not Sort.GAP:
            items.append([line.words])
    yield from _items(items)
    yield from _missing(shown)


def _items(items: list[list[str]]) -> Iterator[Block]:
    """Those with lines as a list; the others together in one paragraph, as there may be many."""
    tied = [one for one in items if len(one) > 1]
    alone = [one[0] for one in items if len(one) == 1]
    if tied:
        yield Bullets(
            tuple(text(Run(f"{node}. ", strong=True), ". ".join(ties)) for node, *ties in tied)
        )
    if alone:
        label = Run("No more about: " if tied else "", strong=True)
        yield Paragraph(text(label, f"{'; '.join(alone)}."))


def _missing(shown: CaseMap) -> Iterator[Block]:
    """What is missing, each lack with those it is missing for."""
    lacking: dict[str, list[str]] = {}
    for gap in shown.gaps:
        lacking.setdefault(gap_words(gap), []).append(shown.label(gap.about))
    if lacking:
        yield Bullets(
            tuple(
                text(Run(f"{words[:1].upper()}{words[1:]}: ", strong=True), f"{', '.join(names)}.")
                for words, names in lacking.items()
            )
        )
