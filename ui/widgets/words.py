"""Words on the page. They wrap, and they are shown letter by letter, never read as markup.

The look comes from the class (``sheet.py``), so that it follows the theme.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

NARROWEST = 48


class Words(QLabel):
    """Body text that wraps.

    Remembers its heights: Qt sets the text anew for every question of a layout (a third of the
    time a section took to open).
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._heights: dict[int, int] = {}
        self._natural: QSize | None = None
        if text:
            self.setText(text)

    def setText(self, text: str) -> None:
        self._forget()
        super().setText(text)

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        if not self.wordWrap():
            return super().sizeHint()
        if self._natural is None:
            self.ensurePolished()
            edge = self.contentsMargins()
            self._natural = self.fontMetrics().size(0, self.text()) + QSize(
                edge.left() + edge.right() + 1, edge.top() + edge.bottom()
            )
        return QSize(self._natural)

    def minimumSizeHint(self) -> QSize:
        if not self.wordWrap():
            return super().minimumSizeHint()
        hint = self.sizeHint()
        return QSize(min(hint.width(), NARROWEST), min(hint.height(), self.fontMetrics().height()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._forget()
        super().changeEvent(event)

    def _forget(self) -> None:
        self._heights = {}
        self._natural = None


class Muted(Words):
    """A hint, or something said on the side."""


class Strong(Words):
    """Words that carry a row."""


class Large(Words):
    """The opening lines of a page."""


class Heading(Words):
    """The title of a group."""


class Title(Words):
    """The title of a page."""


class Display(Words):
    """The name of the program, the one line of a page that has only one."""


class PracticeWord(Words):
    """The word PRACTICE."""
