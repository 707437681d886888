"""When in the week: seven days to press and two times to write, said back in words."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from roth_planner.guides import kinds
from roth_planner.guides.spec import Question
from roth_planner.guides.values import DAY_NAMES, DAYS, TimeWindow, Value
from ui.fields.editor import Editor
from ui.widgets.buttons import LinkButton
from ui.widgets.flow import Flow
from ui.widgets.marks import BoxTick
from ui.widgets.words import Muted

WEEKDAYS = frozenset(DAYS[:5])
_TYPED = re.compile(r"^(?P<days>.*?)\s*\bfrom (?P<start>.*?)\s+to(?: (?P<end>.*))?$", re.DOTALL)


class TimeWindowEditor(Editor):
    """Days and a span of the day. Every part has a name of its own."""

    speaks_for_itself = True

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self._days = Flow(self, gap=4)
        self.day_ticks: dict[str, BoxTick] = {}
        for key, name in zip(DAYS, DAY_NAMES, strict=True):
            tick = BoxTick(name[:3], self._days)
            tick.setAccessibleName(name)
            tick.setToolTip(name)
            tick.toggled.connect(self._say)
            self._days.add(tick)
            self.day_ticks[key] = tick
        self.weekdays = LinkButton("Every weekday", self._days)
        self.weekdays.clicked.connect(self._pick_weekdays)
        self._days.add(self.weekdays)
        self.start, self.end = QLineEdit(self), QLineEdit(self)
        self.start.setAccessibleName("From, for example 15:30")
        self.end.setAccessibleName("To, for example 18:00")
        self.understood = Muted(parent=self)
        times = QHBoxLayout()
        times.setSpacing(8)
        for word, line in (("From", self.start), ("to", self.end)):
            times.addWidget(QLabel(word, self))
            times.addWidget(line)
            line.textEdited.connect(self._say)
        times.addSpacing(8)
        times.addWidget(self.understood, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._days)
        layout.addLayout(times)
        self._narrow()

    def show_value(self, value: Value, half_typed: str = "") -> None:
        if half_typed:
            found = _TYPED.match(half_typed)
            words, start, end = found.groups("") if found else (half_typed, "", "")
            days = frozenset(word for word in re.split(r"[\s,]+", words) if word in DAYS)
        elif isinstance(value, TimeWindow):
            days = frozenset(value.days or (() if value.start else DAYS))
            start = f"{value.start:%H:%M}" if value.start else ""
            end = f"{value.end:%H:%M}" if value.end else ""
        else:
            days, start, end = frozenset(), "", ""
        for key, tick in self.day_ticks.items():
            blocker = QSignalBlocker(tick)
            tick.setChecked(key in days)
            blocker.unblock()
        for line, text in ((self.start, start), (self.end, end)):
            if line.text() != text:
                line.setText(text)
        self._show_understood()

    def takers(self) -> tuple[QWidget, ...]:
        return (*self.day_ticks.values(), self.weekdays, self.start, self.end)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._narrow()

    def raw(self) -> object:
        """What is set now: a window of days alone, or words as ``kinds`` reads them."""
        days = tuple(key for key, tick in self.day_ticks.items() if tick.isChecked())
        start, end = self.start.text().strip(), self.end.text().strip()
        if start or end:
            return f"{', '.join(days)} from {start} to {end}"
        return TimeWindow(days) if days else ""

    def _pick_weekdays(self) -> None:
        for key, tick in self.day_ticks.items():
            blocker = QSignalBlocker(tick)
            tick.setChecked(key in WEEKDAYS)
            blocker.unblock()
        self.update()
        self._say()

    def _say(self) -> None:
        self._show_understood()
        self.edited.emit(self.raw())

    def _show_understood(self) -> None:
        try:
            value = kinds.parse(self.question, self.raw())
        except kinds.Problem:
            value = None
        words = str(value) if isinstance(value, TimeWindow) else ""
        if isinstance(value, TimeWindow) and value.start and value.end and value.end < value.start:
            words += " the next day"
        self.understood.setText(words)

    def _narrow(self) -> None:
        if hasattr(self, "start"):
            for line in (self.start, self.end):
                line.setFixedWidth(self.fontMetrics().averageCharWidth() * 11)
