"""Every essential field of the practice, by its place in the domain brief, is asked and required.

The list is the brief's, section by section, not the guides': a question that is dropped, or that
stops being required at finish, is missed here.
"""

from __future__ import annotations

import pytest

from roth_planner.guides.catalogue import read_catalogue
from roth_planner.guides.spec import Kind, Question

CATALOGUE = read_catalogue()
TOPICS = {
    "Holistic account of extra-familial harm": ("account",),
    "Safety planning for young people and places": ("plan", "context_plan"),
    "Community and peer guardianship": ("guardian",),
    "Chairing": ("chairing",),
    "Panels and meetings": ("meetings",),
    "Parents and carers as partners": ("partnership",),
    "Education": ("education",),
    "What young people need from services": ("services",),
}
ESSENTIAL = {
    "2.1 harms": "account.harms",
    "2.1 harm: what happened": "account.harms.what_happened",
    "2.1 harm: where": "account.harms.contexts",
    "2.1 harm: kinds": "account.harms.types",
    "2.1 harm: who may see it": "account.harms.may_see",
    "2.1 in their words": "account.in_their_words",
    "2.1 in their words: why absent": "account.words_absent",
    "2.1 how harms connect": "account.how_connect",
    "2.1 home: what it offers": "account.home_offers",
    "2.1 adultification check": "account.adultification",
    "2.1 adultification: what was found": "account.adultification_how",
    "2.1 strengths and existing safety": "account.strengths",
    "2.1 context weighting": "account.weightings",
    "2.1 weight": "account.weightings.weight",
    "2.1 why this weight": "account.weightings.why",
    "2.1 why significant": "account.why_significant",
    "2.4a what matters to me": "plan.what_matters",
    "2.4a place: what adults will do": "plan.places.adults_will",
    "2.4a people I trust": "plan.trusted",
    "2.4a when worried: adult": "plan.signals.person",
    "2.4a when worried: adult's action": "plan.signals.adult_action",
    "2.4a goals": "plan.goals",
    "2.4a contingency": "plan.contingencies",
    "2.4a contingency: who": "plan.contingencies.person",
    "2.4a contingency: what": "plan.contingencies.step",
    "2.4a safe to hold paper": "plan.paper",
    "2.2 what changed because of them": "plan.changed_by_them",
    "2.4b concern": "context_plan.concern",
    "2.4b three sides": "context_plan.sides",
    "2.4b how young people were consulted": "context_plan.consulted",
    "2.4b goals": "context_plan.goals",
    "2.4b actions": "context_plan.goals.actions",
    "2.4b privacy and surveillance check": "context_plan.privacy",
    "2.5 each parent or carer": "partnership.partners",
    "2.5 each parent or carer: who": "partnership.partners.person",
    "2.5 what they see": "partnership.partners.sees",
    "2.5 what they want": "partnership.partners.wants",
    "2.5 who removes what blocks them": "partnership.partners.barriers.remover",
    "2.5 support for them": "partnership.partners.supports",
    "2.5 how what they share is protected": "partnership.partners.protected",
    "2.5 services will": "partnership.partners.agreements.services_will",
    "2.5 parenting concern: its route": "partnership.parenting_concerns.route",
    "2.6 do young people trust them": "guardian.trusted",
    "2.6 ask": "guardian.ask",
    "2.6 back-up": "guardian.backup",
    "2.6 suitability check": "guardian.suitability",
    "2.6 told what": "guardian.told",
    "2.6 benefit to the peer": "guardian.benefit",
    "2.6 adult behind the peer": "guardian.adult_behind",
    "2.6 never responsible for another's safety": "guardian.not_responsible",
    "2.7 setting": "education.settings.context",
    "2.7 safeguarding lead": "education.settings.safeguarding_lead",
    "2.7 exclusion or managed-move risk": "education.settings.exclusion",
    "2.7 who prevents it": "education.settings.prevented_by",
    "2.7 trusted adult": "education.settings.trusted_adult",
    "2.7 what the school will change": "education.changes",
    "2.7 separation burden on whom": "education.burden",
    "2.8 lead trusted worker": "services.lead",
    "2.8 need": "services.needs",
    "2.8 need: which": "services.needs.need",
    "2.8 start": "services.needs.starts",
    "2.8 what we share and with whom": "services.share_what",
}


def asked(place: str) -> Question:
    guide, first, *inner = place.split(".")
    question = CATALOGUE.guide(guide).question(first)
    for key in inner:
        question = question.question(key)
    return question


@pytest.mark.parametrize("field", ESSENTIAL)
def test_an_essential_field_is_asked_and_required(field: str) -> None:
    assert asked(ESSENTIAL[field]).required, field


def test_every_topic_has_its_guides_and_a_step_in_the_journey() -> None:
    assert {guide.topic for guide in CATALOGUE.guides.values() if guide.topic} == set(TOPICS)
    for topic, guides in TOPICS.items():
        assert {CATALOGUE.guide(key).topic for key in guides} == {topic}
        assert all(CATALOGUE.guide(key).step for key in guides)


def test_no_parents_paper_can_hold_a_concern_about_a_parent_or_a_confidence() -> None:
    def inside(question: Question) -> list[Question]:
        return [question, *(deeper for one in question.questions for deeper in inside(one))]

    concerns = CATALOGUE.guide("partnership").section("concerns").questions
    for question in [one for row in concerns for one in inside(row)]:
        assert set(question.audiences) == {"chair", "agencies"}, question.key
    for question in inside(asked("partnership.partners.confidences")):
        assert question.audiences == ("chair",), question.key


def test_no_ask_of_a_parent_stands_without_what_services_will_do() -> None:
    rows = asked("partnership.partners.agreements")
    assert rows.question("services_will").required
    assert not rows.question("parent_offers").required


def test_numbers_in_the_services_guide_are_about_services_only() -> None:
    scales = [one for one in asked("services.feedback").questions if one.kind is Kind.SCALE]
    assert {one.key for one in scales} == {"helped", "heard"}
    assert [one for one in CATALOGUE.guide("services").questions() if one.kind is Kind.SCALE] == []
