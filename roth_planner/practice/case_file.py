"""A whole case as a file: read it, check every key, and put it into a workbook in one step.

The format is described in ``assets/cases/README.md``. A file that cannot be used is refused with
its name, the line, the place in it and the reason, and the workbook is as it was.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from roth_planner.errors import BadContent, Refused
from roth_planner.guides.spec import Kind, Question
from roth_planner.practice.case_values import SET_BY_FILE, SEVERAL, SINGLE, CaseValues, Table
from roth_planner.records import RECORDS, Account, Case, Conference, Record, Weighting
from roth_planner.workbook import Ref, Workbook, stored
from roth_planner.workbook.history import Step

FORMAT = 1
LARGEST = 4 * 1024 * 1024
"""Bytes of a case file, read in under 5 seconds; the largest practice case is under 200 KB."""

_TOO_DEEP = re.compile(r"^[ \t]*\[{0,2}(?:[ \t]*[\w-]+[ \t]*\.){20}", re.MULTILINE)
"""A key of so many steps that reading it takes longer than a bad file may."""


def read_case_file(file: Path) -> dict[str, Any]:
    """The tables of a case file. Raises ``BadContent`` if it is not one."""
    try:
        if file.stat().st_size > LARGEST:
            raise BadContent(f"{file.name} is too large to be a case file. Nothing was changed.")
        text = file.read_bytes().decode("utf-8-sig")
        if _TOO_DEEP.search(text):
            raise RecursionError
        data = tomllib.loads(text)
    except OSError as error:
        raise BadContent(f"{file.name} could not be read. Nothing was changed.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadContent(
            f"{file.name} is not text in UTF-8 (line {line}). Nothing was changed."
        ) from error
    except (ValueError, RecursionError) as error:
        known = isinstance(error, tomllib.TOMLDecodeError)
        reason = str(error) if known else "nested too deep, or a number too long"
        raise BadContent(
            f"{file.name} is not written as TOML: {reason}. Nothing was changed."
        ) from error
    if type(data.get("format")) is not int or data["format"] != FORMAT:
        raise BadContent(
            f"{file.name} does not say format = {FORMAT}, so it is not a case file that this"
            " version can read. Nothing was changed."
        )
    return data


def load_case_file(workbook: Workbook, file: Path) -> Ref:
    """Add the case of a file to a workbook: all of it in one step, or nothing of it."""
    data = read_case_file(file)
    values = CaseValues(workbook.catalogue, file, data)
    values.check()
    with workbook.saving() as step:
        case = _Loading(step, values, data).load()
    step.done(remember=False)
    return case


class _Loading:
    """One file, checked already, on its way into one workbook."""

    def __init__(self, step: Step, values: CaseValues, data: dict[str, Any]) -> None:
        self._step = step
        self._values = values
        self._data = data

    def load(self) -> Ref:
        values = self._values
        tables: list[tuple[str, Record, Table]] = []
        for name in ("people", "contexts"):
            for where, table in values.several(name):
                record = self._new(SEVERAL[name], where, table)
                tables.append((where, record, table))
        case = Case(person=values.refer("person", "case.person", self._data["case"].get("person")))
        self._add(case)
        tables.append(("case", case, self._data["case"]))
        for name in SINGLE[1:]:
            record = RECORDS[name](case=case.id)
            self._add(record)
            tables.append((name, record, self._data.get(name, {})))
        for name in ("context_plans", "guardians"):
            for where, table in values.several(name):
                context = values.refer("context", f"{where}.context", table.get("context"))
                record = self._new(SEVERAL[name], where, table, context=context)
                tables.append((where, record, table))
        later: list[Callable[[], None]] = []
        for where, record, table in tables:
            questions = values.questions(record.__tablename__)
            self._make_rows(where, record, table, questions, later)
        for fill in later:
            fill()
        self._weigh_at(case)
        return Ref("case", case.id)

    def _weigh_at(self, case: Case) -> None:
        """Tie the weightings to the case's first conference, where the places were weighed."""
        session = self._step.session
        meetings = select(Conference.id).where(Conference.case == case.id)
        first = session.scalars(meetings.order_by(Conference.position)).first()
        account = select(Account.id).where(Account.case == case.id).scalar_subquery()
        for weighting in session.scalars(select(Weighting).where(Weighting.account == account)):
            self._step.change(weighting, {"conference": first})

    def _new(self, record: str, where: str, table: Table, **columns: Any) -> Record:
        if record == "person":
            kind = self._values.questions("person")["kind"]
            columns["kind"] = self._values.value(f"{where}.kind", kind, table["kind"])
            if columns["kind"] is None:
                raise self._values.bad(f"{where}.kind", stored.NEEDED)
        made = RECORDS[record](**columns)
        self._add(made)
        self._values.made(record, table, made.id)
        return made

    def _add(self, record: Record) -> None:
        record.answers, record.no_answer, record.half_typed = {}, {}, {}
        if "progress" in type(record).__mapper__.column_attrs:
            record.progress = {}  # type: ignore[attr-defined]
        self._step.session.add(record)
        self._step.session.flush()

    def _make_rows(
        self,
        where: str,
        record: Record,
        table: Table,
        questions: Mapping[str, Question],
        later: list[Callable[[], None]],
    ) -> None:
        """Make the rows, so that they can be referred to, and fill in answers afterwards."""
        later.append(lambda: self._fill(where, record, table, questions))
        for key, question in questions.items():
            if question.kind is not Kind.ROWS:
                continue
            inside = self._values.questions_of_row(question)
            for position, (here, row) in enumerate(self._values.rows(where, question, table)):
                columns: dict[str, Any] = {record.__tablename__: record.id, "position": position}
                model = RECORDS[question.record]
                if "list" in stored.columns(model):
                    columns["list"] = key
                made = model(**columns)
                self._add(made)
                self._values.made(question.record, row, made.id)
                self._make_rows(here, made, row, inside, later)

    def _fill(
        self, where: str, record: Record, table: Table, questions: Mapping[str, Question]
    ) -> None:
        keys: dict[str, Any] = {}
        for key, raw in table.items():
            if key == "id" or key in SET_BY_FILE.get(record.__tablename__, ()):
                continue
            if key == "progress" and hasattr(record, "progress"):
                keys |= self._values.progress(where, record.__tablename__, raw)
                continue
            question = questions[key]
            if question.kind is not Kind.ROWS:
                value = self._values.value(f"{where}.{key}", question, raw)
                try:
                    keys |= stored.stored_answer(record, question, value)
                except Refused as refused:
                    raise self._values.bad(f"{where}.{key}", str(refused)) from refused
        stored.write_keys(self._step.session, record, keys)
        try:
            self._step.add(record)
        except IntegrityError:  # the circle of a person, the one rule only the database keeps
            reason = "a plan for a place names only somebody who acts there by their role"
            raise self._values.bad(where, reason) from None
