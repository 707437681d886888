"""The bar on top of every page: the name, when it last saved, and what is always there."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from ui import theme
from ui.actions import Actions
from ui.theme import Role
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.words import Large, Muted


class Header(QWidget):
    """Name and saved time on the left and right; menus and Lock at the end."""

    cases_wanted = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = Large("ROTH Planner")
        self.name.setWordWrap(False)
        self.cases = QuietButton("All cases")
        self.saved = Muted()
        self.saved.setWordWrap(False)
        self.saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.saved.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.shared = QuietButton()
        self.shared.setAccessibleDescription("Leads to where this is stopped")
        self.shared.hide()
        self.view = _menu_button("View", "Text size and colours", (actions.group("View"),))
        self.menu = _menu_button(
            "Menu",
            "Everything else the program can do",
            (actions.group("Answers"), actions.group("Going about"), actions.group("Program")),
        )
        self.lock = PlainButton("Lock")
        self.lock.setAccessibleDescription("Saves, closes the vault and asks for the passphrase")
        self.lock.setToolTip("Lock (Ctrl+L)")
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.SPACE_ROWS, 6, theme.SPACE_ROWS, 6)
        across.setSpacing(theme.SPACE_INSIDE)
        across.addWidget(self.name)
        across.addWidget(self.cases)
        across.addWidget(self.saved, 1)
        across.addWidget(self.shared)
        for button in (self.view, self.menu, self.lock):
            across.addWidget(button)
        self.cases.clicked.connect(self.cases_wanted)
        self.lock.clicked.connect(actions.lock.trigger)
        self.shared.clicked.connect(actions.locking.trigger)
        self.show_unlocked(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline parts the bar from the page."""
        line = self.rect().adjusted(0, self.height() - 1, 0, 0)
        QPainter(self).fillRect(line, theme.current().colour(Role.HAIRLINE))

    def show_unlocked(self, unlocked: bool) -> None:
        """Lock is there only when something is open."""
        self.lock.setVisible(unlocked)
        self.show_cases_button(False)
        self.saved.clear()

    def show_cases_button(self, shown: bool) -> None:
        """The way back to the list of cases."""
        self.cases.setVisible(shown)

    def show_saved(self, at: dt.datetime) -> None:
        """When the last answer was kept; only ever said after it was."""
        self.saved.setText(f"Saved {at:%H:%M:%S}")

    def show_shared(self, until: dt.datetime | None) -> None:
        """Others can see the window on a shared screen, until then; None when they cannot."""
        self.shared.setVisible(until is not None)
        self.name.setVisible(until is None)  # large text needs its room
        if until is not None:
            self.shared.setText(f"Seen until {until:%H:%M}")
            self.shared.setAccessibleName(f"Others can see this window until {until:%H:%M}")

    def show_not_saved(self) -> None:
        """What was typed last is not kept yet."""
        self.saved.setText("Not saved yet")


def _menu_button(words: str, about: str, groups: tuple[tuple, ...]) -> QuietButton:  # type: ignore[type-arg]
    button = QuietButton(words)
    button.setAccessibleDescription(about)
    menu = QMenu(button)
    for number, group in enumerate(groups):
        if number:
            menu.addSeparator()
        menu.addActions(list(group))
    button.setMenu(menu)
    return button
