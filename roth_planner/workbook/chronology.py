"""The chronology of a case in its two kinds: the moments the chair tells, and every change kept.

Moments are rows of the account, in order of date however much of it is known. The log of changes
is read from the change rows and nobody can write in it. It says what changed and never who typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from roth_planner.guides import kinds
from roth_planner.guides.spec import Kind, Question
from roth_planner.guides.values import NoAnswer, PartDate, Value
from roth_planner.records import RECORDS, Change, Person
from roth_planner.workbook import caseload, stored
from roth_planner.workbook.parts import Ref
from roth_planner.workbook.progress import STATUSES
from roth_planner.workbook.search import NAMES
from roth_planner.workbook.workbook import Workbook

UNDATED, NOT_KNOWN = "No date yet", "Date not known"
AT_A_TIME = 200
"""Change rows that are read from the vault at once."""
NAME_KEPT_BACK = "(a name that is not shown)"
HALF_TYPED = "half typed: "
ADDED, CHANGED, REMOVED = "Added", "Changed", "Removed"


class Moment(Struct, frozen=True):
    """One moment as the chair tells it; ``when`` is in words, ``date`` None where none is known."""

    ref: Ref
    date: PartDate | None
    when: str
    what: str
    where: str
    known_from: str
    analysis: str


class LogLine(Struct, frozen=True):
    """One thing that changed: when it was saved, where, and its words before and after.

    ``did`` is added, changed or removed. ``taken_back`` is a step that was undone later, and
    ``takes_back`` one that undid another.
    """

    at: dt.datetime
    did: str
    section: str
    question: str
    before: str
    after: str
    taken_back: bool = False
    takes_back: bool = False


def moments(workbook: Workbook, case: Ref) -> tuple[Moment, ...]:
    """The moments of a case by date; those with no date come last, as they were written down."""
    account = caseload.parts(workbook, case).account
    question = workbook.catalogue.guide("account").question("moments")
    found = []
    for kept in workbook.rows(account, question):
        happened = kept.get("happened")
        date = happened if isinstance(happened, PartDate) else None
        context = kept.get("context")
        found.append(
            Moment(
                kept.ref,
                date,
                str(date) if date else NOT_KNOWN if happened is NoAnswer.NOT_KNOWN else UNDATED,
                _plain(kept.get("what")),
                workbook.label("context", context) if isinstance(context, int) else "",
                _plain(kept.get("known_from")),
                _plain(kept.get("analysis")),
            )
        )
    return tuple(sorted(found, key=lambda one: in_order(one.date)))


def in_order(date: PartDate | None) -> tuple[dt.date, int]:
    """Sorts dates however much is known: by the first day meant, the vaguer first, none last.

    So 2025 stands before January 2025, summer 2025 before June 2025, and what was about then
    before what was then.
    """
    if date is None:
        return dt.date.max, 0
    known = 3 if date.day else 2 if date.month else 1 if date.season else 0
    return date.earliest(), 2 * known + (not date.about)


class ChangeLog:
    """The changes of one case, newest first, read as they are wanted.

    ``section`` leaves the others out. The rows that belong to the case are found once, when the
    log is begun; of a record that was removed its last change says whose it was.
    """

    def __init__(self, workbook: Workbook, case: Ref, section: str = "") -> None:
        self._workbook, self._case, self._section = workbook, case, section
        with workbook.reading() as session:
            owners = _owners(session)
            shared = _shared(workbook, case)
            rows = session.execute(
                select(Change.id, Change.step, Change.record, Change.record_id, Change.undoes)
            ).all()
            self._back = _taken_back({row.step: row.undoes for row in rows})
            self._rows = [
                row.id
                for row in reversed(rows)
                if _whose((row.record, row.record_id), owners, shared, case)
            ]
        self._lines = self._read()

    @property
    def count(self) -> int:
        """Change rows of the case, whatever their section."""
        return len(self._rows)

    def more(self, lines: int) -> tuple[LogLine, ...]:
        """The next lines, at most so many; none when all were read."""
        found = []
        for line in self._lines:
            found.append(line)
            if len(found) == lines:
                break
        return tuple(found)

    def _read(self) -> Iterator[LogLine]:
        for start in range(0, len(self._rows), AT_A_TIME):
            with self._workbook.reading() as session:
                numbers = self._rows[start : start + AT_A_TIME]
                found = session.scalars(
                    select(Change).where(Change.id.in_(numbers)).order_by(Change.id.desc())
                )
                lines = [line for row in found for line in self._lines_of(session, row)]
            yield from lines

    def _lines_of(self, session: Session, row: Change) -> Iterator[LogLine]:
        model = RECORDS.get(row.record)
        if model is None:
            return
        both = {**(row.before or {}), **(row.after or {})}
        listed = self._list_of(session, row, both)
        did = ADDED if row.before is None else REMOVED if row.after is None else CHANGED
        at = row.at.replace(tzinfo=dt.UTC).astimezone()
        for key in both:
            told = self._told(session, row, listed, key)
            if told is None:
                continue
            section, question, words = told
            if self._section and section != self._section:
                continue
            held = [(side or {}).get(key) for side in (row.before, row.after)]
            before, after = map(words, held)
            if held[0] != held[1] and (before or after):
                back = row.step in self._back
                yield LogLine(
                    at, did, section, question, before, after, back, row.undoes is not None
                )

    def _list_of(self, session: Session, row: Change, both: Mapping[str, Any]) -> str:
        if row.record != "entry":
            return ""
        if "list" in both:
            return str(both["list"])
        record = session.get(RECORDS["entry"], row.record_id)
        if record is not None:
            return str(record.list)  # type: ignore[attr-defined]
        of_it = select(Change.before).where(
            Change.record == "entry", Change.record_id == row.record_id, Change.after.is_(None)
        )
        gone = session.scalars(of_it.order_by(Change.id.desc())).first()
        return str((gone or {}).get("list", ""))

    def _told(self, session: Session, row: Change, listed: str, key: str) -> Any:
        """Section, question and the way a stored value of it reads; None for what is no answer."""
        name, _, inner = key.partition(".")
        workbook = self._workbook
        if name == "progress":
            guide = workbook.catalogue.for_record(row.record)
            titles = {one.key: one.title for one in guide.sections}
            title = titles.get(inner, inner)
            return title, "How far this section is", lambda held: STATUSES.get(held or "", "")
        question = workbook.index.find(row.record, listed, inner or name)
        asked = workbook.index.asked_at(row.record, listed, inner or name)
        if question is None or asked is None:
            return None
        words = " \u203a ".join(asked.labels)
        private = row.record == "person" and question.key in NAMES
        if private and self._is_private(session, row):
            return asked.section.title, words, lambda held: NAME_KEPT_BACK if held else ""
        if name == "no_answer":
            return asked.section.title, words, lambda held: NoAnswer(held).label if held else ""
        if name == "half_typed":
            said = lambda held: f"{HALF_TYPED}{_plain(held)}" if held else ""  # noqa: E731
            return asked.section.title, words, said
        return asked.section.title, words, lambda held: self._words(row.record, question, key, held)

    def _is_private(self, session: Session, row: Change) -> bool:
        person = session.get(Person, row.record_id)
        circle = person.circle if person else ((row.before or row.after or {}).get("circle"))
        return circle != "partner"

    def _words(self, record: str, question: Question, key: str, held: Any) -> str:
        if held is None or held == []:
            return ""
        workbook = self._workbook
        return kinds.display(
            question,
            value_in(record, question, key, held),
            choices=workbook.catalogue.labels(question),
            name=lambda kind, number: workbook.label(kind, number),
        )


def value_in(record: str, question: Question, key: str, held: Any) -> Value:
    """The answer that a stored value of a change row was."""
    if key.startswith("answers."):
        return kinds.from_text(question, held)
    if isinstance(held, list):
        return tuple(held)
    if question.kind in (Kind.PART_DATE, Kind.TIME_WINDOW):
        return kinds.from_text(question, held)
    if key in stored.dates(RECORDS[record]):
        return dt.date.fromisoformat(held)
    return held  # type: ignore[no-any-return]


def sections_of(workbook: Workbook) -> tuple[str, ...]:
    """Titles of all sections a change can be in, in the order of the guides."""
    guides = workbook.catalogue.guides.values()
    return tuple(dict.fromkeys(section.title for one in guides for section in one.sections))


def _owners(session: Session) -> dict[tuple[str, int], tuple[str, int]]:
    """What each row belongs to, removed ones included, from columns alone."""
    found: dict[tuple[str, int], tuple[str, int]] = {}
    above = {record: _holders(record) for record in RECORDS}
    gone = select(Change.record, Change.record_id, Change.before).where(Change.after.is_(None))
    for record, number, before in session.execute(gone):
        for holder in above.get(record, ()):
            if (before or {}).get(holder) is not None:
                found[record, number] = (holder, before[holder])
    for record, model in RECORDS.items():
        if not above[record]:
            continue
        attributes = inspect(model).column_attrs
        columns = [attributes[name].columns[0] for name in ("id", *above[record])]
        for number, *points in session.execute(select(*columns)):
            for holder, point in zip(above[record], points, strict=True):
                if point is not None:
                    found[record, number] = (holder, point)
    return found


def _holders(record: str) -> tuple[str, ...]:
    model = RECORDS[record]
    return (*(("case",) if "case" in stored.columns(model) else ()), *model.parents)


def _shared(workbook: Workbook, case: Ref) -> frozenset[tuple[str, int]]:
    """The person, places, place plans and guardians of a case, which rows can belong to."""
    parts = caseload.parts(workbook, case)
    of_it = (*parts.contexts, *parts.context_plans, *parts.guardians)
    refs = [parts.person, *(part.ref for part in of_it)]
    return frozenset((ref.record, ref.id) for ref in refs)


def _whose(
    node: tuple[str, int],
    owners: Mapping[tuple[str, int], tuple[str, int]],
    shared: frozenset[tuple[str, int]],
    case: Ref,
) -> bool:
    while node in owners and node[0] != "case":
        node = owners[node]
    return node == tuple(case) or node in shared


def _taken_back(undoes: Mapping[int, int | None]) -> frozenset[int]:
    """The steps that do not hold any more: undone by a step that holds itself."""
    back: set[int] = set()
    for step in sorted(undoes, reverse=True):
        undone = undoes[step]
        if undone is not None and step not in back:
            back.add(undone)
    return frozenset(back)


def _plain(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
