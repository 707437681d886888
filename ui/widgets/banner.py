"""A message inside the page: icon, word and sentence. It stays until read, and blocks nothing."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.theme import Role
from ui.widgets import icons
from ui.widgets.buttons import IconButton, LinkButton
from ui.widgets.speaking import announce
from ui.widgets.words import Strong, Words

Weight: TypeAlias = Literal["note", "warn", "block"]

LOOKS: dict[str, tuple[Role, str, str]] = {
    "note": (Role.NOTE, "info", "Note"),
    "warn": (Role.WARN, "triangle-alert", "Please look"),
    "block": (Role.BLOCK, "octagon-alert", "Not done"),
}
"""Colour, icon and word of each weight."""


class Banner(QWidget):
    """One message at a time; hidden when there is none."""

    acted = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None, *, closable: bool = True) -> None:
        super().__init__(parent)
        self._closable = closable
        self._role = Role.NOTE
        self._icon_name = "info"
        self._picture = QLabel(self)
        self._word = Strong(parent=self)
        self._words = Words(parent=self)
        self._action = LinkButton(parent=self)
        self._close = IconButton("x", "Close this message", self)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._word)
        texts.addWidget(self._words)
        texts.addWidget(self._action, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 8, 10)
        layout.setSpacing(12)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._action.clicked.connect(self.acted)
        self._close.clicked.connect(self._dismiss)
        self._close.setVisible(closable)
        self.hide()

    @property
    def words(self) -> str:
        """What is said now; "" when nothing is."""
        return "" if self.isHidden() else self._words.text()

    def show_message(self, weight: Weight, words: str, *, action: str = "", word: str = "") -> None:
        """Say something; ``action`` is the text of a link that emits ``acted``."""
        self._role, self._icon_name, usual = LOOKS[weight]
        self._word.setText(word or usual)
        self._words.setText(words)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._draw_icon()
        self.setAccessibleName(f"{word or usual}: {words}")
        self.show()
        self.update()
        announce(self, f"{word or usual}. {words}", urgent=weight == "block")

    def clear(self) -> None:
        """Say nothing any more."""
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._closable:
            self._dismiss()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and not self.isHidden():
            self._draw_icon()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.colour(self._role), 1))
        painter.setBrush(now.colour(Role.SURFACE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.fillRect(1, 1, 4, self.height() - 2, now.colour(self._role))

    def _draw_icon(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon_name, self._role, theme.current().px(20)))

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
