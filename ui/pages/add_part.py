"""Starting a plan for a place, or a guardian's sheet: one question, which place it is about."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from roth_planner.workbook import Ref, caseload
from ui import theme
from ui.pages.page import Field, NarrowPage
from ui.session import Session
from ui.widgets.buttons import MainButton, PlainButton
from ui.widgets.marks import Option
from ui.widgets.words import Words

NEW_PLACE = 0
"""The button of a place that is not in the vault yet; records count from 1."""

WORDS = {
    "context_plan": (
        "Which place is the plan for?",
        "A plan for a place asks adults and services to change the place. It is shared by every"
        " young person it touches, and it names none of them.",
        "Start the plan",
    ),
    "guardian": (
        "Where could somebody act as a guardian?",
        "A guardian is somebody who is in a place anyway, notices, and acts with care. It is never"
        " somebody who watches a young person.",
        "Add the guardian",
    ),
}


class AddPartPage(NarrowPage):
    """Offers the places of this case, and for a plan also a place that is new."""

    started = Signal(object)  # Ref
    left = Signal()

    def __init__(
        self, session: Session, case: Ref, record: str, parent: QWidget | None = None
    ) -> None:
        title, about, action = WORDS[record]
        super().__init__(title, parent=parent)
        self._session, self._case, self._record = session, case, record
        parts = caseload.parts(session.workbook, case)
        planned = {
            session.workbook.label("context_plan", one.ref.id) for one in parts.context_plans
        }
        places = [
            place
            for place in parts.contexts
            if record != "context_plan" or place.label not in planned
        ]
        self.places = QButtonGroup(self)
        self.options: list[Option] = []
        self.name = Field("What is the place called?", "Never by a young person's name.")
        self.start = MainButton(action)
        self.cancel = PlainButton("Not now")

        self.add(Words(about), gap=theme.SPACE_INSIDE)
        self.column.addSpacing(theme.SPACE_INSIDE)
        for place in places:
            self._offer(place.label, place.ref.id)
        if record == "context_plan":
            self._offer("A place that is not in the account yet", NEW_PLACE)
            self.add(self.name)
        elif not places:
            self.add(
                Words(
                    "No places are written down for this case yet. Add them in the section Places"
                    " and weight, or start a plan for a place; then come back here."
                )
            )
            self.start.setVisible(False)
            self.cancel = MainButton("Go back")
        self.add_left(self.start, self.cancel, gap=theme.SPACE_ROWS)
        self.end()
        if self.options:
            self.options[0].setChecked(True)
        self.places.idToggled.connect(self._show_name)
        self.name.edit.returnPressed.connect(self._start)
        self.start.clicked.connect(self._start)
        self.cancel.clicked.connect(self.left)
        self._show_name()

    def arrive(self) -> None:
        """Begin at the first place."""
        first: QWidget = self.options[0] if self.options else self.cancel
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, words: str, number: int) -> None:
        option = Option(words)
        self.places.addButton(option, number)
        self.options.append(option)
        self.add(option)

    def _show_name(self) -> None:
        self.name.setVisible(
            self._record == "context_plan" and self.places.checkedId() == NEW_PLACE
        )

    def _start(self) -> None:
        place = self.places.checkedId()
        if place == NEW_PLACE:
            name = self.name.text().strip()
            if not name:
                self.name.complain("Write what the place is called, for example Riverside Park.")
                return
            added = self._session.add("context", {"name": name})
            if added is None:
                return
            place = added.added[0].id
        start = (
            self._session.start_context_plan
            if self._record == "context_plan"
            else self._session.start_guardian
        )
        ref = start(self._case, place)
        if ref is not None:
            self.started.emit(ref)
