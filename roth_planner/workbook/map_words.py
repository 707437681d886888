"""A map in words: everybody, every place, every line and every gap, each once, in an order to read.

It stands beside the picture for those who listen or use the keyboard, and under it on paper, so
nothing may be in the picture alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from roth_planner.workbook.case_map import CaseMap, Gap, Key, MapPerson, MapPlace, Tie
from roth_planner.workbook.parts import Ref


class Sort(StrEnum):
    """What a line of the list is."""

    HEADING = "heading"
    NODE = "node"
    TIE = "tie"
    GAP = "gap"
    PLAIN = "plain"


class MapLine(Struct, frozen=True):
    """One line of the list; ``about`` is what it says something of, None for a heading."""

    sort: Sort
    words: str
    about: Key | None = None


LACKS = {
    "no_tie": "nothing says yet how they are tied to anybody or to any place",
    "no_guardian": "no guardian yet",
    "no_plan": "no plan for the place yet",
}


def told(shown: CaseMap) -> tuple[MapLine, ...]:
    """The whole map as lines: the young person, the places, the people, what is missing."""
    return tuple(_told(shown))


def tie_words(shown: CaseMap, tie: Tie) -> str:
    """A line between two as a sentence: who, what, whom or where; its tone; how we know.

    Whoever does something to the other stands first: a map must never read as if a young person
    did what is done to them.
    """
    sources = ", ".join(dict.fromkeys(one.source for one in tie.said))
    start, end = shown.label(tie.start), shown.label(tie.end)
    one, other = (name.lower() if name == "You" else name for name in (start, end))
    runs = {
        "out": f"runs from {one} to {other}",
        "back": f"runs from {other} to {one}",
        "both": "runs both ways",
    }
    parts = (
        *_clauses(tie, start, end),
        tone_words(shown, tie),
        runs.get(tie.direction, ""),
        f"source: {sources}",
    )
    return "; ".join(part for part in parts if part)


def _clauses(tie: Tie, start: str, end: str) -> Iterator[str]:
    """What is said of two, by who does it to whom."""
    by_way: dict[str, dict[str, None]] = {}
    for said in tie.said:
        way = said.direction if said.direction in ("out", "back") else ""
        by_way.setdefault(way, {})[said.relation] = None
    between_people = tie.end.record == "person"
    for way, relations in by_way.items():
        words = "; ".join(relations)
        if way == "back":
            yield f"{end} \u2013 {words} \u2013 {start}"
        elif way == "out" or not between_people:
            yield f"{start} \u2013 {words} \u2013 {end}"
        else:
            yield f"{start} and {end} \u2013 {words}"


def tone_words(shown: CaseMap, tie: Tie) -> str:
    """The tone of a line in a word or two, as it stands beside the line."""
    return shown.tone_words.get(tie.tone, tie.tone).lower()


def gap_words(gap: Gap) -> str:
    """What is missing, in words that go on after a name."""
    return LACKS[gap.lacks]


def summary(shown: CaseMap) -> str:
    """The whole map in a sentence or two: what a reader hears in place of the picture."""
    tones = [tie.tone for tie in shown.ties]
    said = [
        f"{tones.count(tone)} {words.lower()}"
        for tone, words in shown.tone_words.items()
        if tone in tones
    ]
    whom = f"{shown.young_person.label} in the middle, " if shown.young_person else ""
    parts = [f"A map with {whom}{_counted(len(shown.people), 'person', 'people')}"]
    parts[0] += f" and {_counted(len(shown.places), 'place', 'places')}."
    if said:
        lines = _counted(len(tones), "line", "lines")
        parts.append(f"There are {lines} between them: {', '.join(said)}.")
    weighed = sorted(
        (one for one in shown.places if one.weight), key=lambda one: -(one.weight or 0)
    )
    if weighed:
        heaviest = ", ".join(f"{one.label} ({one.weight} of 10)" for one in weighed[:3])
        parts.append(f"The places that weigh most: {heaviest}.")
    if shown.gaps:
        gaps = _counted(len(shown.gaps), "thing is", "things are")
        parts.append(f"{gaps} missing, each named in the list.")
    return " ".join(parts)


def counts(shown: CaseMap) -> str:
    """How much is on a map, in one short line."""
    parts = [
        _counted(len(shown.people), "person", "people"),
        _counted(len(shown.places), "place", "places"),
        _counted(len(shown.ties), "line", "lines"),
    ]
    gaps = len(shown.gaps)
    missing = f" {_counted(gaps, 'thing is', 'things are')} missing." if gaps else ""
    return f"{', '.join(parts)}.{missing}"


def place_facts(place: MapPlace) -> list[str]:
    """What stands on the card of a place below its name: weight, guardians, plan."""
    facts = []
    if place.weight is not None:
        facts.append(f"weight {place.weight} of 10")
    if place.guardians:
        facts.append(_counted(len(place.guardians), "guardian", "guardians"))
    if place.has_plan:
        facts.append("has a plan")
    return facts


def _told(shown: CaseMap) -> Iterator[MapLine]:
    of: dict[Ref, list[Tie]] = {}
    for tie in shown.ties:
        between_people = tie.end.record == "person"
        of.setdefault(tie.start if between_people else tie.end, []).append(tie)
    lacking: dict[Ref, list[Gap]] = {}
    for gap in shown.gaps:
        lacking.setdefault(gap.about, []).append(gap)

    def node(one: MapPerson | MapPlace, words: str) -> Iterator[MapLine]:
        yield MapLine(Sort.NODE, words, one.ref)
        for tie in of.get(one.ref, ()):
            yield MapLine(Sort.TIE, tie_words(shown, tie), tie.key)

    if shown.young_person:
        yield MapLine(Sort.HEADING, "The young person")
        yield from node(shown.young_person, shown.young_person.label)
    if shown.places:
        yield MapLine(Sort.HEADING, "Places")
        for place in shown.places:
            yield from node(place, _place(place))
    if shown.people:
        yield MapLine(Sort.HEADING, "People")
        for person in shown.people:
            yield from node(person, _person(person))
    if shown.gaps:
        yield MapLine(Sort.HEADING, "What is missing")
        for gap in shown.gaps:
            yield MapLine(Sort.GAP, f"{shown.label(gap.about)}: {gap_words(gap)}", gap.about)


def _person(person: MapPerson) -> str:
    return f"{person.label}, {_small(person.detail)}" if person.detail else person.label


def _place(place: MapPlace) -> str:
    parts = [place.label, _small(place.detail), *place_facts(place)[:1]]
    if place.guardians:
        parts.append(f"guardians: {', '.join(place.guardians)}")
    if place.has_plan:
        parts.append("has a plan")
    return "; ".join(part for part in parts if part)


def _small(words: str) -> str:
    """Words as they stand inside a sentence; what begins with two capitals stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
