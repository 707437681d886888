"""Search inside the vault: words in every answer, this case first, and where each was found.

Whatever is typed is taken as words: nothing in it is read as a search language. Words between
double quotes stand together; of a single word the beginning is enough. Where nothing is found, a
second try takes words that hold what was typed, that are spelt nearly so or that sound like it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from roth_planner.errors import Refused
from roth_planner.guides.spec import Guide, Question, Section
from roth_planner.records import RECORDS, ContextPlan, Guardian, Person, Plan, Record, Row
from roth_planner.workbook import names, uses
from roth_planner.workbook.alike_words import alike_words
from roth_planner.workbook.parts import Ref
from roth_planner.workbook.search_index import (
    CLOSES,
    OPENS,
    TextPlace,
    rows_of_case,
    taken_apart,
)
from roth_planner.workbook.workbook import Workbook

MOST = 50
"""Hits on one page; whoever has more types another word."""
SHARED_LOOKED_AT = 400
"""Hits in what cases share that are looked through for those of one case."""
MOST_WORDS, LONGEST_WORD = 12, 60
"""Of what was typed; a pasted page is no search."""
MOST_ALIKE = 8
"""Words that are tried for one that was not found."""
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
        asked = _as_query(_parts(words))
        looking = _Looking(workbook, session, case, only, names_shown)
        found = looking.find(asked) if asked else ()
        if not found and asked:
            near = _as_query_near(session, _parts(words))
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

    def find(self, asked: str, *, near: bool = False) -> tuple[Hit, ...]:
        return tuple(self._hits(self._rows(asked), near))

    def _rows(self, asked: str) -> list[tuple[int, str]]:
        if self._case is None:
            return self._ask(asked, 0, _LAST_ROW, MOST)
        rows = self._ask(asked, *rows_of_case(self._case.id), MOST)
        shared = self._ask(asked, *rows_of_case(0), SHARED_LOOKED_AT)
        mine = self._shared_of_case() if shared else frozenset()
        ours = [row for row in shared if self._root(row[0]) in mine]
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
        codes = self._codes() if any(taken_apart(row)[0] for row, _ in rows) else {}
        for row, snippet in rows:
            case, number, record = taken_apart(row)
            place = self._places.get(number)
            if place is None:
                continue
            question = self._workbook.index.find(place.record, place.list, place.question)
            words, marks = _marked(snippet)
            if not self._shown and self._is_private_name(place, record):
                words, marks = NOT_SHOWN, ()
            where = _where(self._workbook, place)
            about = codes.get(case, "") if case else self._called(row)
            whose = (about, *where) if about else where
            yield Hit(Ref(place.record, record), case, question, whose, words, marks, near)

    def _codes(self) -> dict[int, str]:
        return uses.case_codes(self._workbook)

    def _called(self, row: int) -> str:
        """The person or place that a shared text is about."""
        root = self._root(row)
        return self._workbook.label(*root) if root is not None else ""

    def _is_private_name(self, place: TextPlace, number: int) -> bool:
        if place.record != "person" or place.question not in NAMES:
            return False
        person = self._session.get(Person, number)
        return person is None or person.circle == "private"

    def _root(self, row: int) -> Ref | None:
        """The record with a guide of its own that a shared text is part of."""
        _case, number, record = taken_apart(row)
        place = self._places.get(number)
        found = self._session.get(RECORDS[place.record], record) if place is not None else None
        while isinstance(found, Row):
            found = _above(self._session, found)
        return Ref(found.__tablename__, found.id) if found is not None else None

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


def _parts(words: str) -> list[tuple[str, bool]]:
    """What was typed as words and phrases; true is a phrase, which is not continued."""
    words = unicodedata.normalize("NFC", words)
    found: list[tuple[str, bool]] = []
    for number, part in enumerate(words.split('"')):
        phrase = number % 2 == 1 and words.count('"') > number
        for one in [part] if phrase else part.split():
            text = " ".join(re.findall(r"[^\W_]+", one))[:LONGEST_WORD]
            if text:
                found.append((text, phrase))
    return found[:MOST_WORDS]


def _as_query(parts: Iterable[tuple[str, bool]]) -> str:
    """As FTS5 reads it: each part in quotes, so that none is an operator; a star for beginnings."""
    return " ".join(f'"{text}"' if phrase else f'"{text}"*' for text, phrase in parts)


def _as_query_near(session: Session, parts: Iterable[tuple[str, bool]]) -> str:
    """The same with words of the vault that are like those typed; "" if one has none like it."""
    kept = [
        word
        for (word,) in session.connection().exec_driver_sql("SELECT term FROM search_words").all()
    ]
    groups = []
    for text, _phrase in parts:
        for word in text.split():
            alike = alike_words(word, kept, MOST_ALIKE)
            if not alike:
                return ""
            quoted = " OR ".join(f'"{one}"' for one in alike)
            groups.append(f"({quoted})")
    return " AND ".join(groups)


def _marked(snippet: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A snippet in one line without its marks, and where they stood."""
    snippet = " ".join(snippet.split())
    words, marks = "", []
    for piece in re.split(f"({OPENS}[^{CLOSES}]*{CLOSES}?)", snippet):
        if piece.startswith(OPENS):
            text = piece.strip(OPENS + CLOSES)
            marks.append((len(words), len(words) + len(text)))
            words += text
        else:
            words += piece
    return words, tuple(marks)


def _where(workbook: Workbook, place: TextPlace) -> tuple[str, ...]:
    asked = workbook.index.asked_at(place.record, place.list, place.question)
    if asked is None:
        return ("A question that is not asked now",)
    guide, section, labels = asked
    titles = (section.title,) if section.title == guide.title else (guide.title, section.title)
    return (*titles, *labels)
