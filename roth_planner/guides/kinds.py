"""One codec per kind: what may be typed, how it is kept as text, how it reads to a person.

``parse`` takes what an editor, a case file or a person typed and gives a value, or raises
``Problem`` with the sentence to show beside the field. ``to_text`` and ``from_text`` are the
stored form inside a record's answers; ``display`` is for the screen and for paper.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from roth_planner.guides import when
from roth_planner.guides.spec import Kind, Question, unlisted
from roth_planner.guides.values import MONTHS, NoAnswer, PartDate, Problem, TimeWindow, Value

__all__ = [
    "CODECS",
    "LONGEST_TEXT",
    "YES_NO_NOT_SURE",
    "Codec",
    "Problem",
    "clean_text",
    "day_in_words",
    "display",
    "from_text",
    "parse",
    "to_text",
]

LONGEST_TEXT = 1_000_000
"""Characters in one answer; four times the longest serious case review we know of."""

YES_NO_NOT_SURE = {"yes": "Yes", "no": "No", "not_sure": "Not sure"}


class Codec(Struct, frozen=True):
    """How one kind is read, kept and shown."""

    parse: Callable[[Question, Any], Value]
    to_text: Callable[[Any], str]
    from_text: Callable[[str], Value]
    display: Callable[[Any], str]


def parse(question: Question, raw: Any) -> Value:
    """The value of what was typed. An empty box is ``None``; "not known" and the like pass."""
    if isinstance(raw, NoAnswer):
        return raw
    if raw is None or raw == "" or raw == () or raw == []:
        return None
    if question.many:
        items = raw if isinstance(raw, list | tuple) else (raw,)
        return tuple(_identity(question, item) for item in items)
    return CODECS[question.kind].parse(question, raw)


def to_text(question: Question, value: Value) -> str:
    """The stored form of a value that has no column of its own."""
    if question.many:
        return " ".join(str(item) for item in value)  # type: ignore[union-attr]
    return CODECS[question.kind].to_text(value)


def from_text(question: Question, stored: str) -> Value:
    """The value of a stored form."""
    if question.many:
        return tuple(int(item) for item in stored.split())
    return CODECS[question.kind].from_text(stored)


def display(
    question: Question,
    value: Value,
    *,
    choices: dict[str, str] | None = None,
    name: Callable[[str, int], str] | None = None,
) -> str:
    """A value as a person reads it; "" for an empty box.

    ``choices`` gives the label of each choice, ``name`` the name of the record (kind, id).
    """
    if value is None:
        return ""
    if isinstance(value, NoAnswer):
        return value.label
    kind = question.kind
    if kind in (Kind.PERSON, Kind.CONTEXT, Kind.RECORD):
        record = question.record if kind is Kind.RECORD else kind.value
        ids = value if isinstance(value, tuple) else (value,)
        names = [name(record, int(item)) if name else str(item) for item in ids]  # type: ignore[arg-type]
        return ", ".join(one for one in names if one)
    if kind in (Kind.CHOICE, Kind.CHOICES):
        labels = choices or {}
        keys = value if isinstance(value, tuple) else (value,)
        return ", ".join(labels.get(str(key)) or unlisted(str(key)).label for key in keys)
    if kind is Kind.SCALE and question.high is not None:
        return f"{value} out of {question.high}"
    return CODECS[kind].display(value)


UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff\ufffc\u202d\u202e")
"""Letters nobody sees that pasted text brings: soft hyphens and the like part words that are
searched for, and an override of the direction turns round the words beside it. Joiners, which
emoji and Persian or Urdu words need, and marks of direction are kept."""


def clean_text(raw: str) -> str:
    """Text as it is kept: composed, with nothing unseen in it, lines ended by a line feed."""
    raw = (
        raw.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    raw = unicodedata.normalize("NFC", raw)
    return "".join(
        letter
        for letter in raw
        if letter in "\n\t"
        or (letter not in UNSEEN and unicodedata.category(letter) not in ("Cc", "Cs"))
    )


def day_in_words(day: dt.date) -> str:
    """12 March 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _parse_long_text(question: Question, raw: Any) -> str | None:
    text = clean_text(str(raw)).strip("\n")
    if len(text) > LONGEST_TEXT:
        raise Problem(
            f"This answer has {len(text):,} characters and the longest we can keep is"
            f" {LONGEST_TEXT:,}. Nothing you typed was lost: shorten it, or split it in two."
        )
    return text if text.strip() else None


def _parse_short_text(question: Question, raw: Any) -> str | None:
    text = _parse_long_text(question, raw)
    return " ".join(text.split()) if text else None


def _parse_choice(question: Question, raw: Any) -> str:
    return str(raw)


def _parse_yes_no_not_sure(question: Question, raw: Any) -> str:
    if raw is True or raw is False:
        return "yes" if raw else "no"
    key = str(raw).strip().lower().replace(" ", "_")
    if key not in YES_NO_NOT_SURE:
        raise Problem("Choose yes, no or not sure.")
    return key


def _yes_no_not_sure(stored: str) -> str:
    if stored not in YES_NO_NOT_SURE:
        raise ValueError(stored)
    return stored


def _parse_choices(question: Question, raw: Any) -> tuple[str, ...]:
    items = raw.split() if isinstance(raw, str) else raw
    return tuple(dict.fromkeys(str(item) for item in items))


def _parse_whole_number(question: Question, raw: Any) -> int:
    typed = str(raw).strip()
    if isinstance(raw, bool) or not re.fullmatch(r"[+-]?[0-9]{1,9}", typed):
        raise Problem("Write a whole number, for example 4.")
    number = int(typed)
    low, high = question.low, question.high
    if (low is not None and number < low) or (high is not None and number > high):
        if low is not None and high is not None:
            raise Problem(f"Write a whole number from {low} to {high}.")
        raise Problem(
            f"Write a whole number of {low} or more."
            if low is not None
            else f"Write a whole number of {high} or less."
        )
    return number


def _identity(question: Question, raw: Any) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool) and raw > 0:
        return raw
    raise Problem("Choose one from the list, or add a new one.")


def _parse_date(question: Question, raw: Any) -> dt.date:
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    known = when.read_part_date(str(raw))
    if known is None or known.day is None or known.month is None or known.about:
        raise Problem("Write a full date, for example 12 March 2026.")
    return dt.date(known.year, known.month, known.day)


def _parse_part_date(question: Question, raw: Any) -> PartDate:
    if isinstance(raw, PartDate):
        return raw
    if isinstance(raw, dt.date):
        return PartDate(raw.year, raw.month, raw.day)
    known = when.read_part_date(str(raw))
    if known is None:
        raise Problem(
            "Write as much of the date as you know, for example 12 March 2026, March 2026,"
            " summer 2025, about 2025 or 2025."
        )
    return known


def _parse_time_window(question: Question, raw: Any) -> TimeWindow:
    window = raw if isinstance(raw, TimeWindow) else when.read_time_window(str(raw))
    if (window.start is None) != (window.end is None):
        raise Problem("Write both a start and an end time, for example 15:30 to 18:00.")
    if window.start is not None and window.start == window.end:
        raise Problem("The start and the end are the same time; write when it starts and ends.")
    return window


def _parse_rows(question: Question, raw: Any) -> Value:
    raise TypeError(f"rows are records, not a value: {question.key}")


_NUMBER = Codec(_parse_whole_number, str, int, str)
_IDENTITY = Codec(_identity, str, int, str)

CODECS: dict[Kind, Codec] = {
    Kind.SHORT_TEXT: Codec(_parse_short_text, str, str, str),
    Kind.LONG_TEXT: Codec(_parse_long_text, str, str, str),
    Kind.CHOICE: Codec(_parse_choice, str, str, str),
    Kind.CHOICES: Codec(_parse_choices, " ".join, lambda stored: tuple(stored.split()), ", ".join),
    Kind.YES_NO_NOT_SURE: Codec(
        _parse_yes_no_not_sure, str, _yes_no_not_sure, YES_NO_NOT_SURE.__getitem__
    ),
    Kind.WHOLE_NUMBER: _NUMBER,
    Kind.SCALE: _NUMBER,
    Kind.DATE: Codec(_parse_date, dt.date.isoformat, dt.date.fromisoformat, day_in_words),
    Kind.PART_DATE: Codec(_parse_part_date, when.part_date_text, when.part_date_from_text, str),
    Kind.TIME_WINDOW: Codec(
        _parse_time_window, when.time_window_text, when.time_window_from_text, str
    ),
    Kind.PERSON: _IDENTITY,
    Kind.CONTEXT: _IDENTITY,
    Kind.RECORD: _IDENTITY,
    Kind.ROWS: Codec(_parse_rows, str, str, str),
}
