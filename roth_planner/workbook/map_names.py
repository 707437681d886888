"""What people and places are called on a map, so that no two of them are called the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from roth_planner.workbook import names

READS_CODES = ("chair", "agencies")
"""Audiences that may read codes and initials; for others a private person is their kind."""


class Called(NamedTuple):
    """Somebody as a reader may read them."""

    kind: str
    label: str
    detail: str
    circle: str


def place_label(number: int, name: str | None, called: Counter[str]) -> str:
    """Its name; where another place here has the same, also its number."""
    label = name or names.UNNAMED["context"]
    return f"{label} (no. {number})" if called[(name or "").casefold()] > 1 else label


def told_apart(named: Mapping[int, Called], child: int, audience: str | None) -> dict[int, Called]:
    """Two who are called the same get a number: their own, or one that says nothing of them.

    Who may not read initials sees kinds; those are counted as they stand here.
    """
    by_number = audience is None or audience in READS_CODES
    same: dict[str, list[int]] = {}
    for number, one in named.items():
        same.setdefault(one.label.casefold(), []).append(number)
    apart = dict(named)
    for numbers in same.values():
        for place, number in enumerate(numbers if len(numbers) > 1 else (), 1):
            one = named[number]
            if number != child:
                own = by_number or one.circle == "partner"
                label = f"{one.label} (no. {number})" if own else f"{one.label} {place}"
                apart[number] = one._replace(label=label)
    return apart
