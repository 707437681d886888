"""The map of a case: its people, its places, what ties them, and what nobody has written yet.

It is drawn from answers given elsewhere (links and places of a person, harms, weights, strengths,
guardians, plans), so it can never say anything that no page says. People are codes or initials,
those who act by their role are names. For an audience it reads only questions that name it: what
is not allowed is absent, not hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from roth_planner.records import Case, Context, Person
from roth_planner.workbook import map_rows, names
from roth_planner.workbook.map_facts import Allowed, Found, Said
from roth_planner.workbook.map_names import READS_CODES, Called, place_label, told_apart
from roth_planner.workbook.parts import Ref
from roth_planner.workbook.workbook import Workbook

Key: TypeAlias = "Ref | tuple[Ref, Ref]"
"""What stands on a map: a person or a place by its record, a line by the two it ties."""

TONES = ("protective", "harmful", "mixed", "not_known")
"""Keys of the list ``tones``; a line between two has one, put together from all that is said."""

NEVER_A_CHILD = ("context_partners", "guardian")
"""Audiences whose map holds no young person, and of the places only those with a plan."""

NEEDS_NO_GUARDIAN = frozenset({"home"})
"""Kinds of place that need neither guardian nor plan of their own: guardians are people other than
parents, and what is wrong at home takes a way of its own (the parents' guide, concerns)."""


class MapPerson(Struct, frozen=True):
    """Somebody on the map; ``detail`` is their role, or their kind in words.

    ``guards`` says that they are a guardian of a place here.
    """

    ref: Ref
    label: str
    kind: str
    detail: str
    guards: bool = False


class MapPlace(Struct, frozen=True):
    """A place on the map.

    ``weight`` is the latest, 0 to 10, or None; ``guardians`` are what each is called; ``has_plan``
    says whether this case's plan points at a plan for the place. None: not for this audience.
    """

    ref: Ref
    label: str
    kind: str
    detail: str
    weight: int | None = None
    guardians: tuple[str, ...] | None = None
    has_plan: bool | None = None


class Tie(Struct, frozen=True):
    """The line between two, with all that is said about it; a person comes before a place."""

    start: Ref
    end: Ref
    tone: str
    direction: str
    said: tuple[Said, ...]

    @property
    def key(self) -> tuple[Ref, Ref]:
        """What it is found by."""
        return self.start, self.end


class Gap(Struct, frozen=True):
    """What the map lacks: ``no_tie`` of a person, ``no_guardian`` or ``no_plan`` of a place."""

    about: Ref
    lacks: str


class CaseMap(Struct, frozen=True):
    """All of it, in an order that stays the same from one reading to the next."""

    case: Ref
    young_person: MapPerson | None
    people: tuple[MapPerson, ...]
    places: tuple[MapPlace, ...]
    ties: tuple[Tie, ...]
    gaps: tuple[Gap, ...]
    tone_words: Mapping[str, str]
    labels: Mapping[Ref, str]

    @property
    def everybody(self) -> tuple[MapPerson, ...]:
        """The young person first, then the others."""
        return ((self.young_person,) if self.young_person else ()) + self.people

    def label(self, ref: Ref) -> str:
        """What somebody or some place is called here."""
        return self.labels[ref]


def case_map(workbook: Workbook, case: Ref, audience: str | None = None) -> CaseMap:
    """The map of a case, for the chair or as an audience of the catalogue may read it."""
    may = Allowed(workbook.catalogue, audience)
    with workbook.reading() as session:
        child = session.scalars(select(Case.person).where(Case.id == case.id)).one()
        found = map_rows.read(session, workbook.catalogue, case, may)
        placed = _places(session, workbook, may, found)
        nameless = audience in NEVER_A_CHILD
        named = {} if nameless else _people(session, workbook, found, child, audience)
        people = told_apart(named, child, audience)
    ties = _ties(found, people, placed)
    everybody = [
        MapPerson(Ref("person", number), one.label, one.kind, one.detail, number in found.guarding)
        for number, one in people.items()
    ]
    labels = {one.ref: one.label for one in everybody}
    labels |= {one.ref: one.label for one in placed.values()}
    return CaseMap(
        case,
        everybody[0] if everybody else None,
        tuple(everybody[1:]),
        tuple(placed.values()),
        ties,
        _gaps(found, everybody[1:], placed.values(), ties),
        workbook.catalogue.labels(workbook.index.row_question("person_link").question("tone")),  # type: ignore[union-attr]
        labels,
    )


def narrowed(
    whole: CaseMap,
    kinds: frozenset[str] | None,
    tones: frozenset[str] | None,
    *,
    with_their_people: bool = False,
) -> CaseMap:
    """A map of fewer people, places and lines; None leaves all. The young person stays.

    ``with_their_people`` keeps whoever is tied to a place that stays. Gaps are of what stays: to
    show less never makes somebody seem to lack what they have.
    """
    places = tuple(one for one in whole.places if kinds is None or one.kind in kinds)
    here = {one.ref for one in places} if with_their_people else set()
    tied = {tie.start for tie in whole.ties if tie.end in here}
    people = tuple(
        one for one in whole.people if kinds is None or one.kind in kinds or one.ref in tied
    )
    stays = {one.ref for one in people} | {one.ref for one in places}
    stays |= {whole.young_person.ref} if whole.young_person else set()
    ties = tuple(
        tie
        for tie in whole.ties
        if {tie.start, tie.end} <= stays and (tones is None or tie.tone in tones)
    )
    gaps = tuple(gap for gap in whole.gaps if gap.about in stays)
    return msgspec.structs.replace(whole, people=people, places=places, ties=ties, gaps=gaps)


def together(tones: Iterable[str]) -> str:
    """One tone from several: what is protective and harmful at once is mixed."""
    known = {tone for tone in tones if tone in TONES} - {"not_known"}
    if not known:
        return "not_known"
    return known.pop() if len(known) == 1 else "mixed"


def _places(
    session: Session, workbook: Workbook, may: Allowed, found: Found
) -> dict[int, MapPlace]:
    here = set(found.places)
    if may.audience in NEVER_A_CHILD:
        here = set(found.planned)
    rows = session.execute(
        select(Context.id, Context.name, Context.kind).where(Context.id.in_(here))
    ).all()
    kinds = workbook.catalogue.labels(workbook.catalogue.guide("context").question("kind"))
    shows_kind = may.read("context", "kind")
    shows_plan = may.read("plan", "context_plans") or may.audience in NEVER_A_CHILD
    shows_guardian = may.read("guardian", "kind")
    called = Counter((name or "").casefold() for _number, name, _kind in rows)
    made = [
        MapPlace(
            Ref("context", number),
            place_label(number, name, called),
            (kind or "") if shows_kind else "",
            kinds.get(kind or "", "") if shows_kind else "",
            found.weights.get(number),
            tuple(found.guardians.get(number, ())) if shows_guardian else None,
            number in found.planned if shows_plan else None,
        )
        for number, name, kind in rows
    ]
    heaviest_first = sorted(made, key=lambda one: (-(one.weight or 0), one.label, one.ref))
    return {one.ref.id: one for one in heaviest_first}


def _people(
    session: Session, workbook: Workbook, found: Found, child: int, audience: str | None
) -> dict[int, Called]:
    """The young person first, then by kind in the order of its list, then by label."""
    kinds = workbook.catalogue.labels(workbook.catalogue.guide("person").question("kind"))
    order = list(kinds)
    wanted = set(found.people) | {child}
    rows = session.execute(
        select(Person.id, Person.kind, Person.circle, Person.code, Person.name, Person.role).where(
            Person.id.in_(wanted)
        )
    )
    codes = audience is None or audience in READS_CODES
    named: dict[int, Called] = {}
    for number, kind, circle, code, name, role in rows:
        detail = role or kinds.get(kind, "")
        if circle == "partner":
            label = name or code or role or names.UNNAMED["person"]
        elif codes:
            label = code or role or names.UNNAMED["person"]
        elif number == child:
            label = "You" if audience == "young_person" else "The young person"
        else:
            label, detail = kinds.get(kind, names.UNNAMED["person"]), ""
        named[number] = Called(kind, label, "" if detail == label else detail, circle)
    ordered = sorted(
        named,
        key=lambda one: (
            one != child,
            order.index(named[one].kind) if named[one].kind in order else len(order),
            named[one].label.casefold(),
            one,
        ),
    )
    return {number: named[number] for number in ordered}


def _ties(
    found: Found, people: Mapping[int, Called], places: Mapping[int, MapPlace]
) -> tuple[Tie, ...]:
    """One line for each two, whichever side it was written on."""
    order = {Ref("person", number): place for place, number in enumerate(people)}
    order |= {Ref("context", number): len(order) + place for place, number in enumerate(places)}
    said: dict[tuple[Ref, Ref], list[Said]] = {}
    for start, end, words in found.said:
        if start not in order or end not in order or start == end:
            continue
        if order[start] > order[end]:
            start, end, words = end, start, _turned(words)
        said.setdefault((start, end), []).append(words)
    ties = (
        Tie(start, end, together(one.tone for one in all_), _direction(all_), tuple(all_))
        for (start, end), all_ in said.items()
    )
    return tuple(sorted(ties, key=lambda tie: (order[tie.start], order[tie.end])))


def _turned(said: Said) -> Said:
    turned = {"out": "back", "back": "out"}.get(said.direction, said.direction)
    return msgspec.structs.replace(said, direction=turned)


def _direction(said: Iterable[Said]) -> str:
    found = {one.direction for one in said} - {""}
    if not found:
        return ""
    return found.pop() if len(found) == 1 else "both"


def _gaps(
    found: Found, people: Iterable[MapPerson], places: Iterable[MapPlace], ties: Iterable[Tie]
) -> tuple[Gap, ...]:
    tied = {ref for tie in ties for ref in tie.key}
    gaps = [
        Gap(one.ref, "no_tie")
        for one in people
        if one.ref not in tied and one.ref.id not in found.chairs
    ]
    for place in places:
        if place.kind in NEEDS_NO_GUARDIAN:
            continue
        if place.guardians == ():
            gaps.append(Gap(place.ref, "no_guardian"))
        if place.has_plan is False:
            gaps.append(Gap(place.ref, "no_plan"))
    return tuple(gaps)
