"""Beginnings for somebody who is stuck: those of the question, and those that fit this record.

A station and a group of friends are asked the same three questions and need other beginnings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from roth_planner.guides import rules
from roth_planner.guides.spec import PLACE_KIND, Question
from roth_planner.guides.values import Value
from roth_planner.records import RECORDS, Record
from roth_planner.workbook.parts import Ref
from roth_planner.workbook.workbook import Workbook


def prompts_of(
    workbook: Workbook, question: Question, ref: Ref | None, answers: Mapping[str, Value]
) -> tuple[str, ...]:
    """The prompts that help with this question of a record whose answers are these."""
    if not question.prompts_for or ref is None:
        return question.prompts
    known = {**answers, PLACE_KIND: _place_kind(workbook, ref)}
    today = dt.date.today()
    fitting = [one for one in question.prompts_for if rules.holds(one.relevant, known, today=today)]
    return (*question.prompts, *(prompt for one in fitting for prompt in one.prompts))


def _place_kind(workbook: Workbook, ref: Ref) -> Value:
    """The kind of the place that a record, or the record it is a row of, is about."""
    with workbook.reading() as session:
        record: Record | None = session.get(RECORDS[ref.record], ref.id)
        while record is not None:
            place = getattr(record, "context", None)
            if isinstance(place, int):
                return workbook.read(Ref("context", place)).get("kind")
            held = ((name, getattr(record, name)) for name in type(record).parents)
            above = next(((name, number) for name, number in held if number is not None), None)
            record = session.get(RECORDS[above[0]], above[1]) if above else None
    return None
