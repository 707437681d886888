"""The directory as a table: who somebody is, where they are from, and which cases they are in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.cases import REF_ROLE, SORT_ROLE

if TYPE_CHECKING:
    from roth_planner.workbook.directory import DirectoryLine

Index = QModelIndex | QPersistentModelIndex


class Column(NamedTuple):
    """One column: its heading and what it shows."""

    heading: str
    show: Callable[[DirectoryLine], str]


COLUMNS = (
    Column("Who", lambda line: line.called),
    Column("Role", lambda line: line.role),
    Column("To us", lambda line: line.kind),
    Column("Agency", lambda line: line.agency),
    Column("Cases", lambda line: ", ".join(line.cases)),
)
AGENCY = 3


class PeopleTable(QAbstractTableModel):
    """The lines of the directory; each cell says its heading to those who listen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[DirectoryLine, ...] = ()

    @property
    def lines(self) -> tuple[DirectoryLine, ...]:
        """The people shown."""
        return self._lines

    def show_lines(self, lines: tuple[DirectoryLine, ...]) -> None:
        """Show these people instead of those shown."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """People in the list."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """What is told of each."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell, for a role."""
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.show(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.heading}: {column.show(line) or 'none'}"
        if role == SORT_ROLE:
            return column.show(line).casefold()
        if role == REF_ROLE:
            return line.ref
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heading of a column; rows have none."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None
