"""Every kind of answer: what is typed is read, kept and given back unchanged, or refused kindly."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roth_planner.guides import kinds
from roth_planner.guides.kinds import CODECS, Problem
from roth_planner.guides.spec import Kind, Question
from roth_planner.guides.values import DAYS, SEASONS, NoAnswer, PartDate, TimeWindow, Value

ANSWERED = tuple(kind for kind in Kind if kind is not Kind.ROWS)
LINKS = (Kind.PERSON, Kind.CONTEXT, Kind.RECORD)

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
DATES = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
CLOCK = st.times().map(lambda time: time.replace(second=0, microsecond=0))
PART_DATES = st.one_of(
    DATES.map(lambda day: PartDate(day.year, day.month, day.day)),
    DATES.map(lambda day: PartDate(day.year, day.month)),
    DATES.map(lambda day: PartDate(day.year)),
    st.builds(
        PartDate, st.integers(1900, 2199), season=st.sampled_from(SEASONS), about=st.booleans()
    ),
)
WEEKDAYS = st.sets(st.sampled_from(DAYS), max_size=6).map(
    lambda picked: tuple(day for day in DAYS if day in picked)
)
TIME_WINDOWS = st.one_of(
    st.builds(TimeWindow, WEEKDAYS),
    st.tuples(WEEKDAYS, CLOCK, CLOCK)
    .filter(lambda parts: parts[1] != parts[2])
    .map(lambda parts: TimeWindow(*parts)),
)
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.SHORT_TEXT: st.text(min_size=1),
    Kind.LONG_TEXT: st.text(min_size=1),
    Kind.CHOICE: KEYS,
    Kind.CHOICES: st.lists(KEYS, min_size=1, unique=True).map(tuple),
    Kind.YES_NO_NOT_SURE: st.sampled_from(["yes", "no", "not_sure"]),
    Kind.WHOLE_NUMBER: st.integers(-999_999_999, 999_999_999),
    Kind.SCALE: st.integers(0, 10),
    Kind.DATE: DATES,
    Kind.PART_DATE: PART_DATES,
    Kind.TIME_WINDOW: TIME_WINDOWS,
    Kind.PERSON: st.integers(1, 2**53),
    Kind.CONTEXT: st.integers(1, 2**53),
    Kind.RECORD: st.integers(1, 2**53),
}


def asked(kind: Kind, **more: Any) -> Question:
    """A question of this kind."""
    bounds = {"low": 0, "high": 10} if kind is Kind.SCALE else {}
    return Question("asked", kind, "What is it?", **bounds, **more)


def answer_of(question: Question, typed: Any) -> Value:
    return kinds.parse(question, typed)


def sentence_for(question: Question, typed: Any) -> str:
    with pytest.raises(Problem) as refused:
        kinds.parse(question, typed)
    return str(refused.value)


def test_every_kind_has_a_codec_and_values_to_test_it_with() -> None:
    assert set(CODECS) == set(Kind)
    assert set(VALUES) == set(ANSWERED)


@pytest.mark.parametrize("kind", ANSWERED)
@given(data=st.data())
def test_what_is_kept_is_given_back_unchanged(kind: Kind, data: st.DataObject) -> None:
    question = asked(kind)
    value = kinds.parse(question, data.draw(VALUES[kind]))
    if value is None:  # only spaces were typed
        return
    stored = kinds.to_text(question, value)
    assert isinstance(stored, str)
    assert kinds.from_text(question, stored) == value
    assert kinds.parse(question, value) == value
    assert kinds.display(question, value).strip()


@pytest.mark.parametrize("kind", LINKS)
@given(chosen=st.lists(st.integers(1, 2**53), min_size=1))
def test_several_people_or_places_are_given_back_unchanged(kind: Kind, chosen: list[int]) -> None:
    question = asked(kind, many=True)
    value = kinds.parse(question, chosen)
    assert kinds.from_text(question, kinds.to_text(question, value)) == value == tuple(chosen)


@pytest.mark.parametrize("kind", ANSWERED)
@given(typed=st.text())
def test_anything_at_all_can_be_typed_and_only_a_problem_is_raised(kind: Kind, typed: str) -> None:
    question = asked(kind)
    try:
        value = kinds.parse(question, typed)
    except Problem as problem:
        assert str(problem)[-1] in ".!?"
    else:
        assert value is None or kinds.from_text(question, kinds.to_text(question, value)) == value


NUMBERS = st.one_of(st.integers(0, 99), st.integers(0, 10**30)).map(str)
SIGNS = (
    *("/", "-", ".", ":", ",", "to", "of", "am", "pm", "24:00", "00", "\u2013", "\u0663"),
    *(
        "March",
        "mar.",
        "may",
        "sept",
        "summer",
        "fall",
        "Monday",
        "mon",
        "weekends",
        "every",
        "day",
    ),
)
PIECES = st.one_of(NUMBERS, st.sampled_from([" ", *SIGNS]))


@pytest.mark.parametrize("kind", [Kind.DATE, Kind.PART_DATE, Kind.TIME_WINDOW, Kind.WHOLE_NUMBER])
@given(pieces=st.lists(PIECES, max_size=8), gap=st.sampled_from(["", " "]))
def test_nearly_right_dates_and_times_are_read_or_refused(
    kind: Kind, pieces: list[str], gap: str
) -> None:
    question = asked(kind)
    try:
        value = kinds.parse(question, gap.join(pieces))
    except Problem:
        return
    if value is not None:
        assert kinds.from_text(question, kinds.to_text(question, value)) == value


@pytest.mark.parametrize("kind", ANSWERED)
@pytest.mark.parametrize("reason", list(NoAnswer))
def test_not_known_and_the_like_pass_through_every_kind(kind: Kind, reason: NoAnswer) -> None:
    question = asked(kind)
    assert kinds.parse(question, reason) is reason
    assert kinds.display(question, reason) == reason.label


@pytest.mark.parametrize("kind", ANSWERED)
@pytest.mark.parametrize("nothing", [None, "", (), []])
def test_an_empty_box_is_no_answer_of_any_kind(kind: Kind, nothing: object) -> None:
    assert kinds.parse(asked(kind), nothing) is None
    assert kinds.display(asked(kind), None) == ""


def test_reasons_read_as_a_person_says_them() -> None:
    assert [reason.label for reason in NoAnswer] == [
        "Not known",
        "Not yet asked",
        "Chose not to say",
    ]


@given(typed=st.text())
def test_kept_text_has_no_control_characters_and_one_kind_of_line_end(typed: str) -> None:
    kept = kinds.parse(asked(Kind.LONG_TEXT), typed)
    letters = set(kept) if isinstance(kept, str) else set()
    assert not {c for c in letters - {"\n", "\t"} if unicodedata.category(c) in ("Cc", "Cs")}
    assert not letters & {"\r", "\u2028", "\u2029"}
    assert kept is None or kept.strip()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("He said \U0001f642 and left", "He said \U0001f642 and left"),
        (
            "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643",
            "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643",
        ),
        ('<img src="/etc/passwd">', '<img src="/etc/passwd">'),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("bell\x07 and nul\x00 and half \ud83d", "bell and nul and half "),
        ("e\u0301", "\u00e9"),
        ("\ufeffsafe\u00adguard\u200bing \ufffc", "safeguarding "),
        ("\u202epark the behind\u202c", "park the behind\u202c"),
        (
            "\U0001f469\u200d\U0001f467 \u0645\u06cc\u200c\u062e\u0648",
            "\U0001f469\u200d\U0001f467 \u0645\u06cc\u200c\u062e\u0648",
        ),
        ("\n\n  kept as typed  \n\n", "  kept as typed  "),
    ],
)
def test_long_text_is_kept_as_it_was_meant(typed: str, kept: str) -> None:
    assert answer_of(asked(Kind.LONG_TEXT), typed) == kept


def test_short_text_is_one_line() -> None:
    assert answer_of(asked(Kind.SHORT_TEXT), "  two\r\n lines\tin one ") == "two lines in one"


def test_an_answer_longer_than_any_serious_one_is_refused_without_losing_it() -> None:
    question = asked(Kind.LONG_TEXT)
    assert answer_of(question, "a" * 200_000) == "a" * 200_000
    assert "Nothing you typed was lost" in sentence_for(question, "a" * (kinds.LONGEST_TEXT + 1))


@pytest.mark.parametrize("typed", ["Yes", "yes", " YES ", True])
def test_yes_is_read_however_it_is_written(typed: object) -> None:
    assert answer_of(asked(Kind.YES_NO_NOT_SURE), typed) == "yes"


def test_not_sure_is_an_answer_and_maybe_is_not() -> None:
    question = asked(Kind.YES_NO_NOT_SURE)
    assert kinds.display(question, answer_of(question, "not sure")) == "Not sure"
    assert sentence_for(question, "maybe") == "Choose yes, no or not sure."


@pytest.mark.parametrize(
    ("low", "high", "typed", "sentence"),
    [
        (0, 10, "11", "Write a whole number from 0 to 10."),
        (0, None, "-1", "Write a whole number of 0 or more."),
        (None, 5, "6", "Write a whole number of 5 or less."),
        (None, None, "4.5", "Write a whole number, for example 4."),
        (None, None, "four", "Write a whole number, for example 4."),
        (None, None, "\u00b2", "Write a whole number, for example 4."),
    ],
)
def test_a_number_that_does_not_fit_says_which_would(
    low: int | None, high: int | None, typed: str, sentence: str
) -> None:
    question = Question("many", Kind.WHOLE_NUMBER, "How many?", low=low, high=high)
    assert sentence_for(question, typed) == sentence


@pytest.mark.parametrize("typed", [" 4 ", "4\n", "4\x1f", "\u00a04"])
def test_a_number_pasted_with_something_unseen_around_it_is_that_number(typed: str) -> None:
    assert answer_of(asked(Kind.WHOLE_NUMBER), typed) == 4


def test_a_scale_says_what_it_is_out_of() -> None:
    assert kinds.display(asked(Kind.SCALE), 7) == "7 out of 10"


def test_choices_and_people_read_by_their_labels() -> None:
    labels = {"seen": "Somebody saw it", "told": "Somebody said it"}
    several = kinds.display(asked(Kind.CHOICES), ("seen", "told", "gone"), choices=labels)
    assert several == "Somebody saw it, Somebody said it, gone"
    people = kinds.display(
        asked(Kind.PERSON, many=True), (3, 5), name=lambda kind, number: f"{kind} {number}"
    )
    assert people == "person 3, person 5"
