"""What is referred to stays, what goes can come back, and a case goes whole."""

from __future__ import annotations

import pytest

from roth_planner.errors import Refused
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import case_lines, parts, start_case, start_context_plan
from tests.fixtures.everything import Everything

from .desk import (
    account_of,
    add_row,
    answer,
    change_rows,
    compared,
    kept,
    person,
    place,
    plan_of,
    question,
    replayed,
    rows_of,
)


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.", "Jordan", "J-2026-014")


@pytest.fixture
def arcade(workbook: Workbook) -> Ref:
    return place(workbook, "Arcade")


def test_a_place_in_use_is_not_removed_and_the_chair_is_told_where_it_is_used(
    workbook: Workbook, case: Ref, arcade: Ref
) -> None:
    account = account_of(workbook, case)
    add_row(workbook, account, "account.harms", contexts=(arcade.id,))
    add_row(workbook, account, "account.harms", contexts=(arcade.id,))
    add_row(workbook, account, "account.weightings", context=arcade.id)
    before = kept(workbook)
    with pytest.raises(Refused) as refused:
        workbook.remove(arcade)
    assert "harm (context) (2)" in str(refused.value)
    weighed = question(workbook, "account.weightings").one
    assert f"{weighed} (1)" in str(refused.value)
    assert "Arcade" not in str(refused.value)
    assert kept(workbook) == before


def test_the_young_person_of_a_case_is_not_removed(workbook: Workbook, case: Ref) -> None:
    with pytest.raises(Refused, match="case"):
        workbook.remove(parts(workbook, case).person)


def test_what_nothing_refers_to_any_more_can_go(workbook: Workbook, case: Ref, arcade: Ref) -> None:
    harm = add_row(workbook, account_of(workbook, case), "account.harms", contexts=(arcade.id,))
    answer(workbook, harm, contexts=None)
    changes = workbook.remove(arcade)
    assert changes.removed == (arcade,)
    assert workbook.all("context") == ()


def test_a_goal_comes_back_with_everything_under_it_and_every_tie(
    workbook: Workbook, case: Ref, arcade: Ref
) -> None:
    station = place(workbook, "Station")
    harm = add_row(workbook, account_of(workbook, case), "account.harms")
    goal = add_row(workbook, plan_of(workbook, case), "plan.goals", statement="Safe ways home")
    add_row(workbook, goal, "plan.goals.measures", evidence="He says so")
    owner = person(workbook, "professional", name="Ms Park")
    ties = {"contexts": (arcade.id, station.id), "harms": (harm.id,)}
    add_row(workbook, goal, "plan.goals.actions", what="Walk with him", owner=owner.id, **ties)
    before = kept(workbook)
    changes = workbook.remove(goal)
    assert {one.record for one in changes.removed} == {"goal", "measure", "action"}
    workbook.remove(harm)
    workbook.undo()
    workbook.undo()
    assert kept(workbook) == before
    workbook.redo()
    assert not rows_of(workbook, plan_of(workbook, case), "plan.goals")
    workbook.undo()
    assert kept(workbook) == before
    assert replayed(change_rows(workbook)) == compared(before)


def test_a_whole_case_can_be_removed_and_brought_back(workbook: Workbook) -> None:
    whole = Everything(workbook, rows={"harms": 2, "actions": 2})
    workbook.save(whole.case, {"hold": "no"})
    before = kept(workbook)
    workbook.remove(whole.case)
    left = {record for record, _number in kept(workbook)}
    assert not left & {"case", "account", "plan", "harm", "goal", "action", "conference", "signal"}
    assert {"person", "context", "context_plan", "guardian"} <= left, "these belong to no case"
    assert case_lines(workbook) == ()
    workbook.undo()
    assert kept(workbook) == before
    workbook.redo()
    workbook.undo()
    assert kept(workbook) == before
    assert replayed(change_rows(workbook)) == compared(before)


def test_a_place_plan_goes_only_when_no_case_points_at_it(
    workbook: Workbook, case: Ref, arcade: Ref
) -> None:
    plan = start_context_plan(workbook, case, arcade.id)
    add_row(workbook, plan, "context_plan.goals", statement="Staff say hello")
    with pytest.raises(Refused, match="still used in"):
        workbook.remove(plan)
    answer(workbook, plan_of(workbook, case), context_plans=None)
    assert {one.record for one in workbook.remove(plan).removed} == {"context_plan", "context_goal"}


def test_undo_of_a_new_case_takes_all_of_it_back(workbook: Workbook) -> None:
    before = kept(workbook)
    start_case(workbook, "K.", "Kay", "K-1")
    workbook.undo()
    assert kept(workbook) == before
    workbook.redo()
    (line,) = case_lines(workbook)
    assert (line.code, line.reference) == ("K.", "K-1")
    assert parts(workbook, line.ref).account


def test_a_new_step_ends_what_could_be_redone(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    answer(workbook, account, how_connect="First.")
    workbook.undo()
    assert workbook.can_redo
    answer(workbook, account, who_gains="The landlord")
    assert not workbook.can_redo
    assert workbook.redo() is None


def test_a_step_back_names_what_it_touched_so_that_the_screen_can_follow(
    workbook: Workbook, case: Ref
) -> None:
    account = account_of(workbook, case)
    need = add_row(workbook, account, "account.needs", need="Money")
    undone = workbook.undo()
    assert undone is not None
    assert undone.removed == (need,)
    redone = workbook.redo()
    assert redone is not None
    assert redone.added == (need,)


def test_a_number_is_never_given_to_another_record(workbook: Workbook) -> None:
    first = person(workbook, "peer", code="K.")
    workbook.remove(first)
    second = person(workbook, "peer", code="M.")
    assert second.id != first.id


def test_what_is_not_in_a_list_cannot_be_moved(workbook: Workbook, case: Ref) -> None:
    with pytest.raises(Refused, match="not in a list"):
        workbook.move(case, 0)


def test_somebody_whose_words_were_written_down_is_not_removed(
    workbook: Workbook, case: Ref
) -> None:
    account = account_of(workbook, case)
    mum = person(workbook, "parent", code="Mum")
    friend = person(workbook, "peer", code="K.")
    add_row(workbook, account, "account.family_words", person=mum.id, words="He is kind.")
    one = question(workbook, "account.family_words").one
    with pytest.raises(Refused, match=rf"{one} \(1\)"):
        workbook.remove(mum)
    workbook.remove(friend)
    told = rows_of(workbook, account, "account.family_words")[0]
    workbook.remove(told.ref)
    workbook.remove(mum)
    assert [one.get("kind") for one in workbook.all("person")] == ["young_person"]
