"""The list of keys: everything that can be done without the mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.actions import Actions
from ui.widgets.buttons import MainButton
from ui.widgets.words import Muted, Strong, Title, Words

IN_FIELDS = (
    ("In a form", "Next field, field before", "Tab or Shift+Tab"),
    ("In a form", "Choose, press a button", "Space or Enter"),
    ("In a form", "Move in a list or a scale", "Arrow keys"),
)


class KeysDialog(QDialog):
    """Shows every action that has keys; Esc closes it."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keys")
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(theme.SPACE_GROUPS)
        grid.setVerticalSpacing(theme.SPACE_INSIDE)
        row, last = 0, ""
        for group, words, keys in (*actions.with_keys(), *IN_FIELDS):
            if group != last:
                heading = Muted(group)
                heading.setContentsMargins(0, theme.SPACE_INSIDE if row else 0, 0, 0)
                grid.addWidget(heading, row, 0, 1, 2)
                row, last = row + 1, group
            grid.addWidget(Words(words), row, 0)
            grid.addWidget(Strong(keys), row, 1)
            row += 1
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setAccessibleName("What can be done, and its keys")
        close = MainButton("Close this list")
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(theme.SPACE_ROWS)
        column.addWidget(Title("Keys"))
        column.addWidget(scroll, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)
        now = theme.current()
        room = parent.size()
        self.resize(min(now.px(560), room.width() - 40), min(now.px(640), room.height() - 40))
        close.setFocus()
