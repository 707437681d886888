"""The program's own guides: nothing is wrong in them, and they keep what is promised of them."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from roth_planner.guides import listing
from roth_planner.guides.catalogue import faults, read_catalogue, walk
from roth_planner.guides.local import core_catalogue
from roth_planner.guides.spec import Guide, Kind, Question

CATALOGUE = read_catalogue()
ABOUT_A_CHILD = (
    "account",
    "plan",
    "person",
    "case",
    "conference",
    "meeting",
    "partnership",
    "education",
    "services",
)
QUESTIONS = [
    pytest.param(guide, where, question, beside, id=where)
    for guide in CATALOGUE.guides.values()
    for where, question, beside in walk(guide)
]
each_question = pytest.mark.parametrize(("guide", "where", "question", "beside"), QUESTIONS)


def test_there_are_no_faults() -> None:
    assert faults(CATALOGUE) == []


def test_the_four_topics_of_the_first_part_are_all_there() -> None:
    topics = {guide.key: guide.topic for guide in CATALOGUE.guides.values() if guide.topic}
    assert set(topics) >= {"account", "plan", "context_plan", "guardian"}


@each_question
def test_every_question_says_who_may_see_it(
    guide: Guide, where: str, question: Question, beside: tuple[Question, ...]
) -> None:
    assert set(question.audiences) <= set(CATALOGUE.audiences)
    assert "chair" in question.audiences, "the chair sees everything"


@each_question
def test_partners_of_a_place_see_no_answer_about_a_child(
    guide: Guide, where: str, question: Question, beside: tuple[Question, ...]
) -> None:
    if guide.record in ABOUT_A_CHILD:
        assert not {"context_partners", "guardian"} & set(question.audiences)


@each_question
def test_kinds_of_people_and_places_that_are_offered_exist(
    guide: Guide, where: str, question: Question, beside: tuple[Question, ...]
) -> None:
    assert set(question.people) <= {choice.key for choice in CATALOGUE.lists["person_kinds"]}
    assert set(question.contexts) <= {choice.key for choice in CATALOGUE.lists["context_kinds"]}
    if question.people:
        assert question.kind is Kind.PERSON
    if question.contexts:
        assert question.kind is Kind.CONTEXT


@each_question
def test_the_sentence_of_a_constraint_says_what_to_do(
    guide: Guide, where: str, question: Question, beside: tuple[Question, ...]
) -> None:
    if question.constraint_message:
        assert question.constraint_message.count(".") >= 2


@pytest.mark.parametrize("key", ["context_plan", "guardian"])
def test_only_people_who_act_there_can_be_named_to_the_partners_of_a_place(key: str) -> None:
    partners = {"professional", "guardian", "advocate"}
    for where, question, _beside in walk(CATALOGUE.guide(key)):
        if question.kind is Kind.PERSON and "context_partners" in question.audiences:
            assert question.people, f"{where} offers everybody"
            assert set(question.people) <= partners, where


def test_a_told_list_has_a_key_of_its_own_across_all_guides() -> None:
    lists = Counter(
        question.key
        for guide in CATALOGUE.guides.values()
        for _where, question, _beside in walk(guide)
        if question.record == "entry" and question.kind is Kind.ROWS
    )
    assert [key for key, times in lists.items() if times > 1] == []


def test_not_known_is_possible_wherever_a_person_is_asked_for_a_view() -> None:
    for key in ("in_their_words", "how_sought", "asked_to_keep"):
        assert CATALOGUE.guide("account").question(key).no_answer
    for key in ("name", "aliases", "pronouns", "born"):
        assert CATALOGUE.guide("person").question(key).no_answer


def test_the_listing_as_json_is_one_document_that_an_outsider_can_read() -> None:
    catalogue = core_catalogue()
    listed = json.loads(listing.as_json(catalogue))
    assert len(listed["topics"]) == 8
    assert list(listed["guides_by_topic"]) == listed["topics"]
    assert listed["about"] and {audience["key"] for audience in listed["audiences"]} == set(
        catalogue.audiences
    )
    by_key = {guide["key"]: guide for guide in listed["guides"]}
    assert set(by_key) == set(catalogue.guides)
    assert all(
        by_key[key]["sections"] for keys in listed["guides_by_topic"].values() for key in keys
    )
    for question in everything_asked(listed["guides"]):
        for told in ("key", "label", "hint", "guidance", "source", "audiences"):
            assert question[told], question["key"]
        assert question["required"] in (True, False)
        assert listed["kinds"][question["kind"]]
        chosen = question["kind"] in ("choice", "choices", "yes_no_not_sure")
        assert bool(question["options"]) == chosen
        assert all(one["key"] and one["label"] for one in question["options"])


def everything_asked(guides: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every question of the listing, the rows' own included."""
    waiting = [one for guide in guides for part in guide["sections"] for one in part["questions"]]
    found = []
    while waiting:
        found.append(question := waiting.pop())
        waiting += question["questions"]
    return found


def test_the_listing_as_text_has_a_line_for_every_question() -> None:
    text = listing.as_text(CATALOGUE)
    for guide in CATALOGUE.guides.values():
        for _where, question, _beside in walk(guide):
            assert f"[{question.key}: {question.kind.value}" in text
