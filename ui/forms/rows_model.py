"""The rows of a list, each in one line. A line is asked for when it comes into sight."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from roth_planner.guides.spec import Question
from roth_planner.workbook import Changes, Ref
from ui.session import Session

_Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractListModel):
    """The records of one ``rows`` question, in the chair's order."""

    def __init__(
        self, session: Session, question: Question, parent_ref: Ref, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._question, self._parent_ref = session, question, parent_ref
        self._lines: dict[Ref, str] = {}
        self.refs: list[Ref] = self._read()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.refs)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{index.row() + 1}.  {self.line(self.refs[index.row()])}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            line = self.line(self.refs[index.row()])
            return f"{line}, {index.row() + 1} of {len(self.refs)}"
        return None

    def line(self, ref: Ref) -> str:
        """A row in one line."""
        if ref not in self._lines:
            words = self._session.workbook.label(ref.record, ref.id)
            self._lines[ref] = " ".join(words.split()) or "Nothing written yet"
        return self._lines[ref]

    def take_changes(self, changes: Changes) -> bool:
        """Follow a saved step; True if rows came, went or moved."""
        self._lines = {} if self._names_changed(changes) else self._lines
        touched = [ref for ref in changes.touched if ref in self._lines]
        for ref in touched:
            del self._lines[ref]
        record = self._question.record
        if sum(ref.record == record for ref in changes.touched) > 1 or any(
            ref.record == record for ref in (*changes.added, *changes.removed)
        ):
            refs = self._read()
            if refs != self.refs:
                self.beginResetModel()
                self.refs = refs
                self.endResetModel()
                return True
        if self.refs and (touched or not self._lines):
            self.dataChanged.emit(self.index(0), self.index(len(self.refs) - 1))
        return False

    def _names_changed(self, changes: Changes) -> bool:
        return any(ref.record in ("person", "context") for ref in changes.touched)

    def _read(self) -> list[Ref]:
        rows = self._session.workbook.rows(self._parent_ref, self._question)
        return [row.ref for row in rows]
