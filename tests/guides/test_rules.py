"""``relevant`` and ``constraint``: what each operator means, also of half-known answers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roth_planner.guides import rules
from roth_planner.guides.spec import Rule
from roth_planner.guides.values import NoAnswer, PartDate, Value

TODAY = dt.date(2026, 3, 12)
ANSWERS: dict[str, Value] = {
    "kind": "peer",
    "harms": ("sexual", "criminal"),
    "weight": 7,
    "due": dt.date(2026, 3, 1),
    "known": PartDate(2026, 3),
    "asked": NoAnswer.NOT_YET_ASKED,
    "person": 4,
    "backup": 4,
    "empty": (),
}

COMPARISONS = st.one_of(
    st.builds(
        lambda name, key, value: {name: [key, value]},
        st.sampled_from(["eq", "gt", "gte", "lt", "lte"]),
        st.sampled_from([*ANSWERS, "nobody", "."]),
        st.one_of(
            st.integers(-9, 9),
            st.text(max_size=3),
            st.just({"today": True}),
            st.sampled_from([*ANSWERS]).map(lambda key: {"key": key}),
        ),
    ),
    st.sampled_from([*ANSWERS, "nobody"]).map(lambda key: {"answered": key}),
    st.lists(st.text(max_size=3)).map(lambda listed: {"in": ["harms", listed]}),
)
RULES = st.recursive(
    COMPARISONS,
    lambda inner: st.one_of(
        inner.map(lambda rule: {"not": rule}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"and": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"or": parts}),
    ),
    max_leaves=6,
)


def holds(rule: Rule, this: Value = None) -> bool:
    return rules.holds(rule, ANSWERS, this, today=TODAY)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"eq": ["kind", "peer"]}, True),
        ({"eq": ["kind", "adult"]}, False),
        ({"eq": ["person", {"key": "backup"}]}, True),
        ({"gt": ["weight", 7]}, False),
        ({"gte": ["weight", 7]}, True),
        ({"lt": ["weight", 8]}, True),
        ({"lte": ["weight", 6]}, False),
        ({"in": ["kind", ["peer", "adult"]]}, True),
        ({"in": ["harms", ["criminal"]]}, True),
        ({"in": ["harms", ["other"]]}, False),
        ({"answered": "weight"}, True),
        ({"answered": "nobody"}, False),
        ({"answered": "empty"}, False),
        ({"lte": ["due", {"today": True}]}, True),
        ({"gt": ["due", {"today": True}]}, False),
        ({"lte": ["known", {"today": True}]}, True),
        ({"and": [{"answered": "kind"}, {"gt": ["weight", 5]}]}, True),
        ({"and": [{"answered": "kind"}, {"gt": ["weight", 9]}]}, False),
        ({"or": [{"answered": "nobody"}, {"gt": ["weight", 5]}]}, True),
        ({"not": {"eq": ["kind", "peer"]}}, False),
        ({"not": {"and": [{"answered": "nobody"}]}}, True),
    ],
)
def test_each_operator_means_what_it_says(rule: Rule, expected: bool) -> None:
    assert holds(rule) is expected


@pytest.mark.parametrize("name", ["eq", "gt", "gte", "lt", "lte"])
@pytest.mark.parametrize("key", ["asked", "nobody", "empty"])
def test_a_comparison_with_no_answer_is_false_and_not_a_fault(name: str, key: str) -> None:
    assert holds({name: [key, 3]}) is False
    assert holds({name: ["weight", {"key": key}]}) is False


def test_not_known_is_not_an_answer_to_answered() -> None:
    assert holds({"answered": "asked"}) is False
    assert holds({"answered": "."}, NoAnswer.NOT_KNOWN) is False
    assert holds({"answered": "."}, "words") is True


def test_things_that_cannot_be_compared_are_simply_not_so() -> None:
    assert holds({"gt": ["kind", 3]}) is False
    assert holds({"lt": ["due", {"key": "weight"}]}) is False


def test_a_dot_is_the_answer_itself() -> None:
    in_the_past: Rule = {"lte": [".", {"today": True}]}
    assert holds(in_the_past, dt.date(2026, 3, 12)) is True
    assert holds(in_the_past, dt.date(2026, 3, 13)) is False
    assert holds(in_the_past, PartDate(2026, 4)) is False
    assert holds({"not": {"eq": [".", {"key": "person"}]}}, 4) is False


@given(rule=RULES, this=st.sampled_from([None, *ANSWERS.values()]))
def test_no_well_formed_rule_ever_fails_and_not_turns_it_round(rule: Rule, this: Value) -> None:
    assert rules.faults(rule, frozenset([*ANSWERS, "nobody"]), "here") == []
    assert holds(rule, this) is not holds({"not": rule}, this)


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("kind = 'peer'", "a rule is a table with one operator"),
        ({}, "a rule is a table with one operator"),
        ({"eq": ["kind", 1], "gt": ["kind", 1]}, "a rule is a table with one operator"),
        ({"and": []}, "'and' takes a list of rules"),
        ({"or": {"eq": ["kind", 1]}}, "'or' takes a list of rules"),
        ({"not": ["kind"]}, "a rule is a table with one operator"),
        ({"like": ["kind", "p"]}, "there is no operator 'like'"),
        ({"eq": ["kind"]}, "'eq' takes a key and a value"),
        ({"in": ["kind", "peer"]}, "'in' takes a list of values"),
        ({"eq": ["kidn", "peer"]}, "there is no question 'kidn' beside it"),
        ({"eq": ["kind", {"key": "kidn"}]}, "there is no question 'kidn' beside it"),
        ({"lt": ["kind", {"tomorrow": True}]}, "or {today = true}"),
        ({"answered": "kidn"}, "there is no question 'kidn' beside it"),
        ({"and": [{"not": {"answered": "kidn"}}]}, "there is no question 'kidn' beside it"),
    ],
)
def test_a_badly_written_rule_is_told_with_its_place(rule: object, fault: str) -> None:
    (found,) = rules.faults(rule, frozenset(["kind"]), "plan.places.why")
    assert found.startswith("plan.places.why: ")
    assert fault in found
