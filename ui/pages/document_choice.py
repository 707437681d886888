"""Choosing a document: a list by reader where there is room, one line with the same where not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QVBoxLayout, QWidget

from roth_planner.documents.produce import DocumentChoice
from ui import theme
from ui.widgets.marks import Option
from ui.widgets.wheel import GuardedCombo
from ui.widgets.words import Muted, Strong, Title


class DocumentList(QScrollArea):
    """Every document under its reader, with what that reader may read in a sentence."""

    chosen = Signal(int)

    def __init__(self, choices: tuple[DocumentChoice, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._group = QButtonGroup(self)
        self.options: list[Option] = []
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 24, theme.SPACE_ROWS, 24)
        column.setSpacing(4)
        column.addWidget(Title("Documents"))
        reader = ""
        for number, choice in enumerate(choices):
            if choice.audience != reader:
                reader = choice.audience
                column.addSpacing(theme.SPACE_ROWS)
                column.addWidget(Strong(f"For: {reader}"))
                column.addWidget(Muted(choice.may_read))
            option = Option(choice.title)
            option.setAccessibleDescription(f"For {choice.audience}. {choice.may_read}")
            self._group.addButton(option, number)
            self.options.append(option)
            column.addWidget(option)
        column.addStretch(1)
        self.setWidget(inside)
        self._group.idClicked.connect(self.chosen)

    def show_chosen(self, number: int) -> None:
        """Mark a document as chosen."""
        self.options[number].setChecked(True)

    def focus_here(self) -> None:
        """Take the keyboard."""
        chosen = self._group.checkedButton()
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)


class DocumentLine(QWidget):
    """The same choice in one line, for large text in a small window."""

    chosen = Signal(int)

    def __init__(self, choices: tuple[DocumentChoice, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self.combo = GuardedCombo()
        self.combo.setAccessibleName("Document")
        self.combo.setMinimumContentsLength(12)
        self.combo.setSizeAdjustPolicy(
            GuardedCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._may_read = Muted()
        for choice in choices:
            self.combo.addItem(choice.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_INSIDE, theme.SPACE_ROWS, 24, 0)
        column.setSpacing(4)
        column.addWidget(self.combo)
        column.addWidget(self._may_read)
        self.combo.activated.connect(self.chosen)

    def show_chosen(self, number: int) -> None:
        """Mark a document as chosen, and say who reads it."""
        self.combo.setCurrentIndex(number)
        choice = self._choices[number]
        self._may_read.setText(f"For: {choice.audience}. {choice.may_read}")

    def focus_here(self) -> None:
        """Take the keyboard."""
        self.combo.setFocus(Qt.FocusReason.OtherFocusReason)
