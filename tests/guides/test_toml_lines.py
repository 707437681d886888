"""The line of a fault is the line where it stands, however the file is written."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roth_planner.guides.lines import Lines

WRITTEN = '''# a comment with [brackets] and "quotes"
title = "one" # = two
[a]
"quoted key".b = 1
text = """
[not.a.table]
key = 3 \\"\\"\\" still
"""
after = 'x'

[[rows]]
key = "first"
list = [
    1, # one
    { inner = "]", more = [ "},", 2 ] },
    """
    three""",
]
[[rows]]
[rows.deep]
when = 2026-11-22 10:00:00
[[rows.deeper]]
key = 1.5
'''


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("title",), 2),
        (("a",), 3),
        (("a", "quoted key", "b"), 4),
        (("a", "text"), 5),
        (("a", "after"), 9),
        (("rows", 0), 11),
        (("rows", 0, "key"), 12),
        (("rows", 0, "list"), 13),
        (("rows", 0, "list", 0), 14),
        (("rows", 0, "list", 1, "more"), 15),
        (("rows", 0, "list", 1, "more", 1), 15),
        (("rows", 0, "list", 2), 16),
        (("rows", 1), 19),
        (("rows", 1, "deep", "when"), 21),
        (("rows", 1, "deeper", 0, "key"), 23),
        (("rows", 0, "not there"), 11),
        (("nothing",), 1),
    ],
)
def test_a_line_is_found(where: tuple[str | int, ...], line: int) -> None:
    tomllib.loads(WRITTEN)
    assert Lines(WRITTEN).of(where) == line


@given(
    st.lists(st.sampled_from(['"#"', "'['", '"""\n=\n"""', "[1,\n2]", "{ x = ']' }", "1979-05-27"]))
)
def test_whatever_stands_before_does_not_shift_the_line(values: list[str]) -> None:
    before = "".join(f"[[t]]\nk = {value}\n" for value in values)
    text = f"{before}[[t]]\nlast = 1\n"
    tomllib.loads(text)
    assert Lines(text).of(("t", len(values), "last")) == before.count("\n") + 2
