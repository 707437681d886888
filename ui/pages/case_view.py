"""The cases as a table that is read like a page: quiet headings, rows that open as a whole."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui import theme
from ui.theme import Role

Index = QModelIndex | QPersistentModelIndex

SIDE = 12
"""Pixels beside the words of a heading and of a cell."""
ARROW = 12
LEAST_MISSED = 2
"""The stage: the first to go where large text leaves no room; the search still finds it."""


class CaseView(QTableView):
    """The table: a row is chosen as a whole, and Enter or a double click opens it."""

    chosen = Signal(QModelIndex)

    def __init__(self, shown: QSortFilterProxyModel) -> None:
        super().__init__()
        self.setAccessibleName("Cases")
        self.setAccessibleDescription("Enter opens the case")
        self.setModel(shown)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.setItemDelegate(_Cell(self))
        self._headings = _Headings(self)
        self.setHorizontalHeader(self._headings)
        self._headings.setSortIndicatorClearable(True)
        self._headings.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.activated.connect(self.chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width by what the columns hold."""
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        """Larger words need wider columns."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._share_width)  # once every part has its new font

    def _share_width(self) -> None:
        """Each column as wide as its words; where that is too much, words go on below."""
        room = self.viewport().width() - 2
        columns = range(self._headings.count())
        natural = [
            max(self.sizeHintForColumn(column), self._headings.natural_width(column))
            for column in columns
        ]
        least = [
            min(natural[column], max(self._headings.least_width(column), self._least(column)))
            for column in columns
        ]
        self.setColumnHidden(LEAST_MISSED, sum(least) > room)
        if sum(least) > room:
            natural[LEAST_MISSED] = least[LEAST_MISSED] = 0
        spare = room - sum(natural)
        for column in columns:
            if spare >= 0:
                width = natural[column] + spare // len(natural)
            else:
                give = max(0, sum(natural) - sum(least))
                take = min(-spare, give) * (natural[column] - least[column]) // max(give, 1)
                width = natural[column] - take
            self._headings.resizeSection(column, width)
        self._headings.fit_height()
        self.updateGeometries()

    def _least(self, column: int) -> int:
        """The longest word in a column, with room at the sides."""
        model, metrics = self.model(), self.fontMetrics()
        words = [
            word
            for row in range(model.rowCount())
            for word in str(model.index(row, column).data() or "").split()
        ]
        longest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        return longest + 2 * SIDE + 4


class _Cell(QStyledItemDelegate):
    """A cell whose words wrap, with room around them."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the words in one line; as high as they are at the width of the column."""
        metrics, words = self._metrics(), str(index.data() or "")
        column = self._table.columnWidth(index.column())
        room = QRect(0, 0, max(column - 2 * SIDE, 1), 1 << 14)
        high = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), words).height()
        wide = metrics.horizontalAdvance(words) + 2 * SIDE + 4
        return QSize(wide, max(high, metrics.height()) + 2 * theme.current().px(7))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground and words."""
        now, rect = theme.current(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, now.colour(Role.ACCENT))
        painter.setPen(now.colour(Role.ON_ACCENT if chosen else Role.TEXT))
        painter.setFont(now.font())
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        flags = int(side or Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        room = rect.adjusted(SIDE, 0, -SIDE, 0)
        painter.drawText(room, flags | int(Qt.TextFlag.TextWordWrap), str(index.data() or ""))
        painter.restore()

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme.current().font())


class _Headings(QHeaderView):
    """Headings in the colours of the page, with a word's room at the sides and an arrow."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def natural_width(self, column: int) -> int:
        """Room for the heading in one line."""
        now = theme.current()
        words = self.fontMetrics().horizontalAdvance(self._words(column))
        return words + 2 * SIDE + now.px(ARROW)

    def least_width(self, column: int) -> int:
        """Room for the longest word of the heading."""
        longest = max(self.fontMetrics().horizontalAdvance(w) for w in self._words(column).split())
        return longest + 2 * SIDE

    def fit_height(self) -> None:
        """As high as the heading with the most lines."""
        now, tallest = theme.current(), 0
        for column in range(self.count()):
            width = self.sectionSize(column) - 2 * SIDE
            room = QRect(0, 0, max(width, 1), 1 << 14)
            flags = int(Qt.TextFlag.TextWordWrap)
            tallest = max(
                tallest, self.fontMetrics().boundingRect(room, flags, self._words(column)).height()
            )
        self.setFixedHeight(tallest + 2 * now.px(8))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Words, an arrow where the list is sorted by it, and a line below."""
        now = theme.current()
        painter.save()
        painter.fillRect(rect, now.colour(Role.SURFACE))
        below = rect.adjusted(0, rect.height() - 1, 0, 0)
        painter.fillRect(below, now.colour(Role.LINE))
        painter.setPen(now.colour(Role.MUTED))
        painter.setFont(now.font())
        words = self._words(logicalIndex)
        if self.sortIndicatorSection() == logicalIndex:
            up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            words += " \u25b4" if up else " \u25be"
        room = rect.adjusted(SIDE, 0, -SIDE, 0)
        painter.drawText(room, self._side(logicalIndex) | int(Qt.TextFlag.TextWordWrap), words)
        painter.restore()

    def _words(self, column: int) -> str:
        return str(self.model().headerData(column, Qt.Orientation.Horizontal))

    def _side(self, column: int) -> int:
        role = Qt.ItemDataRole.TextAlignmentRole
        return int(self.model().headerData(column, Qt.Orientation.Horizontal, role))
