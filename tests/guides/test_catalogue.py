"""The lint over the content bites: each fault, planted once in an otherwise good small guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from roth_planner.errors import BadContent
from roth_planner.guides.catalogue import Catalogue, faults, read_catalogue
from roth_planner.guides.spec import Kind

LISTS = """
yes_no_not_sure = [{ key = "yes", label = "Yes" }, { key = "no", label = "No" }]
colours = [{ key = "red", label = "Red" }, { key = "blue", label = "Blue", retired = true }]
"""
AUDIENCES = """
[[audiences]]
key = "chair"
label = "The chair"
may_read = "Everything."
"""
SOURCES = """
own = { title = "Our own judgement" }
reading = { title = "A reading", address = "https://example.org/reading", read = 2026-11-21 }
"""
GUIDE = """
key = "small"
title = "Small"
record = "plan"
source = "reading"
retired = ["main.gone", "main.list.gone"]
#top
[[sections]]
key = "main"
title = "Main"
audiences = ["chair"]
#section
[[sections.questions]]
key = "first"
kind = "short_text"
label = "First?"
guidance = "Because."
source = "own"
#first
[[sections.questions]]
key = "list"
kind = "rows"
record = "entry"
one = "thing"
summary = ["what"]
label = "Which?"
guidance = "Because."
source = "own"
#list
[[sections.questions.questions]]
key = "what"
kind = "choice"
choices = "colours"
label = "What?"
guidance = "Because."
source = "own"
#what
"""


def another(body: str, *, key: str = "second", kind: str = "short_text", why: str = "x") -> str:
    """One more question of the small guide's section."""
    return (
        f'[[sections.questions]]\nkey = "{key}"\nkind = "{kind}"\nlabel = "Second?"\n'
        f'guidance = "{why}"\nsource = "own"\n{body}\n'
    )


def write(
    folder: Path,
    guide: str = GUIDE,
    lists: str = LISTS,
    audiences: str = AUDIENCES,
    sources: str = SOURCES,
) -> Path:
    """A folder of content with one guide."""
    files = {"small": guide, "lists": lists, "audiences": audiences, "sources": sources}
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


def found_in(folder: Path, mark: str = "", planted: str = "", **files: str) -> list[str]:
    """The faults of the small guide with ``planted`` written at a ``#mark``."""
    guide = GUIDE.replace(f"#{mark}\n", f"{planted}\n#{mark}\n") if mark else GUIDE
    assert not mark or guide != GUIDE
    return faults(read_catalogue(write(folder, guide, **files)))


def test_the_small_guide_is_good_before_anything_is_planted(tmp_path: Path) -> None:
    assert found_in(tmp_path) == []


@pytest.mark.parametrize(
    ("mark", "planted", "fault"),
    [
        ("first", another("", key="first"), "small: 'first' is used twice"),
        ("first", another("", key="gone"), "small.main.gone: this key was retired"),
        (
            "what",
            '[[sections.questions.questions]]\nkey = "gone"\nkind = "short_text"\nlabel = "x"\n'
            'guidance = "x"',
            "small.main.list.gone: this key was retired",
        ),
        (
            "what",
            '[[sections.questions.questions]]\nkey = "what"\nkind = "short_text"\nlabel = "x"\n'
            'guidance = "x"',
            "small.main.list: 'what' is used twice",
        ),
        ("first", another("", kind="choice"), "a list of choices goes with a choice"),
        ("first", another('choices = "colours"'), "a list of choices goes with a choice"),
        (
            "list",
            another('choices = "colors"', kind="choices"),
            "small.main.second: there is no list 'colors'",
        ),
        ("first", 'audiences = ["chiar"]', "small.main.first: there is no audience 'chiar'"),
        ("first", another("low = 0", kind="scale"), "a scale needs its two ends"),
        ("first", another("", kind="scale"), "a scale needs its two ends"),
        ("first", another("", kind="record"), "small.main.second: says no record"),
        ("first", another('one = "x"', kind="rows"), "rows have questions of their own"),
        (
            "first",
            '[[sections.questions.questions]]\nkey = "in"\nkind = "short_text"\nlabel = "x"\n'
            'guidance = "x"',
            "small.main.first: rows have questions of their own, and only rows",
        ),
        ("first", another("many = true"), "only people, contexts and records can be many"),
        ("first", 'relevant = { eq = ["nobody", 1] }', "there is no question 'nobody' beside it"),
        ("what", 'relevant = { answered = "first" }', "there is no question 'first' beside it"),
        ("first", 'relevant = { like = ["list", 1] }', "there is no operator 'like'"),
        ("first", 'constraint = { answered = "." }', "a constraint comes with its message"),
        ("first", 'constraint_message = "No."', "a constraint comes with its message"),
        ("first", another("", why=" "), "says neither what it asks nor why"),
        (
            "what",
            '[[sections]]\nkey = "main"\ntitle = "x"\naudiences = ["chair"]\nquestions = []',
            "small: 'main' is used twice",
        ),
    ],
)
def test_each_fault_is_found_and_told_with_its_place(
    tmp_path: Path, mark: str, planted: str, fault: str
) -> None:
    assert [one for one in found_in(tmp_path, mark, planted) if fault in one]


def test_a_question_without_an_audience_is_found_even_inside_rows(tmp_path: Path) -> None:
    found = found_in_guide(tmp_path, GUIDE.replace('audiences = ["chair"]\n', ""))
    assert found == [
        "small.main.first: nobody is said to see the answer",
        "small.main.list: nobody is said to see the answer",
        "small.main.list.what: nobody is said to see the answer",
    ]


@pytest.mark.parametrize("summary", ["", 'summary = ["waht"]'])
def test_rows_that_cannot_be_named_are_found(tmp_path: Path, summary: str) -> None:
    found = found_in_guide(tmp_path, GUIDE.replace('summary = ["what"]', summary))
    assert found == ["small.main.list: rows say what one is called and which answers name it"]


def test_a_choice_that_stands_twice_in_a_list_is_found(tmp_path: Path) -> None:
    twice = LISTS + 'sizes = [{ key = "big", label = "Big" }, { key = "big", label = "Large" }]\n'
    assert found_in(tmp_path, lists=twice) == ["list sizes: 'big' is used twice"]


def found_in_guide(folder: Path, guide: str) -> list[str]:
    assert guide != GUIDE
    return faults(read_catalogue(write(folder, guide)))


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("small", "key = ", "small.toml is not written as TOML"),
        ("small", GUIDE.replace('kind = "rows"', 'kind = "table"'), "small.toml cannot be used"),
        ("small", GUIDE.replace("label =", "lable ="), "unknown field `lable`"),
        ("small", GUIDE.replace('title = "Small"\n', ""), "missing required field `title`"),
        ("lists", "colours = 3", "lists.toml cannot be used"),
        ("audiences", "[[audiences]]\nkey = 3", "audiences.toml cannot be used"),
        ("sources", SOURCES.replace("title", "name"), "sources.toml cannot be used"),
        ("sources", SOURCES + SOURCES, "sources.toml is not written as TOML"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    tmp_path: Path, file: str, text: str, reason: str
) -> None:
    write(tmp_path)
    (tmp_path / f"{file}.toml").write_text(text, "utf-8")
    with pytest.raises(BadContent) as refused:
        read_catalogue(tmp_path)
    assert reason in str(refused.value)
    assert "Nothing was changed" in str(refused.value)


def test_a_missing_or_unreadable_file_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "small.toml").write_bytes(b"key = '\xff'")
    with pytest.raises(BadContent, match=r"small\.toml could not be read"):
        read_catalogue(tmp_path)
    (tmp_path / "lists.toml").unlink()
    with pytest.raises(BadContent, match=r"lists\.toml could not be read"):
        read_catalogue(tmp_path)


def small(folder: Path) -> Catalogue:
    return read_catalogue(write(folder))


def test_audiences_are_inherited_by_a_question_and_by_the_rows_inside_it(tmp_path: Path) -> None:
    guide = small(tmp_path).guide("small")
    listed = guide.question("list")
    assert listed.audiences == ("chair",)
    assert listed.question("what").audiences == ("chair",)


def test_a_retired_choice_stays_readable(tmp_path: Path) -> None:
    catalogue = small(tmp_path)
    what = catalogue.guide("small").question("list").question("what")
    assert catalogue.labels(what) == {"red": "Red", "blue": "Blue"}
    assert [choice.key for choice in catalogue.choices(what) if not choice.retired] == ["red"]


def test_a_guide_a_section_and_a_question_are_found_by_key_and_only_so(tmp_path: Path) -> None:
    catalogue = small(tmp_path)
    guide = catalogue.for_record("plan")
    assert guide is catalogue.guide("small")
    assert guide.section("main").title == "Main"
    assert guide.question("first").kind is Kind.SHORT_TEXT
    for miss in (
        lambda: catalogue.for_record("case"),
        lambda: guide.section("other"),
        lambda: guide.question("what"),
        lambda: guide.question("list").question("first"),
    ):
        with pytest.raises(KeyError):
            miss()
