"""Search inside the vault: words in every answer, this case first, and where each was found.

Whatever is typed is taken as words: nothing in it is read as a search language. Words between
double quotes stand together; of a single word the beginning is enough. Words written with or
without an apostrophe, a hyphen or a stroke are the same. Where nothing is found, a second try takes
words that hold what was typed, that are spelt nearly so or that sound like it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from roth_planner.errors import Refused
from roth_planner.guides.spec import Guide, Question, Section
from roth_planner.records import RECORDS, Context, ContextPlan, Guardian, Person, Plan, Record, Row
from roth_planner.workbook import names, uses
from roth_planner.workbook.parts import Ref
from roth_planner.workbook.search_index import TextPlace, rows_of_case, taken_apart
from roth_planner.workbook.search_words import (
    as_query,
    as_query_apart,
    as_query_near,
    marked,
    parts,
)
from roth_planner.workbook.workbook import Workbook

MOST = 50
"""Hits on one page; whoever has more types another word."""
SHARED_LOOKED_AT = 400
"""Hits in what cases share that are looked through for those of one case."""
MOST_LEVELS = 3
"""Rows in rows: a measure of a goal of a plan for a place."""
NAMES = ("name", "aliases")
"""Answers about a private person that are shown only when the chair asks."""
NOT_SHOWN = "Found in a name that is not shown"

_FIND = (
    "SELECT rowid, snippet(search, 0, char(2), char(3), '\u2026', 24) FROM search"
    " WHERE search MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rank LIMIT ?"
)
_LAST_ROW = (1 << 63) - 1


class Hit(Struct, frozen=True):
    """One answer in which something was found.

    ``case`` is the number of the case, 0 for what cases share (a person, a place and their plans);
    ``where`` says in words where it is. ``marks`` are the beginnings and ends in ``snippet`` of
    what was found. ``question`` is None for an answer to a question that is not asked now.
    ``near`` says that it was found by a word like the one typed.
    """

    ref: Ref
    case: int
    question: Question | None
    where: tuple[str, ...]
    snippet: str
    marks: tuple[tuple[int, int], ...]
    near: bool = False


class Way(Struct, frozen=True):
    """How to go to a hit: the record whose guide asks it, the section, the question, the row."""

    guide: Guide
    section: Section
    root: Ref
    question: str
    row: Ref | None


def search(
    workbook: Workbook,
    words: str,
    case: Ref | None = None,
    *,
    only: bool = False,
    names_shown: bool = False,
) -> tuple[Hit, ...]:
    """What is found, the likeliest first; with ``case`` what belongs to it comes before the rest.

    ``only`` leaves the rest out. A name of somebody private is not in a snippet unless
    ``names_shown``. Raises Refused for a copy to read whose index was never filled.
    """
    with workbook.reading() as session:
        _fill(workbook, session)
        typed = parts(words)
        asked = as_query(typed)
        looking = _Looking(workbook, session, case, only, names_shown)
        found = looking.find(asked, as_query_apart(typed)) if asked else ()
        if not found and asked:
            near = as_query_near(session, typed)
            found = looking.find(near, near=True) if near else ()
        return found


def rebuild(workbook: Workbook) -> None:
    """Make the index anew from the records; what they say is not touched."""
    with workbook.saving() as step:
        workbook.search_index.fill()
    step.done(remember=False)


def way_to(workbook: Workbook, hit: Hit) -> Way | None:
    """Where a hit is asked; None if it was removed or is not asked now."""
    with workbook.reading() as session:
        record = session.get(RECORDS[hit.ref.record], hit.ref.id)
        if record is None or hit.question is None:
            return None
        asked = workbook.index.asked_at(
            hit.ref.record, getattr(record, "list", ""), hit.question.key
        )
        if asked is None:
            return None
        guide, section, _labels = asked
        above: Record | None = record
        while above is not None and above.__tablename__ != guide.record:
            above = _above(session, above)
        if above is None:
            return None
        root = Ref(above.__tablename__, above.id)
        row = hit.ref if isinstance(record, Row) and hit.ref != root else None
        return Way(guide, section, root, hit.question.key, row)


class _Looking:
    """One search: the query may change, what it is looked for in does not."""

    def __init__(
        self, workbook: Workbook, session: Session, case: Ref | None, only: bool, shown: bool
    ) -> None:
        self._workbook, self._session = workbook, session
        self._case, self._only, self._shown = case, only, shown
        self._places = workbook.search_index.places()

    def find(self, asked: str, also: str = "", *, near: bool = False) -> tuple[Hit, ...]:
        rows = self._rows(asked)
        if also and len(rows) < MOST:
            seen = {row for row, _ in rows}
            rows += [one for one in self._rows(also) if one[0] not in seen][: MOST - len(rows)]
        return tuple(self._hits(rows, near))

    def _rows(self, asked: str) -> list[tuple[int, str]]:
        if self._case is None:
            return self._ask(asked, 0, _LAST_ROW, MOST)
        rows = self._ask(asked, *rows_of_case(self._case.id), MOST)
        shared = self._ask(asked, *rows_of_case(0), SHARED_LOOKED_AT)
        roots = self._roots(row for row, _ in shared)
        mine = self._shared_of_case() if shared else frozenset()
        ours = [one for one in shared if roots.get(one[0]) in mine]
        rows = [*ours[: MOST // 2], *rows][:MOST]
        if not self._only and len(rows) < MOST:
            seen = {row for row, _ in rows}
            others = self._ask(asked, 0, _LAST_ROW, MOST)
            rows += [row for row in others if row[0] not in seen][: MOST - len(rows)]
        return rows

    def _ask(self, asked: str, first: int, last: int, most: int) -> list[tuple[int, str]]:
        connection = self._session.connection()
        found = connection.exec_driver_sql(_FIND, (asked, first, last, most))
        return [(row, snippet) for row, snippet in found]

    def _hits(self, rows: Iterable[tuple[int, str]], near: bool) -> Iterator[Hit]:
        rows = list(rows)
        called = self._called([row for row, _ in rows])
        for row, snippet in rows:
            case, number, record = taken_apart(row)
            place = self._places.get(number)
            if place is None:
                continue
            question = self._workbook.index.find(place.record, place.list, place.question)
            words, marks = marked(snippet)
            if not self._shown and self._is_private_name(place, record):
                words, marks = NOT_SHOWN, ()
            where = (*called.get(row, ()), *_where(self._workbook, place))
            yield Hit(Ref(place.record, record), case, question, where, words, marks, near)

    def _called(self, rows: Sequence[int]) -> dict[int, tuple[str]]:
        """The case a text is in, or the person or place that a shared one is about."""
        cases = {row: taken_apart(row)[0] for row in rows}
        codes = uses.case_codes(self._workbook) if any(cases.values()) else {}
        roots = self._roots(row for row in rows if not cases[row])
        contexts = {root.id for root in roots.values() if root.record == "context"}
        named = self._session.execute(
            select(Context.id, Context.name).where(Context.id.in_(contexts))
        )
        labels = {
            Ref("context", number): name or names.UNNAMED["context"] for number, name in named
        }
        for root in roots.values():
            if root not in labels:
                labels[root] = self._workbook.label(*root)
        found = {row: (labels[root],) for row, root in roots.items()}
        return found | {row: (codes[case],) for row, case in cases.items() if case in codes}

    def _is_private_name(self, place: TextPlace, number: int) -> bool:
        if place.record != "person" or place.question not in NAMES:
            return False
        person = self._session.get(Person, number)
        return person is None or person.circle == "private"

    def _roots(self, rows: Iterable[int]) -> dict[int, Ref]:
        """The record with a guide of its own that each shared text is part of; few queries."""
        tops: dict[int, Ref] = {}
        for row in rows:
            _case, number, record = taken_apart(row)
            if number in self._places:
                tops[row] = Ref(self._places[number].record, record)
        for _deep in range(MOST_LEVELS):
            above: dict[Ref, Ref] = {}
            for kind in {top.record for top in tops.values() if RECORDS[top.record].parents}:
                numbers = {top.id for top in tops.values() if top.record == kind}
                above |= _above_all(self._session, kind, numbers)
            if not above:
                break
            tops = {row: above.get(top, top) for row, top in tops.items()}
        return {row: top for row, top in tops.items() if not RECORDS[top.record].parents}

    def _shared_of_case(self) -> frozenset[Ref]:
        """People, places, their plans and guardians that the case speaks of."""
        session, case = self._session, self._case
        assert case is not None
        here = names.case_contexts(session, case)
        plans = select(Plan).where(Plan.case == case.id)
        guardians = select(Guardian.id).where(Guardian.context.in_(here))
        about_here = select(ContextPlan.id).where(ContextPlan.context.in_(here))
        joined = {one.id for plan in session.scalars(plans) for one in plan.context_plans}
        return frozenset(
            Ref(record, number)
            for record, numbers in (
                ("person", names.case_people(session, case)),
                ("context", here),
                ("context_plan", joined | set(session.scalars(about_here))),
                ("guardian", session.scalars(guardians)),
            )
            for number in numbers
        )


def _above_all(session: Session, kind: str, numbers: set[int]) -> dict[Ref, Ref]:
    """What each row of a kind belongs to."""
    model: Any = RECORDS[kind]
    columns = (model.id, *(getattr(model, holder) for holder in model.parents))
    found = {}
    for number, *points in session.execute(select(*columns).where(model.id.in_(numbers))):
        for holder, point in zip(model.parents, points, strict=True):
            if point is not None:
                found[Ref(kind, number)] = Ref(holder, point)
    return found


def _above(session: Session, row: Record) -> Record | None:
    """The record that a row belongs to; None for a record of its own."""
    for holder in type(row).parents:
        number = getattr(row, holder)
        if number is not None:
            return session.get(RECORDS[holder], number)
    return None


def _fill(workbook: Workbook, session: Session) -> None:
    """An older vault's index is filled by the first step or search, whichever comes first."""
    if workbook.search_index.filled:
        return
    if workbook.vault.read_only:
        raise Refused(
            "This copy was made by an older version that kept no index, so it cannot be searched."
            " Nothing in it was changed. Search the vault itself."
        )
    workbook.vault.check_unchanged()
    workbook.search_index.fill()
    session.commit()
    workbook.vault.committed()


def _where(workbook: Workbook, place: TextPlace) -> tuple[str, ...]:
    asked = workbook.index.asked_at(place.record, place.list, place.question)
    if asked is None:
        return ("A question that is not asked now",)
    guide, section, labels = asked
    titles = (section.title,) if section.title == guide.title else (guide.title, section.title)
    return (*titles, *labels)
