"""The moments of a case on paper: a table in order of date, however much of a date is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from roth_planner.documents.audiences import ToldRow
from roth_planner.documents.outline import Block, Table
from roth_planner.guides.when import read_part_date
from roth_planner.workbook.chronology import UNDATED, in_order

HEAD = ("When", "What happened", "Where", "What it means")
WIDTHS = (0.17, 0.36, 0.17, 0.3)


def moments_blocks(rows: Sequence[ToldRow]) -> list[Block]:
    """The table of the moments that this audience may see; nothing where there is none."""
    if not rows:
        return []
    kept = [place for place in range(len(HEAD)) if any(_cells(row)[place] for row in rows)]
    cells = [_cells(row) for row in sorted(rows, key=_date)]
    return [
        Table(
            "What happened, in order of date",
            tuple(HEAD[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in cells),
            WIDTHS if len(kept) == len(HEAD) else (),
        )
    ]


def _cells(row: ToldRow) -> tuple[str, str, str, str]:
    source = row.words("known_from")
    what = row.words("what") or "Not written yet"
    if source:
        what = f"{what} (How we know: {source.rstrip('.')}.)"
    return row.words("happened") or UNDATED, what, row.words("context"), row.words("analysis")


def _date(row: ToldRow) -> tuple[dt.date, int]:
    return in_order(read_part_date(row.words("happened")))
