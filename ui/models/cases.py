"""The list of cases as a table: what each case is called, where it stands and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from roth_planner.guides.kinds import day_in_words
from roth_planner.workbook.caseload import CaseLine
from ui.models.table import Column, LineTable


def _day(day: dt.date | None) -> str:
    return day_in_words(day) if day else ""


def _order(day: dt.date | None) -> str:
    return day.isoformat() if day else "9999"  # no date comes after every date


class CaseTable(LineTable[CaseLine]):
    """The case lines; ``stages`` are the words for the keys of the stages."""

    def __init__(
        self,
        stages: Mapping[str, str],
        parent: QObject | None = None,
        *,
        said: Callable[[str], str] = str,
    ) -> None:
        """``said`` puts the area's own names into the headings."""
        columns = (
            Column[CaseLine]("Young person", lambda one: one.code, lambda one: one.code.casefold()),
            Column[CaseLine]("Reference", lambda one: one.reference, lambda one: one.reference),
            Column[CaseLine](
                "Stage", lambda one: stages.get(one.stage, one.stage), lambda one: one.stage
            ),
            Column[CaseLine](
                said("Next conference"),
                lambda one: _day(one.next_conference),
                lambda one: _order(one.next_conference),
            ),
            Column[CaseLine](
                "Open actions",
                lambda one: str(one.open_actions),
                lambda one: one.open_actions,
                number=True,
            ),
            Column[CaseLine](
                "Next due", lambda one: _day(one.next_due), lambda one: _order(one.next_due)
            ),
        )
        super().__init__(columns, parent)
