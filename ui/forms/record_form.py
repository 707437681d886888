"""The questions of one record, drawn, filled in and saved: a section, a row, a new person.

What is typed goes into a draft; ``autosave`` saves the draft; what others change comes back through
``session.changed`` and is shown without moving the cursor or the focus.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, Protocol

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.errors import Refused
from roth_planner.guides.spec import Kind, Question
from roth_planner.guides.values import NoAnswer, Value
from roth_planner.workbook import Changes, Ref, Workbook, prompting
from ui.autosave import Autosave
from ui.fields.editor import Chooser
from ui.forms.cover import Cover, shown_on_request
from ui.forms.question_row import QuestionRow
from ui.forms.repeat_view import RepeatView
from ui.session import Session

ROW_GAP = 24
"""Between rows: more than the 16 of a group of lines, so that a hint never seems the next one's."""

TYPED_KINDS = frozenset(
    {
        Kind.SHORT_TEXT,
        Kind.LONG_TEXT,
        Kind.WHOLE_NUMBER,
        Kind.DATE,
        Kind.PART_DATE,
        Kind.TIME_WINDOW,
    }
)
"""Kinds that are written letter by letter; the others are answered with one press and saved."""


class Answers(Protocol):
    """What a form writes into: ``workbook.draft.Draft``, or a record that is not there yet."""

    @property
    def ref(self) -> Ref | None: ...
    @property
    def pending(self) -> bool: ...
    def refresh(self) -> None: ...
    def show(self, question: Question) -> tuple[Value, str]: ...
    def set(self, question: Question, raw: Any) -> str: ...
    def problem(self, question: Question) -> str: ...
    def relevant(self, question: Question) -> bool: ...
    def commit(self) -> Changes | None: ...
    def save_in(self, copy: Workbook) -> None: ...


class RecordForm(QWidget):
    """Rows of questions over one draft."""

    guidance_wanted = Signal(object)  # Question
    saved = Signal(object)  # Changes
    failed = Signal(str)
    gone = Signal()
    """The record is not there any more."""

    def __init__(
        self,
        session: Session,
        questions: Iterable[Question],
        draft: Answers,
        chooser: Chooser,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.questions = tuple(questions)
        self.draft = draft
        self.chooser = chooser
        self.rows: dict[str, QuestionRow | RepeatView] = {}
        self.covers: dict[str, Cover] = {}
        self._closed = False
        self.autosave = Autosave(self._commit, self)
        self.autosave.saved.connect(self._after_save)
        self.autosave.failed.connect(self.failed)
        self._conditional = [one for one in self.questions if one.relevant is not None]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ROW_GAP)
        for question in self.questions:
            row = self._make_row(question)
            self.rows[question.key] = row
            layout.addWidget(row)
        self._show_relevant()
        if session.read_only:
            from ui.forms.reading import hold_still

            hold_still(self)
        session.changed.connect(self._take_changes)

    # -- for the pages around

    def row(self, key: str) -> QuestionRow | RepeatView:
        """The row of a question; ``KeyError`` if it is not asked here."""
        return self.rows[key]

    def flush(self) -> bool:
        """Save what is pending, in the lists inside too; False if it could not be saved."""
        inside = [row.flush() for row in self.rows.values() if isinstance(row, RepeatView)]
        self.settle()
        return self.autosave.flush() and all(inside)

    def settle(self) -> None:
        """Take over what editors were about to hand over."""
        for row in self.rows.values():
            if isinstance(row, QuestionRow):
                row.settle()

    def is_empty(self) -> bool:
        """Whether nothing was written, not even half a word."""
        for row in self.rows.values():
            if isinstance(row, RepeatView):
                if row.model.refs:
                    return False
            elif self.draft.show(row.question) != (None, ""):
                return False
        return True

    def stop(self) -> None:
        """Leave the draft alone from now on, because its record is no more, or never will be."""
        self._closed = True
        for row in self.rows.values():
            if isinstance(row, RepeatView) and row.panel is not None:
                row.panel.form.stop()

    def write(self, key: str, value: Value) -> None:
        """Answer a question as if somebody had typed it."""
        row = self.rows[key]
        assert isinstance(row, QuestionRow)
        row.show_value(value)
        self._take(row.question, value)

    def focus_first(self) -> None:
        """Take the keyboard with the first question."""
        for row in self.rows.values():
            if not row.isHidden():
                row.focus_here()
                return

    def show_problems(self, sentences: dict[str, str]) -> None:
        """Say what is wrong beside each field, and clear the others."""
        for key, row in self.rows.items():
            row.set_problem(sentences.get(key, ""))

    # -- inside

    def _make_row(self, question: Question) -> QuestionRow | RepeatView:
        row: QuestionRow | RepeatView
        ref = self.draft.ref
        if question.kind is Kind.ROWS:
            assert ref is not None, "a record that is not there yet has no rows"
            row = RepeatView(self.session, question, ref, self.chooser, RecordForm, self)
            row.guidance_wanted.connect(self.guidance_wanted)
            row.failed.connect(self.failed)
        else:
            row = QuestionRow(question, self.session.workbook.catalogue, self.chooser, self)
            value, half_typed = self.draft.show(question)
            if value is not None or half_typed:
                row.show_value(value, half_typed)
                if half_typed:
                    row.set_problem(self.draft.problem(question), quietly=True)
                if shown_on_request(question, self.draft):
                    self.covers[question.key] = Cover(row)
            row.edited.connect(self._take)
            row.editor.left.connect(partial(self._save_left, row))
        row.entered.connect(lambda: self._ask_for_guidance(question))
        return row

    def _ask_for_guidance(self, question: Question) -> None:
        """Why it is asked, with the prompts that fit this record."""
        answers = {one.key: self.draft.show(one)[0] for one in self.questions}
        fitting = prompting.prompts_of(self.session.workbook, question, self.draft.ref, answers)
        self.guidance_wanted.emit(replace(question, prompts=fitting))

    def _take(self, question: Question, raw: Any) -> None:
        problem = self.draft.set(question, raw)
        row = self.rows[question.key]
        assert isinstance(row, QuestionRow)
        row.note_taken(*self.draft.show(question))
        if row.problem and not problem:
            row.set_problem("")
        self._show_relevant()
        if question.kind in TYPED_KINDS and not isinstance(raw, NoAnswer):
            self.autosave.typed()
        else:
            self.autosave.flush()

    def _save_left(self, row: QuestionRow) -> None:
        if self._closed:
            return
        row.settle()
        self.autosave.flush()
        value, half_typed = self.draft.show(row.question)
        if isinstance(value, NoAnswer) or row.question.kind in TYPED_KINDS:
            row.show_value(value, half_typed)
        if half_typed:
            row.set_problem(self.draft.problem(row.question), quietly=not row.problem)

    def _commit(self) -> Changes | None:
        changes: Changes | None = self.session.keeping(self.draft.commit)
        return changes

    def _after_save(self, changes: Changes) -> None:
        self.saved.emit(changes)
        self.session.announce(changes)

    def _take_changes(self, changes: Changes) -> None:
        """Show what changed, wherever it was changed. What is being typed stays."""
        ref = self.draft.ref
        if ref is None or self._closed:
            return
        if ref in changes.removed:
            self._say_gone()
            return
        if ref in changes.touched or ref in changes.added:
            try:
                self.draft.refresh()
            except Refused:
                self._say_gone()
                return
        for question in self.questions:
            row = self.rows[question.key]
            if isinstance(row, QuestionRow) and row.shown != self.draft.show(question):
                row.show_value(*self.draft.show(question))
                row.set_problem("")
        self._show_relevant()

    def _show_relevant(self) -> None:
        """Ask what is to be asked now. What is hidden keeps its answer."""
        for question in self._conditional:
            row, asked = self.rows[question.key], self.draft.relevant(question)
            if row.isHidden() == asked:
                row.setVisible(asked)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self._closed:
            self.flush()

    def _say_gone(self) -> None:
        self._closed = True
        self.gone.emit()
