"""Every field of the topics is asked, in its type, and what is essential is required at finish."""

from __future__ import annotations

import pytest

from roth_planner.guides.catalogue import read_catalogue, walk
from roth_planner.guides.spec import Kind, Question
from tests.guides.topic_fields import OPTIONS, PROMPTS, Field, fields

CATALOGUE = read_catalogue()
FIELDS = fields()
TYPES: dict[str, tuple[Kind, ...]] = {
    "T": (Kind.SHORT_TEXT, Kind.LONG_TEXT),
    "C": (Kind.CHOICE,),
    "M": (Kind.CHOICES,),
    "Y": (Kind.YES_NO_NOT_SURE,),
    "R": (Kind.ROWS,),
    "S": (Kind.SCALE,),
    "N": (Kind.WHOLE_NUMBER,),
    "D": (Kind.DATE, Kind.PART_DATE),
    "P": (Kind.PERSON,),
    "X": (Kind.CONTEXT,),
    "W": (Kind.TIME_WINDOW,),
    "L": (Kind.RECORD,),
}
each_field = pytest.mark.parametrize("field", FIELDS, ids=lambda one: f"{one.topic}, {one.words}")


def asked(place: str) -> Question:
    guide, first, *inner = place.split(".")
    question = CATALOGUE.guide(guide).question(first)
    for key in inner:
        question = question.question(key)
    return question


def test_the_list_has_every_topic_and_no_question_twice() -> None:
    assert {one.topic for one in FIELDS} == {
        *("account", "chairing", "meetings", "their plan", "place", "parents"),
        *("guardians", "education", "services", "journey", "decision", "records"),
    }
    assert len({one.place for one in FIELDS}) == len(FIELDS)
    assert sum(one.essential for one in FIELDS) >= 100


@each_field
def test_a_field_is_asked_in_its_type(field: Field) -> None:
    assert asked(field.place).kind in TYPES[field.types]


@each_field
def test_an_essential_field_is_required_at_finish(field: Field) -> None:
    assert asked(field.place).required or not field.essential


@pytest.mark.parametrize("place", OPTIONS)
def test_every_option_that_may_not_be_missing_can_be_chosen(place: str) -> None:
    offered = {one.key for one in CATALOGUE.choices(asked(place)) if not one.retired}
    assert set(OPTIONS[place]) <= offered


def test_a_weight_and_the_other_scales_go_from_0_to_10() -> None:
    for one in FIELDS:
        if one.types == "S":
            assert (asked(one.place).low, asked(one.place).high) == (0, 10)


@pytest.mark.parametrize("guide", PROMPTS)
def test_the_prompts_that_may_not_be_missing_are_at_hand(guide: str) -> None:
    found = []
    for _where, question, _beside in walk(CATALOGUE.guide(guide)):
        found += [*question.prompts, question.guidance, question.hint]
    found += [CATALOGUE.guide(guide).intro]
    heard = " ".join(found).casefold()
    for piece in PROMPTS[guide]:
        assert piece in heard


@pytest.mark.parametrize("guide", CATALOGUE.guides)
def test_every_question_has_a_hint_a_reason_and_its_source(guide: str) -> None:
    for where, question, _beside in walk(CATALOGUE.guide(guide)):
        assert question.hint.strip(), where
        assert question.guidance.strip(), where
        assert question.source.strip(), where
        assert question.hint != question.guidance, where


def test_all_three_sides_are_needed_and_each_kind_of_place_has_beginnings_for_each() -> None:
    sides = asked("context_plan.sides")
    assert sides.every == "side"
    assert [row["side"] for row in sides.usual] == ["young_people", "guardianship", "surroundings"]
    kinds = {one.key for one in CATALOGUE.lists["context_kinds"]}
    covered = set()
    for fitting in sides.question("there").prompts_for:
        place, side = fitting.relevant["and"]
        assert len(fitting.prompts) >= 2
        covered |= {(kind, side["eq"][1]) for kind in place["in"][1]}
    assert covered == {
        (kind, side) for kind in kinds for side in OPTIONS["context_plan.sides.side"]
    }
