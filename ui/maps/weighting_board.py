"""The weighting board: every place on a rail of its own, one below the other, to be compared.

It changes the same rows as the list in the section Places and weight. A weight is of a place at
one conference and never of a person.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.guides.spec import Question
from roth_planner.workbook import Changes, Ref
from roth_planner.workbook.draft import Draft
from roth_planner.workbook.weights import Weighed, board
from ui import theme
from ui.forms.choosing import SessionChooser
from ui.forms.record_form import RecordForm
from ui.maps.weight_rail import WeightRail
from ui.pages.page import NarrowPage
from ui.session import Session
from ui.widgets.buttons import LinkButton
from ui.widgets.speaking import announce
from ui.widgets.words import Muted, Strong, Words

WIDTH = 760
WHY = ("why", "change_first")
"""The questions of a weighting that are asked here below the rail."""
NO_PLACES = (
    "No places are written down for this case yet. Add them in the section Places and weight, or"
    " where the harm is told; then come back here."
)


class WeightingBoard(NarrowPage):
    """Places side by side on rails from 0 to 10."""

    record_wanted = Signal(object, str)  # Ref, section of its guide

    def __init__(self, session: Session, case: Ref, parent: QWidget | None = None) -> None:
        super().__init__("Weighting board", WIDTH, parent)
        self._session, self._case = session, case
        rows = session.workbook.index.row_question("weighting")
        assert rows is not None
        self._question = rows
        weight = rows.question("weight")
        self._about = Words()
        self._ends = Muted(f"0: {weight.low_label}. 10: {weight.high_label}. {weight.hint}")
        self.to_questions = LinkButton("Say who weighed them, and where people differed")
        self.add(self._about, self._ends)
        self.rows: dict[Ref, PlaceRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACE_ROWS)
        self.column.addSpacing(theme.SPACE_INSIDE)
        self.column.addLayout(self._list)
        self._none = Words(NO_PLACES)
        self.add(self._none)
        self.add_left(self.to_questions, gap=theme.SPACE_ROWS)
        self.end()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(self._take_changes)
        self.to_questions.clicked.connect(
            lambda: self.record_wanted.emit(self._account, "weighting")
        )
        self.refresh()

    def arrive(self) -> None:
        """Begin with the heaviest place."""
        first = next(iter(self.rows.values()), None)
        target: QWidget = first.rail if first else self.to_questions
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> bool:
        """Keep what was typed below the rails."""
        kept = [row.flush() for row in self.rows.values()]  # each of them, whatever the others do
        return all(kept)

    def refresh(self) -> None:
        """Show the weights as they are kept. Rows stay where they are while one works on them."""
        kept = board(self._session.workbook, self._case)
        self._account = kept.account
        meeting = f"For the {kept.meeting}. " if kept.meeting else ""
        self._about.setText(
            f"{meeting}All places count, some count more. Put the places beside each other: the"
            " heavier, the further right. "
            + self._session.said("A dotted ring is the weight at the conference before.")
        )
        there = {one.context for one in kept.places}
        for gone in self.rows.keys() - there:
            row = self.rows.pop(gone)
            row.stop()
            self._list.removeWidget(row)
            row.deleteLater()
        for place in kept.places:
            if place.context not in self.rows:
                self.rows[place.context] = self._new_row(place)
            self.rows[place.context].show_place(place)
        self._none.setVisible(not kept.places)

    def _take_changes(self, changes: Changes) -> None:
        if self._case in changes.removed:
            self._soon.stop()  # the page around leaves it
        else:
            self._soon.start()

    def _new_row(self, place: Weighed) -> PlaceRow:
        row = PlaceRow(self._session, self._case, self._question.questions, place, self.inside)
        row.put.connect(self._put)
        self._list.addWidget(row)
        return row

    def _put(self, context: Ref, number: int) -> None:
        row = self.rows[context]
        if row.place.row is None:
            changes = self._session.add_row(
                self._account, self._question, {"context": context.id, "weight": number}
            )
        else:
            changes = self._session.save(row.place.row, {"weight": number})
        if changes is None:
            row.show_place(row.place)  # it could not be kept, and the banner says so
        else:
            self.refresh()  # at once: the next key must find the row that this one made
            announce(row.rail, f"{row.place.label}: {number} of 10")


class PlaceRow(QWidget):
    """One place: its name, its rail, its weight in words, and on demand why."""

    put = Signal(object, int)  # Ref of the place, weight

    def __init__(
        self,
        session: Session,
        case: Ref,
        questions: tuple[Question, ...],
        place: Weighed,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session, self._case = session, case
        self._questions = tuple(one for one in questions if one.key in WHY)
        self.place = place
        self.name = Strong(place.label)
        self.rail = WeightRail(f"How much {place.label} drives the harm")
        self.name.setBuddy(self.rail)
        self.words = Muted()
        self.more = LinkButton("Why, and what must change first")
        self.form: RecordForm | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        for widget in (self.name, self.rail, self.words, self.more):
            self._column.addWidget(widget)
        self.rail.put.connect(lambda number: self.put.emit(self.place.context, number))
        self.more.clicked.connect(self._open_or_close)

    def show_place(self, place: Weighed) -> None:
        """Show what is kept."""
        if self.form is not None and place.row != self.place.row:
            self._close()
        self.place = place
        self.name.setText(place.label.replace("&", "&&"))
        self.rail.show_weight(place.weight, place.last)
        said = self._said(place)
        self.words.setText(said)
        self.rail.setAccessibleDescription(said)
        self.more.setVisible(place.row is not None)
        self.more.setAccessibleDescription(place.label)

    def flush(self) -> bool:
        """Keep what was typed."""
        return self.form is None or self.form.flush()

    def stop(self) -> None:
        """The place is not on the board any more."""
        if self.form is not None:
            self.form.stop()

    def _said(self, place: Weighed) -> str:
        now = "Not weighed yet" if place.weight is None else f"{place.weight} of 10"
        parts = [now]
        if place.last is not None:
            at = f" ({place.last_at})" if place.last_at else ""
            parts.append(f"last time {place.last}{at}")
        line = ", ".join(parts) + "."
        first = " ".join(place.change_first.split())
        return f"{line} Must change first: {first}" if first else line

    def _open_or_close(self) -> None:
        if self.form is not None:
            if self.form.flush():
                self._close()
            return
        if self.place.row is None:
            return
        draft = Draft(self._session.workbook, self.place.row, self._questions)
        chooser = SessionChooser(self._session, self._case)
        self.form = RecordForm(self._session, self._questions, draft, chooser, self)
        self.form.gone.connect(self._close)
        self._column.addWidget(self.form)
        self.more.setText("Close")
        self.form.row(WHY[0]).focus_here()

    def _close(self) -> None:
        if self.form is None:
            return
        form, self.form = self.form, None
        form.stop()
        form.hide()
        form.deleteLater()
        self.more.setText("Why, and what must change first")
        if form.isAncestorOf(self.window().focusWidget() or self):
            self.more.setFocus(Qt.FocusReason.OtherFocusReason)
