"""A date as it is written on paper, with a calendar for those who look it up."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QEvent, QLocale, QSize, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from roth_planner.guides import kinds
from roth_planner.guides.spec import Kind, Question
from roth_planner.guides.values import DAY_NAMES, PartDate, Value
from ui import theme
from ui.fields.editor import Editor
from ui.theme import Role
from ui.widgets import icons
from ui.widgets.buttons import IconButton
from ui.widgets.focus import tab_after
from ui.widgets.frames import Panel
from ui.widgets.wheel import WheelGuard
from ui.widgets.words import Muted

PANEL_EDGE = 8
LETTERS = 22
"""Width of the line, in letters: the longest date and some room."""


class DateLine(Editor):
    """A date, known to the day or only in part. Beside it stands how it was understood."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.line = QLineEdit(self)
        self.button = IconButton("calendar", "Choose from a calendar", self)
        self.understood = Muted(parent=self)
        across = QHBoxLayout()
        across.setSpacing(4)
        across.addWidget(self.line)
        across.addWidget(self.button)
        across.addSpacing(8)
        across.addWidget(self.understood, 1)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(8)
        self._down.addLayout(across)
        self._panel: Panel | None = None
        self._narrow()
        self.line.textEdited.connect(self._typed)
        self.button.clicked.connect(self.toggle_calendar)

    def show_value(self, value: Value, half_typed: str = "") -> None:
        text = half_typed
        if not text and isinstance(value, dt.date | PartDate):
            text = kinds.display(self.question, value)
        if text != self.line.text():
            place = self.line.cursorPosition() if self.line.hasFocus() else 0
            self.line.setText(text)
            self.line.setCursorPosition(min(place, len(text)))
        self._show_understood()

    def takers(self) -> tuple[QWidget, ...]:
        return (self.line,)

    def describe(self) -> None:
        super().describe()
        self.button.setAccessibleDescription(self._name)

    def cursor_place(self) -> int:
        return self.line.cursorPosition()

    def set_cursor_place(self, place: int) -> None:
        self.line.setCursorPosition(place)

    def toggle_calendar(self) -> None:
        """Open the calendar under the line, or close it."""
        if self._panel is None:
            self._panel = _calendar_panel(self)
            self._down.addWidget(self._panel, 0, Qt.AlignmentFlag.AlignLeft)
            self._panel.hide()
            tab_after(self.button, self._panel)
        calendar = self._calendar()
        if self._panel.isHidden():
            _dress(calendar, self.width() - 2 * PANEL_EDGE - 2)
            known = self._read()
            day = known if isinstance(known, dt.date) else dt.date.today()
            if isinstance(known, PartDate):
                day = known.earliest()
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
            self._panel.show()
            calendar.setFocus()
        else:
            self._close_calendar()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._panel and not self._panel.isHidden():
            self._close_calendar()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._narrow()

    def choose_day(self, day: QDate) -> None:
        """Take a day of the calendar."""
        self.line.setText(kinds.day_in_words(dt.date(day.year(), day.month(), day.day())))
        self._close_calendar()
        self._typed(self.line.text())

    def _calendar(self) -> QCalendarWidget:
        assert self._panel is not None
        found = self._panel.findChild(QCalendarWidget)
        assert isinstance(found, QCalendarWidget)
        return found

    def _close_calendar(self) -> None:
        assert self._panel is not None
        self._panel.hide()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, text: str) -> None:
        self._show_understood()
        self.edited.emit(text)

    def _read(self) -> Value:
        try:
            return kinds.parse(self.question, self.line.text())
        except kinds.Problem:
            return None

    def _show_understood(self) -> None:
        known = self._read()
        words = ""
        if isinstance(known, PartDate):
            sure = known.day is not None and not known.about
            words = _with_weekday(known.earliest()) if sure else str(known)
            if known.day is None:
                unknown = "day" if known.month else "day and month"
                words += f" ({unknown} not known)"
        elif isinstance(known, dt.date):
            words = _with_weekday(known)
        self.understood.setText(words)

    def _narrow(self) -> None:
        if hasattr(self, "line"):
            self.line.setFixedWidth(self.fontMetrics().averageCharWidth() * LETTERS)


def _with_weekday(day: dt.date) -> str:
    return f"{DAY_NAMES[day.weekday()]} {kinds.day_in_words(day)}"


def _calendar_panel(editor: DateLine) -> Panel:
    """A month to look at; made when it is first asked for."""
    panel = Panel(editor)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(PANEL_EDGE, PANEL_EDGE, PANEL_EDGE, PANEL_EDGE)
    calendar = QCalendarWidget(panel)
    calendar.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setAccessibleName(f"Calendar: {editor.question.label}")
    guard = WheelGuard(calendar)
    for part in calendar.findChildren(QWidget):
        part.installEventFilter(guard)
    calendar.activated.connect(editor.choose_day)
    calendar.clicked.connect(editor.choose_day)
    layout.addWidget(calendar)
    return panel


def _dress(calendar: QCalendarWidget, room: int) -> None:
    """Our colours, icons and sizes; Qt's calendar has red weekends and black arrows."""
    now = theme.current()
    calendar.setMinimumSize(min(now.px(320), room), now.px(270))
    day = QTextCharFormat()
    day.setForeground(now.colour(Role.TEXT))
    for weekday in Qt.DayOfWeek:
        calendar.setWeekdayTextFormat(weekday, day)
    header = QTextCharFormat()
    header.setForeground(now.colour(Role.MUTED))
    header.setBackground(now.colour(Role.SURFACE))
    calendar.setHeaderTextFormat(header)
    for name, icon, words in (
        ("qt_calendar_prevmonth", "chevron-left", "Month before"),
        ("qt_calendar_nextmonth", "chevron-right", "Month after"),
    ):
        button = calendar.findChild(QToolButton, name)
        if isinstance(button, QToolButton):
            button.setIcon(icons.icon(icon))
            button.setIconSize(QSize(now.px(18), now.px(18)))
            button.setAccessibleName(words)
            button.setToolTip(words)


PART_DATE_HINT = "As much as you know: 12 March 2026, March 2026, summer 2025, about 2025 or 2025."
DATE_HINT = "For example 12 March 2026."
HINTS = {Kind.DATE: DATE_HINT, Kind.PART_DATE: PART_DATE_HINT}
"""How to write a date, where the question itself does not say it."""
