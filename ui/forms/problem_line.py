"""What is wrong with an answer, beside its field: icon, word and sentence."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui import theme
from ui.theme import Role
from ui.widgets import icons
from ui.widgets.words import Muted, Words


class ProblemWords(Words):
    """The sentence of a problem."""


class ProblemLine(QWidget):
    """Loud after finishing was tried, quiet before: nobody is told off while still typing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = QLabel(self)
        self._loud = ProblemWords(parent=self)
        self._quiet = Muted(parent=self)
        self.sentence = ""
        self.is_loud = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._loud, 1)
        layout.addWidget(self._quiet, 1)

    def show_sentence(self, sentence: str, *, quietly: bool) -> None:
        """Say this, or nothing."""
        self.sentence = sentence
        self.is_loud = bool(sentence) and not quietly
        self._loud.setText(f"Please look: {sentence}")
        self._quiet.setText(f"Kept as you typed it. {sentence}")
        self._loud.setVisible(self.is_loud)
        self._quiet.setVisible(quietly)
        self.setVisible(bool(sentence))
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.sentence:
            self._draw_icon()

    def _draw_icon(self) -> None:
        name, role = ("octagon-alert", Role.BLOCK) if self.is_loud else ("info", Role.NOTE)
        self._picture.setPixmap(icons.pixmap(name, role, theme.current().px(18)))
