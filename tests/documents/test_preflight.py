"""No child's name, alias or initials on a page about a place, in whatever way it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roth_planner.documents import preflight
from roth_planner.documents.preflight import NameSearch
from roth_planner.workbook import Ref, Snapshot


def child(**answers: str) -> Snapshot:
    return Snapshot(Ref("person", 1), {"kind": "young_person", **answers}, {}, {})


def partner(name: str) -> Snapshot:
    return Snapshot(Ref("person", 2), {"kind": "professional", "name": name}, {}, {})


JORDAN = NameSearch([child(name="Jordan Ellery", aliases="Jords\nJ-El, jayz99", code="J.")])


@pytest.mark.parametrize(
    "words",
    [
        "Jordan was seen here.",
        "It was jordan again",
        "JORDAN",
        "Jordan's mum",
        "Jordan\u2019s mum",
        "Jordans mum",
        "Jordan\n  Ellery",
        "the Ellery family",
        "ellery",
        "Jor\u200bdan",
        "Jor\u00addan",
        "J\u2060ordan",
        "J\u00f3rdan",
        "Jo\u0301rdan",
        "\uff2aordan",
        "(Jordan)",
        "Jordan.",
        "_Jordan_",
        "Jordan2010",
        "Jords and his friends",
        "They call him jords.",
        "J-El was here",
        "jayz99 on the app",
        "JAYZ99",
        "J. was seen here.",
        "J.'s mum",
        "with J.",
        "J's mum",
        "(J.)",
    ],
)
def test_a_childs_name_is_found_however_it_is_written(words: str) -> None:
    assert JORDAN.finds(words)


@pytest.mark.parametrize(
    "words",
    [
        "J. Patel, station manager",
        "J.Patel",
        "Jordanian restaurant",
        "the Jordanstown road",
        "B.J. Stores",
        "ring 999 or 0800 1111",
        "Young people sit by the barriers.",
        "",
    ],
)
def test_what_only_looks_like_it_is_let_through(words: str) -> None:
    assert not JORDAN.finds(words)


ORDINARY = NameSearch(
    [child(name="May Brown"), child(name="Will Park"), child(name="Summer Lane"), child(code="B.")]
)


@pytest.mark.parametrize(
    "words",
    [
        "by 12 May 2026",
        "May 2026",
        "staff will open the room",
        "the brown bins",
        "they may come in",
        "Summer 2025",
        "in summer",
        "the park and Station Lane",
        "Brown bins are emptied on Mondays",
        "B. Patel",
    ],
)
def test_names_that_are_ordinary_words_do_not_block_ordinary_sentences(words: str) -> None:
    assert not ORDINARY.finds(words)


@pytest.mark.parametrize(
    "words",
    [
        "Ask May about it",
        "May's friends",
        "MAY",
        "May Brown",
        "may brown",
        "MAY  BROWN",
        "may-brown",
        "seen with Will",
        "Will Park",
        "will park",
        "Summer was there",
        "Summer's bag",
    ],
)
def test_and_are_found_where_they_can_only_be_a_name(words: str) -> None:
    assert ORDINARY.finds(words)


@pytest.mark.parametrize(
    ("name", "found", "let_through"),
    [
        ("Bo", ["Bo sat here", "BO", "Bo's bag"], ["bo", "Bob the caretaker", "about"]),
        ("Al Ng", ["Al sat here", "NG", "al ng"], ["al", "Albert Road", "all"]),
        ("Zo\u00eb", ["Zoe", "zoe", "Zoe\u0308", "ZO\u00cb"], ["zoetrope"]),
        ("\u0141ukasz", ["Lukasz", "\u0142ukasz", "LUKASZ"], ["Luka"]),
        ("S\u00f8ren", ["Soren", "s\u00f8ren"], ["sore"]),
        ("Anne-Marie O'Neil", ["Anne", "marie", "O\u2019Neil", "anne marie", "neil"], ["anneal"]),
        ("\u0645\u0631\u064a\u0645", ["\u0645\u0631\u064a\u0645"], ["\u0645\u0631"]),
    ],
)
def test_short_accented_and_double_names(
    name: str, found: list[str], let_through: list[str]
) -> None:
    search = NameSearch([child(name=name)])
    assert [words for words in found if not search.finds(words)] == []
    assert [words for words in let_through if search.finds(words)] == []


@pytest.mark.parametrize(
    ("code", "found", "let_through"),
    [
        ("J.M.", ["J.M.", "JM", "J M", "J. M. said", "with JM's bag"], ["JMB", "J. Moss", "jm"]),
        ("K.L.", ["K.L", "KL"], ["KLM", "kl"]),
        ("Kestrel", ["Kestrel", "kestrel", "KESTREL"], ["kestrels' nests", "Kes"]),
        ("River", ["River was here", "RIVER"], ["the river"]),
        ("T.", ["T. said", "with T."], ["T. Hall", "T-shirt", "at", "Platform T"]),
    ],
)
def test_initials_and_code_names(code: str, found: list[str], let_through: list[str]) -> None:
    search = NameSearch([child(code=code)])
    assert [words for words in found if not search.finds(words)] == []
    if code != "Kestrel":
        assert [words for words in let_through if search.finds(words)] == []


@pytest.mark.parametrize(
    ("name", "aliases", "found", "let_through"),
    [
        ("Katherine (Kitty) Doyle", "", ["Kitty", "KITTY's bag"], []),
        ("Katherine \u201cKit\u201d Doyle", "", ["Kit was here", "Kit's"], ["a first-aid kit"]),
        ("Amira Grace O'Neill", "", ["Grace sat here", "ONeill", "o neill"], ["with good grace"]),
        ("Anne-Marie Khan", "", ["AnneMarie", "annemarie", "Anne Marie"], ["Ann's"]),
        ("Sanne van der Berg", "", ["van der Berg", "Berg"], ["a white van", "and", "of"]),
        ("Theo Vale", "", ["@theovale", "theo.vale", "TheoVale"], ["the other", "thevale"]),
        ("Tom B", "", ["Tom"], ["a tomb"]),
        ("Theo Vale", "Mimi / Meerkat", ["Mimi", "meerkat"], []),
        ("", "Mimi and 'Zed', aka Tiny T", ["Mimi", "zed", "tiny t"], ["and", "aka", "also"]),
        ("", "@rose.gold", ["rose.gold", "@rose.gold"], ["rose"]),
        ("", "J1", ["J1", "J1's"], ["J10"]),
    ],
)
def test_nicknames_double_names_and_names_on_apps(
    name: str, aliases: str, found: list[str], let_through: list[str]
) -> None:
    search = NameSearch([child(name=name, aliases=aliases, code="Kestrel")])
    assert [words for words in found if not search.finds(words)] == []
    assert [words for words in let_through if search.finds(words)] == []


@pytest.mark.parametrize(
    ("name", "found", "let_through"),
    [
        ("Amira Yusuf", ["A.Y. sat here", "AY", "A. Y."], ["may", "AYR", "A.B."]),
        ("Amira Grace O'Neill-Khan", ["A.O.", "AK", "A.G.O."], ["a.m.", "OK"]),
        ("Paul Cole", ["P.C. sat here"], ["PC Ward", "a PC"]),
        ("Mononym", ["mononym"], ["M"]),
    ],
)
def test_initials_are_looked_for_where_the_code_is_another(
    name: str, found: list[str], let_through: list[str]
) -> None:
    search = NameSearch([child(name=name, code="Kestrel")])
    assert [words for words in found if not search.finds(words)] == []
    assert [words for words in let_through if search.finds(words)] == []


def test_an_alias_of_digits_is_not_found_inside_longer_numbers() -> None:
    search = NameSearch([child(aliases="99\n07")])
    assert search.finds("he is 99 to them")
    assert not search.finds("Ring 999 or 0799. Open 07:00 to 10:07.")


def test_nobody_to_look_for_finds_nothing() -> None:
    for search in (NameSearch([]), NameSearch([child()]), NameSearch([child(name=" ", code=".")])):
        assert not search.finds("Anything at all. J. K.L. May")


NAMES = st.text(st.characters(categories=("Lu", "Ll")), min_size=3, max_size=9)


@given(name=NAMES, before=st.sampled_from(["", " ", "(", "\n", "7"]))
def test_any_name_is_found_as_it_was_typed_and_in_capitals(name: str, before: str) -> None:
    search = NameSearch([child(name=name)])
    if name.lower() not in preflight._listed("words"):
        for words in (name, name.upper(), f"{name}'s"):
            assert search.finds(before + words)


@given(words=st.text())
def test_any_text_can_be_searched(words: str) -> None:
    assert JORDAN.finds(words + " Jordan")
    NameSearch([child(name=words, aliases=words, code=words)]).finds(words)


# -- partners


def test_somebody_who_acts_there_may_share_a_first_name_with_a_child() -> None:
    search = NameSearch([child(name="Tom Reed", code="T.")], [partner("Tom Ferris")])
    assert not search.finds("Tom Ferris (Station manager)")
    assert not search.finds("tom  ferris")
    for words in ("Tom", "Tom Ferris-Reed", "Ask Tom, not Tom Ferris", "Tom Ferrison"):
        assert search.finds(words), words


def test_a_partner_with_the_very_name_of_a_child_lets_nothing_through() -> None:
    search = NameSearch(
        [child(name="Tom Ferris"), child(aliases="Sam Lee")],
        [partner("Tom Ferris"), partner("Sam Lee"), partner("Tom")],
    )
    for words in ("Tom Ferris", "Sam Lee", "Tom"):
        assert search.finds(words)


@pytest.mark.parametrize(
    "name", ["Tom's aunt", "Tom's Aunt", "Toms Aunt", "Mum of Tom", "Tom", "T. Reed", "Tom and Co"]
)
def test_what_is_typed_in_place_of_a_partners_name_does_not_open_the_way(name: str) -> None:
    search = NameSearch([child(name="Tom Reed", aliases="T. Reed", code="T.")], [partner(name)])
    assert search.finds(name)
    assert search.finds(f"Ask {name}.")


@pytest.mark.parametrize(("words", "found"), [("PE on Mondays", False), ("P.E. waits there", True)])
def test_initials_that_are_an_everyday_abbreviation_count_with_full_stops(
    words: str, found: bool
) -> None:
    assert NameSearch([child(code="P.E.")]).finds(words) is found
