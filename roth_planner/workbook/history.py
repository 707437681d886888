"""Steps and the way back: each save is a step, and a step can be reversed from its change rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Mapping
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from roth_planner.errors import Refused
from roth_planner.records import RECORDS, Case, Change, Record
from roth_planner.vault import EVENT, Entry, Seal
from roth_planner.workbook import hold, removal, stored
from roth_planner.workbook.index import QuestionIndex
from roth_planner.workbook.parts import Changes, Ref
from roth_planner.workbook.search_index import SearchIndex


class History:
    """The steps of this sitting that can be taken back, and those that can be put back."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.texts = SearchIndex(session)
        self._last: int | None = None
        self.undoable: list[int] = []
        self.redoable: list[int] = []

    def ask_from(self, index: QuestionIndex) -> SearchIndex:
        """Take what is a text from these questions; gives the index that the steps keep."""
        self.texts.ask_from(index)
        return self.texts

    def next_step(self) -> int:
        """Number of the step being saved; steps are numbered through the vault's whole life."""
        if self._last is None:
            self._last = self._session.scalar(select(func.max(Change.step))) or 0
        return self._last + 1

    def saved(self, step: int, *, remember: bool) -> None:
        """Count a step that is on the disk. A new step of the chair ends what could be redone."""
        self._last = step
        if remember:
            self.undoable.append(step)
            self.redoable.clear()

    def forget(self, steps: Container[int]) -> None:
        """Let go of steps that cannot be taken back any more: what they changed is deleted."""
        self.undoable = [step for step in self.undoable if step not in steps]
        self.redoable = [step for step in self.redoable if step not in steps]


class Step:
    """One save in the making: it changes records and writes a change row for each."""

    def __init__(self, session: Session, seal: Seal, history: History, undoes: int | None) -> None:
        self.session = session
        self._seal = seal
        self._history = history
        self._number = history.next_step()
        self._undoes = undoes
        self._at = dt.datetime.now(dt.UTC)
        self._rows: list[Entry] = []
        self._added: list[Ref] = []
        self._removed: list[Ref] = []
        self._touched: set[Ref] = set()

    def change(self, record: Record, keys: Mapping[str, Any]) -> None:
        """Set stored keys of a record; keys that hold this already are left out of the log."""
        before = {key: stored.read_key(record, key) for key in keys}
        after = {key: held for key, held in keys.items() if before[key] != held}
        if after:
            stored.write_keys(self.session, record, after)
            self._note(record, {key: before[key] for key in after}, after)

    def add(self, record: Record) -> None:
        """Add a new record, or put a removed one back under its own number."""
        self.session.add(record)
        self.session.flush()
        self._note(record, None, stored.whole(record))
        self._added.append(Ref(record.__tablename__, record.id))

    def remove(self, record: Record) -> None:
        """Take a record out. Raises ``Refused`` if another record still refers to it, or it is a
        case on hold."""
        self._check_not_held(record)
        self._note(record, stored.whole(record), None)
        self._removed.append(Ref(record.__tablename__, record.id))
        self.session.delete(record)
        self.session.flush()

    def delete_for_good(self, records: Iterable[Record]) -> None:
        """Take records out and log that, but not what they held. Raises as ``remove``."""
        for record in records:
            self._check_not_held(record)
            self._note(record, stored.whole(record), None, silently=True)
            self._removed.append(Ref(record.__tablename__, record.id))
            self.session.delete(record)
            self.session.flush()

    def tell(self, event: Mapping[str, Any]) -> None:
        """Log something that happened to the vault itself, in this step."""
        self._rows.append(Entry(self._number, self._at, EVENT, 0, None, event))

    def reverse(self, step: int) -> None:
        """Do the opposite of a step, newest change first."""
        rows = list(
            self.session.scalars(
                select(Change).where(Change.step == step).order_by(Change.id.desc())
            )
        )
        for row in rows:
            model = RECORDS[row.record]
            if row.before is None:
                found = self._find(model, row.record_id)
                # Rows that no step of the chair's has added, such as noted copies, go with it.
                for one in removal.going_with(self.session, found):
                    self.remove(one)
            elif row.after is None:
                record = model(id=row.record_id, answers={}, no_answer={}, half_typed={})
                if "progress" in inspect(model).column_attrs:
                    record.progress = {}  # type: ignore[attr-defined]
                stored.write_keys(self.session, record, row.before)
                self.add(record)
            else:
                self.change(self._find(model, row.record_id), row.before)

    def log(self) -> None:
        """Write the change rows, sealed; in the same transaction as the change."""
        self.session.flush()
        if self._rows:
            self._history.texts.write()
            self._seal.append(self._rows)

    def done(self, *, remember: bool = True) -> Changes:
        """What the step did, once it is on the disk."""
        if self._rows:
            self._history.saved(self._number, remember=remember)
        return Changes(
            self._number,
            self._at.astimezone(),
            frozenset(self._touched),
            tuple(self._added),
            tuple(self._removed),
        )

    @staticmethod
    def _check_not_held(record: Record) -> None:
        if isinstance(record, Case) and hold.is_held(record):
            raise Refused(hold.HELD)

    def _find(self, model: type[Record], number: int) -> Record:
        record = self.session.get(model, number)
        if record is None:
            raise Refused("This step cannot be taken back any more. Nothing was changed.")
        return record

    def _note(
        self,
        record: Record,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
        *,
        silently: bool = False,
    ) -> None:
        self._touched.add(Ref(record.__tablename__, record.id))
        self._history.texts.note(record, before, after)
        self._rows.append(
            Entry(
                self._number,
                self._at,
                record.__tablename__,
                record.id,
                {} if silently else before,
                after,
                self._undoes,
            )
        )
