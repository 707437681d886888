"""“Not known”, “not yet asked”, “chose not to say”: answers too, at hand under the editor."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from roth_planner.guides.values import NoAnswer
from ui.widgets.flow import Flow
from ui.widgets.marks import Reason


class Reasons(Flow):
    """Three buttons, of which at most one is pressed; pressing it again takes it back."""

    picked = Signal(object)  # NoAnswer | None

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=4, line_gap=4)
        self.reason: NoAnswer | None = None
        self.buttons: dict[NoAnswer, Reason] = {}
        for reason in NoAnswer:
            button = Reason(reason.label, self)
            button.setAccessibleDescription(label)
            button.clicked.connect(lambda on, reason=reason: self._pick(reason, on))
            self.buttons[reason] = button
            self.add(button)

    def show_reason(self, reason: NoAnswer | None) -> None:
        """Show which is given."""
        self.reason = reason
        for own, button in self.buttons.items():
            button.setChecked(own is reason)

    def focus_here(self) -> None:
        """Take the keyboard."""
        self.buttons[self.reason or NoAnswer.NOT_KNOWN].setFocus()

    def _pick(self, reason: NoAnswer, on: bool) -> None:
        self.show_reason(reason if on else None)
        self.picked.emit(self.reason)
