"""Every essential field of two topics, chairing and panels and meetings, is asked for.

The lists are kept here by hand, apart from the guides: what a conference has to settle (who came,
whether the meeting was quorate, what the young person's part changed, the threshold in its order,
the decision and its reasons, disagreement, dates), and what a meeting has to pass on.
"""

from __future__ import annotations

import pytest

from roth_planner.guides.catalogue import faults, read_catalogue, usual_rows
from roth_planner.guides.spec import Kind, Question

CATALOGUE = read_catalogue()

ESSENTIAL = {
    "preparation checklist": "chairing.checklist",
    "checklist: what": "chairing.checklist.item",
    "agenda": "chairing.agenda",
    "agenda: point": "chairing.agenda.item",
    "attendance": "chairing.attendance",
    "attendance: who": "chairing.attendance.person",
    "attendance: agency": "chairing.attendance.agency",
    "attendance: how present": "chairing.attendance.presence",
    "quorum": "chairing.quorum",
    "quorum: reason if proceeding": "chairing.quorum_reason",
    "young person's participation": "chairing.took_part",
    "what changed because of it": "chairing.because_of_them",
    "parents' participation": "chairing.parents_part",
    "threshold 1: significant harm": "chairing.significant_harm",
    "threshold 2: outside, inside or both": "chairing.harm_where",
    "threshold 3: does a plan add safety": "chairing.adds_safety",
    "threshold 4: which route": "chairing.route",
    "decision": "chairing.decision",
    "reasons": "chairing.reasons",
    "category used locally": "chairing.category",
    "what would end it": "chairing.ends_when",
    "chair's analysis": "chairing.analysis",
    "interim plan where deferred": "chairing.interim_plan",
    "dissent: was it asked": "chairing.disagreement",
    "dissent": "chairing.dissents",
    "dissent: who": "chairing.dissents.person",
    "dissent: what": "chairing.dissents.what",
    "dissent: route": "chairing.dissents.route",
    "date of the core group": "chairing.core_group_on",
    "date of the review": "chairing.review_on",
    "date of the record": "chairing.record_out_on",
    "meeting type": "case.meetings.kind",
    "purpose": "meetings.purpose",
    "level 1 or 2": "meetings.level",
    "influence map": "meetings.influence",
    "influence: place": "meetings.influence.context",
    "influence: who": "meetings.influence.person",
    "influence: invited": "meetings.influence.invited",
    "link: who carries it": "meetings.links.carrier",
    "link: what may not pass": "meetings.links.may_not_pass",
    "action log": "meetings.log",
    "action": "meetings.log.what",
    "action: owner": "meetings.log.owner",
    "action: due": "meetings.log.due",
    "action: status": "meetings.log.status",
    "drift check": "meetings.drift",
    "escalation: issue": "meetings.escalations.issue",
    "escalation: to whom": "meetings.escalations.person",
    "escalation: by when": "meetings.escalations.by_when",
}

ALSO_ASKED = (
    *("chairing.checklist.done_on", "chairing.agenda.minutes", "chairing.agenda.lead"),
    *("chairing.agenda.crib", "chairing.attendance.here_as", "chairing.attendance.contexts"),
    *("chairing.attendance.report_on", "chairing.attendance.shared_on", "chairing.letter"),
    *("chairing.dissents.answered_on", "meetings.links.goes_there", "meetings.links.comes_back"),
    *("meetings.drift_words", "meetings.escalations.answer"),
)

DECISIONS = ("roth_plan", "cp_plan", "both_strands", "family_help", "defer", "none")
TYPES = ("roth", "core_group", "context", "panel", "strategy", "peer_group")
STEPS_BEFORE = (
    *("young person", "parents", "advocate", "interpreter", "confidential"),
    *("waiting area", "venue", "reports", "blames"),
)


def asked(place: str) -> Question:
    """A question by its place: ``chairing.attendance.person``."""
    guide, first, *inner = place.split(".")
    found = CATALOGUE.guide(guide).question(first)
    for key in inner:
        found = found.question(key)
    return found


@pytest.mark.parametrize("place", ESSENTIAL.values(), ids=ESSENTIAL)
def test_an_essential_field_is_required_at_finish(place: str) -> None:
    assert asked(place).required


@pytest.mark.parametrize("place", ALSO_ASKED)
def test_a_field_that_is_not_essential_is_asked_and_may_stay_empty(place: str) -> None:
    assert not asked(place).required


def test_the_threshold_is_asked_in_its_order_and_before_the_decision() -> None:
    keys = [question.key for question in CATALOGUE.guide("chairing").questions()]
    order = ["significant_harm", "harm_where", "adds_safety", "route", "decision", "disagreement"]
    assert sorted(order, key=keys.index) == order


def test_every_outcome_and_every_kind_of_meeting_can_be_chosen() -> None:
    assert {one.key for one in CATALOGUE.choices(asked("chairing.decision"))} >= set(DECISIONS)
    assert {one.key for one in CATALOGUE.choices(asked("case.meetings.kind"))} >= set(TYPES)
    levels = [one.key for one in CATALOGUE.choices(asked("meetings.level"))]
    assert levels == ["child", "context"]
    drifts = {one.key for one in CATALOGUE.choices(asked("meetings.drift"))}
    assert drifts == {"behaviour", "welfare", "context"}


def test_the_usual_steps_and_points_are_offered_whole() -> None:
    steps = [str(row["item"]).casefold() for row in usual_rows(asked("chairing.checklist"))]
    assert all(any(word in step for step in steps) for word in STEPS_BEFORE)
    points = usual_rows(asked("chairing.agenda"))
    assert len(points) == 14
    minutes = [row["minutes"] for row in points]
    assert all(isinstance(one, int) for one in minutes)
    whole, plan = sum(map(int, minutes)), sum(map(int, minutes[8:12]))  # type: ignore[arg-type]
    assert plan > whole / 4, "making the plan is the main part"
    first = [str(row["item"]) for row in points]
    assert first.index("The young person") < first.index("The harms, and where they happen")


def test_what_is_the_chairs_alone_names_nobody_else() -> None:
    chairing = CATALOGUE.guide("chairing")
    for key in ("preparation", "agenda"):
        for question in chairing.section(key).questions:
            inside = [question, *question.questions]
            assert {audience for one in inside for audience in one.audiences} == {"chair"}
    alone = ("chairing.letter", "meetings.links.may_not_pass", "meetings.drift")
    assert all(asked(place).audiences == ("chair",) for place in alone)


def test_a_usual_row_that_does_not_fit_its_list_is_a_fault() -> None:
    import msgspec

    rows = asked("chairing.agenda")
    for wrong, said in (
        ({"item": "Welcome", "colour": "blue"}, "'colour', which is not asked of a row"),
        ({"item": "Welcome", "minutes": "a while"}, "Write a whole number"),
    ):
        bad = msgspec.structs.replace(rows, usual=(wrong,))
        guide = CATALOGUE.guide("chairing")
        sections = tuple(
            msgspec.structs.replace(
                section, questions=tuple(bad if q is rows else q for q in section.questions)
            )
            for section in guide.sections
        )
        changed = msgspec.structs.replace(guide, sections=sections)
        guides = {**CATALOGUE.guides, "chairing": changed}
        (fault,) = faults(msgspec.structs.replace(CATALOGUE, guides=guides))
        assert said in fault
    assert rows.kind is Kind.ROWS
