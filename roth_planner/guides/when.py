"""Dates known only in part and times of the week: as people write them, and as they are kept."""

from __future__ import annotations

import datetime as dt
import re

from roth_planner.guides.values import (
    DAY_NAMES,
    DAYS,
    MONTHS,
    SEASONS,
    PartDate,
    Problem,
    TimeWindow,
)

_ABOUT = r"(?:(?:about|around|approximately|approx|roughly|circa|ca|c)\b\.?|~)\s*"
"""How people say that a date is a guess; a question mark behind it says so too."""
GUESSED = "~"
"""Behind the stored form of a date that is a guess, as in EDTF (ISO 8601-2:2019, 8.2)."""


def _month_number(word: str) -> int | None:
    word = word.rstrip(".").lower()
    found = [
        i for i, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.lower().startswith(word)
    ]
    return found[0] if len(found) == 1 else (9 if word == "sept" else None)


def read_part_date(text: str) -> PartDate | None:
    """The date in a text, as far as it is known; None where there is none that can be."""
    words = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text.strip().lower()).replace(",", " ").split()
    said = " ".join(word for word in words if word not in ("of", "in", "the"))
    sure = re.sub(rf"^{_ABOUT}|\s*\?$", "", said)
    guess, words = sure != said, sure.split()
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", " ".join(words))
    slashed = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", " ".join(words))
    year = month = day = None
    season = None
    if iso:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3]) if iso[3] else None
    elif slashed:
        day, month, year = int(slashed[1]), int(slashed[2]), int(slashed[3])
    elif words and re.fullmatch(r"\d{4}", words[-1]) and len(words) <= 3:
        year = int(words[-1])
        rest = words[:-1]
        if len(rest) == 1 and rest[0] in (*SEASONS, "fall"):
            season = "autumn" if rest[0] == "fall" else rest[0]
        elif rest:
            month = _month_number(rest[-1])
            if month is None:
                return None
            if len(rest) == 2:
                if not re.fullmatch(r"\d{1,2}", rest[0]):
                    return None
                day = int(rest[0])
    if year is None or not 1900 <= year <= 2199:
        return None
    if month is not None:
        try:
            dt.date(year, month, 1 if day is None else day)
        except ValueError:
            return None
    return PartDate(year, month, day, season, guess)


def part_date_text(value: PartDate) -> str:
    """The stored form of a part-known date: 2026, 2026-03~, 2026-03-12 or 2025-summer."""
    parts = [f"{value.year:04}"]
    if value.season:
        parts.append(value.season)
    parts += [f"{part:02}" for part in (value.month, value.day) if part is not None]
    return "-".join(parts) + (GUESSED if value.about else "")


def part_date_from_text(stored: str) -> PartDate:
    """The part-known date of a stored form. Raises ``ValueError`` where it is none."""
    known = stored.removesuffix(GUESSED)
    guess = known != stored
    year, _, rest = known.partition("-")
    if rest in SEASONS:
        found = PartDate(int(year), season=rest, about=guess)
    else:
        month, _, day = rest.partition("-")
        number, date = int(month) if month else None, int(day) if day else None
        found = PartDate(int(year), number, date, about=guess)
    found.earliest()
    return found


_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"


def read_time_window(text: str) -> TimeWindow:
    """The days and times in a text. Raises ``Problem`` with an example of what can be read."""
    rest = text.lower().replace("\u2013", "-").replace("\u2014", "-")
    start = end = None
    found = re.search(rf"{_TIME}\s*(?:-|to|until)\s*{_TIME}\s*$", rest)
    if found:
        start = _clock(found[1], found[2], found[3] or found[6])
        end = _clock(found[4], found[5], found[6])
        rest = rest[: found.start()]
    words = _day_words(rest)
    days = _read_days(words)
    if days is None or not (found or words):
        raise Problem("Write the days and the times, for example Monday to Friday 15:30 to 18:00.")
    return TimeWindow(days, start, end)


def _clock(hour: str, minute: str | None, half: str | None) -> dt.time:
    number = int(hour)
    if half and 1 <= number <= 12:
        number = number % 12 + (12 if half == "pm" else 0)
    try:
        return dt.time(number % 24 if number == 24 else number, int(minute or 0))
    except ValueError:
        raise Problem("Write times between 00:00 and 23:59, for example 15:30 to 18:00.") from None


def _day_number(word: str) -> int | None:
    word = word.rstrip("s.") if len(word) > 4 else word.rstrip(".")
    for index, name in enumerate(DAY_NAMES):
        if len(word) >= 3 and name.lower().startswith(word):
            return index
    return None


def _day_words(text: str) -> list[str]:
    text = re.sub(r"\s*-\s*", " to ", text)
    passed_over = ("", "and", "from", "on", "at", "&")
    return [word for word in re.split(r"[\s,]+", text) if word not in passed_over]


def _read_days(words: list[str]) -> tuple[str, ...] | None:
    picked: set[int] = set()
    place = 0
    while place < len(words):
        word = words[place]
        if word in ("weekdays", "weekday"):
            picked |= {0, 1, 2, 3, 4}
        elif word in ("weekends", "weekend"):
            picked |= {5, 6}
        elif word in ("every", "day", "daily", "all", "days"):
            picked |= set() if word in ("every", "all") else set(range(7))
        else:
            first = _day_number(word)
            if first is None:
                return None
            last = first
            if place + 2 < len(words) and words[place + 1] == "to":
                found = _day_number(words[place + 2])
                if found is None:
                    return None
                last = found
                place += 2
            picked |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
        place += 1
    return tuple(DAYS[index] for index in sorted(picked)) if len(picked) < 7 else ()


def time_window_text(value: TimeWindow) -> str:
    """The stored form of a time window, for example ``mon,tue 15:30-18:00``."""
    times = ""
    if value.start is not None and value.end is not None:
        times = f"{value.start:%H:%M}-{value.end:%H:%M}"
    return f"{','.join(value.days) or 'every'} {times}".strip()


def time_window_from_text(stored: str) -> TimeWindow:
    """The time window of a stored form. Raises ``ValueError`` where it is none."""
    days, _, times = stored.partition(" ")
    if days != "every" and not set(days.split(",")) <= set(DAYS):
        raise ValueError(stored)
    start, _, end = times.partition("-")
    return TimeWindow(
        () if days == "every" else tuple(days.split(",")),
        dt.time.fromisoformat(start) if start else None,
        dt.time.fromisoformat(end) if end else None,
    )
