"""The button under an empty list that begins it with the rows it usually has."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from roth_planner.guides.catalogue import usual_rows
from roth_planner.guides.spec import Question
from roth_planner.workbook import Ref
from ui.session import Session
from ui.widgets.buttons import PlainButton


class UsualRows(PlainButton):
    """Adds all usual rows in one step, which Undo takes back as one; the chair then edits them."""

    def __init__(
        self, session: Session, question: Question, parent_ref: Ref, parent: QWidget
    ) -> None:
        super().__init__("Start with the usual list", parent)
        self._session, self._question, self._parent_ref = session, question, parent_ref
        self.clicked.connect(self._begin)

    def show_for(self, rows: int) -> None:
        """Offer it while the list is empty, where there is a usual list."""
        self.setVisible(bool(self._question.usual) and not rows)

    def _begin(self) -> None:
        answers = self._session.read(self._parent_ref).values
        rows = usual_rows(self._question, answers)
        self._session.add_rows(self._parent_ref, self._question, rows)
