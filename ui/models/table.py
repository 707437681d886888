"""A table of lines, one line a record: what every table of the program shows, sorts and says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from roth_planner.workbook import Ref

Index = QModelIndex | QPersistentModelIndex

SORT_ROLE = int(Qt.ItemDataRole.UserRole)
REF_ROLE = SORT_ROLE + 1


class Line(Protocol):
    """What a table can show: anything that says which record it is about."""

    @property
    def ref(self) -> Ref:
        """The record."""


T = TypeVar("T", bound=Line)


class Column(NamedTuple, Generic[T]):
    """One column: its heading, what it shows and what it is sorted by; numbers stand right."""

    heading: str
    show: Callable[[T], str]
    sort: Callable[[T], Any]
    number: bool = False


class LineTable(QAbstractTableModel, Generic[T]):
    """Lines under headings; each cell says its heading to those who listen."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.lines: tuple[T, ...] = ()

    def show_lines(self, lines: Sequence[T]) -> None:
        """Show these lines instead of those shown."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Lines in the table."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """What is told of each."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell, for a role."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.show(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.heading}: {column.show(line) or 'none'}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == SORT_ROLE:
            return column.sort(line)
        return line.ref if role == REF_ROLE else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heading of a column; rows have none."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        return _side(self._columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _side(column: Column[Any]) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
