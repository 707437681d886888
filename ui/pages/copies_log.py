"""The copies made so far of one case, as a table with its heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.models.copies import CopiesTable
from ui.models.table import SORT_ROLE
from ui.pages.case_view import CaseView
from ui.widgets.words import Heading, Muted

if TYPE_CHECKING:
    from roth_planner.workbook.copies import CopyMade

NONE_YET = "No copy was printed or saved yet."
KEPT_HERE = "Only you see this list. It is on no document."


class CopiesLog(QWidget):
    """Which copy went to whom and when; arrow keys go through it, a heading sorts it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._copies = CopiesTable(self)
        shown = QSortFilterProxyModel(self)
        shown.setSourceModel(self._copies)
        shown.setSortRole(SORT_ROLE)
        self.heading = Heading(title)
        self.about = Muted()
        self.table = CaseView(shown)
        self.table.setAccessibleName(title)
        self.table.setAccessibleDescription(KEPT_HERE)
        self.heading.setBuddy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_INSIDE)
        for widget in (self.heading, self.about):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.show_copies(())

    @property
    def count(self) -> int:
        """How many copies are known."""
        return self._copies.rowCount()

    def show_copies(self, copies: tuple[CopyMade, ...]) -> None:
        """Show these copies, newest first."""
        self._copies.show_lines(copies)
        self.about.setText(KEPT_HERE if copies else NONE_YET)
        self.table.setVisible(bool(copies))

    def focus_here(self) -> None:
        """Take the keyboard, at the newest copy."""
        if self.count:
            self.table.setCurrentIndex(self.table.model().index(0, 0))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
