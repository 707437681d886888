"""A section as it will read: every question that is asked, with its answer or its gap in words.

Checking answers before finishing and before paper reads from here, and so does what was said last
time, so that both say "not known" and "chose not to say" alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from roth_planner.guides import kinds, rules
from roth_planner.guides.spec import Kind, Question, Section
from roth_planner.guides.values import NoAnswer, Value
from roth_planner.workbook.parts import Ref, Snapshot
from roth_planner.workbook.progress import gaps
from roth_planner.workbook.workbook import Workbook

MISSING = "Not answered yet"
OPTIONAL = "No answer; it is optional"
NO_ROWS = "None yet"
OUT_OF_SIGHT = "Written down, and kept out of sight here"


class State(StrEnum):
    """What stands where an answer would."""

    ANSWERED = "answered"
    REASON = "reason"
    MISSING = "missing"
    OPTIONAL = "optional"
    HALF_TYPED = "half_typed"
    OUT_OF_SIGHT = "out_of_sight"


class Line(Struct, frozen=True):
    """One question as it reads. ``owner`` is the record it is asked about, ``problem`` what
    finishing still asks for; a list has ``rows`` and no words of its own."""

    question: Question
    owner: Ref
    state: State
    words: str
    problem: str = ""
    rows: tuple[RowLines, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether it keeps its section from being finished, the rows inside included."""
        inside = any(line.is_gap for row in self.rows for line in row.lines)
        return bool(self.problem) or inside


class RowLines(Struct, frozen=True):
    """A row of a list with its questions; ``title`` says which: "Harm 2"."""

    ref: Ref
    title: str
    lines: tuple[Line, ...]


def section_as_read(workbook: Workbook, section: Section, ref: Ref) -> tuple[Line, ...]:
    """The questions of a section that are asked now, in order, with their answers in words."""
    wanted = {
        (gap.row or ref, gap.question.key): gap.sentence for gap in gaps(workbook, section, ref)
    }
    return _lines(workbook, section.questions, workbook.read(ref), wanted)


def in_words(workbook: Workbook, question: Question, value: Value) -> str:
    """An answer as it is read on screen: choices by label, people by code; "" for an empty box."""
    labels = workbook.catalogue.labels(question)
    return kinds.display(question, value, choices=labels, name=workbook.label)


def _lines(
    workbook: Workbook,
    questions: tuple[Question, ...],
    kept: Snapshot,
    wanted: Mapping[tuple[Ref, str], str],
) -> tuple[Line, ...]:
    today = dt.date.today()
    found = []
    for question in questions:
        if question.relevant and not rules.holds(question.relevant, kept.values, today=today):
            continue
        problem = wanted.get((kept.ref, question.key), "")
        if question.kind is Kind.ROWS:
            found.append(_list(workbook, question, kept.ref, wanted, problem))
        else:
            found.append(_answer(workbook, question, kept, problem, today))
    return tuple(found)


def _list(
    workbook: Workbook,
    question: Question,
    owner: Ref,
    wanted: Mapping[tuple[Ref, str], str],
    problem: str,
) -> Line:
    rows = tuple(
        RowLines(
            row.ref,
            f"{question.one.capitalize()} {number}",
            _lines(workbook, question.questions, row, wanted),
        )
        for number, row in enumerate(workbook.rows(owner, question), 1)
    )
    if rows:
        return Line(question, owner, State.ANSWERED, "", problem, rows)
    state = State.MISSING if problem else State.OPTIONAL
    return Line(question, owner, state, MISSING if problem else NO_ROWS, problem)


def _answer(
    workbook: Workbook, question: Question, kept: Snapshot, problem: str, today: dt.date
) -> Line:
    value, half_typed = kept.get(question.key), kept.half_typed.get(question.key, "")
    covered = question.on_request is not None and rules.holds(
        question.on_request, kept.values, today=today
    )
    if covered and (value is not None or half_typed):
        return Line(question, kept.ref, State.OUT_OF_SIGHT, OUT_OF_SIGHT, problem)
    if half_typed:
        words = f"Not finished: \u201c{half_typed}\u201d"
        return Line(question, kept.ref, State.HALF_TYPED, words, problem)
    if value is None:
        state = State.MISSING if problem else State.OPTIONAL
        return Line(question, kept.ref, state, MISSING if problem else OPTIONAL, problem)
    state = State.REASON if isinstance(value, NoAnswer) else State.ANSWERED
    return Line(question, kept.ref, state, in_words(workbook, question, value), problem)
