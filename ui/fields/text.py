"""Editors of text: one line, and as many lines as it takes."""

from __future__ import annotations

from typing import ClassVar, Protocol

from PySide6.QtCore import QEvent, QMimeData, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QResizeEvent, QShowEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from roth_planner.guides.spec import Question
from roth_planner.guides.values import Value
from ui.fields.editor import Editor

FEWEST_LINES, MOST_LINES = 3, 12
LONG = 5000
"""Characters from which every key no longer hands over the whole text at once."""
WAIT = 250
"""Milliseconds it then waits."""


class ShortText(Editor):
    """One line of text."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.line = QLineEdit(self)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addWidget(self.line)
        self.line.textEdited.connect(self.edited.emit)

    def show_value(self, value: Value, half_typed: str = "") -> None:
        text = half_typed or ("" if value is None else str(value))
        if text != self.line.text():
            place = self.line.cursorPosition() if self.line.hasFocus() else 0
            self.line.setText(text)
            self.line.setCursorPosition(min(place, len(text)))

    def takers(self) -> tuple[QWidget, ...]:
        return (self.line,)

    def cursor_place(self) -> int:
        return self.line.cursorPosition()

    def set_cursor_place(self, place: int) -> None:
        self.line.setCursorPosition(place)


class WholeNumber(ShortText):
    """A whole number, in a line that keeps whatever is typed until it can be read."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self._rows.setAlignment(self.line, Qt.AlignmentFlag.AlignLeft)
        self._narrow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._narrow()

    def _narrow(self) -> None:
        self.line.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 14)


class LongText(Editor):
    """Text of any length. The box grows with it up to twelve lines; Tab goes on."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.box = TextBox(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        self.box.textChanged.connect(self._changed)
        self._later: QTimer | None = None

    def show_value(self, value: Value, half_typed: str = "") -> None:
        text = half_typed or ("" if value is None else str(value))
        if text == self.box.toPlainText():
            return
        place = self.cursor_place()
        blocker = QSignalBlocker(self.box)
        self.box.setPlainText(text)
        blocker.unblock()
        self.box.fit()
        self.set_cursor_place(min(place, len(text)))

    def takers(self) -> tuple[QWidget, ...]:
        return (self.box,)

    def cursor_place(self) -> int:
        return self.box.textCursor().position()

    def set_cursor_place(self, place: int) -> None:
        cursor = self.box.textCursor()
        cursor.setPosition(max(0, min(place, self.box.document().characterCount() - 1)))
        self.box.setTextCursor(cursor)

    def settle(self) -> None:
        if self._later is not None and self._later.isActive():
            self._later.stop()
            self._say()

    def _changed(self) -> None:
        if self.box.document().characterCount() < LONG:
            self._say()
            return
        if self._later is None:
            self._later = QTimer(self)
            self._later.setSingleShot(True)
            self._later.setInterval(WAIT)
            self._later.timeout.connect(self._say)
        if not self._later.isActive():
            self._later.start()

    def _say(self) -> None:
        self.edited.emit(self.box.toPlainText())


class Helper(Protocol):
    """What looks after the words in boxes: ``forms.spelling``, while it is switched on."""

    def take(self, box: TextBox) -> None: ...
    def offer(self, box: TextBox, cursor: QTextCursor, menu: QMenu) -> None: ...


class TextBox(QPlainTextEdit):
    """A box of plain text that is as high as its text, within bounds."""

    helper: ClassVar[Helper | None] = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines = 0
        self.textChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Be as high as the text needs."""
        lines = max(FEWEST_LINES, min(MOST_LINES, self._count_lines()))
        if lines != self._lines:
            self._lines = lines
            self._set_height()
            if self.hasFocus():
                QTimer.singleShot(0, self, self._keep_in_sight)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if TextBox.helper is not None:
            TextBox.helper.take(self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        cursor = self.cursorForPosition(event.pos()) if by_mouse else self.textCursor()
        if TextBox.helper is not None:
            TextBox.helper.offer(self, cursor, menu)
        menu.popup(event.globalPos())

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(source.text())

    def wheelEvent(self, event: QWheelEvent) -> None:
        bar = self.verticalScrollBar()
        if self.hasFocus() and bar.minimum() != bar.maximum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and not self.document().isEmpty():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._lines:
            self._lines = 0
            self.fit()

    def _keep_in_sight(self) -> None:
        """Let the page follow a box that grew below its end."""
        page: QWidget | None = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        inside = page.widget() if isinstance(page, QScrollArea) else None
        if isinstance(page, QScrollArea) and inside is not None:
            spot = self.viewport().mapTo(inside, self.cursorRect().bottomLeft())
            page.ensureVisible(spot.x(), spot.y(), 0, 32)

    def _count_lines(self) -> int:
        """Lines as they wrap; stops counting where the box stops growing."""
        document = self.document()
        if document.isEmpty():
            return 0
        if document.blockCount() >= MOST_LINES:
            return MOST_LINES
        layout, lines = document.documentLayout(), 0
        block = document.firstBlock()
        while block.isValid() and lines < MOST_LINES:
            layout.blockBoundingRect(block)
            lines += max(1, block.layout().lineCount())
            block = block.next()
        return lines

    def _set_height(self) -> None:
        self.ensurePolished()  # the style sheet's padding counts among the margins
        margins = self.contentsMargins()
        edge = margins.top() + margins.bottom() + 2 * round(self.document().documentMargin())
        self.setFixedHeight(self._lines * self.fontMetrics().lineSpacing() + edge + 2)
