"""The list in which rows stand: two lines for what is long, one in a long list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import theme
from ui.forms.rows_model import RowsModel

Index = QModelIndex | QPersistentModelIndex

MOST_IN_SIGHT = 8
MOST_WRAPPED = 20
"""Rows up to which a long one has two lines. To know how high a row is it has to be read, so in a
list of hundreds every row is one line high, and only those in sight are read."""
BESIDE = 32
"""Pixels of a line that are not its words: what the style sheet and the style put around them."""
NO_BREAK, LINE_END = "\u00a0", "\u2028"


class RowList(QListView):
    """Rows as lines; fast with hundreds, because only those in sight are asked for."""

    opened = Signal()
    removal_wanted = Signal()
    move_wanted = Signal(int)

    def __init__(self, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._row = _Row(self)
        self.setItemDelegate(self._row)
        self.setUniformItemSizes(not self.wraps)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._open)

    def fit(self) -> None:
        """Be as high as the rows need, up to eight of them."""
        rows = self.model().rowCount()
        if self.uniformItemSizes() == self.wraps:
            self.setUniformItemSizes(not self.wraps)
        in_sight = min(rows, MOST_IN_SIGHT)
        if self.wraps:
            self.setFixedHeight(sum(map(self.sizeHintForRow, range(in_sight))) + 2)
        elif rows:
            self.setFixedHeight(in_sight * self.sizeHintForRow(0) + 2)

    @property
    def wraps(self) -> bool:
        """Whether a long row has two lines."""
        return 0 < self.model().rowCount() <= MOST_WRAPPED

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.wraps and event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        key = event.key()
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_wanted.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.opened.emit()
        elif key == Qt.Key.Key_Delete:
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))
        super().focusInEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and self.model().rowCount() > MOST_IN_SIGHT:
            super().wheelEvent(event)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.model() is not None:
            self._row.forget()
            self.fit()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit()


class _Row(QStyledItemDelegate):
    """Breaks a long row in two below its number; what is longer still ends in dots."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._view = view
        self._drawn: dict[tuple[str, int], str] = {}
        self._heights: dict[int, int] = {}

    def forget(self) -> None:
        """The font is another now."""
        self._drawn, self._heights = {}, {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as one line or two; the style is asked once for each."""
        lines = 1 + (LINE_END in self._text(str(index.data()))) if self._view.wraps else 1
        if lines not in self._heights:
            self._heights[lines] = super().sizeHint(option, index).height()
        return QSize(self._view.viewport().width(), self._heights[lines])

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if self._view.wraps:
            option.text = self._text(option.text)

    def _text(self, words: str) -> str:
        room = self._view.viewport().width() - theme.current().px(BESIDE)
        if (words, room) not in self._drawn:
            self._drawn[words, room] = in_two(words, self._view.font(), room)
        return self._drawn[words, room]


def in_two(words: str, font: QFont, room: int) -> str:
    """Words in one line or in two, the second as far in as the number of the row is wide."""
    metrics = QFontMetrics(font)
    if room <= 0 or metrics.horizontalAdvance(words) <= room:
        return words
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(room)
    end = first.textLength()
    layout.endLayout()
    number = words[: len(words) - len(words.lstrip("0123456789. "))]
    inward = NO_BREAK * round(
        metrics.horizontalAdvance(number) / max(1, metrics.horizontalAdvance(NO_BREAK))
    )
    split = words.encode("utf-16-le")
    above, below = split[: 2 * end].decode("utf-16-le"), split[2 * end :].decode("utf-16-le")
    rest = metrics.elidedText(inward + below, Qt.TextElideMode.ElideRight, room)
    return f"{above.rstrip()}{LINE_END}{rest}"
