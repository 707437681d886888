"""An area's own names inside sentences, with their articles, plurals and capitals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roth_planner.guides import listing
from roth_planner.guides.catalogue import walk
from roth_planner.guides.local import catalogue_with, core_catalogue
from roth_planner.guides.own_names import said
from roth_planner.guides.timescales import Names

PACKS = Path(__file__).parents[1] / "fixtures" / "packs"
OWN = Names(
    pathway="Adolescent safety pathway",
    pathway_short="ASP",
    plan="Agreement for safety",
    conference="Adolescent safety meeting",
    chair="The independent reviewing officer",
)


@pytest.mark.parametrize(
    ("core", "own"),
    [
        ("Add a conference", "Add an adolescent safety meeting"),
        ("A conference is a meeting too.", "An adolescent safety meeting is a meeting too."),
        ("Next conference", "Next adolescent safety meeting"),
        ("Conference", "Adolescent safety meeting"),
        ("Which conferences have been held?", "Which adolescent safety meetings have been held?"),
        ("one of this case's conferences?", "one of this case's adolescent safety meetings?"),
        ("The chair's analysis", "The independent reviewing officer's analysis"),
        ("In a wheelchair, chairing, chaired", "In a wheelchair, chairing, chaired"),
        (
            "What is your analysis as chair?",
            "What is your analysis as independent reviewing officer?",
        ),
        ("The young person's safety plan", "The young person's agreement for safety"),
        ("Safety plan for J.", "Agreement for safety for J."),
        ("Safety planning for places", "Safety planning for places"),
        ("ROTH plan", "ASP plan"),
        ("Risk outside of the home", "Adolescent safety pathway"),
        ("brothers and wroth Roth", "brothers and wroth Roth"),
        ("", ""),
    ],
)
def test_a_sentence_of_the_core_is_said_with_the_areas_names(core: str, own: str) -> None:
    assert said(core, OWN) == own


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Safety meeting", "the safety meeting"),
        ("safety meeting", "the safety meeting"),
        ("ICPC", "the ICPC"),
        ("ROTH CPC", "the ROTH CPC"),
        ("Safer Lives Meeting", "the Safer Lives Meeting"),
        ("The panel", "the panel"),
        (r"\1 \g<0> {x} %s", r"the \1 \g<0> {x} %s"),
    ],
)
def test_a_capital_that_only_begins_a_name_is_taken_off_inside(name: str, inside: str) -> None:
    assert said("the conference", Names(conference=name)) == inside


@pytest.mark.parametrize(
    ("name", "several"),
    [("Safety strategy", "safety strategies"), ("Safe space process", "safe space processes")],
)
def test_several_are_said_as_people_say_them(name: str, several: str) -> None:
    assert said("conferences", Names(conference=name)) == several


def test_the_names_of_the_core_change_nothing() -> None:
    names = core_catalogue().area.names
    for guide in core_catalogue().guides.values():
        for _where, question, _beside in walk(guide):
            for words in (question.label, question.hint, question.guidance):
                assert said(words, names) == words


def test_no_sentence_of_a_county_says_a_name_of_the_core() -> None:
    catalogue = catalogue_with(PACKS / "mereshire.toml")
    core = re.compile(r"\b(conferences?|safety plan|chair|ROTH|risk outside of the home)\b", re.I)
    heard = [
        words
        for guide in catalogue.guides.values()
        for _where, one, _beside in walk(guide)
        for words in (
            *(one.label, one.short, one.hint, one.guidance, one.one, one.constraint_message),
            *one.prompts,
            *(str(held) for row in one.usual for held in row.values()),
        )
    ]
    for guide in catalogue.guides.values():
        heard += [guide.title, guide.intro]
        heard += [words for one in guide.sections for words in (one.title, one.intro)]
    heard += [w for one in catalogue.lists.values() for c in one for w in (c.label, c.hint)]
    heard += [w for one in catalogue.audiences.values() for w in (one.label, one.may_read)]
    assert [words for words in heard if core.search(words)] == []


def test_keys_rules_steps_and_topics_stay_the_cores() -> None:
    core, county = core_catalogue(), catalogue_with(PACKS / "mereshire.toml")
    for key, guide in core.guides.items():
        own = county.guide(key)
        assert (own.record, own.step, own.topic, own.source) == (
            *(guide.record, guide.step, guide.topic, guide.source),
        )
        asked = {where: question for where, question, _ in walk(own)}
        for where, question, _beside in walk(guide):
            mine = asked[where]
            assert (mine.kind, mine.relevant, mine.audiences) == (
                *(question.kind, question.relevant, question.audiences),
            )
    assert '"Conference"' in listing.as_json(county), "a step is a key and stays"


def test_the_order_of_several_questions_after_one_is_that_of_the_pack() -> None:
    section = catalogue_with(PACKS / "mereshire.toml").guide("account").section("words")
    keys = [question.key for question in section.questions]
    first = keys.index("in_their_words")
    assert keys[first + 1 : first + 3] == ["local_note", "local_short"]


def test_titles_of_guides_and_sections_are_reworded() -> None:
    catalogue = catalogue_with(PACKS / "mereshire.toml")
    assert catalogue.guide("partnership").title == "Families beside us"
    assert catalogue.guide("account").section("words").title == "What the young person told us"
    words = catalogue.guide("account").question("in_their_words")
    assert words.prompts == ("If you ran the quay for a week, what would you change?",)
    assert words.label == core_catalogue().guide("account").question("in_their_words").label
