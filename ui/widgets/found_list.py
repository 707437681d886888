"""What was found, as a list: where it is, and below it the words, with what was sought in bold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.theme import Role, Size
from ui.widgets.wrapped_list import WrappedList

Index = QModelIndex | QPersistentModelIndex

SIDE, PAD = 12, 8


class FoundLine(Struct, frozen=True):
    """One line: where it is, its words, and the parts of them that stand out."""

    where: str
    words: str
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def heard(self) -> str:
        """As a screen reader says it: what it is before where it is."""
        return f"{self.words}. {self.where}" if self.where else self.words


class FoundLines(QAbstractListModel):
    """The lines of a list of what was found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[FoundLine, ...] = ()

    def show_lines(self, lines: Sequence[FoundLine]) -> None:
        """Show these lines in place of those before."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def add_lines(self, lines: Sequence[FoundLine]) -> None:
        """Show more lines below; what is chosen and in sight stays so."""
        if lines:
            first = len(self.lines)
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self.lines += tuple(lines)
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """Lines in the list."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One line, for a role."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        return line.heard if role == Qt.ItemDataRole.AccessibleTextRole else None


class FoundList(WrappedList):
    """Arrow keys go from line to line; Enter or a double click opens one by its row."""

    opened = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, "Arrow keys go from line to line, Enter goes there", parent)
        self.found = FoundLines(self)
        self.setModel(self.found)
        self.setItemDelegate(_LineDelegate(self))
        self.activated.connect(lambda index: self.opened.emit(index.row()))

    def show_lines(self, lines: Sequence[FoundLine], row: int = 0) -> None:
        """Show these lines, with one of them chosen."""
        self.found.show_lines(lines)
        self.choose(row)

    def choose(self, row: int) -> None:
        """Choose a line, the last one if there are not so many."""
        if self.found.lines:
            self.setCurrentIndex(self.found.index(max(0, min(row, len(self.found.lines) - 1))))

    @property
    def row(self) -> int:
        """The chosen row; -1 if none is."""
        return self.currentIndex().row()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, on every platform alike."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.row >= 0:
                self.opened.emit(self.row)
            return
        super().keyPressEvent(event)


class _LineDelegate(QStyledItemDelegate):
    """Where it is in quiet words, and below it the words, wrapped, with the marked parts bold."""

    def __init__(self, view: FoundList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the words are at this width."""
        width = self._view.viewport().width()
        where, words = self._laid_out(self._view.found.lines[index.row()], width)
        high = _height(where) + _height(words)
        return QSize(width, round(high) + 2 * theme.current().px(PAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground and words."""
        now = theme.current()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, now.colour(Role.ACCENT))
        else:
            line = rect.adjusted(SIDE, rect.height() - 1, -SIDE, 0)
            painter.fillRect(line, now.colour(Role.HAIRLINE))
        where, words = self._laid_out(self._view.found.lines[index.row()], rect.width())
        at = QPointF(rect.left() + SIDE, rect.top() + now.px(PAD))
        painter.setPen(now.colour(Role.ON_ACCENT if chosen else Role.MUTED))
        where.draw(painter, at)
        painter.setPen(now.colour(Role.ON_ACCENT if chosen else Role.TEXT))
        words.draw(painter, at + QPointF(0, _height(where)))
        painter.restore()

    def _laid_out(self, line: FoundLine, width: int) -> tuple[QTextLayout, QTextLayout]:
        font, room = theme.current().font(Size.BODY), max(40, width - 2 * SIDE)
        return _lay_out(line.where, font, room), _lay_out(line.words, font, room, line.marks)


def _lay_out(
    words: str, font: QFont, room: int, marks: Sequence[tuple[int, int]] = ()
) -> QTextLayout:
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    formats = []
    for start, end in marks:
        part = QTextLayout.FormatRange()
        part.start, part.length = _units(words[:start]), _units(words[start:end])
        bold = part.format
        bold.setFontWeight(QFont.Weight.Bold)
        bold.setFontUnderline(True)
        part.format = bold
        formats.append(part)
    layout.setFormats(formats)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout


def _units(words: str) -> int:
    """How long words are as Qt counts: letters beyond the first plane are two."""
    return len(words.encode("utf-16-le")) // 2


def _height(layout: QTextLayout) -> float:
    return layout.boundingRect().height() if layout.text() else 0.0
