"""A whole case as a file: read it, check every key, and put it into a workbook in one step.

The format is described in ``assets/cases/README.md``. A file that cannot be used is refused with
its name, the place in it and the reason, and the workbook is as it was.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from roth_planner.errors import BadContent, Refused
from roth_planner.guides import kinds
from roth_planner.guides.spec import Kind, Question
from roth_planner.guides.values import NoAnswer, Value
from roth_planner.records import RECORDS, Account, Case, Conference, Record, Weighting
from roth_planner.workbook import Ref, Workbook, stored
from roth_planner.workbook.history import Step
from roth_planner.workbook.progress import STATUSES

FORMAT = 1
LARGEST = 20 * 1024 * 1024
"""Bytes of a case file; the largest practice case is under 100 KB."""

SINGLE = ("case", "account", "plan", "partnership", "education", "services")
SEVERAL = {
    "people": "person",
    "contexts": "context",
    "context_plans": "context_plan",
    "guardians": "guardian",
}
ABOUT_THE_FILE = ("format", "title", "about", "practice")
SET_BY_FILE = {"case": ("person",), "context_plan": ("context",), "guardian": ("context",)}
"""Links that no question asks, because on screen the program sets them."""


def read_case_file(file: Path) -> dict[str, Any]:
    """The tables of a case file. Raises ``BadContent`` if it is not one."""
    try:
        if file.stat().st_size > LARGEST:
            raise BadContent(f"{file.name} is too large to be a case file. Nothing was changed.")
        data = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise BadContent(f"{file.name} could not be read. Nothing was changed.") from error
    except UnicodeDecodeError as error:
        raise BadContent(f"{file.name} is not text in UTF-8. Nothing was changed.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "nested too deep"
        raise BadContent(
            f"{file.name} is not written as TOML: {reason}. Nothing was changed."
        ) from error
    if data.get("format") != FORMAT:
        raise BadContent(
            f"{file.name} does not say format = {FORMAT}, so it is not a case file that this"
            " version can read. Nothing was changed."
        )
    return data


def load_case_file(workbook: Workbook, file: Path) -> Ref:
    """Add the case of a file to a workbook: all of it in one step, or nothing of it."""
    data = read_case_file(file)
    with workbook.saving() as step:
        case = _Loading(workbook, step, file.name, data).load()
    step.done(remember=False)
    return case


class _Loading:
    """One file on its way into one workbook."""

    def __init__(self, workbook: Workbook, step: Step, file: str, data: dict[str, Any]) -> None:
        self._workbook = workbook
        self._step = step
        self._file = file
        self._data = data
        self._known: dict[str, dict[str, Record]] = {}

    def load(self) -> Ref:
        self._check_top()
        tables: list[tuple[str, Record, Mapping[str, Any]]] = []
        for name in ("people", "contexts"):
            for where, table in self._several(name):
                record = self._new(SEVERAL[name], where, table)
                tables.append((where, record, table))
        case = Case(person=self._refer("person", "case.person", self._data["case"].get("person")))
        self._add("case", case)
        tables.append(("case", case, self._data["case"]))
        for name in SINGLE[1:]:
            record = RECORDS[name](case=case.id)
            self._add(name, record)
            tables.append((name, record, self._data.get(name, {})))
        for name in ("context_plans", "guardians"):
            for where, table in self._several(name):
                context = self._refer("context", f"{where}.context", table.get("context"))
                record = self._new(SEVERAL[name], where, table, context=context)
                tables.append((where, record, table))
        later: list[Callable[[], None]] = []
        for where, record, table in tables:
            self._make_rows(where, record, table, self._questions(record), later)
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

    def _check_top(self) -> None:
        allowed = (*ABOUT_THE_FILE, *SINGLE, *SEVERAL)
        for name in self._data:
            if name not in allowed:
                raise self._bad(name, "there is no such part of a case file")
        for name in SINGLE:
            if not isinstance(self._data.get(name, {}), dict):
                raise self._bad(name, f"this is a table, written [{name}]")
        if "case" not in self._data:
            raise self._bad("case", "a case file has a [case] table")

    def _several(self, name: str) -> list[tuple[str, Mapping[str, Any]]]:
        tables = self._data.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            raise self._bad(name, f"these are tables, each written [[{name}]]")
        return [(f"{name}[{number}]", table) for number, table in enumerate(tables, 1)]

    def _new(self, record: str, where: str, table: Mapping[str, Any], **columns: Any) -> Record:
        if not isinstance(table.get("id"), str) and record in ("person", "context", "context_plan"):
            raise self._bad(where, "it needs an id that the rest of the file can refer to")
        if record == "person":
            kind = self._workbook.catalogue.for_record("person").question("kind")
            columns["kind"] = self._value(where, kind, table.get("kind", "professional"))
            if columns["kind"] is None:
                raise self._bad(f"{where}.kind", stored.NEEDED)
        made = RECORDS[record](**columns)
        self._add(where, made)
        self._remember(where, made, table)
        return made

    def _add(self, where: str, record: Record) -> None:
        record.answers, record.no_answer, record.half_typed = {}, {}, {}
        if "progress" in type(record).__mapper__.column_attrs:
            record.progress = {}  # type: ignore[attr-defined]
        self._step.session.add(record)
        self._step.session.flush()

    def _remember(self, where: str, record: Record, table: Mapping[str, Any]) -> None:
        slug = table.get("id")
        if slug is None:
            return
        known = self._known.setdefault(record.__tablename__, {})
        if not isinstance(slug, str) or slug in known:
            raise self._bad(f"{where}.id", "an id is a text that is used once")
        known[slug] = record

    def _make_rows(
        self,
        where: str,
        record: Record,
        table: Mapping[str, Any],
        questions: Mapping[str, Question],
        later: list[Callable[[], None]],
    ) -> None:
        """Make the rows, so that they can be referred to, and fill in answers afterwards."""
        later.append(lambda: self._fill(where, record, table, questions))
        for key, question in questions.items():
            if question.kind is not Kind.ROWS or key not in table:
                continue
            rows = table[key]
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise self._bad(
                    f"{where}.{key}", f"these are tables, each written [[{where}.{key}]]"
                )
            model = RECORDS[question.record]
            for position, row in enumerate(rows):
                here = f"{where}.{key}[{position + 1}]"
                columns: dict[str, Any] = {record.__tablename__: record.id, "position": position}
                if "list" in stored.columns(model):
                    columns["list"] = key
                made = model(**columns)
                self._add(here, made)
                self._remember(here, made, row)
                self._make_rows(here, made, row, self._questions_of_row(question), later)

    def _fill(
        self,
        where: str,
        record: Record,
        table: Mapping[str, Any],
        questions: Mapping[str, Question],
    ) -> None:
        keys: dict[str, Any] = {}
        for key, raw in table.items():
            if key == "id" or key in SET_BY_FILE.get(record.__tablename__, ()):
                continue
            if key == "progress" and hasattr(record, "progress"):
                keys |= self._progress(where, record, raw)
                continue
            question = questions.get(key)
            if question is None:
                raise self._bad(f"{where}.{key}", "there is no such question")
            if question.kind is not Kind.ROWS:
                value = self._value(f"{where}.{key}", question, raw)
                try:
                    keys |= stored.stored_answer(record, question, value)
                except Refused as refused:
                    raise self._bad(f"{where}.{key}", str(refused)) from refused
        stored.write_keys(self._step.session, record, keys)
        try:
            self._step.add(record)
        except IntegrityError:  # the circle of a person, the one rule only the database keeps
            reason = "a plan for a place names only somebody who acts there by their role"
            raise self._bad(where, reason) from None

    def _progress(self, where: str, record: Record, raw: Any) -> dict[str, Any]:
        guide = self._workbook.catalogue.for_record(record.__tablename__)
        sections = {section.key for section in guide.sections}
        if not isinstance(raw, dict):
            raise self._bad(f"{where}.progress", "this is a table of sections")
        for section, status in raw.items():
            if section not in sections or status not in tuple(STATUSES):
                raise self._bad(f"{where}.progress.{section}", "there is no such section or status")
        return {f"progress.{section}": status for section, status in raw.items() if status}

    def _value(self, where: str, question: Question, raw: Any) -> Value:
        if isinstance(raw, dict):
            if set(raw) != {"no_answer"} or raw["no_answer"] not in tuple(NoAnswer):
                raise self._bad(
                    where, 'write an answer, or { no_answer = "not_known" } or the like'
                )
            if not question.no_answer:
                raise self._bad(where, '"not known" and the like is no answer here')
            return NoAnswer(raw["no_answer"])
        if question.kind in (Kind.PERSON, Kind.CONTEXT, Kind.RECORD):
            record = question.record if question.kind is Kind.RECORD else question.kind.value
            if question.many:
                items = raw if isinstance(raw, list) else [raw]
                return tuple(self._refer(record, where, item) for item in items)
            return self._refer(record, where, raw)
        if question.kind is Kind.CHOICES and not isinstance(raw, list):
            raise self._bad(where, "write a list of choices")
        if isinstance(raw, list) and question.kind is not Kind.CHOICES:
            raise self._bad(where, "write one answer, not a list")
        if isinstance(raw, bool) and question.kind is not Kind.YES_NO_NOT_SURE:
            raise self._bad(where, "true and false answer only a yes-or-no question")
        try:
            value = kinds.parse(question, raw)
        except kinds.Problem as problem:
            raise self._bad(where, str(problem)) from problem
        offered = {choice.key for choice in self._workbook.catalogue.choices(question)}
        chosen = value if isinstance(value, tuple) else (value,)
        if offered and value is not None and not set(chosen) <= offered:
            raise self._bad(where, f"choose from {', '.join(sorted(offered))}")
        return value

    def _refer(self, record: str, where: str, slug: Any) -> int:
        found = self._known.get(record, {}).get(slug) if isinstance(slug, str) else None
        if found is None:
            raise self._bad(where, f"no {record.replace('_', ' ')} in this file has this id")
        return found.id

    def _questions(self, record: Record) -> dict[str, Question]:
        guide = self._workbook.catalogue.for_record(record.__tablename__)
        return {question.key: question for question in guide.questions()}

    def _questions_of_row(self, question: Question) -> dict[str, Question]:
        """A row's own questions, and those of the guide about such a record: a conference's."""
        guides = self._workbook.catalogue.guides.values()
        about = (guide for guide in guides if guide.record == question.record)
        found = [*question.questions, *(one for guide in about for one in guide.questions())]
        return {one.key: one for one in found}

    def _bad(self, where: str, reason: str) -> BadContent:
        return BadContent(f"{self._file}, {where}: {reason.rstrip('.')}. Nothing was changed.")
