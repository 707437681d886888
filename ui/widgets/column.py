"""One reading column that scrolls: the middle of every page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.focus import FocusGroup


class ColumnPage(QWidget):
    """What scrolls inside a column."""


class Column(QScrollArea):
    """A centred column, at most 75 letters wide; only ever scrolls up and down."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page = ColumnPage()
        self.rows = QVBoxLayout(self.page)
        self.rows.setSpacing(0)
        self.rows.addStretch(1)
        self.setWidget(self.page)
        self._set_margins()

    def add(self, widget: QWidget, *, before: int = theme.SPACE_ROWS) -> None:
        """Put a widget at the end, ``before`` pixels below the last one."""
        end = self.rows.count() - 1  # the stretch stays last
        if end:
            self.rows.insertSpacing(end, before)
            end += 1
        self.rows.insertWidget(end, widget)

    def show_widget(self, widget: QWidget) -> None:
        """Scroll so that all of a widget, or its top, is in sight."""
        self.ensureWidgetVisible(widget, 0, theme.current().px(48))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab scrolls to the question, and not only to the box below its words."""
        moved = super().focusNextPrevChild(forward)
        step: QWidget | None = self.page.focusWidget() if moved else None
        whole = None
        while step is not None and step is not self.page:
            if isinstance(step, FocusGroup) and step.height() <= self.viewport().height() - 32:
                whole = step
            step = step.parentWidget()
        if whole is not None:
            self.ensureWidgetVisible(whole, 0, 16)
        return moved

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_margins()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._set_margins()

    def _set_margins(self) -> None:
        room = self.viewport().width()
        side = max(24, (room - theme.current().px(theme.COLUMN)) // 2)
        self.rows.setContentsMargins(side, 24, side, 48)
