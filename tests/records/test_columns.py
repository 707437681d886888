"""Guides and records agree: a mapped attribute of a question's key fits its kind, and is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import JSON, Column, Date, Integer, String, inspect

from roth_planner.guides.catalogue import read_catalogue
from roth_planner.guides.spec import Kind, Question
from roth_planner.records import RECORDS, Record, Row

CATALOGUE = read_catalogue()

KEPT_AS = {
    Kind.SHORT_TEXT: String,
    Kind.LONG_TEXT: String,
    Kind.CHOICE: String,
    Kind.YES_NO_NOT_SURE: String,
    Kind.PART_DATE: String,
    Kind.TIME_WINDOW: String,
    Kind.CHOICES: JSON,
    Kind.DATE: Date,
    Kind.WHOLE_NUMBER: Integer,
    Kind.SCALE: Integer,
}
STRUCTURAL = {"id", "answers", "no_answer", "half_typed", "progress", "position", "list"}
CIRCLES = {"circle", "lead_circle", "owner_circle"}
SET_BY_THE_PROGRAM = {
    ("account", "case"),
    ("plan", "case"),
    ("partnership", "case"),
    ("education", "case"),
    ("services", "case"),
    ("case", "person"),
    ("context_plan", "context"),
    ("guardian", "context"),
    ("weighting", "conference"),
}
"""Links made when the record is made, not asked."""

WRITTEN_BY_THE_PROGRAM = {"copy"}
"""Records that nobody is asked about, so that no audience can be shown them."""


def asked_of_records() -> Iterator[tuple[str, str, Question]]:
    """Every question with the record it is asked of and the one that record is a row of."""

    def inside(
        record: str, holder: str, questions: tuple[Question, ...]
    ) -> Iterator[tuple[str, str, Question]]:
        for question in questions:
            yield record, holder, question
            if question.kind is Kind.ROWS:
                yield from inside(question.record, record, question.questions)

    for guide in CATALOGUE.guides.values():
        yield from inside(guide.record, "", guide.questions())


ASKED = tuple(asked_of_records())
each_asked = pytest.mark.parametrize(
    ("record", "holder", "question"),
    [pytest.param(*one, id=f"{number}-{one[0]}.{one[2].key}") for number, one in enumerate(ASKED)],
)


def linked_table(column: Column[object]) -> str | None:
    """The table a column points at by number."""
    keys = [key for key in column.foreign_keys if key.column.name == "id"]
    return keys[0].column.table.name if keys else None


@each_asked
def test_a_question_is_asked_of_a_record_that_exists(
    record: str, holder: str, question: Question
) -> None:
    assert record in RECORDS
    if question.record:
        assert question.record in RECORDS


@each_asked
def test_a_column_of_that_name_fits_the_kind(record: str, holder: str, question: Question) -> None:
    mapped = inspect(RECORDS[record])
    key = question.key
    assert key not in STRUCTURAL | CIRCLES, "a question may not set what the program keeps"
    link = question.record if question.kind is Kind.RECORD else question.kind.value
    if question.kind is Kind.ROWS:
        assert key not in mapped.attrs, "rows are records of their own"
    elif question.many:
        assert key in mapped.relationships, "several are tied by a table between the two"
        assert mapped.relationships[key].mapper.class_.__tablename__ == link
    elif key in mapped.relationships:
        pytest.fail("a tie holds several, and this question takes one")
    elif key in mapped.column_attrs:
        column = mapped.column_attrs[key].columns[0]
        if question.kind in KEPT_AS:
            assert isinstance(column.type, KEPT_AS[question.kind])
            assert linked_table(column) is None
        else:
            assert linked_table(column) == link
    elif question.kind in (Kind.PERSON, Kind.CONTEXT, Kind.RECORD):
        assert record == "entry", "who is counted has a foreign key; only told lists do without"


@each_asked
def test_a_row_can_be_kept_under_the_record_it_is_asked_in(
    record: str, holder: str, question: Question
) -> None:
    if question.kind is Kind.ROWS:
        row = RECORDS[question.record]
        assert issubclass(row, Row)
        assert record in row.parents


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_every_column_that_is_not_structural_is_asked_for(name: str) -> None:
    model: type[Record] = RECORDS[name]
    mapped = inspect(model)
    asked = {question.key for record, _holder, question in ASKED if record == name}
    kept = {*mapped.column_attrs.keys(), *mapped.relationships.keys()}
    by_program = {key for record, key in SET_BY_THE_PROGRAM if record == name}
    if name in WRITTEN_BY_THE_PROGRAM:
        by_program = kept
    assert kept - STRUCTURAL - CIRCLES - set(model.parents) - by_program - asked == set()
    assert by_program <= kept


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_every_record_is_asked_about_in_some_guide(name: str) -> None:
    asked = {record for record, _holder, _question in ASKED}
    assert (name in asked) is (name not in WRITTEN_BY_THE_PROGRAM)


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_a_record_that_is_no_told_list_is_a_row_in_one_place_only(name: str) -> None:
    places = [
        (record, question.key)
        for record, _holder, question in ASKED
        if question.kind is Kind.ROWS and question.record == name
    ]
    if issubclass(RECORDS[name], Row) and name != "entry":
        assert len(places) == 1
    elif name != "entry":
        assert places == []


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_parents_are_foreign_keys_and_a_row_goes_with_its_parent(name: str) -> None:
    model = RECORDS[name]
    for attribute in model.parents:
        column = inspect(model).column_attrs[attribute].columns[0]
        (key,) = column.foreign_keys
        assert key.column.table.name == attribute
        assert key.ondelete == "CASCADE"


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_every_foreign_key_is_found_quickly(name: str) -> None:
    table = RECORDS[name].__table__
    indexed = {next(iter(index.columns)).name for index in table.indexes}  # type: ignore[attr-defined]
    for key in table.foreign_keys:
        if key.column.name == "id":
            assert key.parent.name in indexed, f"{name}.{key.parent.name} has no index"
