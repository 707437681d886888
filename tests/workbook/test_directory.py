"""People and places kept once: which cases use them, who looks alike, who is told apart how."""

from __future__ import annotations

import datetime as dt

import pytest

from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case, start_context_plan, start_guardian
from roth_planner.workbook.directory import agencies, alike, directory, initials_instead
from roth_planner.workbook.uses import cases_of, shared_words
from tests.workbook.desk import account_of, add_row, answer, person, place, plan_of, question


@pytest.fixture
def cases(workbook: Workbook) -> list[Ref]:
    return [start_case(workbook, code) for code in ("J.", "K.", "L.")]


# -- which cases use somebody


def test_whoever_has_any_part_in_a_case_is_used_there(workbook: Workbook, cases: list[Ref]) -> None:
    first, second, third = cases
    sergeant = person(workbook, "professional", name="Sam Hill", role="Sergeant")
    assert cases_of(workbook, sergeant) == ()
    add_row(workbook, first, "case.people", person=sergeant.id, part="Police")
    assert cases_of(workbook, sergeant) == (first,)
    goal = add_row(workbook, plan_of(workbook, second), "plan.goals")
    add_row(workbook, goal, "plan.goals.actions", owner=sergeant.id, due=dt.date(2026, 3, 1))
    assert cases_of(workbook, sergeant) == (first, second)
    park = place(workbook, "Mill Park")
    add_row(workbook, account_of(workbook, third), "account.weightings", context=park.id)
    lead = start_context_plan(workbook, third, park.id)
    answer(workbook, lead, lead=sergeant.id)
    assert cases_of(workbook, sergeant) == tuple(cases)


def test_a_guardian_is_used_wherever_their_place_is(workbook: Workbook, cases: list[Ref]) -> None:
    baker = person(workbook, "guardian", name="Dilan Aksoy", role="Baker")
    bakery = place(workbook, "Corner Oven")
    for case in cases[:2]:
        add_row(workbook, account_of(workbook, case), "account.weightings", context=bakery.id)
    guardian = start_guardian(workbook, cases[0], bakery.id)
    answer(workbook, guardian, person=baker.id)
    assert cases_of(workbook, baker) == tuple(cases[:2])
    assert cases_of(workbook, guardian) == tuple(cases[:2])


def test_somebody_of_a_told_list_is_used_there_too(workbook: Workbook, cases: list[Ref]) -> None:
    sister = person(workbook, "young_person", code="S.")
    add_row(workbook, account_of(workbook, cases[1]), "account.quotes", who=sister.id)
    assert cases_of(workbook, sister) == (cases[1],)


def test_a_link_leads_into_the_case_of_the_other_and_not_into_all_they_help_in(
    workbook: Workbook, cases: list[Ref]
) -> None:
    worker = person(workbook, "professional", name="Ash Delaney")
    coach = person(workbook, "professional", name="Nadia Rahman")
    for case in cases:
        add_row(workbook, case, "case.people", person=worker.id, part="Youth worker")
    add_row(workbook, worker, "person.links", other=coach.id)
    assert cases_of(workbook, coach) == ()
    child = parts(workbook, cases[0]).person
    add_row(workbook, child, "person.links", other=coach.id)
    assert cases_of(workbook, coach) == (cases[0],)


def test_what_was_undone_is_no_use_any_more(workbook: Workbook, cases: list[Ref]) -> None:
    worker = person(workbook, "professional", name="Ash Delaney")
    add_row(workbook, cases[0], "case.people", person=worker.id, part="Youth worker")
    workbook.undo()
    assert cases_of(workbook, worker) == ()


def test_a_place_says_how_many_cases_share_it(workbook: Workbook, cases: list[Ref]) -> None:
    park = place(workbook, "Mill Park")
    for count, case in enumerate(cases, 1):
        add_row(workbook, account_of(workbook, case), "account.weightings", context=park.id)
        words = shared_words(workbook, park)
        assert words.startswith(f"Shared by {count} cases.") == (count > 1)
    assert shared_words(workbook, cases[0]) == ""


# -- the directory


def test_the_directory_holds_those_who_act_by_their_role_and_nobody_private(
    workbook: Workbook, cases: list[Ref]
) -> None:
    sam = person(workbook, "professional", name="Sam Hill", role="Sergeant", agency="Police")
    person(workbook, "peer", code="T.", name="Toby Marsh")
    person(workbook, "adult_of_concern", code="X.", name="Somebody Else")
    add_row(workbook, cases[1], "case.people", person=sam.id, part="Police")
    (line,) = directory(workbook)
    assert line.ref == sam
    assert (line.called, line.role, line.agency, line.cases) == (
        "Sam Hill",
        "Sergeant",
        "Police",
        ("K.",),
    )
    assert line.kind == "Professional"


def test_agencies_are_the_areas_and_those_people_are_from(workbook: Workbook) -> None:
    person(workbook, "professional", name="Sam Hill", agency="Kelder Valley Police")
    found = agencies(workbook)
    assert "Kelder Valley Police" in found
    assert "Housing" in found


# -- who looks alike

IQBAL = "\u0645\u062d\u0645\u062f \u0627\u0642\u0628\u0627\u0644"


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ({"code": "J.E."}, {"code": "je"}),
        ({"name": "Jordan Ellery"}, {"name": "Jordan Elery"}),
        ({"name": "Jordan Ellery"}, {"name": "ellery, jordan"}),
        ({"name": "Jos\u00e9 \u00c1lvarez"}, {"name": "Jose Alvarez"}),
        ({"name": "Jordan Ellery"}, {"name": "Jordan"}),
        ({"name": "Jordan Ellery"}, {"code": "J.E."}),
        ({"code": "JE"}, {"name": "Jordan Ellery"}),
        ({"name": "Jordan Ellery", "aliases": "Jay\nJ-Boy"}, {"name": "jay"}),
        ({"name": "Jordan Ellery"}, {"name": "Ali", "aliases": "Jordan Ellery"}),
        ({"name": "Catherine Jones"}, {"name": "Katherine Jones"}),
        ({"name": "Siobhan O\u2019Neill"}, {"name": "Siobhan ONeill"}),
        ({"name": "Anne-Marie Clarke"}, {"name": "Annemarie Clarke"}),
        ({"name": "Mohammed Khan"}, {"name": "Muhammad Khan"}),
        ({"name": IQBAL}, {"name": IQBAL}),
    ],
)
def test_who_may_be_meant_already_is_found(
    workbook: Workbook, kept: dict[str, str], typed: dict[str, str]
) -> None:
    ref = person(workbook, "peer", **kept)
    person(workbook, "peer", code="Q.", name="Quentin Marsh")
    assert [one.ref for one in alike(workbook, "person", typed)] == [ref]
    assert alike(workbook, "person", typed, but=ref) == ()


@pytest.mark.parametrize(
    "typed", [{}, {"code": "M."}, {"name": "Moira Stone"}, {"name": "  "}, {"code": "..."}]
)
def test_who_is_clearly_somebody_else_is_not(workbook: Workbook, typed: dict[str, str]) -> None:
    person(workbook, "peer", code="J.", name="Jordan Ellery")
    person(workbook, "peer", code="...")
    assert alike(workbook, "person", typed) == ()


def test_a_hint_says_what_they_are_and_never_a_private_name(
    workbook: Workbook, cases: list[Ref]
) -> None:
    toby = person(workbook, "peer", code="T.", name="Toby Marsh")
    add_row(workbook, cases[0], "case.people", person=toby.id, part="Friend")
    (hint,) = alike(workbook, "person", {"name": "Toby Marsh"})
    assert hint.called == "T."
    assert hint.about == "Friend or peer, in the case of J."
    assert "Toby" not in f"{hint.called}{hint.about}"


def test_a_place_is_found_by_near_spelling(workbook: Workbook) -> None:
    station = place(workbook, "Kelderwick station", kind="route")
    (hint,) = alike(workbook, "context", {"name": "Kelderwick Staton"})
    assert (hint.ref, hint.about) == (station, "Route, station or transport, in no case yet")


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("The Loft", "Loft"),
        ("The Loft", "Loft youth club"),
        ("St Mary\u2019s School", "Marys school"),
        ("Riverside Park", "Riverside"),
    ],
)
def test_a_place_is_found_by_a_shorter_or_longer_name(
    workbook: Workbook, kept: str, typed: str
) -> None:
    ref = place(workbook, kept)
    place(workbook, "The old bus depot")
    assert [one.ref for one in alike(workbook, "context", {"name": typed})] == [ref]


def test_a_word_that_many_places_have_is_no_hint(workbook: Workbook) -> None:
    for name in ("Mill Park", "Riverside Park", "Albert Park"):
        place(workbook, name)
    assert alike(workbook, "context", {"name": "Park"}) == ()


def test_no_more_are_shown_than_can_be_compared(workbook: Workbook) -> None:
    for _ in range(30):
        person(workbook, "peer", code="J.")
    assert len(alike(workbook, "person", {"code": "J."})) == 4


@pytest.mark.parametrize(
    ("code", "name", "instead"),
    [
        ("Kim Lowe", "", "K.L."),
        ("", "Kim Lowe", "K.L."),
        ("Kim", "Kim Lowe", "K.L."),
        ("\u0141ucja \u015awi\u0105tek", "", "\u0141.\u015a."),
        ("Anne-Marie Clarke", "", "A.M.C."),
        *(("K.L.", "", ""), ("S. (mum)", "", ""), ("K.L.", "Kim Lowe", ""), ("Mr X", "", "")),
        *(("Blue", "Kim Lowe", ""), ("tall man at the shop", "", ""), ("", "", "")),
    ],
)
def test_initials_are_offered_where_a_name_stands_for_them(
    code: str, name: str, instead: str
) -> None:
    assert initials_instead(code, name) == instead


# -- told apart


def test_two_of_one_name_are_told_apart_by_role_and_agency(workbook: Workbook) -> None:
    tutor = person(workbook, "professional", name="Sam Hill", role="Form tutor")
    sergeant = person(workbook, "professional", name="Sam Hill", role="Sergeant")
    assert workbook.label(*tutor) == "Sam Hill, Form tutor"
    assert workbook.label(*sergeant) == "Sam Hill, Sergeant"
    other = person(workbook, "professional", name="Sam Hill", role="Sergeant", agency="Rail police")
    assert workbook.label(*other) == f"Sam Hill, Sergeant (Rail police, no. {other.id})"
    labels = dict(workbook.offered(question(workbook, "case.people.person"), None))
    assert len(set(labels.values())) == len(labels)


def test_two_of_one_code_are_told_apart_by_what_they_are(
    workbook: Workbook, cases: list[Ref]
) -> None:
    child = parts(workbook, cases[0]).person
    assert workbook.label(*child) == "J."
    peer = person(workbook, "peer", code="J.", name="Jamal")
    assert workbook.label(*peer) == f"J. (Friend or peer, no. {peer.id})"
    assert workbook.label(*child) == f"J. (Young person, no. {child.id})"
    nobody = [person(workbook, "peer") for _ in range(2)]
    assert {workbook.label(*one) for one in nobody} == {"Somebody with no initials yet"}
