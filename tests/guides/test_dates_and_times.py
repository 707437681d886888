"""Dates known only in part, and times of the week, as people write them."""

from __future__ import annotations

import datetime as dt

import pytest

from roth_planner.guides import kinds
from roth_planner.guides.kinds import Problem
from roth_planner.guides.spec import Kind, Question
from roth_planner.guides.values import PartDate, TimeWindow

WHEN = Question("when", Kind.PART_DATE, "When?")
DAY = Question("day", Kind.DATE, "On which day?")
TIMES = Question("times", Kind.TIME_WINDOW, "When are they there?")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.parametrize(
    ("typed", "read", "shown"),
    [
        ("March 2026", PartDate(2026, 3), "March 2026"),
        ("mar. 2026", PartDate(2026, 3), "March 2026"),
        ("2026-03", PartDate(2026, 3), "March 2026"),
        ("summer 2025", PartDate(2025, season="summer"), "Summer 2025"),
        ("in the fall of 2025", PartDate(2025, season="autumn"), "Autumn 2025"),
        ("12/3/2026", PartDate(2026, 3, 12), "12 March 2026"),
        ("12.03.2026", PartDate(2026, 3, 12), "12 March 2026"),
        ("12th of March, 2026", PartDate(2026, 3, 12), "12 March 2026"),
        ("2026-03-12", PartDate(2026, 3, 12), "12 March 2026"),
        ("1 sept 2025", PartDate(2025, 9, 1), "1 September 2025"),
        ("29 February 2028", PartDate(2028, 2, 29), "29 February 2028"),
        ("2025", PartDate(2025), "2025"),
        ("about March 2026", PartDate(2026, 3, about=True), "About March 2026"),
        ("in around summer 2025", PartDate(2025, season="summer", about=True), "About summer 2025"),
        ("c.2025", PartDate(2025, about=True), "About 2025"),
        ("circa 2025", PartDate(2025, about=True), "About 2025"),
        ("~2025-03", PartDate(2025, 3, about=True), "About March 2025"),
        ("12 March 2026?", PartDate(2026, 3, 12, about=True), "About 12 March 2026"),
    ],
)
def test_as_much_of_a_date_as_is_known_is_kept(typed: str, read: PartDate, shown: str) -> None:
    assert kinds.parse(WHEN, typed) == read
    assert kinds.display(WHEN, read) == shown
    assert kinds.parse(WHEN, shown) == read
    assert kinds.from_text(WHEN, kinds.to_text(WHEN, read)) == read


@pytest.mark.parametrize(
    "typed",
    [
        *("31 February 2026", "30/2/2026", "2026-02-30", "29 February 2026"),
        *("2026-13", "0/3/2026", "2026-03-00", "0 March 2026", "12/0/2026"),
        *("99999999999999999999 March 2026", f"{'9' * 5000} March 2026"),
        *("last week", "March", "12 March", "spring", "1 2 3 2026", "\u00b2 March 2026"),
        *("12 March 1066", "March 3000", "ma 2026", "12 Smarch 2026"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_examples(typed: str) -> None:
    for question in (WHEN, DAY):
        with pytest.raises(Problem, match=r"for example 12 March 2026"):
            kinds.parse(question, typed)


def test_a_full_date_is_asked_for_where_only_part_was_written() -> None:
    assert kinds.parse(DAY, "12/3/2026") == dt.date(2026, 3, 12)
    for typed in ("March 2026", "2026", "summer 2025", "about 12 March 2026", "12/3/2026?"):
        with pytest.raises(Problem, match=r"Write a full date"):
            kinds.parse(DAY, typed)


def test_part_dates_sort_by_the_first_day_they_can_mean() -> None:
    known = [PartDate(2026, 3, 12), PartDate(2026), PartDate(2025, season="winter")]
    known += [PartDate(2026, 3), PartDate(2025, season="summer")]
    shown = [str(date) for date in sorted(known, key=PartDate.earliest)]
    assert shown == ["Summer 2025", "Winter 2025", "2026", "March 2026", "12 March 2026"]


@pytest.mark.parametrize(
    ("typed", "read", "shown"),
    [
        (
            "Monday to Friday 15:30 to 18:00",
            TimeWindow(WEEKDAYS, dt.time(15, 30), dt.time(18)),
            "Monday to Friday, 15:30 to 18:00",
        ),
        (
            "fri, sat 10pm - 2am",
            TimeWindow(("fri", "sat"), dt.time(22), dt.time(2)),
            "Friday and Saturday, 22:00 to 02:00",
        ),
        (
            "Saturday to Monday 23.30\u20130.30",
            TimeWindow(("mon", "sat", "sun"), dt.time(23, 30), dt.time(0, 30)),
            "Monday, Saturday and Sunday, 23:30 to 00:30",
        ),
        ("weekends", TimeWindow(("sat", "sun")), "Saturday and Sunday"),
        ("Mondays", TimeWindow(("mon",)), "Monday"),
        ("20:00 to 24:00", TimeWindow((), dt.time(20), dt.time(0)), "Every day, 20:00 to 00:00"),
        ("3 to 6pm", TimeWindow((), dt.time(15), dt.time(18)), "Every day, 15:00 to 18:00"),
        ("every day", TimeWindow(), "Every day"),
        ("Monday to Sunday", TimeWindow(), "Every day"),
        ("Tue-Thu", TimeWindow(("tue", "wed", "thu")), "Tuesday to Thursday"),
    ],
)
def test_times_of_the_week_are_read_as_people_write_them(
    typed: str, read: TimeWindow, shown: str
) -> None:
    assert kinds.parse(TIMES, typed) == read
    assert kinds.display(TIMES, read) == shown
    assert kinds.parse(TIMES, shown) == read
    assert kinds.from_text(TIMES, kinds.to_text(TIMES, read)) == read


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("after school", "Write the days and the times"),
        ("Monday to teatime", "Write the days and the times"),
        ("Monday 15:30", "Write the days and the times"),
        ("Monday 25:00 to 26:00", "between 00:00 and 23:59"),
        ("Monday 15:75 to 16:00", "between 00:00 and 23:59"),
        ("Monday 15:00 to 15:00", "are the same time"),
    ],
)
def test_times_that_cannot_be_are_refused(typed: str, reason: str) -> None:
    with pytest.raises(Problem, match=reason):
        kinds.parse(TIMES, typed)


def test_a_start_without_an_end_is_asked_for() -> None:
    with pytest.raises(Problem, match="both a start and an end"):
        kinds.parse(TIMES, TimeWindow(("mon",), dt.time(15)))
