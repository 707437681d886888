"""Reads all records and the whole history of a vault, and says where the seal does not hold.

Every row is read, so damage that a checksum would find is met on the way; what it raises is for
the caller to take as damage.
"""

from __future__ import annotations

import json
from typing import Any, Literal, TypeAlias

import msgspec

from roth_planner.errors import DamagedVault
from roth_planner.vault.seal import (
    EVENT,
    START,
    Head,
    Shape,
    content_hash,
    link_hash,
    read_key,
)
from roth_planner.vault.troubles import OPENING, Trouble

FlawKind: TypeAlias = Literal[
    "no_key",
    "record_older",
    "record_changed",
    "record_lost",
    "record_back",
    "record_unknown",
    "history_changed",
    "history_broken",
    "history_removed",
]

WORDS: dict[FlawKind, str] = {
    "no_key": "The key of the seal is missing, so nothing can be checked by it.",
    "record_older": "A record is as it was before its last change: an old part of the file was put"
    " back.",
    "record_changed": "A record was changed by something other than this program.",
    "record_lost": "A record that was kept is not there any more.",
    "record_back": "A record that was removed is there again: an old part of the file was put"
    " back.",
    "record_unknown": "A record is there that this program never wrote.",
    "history_changed": "What the history tells of a change was altered.",
    "history_broken": "The history does not fit together: a part of it was altered or is old.",
    "history_removed": "A part of the history was removed.",
}
"""One sentence for each kind of flaw."""

PURGED = "purged"
"""The event that lets rows of the chain be without content: a case was removed for good."""


class Flaw(msgspec.Struct, frozen=True, order=True):
    """One place where the seal does not hold: a record, or a row of the history.

    ``record`` is the name of a kind of record and ``number`` its number; for the history they
    are ``change`` and the number of its row.
    """

    kind: FlawKind
    record: str
    number: int


class Sealed(msgspec.Struct, frozen=True):
    """What reading everything has shown. ``records`` counts rows by kind of record."""

    flaws: tuple[Flaw, ...]
    head: Head
    records: dict[str, int]

    @property
    def holds(self) -> bool:
        """Whether every record and every change is as the program wrote it."""
        return not self.flaws


def check(connection: Any) -> Sealed:
    """Read everything in a data file and compare it with the chain.

    Raises what the driver raises for damage; anything at all was seen, MemoryError included.
    """
    try:
        key = read_key(connection)
    except ValueError:
        return Sealed((Flaw("no_key", "change", 0),), Head(0, START), {})
    flaws, last_seals, head = _walk(connection, key)
    records: dict[str, int] = {}
    shape = Shape(connection)
    for table in shape.tables:
        count = 0
        for number, found in shape.hashes(key, table):
            count += 1
            known = last_seals.pop((table, number), _NEVER)
            if found == known:
                continue
            flaws.append(Flaw(_flaw(connection, table, number, found, known), table, number))
        records[table] = count
    flaws += [
        Flaw("record_lost", table, number)
        for (table, number), seal in last_seals.items()
        if seal is not None
    ]
    return Sealed(tuple(sorted(flaws)), head, records)


def check_fully(connection: Any) -> Sealed:
    """The same, after SQLite's own check: an index that is old hides records and holds none.

    Raises DamagedVault if that finds anything.
    """
    if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise DamagedVault(OPENING[Trouble.DAMAGED])
    return check(connection)


_NEVER = b""


def _flaw(connection: Any, table: str, number: int, found: bytes, known: bytes | None) -> FlawKind:
    if known is None:
        return "record_back"
    was_so = connection.execute(
        "SELECT 1 FROM change WHERE record = ? AND record_id = ? AND row_seal = ?",
        (table, number, found),
    ).fetchone()
    if was_so:
        return "record_older"
    return "record_unknown" if known == _NEVER else "record_changed"


def _walk(
    connection: Any, key: bytes
) -> tuple[list[Flaw], dict[tuple[str, int], bytes | None], Head]:
    """Follow the chain: its flaws, the last hash of every record, and its end."""
    flaws: list[Flaw] = []
    last_seals: dict[tuple[str, int], bytes | None] = {}
    blank: list[int] = []
    may_be_blank: set[int] = set()
    expected, last = 1, START
    for row in connection.execute(
        "SELECT id, step, at, record, record_id, undoes, before, after, content, row_seal, seal"
        " FROM change ORDER BY id"
    ):
        number, step, at, record, record_id, undoes, before, after, content, row_seal, seal = row
        if number != expected:
            flaws.append(Flaw("history_removed", "change", expected))
        elif seal != link_hash(
            key, last, (number, step, at, record, record_id, undoes), content, row_seal
        ):
            flaws.append(Flaw("history_broken", "change", number))
        if content != content_hash(key, number, before, after):
            if before is None and after is None:
                blank.append(number)
            else:
                flaws.append(Flaw("history_changed", "change", number))
        elif record == EVENT:
            may_be_blank |= _purged(after)
        if record != EVENT:
            last_seals[record, record_id] = row_seal
        expected, last = number + 1, seal
    flaws += [
        Flaw("history_removed", "change", number) for number in blank if number not in may_be_blank
    ]
    # AUTOINCREMENT remembers the highest number there ever was (sqlite.org/autoinc.html).
    kept = [
        row[0]
        for row in connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'change'")
    ]
    highest = kept[0] if kept else 0
    if len(kept) > 1 or not isinstance(highest, int) or highest < expected - 1:
        # An old page of these numbers was put back, and numbers would be given twice.
        flaws.append(Flaw("history_broken", "change", expected - 1))
    elif highest >= expected:
        flaws.append(Flaw("history_removed", "change", expected))
    return flaws, last_seals, Head(expected - 1, last)


def _purged(after: str | None) -> set[int]:
    told = json.loads(after or "{}")
    if told.get("event") != PURGED:
        return set()
    return {number for first, end in told["changes"] for number in range(first, end + 1)}
