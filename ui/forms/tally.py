"""The line under a list that says what its rows come to: minutes together, the quorum."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from roth_planner.guides.spec import Question
from roth_planner.workbook import Changes, Ref
from roth_planner.workbook.tally import tally
from ui.session import Session
from ui.widgets.words import Muted


class Tally(Muted):
    """Counts anew at every change, and tells those who listen through the list it belongs to."""

    def __init__(
        self,
        session: Session,
        question: Question,
        parent_ref: Ref,
        counted: QWidget,
        parent: QWidget,
    ) -> None:
        super().__init__("", parent)
        self._session, self._question, self._parent_ref = session, question, parent_ref
        self._counted, self._about = counted, counted.accessibleDescription()
        session.changed.connect(self._take_changes)
        self._count()

    def _take_changes(self, changes: Changes) -> None:
        counted = (self._question.record, "person")
        if any(ref == self._parent_ref or ref.record in counted for ref in changes.touched):
            self._count()

    def _count(self) -> None:
        words = tally(self._session.workbook, self._parent_ref, self._question)
        self.setText(words)
        self.setVisible(bool(words))
        said = " ".join(part for part in (words, self._about) if part)
        self._counted.setAccessibleDescription(said)
