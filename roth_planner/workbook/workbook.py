"""The open vault, as the program works with it: read a record, save answers, take a step back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from roth_planner.errors import Refused
from roth_planner.guides.catalogue import Catalogue
from roth_planner.guides.local import core_catalogue
from roth_planner.guides.spec import Question
from roth_planner.guides.values import Value
from roth_planner.records import RECORDS, Record, Row
from roth_planner.vault import DEFAULT, Cost, Vault, VaultKind, translate_errors
from roth_planner.workbook import names, removal, stored
from roth_planner.workbook.desk import Desk
from roth_planner.workbook.history import History, Step
from roth_planner.workbook.index import QuestionIndex
from roth_planner.workbook.parts import Changes, Ref
from roth_planner.workbook.reading import Reading


class Workbook(Reading):
    """Everything in one vault. Each change is one transaction, logged with before and after.

    Whatever fails, the vault is as it was before the call and the caller still has what was typed.
    """

    def __init__(self, vault: Vault, catalogue: Catalogue | None = None) -> None:
        super().__init__(vault)
        self.practice = vault.kind == "practice"
        self._history = History(self._session)
        self.desk = Desk(vault, self._session)
        self.use(catalogue or core_catalogue())

    @classmethod
    def create(
        cls, folder: Path, passphrase: str, *, kind: VaultKind = "live", cost: Cost = DEFAULT
    ) -> tuple[Self, str]:
        """A new vault and its recovery code, which is shown once and kept nowhere."""
        vault, recovery_code = Vault.create(folder, passphrase, kind=kind, cost=cost)
        return cls(vault), recovery_code

    @classmethod
    def open(cls, folder: Path, secret: str, *, accept_older: bool = False) -> Self:
        """The workbook of a vault, opened by its passphrase or recovery code.

        Raises the ``errors`` of ``vault`` with the sentence to show; not OlderCopy if that one is
        accepted.
        """
        return cls(Vault.open(folder, secret, accept_older=accept_older))

    def use(self, catalogue: Catalogue) -> None:
        """Ask from this catalogue from now on: the core, or the core with a local pack over it."""
        self.catalogue = catalogue
        self.index = QuestionIndex(catalogue)
        self.search_index = self._history.ask_from(self.index)
        self._names = names.Names(self._session, self.index, catalogue)

    def close(self) -> None:
        """Close the vault. What was saved is on the disk already."""
        self._session.close()
        self.vault.close()

    # -- saving

    @contextmanager
    def saving(self, undoes: int | None = None) -> Iterator[Step]:
        """One step in the making, for this package's own writing; all of it is saved or none."""
        with self.vault.busy, translate_errors():
            self.vault.check_unchanged()
            try:
                with self._transaction():
                    step = Step(self._session, self.vault.seal, self._history, undoes)
                    yield step
                    step.log()
                    self._session.commit()
            except BaseException as error:
                self.vault.watch.rolled_back()
                if isinstance(error, IntegrityError):
                    raise Refused(stored.BROKEN_TIE) from None
                raise
            self.vault.committed()

    def save(
        self, ref: Ref, answers: Mapping[str, Value], half_typed: Mapping[str, str] | None = None
    ) -> Changes:
        """Save answers of one record in one transaction with the change they make.

        ``half_typed`` is text that is not an answer yet; it is kept and given back. Raises
        ``CannotWrite`` and the like with the vault as it was, ``Refused`` for an unknown record.
        """
        with self.saving() as step:
            record = self._get(ref)
            keys: dict[str, Any] = {}
            for key, value in answers.items():
                keys |= stored.stored_answer(record, self.index.question(record, key), value)
            for key, text in (half_typed or {}).items():
                keys[f"half_typed.{key}"] = text or None
            step.change(record, keys)
        return step.done()

    def set_status(self, ref: Ref, section: str, status: str) -> Changes:
        """Say how far a section is: ``in_progress``, ``come_back``, ``done``, or "" for none."""
        with self.saving() as step:
            step.change(self._get(ref), {f"progress.{section}": status or None})
        return step.done()

    def add(self, record: str, answers: Mapping[str, Value], **columns: Any) -> Changes:
        """Add a record that is a row of none: a person, a context, a case.

        ``columns`` are set as they are, for what no question asks.
        """
        with self.saving() as step:
            self._add(step, RECORDS[record](**columns), answers)
        return step.done()

    def add_row(
        self, parent: Ref, question: Question, answers: Mapping[str, Value] | None = None
    ) -> Changes:
        """Add a row at the end of a list; ``added[0]`` is the new row."""
        return self.add_rows(parent, question, (answers or {},))

    def add_rows(
        self, parent: Ref, question: Question, rows: Iterable[Mapping[str, Value]]
    ) -> Changes:
        """Add rows at the end of a list in one step, which Undo takes back as one."""
        with self.saving() as step:
            self._get(parent)
            model = RECORDS[question.record]
            columns: dict[str, Any] = {parent.record: parent.id}
            if "list" in stored.columns(model):
                columns["list"] = question.key
            last = self._session.scalar(
                select(func.max(model.position)).where(*self._of(parent, question))  # type: ignore[attr-defined]
            )
            if {"account", "conference"} <= stored.columns(model):
                columns["conference"] = names.current_conference(self._session, parent)
            for position, answers in enumerate(rows, 0 if last is None else last + 1):
                self._add(step, model(position=position, **columns), answers)
        return step.done()

    def remove(self, ref: Ref) -> Changes:
        """Remove a record and the rows it holds. Raises ``Refused`` if it is referred to."""
        with self.saving() as step:
            record = self._get(ref)
            going = removal.going_with(self._session, record)
            places = removal.places_that_refer(self.index, self._session, going)
            if places:
                raise Refused(
                    f"This is still used in {', '.join(places)}, so it was not removed and nothing"
                    " changed. Take it out there first."
                )
            for one in going:
                step.remove(one)
        return step.done()

    def move(self, ref: Ref, to: int) -> Changes:
        """Put a row at another place of its list, counted from 0."""
        with self.saving() as step:
            row = self._get(ref)
            if not isinstance(row, Row):
                raise Refused("This is not in a list, so it stays where it is.")
            model = type(row)
            holder = next(name for name in model.parents if getattr(row, name) is not None)
            where = [getattr(model, holder) == getattr(row, holder)]
            if "list" in stored.columns(model):
                where.append(model.list == row.list)  # type: ignore[attr-defined]
            rows = list(
                self._session.scalars(
                    select(model).where(*where).order_by(model.position, model.id)
                )
            )
            rows.remove(row)
            rows.insert(max(0, min(to, len(rows))), row)
            for position, one in enumerate(rows):
                step.change(one, {"position": position})
        return step.done()

    # -- a step back

    @property
    def can_undo(self) -> bool:
        """Whether there is a saved step of this sitting to take back."""
        return bool(self._history.undoable)

    @property
    def can_redo(self) -> bool:
        """Whether a step taken back can be put back."""
        return bool(self._history.redoable)

    def undo(self) -> Changes | None:
        """Take back the last saved step of this sitting; the taking back is logged as a step."""
        return self._reverse(self._history.undoable, self._history.redoable)

    def redo(self) -> Changes | None:
        """Put back the step last taken back."""
        return self._reverse(self._history.redoable, self._history.undoable)

    def _reverse(self, source: list[int], target: list[int]) -> Changes | None:
        if not source:
            return None
        with self.saving(undoes=source[-1]) as step:
            step.reverse(source[-1])
        source.pop()
        changes = step.done(remember=False)
        target.append(changes.step)
        return changes

    # -- inside

    def _add(self, step: Step, record: Record, answers: Mapping[str, Value]) -> None:
        record.answers, record.no_answer, record.half_typed = {}, {}, {}
        keys: dict[str, Any] = {}
        for key, value in answers.items():
            keys |= stored.stored_answer(record, self.index.question(record, key), value)
        stored.write_keys(self._session, record, keys)
        step.add(record)
        self._at_hand.append(record)
