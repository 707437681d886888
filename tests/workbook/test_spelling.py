"""Spelling: British words are known, the chair's own too, and nothing else passes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from roth_planner import paths
from roth_planner.workbook import Workbook, spelling
from roth_planner.workbook.spelling import Speller, words_in

NOT_READ = {"key", "kind", "source", "choices", "record", "relevant", "constraint", "usual"}


@pytest.fixture
def speller() -> Speller:
    return Speller(spelling.british_english())


@pytest.mark.parametrize(
    "word", ["organise", "behaviour", "safeguarding", "wasn't", "wasn\u2019t", "co-design", "mum's"]
)
def test_british_words_are_known(speller: Speller, word: str) -> None:
    assert speller.knows(word)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("recieve", "receive"), ("behavior", "behaviour"), ("safegaurding", "safeguarding")],
)
def test_others_are_not_and_what_was_meant_is_offered_first(
    speller: Speller, word: str, meant: str
) -> None:
    assert not speller.knows(word)
    assert speller.suggestions(word)[0] == meant


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("J. met M. by the park", ["met", "by", "the", "park"]),
        ("the NRM, two GPs and MACE's minutes", ["the", "two", "and", "minutes"]),
        ("write to a.b@example.org or www.example.org/xyz", ["write", "to", "or"]),
        ("by 15:30pm on the 2nd", ["by", "on", "the"]),
        ("mum\u2019s worry - and Jo-Ann's", ["mum\u2019s", "worry", "and", "Jo-Ann's"]),
        ("\U0001f600 hello", ["hello"]),
        ("a" * 46, []),
    ],
)
def test_only_words_are_looked_at(text: str, words: list[str]) -> None:
    found = list(words_in(text))
    assert [word for _, word in found] == words
    assert all(text[start : start + len(word)] == word for start, word in found)


def test_a_word_the_chair_adds_is_kept_in_the_vault_and_can_be_taken_out(
    workbook: Workbook,
) -> None:
    spelling.add_own_word(workbook, "Parkrunning")
    spelling.add_own_word(workbook, "bando")
    assert spelling.own_words(workbook) == ("bando", "parkrunning")
    speller = Speller(spelling.british_english(), spelling.own_words(workbook))
    assert speller.knows("Bando") and speller.knows("parkrunning")
    assert speller.suggestions("bandoo")[0] == "bando"
    spelling.forget_own_word(workbook, "BANDO")
    assert spelling.own_words(workbook) == ("parkrunning",)


def test_a_note_that_cannot_be_read_is_no_words(workbook: Workbook) -> None:
    for broken in ("[", '{"a": 1}', "3"):
        workbook.desk.put(spelling.KEY, broken)
        assert spelling.own_words(workbook) == ()
    workbook.desk.put(spelling.KEY, '["good", 3]')
    assert spelling.own_words(workbook) == ("good",)


def test_names_of_people_agencies_and_places_are_known_but_never_offered(
    workbook: Workbook, speller: Speller
) -> None:
    assert not speller.knows("Kelderwick")
    workbook.add("person", {"kind": "peer", "code": "J.", "name": "Jordan Ellerysen"})
    workbook.add("context", {"name": "Kelderwick Arcade"})
    assert speller.know_names(spelling.names_in(workbook))
    assert speller.knows("Kelderwick") and speller.knows("kelderwick's")
    assert speller.knows("Ellerysen")
    assert "ellerysen" not in speller.suggestions("Elleryson")
    assert not speller.know_names(spelling.names_in(workbook))


def test_what_the_guides_themselves_say_is_known(speller: Speller) -> None:
    names = {"Philomena"}  # of a child in a review, and of no list of words
    said = {
        word
        for file in sorted(paths.assets("guides").glob("*.toml"))
        if file.name != "sources.toml"  # other people's titles and addresses
        for text in _texts(tomllib.loads(file.read_text("utf-8")))
        for _, word in words_in(text)
    }
    assert len(said) > 1000
    assert {word for word in said if not speller.knows(word)} <= names


def test_no_word_of_the_field_is_in_the_dictionary_as_well() -> None:
    dictionary = spelling.british_english()
    words = spelling.words_of_the_field()
    assert words
    assert {word for word in words if dictionary.lookup(word)} == set()


def _texts(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        for key, inner in held.items():
            if key not in NOT_READ:
                yield from _texts(inner)
    elif isinstance(held, list):
        for inner in held:
            yield from _texts(inner)
