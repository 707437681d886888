"""The open row: its own form, in place under the list it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.guides.spec import Question
from roth_planner.workbook import Ref
from ui.widgets.buttons import PlainButton
from ui.widgets.focus import tab_after
from ui.widgets.frames import Panel
from ui.widgets.words import Heading

if TYPE_CHECKING:
    from ui.forms.record_form import RecordForm


class RowPanel(Panel):
    """One row, opened. ``form`` is a ``RecordForm``."""

    closed = Signal()

    def __init__(self, question: Question, ref: Ref, form: RecordForm, parent: QWidget) -> None:
        super().__init__(parent)
        self.ref, self.form = ref, form
        self.title = Heading(parent=self)
        self.done = PlainButton(f"Done with this {question.one}", self, icon="check")
        self.done.clicked.connect(self.closed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self.title)
        layout.addWidget(form)
        layout.addWidget(self.done, 0, Qt.AlignmentFlag.AlignLeft)

    def take_tab_from(self, anchor: QWidget) -> None:
        """Let Tab come here after ``anchor``: through the form, then to the button."""
        QWidget.setTabOrder(tab_after(anchor, self.form), self.done)

    def set_title(self, words: str) -> None:
        """Say which row this is."""
        self.title.setText(words)
        self.setAccessibleName(words)
