"""How far a section is, and what finishing it asks for; none of it stops a save."""

from __future__ import annotations

import datetime as dt

import pytest

from roth_planner.guides import rules
from roth_planner.guides.catalogue import usual_rows
from roth_planner.guides.values import NoAnswer
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import start_case, start_context_plan
from roth_planner.workbook.draft import Draft
from roth_planner.workbook.progress import Gap, gaps, section_progress
from roth_planner.workbook.prompting import prompts_of

from .desk import account_of, add_row, answer, place, question


@pytest.fixture
def account(workbook: Workbook) -> Ref:
    return account_of(workbook, start_case(workbook, "J."))


def word(workbook: Workbook, ref: Ref, section: str) -> str:
    guide = workbook.catalogue.for_record(ref.record)
    return section_progress(workbook, guide, guide.section(section), ref).word


def gaps_of(workbook: Workbook, ref: Ref, section: str) -> dict[str, Gap]:
    found = gaps(workbook, workbook.catalogue.for_record(ref.record).section(section), ref)
    return {gap.question.key: gap for gap in found}


def test_a_section_goes_from_not_started_to_done_and_back(workbook: Workbook, account: Ref) -> None:
    assert word(workbook, account, "words") == "Not started"
    answer(workbook, account, in_their_words="It is cold there.")
    assert word(workbook, account, "words") == "In progress"
    for status, shown in (("come_back", "Come back to"), ("done", "Done"), ("", "In progress")):
        workbook.set_status(account, "words", status)
        assert word(workbook, account, "words") == shown


def test_only_questions_that_are_asked_are_counted(workbook: Workbook, account: Ref) -> None:
    guide = workbook.catalogue.guide("account")
    before = section_progress(workbook, guide, guide.section("home"), account)
    answer(workbook, account, harm_in_home="possible")
    after = section_progress(workbook, guide, guide.section("home"), account)
    assert (after.answered, after.asked) == (before.answered + 1, before.asked + 1)


def test_finishing_asks_for_what_is_required_and_missing(workbook: Workbook, account: Ref) -> None:
    found = gaps_of(workbook, account, "words")
    assert set(found) == {"in_their_words", "words_absent"}
    label = question(workbook, "account.in_their_words").label.rstrip("?")
    assert found["in_their_words"].sentence == f"Answer \u201c{label}\u201d"
    answer(workbook, account, in_their_words="It is cold there.")
    assert gaps_of(workbook, account, "words") == {}


def test_chose_not_to_say_is_a_full_answer_and_asks_what_was_tried(
    workbook: Workbook, account: Ref
) -> None:
    answer(workbook, account, in_their_words=NoAnswer.CHOSE_NOT_TO_SAY)
    assert set(gaps_of(workbook, account, "words")) == {"words_absent"}


def test_rows_are_looked_into_and_one_is_asked_for_where_it_is_required(
    workbook: Workbook, account: Ref
) -> None:
    one = question(workbook, "account.harms").one
    assert gaps_of(workbook, account, "harms")["harms"].sentence == f"Add at least one {one}"
    harm = add_row(workbook, account, "account.harms", what_happened="Adults made him carry.")
    found = gaps_of(workbook, account, "harms")
    assert {"types", "contexts", "basis", "may_see"} <= set(found)
    assert found["types"].row == harm
    assert "what_happened" not in found
    assert "harms" not in found


def test_text_that_cannot_be_read_is_a_gap_even_where_nothing_is_required(
    workbook: Workbook, account: Ref
) -> None:
    harm = add_row(workbook, account, "account.harms")
    draft = Draft(workbook, harm, question(workbook, "account.harms").questions)
    draft.set(question(workbook, "account.harms.first_known"), "ages ago")
    draft.commit()
    assert "for example" in gaps_of(workbook, account, "harms")["first_known"].sentence


def test_not_known_is_no_gap_even_where_a_constraint_is_set(
    workbook: Workbook, account: Ref
) -> None:
    add_row(workbook, account, "account.harms", first_known=NoAnswer.NOT_KNOWN)
    assert "first_known" not in gaps_of(workbook, account, "harms")


def test_a_plan_for_a_place_is_looked_at_from_each_of_its_three_sides(workbook: Workbook) -> None:
    case = start_case(workbook, "J.")
    plan = start_context_plan(workbook, case, place(workbook, "The station", kind="route").id)
    assert gaps_of(workbook, plan, "sides")["sides"].sentence == "Add at least one side"
    side = "context_plan.sides"
    for key in ("young_people", "guardianship"):
        add_row(workbook, plan, side, side=key, there="Friends who wait for one another")
    absent = gaps_of(workbook, plan, "sides")["sides"].sentence
    assert absent == "Add a side for \u201cSpace, rules and surroundings\u201d"
    add_row(workbook, plan, side, side="surroundings", there="One light, one bench")
    assert gaps_of(workbook, plan, "sides") == {}
    add_row(workbook, plan, side, side="surroundings", there="The council owns the car park")
    assert gaps_of(workbook, plan, "sides") == {}, "a side may be looked at twice"


@pytest.mark.parametrize(
    ("kind", "piece", "not_here"),
    [
        ("route", "barriers", "corridors"),
        ("school", "exclusion, searches", "fares"),
        ("online", "company earn", "bench"),
        ("peer_group", "poverty and racism", "licence"),
        ("business", "licence", "corridors"),
        ("park", "walk at dusk", "barriers"),
        ("club", "presses on this place", "barriers"),
    ],
)
def test_the_beginnings_offered_fit_the_kind_of_place_and_the_side(
    workbook: Workbook, kind: str, piece: str, not_here: str
) -> None:
    case = start_case(workbook, "J.")
    plan = start_context_plan(workbook, case, place(workbook, "Somewhere", kind=kind).id)
    there = question(workbook, "context_plan.sides.there")
    row = add_row(workbook, plan, "context_plan.sides")
    assert prompts_of(workbook, there, row, {}) == ()
    for side in ("young_people", "guardianship", "surroundings"):
        offered = prompts_of(workbook, there, row, {"side": side})
        assert 2 <= len(offered) <= 3
    heard = " ".join(offered).casefold()
    assert piece in heard and not_here not in heard


def test_a_question_with_no_fitting_prompts_keeps_its_own(workbook: Workbook, account: Ref) -> None:
    gains = question(workbook, "account.who_gains")
    assert prompts_of(workbook, gains, account, {}) == gains.prompts
    assert prompts_of(workbook, gains, None, {}) == gains.prompts


@pytest.mark.parametrize(
    ("meeting", "points", "first", "asks_a_child"),
    [
        ("initial", 14, "Welcome and ground rules", True),
        ("review", 14, "Welcome and ground rules", True),
        ("core_group", 7, "Welcome, and how everybody is", True),
        ("context", 8, "Welcome: a place, not a child", False),
    ],
)
def test_the_usual_agenda_and_checklist_are_those_of_the_meeting(
    workbook: Workbook, meeting: str, points: int, first: str, asks_a_child: bool
) -> None:
    case = start_case(workbook, "J.")
    ref = add_row(workbook, case, "case.conferences", meeting=meeting)
    kept = workbook.read(ref).values
    agenda = usual_rows(question(workbook, "chairing.agenda"), kept)
    assert len(agenda) == points
    assert agenda[0]["item"] == first
    steps = " ".join(
        str(row["item"]) for row in usual_rows(question(workbook, "chairing.checklist"), kept)
    )
    assert ("Met the young person" in steps) == asks_a_child
    assert ("no child is spoken of" in steps) != asks_a_child


def test_a_context_conference_asks_about_the_place_and_not_about_a_child(
    workbook: Workbook,
) -> None:
    case = start_case(workbook, "J.")
    ref = add_row(workbook, case, "case.conferences", meeting="context")
    kept = workbook.read(ref).values
    guide = workbook.catalogue.guide("chairing")
    today = dt.date(2026, 3, 12)
    asked = [
        section.key
        for section in guide.sections
        if section.relevant is None or rules.holds(section.relevant, kept, today=today)
    ]
    assert "about_the_place" in asked
    assert not {"voices", "threshold", "decision", "what_changed"} & set(asked)
    assert "core_group_on" not in gaps_of_meeting(workbook, ref, "dates")


@pytest.mark.parametrize("meeting", ["review", "core_group"])
def test_a_review_asks_what_changed_at_the_places_before_it_asks_about_the_young_person(
    workbook: Workbook, meeting: str
) -> None:
    case = start_case(workbook, "J.")
    ref = add_row(workbook, case, "case.conferences", meeting=meeting)
    wanted = list(gaps_of_meeting(workbook, ref, "what_changed"))
    assert wanted == ["places_changed", "services_did", "how_it_is_now", "weighed_again"]


def gaps_of_meeting(workbook: Workbook, ref: Ref, section: str) -> dict[str, Gap]:
    found = gaps(workbook, workbook.catalogue.guide("chairing").section(section), ref)
    return {gap.question.key: gap for gap in found}
