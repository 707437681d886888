"""What a reader gets of a half-written case: whole sentences, and nothing that is not true."""

from __future__ import annotations

from itertools import pairwise

import pytest

from roth_planner.documents import produce
from roth_planner.documents.audiences import begun
from roth_planner.documents.outline import Heading, Outline
from roth_planner.documents.text import render
from roth_planner.guides.values import NoAnswer
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import start_context_plan
from tests.documents.test_builders import SmallCase, case, headings
from tests.workbook.desk import add_row, answer, place

__all__ = ["case"]


def words(outline: Outline) -> str:
    return " ".join(render(outline).split())


def test_the_young_person_reads_no_empty_promise(case: SmallCase) -> None:
    add_row(case.workbook, case.goal, "plan.goals.actions", owner=case.worker.id)
    read = words(case.outline("young_persons_copy"))
    assert "Adults have 2 things to do." in read
    assert "(Social worker): ." not in read
    assert "Still to be settled: ." not in read


def test_the_young_person_is_not_told_what_they_did_not_say(case: SmallCase) -> None:
    answer(case.workbook, case.plan, what_matters=NoAnswer("chose_not_to_say"))
    answer(case.workbook, case.plan, good_week=NoAnswer("not_yet_asked"))
    read = words(case.outline("young_persons_copy"))
    assert "Chose not to say" not in read
    assert "Not yet asked" not in read
    assert "Chose not to say" in words(case.outline("full_plan"))


def test_signs_and_steps_without_words_make_no_broken_sentence(case: SmallCase) -> None:
    workbook, plan = case.workbook, case.plan
    add_row(workbook, plan, "plan.signals", person=case.worker.id)
    add_row(workbook, plan, "plan.signals", signal="He goes quiet.")
    add_row(workbook, plan, "plan.contingencies", person=case.worker.id)
    add_row(workbook, plan, "plan.contingencies", trigger="He is hurt")
    read = words(case.outline("young_persons_copy"))
    assert "If this happens: He goes quiet. An adult will act." in read
    assert "If this happens: He is hurt. An adult will act." in read
    assert "If this happens: ." not in read
    assert ".." not in read


def test_no_heading_stands_over_nothing_in_the_young_persons_copy(case: SmallCase) -> None:
    workbook, plan = case.workbook, case.plan
    add_row(workbook, plan, "plan.places", context=case.station.id)
    add_row(workbook, plan, "plan.journeys", way="home")
    add_row(workbook, plan, "plan.online", area="contact")
    add_row(workbook, plan, "plan.goals", statement="There is light.")
    outline = case.outline("young_persons_copy")
    assert not {"Your places", "Getting about and being online"} & set(headings(outline))
    blocks = outline.blocks
    for one, after in pairwise(blocks):
        if isinstance(one, Heading) and isinstance(after, Heading):
            assert after.level > one.level, one.words


def test_an_action_without_words_says_so(case: SmallCase) -> None:
    add_row(case.workbook, case.goal, "plan.goals.actions", owner=case.worker.id)
    read = words(case.outline("full_plan"))
    assert "No date yet: Not written yet" in read
    assert "Not written yet. Dawn Prosser (Social worker), no date yet." in read


def test_what_is_not_settled_is_not_counted_as_asked_of_services(case: SmallCase) -> None:
    assert "asked to change" not in words(case.outline("full_plan"))
    answer(case.workbook, case.actions[0], target="policy")
    answer(case.workbook, case.actions[1], target="parents")
    read = words(case.outline("full_plan"))
    assert "Services or places are asked to change in 1 of the actions." in read


def test_nothing_is_counted_that_is_not_there(workbook: Workbook) -> None:
    case = SmallCase(workbook)
    workbook.remove(case.goal)
    assert "has no goals yet." in words(case.outline("full_plan"))
    gate = place(workbook, "")
    plan = start_context_plan(workbook, case.ref, gate.id)
    read = words(case.outline("full_plan"))
    assert "plans for Kelderwick station and a place with no name." in read
    assert "Not written yet." in read
    answer(workbook, case.plan, context_plans=(plan.id,))
    workbook.remove(case.context_plan)
    add_row(workbook, plan, "context_plan.goals", statement="Staff know young people.")
    read = words(case.outline("context_plan"))
    assert "It has 1 goal." in read
    assert "0 actions" not in read


def test_the_sheet_points_to_somebody_only_where_somebody_is_named(workbook: Workbook) -> None:
    case = SmallCase(workbook)
    assert "the person named above" not in words(case.outline("guardianship_sheet"))
    answer(workbook, case.guardian, backup=case.manager.id)
    assert "Ring 999, then the person named above." in words(case.outline("guardianship_sheet"))


def test_no_gap_in_the_numbers_tells_of_a_harm_that_is_kept_back(case: SmallCase) -> None:
    workbook = case.workbook
    everybody = ("agencies",)
    answer(workbook, case.harm, may_see=("chair",))
    seen = add_row(
        workbook, case.account, "account.harms", what_happened="Fined.", may_see=everybody
    )
    answer(workbook, case.actions[0], harms=(case.harm.id, seen.id))
    read = words(case.outline("full_plan"))
    assert "Harms it answers: harm 1." in read
    assert "arm 2" not in read


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("another young person", "Another young person"),
        ("a place with no name", "A place with no name"),
        ("the old gym", "the old gym"),
        ("", ""),
    ],
)
def test_a_stand_in_begins_a_line_with_a_capital(typed: str, printed: str) -> None:
    assert begun(typed) == printed


def test_a_childs_name_in_the_reference_becomes_no_name_of_a_folder(case: SmallCase) -> None:
    case.workbook.save(case.ref, {"reference": "Jordan Ellery 2026"})
    choices = produce.documents_of(case.workbook, case.ref)
    assert {one.folder for one in choices} == {f"case-{case.ref.id}"}
