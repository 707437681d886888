"""The moments of a case on paper, in order of date, however much of a date is known.

Short ones stand in a table; where one needs many words they are a list, because narrow columns of
long text are hard to read and take twice the pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from roth_planner.documents.audiences import ToldRow
from roth_planner.documents.builders.passages import LONGEST_CELL
from roth_planner.documents.outline import Block, Bullets, Run, Table, Text, text
from roth_planner.guides.when import read_part_date
from roth_planner.workbook.chronology import UNDATED, in_order

HEAD = ("When", "What happened", "Where", "What it means")
WIDTHS = (0.17, 0.36, 0.17, 0.3)


def moments_blocks(rows: Sequence[ToldRow]) -> list[Block]:
    """The moments that this audience may see; nothing where there is none."""
    if not rows:
        return []
    kept = [place for place in range(len(HEAD)) if any(_cells(row)[place] for row in rows)]
    cells = [_cells(row) for row in sorted(rows, key=_date)]
    if any(len(words) > LONGEST_CELL for row in cells for words in row):
        return [Bullets(tuple(_in_a_line(row) for row in sorted(rows, key=_date)))]
    return [
        Table(
            "What happened, in order of date",
            tuple(HEAD[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in cells),
            WIDTHS if len(kept) == len(HEAD) else (),
        )
    ]


def _in_a_line(row: ToldRow) -> Text:
    when, what, where, meaning = _cells(row)
    known = not any(one.key == "context" and one.unknown for one in row.told)
    place = f", {where}" if where and known else ""
    means = text(Run(" What it means: ", strong=True), meaning) if meaning else ()
    end = "" if what.endswith((".", ".)", "?", "!")) else "."
    return (*text(Run(f"{when}{place}: ", strong=True), f"{what}{end}"), *means)


def _cells(row: ToldRow) -> tuple[str, str, str, str]:
    source = row.words("known_from")
    what = row.words("what") or "Not written yet"
    if source:
        what = f"{what} (How we know: {source.rstrip('.')}.)"
    return row.words("happened") or UNDATED, what, row.words("context"), row.words("analysis")


def _date(row: ToldRow) -> tuple[dt.date, int]:
    return in_order(read_part_date(row.words("happened")))
