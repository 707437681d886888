"""What stands in a case file, checked as a whole before a row of it is made.

So a file that cannot be used is refused at once, however many rows it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from roth_planner.errors import BadContent
from roth_planner.guides import kinds
from roth_planner.guides.catalogue import Catalogue
from roth_planner.guides.spec import Kind, Question
from roth_planner.guides.values import NoAnswer, Value
from roth_planner.practice.case_lines import line_of
from roth_planner.records import RECORDS
from roth_planner.workbook.progress import STATUSES

SINGLE = ("case", "account", "plan", "partnership", "education", "services")
SEVERAL = {
    "people": "person",
    "contexts": "context",
    "context_plans": "context_plan",
    "guardians": "guardian",
}
ABOUT_THE_FILE = (
    ("title", str, "write text, between quotation marks"),
    ("about", str, "write text, between quotation marks"),
    ("practice", bool, "write true for an invented case, and false for a real one"),
)
SET_BY_FILE = {"case": ("person",), "context_plan": ("context",), "guardian": ("context",)}
"""Links that no question asks, because on screen the program sets them."""
MOST_ROWS = 20_000
"""Rows and tables of one case; the fullest practice case has under 1,000."""
LONGEST_PLACE = 120
"""Characters of a place in a file that a sentence repeats."""

Table = Mapping[str, Any]


class CaseValues:
    """The tables of one file: their values by question, and the records their ids stand for."""

    def __init__(self, catalogue: Catalogue, file: Path, data: dict[str, Any]) -> None:
        self._catalogue = catalogue
        self._file = file
        self._data = data
        self._numbers: dict[str, dict[str, int]] = {}
        self._rows = 0

    def check(self) -> None:
        """Read every value once. Raises ``BadContent`` at the first that cannot be used."""
        self._check_top()
        for where, record, table in self.tables():
            self._take_ids(where, record, table, self.questions(record))
        self._check_people()
        for where, record, table in self.tables():
            for key in SET_BY_FILE.get(record, ()):
                self.refer(
                    "person" if key == "person" else "context", f"{where}.{key}", table.get(key)
                )
            self._check_table(where, record, table, self.questions(record))

    def tables(self) -> Iterator[tuple[str, str, Table]]:
        """Each table at the top of the file: where it stands, the record it makes, its answers."""
        for name in SINGLE:
            yield name, name, self._data.get(name, {})
        for name, record in SEVERAL.items():
            for where, table in self.several(name):
                yield where, record, table

    def several(self, name: str) -> list[tuple[str, Table]]:
        """The tables of a part that comes several times, each with where it stands."""
        tables = self._data.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            raise self.bad(name, f"these are tables, each written [[{name}]]")
        return [(f"{name}[{number}]", table) for number, table in enumerate(tables, 1)]

    def rows(self, where: str, question: Question, table: Table) -> list[tuple[str, Table]]:
        """The rows of one question, each with where it stands."""
        rows = table.get(question.key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            place = f"{where}.{question.key}"
            raise self.bad(place, f"these are tables, each written [[{place}]]")
        return [(f"{where}.{question.key}[{number}]", row) for number, row in enumerate(rows, 1)]

    def value(self, where: str, question: Question, raw: Any) -> Value:
        """The value of one answer. Raises ``BadContent`` if it does not fit its question."""
        if isinstance(raw, dict):
            if set(raw) != {"no_answer"} or raw["no_answer"] not in tuple(NoAnswer):
                raise self.bad(where, 'write an answer, or { no_answer = "not_known" } or the like')
            if not question.no_answer:
                raise self.bad(where, '"not known" and the like is no answer here')
            return NoAnswer(raw["no_answer"])
        if question.kind in (Kind.PERSON, Kind.CONTEXT, Kind.RECORD):
            record = question.record if question.kind is Kind.RECORD else question.kind.value
            if question.many:
                items = raw if isinstance(raw, list) else [raw]
                return tuple(dict.fromkeys(self.refer(record, where, item) for item in items))
            return self.refer(record, where, raw)
        if question.kind is Kind.CHOICES:
            if not isinstance(raw, list):
                raise self.bad(where, "write a list of choices")
            raw = [one for place, one in enumerate(raw) if one not in raw[:place]]
        if isinstance(raw, list) and question.kind is not Kind.CHOICES:
            raise self.bad(where, "write one answer, not a list")
        if isinstance(raw, bool) and question.kind is not Kind.YES_NO_NOT_SURE:
            raise self.bad(where, "true and false answer only a yes-or-no question")
        if question.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT) and not isinstance(raw, str):
            raise self.bad(where, "write text, between quotation marks")
        try:
            value = kinds.parse(question, raw)
        except kinds.Problem as problem:
            raise self.bad(where, str(problem)) from problem
        offered = {choice.key for choice in self._catalogue.choices(question)}
        chosen = value if isinstance(value, tuple) else (value,)
        if offered and value is not None and not set(chosen) <= offered:
            raise self.bad(where, f"choose from {', '.join(sorted(offered))}")
        return value

    def refer(self, record: str, where: str, slug: Any) -> int:
        """The number of the record that an id stands for; 0 while nothing is made yet."""
        known = self._numbers.get(record, {})
        if not isinstance(slug, str) or slug not in known:
            raise self.bad(where, f"no {record.replace('_', ' ')} in this file has this id")
        return known[slug]

    def made(self, record: str, table: Table, number: int) -> None:
        """Keep the number of a record that was made of a table with an id."""
        if "id" in table:
            self._numbers[record][table["id"]] = number

    def progress(self, where: str, record: str, raw: Any) -> dict[str, Any]:
        """The stored keys of how far the sections of a record are."""
        guide = self._catalogue.for_record(record)
        sections = {section.key for section in guide.sections}
        if not isinstance(raw, dict):
            raise self.bad(f"{where}.progress", "this is a table of sections")
        for section, status in raw.items():
            if section not in sections or status not in tuple(STATUSES):
                raise self.bad(f"{where}.progress.{section}", "there is no such section or status")
        return {f"progress.{section}": status for section, status in raw.items() if status}

    def questions(self, record: str) -> dict[str, Question]:
        """The questions of a record's guide, by key."""
        return {one.key: one for one in self._catalogue.for_record(record).questions()}

    def questions_of_row(self, question: Question) -> dict[str, Question]:
        """A row's own questions, and those of the guide about such a record: a conference's."""
        guides = self._catalogue.guides.values()
        about = (guide for guide in guides if guide.record == question.record)
        found = [*question.questions, *(one for guide in about for one in guide.questions())]
        return {one.key: one for one in found}

    def bad(self, where: str, reason: str) -> BadContent:
        """The refusal of the whole file, with the line and the place of what is wrong in it."""
        try:
            number = line_of(self._file.read_text("utf-8-sig"), where)
        except (OSError, UnicodeError):
            number = None
        line = f", line {number}" if number else ""
        place = where if len(where) <= LONGEST_PLACE else f"{where[:LONGEST_PLACE]}\u2026"
        place = " ".join(place.split())
        return BadContent(
            f"{self._file.name}{line}, {place}: {reason.rstrip('.')}. Nothing was changed."
        )

    # -- inside

    def _check_top(self) -> None:
        allowed = ("format", *(name for name, *_ in ABOUT_THE_FILE), *SINGLE, *SEVERAL)
        for name in self._data:
            if name not in allowed:
                raise self.bad(name, "there is no such part of a case file")
        for name in SINGLE:
            if not isinstance(self._data.get(name, {}), dict):
                raise self.bad(name, f"this is a table, written [{name}]")
        if "case" not in self._data:
            raise self.bad("case", "a case file has a [case] table")
        for name, sort, reason in ABOUT_THE_FILE:
            if name in self._data and type(self._data[name]) is not sort:
                raise self.bad(name, reason)

    def _check_people(self) -> None:
        """A child without a kind would be taken for a professional, and named to every reader."""
        kinds_of = {}
        for where, table in self.several("people"):
            if "kind" not in table:
                raise self.bad(where, "it needs a kind, which says who may read the name")
            kinds_of[table["id"]] = table["kind"]
        person = self._data["case"].get("person")
        self.refer("person", "case.person", person)
        if kinds_of[person] != "young_person":
            raise self.bad("case.person", 'this is the young person, with kind = "young_person"')

    def _take_ids(
        self, where: str, record: str, table: Table, questions: Mapping[str, Question]
    ) -> None:
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise self.bad(where, f"a case has no more than {MOST_ROWS:,} rows")
        known = self._numbers.setdefault(record, {})
        slug = table.get("id")
        if not isinstance(slug, str) and record in ("person", "context", "context_plan"):
            raise self.bad(where, "it needs an id that the rest of the file can refer to")
        if slug is not None:
            if not isinstance(slug, str) or not slug.strip() or slug in known:
                raise self.bad(f"{where}.id", "an id is a text that is used once")
            known[slug] = 0
        for question in questions.values():
            if question.kind is Kind.ROWS and question.key in table:
                inside = self.questions_of_row(question)
                for here, row in self.rows(where, question, table):
                    self._take_ids(here, question.record, row, inside)

    def _check_table(
        self, where: str, record: str, table: Table, questions: Mapping[str, Question]
    ) -> None:
        for key, raw in table.items():
            if key == "id" or key in SET_BY_FILE.get(record, ()):
                continue
            if key == "progress" and hasattr(RECORDS[record], "progress"):
                self.progress(where, record, raw)
                continue
            question = questions.get(key)
            if question is None:
                raise self.bad(f"{where}.{key}", "there is no such question")
            if question.kind is Kind.ROWS:
                inside = self.questions_of_row(question)
                for here, row in self.rows(where, question, table):
                    self._check_table(here, question.record, row, inside)
            else:
                self.value(f"{where}.{key}", question, raw)
