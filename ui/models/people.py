"""The directory as a table: who somebody is, where they are from, and which cases they are in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from roth_planner.workbook.directory import DirectoryLine
from ui.models.table import Column, LineTable


def _column(heading: str, show: Callable[[DirectoryLine], str]) -> Column[DirectoryLine]:
    return Column(heading, show, lambda line: show(line).casefold())


COLUMNS = (
    _column("Who", lambda line: line.called),
    _column("Role", lambda line: line.role),
    _column("To us", lambda line: line.kind),
    _column("Agency", lambda line: line.agency),
    _column("Cases", lambda line: ", ".join(line.cases)),
)
AGENCY = 3


class PeopleTable(LineTable[DirectoryLine]):
    """The lines of the directory."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
