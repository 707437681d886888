"""What passes in and out of the workbook: plain data, never a database row."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from msgspec import Struct

from roth_planner.guides.values import Value


class Ref(NamedTuple):
    """Which record: its kind (the name of its table) and its number."""

    record: str
    id: int


class Snapshot(Struct, frozen=True):
    """One record as it is kept now: its answers by question key.

    ``values`` has no entry for an empty box. ``half_typed`` is what was typed and could not be
    read as an answer yet. ``progress`` is the status of each section of the record's guide.
    """

    ref: Ref
    values: dict[str, Value]
    half_typed: dict[str, str]
    progress: dict[str, str]

    def get(self, key: str) -> Value:
        """The answer of this key; ``None`` for an empty box."""
        return self.values.get(key)


class Changes(Struct, frozen=True):
    """What one saved step did: which records it touched, added and removed, and when."""

    step: int
    at: dt.datetime
    touched: frozenset[Ref]
    added: tuple[Ref, ...] = ()
    removed: tuple[Ref, ...] = ()
