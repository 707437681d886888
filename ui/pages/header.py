"""The bar on top of every page: the name, finding, when it last saved, and what is always there."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from ui import theme
from ui.actions import Actions
from ui.theme import Role
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.words import Large, Muted

SAVED = "Saved 14:02:07"
FIND, FIND_ANYTHING = "Find", "Find a question, a person, a place"
LESS_AND_LESS = (
    (FIND_ANYTHING, True, True),
    (FIND, True, True),
    (FIND, False, True),
    ("", False, True),
    ("", False, False),
)
"""Words of the way to find, whether the name is shown, and whether the way to the cases is."""


class Header(QWidget):
    """Name and saved time on the left and right; menus and Lock at the end.

    Where it is too narrow, the way to find says less, the program's name makes room, and last the
    way to the cases, which the menu has as well.
    """

    cases_wanted = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_cases_button = False
        self.name = Large("ROTH Planner")
        self.name.setWordWrap(False)
        self.cases = QuietButton("All cases")
        self.finding = PlainButton(FIND)
        self.finding.setAccessibleName(FIND_ANYTHING)
        self.finding.setAccessibleDescription("Or anything in the answers, by words")
        self.finding.setToolTip(f"{FIND_ANYTHING} (Ctrl+K)")
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
        across.addWidget(self.finding)
        across.addWidget(self.saved, 1)
        across.addWidget(self.shared)
        for button in (self.view, self.menu, self.lock):
            across.addWidget(button)
        self.cases.clicked.connect(self.cases_wanted)
        self.finding.clicked.connect(actions.find_question.trigger)
        self.lock.clicked.connect(actions.lock.trigger)
        self.shared.clicked.connect(actions.locking.trigger)
        self.show_unlocked(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline parts the bar from the page."""
        line = self.rect().adjusted(0, self.height() - 1, 0, 0)
        QPainter(self).fillRect(line, theme.current().colour(Role.HAIRLINE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        """Share the width anew when the text grows."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._share_room()

    def show_unlocked(self, unlocked: bool) -> None:
        """Finding and Lock are there only when something is open."""
        self.lock.setVisible(unlocked)
        if unlocked:
            self.finding.set_icon("search")  # drawing one loads a library
        self.finding.setVisible(unlocked)
        self.show_cases_button(False)
        self.saved.clear()

    def show_cases_button(self, shown: bool) -> None:
        """The way back to the list of cases."""
        self._has_cases_button = shown
        self._share_room()

    def show_saved(self, at: dt.datetime) -> None:
        """When the last answer was kept; only ever said after it was."""
        self.saved.setText(f"Saved {at:%H:%M:%S}")

    def show_shared(self, until: dt.datetime | None) -> None:
        """Others can see the window on a shared screen, until then; None when they cannot."""
        self.shared.setVisible(until is not None)
        if until is not None:
            self.shared.setText(f"Seen until {until:%H:%M}")
            self.shared.setAccessibleName(f"Others can see this window until {until:%H:%M}")
        self._share_room()

    def show_not_saved(self) -> None:
        """What was typed last is not kept yet."""
        self.saved.setText("Not saved yet")

    def _share_room(self) -> None:
        room = self.width() - 2 * theme.SPACE_ROWS - self.fontMetrics().horizontalAdvance(SAVED)
        for words, named, back in LESS_AND_LESS:
            self.finding.setText(words)
            self.name.setVisible(named)
            self.cases.setVisible(back and self._has_cases_button)
            if self._needed() <= room:
                return

    def _needed(self) -> int:
        """Pixels that everything but the saved time takes."""
        shown = (self.name, self.cases, self.finding, self.shared, self.view, self.menu, self.lock)
        wide = [one.sizeHint().width() for one in shown if not one.isHidden()]
        return sum(wide) + theme.SPACE_INSIDE * (len(wide) + 1)


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
