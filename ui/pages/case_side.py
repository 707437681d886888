"""The left side of a case: who it is about, in initials, and the journey through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from roth_planner.guides.kinds import day_in_words
from roth_planner.workbook import caseload
from ui import theme
from ui.models.journey import Entry, JourneyList
from ui.pages.journey_view import JourneyView
from ui.session import Session
from ui.theme import Role
from ui.widgets.buttons import LinkButton
from ui.widgets.words import Muted, Title

if TYPE_CHECKING:
    from roth_planner.workbook import Ref

SHOWN_FOR_MS = 60_000
"""A name hides again after a minute; a screen is seen by others."""


class CaseSide(QWidget):
    """Initials, the name for a minute when asked, the next meeting, the task list."""

    def __init__(self, session: Session, case: Ref, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._case = session, case
        self.who = Title()
        self.show_name = LinkButton("Show name")
        self._meeting = Muted()
        self._model = JourneyList(self)
        self.journey = JourneyView(self._model)
        self.hide_soon = QTimer(self)
        self.hide_soon.setSingleShot(True)
        self.hide_soon.setInterval(SHOWN_FOR_MS)
        self.hide_soon.timeout.connect(self.hide_name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE_ROWS, 1, 0)
        column.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(12, 0, 8, theme.SPACE_INSIDE)
        above.setSpacing(2)
        self._name = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._name.setSpacing(theme.SPACE_INSIDE)
        self._name.addWidget(self.who, 1)
        self._name.addWidget(self.show_name)
        above.addLayout(self._name)
        above.addWidget(self._meeting)
        column.addLayout(above)
        column.addWidget(self.journey, 1)
        self.show_name.clicked.connect(self.toggle_name)
        session.changed.connect(self._show_case)
        self._show_case()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lines of the journey."""
        return self._model.entries

    @property
    def name_shown(self) -> bool:
        """Whether the name stands there now."""
        return self.hide_soon.isActive()

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show the lines of the journey."""
        self._model.show_entries(entries)

    def focus_here(self) -> None:
        """Take the keyboard."""
        self.journey.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_name(self) -> None:
        """Show the name for a minute, or hide it."""
        if self.name_shown:
            self.hide_name()
        else:
            self.hide_soon.start()
            self._show_case()

    def hide_name(self) -> None:
        """Initials again."""
        self.hide_soon.stop()
        self._show_case()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline parts the side from the page."""
        place = self.rect().adjusted(self.width() - 1, 0, 0, 0)
        QPainter(self).fillRect(place, theme.current().colour(Role.HAIRLINE))

    def _show_case(self) -> None:
        workbook = self._session.workbook
        head = caseload.case_head(workbook, self._case)
        if head is None:
            return
        self.who.setText(workbook.full_name(head.person) if self.name_shown else head.code)
        self.show_name.setText("Hide name" if self.name_shown else "Show name")
        way = QBoxLayout.Direction  # a name needs the whole width, initials leave room beside
        self._name.setDirection(way.TopToBottom if self.name_shown else way.LeftToRight)
        self._name.setStretchFactor(self.who, 0 if self.name_shown else 1)
        meeting = head.next_conference
        self._meeting.setText(f"Next meeting {day_in_words(meeting)}" if meeting else "")
        self._meeting.setVisible(meeting is not None)
