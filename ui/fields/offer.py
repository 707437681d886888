"""The panel in which somebody or some place is looked up, or added, without leaving the page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from roth_planner.guides.spec import Kind, Question
from roth_planner.workbook.alike_words import lookable
from ui import theme
from ui.fields.editor import Chooser, NewRecordForm
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.focus import tab_after
from ui.widgets.frames import Panel
from ui.widgets.speaking import announce
from ui.widgets.words import Muted

MOST_IN_SIGHT = 7
"""Rows of the list that are in sight at once."""

_Index = QModelIndex | QPersistentModelIndex


class Offer(QAbstractListModel):
    """Those who can be chosen and have all the typed words in their label."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[tuple[int, str], ...] = ()
        self._lookable: dict[int, str] = {}
        self._shown: list[tuple[int, str]] = []
        self._words = ""

    def set_offer(self, offered: tuple[tuple[int, str], ...]) -> None:
        """Offer these."""
        self._all = offered
        self._lookable = {number: lookable(label) for number, label in offered}
        self.look_for(self._words)

    def look_for(self, words: str) -> None:
        """Show only those with these words."""
        self.beginResetModel()
        self._words = words
        parts = lookable(words).split()
        self._shown = [
            one for one in self._all if all(part in self._lookable[one[0]] for part in parts)
        ]
        self.endResetModel()

    def number(self, row: int) -> int:
        """The record in a row."""
        return self._shown[row][0]

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return self._shown[index.row()][1]
        return None


class OfferPanel(Panel):
    """Type to find, Enter to choose; or add who is not there yet."""

    chosen = Signal(int)
    closed = Signal()

    def __init__(self, question: Question, chooser: Chooser, parent: QWidget) -> None:
        super().__init__(parent)
        self._question, self._chooser = question, chooser
        self._thing = {Kind.PERSON: "person", Kind.CONTEXT: "place"}.get(question.kind, "one")
        self._finding = QWidget(self)
        self.line = QLineEdit(self._finding)
        self.line.setAccessibleName(f"Find: {question.label}")
        self.line.setPlaceholderText("Type to find")
        self.line.installEventFilter(self)
        self.offer = Offer(self)
        self.list = QListView(self._finding)
        self.list.setModel(self.offer)
        self.list.setUniformItemSizes(True)
        self.list.setTabKeyNavigation(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(f"{question.label}: who or what can be chosen")
        self.none = Muted("", self._finding)
        self.add = PlainButton("", self._finding, icon="plus")
        self.close_link = LinkButton("Close", self._finding)
        self.form: NewRecordForm | None = None
        self._lay_out()
        self.line.textChanged.connect(self._look)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.add.clicked.connect(self._open_form)
        self.close_link.clicked.connect(self.closed)

    def open(self, chosen: tuple[int, ...]) -> None:
        """Offer everybody who is not chosen already."""
        self.offer.set_offer(
            tuple(one for one in self._chooser.offered(self._question) if one[0] not in chosen)
        )
        self.line.clear()
        self._look("")
        self.show()
        self._finding.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Close; a new record that was begun is kept by its own form."""
        self.settle()
        if self.form is not None:
            self._drop_form()
        self.hide()

    def settle(self) -> None:
        """Save what was typed into the form of a new record."""
        if self.form is not None:
            self.form.settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.line
            and isinstance(event, QKeyEvent)
            and (event.type() == QEvent.Type.KeyPress)
        ):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentIndex())
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "list"):
            self._fit_list()

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self._finding)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE_INSIDE)
        inner.addWidget(self.line)
        inner.addWidget(self.list)
        inner.addWidget(self.none)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        foot.addWidget(self.close_link)
        inner.addLayout(foot)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(12, 12, 12, 12)
        self._outer.addWidget(self._finding)
        self.add.setVisible(self._chooser.can_add(self._question))

    def _look(self, words: str) -> None:
        self.offer.look_for(words)
        found = self.offer.rowCount()
        if found:
            self.list.setCurrentIndex(self.offer.index(0))
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)
        self.none.setText(
            f"No {self._thing} with these words yet." if words else "Nothing here yet."
        )
        self.add.setText(f"Add a new {self._thing}")
        self._fit_list()
        if words:
            announce(self.line, f"{found} found")

    def _fit_list(self) -> None:
        rows = max(1, min(MOST_IN_SIGHT, self.offer.rowCount()))
        row = self.list.sizeHintForRow(0) if self.offer.rowCount() else 0
        self.list.setFixedHeight(rows * row + 4)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.offer.number(index.row()))

    def _open_form(self) -> None:
        self.form = self._chooser.new_form(self._question, self.line.text(), self)
        self.form.added.connect(self._take_added)
        self.form.put_away.connect(self._back_to_list)
        self._finding.hide()
        self._outer.addWidget(self.form)
        tab_after(self.close_link, self.form)
        self.form.show()
        self.form.focus_here()

    def _take_added(self, number: int) -> None:
        self._drop_form()
        self._finding.show()
        self.chosen.emit(number)

    def _back_to_list(self) -> None:
        self._drop_form()
        self._finding.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
