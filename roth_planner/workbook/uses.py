"""Which cases use a person or a place, found through every tie that the records have.

Read from the tables themselves, so that a new kind of record is counted from its first day.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roth_planner.guides.spec import Question
from roth_planner.records import RECORDS, Base, Case, Entry, Person
from roth_planner.workbook import names
from roth_planner.workbook.index import QuestionIndex
from roth_planner.workbook.parts import Ref
from roth_planner.workbook.workbook import Workbook

Node = tuple[str, int]
"""A record by its table and number."""

STANDS_FOR = {"guardian": "context"}
"""Records that no case points at; they are used wherever this record of theirs is."""

NO_WAY_ON = frozenset({"person"})
"""A link to somebody leads into that person's own case, and not into all others they help in."""


class Uses:
    """The ties of all records at one moment."""

    def __init__(self, session: Session, index: QuestionIndex) -> None:
        self._owners: dict[Node, list[Node]] = defaultdict(list)
        self._pointed: dict[Node, list[Node]] = defaultdict(list)
        for table in Base.metadata.tables.values():
            self._read_table(session, table)
        self._read_told(session, index)

    def cases(self, ref: Ref) -> frozenset[int]:
        """The numbers of the cases that use a record."""
        seen: set[Node] = set()
        return frozenset(self._from((ref.record, ref.id), seen))

    def pointing_at(self, node: Node) -> tuple[Node, ...]:
        """The records that refer to a record, its own rows not counted."""
        return tuple(self._pointed.get(node, ()))

    def owners_of(self, node: Node) -> tuple[Node, ...]:
        """The records that a record is a row of, or stands for."""
        return tuple(self._owners.get(node, ()))

    def _from(self, node: Node, seen: set[Node], *, through: bool = False) -> set[int]:
        if node in seen:
            return set()
        seen.add(node)
        record, number = node
        if record == "case":
            return {number}
        if self._owners[node]:
            return {case for owner in self._owners[node] for case in self._into(owner, seen)}
        found: set[int] = set()
        for other in self._pointed[node]:
            if not through or record not in NO_WAY_ON or other[0] == "case":
                found |= self._from(other, seen)
        return found

    def _into(self, owner: Node, seen: set[Node]) -> set[int]:
        return self._from(owner, seen, through=True)

    def _read_table(self, session: Session, table: Any) -> None:
        keys = [key for key in table.foreign_keys if key.column.name == "id"]
        if not keys:
            return
        if "id" in table.c:
            columns = [table.c.id, *(key.parent for key in keys)]
            for number, *points in session.execute(select(*columns)):
                row = (table.name, number)
                for key, point in zip(keys, points, strict=True):
                    self._tie(table.name, key, row, point)
            return
        whose = next(key for key in keys if key.ondelete == "CASCADE")
        others = [key for key in keys if key is not whose]
        columns = [whose.parent, *(key.parent for key in others)]
        for number, *points in session.execute(select(*columns)):
            owner = (whose.column.table.name, number)
            for key, point in zip(others, points, strict=True):
                self._pointed[key.column.table.name, point].append(owner)

    def _tie(self, table: str, key: Any, row: Node, point: int | None) -> None:
        if point is None:
            return
        target = (key.column.table.name, point)
        if key.ondelete == "CASCADE" or STANDS_FOR.get(table) == target[0]:
            self._owners[row].append(target)
            return
        self._pointed[target].append(row)

    def _read_told(self, session: Session, index: QuestionIndex) -> None:
        """Rows of told lists, which speak of people and places in their answers."""
        asked: dict[str, list[tuple[str, Question]]] = defaultdict(list)
        for record in ("person", "context"):
            for listed, question in index.told_links(record):
                asked[listed].append((record, question))
        rows = session.execute(
            select(Entry.id, Entry.list, Entry.answers).where(Entry.list.in_(asked))
        )
        for number, listed, answers in rows:
            for record, question in asked[listed]:
                for one in answers.get(question.key, "").split():
                    self._pointed[record, int(one)].append(("entry", number))


def uses(workbook: Workbook) -> Uses:
    """The ties as they are now."""
    with workbook.reading() as session:
        return Uses(session, workbook.index)


def cases_of(workbook: Workbook, ref: Ref) -> tuple[Ref, ...]:
    """The cases that use a record, oldest first."""
    return tuple(Ref("case", number) for number in sorted(uses(workbook).cases(ref)))


def case_codes(workbook: Workbook) -> dict[int, str]:
    """What each case is called on screen: its young person's code."""
    with workbook.reading() as session:
        found = session.execute(select(Case.id, Person.code).join(Person, Person.id == Case.person))
        return {number: code or names.UNNAMED["person"] for number, code in found}


def shared_words(workbook: Workbook, ref: Ref) -> str:
    """What to say where a record is edited that more than one case uses; "" otherwise."""
    if ref.record not in SHARED or ref.record not in RECORDS:
        return ""
    count = len(cases_of(workbook, ref))
    if count < 2:
        return ""
    return f"Shared by {count} cases. What you change here changes for all of them."


SHARED = ("context", "context_plan", "guardian")
"""Records that one case's section can change for another."""
