"""The task list on the left: every step of the journey, with how far it is in words."""

from __future__ import annotations

import re

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from roth_planner.guides.values import MONTHS
from ui import theme
from ui.models.journey import ENTRY_ROLE, Entry, JourneyList, Line, Place
from ui.theme import Role, Size
from ui.widgets.chips import STATUS_ROLES
from ui.widgets.wrapped_list import WrappedList

Index = QModelIndex | QPersistentModelIndex

PAD, INDENT, GAP, SIDE = 6, 12, 6, 10
_DATE = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b")
_DOT = re.compile(r" \u00b7 (?=\d{1,2}\u00a0)")
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)


def dates_whole(words: str) -> str:
    """Words that never wrap inside a date such as 12 March 2026; after a dot it is a line alone."""
    whole = _DATE.sub(lambda found: found[0].replace(" ", "\u00a0"), words)
    return _DOT.sub("\n", whole)


class JourneyView(WrappedList):
    """Moving in the list goes there at once; Enter goes on into the section."""

    gone_to = Signal(object)  # Entry
    entered = Signal()

    def __init__(self, model: JourneyList, parent: QWidget | None = None) -> None:
        super().__init__(
            "The journey through this case",
            "Arrow keys go from section to section; Enter goes into one",
            parent,
        )
        self._entries = model
        self.setModel(model)
        self.setItemDelegate(_LineDelegate(self))
        self.clicked.connect(self._go)

    def show_place(self, place: Place | Line | str | None) -> None:
        """Mark where one is, without going there again."""
        row = self._entries.row_of(place)
        if row >= 0:
            self.selectionModel().setCurrentIndex(
                self._entries.index(row), self.selectionModel().SelectionFlag.ClearAndSelect
            )
            if row and self._entries.entries[row - 1].line is Line.STEP:
                self.scrollTo(self._entries.index(row - 1))
            self.scrollTo(self._entries.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down pass over headings and lines that start something new."""
        keys = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in keys:
            self._step(keys[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            index = self.currentIndex()
            if index.isValid():
                self._go(index)
                self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        entries = self._entries.entries
        row = self.row_after(by, lambda row: entries[row].chosen_by_keys)
        if row >= 0:
            index = self._entries.index(row)
            self.setCurrentIndex(index)
            if entries[row].line is not Line.ADD:
                self._go(index)

    def _go(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        if isinstance(entry, Entry) and entry.chosen_by_keys:
            self.gone_to.emit(entry)


class _LineDelegate(QStyledItemDelegate):
    """Draws a line: its title wraps, and how far it is stands at the end or below."""

    def __init__(self, view: JourneyView) -> None:
        super().__init__(view)
        self._view: QObject = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words are at this width."""
        entry: Entry = index.data(ENTRY_ROLE)
        title, word = self._places(entry, QRect(0, 0, self._width(), 1 << 14))
        pad = theme.current().px(PAD)
        return QSize(self._width(), max(title.bottom(), word.bottom()) + pad)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, title, status word."""
        entry: Entry = index.data(ENTRY_ROLE)
        now = theme.current()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, now.colour(Role.ACCENT))
        elif state & QStyle.StateFlag.State_MouseOver and entry.chosen_by_keys:
            painter.fillRect(rect, now.colour(Role.SOFT))
        title, word = self._places(entry, rect)
        role = {Line.STEP: Role.MUTED, Line.ADD: Role.ACCENT}.get(entry.line, Role.TEXT)
        painter.setFont(self._font(entry))
        painter.setPen(now.colour(Role.ON_ACCENT if chosen else role))
        painter.drawText(title, _WRAP, self._title(entry))
        if entry.word:
            role = STATUS_ROLES.get(entry.status, Role.MUTED)
            painter.setFont(now.font())
            painter.setPen(now.colour(Role.ON_ACCENT if chosen else role))
            painter.drawText(word, int(Qt.AlignmentFlag.AlignRight), entry.word)
        painter.restore()

    def _places(self, entry: Entry, rect: QRect) -> tuple[QRect, QRect]:
        now = theme.current()
        pad = now.px(PAD)
        top = rect.top() + (now.px(14) if entry.line is Line.STEP else pad)
        left = rect.left() + SIDE + now.px(INDENT) * max(0, entry.depth - 1)
        room = QRect(left, top, rect.right() - SIDE - left, 1 << 14)
        metrics = QFontMetrics(self._font(entry))
        if not entry.word:
            return metrics.boundingRect(room, _WRAP, self._title(entry)), QRect()
        plain = QFontMetrics(now.font())
        wide = plain.horizontalAdvance(entry.word) + 2
        beside = room.adjusted(0, 0, -wide - now.px(GAP), 0)
        title = metrics.boundingRect(beside, _WRAP, self._title(entry))
        fits = title.width() <= beside.width()  # a long word does not wrap
        if (
            fits
            and title.height() <= 2 * metrics.height() + 2
            and beside.width() > room.width() // 2
        ):
            return title, QRect(room.right() - wide, top, wide, plain.height())
        title = metrics.boundingRect(room, _WRAP, self._title(entry))
        return title, QRect(room.right() - wide, title.bottom() + 2, wide, plain.height())

    def _title(self, entry: Entry) -> str:
        return f"+ {entry.title}" if entry.line is Line.ADD else dates_whole(entry.title)

    def _font(self, entry: Entry) -> QFont:
        return theme.current().font(Size.BODY, bold=entry.line is Line.STEP)

    def _width(self) -> int:
        assert isinstance(self._view, JourneyView)
        return self._view.viewport().width()
