"""A list whose lines are words that wrap at the width there is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget


class WrappedList(QListView):
    """One line can be chosen and none changed; where one is stays in sight when lines grow."""

    def __init__(self, name: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAccessibleDescription(about)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def row_after(self, by: int, can_be_chosen: Callable[[int], bool]) -> int:
        """The next row up (-1) or down (1) that can be chosen; -1 where there is none."""
        row = self.currentIndex().row() + by
        while 0 <= row < self.model().rowCount():
            if can_be_chosen(row):
                return row
            row += by
        return -1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self._keep_in_sight()

    def changeEvent(self, event: QEvent) -> None:
        """Lines are measured anew when the text grows."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()
            self._keep_in_sight()

    def bring_into_sight(self) -> None:
        """Scroll to the chosen line, once the lines have their heights."""
        self.executeDelayedItemsLayout()
        self.scrollTo(self.currentIndex())

    def _keep_in_sight(self) -> None:
        if self.currentIndex().isValid():
            QTimer.singleShot(0, self, self.bring_into_sight)
