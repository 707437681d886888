"""What things are called on a screen that others can see, and what is offered to choose from."""

from __future__ import annotations

from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import start_case, start_guardian
from roth_planner.workbook.names import LONGEST_SUMMARY

from .desk import account_of, add_row, person, place, plan_of, question, rows_of


def test_a_child_is_called_by_code_until_the_chair_asks_for_the_name(workbook: Workbook) -> None:
    child = person(workbook, "peer", code="K.", name="Kayleigh Stone")
    assert workbook.label(*child) == "K."
    assert workbook.full_name(child.id) == "Kayleigh Stone"


def test_somebody_who_acts_by_role_is_called_by_name_and_role(workbook: Workbook) -> None:
    manager = person(workbook, "professional", name="Ms Park", role="Manager", code="MP")
    assert workbook.label(*manager) == "Ms Park, Manager"
    assert workbook.label(*person(workbook, "advocate", role="Advocate")) == "Advocate"


def test_a_parent_with_a_name_only_is_not_named(workbook: Workbook) -> None:
    mum = person(workbook, "parent", name="Tanya Reed")
    assert workbook.label(*mum) == "Somebody with no initials yet"


def test_what_was_removed_is_called_removed(workbook: Workbook) -> None:
    somebody = person(workbook, "peer", code="K.")
    workbook.remove(somebody)
    assert workbook.label(*somebody) == "Removed"
    assert workbook.full_name(somebody.id) == "Removed"


def test_a_row_is_called_by_what_its_question_says_names_it(workbook: Workbook) -> None:
    case = start_case(workbook, "J.")
    arcade = place(workbook, "Arcade")
    harm = add_row(workbook, account_of(workbook, case), "account.harms", contexts=(arcade.id,))
    first = workbook.catalogue.lists["harm_types"][0]
    workbook.save(harm, {"types": (first.key,)})
    assert workbook.label(*harm) == f"{first.label} \u00b7 Arcade"


def test_a_long_row_is_cut_to_one_line(workbook: Workbook) -> None:
    case = start_case(workbook, "J.")
    goal = add_row(workbook, plan_of(workbook, case), "plan.goals", statement="Safe\nways " * 60)
    label = workbook.label(*goal)
    assert len(label) <= LONGEST_SUMMARY
    assert label.endswith("\u2026")
    assert "\n" not in label


def test_people_with_a_part_in_the_case_are_offered_first_and_only_the_right_kinds(
    workbook: Workbook,
) -> None:
    case = start_case(workbook, "J.")
    zoe = person(workbook, "professional", name="Zoe Webb")
    adam = person(workbook, "professional", name="Adam Birch")
    person(workbook, "peer", code="K.")
    add_row(workbook, case, "case.people", person=zoe.id)
    chair = question(workbook, "case.conferences.chair")
    assert workbook.offered(chair, case) == ((zoe.id, "Zoe Webb"), (adam.id, "Adam Birch"))
    assert workbook.offered(chair, None) == ((adam.id, "Adam Birch"), (zoe.id, "Zoe Webb"))
    anybody = question(workbook, "case.people.person")
    assert {label for _number, label in workbook.offered(anybody, case)} == {
        "J.",
        "K.",
        "Zoe Webb",
        "Adam Birch",
    }


def test_only_the_harms_of_this_case_are_offered(workbook: Workbook) -> None:
    cases = [start_case(workbook, code) for code in ("J.", "K.")]
    harms: list[Ref] = []
    for case in cases:
        harms.append(add_row(workbook, account_of(workbook, case), "account.harms"))
    asked = question(workbook, "plan.goals.actions.harms")
    assert [number for number, _label in workbook.offered(asked, cases[1])] == [harms[1].id]
    workbook.move(harms[1], 0)
    assert len(rows_of(workbook, account_of(workbook, cases[0]), "account.harms")) == 1


def test_places_of_the_case_are_offered_before_the_others(workbook: Workbook) -> None:
    case = start_case(workbook, "J.")
    arcade, station = place(workbook, "Arcade"), place(workbook, "Station")
    account = account_of(workbook, case)
    add_row(workbook, account, "account.weightings", context=station.id)
    asked = question(workbook, "account.weightings.context")
    assert workbook.offered(asked, case) == ((station.id, "Station"), (arcade.id, "Arcade"))


def test_a_name_that_is_missing_begins_small_inside_a_sentence(workbook: Workbook) -> None:
    case = start_case(workbook, "J.")
    place = workbook.add("context", {}).added[0]
    assert workbook.label(*place) == "A place with no name yet"
    guardian = start_guardian(workbook, case, place.id)
    assert workbook.label(*guardian) == "Guardian at a place with no name yet"
    workbook.save(place, {"name": "A Block"})
    assert workbook.label(*guardian) == "Guardian at A Block"
