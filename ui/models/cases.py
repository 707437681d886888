"""The list of cases as a table: what each case is called, where it stands and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from roth_planner.guides.kinds import day_in_words

if TYPE_CHECKING:
    from roth_planner.workbook.caseload import CaseLine

Index = QModelIndex | QPersistentModelIndex

SORT_ROLE = int(Qt.ItemDataRole.UserRole)
REF_ROLE = SORT_ROLE + 1


class Column(NamedTuple):
    """One column: its heading, what it shows and what it sorts by."""

    heading: str
    show: Callable[[CaseLine], str]
    sort: Callable[[CaseLine], Any]
    number: bool = False
    choices: bool = False


def _day(day: dt.date | None) -> str:
    return day_in_words(day) if day else ""


def _order(day: dt.date | None) -> str:
    return day.isoformat() if day else "9999"  # no date comes after every date


COLUMNS = (
    Column("Young person", lambda line: line.code, lambda line: line.code.casefold()),
    Column("Reference", lambda line: line.reference or "", lambda line: line.reference or ""),
    Column("Stage", lambda line: line.stage, lambda line: line.stage, choices=True),
    Column(
        "Next conference",
        lambda line: _day(line.next_conference),
        lambda line: _order(line.next_conference),
    ),
    Column(
        "Open actions", lambda line: str(line.open_actions), lambda line: line.open_actions, True
    ),
    Column("Next due", lambda line: _day(line.next_due), lambda line: _order(line.next_due)),
)


class CaseTable(QAbstractTableModel):
    """The case lines; a row says of itself in one sentence what its cells say."""

    def __init__(self, stages: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stages = stages
        self._lines: tuple[CaseLine, ...] = ()

    def show_lines(self, lines: tuple[CaseLine, ...]) -> None:
        """Show these cases instead of those shown."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Cases in the list."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """What is told of each case."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell, for a role."""
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.heading}: {self._words(line, column) or 'none'}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column.number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == SORT_ROLE:
            return column.sort(line)
        if role == REF_ROLE:
            return line.ref
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The heading of a column; rows have none."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight
                if COLUMNS[section].number
                else Qt.AlignmentFlag.AlignLeft
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _words(self, line: CaseLine, column: Column) -> str:
        words = column.show(line)
        return self._stages.get(words, words) if column.choices else words
