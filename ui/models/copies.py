"""The log of copies as a table: which document, who has it, when it was made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from roth_planner.guides.kinds import day_in_words
from roth_planner.workbook.copies import WAYS
from ui.models.cases import REF_ROLE, SORT_ROLE

if TYPE_CHECKING:
    from roth_planner.workbook.copies import CopyMade

Index = QModelIndex | QPersistentModelIndex


class Column(NamedTuple):
    """One column: its heading, what it shows and what it is sorted by."""

    heading: str
    show: Callable[[CopyMade], str]
    sort: Callable[[CopyMade], Any]


def _who(copy: CopyMade) -> str:
    return f"{copy.reader} ({copy.audience})" if copy.reader else copy.audience


def _when(copy: CopyMade) -> str:
    there = copy.at.astimezone()
    return f"{WAYS[copy.way]} {day_in_words(there.date())}, {there:%H:%M}"


COLUMNS = (
    Column("Document", lambda one: f"{one.title}, copy {one.number}", lambda one: one.title),
    Column("Who has it", _who, lambda one: _who(one).casefold()),
    Column("Fingerprint", lambda one: one.fingerprint, lambda one: one.fingerprint),
    Column("When", _when, lambda one: one.at.isoformat()),
    Column("Pages", lambda one: str(one.pages), lambda one: one.pages),
)


class CopiesTable(QAbstractTableModel):
    """The copies of one case, newest first; each cell says its heading to those who listen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._copies: tuple[CopyMade, ...] = ()

    def show_copies(self, copies: tuple[CopyMade, ...]) -> None:
        """Show these copies instead of those shown."""
        self.beginResetModel()
        self._copies = copies
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Copies in the log."""
        return 0 if parent is not None and parent.isValid() else len(self._copies)

    def columnCount(self, parent: Index | None = None) -> int:
        """What is told of each."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell, for a role."""
        if not index.isValid():
            return None
        copy, column = self._copies[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.show(copy)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.heading}: {column.show(copy)}"
        if role == SORT_ROLE:
            return column.sort(copy)
        if role == REF_ROLE:
            return copy.ref
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
