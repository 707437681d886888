"""The half of an open workbook that reads: records, rows, names. Nothing here changes anything."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from roth_planner.errors import Refused
from roth_planner.guides.spec import LOCAL, Question, unlisted
from roth_planner.guides.values import NoAnswer, Value
from roth_planner.records import RECORDS, Record, Row
from roth_planner.vault import Vault, translate_errors
from roth_planner.workbook import names, stored
from roth_planner.workbook.index import QuestionIndex
from roth_planner.workbook.parts import Ref, Snapshot

KEPT_AT_HAND = 64
"""Records held in memory so that the next save of the same page reads nothing."""


class Reading:
    """What is kept in one vault, as plain data."""

    index: QuestionIndex
    _names: names.Names

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self._session = Session(vault.engine, expire_on_commit=False, autoflush=False)
        self._at_hand: deque[Record] = deque(maxlen=KEPT_AT_HAND)
        self._under_way = False

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to read with; for this package's own queries, never for the window.

        Inside another reading or a saving it is part of that one, which alone ends it: half a step
        is never committed by a look at a name.
        """
        with self.vault.busy, translate_errors():
            if self._under_way:
                yield self._session
                return
            with self._transaction():
                yield self._session
                self._session.commit()

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """All that is read inside is of one moment, and read in one transaction."""
        with self.reading():
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._under_way = True
        try:
            yield
        except BaseException:
            self._session.rollback()
            raise
        finally:
            self._under_way = False

    def read(self, ref: Ref) -> Snapshot:
        """One record as it is kept. Raises ``Refused`` if it is not there any more."""
        with self.reading():
            return self.snapshot(self._get(ref))

    def not_asked(self, ref: Ref) -> tuple[tuple[str, str], ...]:
        """Answers of a record to questions of a local pack that is not in use: what and words."""
        with self.reading():
            record = self._get(ref)
            kept = {**record.answers, **record.no_answer, **record.half_typed}
            return tuple(
                (unlisted(key).label, _as_kept(text))
                for key, text in kept.items()
                if key.startswith(LOCAL) and self.index.find(ref.record, "", key) is None
            )

    def rows(self, parent: Ref, question: Question) -> tuple[Snapshot, ...]:
        """The rows of a question of kind rows, in the chair's order."""
        with self.reading():
            return tuple(self.snapshot(row) for row in self._rows(parent, question))

    def begun(self, parent: Ref, questions: Iterable[Question]) -> frozenset[str]:
        """Keys of the questions of kind rows that have a row, in one query for all of them."""
        asked = tuple(questions)
        if not asked:
            return frozenset()
        with self.reading() as session:
            found = session.execute(
                select(*(exists().where(*self._of(parent, one)) for one in asked))
            ).one()
        return frozenset(one.key for one, has in zip(asked, found, strict=True) if has)

    def rows_beside(self, ref: Ref) -> tuple[Snapshot, ...]:
        """The whole list that a row stands in, the row itself included, in the chair's order."""
        with self.reading() as session:
            row = self._get(ref)
            model = type(row)
            same = {key: getattr(row, key) for key in row.parents}
            if not isinstance(row, Row):
                return (self.snapshot(row),)
            found = select(model).filter_by(**same).order_by(model.position, model.id)  # type: ignore[attr-defined]
            return tuple(self.snapshot(one) for one in session.scalars(found))

    def all(self, record: str) -> tuple[Snapshot, ...]:
        """Every record of a kind, oldest first: the directory of people, the places."""
        with self.reading() as session:
            model = RECORDS[record]
            return tuple(
                self.snapshot(one) for one in session.scalars(select(model).order_by(model.id))
            )

    def snapshot(self, record: Record) -> Snapshot:
        """The plain data of a record."""
        values: dict[str, Value] = {}
        half_typed = dict(record.half_typed)
        for question in self.index.of(record):
            value = stored.value_of(record, question)
            if value is not None:
                values[question.key] = value
            elif unread := stored.unread(record, question):
                half_typed.setdefault(question.key, unread)
        ref = Ref(record.__tablename__, record.id)
        progress = dict(getattr(record, "progress", {}))
        return Snapshot(ref, values, half_typed, progress)

    def label(self, record: str, number: int) -> str:
        """What a record is called on screen: people by code, contexts by name."""
        with self.reading():
            return self._names.label(Ref(record, number))

    def full_name(self, person: int) -> str:
        """A person's name, for when the chair asks to see it; the code where none is kept."""
        with self.reading():
            return self._names.full_name(person)

    def offered(self, question: Question, case: Ref | None) -> tuple[tuple[int, str], ...]:
        """The records a person, context or record question offers, this case's first."""
        with self.reading():
            return self._names.offered(question, case)

    def _get(self, ref: Ref) -> Record:
        record = self._session.get(RECORDS[ref.record], ref.id)
        if record is None:
            raise Refused(
                "This was removed a moment ago, so there is nowhere to keep the answer. Nothing"
                " else changed: go back and use Undo to get it back."
            )
        self._at_hand.append(record)
        return record

    def _of(self, parent: Ref, question: Question) -> list[Any]:
        model = RECORDS[question.record]
        where = [getattr(model, parent.record) == parent.id]
        if "list" in stored.columns(model):
            where.append(model.list == question.key)  # type: ignore[attr-defined]
        return where

    def _rows(self, parent: Ref, question: Question) -> list[Record]:
        model = RECORDS[question.record]
        found = select(model).where(*self._of(parent, question))
        return list(self._session.scalars(found.order_by(model.position, model.id)))  # type: ignore[attr-defined]


def _as_kept(text: str) -> str:
    """An answer whose question is not at hand: choices in words, everything else as it is kept."""
    if text in tuple(NoAnswer):
        return NoAnswer(text).label
    words = text.split(" ")
    if all(word.startswith(LOCAL) for word in words):
        return ", ".join(unlisted(word).label for word in words)
    return text
