"""The contract every editor keeps, whatever it is made of inside.

An editor shows a value and says what was typed, as it was typed. It never decides whether that is
an answer, never refuses a key, and never shows a message of its own.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from roth_planner.guides.spec import Choice, Question, unlisted
from roth_planner.guides.values import Value
from ui.widgets.focus import FocusGroup


class NewRecordForm(QWidget):
    """A form in which somebody or some place is added."""

    added = Signal(int)
    """The number of the record to choose."""
    put_away = Signal()
    """Closed, and nothing was added."""

    def focus_here(self) -> None:
        """Begin with the first question."""
        raise NotImplementedError

    def settle(self) -> None:
        """Save what was typed so far."""


class Chooser(Protocol):
    """Who and what can be chosen. Fields ask it and know no workbook."""

    def offered(self, question: Question) -> tuple[tuple[int, str], ...]:
        """What a question offers: number and label, the nearest first."""

    def label(self, record: str, number: int) -> str:
        """What one of them is called on screen."""

    def can_add(self, question: Question) -> bool:
        """Whether somebody or some place that is not offered yet can be added."""

    def new_form(self, question: Question, words: str, parent: QWidget) -> NewRecordForm:
        """The form for somebody who is not offered yet; ``words`` were looked for in vain."""


class Editor(FocusGroup):
    """Edits one answer.

    ``left`` says that the focus went elsewhere. ``edited`` carries what was typed: text for
    text-like kinds, the key of a choice, a tuple of keys for several, the number of a record or a
    tuple of numbers. "" and () are empty boxes.
    """

    edited = Signal(object)

    speaks_for_itself = False
    """Whether the widgets inside have names of their own ("Yes"), so that the question goes into
    their description."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self._name = question.label
        self._description = ""
        self._problem = ""

    # -- what a kind provides

    def show_value(self, value: Value, half_typed: str = "") -> None:
        """Show an answer, or text that could not be read as one. Emits nothing."""
        raise NotImplementedError

    def takers(self) -> tuple[QWidget, ...]:
        """The widgets that take the focus, in the order of Tab."""
        raise NotImplementedError

    def cursor_place(self) -> int:
        """Where in the text the cursor is; 0 where there is no text."""
        return 0

    def set_cursor_place(self, place: int) -> None:
        """Put the cursor there again."""

    def settle(self) -> None:
        """Emit at once what waits to be emitted, before a save."""

    # -- what all share

    def buddy(self) -> QWidget:
        """The widget that the label belongs to."""
        return self if self.speaks_for_itself else self.takers()[0]

    def focus_here(self) -> None:
        """Take the keyboard."""
        self.takers()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_described(self, name: str, description: str) -> None:
        """Say what is asked, and what helps to answer it, to those who listen."""
        self._name, self._description = name, description
        self.describe()

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong with the answer, "" for nothing, to those who listen."""
        if sentence != self._problem:
            self._problem = sentence
            self.describe()

    def describe(self) -> None:
        """Give name and description to the widgets that take the focus."""
        parts = [self._problem, self._description]
        if self.speaks_for_itself:
            self.setAccessibleName(self._name)
            parts.insert(0, self._name)
        description = " ".join(part for part in parts if part)
        for taker in self.takers():
            if not self.speaks_for_itself:
                taker.setAccessibleName(self._name)
            taker.setAccessibleDescription(description)


def visible_choices(choices: tuple[Choice, ...], chosen: frozenset[str]) -> tuple[Choice, ...]:
    """The choices to show: those on offer, and others only where they are chosen.

    Retired ones, and those of a local pack that is not in use now, are kept by being shown.
    """
    known = {one.key for one in choices}
    shown = tuple(one for one in choices if not one.retired or one.key in chosen)
    return (*shown, *(unlisted(key) for key in sorted(chosen - known)))


def is_clear_key(event: QKeyEvent) -> bool:
    """Whether a key empties an answer that has no text."""
    return event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
