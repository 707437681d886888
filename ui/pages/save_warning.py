"""What saving a document as a file means, said before a place is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.widgets.buttons import MainButton, PlainButton
from ui.widgets.flow import Flow
from ui.widgets.frames import Panel
from ui.widgets.words import Heading, Words

NOT_ENCRYPTED = (
    "The saved file is not encrypted. Anybody who gets hold of it can read it, and your vault"
    " cannot protect it or take it back. Save it only where the reader's copy is meant to go."
)


class SaveWarning(Panel):
    """Says what saving means, before the chair chooses a place."""

    agreed = Signal()
    shown = Signal()
    """It came, or went."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose = MainButton("Choose where to save")
        self.cancel = PlainButton("Do not save")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_ROWS, 12, theme.SPACE_ROWS, 12)
        column.setSpacing(theme.SPACE_INSIDE)
        column.addWidget(Heading("Before you save"))
        column.addWidget(Words(NOT_ENCRYPTED))
        line = Flow(gap=theme.SPACE_INSIDE)
        line.add(self.choose)
        line.add(self.cancel)
        column.addWidget(line)
        self.choose.clicked.connect(self._agree)
        self.cancel.clicked.connect(self.put_away)
        self.hide()

    def begin(self) -> None:
        """Show the warning."""
        self.show()
        self.shown.emit()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Hide the warning."""
        self.hide()
        self.shown.emit()

    def _agree(self) -> None:
        self.put_away()
        self.agreed.emit()
