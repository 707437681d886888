"""The values an answer can have beside text, numbers and dates.

``PartDate`` is a date that is known only in part; ``TimeWindow`` is when something happens in a
week; ``NoAnswer`` is an answer too: an empty box and a refusal mean different things.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SEASONS = ("spring", "summer", "autumn", "winter")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Problem(ValueError):
    """Something wrong with an answer, in one sentence for the person who typed it."""


class NoAnswer(StrEnum):
    """Why there is no answer; each is a full answer of its own."""

    NOT_KNOWN = "not_known"
    NOT_YET_ASKED = "not_yet_asked"
    CHOSE_NOT_TO_SAY = "chose_not_to_say"

    @property
    def label(self) -> str:
        """As it is shown and printed."""
        return self.value.replace("_", " ").capitalize()


class PartDate(Struct, frozen=True, order=True):
    """A date known to the day, the month, the season or the year only.

    ``about``: even that much is somebody's best guess.
    """

    year: int
    month: int | None = None
    day: int | None = None
    season: str | None = None
    about: bool = False

    def earliest(self) -> dt.date:
        """First day it can mean, for sorting. Winter is counted from December of its year."""
        if self.season:
            return dt.date(self.year, 3 * SEASONS.index(self.season) + 3, 1)
        return dt.date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        words = f"{MONTHS[self.month - 1]} {self.year}" if self.month else str(self.year)
        words = f"{self.day} {words}" if self.day else words
        if self.season:
            words = f"{self.season} {words}"
        return f"About {words}" if self.about else f"{words[:1].upper()}{words[1:]}"


class TimeWindow(Struct, frozen=True):
    """Days of the week and a span of the day. An end before the start runs past midnight.

    ``days`` are from ``DAYS`` in week order; none means every day. Times are None together
    where only the days are known.
    """

    days: tuple[str, ...] = ()
    start: dt.time | None = None
    end: dt.time | None = None

    def __str__(self) -> str:
        return ", ".join(part for part in (self._days_in_words(), self._times_in_words()) if part)

    def _days_in_words(self) -> str:
        picked = [DAYS.index(day) for day in self.days]
        if not picked or len(picked) == len(DAYS):
            return "Every day"
        if picked == [0, 1, 2, 3, 4]:
            return "Monday to Friday"
        if len(picked) > 2 and picked == list(range(picked[0], picked[-1] + 1)):
            return f"{DAY_NAMES[picked[0]]} to {DAY_NAMES[picked[-1]]}"
        names = [DAY_NAMES[index] for index in picked]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    def _times_in_words(self) -> str:
        if self.start is None or self.end is None:
            return ""
        return f"{self.start:%H:%M} to {self.end:%H:%M}"


Value: TypeAlias = (
    str
    | int
    | dt.date
    | PartDate
    | TimeWindow
    | NoAnswer
    | tuple[str, ...]
    | tuple[int, ...]
    | None
)
"""What one answer can be; ``None`` is an empty box."""
