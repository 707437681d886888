"""Where in a section somebody is, so that they can be taken back there."""

from __future__ import annotations

from msgspec import Struct

from roth_planner.guides.spec import Kind, Question
from roth_planner.workbook import Ref, Workbook


class Place(Struct, frozen=True):
    """A question, the rows that are open on the way to it, and the cursor in its text."""

    question: str
    rows: tuple[Ref, ...] = ()
    cursor: int = 0


def way_to(
    workbook: Workbook, parent: Ref, questions: tuple[Question, ...], row: Ref
) -> tuple[tuple[Question, Ref], ...]:
    """The lists and rows to open, from the outside in, to come to a row; () if it is not there."""
    for question in questions:
        if question.kind is not Kind.ROWS:
            continue
        for one in workbook.rows(parent, question):
            if one.ref == row:
                return ((question, row),)
            inside = way_to(workbook, one.ref, question.questions, row)
            if inside:
                return ((question, one.ref), *inside)
    return ()
