"""Short words in a frame: how far a section is, and what was chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui import theme
from ui.theme import Role
from ui.widgets.buttons import IconButton
from ui.widgets.tips import set_tip
from ui.widgets.words import Words

STATUS_ROLES = {
    "": Role.MUTED,
    "in_progress": Role.TEXT,
    "come_back": Role.WARN,
    "done": Role.PROTECTIVE,
}


class StatusWord(QLabel):
    """How far something is, in a word; the colour only repeats it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._role = Role.MUTED

    def show_status(self, key: str, word: str) -> None:
        """Show a status of ``progress.STATUSES`` by its key and word."""
        self._role = STATUS_ROLES.get(key, Role.MUTED)
        self.setText(word)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.current().colour(self._role))
        painter.drawText(self.rect(), int(self.alignment()), self.text())


class Chip(QWidget):
    """Something chosen, with a button to take it away."""

    removed = Signal()

    def __init__(
        self, words: str, parent: QWidget | None = None, *, remove: str = "Remove"
    ) -> None:
        super().__init__(parent)
        self.words = Words(parent=self)
        self.button = IconButton("x", f"{remove} {words}", self)
        self._across = layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 1, 1, 1)
        layout.setSpacing(2)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.button.clicked.connect(self.removed)
        self.show_words(words)

    def show_words(self, words: str) -> None:
        """Show other words."""
        self.words.setText(words)
        set_tip(self.words, words)

    def sizeHint(self) -> QSize:
        words = self.words.fontMetrics().horizontalAdvance(self.words.text())
        return QSize(words + self.button.sizeHint().width() + 16, self._across.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.colour(Role.LINE), 1))
        painter.setBrush(now.colour(Role.SOFT))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
