"""The log of copies as a table: which document, who has it, when it was made."""

from __future__ import annotations

from PySide6.QtCore import QObject

from roth_planner.guides.kinds import day_in_words
from roth_planner.workbook.copies import WAYS, CopyMade
from ui.models.table import Column, LineTable


def _who(copy: CopyMade) -> str:
    return f"{copy.reader} ({copy.audience})" if copy.reader else copy.audience


def _when(copy: CopyMade) -> str:
    there = copy.at.astimezone()
    return f"{WAYS[copy.way]} {day_in_words(there.date())}, {there:%H:%M}"


COLUMNS = (
    Column[CopyMade](
        "Document", lambda one: f"{one.title}, copy {one.number}", lambda one: one.title
    ),
    Column[CopyMade]("Who has it", _who, lambda one: _who(one).casefold()),
    Column[CopyMade]("Fingerprint", lambda one: one.fingerprint, lambda one: one.fingerprint),
    Column[CopyMade]("When", _when, lambda one: one.at.isoformat()),
    Column[CopyMade]("Pages", lambda one: str(one.pages), lambda one: one.pages),
)


class CopiesTable(LineTable[CopyMade]):
    """The copies of one case, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
