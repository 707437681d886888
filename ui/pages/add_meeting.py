"""Starting a conference, or a panel or meeting: what kind it is, and when, if that is known."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from roth_planner.guides import kinds
from roth_planner.guides.spec import Kind
from roth_planner.workbook import Ref
from ui import theme
from ui.pages.page import Field, NarrowPage
from ui.session import Session
from ui.widgets.buttons import MainButton, PlainButton
from ui.widgets.marks import Option
from ui.widgets.words import Words

MEETINGS = {
    "conference": (
        "Which conference is it?",
        "Its preparation, its agenda, who was there and what was decided are kept under it.",
        "Add the conference",
    ),
    "meeting": (
        "Which panel or meeting is it?",
        "What it is for, who can change what, what passes to other meetings and what it agreed are"
        " kept under it. A family is told of conferences, and not of every panel.",
        "Add the meeting",
    ),
}
"""Title, explanation and action, by the record that is started."""


class AddMeetingPage(NarrowPage):
    """Offers the kinds of meeting and asks for a date, which may be settled later."""

    started = Signal(object)  # Ref
    left = Signal()

    def __init__(
        self, session: Session, case: Ref, record: str, parent: QWidget | None = None
    ) -> None:
        title, about, action = map(session.said, MEETINGS[record])
        super().__init__(title, parent=parent)
        self._session, self._case = session, case
        workbook = session.workbook
        rows = workbook.index.row_question(record)
        assert rows is not None, "the case's guide lists its meetings"
        self._rows = rows
        self._kind = next(one for one in rows.questions if one.kind is Kind.CHOICE)
        self._date = next(one for one in rows.questions if one.kind is Kind.DATE)
        self._keys: list[str] = []
        self.kinds = QButtonGroup(self)
        self.options: list[Option] = []
        self.date = Field(
            "On which day?", "For example 12 March 2026. Leave it empty if it is not settled yet."
        )
        self.start = MainButton(action)
        self.cancel = PlainButton("Not now")

        self.add(Words(about), gap=theme.SPACE_INSIDE)
        self.column.addSpacing(theme.SPACE_INSIDE)
        for choice in workbook.catalogue.choices(self._kind):
            if not choice.retired:
                self._offer(choice.key, choice.label, choice.hint)
        self.options[0].setChecked(True)
        self.add(self.date, gap=theme.SPACE_INSIDE)
        self.add_left(self.start, self.cancel, gap=theme.SPACE_ROWS)
        self.end()
        self.date.edit.returnPressed.connect(self._start)
        self.start.clicked.connect(self._start)
        self.cancel.clicked.connect(self.left)

    def arrive(self) -> None:
        """Begin at the first kind."""
        self.options[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, key: str, words: str, hint: str) -> None:
        option = Option(words, hint)
        self.kinds.addButton(option, len(self._keys))
        self._keys.append(key)
        self.options.append(option)
        self.add(option)

    def _start(self) -> None:
        try:
            day = kinds.parse(self._date, self.date.text().strip())
        except kinds.Problem as problem:
            self.date.complain(str(problem))
            return
        answers = {self._kind.key: self._keys[self.kinds.checkedId()], self._date.key: day}
        added = self._session.add_row(self._case, self._rows, answers)
        if added is not None:
            self.started.emit(added.added[0])
