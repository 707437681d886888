"""The eight topics and their guides, and what no guide may do to a parent or a young person."""

from __future__ import annotations

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


def asked(place: str) -> Question:
    guide, first, *inner = place.split(".")
    question = CATALOGUE.guide(guide).question(first)
    for key in inner:
        question = question.question(key)
    return question


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
