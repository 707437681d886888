"""The chair's cases: the list, how one is started, and what two cases share."""

from __future__ import annotations

import datetime as dt

import pytest

from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import (
    CaseHead,
    case_head,
    case_lines,
    parts,
    start_case,
    start_context_plan,
    start_guardian,
)

from .desk import account_of, add_row, answer, person, place, plan_of, rows_of

TODAY = dt.date(2026, 3, 12)


def with_action(workbook: Workbook, case: Ref, due: dt.date | None, status: str | None) -> None:
    goal = add_row(workbook, plan_of(workbook, case), "plan.goals", statement="Safe ways home")
    add_row(workbook, goal, "plan.goals.actions", what="Walk with him", due=due, status=status)


def day(number: int, month: int = 3) -> dt.date:
    return dt.date(2026, month, number)


def test_a_new_case_has_its_person_account_and_plan_and_is_listed(workbook: Workbook) -> None:
    case = start_case(workbook, " J.\n", "Jordan  Reed", "J-2026-014")
    (line,) = case_lines(workbook, TODAY)
    assert (line.ref, line.code, line.reference, line.stage) == (
        case,
        "J.",
        "J-2026-014",
        "preparing",
    )
    assert (line.next_conference, line.open_actions, line.next_due) == (None, 0, None)
    whole = parts(workbook, case)
    child = workbook.read(whole.person)
    assert (child.get("kind"), child.get("code"), child.get("name")) == (
        "young_person",
        "J.",
        "Jordan Reed",
    )
    assert {whole.account.record, whole.plan.record} == {"account", "plan"}
    assert whole.contexts == whole.context_plans == whole.guardians == ()


def test_above_a_case_stands_whom_it_is_about_and_when_it_meets_next(workbook: Workbook) -> None:
    start_case(workbook, "A.", "Another")
    case = start_case(workbook, "J.", "Jordan Reed")
    for month in (2, 6, 4):
        add_row(workbook, case, "case.conferences", meeting="review", held_on=day(1, month))
    head = case_head(workbook, case, TODAY)
    assert head is not None
    assert (head.person, head.code, head.next_conference) == (
        parts(workbook, case).person.id,
        "J.",
        day(1, 4),
    )
    workbook.undo(), workbook.undo(), workbook.undo()
    assert case_head(workbook, case, TODAY) == CaseHead(head.person, "J.", None)
    assert case_head(workbook, Ref("case", 9_999), TODAY) is None


def test_the_list_never_shows_a_name(workbook: Workbook) -> None:
    start_case(workbook, "", "Jordan Reed")
    (line,) = case_lines(workbook, TODAY)
    assert line.code == "Somebody with no initials yet"
    assert line.reference == ""


@pytest.mark.parametrize("reference", ["../../etc", "two\nlines", "a" * 300, "<b>"])
def test_a_strange_reference_is_one_line_and_nothing_more(
    workbook: Workbook, reference: str
) -> None:
    start_case(workbook, "J.", reference=reference)
    (line,) = case_lines(workbook, TODAY)
    assert line.reference == " ".join(reference.split())


def test_a_reference_never_turns_round_the_words_beside_it(workbook: Workbook) -> None:
    start_case(workbook, "J.", reference="R\u202e-14")
    (line,) = case_lines(workbook, TODAY)
    assert line.reference == "R-14"


def test_a_new_case_holds_only_what_was_said(workbook: Workbook) -> None:
    case = start_case(workbook, "J.", reference="R-14")
    assert workbook.read(case).get("opened") is None, "the day of the strategy discussion"


def test_cases_stand_in_the_order_in_which_they_need_the_chair(workbook: Workbook) -> None:
    quiet = start_case(workbook, "Q.")
    meeting = start_case(workbook, "M.")
    overdue = start_case(workbook, "O.")
    both = start_case(workbook, "B.")
    done = start_case(workbook, "D.")
    add_row(workbook, meeting, "case.conferences", held_on=day(20))
    add_row(workbook, meeting, "case.conferences", held_on=day(1))
    add_row(workbook, meeting, "case.conferences", held_on=day(1, 9))
    with_action(workbook, overdue, day(2), "in_progress")
    add_row(workbook, both, "case.conferences", held_on=day(30))
    with_action(workbook, both, day(15), None)
    with_action(workbook, both, day(1, 5), None)
    with_action(workbook, done, day(1), "done")
    with_action(workbook, done, day(1), "stopped")
    lines = case_lines(workbook, TODAY)
    assert [line.ref for line in lines] == [overdue, both, meeting, quiet, done]
    by_case = {line.ref: line for line in lines}
    assert by_case[meeting].next_conference == day(20)
    assert (by_case[both].open_actions, by_case[both].next_due) == (2, day(15))
    assert (by_case[done].open_actions, by_case[done].next_due) == (0, None)


def test_two_cases_share_the_plan_of_a_place(workbook: Workbook) -> None:
    station = place(workbook, "Station")
    first, second = start_case(workbook, "J."), start_case(workbook, "K.")
    plan = start_context_plan(workbook, first, station.id)
    assert start_context_plan(workbook, second, station.id) == plan
    assert start_context_plan(workbook, second, station.id) == plan, "asked twice, made once"
    goal = add_row(workbook, plan, "context_plan.goals", statement="Staff say hello")
    for case in (first, second):
        (part,) = parts(workbook, case).context_plans
        assert (part.ref, part.label, part.context) == (plan, "Station", station.id)
    workbook.undo()
    assert not rows_of(workbook, plan, "context_plan.goals")
    workbook.redo()
    assert rows_of(workbook, plan, "context_plan.goals")[0].ref == goal
    answer(workbook, plan_of(workbook, first), context_plans=None)
    assert parts(workbook, first).context_plans == ()
    assert parts(workbook, second).context_plans[0].ref == plan


def test_the_places_of_a_case_are_those_it_speaks_of(workbook: Workbook) -> None:
    case = start_case(workbook, "J.")
    names = ("Arcade", "Bus stop", "Chip shop", "Drop-in", "Elsewhere")
    arcade, stop, shop, drop_in, _elsewhere = (place(workbook, name) for name in names)
    account = account_of(workbook, case)
    add_row(workbook, account, "account.harms", contexts=(shop.id, arcade.id))
    add_row(workbook, account, "account.weightings", context=stop.id)
    add_row(workbook, plan_of(workbook, case), "plan.places", context=arcade.id)
    start_context_plan(workbook, case, drop_in.id)
    assert [part.label for part in parts(workbook, case).contexts] == list(names[:4])


def test_guardians_belong_to_every_case_that_speaks_of_their_place(workbook: Workbook) -> None:
    station = place(workbook, "Station")
    first, second = start_case(workbook, "J."), start_case(workbook, "K.")
    start_context_plan(workbook, first, station.id)
    guardian = start_guardian(workbook, first, station.id)
    nobody_yet = start_guardian(workbook, first, station.id)
    manager = person(workbook, "guardian", name="Ms Park", role="Manager")
    answer(workbook, guardian, person=manager.id)
    labels = {part.ref: part.label for part in parts(workbook, first).guardians}
    assert labels == {
        guardian: "Ms Park, Manager at Station",
        nobody_yet: "Guardian at Station",
    }
    assert parts(workbook, second).guardians == ()
    start_context_plan(workbook, second, station.id)
    assert [part.ref for part in parts(workbook, second).guardians] == [guardian, nobody_yet]
