"""One question on the screen: label, hint, editor, "not known" and the like, and what is wrong.

Name, description and buddy of every editor are given here, from the question, and nowhere else.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.guides.catalogue import Catalogue
from roth_planner.guides.spec import Question
from roth_planner.guides.values import NoAnswer, Value
from ui import theme
from ui.fields.dates import HINTS
from ui.fields.editor import Chooser
from ui.fields.registry import editor_for
from ui.forms.problem_line import ProblemLine
from ui.forms.reasons import Reasons
from ui.theme import Role
from ui.widgets.focus import FocusGroup
from ui.widgets.words import Muted, Strong

BAR = 4
OPTIONAL = "optional"


class QuestionRow(FocusGroup):
    """A question and its answer. ``edited`` carries the question and what was typed."""

    edited = Signal(object, object)

    def __init__(
        self,
        question: Question,
        catalogue: Catalogue,
        chooser: Chooser | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.question = question
        self._shown: tuple[Value, str] = (None, "")
        self._before: Any = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.label = Strong(label_text(question).replace("&", "&&"), self)
        self._layout.addWidget(self.label)
        said = (question.hint or HINTS.get(question.kind, ""), catalogue.figures(question))
        hint = " ".join(words for words in said if words)
        if hint:
            self._layout.addWidget(Muted(hint, self))
        self.editor = editor_for(question, catalogue, chooser, self)
        self._layout.addWidget(self.editor)
        self.reasons: Reasons | None = None
        if question.no_answer:
            self.reasons = Reasons(question.label, self)
            self._layout.addWidget(self.reasons)
            self.reasons.picked.connect(self._pick_reason)
        self._problem: ProblemLine | None = None
        self.stand_in: QWidget | None = None
        """What takes the keyboard while the answer itself is hidden."""
        self.label.setBuddy(self.editor.buddy())
        self.editor.set_described(question.label, description(question, hint))
        self.editor.edited.connect(self._typed)

    @property
    def shown(self) -> tuple[Value, str]:
        """The answer on the screen as it was last shown or taken, and half-typed text."""
        return self._shown

    @property
    def problem(self) -> str:
        """The sentence beside the field; "" when there is none."""
        return self._problem.sentence if self._problem is not None else ""

    def show_value(self, value: Value, half_typed: str = "") -> None:
        """Show an answer. The cursor stays where it was."""
        self._shown = (value, half_typed)
        reason = value if isinstance(value, NoAnswer) else None
        self.editor.show_value(None if reason else value, half_typed)
        if self.reasons is not None:
            self.reasons.show_reason(reason)

    def note_taken(self, value: Value, half_typed: str) -> None:
        """Remember what the draft made of what was typed, without touching the screen."""
        self._shown = (value, half_typed)

    def set_problem(self, sentence: str, *, quietly: bool = False) -> None:
        """Say what is wrong beside the field, "" for nothing; ``quietly`` before finishing."""
        if self._problem is None:
            if not sentence:
                return
            self._problem = ProblemLine(self)
            self._layout.insertWidget(self._layout.indexOf(self.editor), self._problem)
        self._problem.show_sentence(sentence, quietly=quietly)
        marked = bool(sentence) and not quietly
        self._layout.setContentsMargins(BAR + 12 if marked else 0, 0, 0, 0)
        self.editor.set_problem(sentence)
        self.update()

    def focus_here(self) -> None:
        """Take the keyboard: the reason if one is given, the editor otherwise."""
        if self.stand_in is not None and not self.stand_in.isHidden():
            self.stand_in.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.reasons is not None and self.reasons.reason is not None:
            self.reasons.focus_here()
        else:
            self.editor.focus_here()

    def settle(self) -> None:
        """Hand over at once what waits to be handed over."""
        self.editor.settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._problem is not None and self._problem.is_loud:
            colour = theme.current().colour(Role.BLOCK)
            QPainter(self).fillRect(0, 0, BAR, self.height(), colour)

    def _typed(self, raw: Any) -> None:
        if self.reasons is not None:
            self.reasons.show_reason(None)
        self._before = None
        self.edited.emit(self.question, raw)

    def _pick_reason(self, reason: NoAnswer | None) -> None:
        """A reason takes the answer's place; taken back, the answer returns."""
        if reason is not None:
            if not isinstance(self._shown[0], NoAnswer):
                self._before = self._shown
            self.editor.show_value(None)
            self.edited.emit(self.question, reason)
            return
        value, half_typed = self._before or (None, "")
        self._before = None
        self.editor.show_value(value, half_typed)
        self.edited.emit(self.question, half_typed or value)


def label_text(question: Question) -> str:
    """The label with "optional" in words; no asterisks (GOV.UK, question pages)."""
    return question.label if question.required else f"{question.label} ({OPTIONAL})"


def description(question: Question, hint: str) -> str:
    """What helps to answer, for those who listen: hint, why we ask, and whether it may wait."""
    parts = [hint, question.guidance, "" if question.required else "Optional."]
    return " ".join(part for part in parts if part)
