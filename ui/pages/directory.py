"""People and agencies: everybody who acts by their role, found, read and put right in one place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from roth_planner.workbook import Ref
from roth_planner.workbook.directory import agencies, directory
from ui import theme
from ui.models.people import AGENCY, PeopleTable
from ui.models.table import REF_ROLE, SORT_ROLE
from ui.pages.case_view import CaseView
from ui.pages.page import Page
from ui.pages.person_card import NewPerson, PersonCard
from ui.session import Session
from ui.widgets.buttons import MainButton
from ui.widgets.wheel import GuardedCombo
from ui.widgets.words import Large, Muted, Strong, Title

NOTHING_YET = (
    "Nobody here yet. Professionals, guardians and advocates stand here once they are added, and"
    " can be chosen in every case."
)
EVERY_AGENCY = "Every agency"


class DirectoryPage(Page):
    """A list with a search and a choice of agency; Enter opens somebody to read or change."""

    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._people = PeopleTable(self)
        self._of_agency = QSortFilterProxyModel(self)
        self._of_agency.setSourceModel(self._people)
        self._of_agency.setFilterKeyColumn(AGENCY)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._of_agency)
        self._shown.setFilterKeyColumn(-1)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._shown.setSortRole(SORT_ROLE)
        self.new_person = MainButton("New person")
        self._empty = Large(NOTHING_YET)
        self._find, self.search = Strong("Find somebody"), QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Find somebody")
        self.search.setAccessibleDescription("By name, role, agency or case")
        self._find.setBuddy(self.search)
        self._from, self.agency = Strong("From"), GuardedCombo()
        self.agency.setAccessibleName("From")
        self.agency.setAccessibleDescription("Shows only people of this agency")
        self._from.setBuddy(self.agency)
        self._nothing_found = Muted()
        self.table = CaseView(self._shown)
        self.table.setAccessibleName("People and agencies")
        self.table.setAccessibleDescription("Enter opens the person")
        self.card: PersonCard | NewPerson | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list())
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._stack)
        self.search.textChanged.connect(self._filter)
        self.agency.currentIndexChanged.connect(self._filter)
        self.new_person.clicked.connect(self._begin_person)
        self.table.chosen.connect(self._choose)
        session.changed.connect(self._read)
        self._read()

    def arrive(self) -> None:
        """Begin in the search, or at the button when there is nobody."""
        target = self.search if self._people.rowCount() else self.new_person
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> bool:
        """Keep what was typed about the person who is open."""
        return self.card is None or self.card.flush()

    def open(self, ref: Ref) -> None:
        """Show one person, to read or to change."""
        card = PersonCard(self._session, ref)
        card.gone.connect(self._close_card)
        self._show_card(card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back: from a person to the list, from the list to the cases."""
        if event.key() == Qt.Key.Key_Escape:
            if self.card is not None:
                self._close_card()
            else:
                self.left.emit()
            return
        super().keyPressEvent(event)

    def _list(self) -> QWidget:
        page = QWidget()
        above = QHBoxLayout()
        above.setSpacing(theme.SPACE_ROWS)
        above.addWidget(Title("People and agencies"), 1)
        above.addWidget(self.new_person, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.SPACE_GROUPS, 24, theme.SPACE_GROUPS, 24)
        column.setSpacing(theme.SPACE_INSIDE)
        column.addLayout(above)
        for widget in (self._empty, self._find, self.search, self._from, self.agency):
            column.addWidget(widget)
        column.addSpacing(theme.SPACE_INSIDE)
        column.addWidget(self._nothing_found)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        return page

    def _read(self) -> None:
        marked = self.table.currentIndex().siblingAtColumn(0).data(REF_ROLE)
        self._people.show_lines(directory(self._session.workbook))
        some = self._people.rowCount() > 0
        self._empty.setVisible(not some)
        for widget in (self._find, self.search, self._from, self.agency, self.table):
            widget.setVisible(some)
        self._offer_agencies()
        self._say_what_was_found()
        for row in range(self._shown.rowCount()):
            if self._shown.index(row, 0).data(REF_ROLE) == marked:
                self.table.setCurrentIndex(self._shown.index(row, 0))

    def _offer_agencies(self) -> None:
        """Every agency with people in it, with how many; the chosen one stays chosen."""
        counts = dict.fromkeys(agencies(self._session.workbook), 0)
        for line in self._people.lines:
            if line.agency:
                counts[line.agency] += 1
        chosen = self.agency.currentData() or ""
        self.agency.blockSignals(True)
        self.agency.clear()
        self.agency.addItem(EVERY_AGENCY, "")
        for name, count in counts.items():
            if count:
                self.agency.addItem(f"{name} ({count})", name)
        self.agency.setCurrentIndex(max(0, self.agency.findData(chosen)))
        self.agency.blockSignals(False)
        self._filter()

    def _filter(self) -> None:
        agency = self.agency.currentData() or ""
        self._of_agency.setFilterFixedString("")
        if agency:
            self._of_agency.setFilterRegularExpression(_exactly(agency))
        self._shown.setFilterFixedString(self.search.text().strip())
        self._say_what_was_found()

    def _say_what_was_found(self) -> None:
        nothing = self._people.rowCount() > 0 and self._shown.rowCount() == 0
        self._nothing_found.setText("Nobody matches. Try fewer letters." if nothing else "")
        self._nothing_found.setVisible(nothing)

    def _choose(self, index: QModelIndex) -> None:
        self.open(index.siblingAtColumn(0).data(REF_ROLE))

    def _begin_person(self) -> None:
        card = NewPerson(self._session)
        card.added.connect(lambda number: self.open(Ref("person", number)))
        self._show_card(card)

    def _show_card(self, card: PersonCard | NewPerson) -> None:
        self._drop_card()
        self.card = card
        card.done.connect(self._close_card)
        self._stack.addWidget(card)
        self._stack.setCurrentWidget(card)
        card.arrive()

    def _close_card(self) -> None:
        if self.card is not None and self.card.flush():
            self._drop_card()
            self._stack.setCurrentIndex(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_card(self) -> None:
        if self.card is not None:
            card, self.card = self.card, None
            self._stack.removeWidget(card)
            card.hide()
            card.deleteLater()


def _exactly(words: str) -> str:
    """A pattern for these words and no others."""
    from PySide6.QtCore import QRegularExpression

    return QRegularExpression.anchoredPattern(QRegularExpression.escape(words))
