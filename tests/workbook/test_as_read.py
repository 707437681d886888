"""Answers as they will read, and what is missing, in words."""

from __future__ import annotations

import pytest

from roth_planner.guides.values import NoAnswer
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.as_read import Line, State, section_as_read
from roth_planner.workbook.caseload import parts, start_case
from roth_planner.workbook.progress import gaps
from tests.fixtures.large_case import question


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.", "Jordan")


def lines(workbook: Workbook, ref: Ref, guide: str, section: str) -> dict[str, Line]:
    asked = workbook.catalogue.guide(guide).section(section)
    return {line.question.key: line for line in section_as_read(workbook, asked, ref)}


def test_a_reason_for_no_answer_is_said_in_words(workbook: Workbook, case: Ref) -> None:
    account = parts(workbook, case).account
    workbook.save(account, {"in_their_words": NoAnswer.CHOSE_NOT_TO_SAY})
    line = lines(workbook, account, "account", "words")["in_their_words"]
    assert (line.state, line.words, line.is_gap) == (State.REASON, "Chose not to say", False)


def test_an_empty_box_says_whether_it_is_needed(workbook: Workbook, case: Ref) -> None:
    read = lines(workbook, case, "case", "case").values()
    states = {line.question.required: line.state for line in read if not line.words.startswith("R")}
    assert states[True] is State.MISSING
    assert all(line.problem.startswith("Answer") for line in read if line.state is State.MISSING)


def test_what_is_half_typed_is_shown_as_it_was_typed(workbook: Workbook, case: Ref) -> None:
    account = parts(workbook, case).account
    harm = workbook.add_row(account, question(workbook, "account.harms")).added[0]
    workbook.save(harm, {}, {"first_known": "last somm"})
    (row,) = lines(workbook, account, "account", "harms")["harms"].rows
    line = next(one for one in row.lines if one.question.key == "first_known")
    assert line.state is State.HALF_TYPED
    assert "last somm" in line.words and line.problem


def test_rows_stand_with_their_own_answers_and_gaps(workbook: Workbook, case: Ref) -> None:
    account = parts(workbook, case).account
    harms = question(workbook, "account.harms")
    assert lines(workbook, account, "account", "harms")["harms"].state is State.MISSING
    workbook.add_row(account, harms, {"what_happened": "Taken to the arcade"})
    line = lines(workbook, account, "account", "harms")["harms"]
    assert [row.title for row in line.rows] == ["Harm 1"]
    words = {one.question.key: one.words for one in line.rows[0].lines}
    assert words["what_happened"] == "Taken to the arcade"
    assert line.is_gap, "what a row still needs is a gap of its list"


def test_every_gap_that_finishing_names_is_marked(workbook: Workbook, case: Ref) -> None:
    its = parts(workbook, case)
    workbook.add_row(its.account, question(workbook, "account.harms"))
    for ref, guide in ((case, "case"), (its.account, "account"), (its.plan, "plan")):
        for section in workbook.catalogue.guide(guide).sections:
            marked = list(_problems(section_as_read(workbook, section, ref)))
            assert sorted(marked) == sorted(
                (gap.row or ref, gap.question.key) for gap in gaps(workbook, section, ref)
            )


def test_a_name_that_is_shown_on_request_stays_out_of_sight(workbook: Workbook, case: Ref) -> None:
    person = parts(workbook, case).person
    guide = workbook.catalogue.for_record("person")
    read = [
        line for section in guide.sections for line in section_as_read(workbook, section, person)
    ]
    hidden = [line for line in read if line.state is State.OUT_OF_SIGHT]
    assert [line.question.key for line in hidden] == ["name"]
    assert all("Jordan" not in line.words for line in read)


def _problems(read: tuple[Line, ...]) -> list[tuple[Ref, str]]:
    found = [(line.owner, line.question.key) for line in read if line.problem]
    for line in read:
        for row in line.rows:
            found += _problems(row.lines)
    return found
