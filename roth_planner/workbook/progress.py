"""How far a section is, and what finishing it still asks for. Nothing here stops a save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from roth_planner.guides import rules
from roth_planner.guides.spec import Guide, Kind, Question, Section
from roth_planner.workbook.draft import Draft
from roth_planner.workbook.parts import Ref, Snapshot
from roth_planner.workbook.workbook import Workbook

STATUSES = {
    "": "Not started",
    "in_progress": "In progress",
    "come_back": "Come back to",
    "done": "Done",
}


class SectionProgress(Struct, frozen=True):
    """How far a section is: its status, the word for it, and how many questions have an answer."""

    status: str
    word: str
    answered: int
    asked: int


class Gap(Struct, frozen=True):
    """Something that finishing a section asks for. ``row`` is the row it is missing in, if any."""

    question: Question
    row: Ref | None
    sentence: str


def section_progress(
    workbook: Workbook,
    guide: Guide,
    section: Section,
    ref: Ref,
    snapshot: Snapshot | None = None,
    begun: frozenset[str] | None = None,
) -> SectionProgress:
    """Progress of one section of a record. What has an answer and no status is in progress.

    ``begun`` are the keys of its lists that have a row, where the caller has asked already.
    """
    kept = snapshot or workbook.read(ref)
    lists = lists_begun(workbook, (section,), ref) if begun is None else begun
    asked = [question for question in section.questions if _asked(question, kept)]
    answered = sum(_answered(question, kept, lists) for question in asked)
    status = kept.progress.get(section.key, "") or ("in_progress" if answered else "")
    return SectionProgress(status, STATUSES[status], answered, len(asked))


def lists_begun(workbook: Workbook, sections: Iterable[Section], ref: Ref) -> frozenset[str]:
    """Which lists in these sections of a record have a row; one query for all of them."""
    questions = (one for section in sections for one in section.questions)
    return workbook.begun(ref, [one for one in questions if one.kind is Kind.ROWS])


def gaps(workbook: Workbook, section: Section, ref: Ref) -> tuple[Gap, ...]:
    """What is required and missing, or cannot be read, in a section; rows are looked into."""
    return tuple(_gaps(workbook, section.questions, ref, None))


def _gaps(
    workbook: Workbook, questions: tuple[Question, ...], ref: Ref, row: Ref | None
) -> list[Gap]:
    draft = Draft(workbook, ref, questions)
    found: list[Gap] = []
    for question in questions:
        if not draft.relevant(question):
            continue
        problem = draft.problem(question)
        if problem:
            found.append(Gap(question, row, problem))
        elif question.kind is Kind.ROWS:
            rows = workbook.rows(ref, question)
            if question.required and not rows:
                found.append(Gap(question, row, f"Add at least one {question.one}"))
            if absent := _not_there(workbook, question, rows):
                listed = " and ".join(f"\u201c{label}\u201d" for label in absent)
                found.append(Gap(question, row, f"Add a {question.one} for {listed}"))
            for one in rows:
                found += _gaps(workbook, question.questions, one.ref, one.ref)
        elif question.required and draft.show(question)[0] is None:
            found.append(Gap(question, row, _missing(question)))
    return found


def _not_there(
    workbook: Workbook, question: Question, rows: tuple[Snapshot, ...]
) -> tuple[str, ...]:
    """The choices of which a list should have a row each and has none, where it has begun."""
    if not question.every or not rows:
        return ()
    chosen = question.question(question.every)
    there = {row.get(chosen.key) for row in rows}
    choices = workbook.catalogue.choices(chosen)
    return tuple(one.label for one in choices if not one.retired and one.key not in there)


def _missing(question: Question) -> str:
    label = question.label.rstrip("?.: ")
    return f"Answer \u201c{label}\u201d"


def _asked(question: Question, kept: Snapshot) -> bool:
    if question.relevant is None:
        return True
    return rules.holds(question.relevant, kept.values, today=dt.date.today())


def _answered(question: Question, kept: Snapshot, begun: frozenset[str]) -> bool:
    if question.kind is Kind.ROWS:
        return question.key in begun
    return kept.get(question.key) is not None
