"""The map as a list: for the keyboard, for those who listen, and for finding somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from roth_planner.workbook.case_map import Key
from roth_planner.workbook.map_words import MapLine, Sort
from ui import theme
from ui.maps import pens
from ui.theme import Role, Size
from ui.widgets.wrapped_list import WrappedList

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = int(Qt.ItemDataRole.UserRole)
SIDE, PAD, INDENT, MARK = 10, 5, 10, 30
ABOUT = "Says all that is in the picture. Arrow keys go from line to line, Enter opens its page"
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)


class MapLines(QAbstractListModel):
    """The lines of a list beside a picture; ``tones`` are those of the lines between two."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[MapLine, ...] = ()
        self.tones: dict[Key, str] = {}

    def show_lines(self, lines: Sequence[MapLine], tones: dict[Key, str]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.lines, self.tones = tuple(lines), tones
        self.endResetModel()

    def row_of(self, key: Key | None) -> int:
        """The first line about something; -1 if there is none."""
        found = (row for row, line in enumerate(self.lines) if key and line.about == key)
        return next(found, -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Lines in the list."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One line, for a role."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.words
        return line if role == LINE_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are read out and never chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.lines[index.row()].sort is Sort.HEADING:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class MapList(WrappedList):
    """Moving in the list chooses; Enter or a double click opens."""

    chosen = Signal(object)  # Key
    opened = Signal(object)  # Key

    def __init__(self, name: str, model: MapLines, parent: QWidget | None = None) -> None:
        super().__init__(name, ABOUT, parent)
        self._lines = model
        self.setModel(model)
        self.setItemDelegate(_LineDelegate(self, model))
        self.selectionModel().currentChanged.connect(self._say)
        self.activated.connect(lambda index: self._open(index))
        self._quiet = False

    def show_key(self, key: Key | None) -> None:
        """Mark the line about something, and say nothing of it."""
        row = self._lines.row_of(key)
        self._quiet = True
        if row < 0:
            self.selectionModel().clear()
        elif self.key() != key:
            index = self._lines.index(row)
            self.selectionModel().setCurrentIndex(
                index, self.selectionModel().SelectionFlag.ClearAndSelect
            )
            QTimer.singleShot(0, self, self.bring_into_sight)  # once the lines have their heights
        self._quiet = False

    def choose_first(self) -> None:
        """Choose the first line that is about something, unless one is chosen."""
        if self.key() is None:
            first = next((row for row, line in enumerate(self._lines.lines) if line.about), -1)
            if first >= 0:
                self.setCurrentIndex(self._lines.index(first))

    def key(self) -> Key | None:
        """What the line one is in is about."""
        row = self.currentIndex().row()
        return self._lines.lines[row].about if row >= 0 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down pass over headings; Enter opens."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        lines = self._lines.lines
        row = self.row_after(by, lambda row: lines[row].sort is not Sort.HEADING)
        if row >= 0:
            self.setCurrentIndex(self._lines.index(row))

    def _say(self, index: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self.chosen.emit(self._lines.lines[index.row()].about)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self._lines.lines[index.row()].about is not None:
            self.opened.emit(self._lines.lines[index.row()].about)


class _LineDelegate(QStyledItemDelegate):
    """A line whose words wrap; a stroke in its tone before what is between two."""

    def __init__(self, view: MapList, model: MapLines) -> None:
        super().__init__(view)
        self._view, self._lines = view, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words are at this width."""
        line = self._lines.lines[index.row()]
        width = self._view.viewport().width()
        room = self._room(line, QRect(0, 0, width, 1 << 14))
        words = self._metrics(line).boundingRect(room, _WRAP, line.words)
        above = theme.current().px(12) if line.sort is Sort.HEADING else 0
        return QSize(width, words.height() + 2 * theme.current().px(PAD) + above)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, stroke and words."""
        line = self._lines.lines[index.row()]
        now = theme.current()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, now.colour(Role.ACCENT))
        room = self._room(line, rect)
        tone = self._lines.tones.get(line.about) if line.about else None
        if line.sort is Sort.TIE and tone:
            pen = pens.tone_pen(tone, 2 * now.scale)
            if chosen:
                pen.setColor(now.colour(Role.ON_ACCENT))
            painter.setPen(pen)
            middle = room.top() + self._metrics(line).height() // 2
            painter.drawLine(room.left() - now.px(MARK + 4), middle, room.left() - 6, middle)
        role = {Sort.HEADING: Role.MUTED, Sort.GAP: Role.WARN}.get(line.sort, Role.TEXT)
        painter.setPen(now.colour(Role.ON_ACCENT if chosen else role))
        painter.setFont(now.font(Size.BODY, bold=line.sort in (Sort.HEADING, Sort.NODE)))
        painter.drawText(room, _WRAP, line.words)
        painter.restore()

    def _room(self, line: MapLine, rect: QRect) -> QRect:
        now = theme.current()
        indent = now.px(INDENT + MARK) if line.sort is Sort.TIE else 0
        above = now.px(PAD) + (now.px(12) if line.sort is Sort.HEADING else 0)
        return rect.adjusted(SIDE + indent, above, -SIDE, 1 << 14)

    def _metrics(self, line: MapLine) -> QFontMetrics:
        bold = line.sort in (Sort.HEADING, Sort.NODE)
        return QFontMetrics(theme.current().font(Size.BODY, bold=bold))
