"""Whoever asks why a question is asked can go and read: its source is a page that anybody can open,
or it says plainly that it is our own judgement."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from roth_planner.guides import listing
from roth_planner.guides.catalogue import faults, read_catalogue, walk
from roth_planner.guides.local import catalogue_with
from roth_planner.guides.sources import Part, parts
from tests.guides.test_catalogue import GUIDE, SOURCES, another, write

CATALOGUE = read_catalogue()
PACK = """
format = 1
area = "Kent"
[[questions]]
guide = "account"
section = "words"
key = "local_sea"
kind = "long_text"
label = "What about the sea?"
guidance = "We live beside it."
audiences = ["chair"]
"""


def said_of(source: str, folder: Path) -> list[str]:
    """What the lint says of a small guide whose first question has this source."""
    guide = GUIDE.replace('source = "own"', f'source = "{source}"', 1)
    assert guide.count('source = "own"') == GUIDE.count('source = "own"') - 1 or source == "own"
    return faults(read_catalogue(write(folder, guide)))


def said_of_list(sources: str, folder: Path) -> list[str]:
    return faults(read_catalogue(write(folder, sources=SOURCES + sources)))


@pytest.mark.parametrize(
    "source",
    ["own", "reading", "reading: two hours: never less; own", " reading ;own: a guess "],
)
def test_a_source_names_entries_of_the_list_and_may_say_what_they_say(
    tmp_path: Path, source: str
) -> None:
    assert said_of(source, tmp_path) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("", "says no source"),
        (" ", "says no source"),
        ("readings", "there is no source 'readings'"),
        ("The handbook, page 4", "there is no source 'The handbook, page 4'"),
        ("own; handbook: page 4", "there is no source 'handbook'"),
        ("Own", "there is no source 'Own'"),
        ("reading: first this; then that", "there is no source 'then that'"),
        ("reading;", "there is no source ''"),
        ("own: a; reading; own: b", "names the source 'own' twice"),
    ],
)
def test_a_source_that_is_not_in_the_list_is_a_fault_of_its_question(
    tmp_path: Path, source: str, fault: str
) -> None:
    assert said_of(source, tmp_path) == [f"small.main.first: {fault}"]


def test_a_guide_and_a_question_inside_rows_say_their_sources_too(tmp_path: Path) -> None:
    last = GUIDE.rindex('source = "own"')
    guide = GUIDE[:last] + GUIDE[last:].replace('source = "own"', 'source = "hearsay"')
    guide = guide.replace('source = "reading"\n', "")
    assert faults(read_catalogue(write(tmp_path, guide))) == [
        "small: says no source",
        "small.main.list.what: there is no source 'hearsay'",
    ]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('[x]\ntitle = "X"\nread = 2026-11-21', "source x: has no address"),
        ('[x]\ntitle = "X"\naddress = "shelf 4"\nread = 2026-11-21', "source x: has no address"),
        ('[x]\ntitle = "X"\naddress = "https://example.org"', "source x: does not say when"),
        ('[x]\ntitle = " "\naddress = "https://example.org"\nread = 2026-11-21', "has no title"),
        ('[X-1]\ntitle = "X"\naddress = "https://example.org"\nread = 2026-11-21', "source X-1: a"),
        (
            '[x]\ntitle = "X"\naddress = "https://example.org/reading"\nread = 2026-11-21',
            "https://example.org/reading stands in the list of sources twice",
        ),
    ],
)
def test_a_source_that_nobody_could_look_up_is_a_fault(
    tmp_path: Path, entry: str, fault: str
) -> None:
    (said,) = said_of_list(entry, tmp_path)
    assert fault in said


def test_our_own_judgement_cannot_be_given_the_look_of_a_page(tmp_path: Path) -> None:
    posing = SOURCES.replace('judgement"', 'judgement", address = "https://example.org/us"')
    (said,) = faults(read_catalogue(write(tmp_path, sources=posing)))
    assert said == "source own: our own judgement has no address and no day"


def test_the_parts_of_a_source_are_read_as_they_are_meant() -> None:
    assert parts("pace: no parent can; own") == (Part("pace", "no parent can"), Part("own"))
    assert parts("  ") == ()


def test_every_source_of_our_list_is_named_by_a_question_or_a_guide() -> None:
    named = {part.key for guide in CATALOGUE.guides.values() for part in parts(guide.source)}
    for guide in CATALOGUE.guides.values():
        for _where, question, _beside in walk(guide):
            named |= {part.key for part in parts(question.source)}
    assert named == set(CATALOGUE.sources)


def test_our_list_says_of_each_page_when_it_was_read_and_of_our_judgement_that_it_is_ours() -> None:
    pages = {key: one for key, one in CATALOGUE.sources.items() if key != "own"}
    assert all(one.read and one.read <= dt.date(2026, 11, 21) for one in pages.values())
    assert "no page" in CATALOGUE.sources["own"].title


def test_no_source_sends_its_reader_to_a_paper_by_a_number_or_a_file_that_nobody_has() -> None:
    for guide in CATALOGUE.guides.values():
        said = [(guide.key, guide.source)]
        said += [(where, question.source) for where, question, _beside in walk(guide)]
        for where, source in said:
            assert not re.search(r"\d\.\d|\brules? \d|\.md\b|\bbrief\b", source), where


def listed(catalogue: Any, *way: str) -> dict[str, Any]:
    """A guide or a question of the JSON listing by its keys."""
    found = {"guides": json.loads(listing.as_json(catalogue))["guides"]}
    for key in way:
        inner = found.get("guides") or found.get("sections") or found["questions"]
        found = next(one for one in inner if one["key"] == key)
    return found


def test_the_json_listing_gives_each_question_the_titles_and_addresses_of_its_sources(
    tmp_path: Path,
) -> None:
    guide = GUIDE.replace('source = "own"', 'source = "reading: two hours; own"', 1)
    catalogue = read_catalogue(write(tmp_path, guide))
    assert listed(catalogue, "small", "main", "first")["sources"] == [
        {
            "key": "reading",
            "title": "A reading",
            "address": "https://example.org/reading",
            "says": "two hours",
        },
        {"key": "own", "title": "Our own judgement", "address": "", "says": ""},
    ]
    inside = listed(catalogue, "small", "main", "list", "what")["sources"]
    assert [one["key"] for one in inside] == ["own"]
    assert [one["key"] for one in listed(catalogue, "small")["sources"]] == ["reading"]
    assert json.loads(listing.as_json(catalogue))["sources"]["reading"] == {
        "title": "A reading",
        "address": "https://example.org/reading",
        "read": "2026-11-21",
    }


def test_every_question_of_ours_leads_to_a_title_in_the_listing() -> None:
    whole = json.loads(listing.as_json(CATALOGUE))

    def look(held: dict[str, Any]) -> int:
        inner = [*held.get("sections", []), *held.get("questions", [])]
        if "source" in held:
            assert held["sources"], held["key"]
            assert len(held["sources"]) == len(parts(held["source"])), held["key"]
        return sum(map(look, inner)) + ("source" in held)

    asked = sum(len(list(walk(guide))) for guide in CATALOGUE.guides.values())
    assert sum(map(look, whole["guides"])) == asked + len(CATALOGUE.guides)


def test_the_text_listing_names_the_sources_of_a_question_and_says_once_where_they_are() -> None:
    text = listing.as_text(CATALOGUE)
    asked = CATALOGUE.guide("account").question("who_gains")
    (line,) = [one for one in text.splitlines() if "[who_gains: " in one]
    assert line.endswith(f"; from {asked.source}]")
    _, _, told = text.partition("\nSources\n")
    for key, source in CATALOGUE.sources.items():
        (line,) = [one for one in told.splitlines() if f"  [{key}]" in one]
        assert source.title in line
        assert source.address in line


@pytest.mark.parametrize("source", ["", "Kent's own procedure, page 4", "own", "own; own"])
def test_a_local_packs_question_says_its_source_in_its_own_words_or_not_at_all(
    tmp_path: Path, source: str
) -> None:
    pack = tmp_path / "kent.toml"
    pack.write_text(PACK + f'source = "{source}"\n', "utf-8")
    catalogue = catalogue_with(pack)
    assert faults(catalogue) == []
    asked = listed(catalogue, "account", "words", "local_sea")
    assert asked["source"] == source
    assert asked["sources"] == [], "our list is not put behind an area's words"
    assert catalogue.sources == CATALOGUE.sources


def test_a_local_question_whose_source_is_said_stands_with_it_in_the_text(tmp_path: Path) -> None:
    pack = tmp_path / "kent.toml"
    pack.write_text(PACK + 'source = "Kent, page 4"\n', "utf-8")
    assert "local_sea: long_text; chair; from Kent, page 4]" in listing.as_text(
        catalogue_with(pack)
    )


def test_a_small_guide_gains_nothing_it_does_not_say(tmp_path: Path) -> None:
    body = another("").replace('source = "own"\n', "")
    guide = GUIDE.replace("#first\n", f"{body}#first\n")
    assert faults(read_catalogue(write(tmp_path, guide))) == ["small.main.second: says no source"]
