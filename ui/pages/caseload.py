"""The list of cases: what needs the chair first, a search, and a new case in place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from roth_planner.workbook.caseload import case_lines
from ui import theme
from ui.models.cases import CaseTable
from ui.models.table import REF_ROLE, SORT_ROLE
from ui.pages.backup_line import BackupLine
from ui.pages.case_view import CaseView
from ui.pages.new_case import NewCase
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.buttons import MainButton, PlainButton
from ui.widgets.words import Large, Muted, Strong, Title

NOTHING_YET = (
    "No cases yet. Start one when you are asked to chair a conference: initials are enough to"
    " begin, and everything else can follow."
)


class CaseloadPage(Page):
    """All cases of the open vault, soonest first."""

    case_chosen = Signal(object)  # Ref
    directory_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        stages = session.workbook.catalogue.lists["case_stages"]
        self._cases = CaseTable(
            {stage.key: stage.label for stage in stages}, self, said=session.said
        )
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._cases)
        self._shown.setFilterKeyColumn(-1)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._shown.setSortRole(SORT_ROLE)
        self.new_case = MainButton("New case")
        self.new_case.setEnabled(not session.read_only)
        self.directory = PlainButton("People and agencies")
        self._empty = Large(session.said(NOTHING_YET))
        self._find = Strong("Find a case")
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Find a case")
        self.search.setAccessibleDescription("By initials, reference or stage")
        self._find.setBuddy(self.search)
        self._nothing_found = Muted()
        self.backups = BackupLine(session)
        self.table = CaseView(self._shown)
        self.form = NewCase(session)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list())
        self._stack.addWidget(self.form)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._stack)

        self.search.textChanged.connect(self._filter)
        self.directory.clicked.connect(self.directory_wanted)
        self.new_case.clicked.connect(self.open_form)
        self.table.chosen.connect(self._choose)
        self.form.started.connect(self.case_chosen)
        self.form.put_away.connect(self._close_form)
        session.changed.connect(self._read)
        self._read()

    def arrive(self) -> None:
        """Begin at the first case, or at the button when there is none."""
        if self._shown.rowCount():
            self.table.setCurrentIndex(self._shown.index(0, 0))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.new_case.setFocus(Qt.FocusReason.OtherFocusReason)

    def _list(self) -> QWidget:
        page = QWidget()
        above = QHBoxLayout()
        above.setSpacing(theme.SPACE_ROWS)
        above.addWidget(Title("Cases"), 1)
        above.addWidget(self.directory, 0, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self.new_case, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.SPACE_GROUPS, 24, theme.SPACE_GROUPS, 24)
        column.setSpacing(theme.SPACE_INSIDE)
        column.addLayout(above)
        for widget in (self._empty, self._find, self.search):
            column.addWidget(widget)
        column.addSpacing(theme.SPACE_INSIDE)
        column.addWidget(self._nothing_found)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        column.addWidget(self.backups)
        return page

    def _read(self) -> None:
        self._cases.show_lines(case_lines(self._session.workbook))
        some = self._cases.rowCount() > 0
        self._empty.setVisible(not some)
        for widget in (self._find, self.search, self.table):
            widget.setVisible(some)
        self._say_what_was_found()

    def _filter(self, text: str) -> None:
        self._shown.setFilterFixedString(text.strip())
        self._say_what_was_found()

    def _say_what_was_found(self) -> None:
        nothing = self._cases.rowCount() > 0 and self._shown.rowCount() == 0
        sought = self.search.text().strip()
        self._nothing_found.setText(
            f"No case matches \u201c{sought}\u201d. Try fewer letters." if nothing else ""
        )
        self._nothing_found.setVisible(nothing)

    def _choose(self, index: QModelIndex) -> None:
        self.case_chosen.emit(index.siblingAtColumn(0).data(REF_ROLE))

    @property
    def starting(self) -> bool:
        """Whether a new case is being asked about."""
        return self._stack.currentWidget() is self.form

    def open_form(self) -> None:
        """Ask about a new case, in place of the list."""
        self._stack.setCurrentWidget(self.form)
        self.form.arrive()

    def _close_form(self) -> None:
        self._stack.setCurrentIndex(0)
        self.new_case.setFocus(Qt.FocusReason.OtherFocusReason)
