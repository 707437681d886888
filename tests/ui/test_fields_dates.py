"""Dates and times of the week, written as on paper."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget

from roth_planner.guides import kinds
from roth_planner.guides.spec import Kind, Question
from roth_planner.guides.values import DAYS, TimeWindow
from tests.ui.conftest import Person, said
from ui.fields.dates import DateLine
from ui.fields.time_window import TimeWindowEditor

DATE = Question(key="when", kind=Kind.DATE, label="When did it begin?")
PART_DATE = Question(key="known", kind=Kind.PART_DATE, label="When did anybody first know?")
WINDOW = Question(key="times", kind=Kind.TIME_WINDOW, label="When are they there?")


@pytest.mark.parametrize("typed", ["12 March 2026", "12/3/2026", "12 mar 2026"])
def test_a_date_is_understood_and_said_back(typed: str, person: Person) -> None:
    editor = person.sits_before(DateLine(DATE))
    editor.focus_here()
    person.types(typed)
    assert editor.understood.text() == "Thursday 12 March 2026"
    assert editor.line.text() == typed


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("March 2026", "March 2026 (day not known)"),
        ("2025", "2025 (day and month not known)"),
        ("summer 2025", "Summer 2025"),
        ("soon", ""),
    ],
)
def test_a_date_known_in_part_is_said_back(typed: str, understood: str, person: Person) -> None:
    editor = person.sits_before(DateLine(PART_DATE))
    editor.focus_here()
    person.types(typed)
    assert editor.understood.text().startswith(understood)
    assert bool(editor.understood.text()) == bool(understood)


def test_a_day_is_chosen_from_the_calendar_by_keyboard(person: Person) -> None:
    editor = person.sits_before(DateLine(DATE))
    editor.show_value(dt.date(2026, 3, 12))
    heard: list[object] = []
    editor.edited.connect(heard.append)
    editor.focus_here()
    person.tabs()
    assert said(person.at) == "Choose from a calendar"
    person.presses(Qt.Key.Key_Return)
    calendar = editor.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    assert calendar.isVisible() and calendar.isAncestorOf(person.at)
    assert calendar.selectedDate() == QDate(2026, 3, 12)
    person.presses(Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert heard == ["13 March 2026"]
    assert person.at is editor.line
    assert not calendar.isVisible()


def test_escape_closes_the_calendar_and_changes_nothing(person: Person) -> None:
    editor = person.sits_before(DateLine(DATE))
    editor.show_value(dt.date(2026, 3, 12))
    person.clicks(editor.button)
    person.presses(Qt.Key.Key_Right, Qt.Key.Key_Escape)
    assert editor.line.text() == "12 March 2026"
    assert person.at is editor.line


def test_half_a_date_is_shown_as_it_was_typed(person: Person) -> None:
    editor = person.sits_before(DateLine(DATE))
    editor.show_value(None, "12 Mar")
    assert editor.line.text() == "12 Mar"
    assert editor.understood.text() == ""


def test_days_and_times_are_said_back_in_words(person: Person) -> None:
    editor = person.sits_before(TimeWindowEditor(WINDOW))
    heard: list[object] = []
    editor.edited.connect(heard.append)
    person.clicks(editor.weekdays)
    assert heard[-1] == TimeWindow(("mon", "tue", "wed", "thu", "fri"))
    assert editor.understood.text() == "Monday to Friday"
    editor.start.setFocus()
    person.types("15:30")
    person.tabs()
    person.types("18")
    assert kinds.parse(WINDOW, heard[-1]) == TimeWindow(
        ("mon", "tue", "wed", "thu", "fri"), dt.time(15, 30), dt.time(18, 0)
    )
    assert editor.understood.text() == "Monday to Friday, 15:30 to 18:00"


def test_a_night_runs_into_the_next_day(person: Person) -> None:
    editor = person.sits_before(TimeWindowEditor(WINDOW))
    editor.show_value(TimeWindow(("fri",), dt.time(22, 0), dt.time(2, 0)))
    assert editor.understood.text() == "Friday, 22:00 to 02:00 the next day"


@pytest.mark.parametrize(
    "window",
    [
        TimeWindow(("mon", "sun")),
        TimeWindow((), dt.time(9, 0), dt.time(10, 15)),
        TimeWindow(("wed",), dt.time(9, 0), dt.time(10, 15)),
        TimeWindow(DAYS),
    ],
)
def test_what_is_shown_is_what_is_said(window: TimeWindow, person: Person) -> None:
    editor = person.sits_before(TimeWindowEditor(WINDOW))
    editor.show_value(window)
    assert kinds.parse(WINDOW, editor.raw()) == window


@pytest.mark.parametrize(
    ("start", "end"), [("15:3x", ""), ("", "18:00"), ("noon", "late, or to 9")]
)
def test_half_typed_times_come_back_as_they_were(start: str, end: str, person: Person) -> None:
    editor = person.sits_before(TimeWindowEditor(WINDOW))
    person.clicks(editor.day_ticks["tue"])
    editor.start.setText(start)
    editor.end.setText(end)
    kept = kinds.clean_text(str(editor.raw()))
    again = person.sits_before(TimeWindowEditor(WINDOW))
    again.show_value(None, kept)
    assert (again.start.text(), again.end.text()) == (start, end)
    assert [key for key, tick in again.day_ticks.items() if tick.isChecked()] == ["tue"]


def test_every_part_of_a_time_window_has_a_name(person: Person) -> None:
    editor = person.sits_before(TimeWindowEditor(WINDOW))
    names = [said(taker) for taker in editor.takers()]
    assert names[:2] == ["Monday", "Tuesday"]
    assert names[-2:] == ["From, for example 15:30", "To, for example 18:00"]
