"""What goes when a record is removed, in which order, and what stops it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from roth_planner.records import RECORDS, Base, Entry, Record
from roth_planner.workbook import stored
from roth_planner.workbook.index import QuestionIndex

HELD = dict.fromkeys(("account", "plan", "partnership", "education", "services"), ("case",))
"""Records that are no rows and still go with the record they belong to."""


def going_with(session: Session, record: Record) -> list[Record]:
    """A record and all the rows it holds, in an order in which each can go."""
    return in_order([*_descendants(session, record), record])


def in_order(records: Iterable[Record]) -> list[Record]:
    """Records in an order in which each can go."""
    return sorted(records, key=lambda one: -_ranks()[one.__tablename__])


def _descendants(session: Session, record: Record) -> list[Record]:
    found: list[Record] = []
    name = record.__tablename__
    for model in RECORDS.values():
        if name in model.parents or name in HELD.get(model.__tablename__, ()):
            rows = session.scalars(select(model).where(getattr(model, name) == record.id))
            for row in rows:
                found += [*_descendants(session, row), row]
    return found


@cache
def _ranks() -> dict[str, int]:
    """Places of all kinds of record in an order in which what is pointed at comes first."""
    points: dict[str, set[str]] = {}
    for name, model in RECORDS.items():
        keys = inspect(model).local_table.foreign_keys
        points[name] = {key.column.table.name for key in keys}
        points[name] |= {other.__tablename__ for other in stored.ties(model).values()}
    return {name: rank for rank, name in enumerate(TopologicalSorter(points).static_order())}


def places_that_refer(
    index: QuestionIndex, session: Session, going: Sequence[Record]
) -> tuple[str, ...]:
    """Where else the records that are to go are referred to, in words, each with a count."""
    leaving = {(one.__tablename__, one.id) for one in going}
    counts: dict[str, int] = {}
    for one in going:
        for words in _told_lists_with(index, session, one, leaving):
            counts[words] = counts.get(words, 0) + 1
        for table, column in _columns_that_point(one.__tablename__):
            record, key = _whose(table)
            for number in session.execute(select(key).where(column == one.id)).scalars():
                if (record, number) not in leaving:
                    words = _words(index, table.name, _list_of(session, record, number))
                    counts[words] = counts.get(words, 0) + 1
    return tuple(f"{words} ({count})" for words, count in counts.items())


def _told_lists_with(
    index: QuestionIndex, session: Session, one: Record, leaving: set[tuple[str, int]]
) -> Iterator[str]:
    """What each row of a told list is called that speaks of a record; no foreign key says so."""
    for listed, question in index.told_links(one.__tablename__):
        row = index.row_question("entry", listed)
        for entry in session.scalars(select(Entry).where(Entry.list == listed)):
            value = stored.value_of(entry, question)
            speaks_of_it = one.id in (value if isinstance(value, tuple) else (value,))
            if row is not None and speaks_of_it and ("entry", entry.id) not in leaving:
                yield row.one


def _columns_that_point(name: str) -> Iterable[tuple[Any, Any]]:
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if (
                key.column.table.name == name
                and key.column.name == "id"
                and key.ondelete == "RESTRICT"
            ):
                yield table, key.parent


def _whose(table: Any) -> tuple[str, Any]:
    """The kind of record that a row of a table belongs to, and the column with its number."""
    if "id" in table.c:
        return table.name, table.c.id
    ((owner, column),) = (
        (key.column.table.name, key.parent)
        for key in table.foreign_keys
        if key.ondelete == "CASCADE"
    )
    return owner, column


def _list_of(session: Session, record: str, number: int) -> str:
    """The told list that a row stands in, "" for a record with columns of its own."""
    entry = session.get(Entry, number) if record == "entry" else None
    return entry.list if entry else ""


def _words(index: QuestionIndex, table: str, listed: str) -> str:
    record, _, tied = table.partition("_")
    if table in RECORDS:
        question = index.row_question(table)
        return question.one if question else table.replace("_", " ")
    question = index.row_question(record, listed)
    return f"{question.one if question else record} ({tied})" if tied else record
