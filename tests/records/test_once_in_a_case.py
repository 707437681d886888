"""Partnership, education and services: one of each in a case, also in one from an older vault."""

from __future__ import annotations

import pytest

from roth_planner.documents import produce
from roth_planner.errors import Refused
from roth_planner.workbook import Ref, Workbook, progress
from roth_planner.workbook.caseload import case_lines, complete_case, parts, start_case
from tests.workbook.desk import (
    account_of,
    add_row,
    answer,
    change_rows,
    kept,
    person,
    place,
    plan_of,
    question,
    rows_of,
)

LATER = ("partnership", "education", "services")


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.")


@pytest.fixture
def older(workbook: Workbook) -> Ref:
    """A case as a vault holds it that was made before these records existed."""
    case = start_case(workbook, "K.")
    for ref in parts(workbook, case).once.values():
        workbook.remove(ref)
    return case


def test_a_new_case_has_one_of_each(workbook: Workbook, case: Ref) -> None:
    assert tuple(parts(workbook, case).once) == LATER
    for record in LATER:
        assert len(workbook.all(record)) == 1


def test_a_case_of_an_older_vault_gets_them_when_it_is_opened(
    workbook: Workbook, older: Ref
) -> None:
    changes = complete_case(workbook, older)
    assert changes is not None
    assert {one.record for one in changes.added} == set(LATER)
    assert tuple(parts(workbook, older).once) == LATER
    before = kept(workbook)
    assert complete_case(workbook, older) is None, "opened twice, made once"
    assert kept(workbook) == before


def test_nothing_is_written_while_a_case_is_listed_read_or_printed(
    workbook: Workbook, older: Ref
) -> None:
    before, changes = kept(workbook), len(change_rows(workbook))
    assert len(case_lines(workbook)) == 1
    assert parts(workbook, older).once == {}
    for choice in produce.documents_of(workbook, older):
        assert produce.outline_of(workbook, older, choice).blocks
    assert kept(workbook) == before
    assert len(change_rows(workbook)) == changes


def test_undo_passes_by_what_opening_a_case_made(workbook: Workbook, older: Ref) -> None:
    answer(workbook, account_of(workbook, older), who_gains="The landlord")
    complete_case(workbook, older)
    workbook.undo()
    assert workbook.read(account_of(workbook, older)).get("who_gains") is None
    assert tuple(parts(workbook, older).once) == LATER


def test_somebody_who_is_to_act_is_not_removed_and_the_chair_is_told_where(
    workbook: Workbook, case: Ref
) -> None:
    once = parts(workbook, case).once
    mum, worker = person(workbook, "parent", code="Mum"), person(workbook, "professional")
    mine = add_row(workbook, once["partnership"], "partnership.partners", person=mum.id)
    add_row(workbook, mine, "partnership.partners.barriers", remover=worker.id)
    add_row(workbook, mine, "partnership.partners.confidences", people=(mum.id,))
    add_row(workbook, once["education"], "education.changes", person=worker.id)
    answer(workbook, once["services"], lead=worker.id)
    with pytest.raises(Refused) as refused:
        workbook.remove(worker)
    for words in ("barrier (1)", "change (1)", "services (1)"):
        assert words in str(refused.value)
    with pytest.raises(Refused, match=r"parent or carer \(1\)"):
        workbook.remove(mum)
    before = kept(workbook)
    gone = workbook.remove(mine)
    assert {one.record for one in gone.removed} == {"partner", "barrier", "confidence"}
    workbook.remove(mum)
    workbook.undo()
    workbook.undo()
    assert kept(workbook) == before


def test_a_school_of_a_case_is_one_of_its_places(workbook: Workbook, case: Ref) -> None:
    school = place(workbook, "The Quarry School", kind="school")
    add_row(
        workbook, parts(workbook, case).once["education"], "education.settings", context=school.id
    )
    assert [one.label for one in parts(workbook, case).contexts] == ["The Quarry School"]


def test_a_section_without_its_essentials_says_what_is_missing_in_which_row(
    workbook: Workbook, case: Ref
) -> None:
    root = parts(workbook, case).once["partnership"]
    section = workbook.catalogue.guide("partnership").section("each_parent")
    (gap,) = progress.gaps(workbook, section, root)
    assert gap.sentence == "Add at least one parent or carer"
    mum = person(workbook, "parent", code="Mum")
    row = add_row(workbook, root, "partnership.partners", person=mum.id)
    add_row(workbook, row, "partnership.partners.agreements", parent_offers="A lift")
    missing = {gap.question.key for gap in progress.gaps(workbook, section, root)}
    assert missing == {"sees", "wants", "supports", "protected", "services_will", "person"}


def test_who_prevents_an_exclusion_is_asked_only_where_one_is_near(
    workbook: Workbook, case: Ref
) -> None:
    root = parts(workbook, case).once["education"]
    section = workbook.catalogue.guide("education").section("settings")
    row = add_row(workbook, root, "education.settings", exclusion="none")
    assert "prevented_by" not in {
        gap.question.key for gap in progress.gaps(workbook, section, root)
    }
    answer(workbook, row, exclusion="likely")
    assert "prevented_by" in {gap.question.key for gap in progress.gaps(workbook, section, root)}


# -- words pinned to what they shaped


def test_words_are_pinned_to_goals_actions_and_weights_of_their_own_case(
    workbook: Workbook, case: Ref
) -> None:
    other = start_case(workbook, "K.")
    shaped = {}
    for one in (case, other):
        goal = add_row(workbook, plan_of(workbook, one), "plan.goals", statement="Safe ways home")
        action = add_row(workbook, goal, "plan.goals.actions", what="Staff the gate")
        weight = add_row(workbook, account_of(workbook, one), "account.weightings", weight=7)
        shaped[one] = (goal.id, action.id, weight.id)
    keys = ("shaped_goals", "shaped_actions", "shaped_weightings")
    for one in (case, other):
        offered = [
            workbook.offered(question(workbook, f"account.quotes.{key}"), one) for key in keys
        ]
        assert [[number for number, _label in each] for each in offered] == [
            [number] for number in shaped[one]
        ]
    meetings = question(workbook, "services.feedback.meeting")
    mine = add_row(workbook, case, "case.conferences", meeting="review")
    add_row(workbook, other, "case.conferences", meeting="initial")
    assert [number for number, _label in workbook.offered(meetings, case)] == [mine.id]


def test_a_goal_that_words_shaped_stays_and_the_chair_is_told_of_the_quotation(
    workbook: Workbook, case: Ref
) -> None:
    goal = add_row(workbook, plan_of(workbook, case), "plan.goals", statement="Safe ways home")
    quote = add_row(
        workbook, account_of(workbook, case), "account.quotes", said="Fly?", shaped_goals=(goal.id,)
    )
    with pytest.raises(Refused, match=r"quotation \(goal\) \(1\)"):
        workbook.remove(goal)
    before = kept(workbook)
    workbook.remove(quote)
    workbook.remove(goal)
    workbook.undo()
    workbook.undo()
    assert kept(workbook) == before
    (again,) = rows_of(workbook, account_of(workbook, case), "account.quotes")
    assert again.get("shaped_goals") == (goal.id,)


def test_a_whole_case_goes_with_the_words_that_are_pinned_inside_it(
    workbook: Workbook, case: Ref
) -> None:
    goal = add_row(workbook, plan_of(workbook, case), "plan.goals", statement="Safe ways home")
    add_row(workbook, account_of(workbook, case), "account.quotes", shaped_goals=(goal.id,))
    before = kept(workbook)
    removed = {one.record for one in workbook.remove(case).removed}
    assert {*LATER, "goal", "entry"} <= removed
    workbook.undo()
    assert kept(workbook) == before
