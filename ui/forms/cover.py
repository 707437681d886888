"""An answer that is on the screen only when the chair asks: a name, which others in the room see.

It hides again after a minute, as the name on the left of a case does, unless it is being written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from roth_planner.guides.spec import Question
from roth_planner.guides.values import NoAnswer
from ui.forms.question_row import QuestionRow
from ui.widgets.buttons import LinkButton

if TYPE_CHECKING:
    from ui.forms.record_form import Answers

SHOWN_FOR_MS = 60_000


def shown_on_request(question: Question, draft: Answers) -> bool:
    """Whether an answer that is there is to be hidden until it is asked for."""
    if question.on_request is None or isinstance(draft.show(question)[0], NoAnswer):
        return False
    return draft.relevant(replace(question, relevant=question.on_request))


class Cover:
    """Hides the answer of one row behind a link, and shows it for a minute."""

    def __init__(self, row: QuestionRow) -> None:
        self._row = row
        self.link = LinkButton("Show this answer", row)
        self.link.setAccessibleDescription(row.question.label)
        row.stand_in = self.link
        self.hide_soon = QTimer(row)
        self.hide_soon.setInterval(SHOWN_FOR_MS)
        self.hide_soon.timeout.connect(self.hide_unless_used)
        layout = row.layout()
        assert layout is not None
        layout.addWidget(self.link)
        QWidget.setTabOrder(row.label, self.link)
        self.link.clicked.connect(self.show)
        self.hide()

    def show(self) -> None:
        """Show the answer, with the keyboard in it."""
        self._show_answer(True)
        self._row.focus_here()
        self.hide_soon.start()

    def hide(self) -> None:
        """The link again."""
        self.hide_soon.stop()
        self._show_answer(False)

    def hide_unless_used(self) -> None:
        """Hide, unless the keyboard is in the answer; then look again in a minute."""
        focused = self._row.window().focusWidget()
        if focused is None or not self._row.isAncestorOf(focused):
            self.hide()

    def _show_answer(self, shown: bool) -> None:
        self._row.editor.setVisible(shown)
        if self._row.reasons is not None:
            self._row.reasons.setVisible(shown)
        self.link.setVisible(not shown)
