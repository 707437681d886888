"""A sentence about a case file names the line, so that a trainer finds the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from roth_planner.errors import BadContent
from roth_planner.practice.case_file import load_case_file
from roth_planner.practice.case_lines import line_of
from roth_planner.workbook import Workbook
from tests.fixtures import SMALL_CASE

FILE = '''format = 1
about = """
[account]
in_their_words = 1
"""
[case]  # the case
person = "a"

[[case.conferences]]
meeting = "initial"

[[case.conferences.agenda]]
item = "One"

[[case.conferences]]
[[case.conferences.agenda]]
item = "Two"
[[case.conferences.agenda]]
  "minutes" = 3
[case.conferences.progress]
agenda = "done"
[account]
how_sought = """in one line"""
harms = [ { id = "h", basis = "seen" } ]
services.lead = 1
'''


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("format", 1),
        ("case", 6),
        ("case.person", 7),
        ("case.conferences[1].meeting", 10),
        ("case.conferences[1].agenda[1].item", 13),
        ("case.conferences[2]", 15),
        ("case.conferences[2].agenda[2].minutes", 19),
        ("case.conferences[2].progress.agenda", 21),
        ("account.how_sought", 23),
        ("account.harms[1].basis", 24),
        ("account.services.lead", 25),
        ("case.conferences[2].agenda[2].lead", 18),
        ("case.conferences", 9),
        ("nowhere.at[1].all", None),
    ],
)
def test_a_place_has_its_line(where: str, line: int | None) -> None:
    assert line_of(FILE, where) == line


def test_the_refusal_of_a_file_names_the_line_of_what_is_wrong(
    workbook: Workbook, tmp_path: Path
) -> None:
    lines = SMALL_CASE.read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if line.startswith("weight = "))
    lines[number] = "weight = 11"
    file = tmp_path / "mine.toml"
    file.write_text("\r\n".join(lines), "utf-8")
    with pytest.raises(BadContent, match=rf"^mine.toml, line {number + 1}, account.weightings"):
        load_case_file(workbook, file)
