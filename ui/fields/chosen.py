"""Who or what is meant: those chosen as chips, and a panel in place to choose or add."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.guides.spec import Kind, Question
from roth_planner.guides.values import NoAnswer, Value
from ui.fields.editor import Chooser, Editor
from ui.fields.offer import OfferPanel
from ui.widgets.buttons import PlainButton
from ui.widgets.chips import Chip
from ui.widgets.flow import Flow
from ui.widgets.focus import tab_after

WORDS = {
    Kind.PERSON: ("a person", "people"),
    Kind.CONTEXT: ("a place", "places"),
    Kind.RECORD: ("from the list", "from the list"),
}
"""What one and several are called on the button."""


class RecordChooser(Editor):
    """One or several people, places or records. Emits a number or a tuple of numbers."""

    speaks_for_itself = True

    def __init__(self, question: Question, chooser: Chooser, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self._chooser = chooser
        self._record = question.record if question.kind is Kind.RECORD else question.kind.value
        self.chosen: tuple[int, ...] = ()
        self._chips: dict[int, Chip] = {}
        self._line = Flow(self)
        self.button = PlainButton("", self._line, icon="plus")
        self.button.clicked.connect(self.toggle_panel)
        self._line.add(self.button)
        self.panel: OfferPanel | None = None
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(8)
        self._down.addWidget(self._line)
        self._show_button()

    def show_value(self, value: Value, half_typed: str = "") -> None:
        if isinstance(value, int):
            self.chosen = (value,)
        elif isinstance(value, tuple) and not isinstance(value, NoAnswer):
            self.chosen = tuple(int(number) for number in value)
        else:
            self.chosen = ()
        self._show_chips()

    def takers(self) -> tuple[QWidget, ...]:
        return (*(chip.button for chip in self._chips.values()), self.button)

    def focus_here(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def describe(self) -> None:
        super().describe()
        for chip in self._chips.values():
            chip.button.setAccessibleDescription(self._name)

    def toggle_panel(self) -> None:
        """Open the panel under the chips, or close it."""
        if self.panel is not None and not self.panel.isHidden():
            self.close_panel()
            return
        if self.panel is None:
            self.panel = OfferPanel(self.question, self._chooser, self)
            self.panel.chosen.connect(self._choose)
            self.panel.closed.connect(self.close_panel)
            self._down.addWidget(self.panel)
            tab_after(self.button, self.panel)
        self.panel.open(self.chosen)

    def close_panel(self) -> None:
        """Close the panel and go back to the button."""
        if self.panel is not None:
            self.panel.put_away()
        self.focus_here()

    def settle(self) -> None:
        if self.panel is not None:
            self.panel.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panel and not self.panel.isHidden():
            self.close_panel()
            return
        super().keyPressEvent(event)

    def _choose(self, number: int) -> None:
        if not self.question.many:
            self._set((number,))
            self.close_panel()
            return
        if number not in self.chosen:
            self._set((*self.chosen, number))
        if self.panel is not None and not self.panel.isHidden():
            self.panel.open(self.chosen)

    def _take_out(self, number: int) -> None:
        self._set(tuple(one for one in self.chosen if one != number))
        self.focus_here()

    def _set(self, chosen: tuple[int, ...]) -> None:
        self.chosen = chosen
        self._show_chips()
        if self.question.many:
            self.edited.emit(chosen)
        else:
            self.edited.emit(chosen[0] if chosen else "")

    def _show_chips(self) -> None:
        for number in [number for number in self._chips if number not in self.chosen]:
            self._line.take(self._chips.pop(number))
        for number in self.chosen:
            words = self._chooser.label(self._record, number)
            if number in self._chips:
                self._chips[number].show_words(words)
                continue
            chip = Chip(words, self._line)
            chip.removed.connect(lambda number=number: self._take_out(number))
            self._chips[number] = chip
            self._line.add(chip)
        self._line.put_last(self.button)
        previous: QWidget = self._line
        for taker in self.takers():
            QWidget.setTabOrder(previous, taker)
            previous = taker
        self._show_button()

    def _show_button(self) -> None:
        one, several = WORDS[self.question.kind]
        add = "Choose or add" if self._chooser.can_add(self.question) else "Choose"
        if not self.chosen:
            text = f"{add} {several if self.question.many else one}"
        else:
            text = f"{add} more" if self.question.many else "Change"
        self.button.setText(text)
        self.button.set_icon("pencil" if self.chosen and not self.question.many else "plus")
        self.describe()
