"""The seal: a keyed hash chain over every change, so that what was put back or removed shows.

SQLCipher proves that a page of the data file is genuine, not that it is current: 140 of 141 pages
of last week's copy were accepted in today's file. So each row of ``change`` is written with three
keyed BLAKE2b hashes of 16 bytes (rfc-editor.org/rfc/rfc7693), in the transaction of the change:

``content``   of what changed, before and after
``row_seal``  of the whole record as it is after the change, its ties included; null if it is gone
``seal``      of the row's other columns and the ``seal`` of the row before

The key is random, made with the vault and kept in it, so it stays the same when the vault gets new
keys. Whoever has the data key has the seal's key too: the seal finds damage, old pages, old copies
and edits made behind the program's back; it does not bind the holder of the passphrase.

Sealed is every table with a column ``id``, but those that are not records (``UNSEALED``). A table
without one ties records: its first column names the record the tie belongs to.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from roth_planner.vault.seal_hash import (
    HASH_BYTES,
    KEY_BYTES,
    START,
    content_hash,
    link_hash,
    record_hash,
)
from roth_planner.vault.seal_key import begin, keep_twice, read_key

__all__ = [
    "HASH_BYTES",
    "KEY_BYTES",
    "START",
    "begin",
    "content_hash",
    "keep_twice",
    "link_hash",
    "read_key",
    "record_hash",
]

EVENT = "event"
"""The ``record`` of a row that tells of no record: an older copy used, a case removed for good."""

UNSEALED = frozenset({"change", "seal_key", "desk", "alembic_version"})

_APPEND = (
    "INSERT INTO change"
    " (id, step, at, record, record_id, before, after, undoes, content, row_seal, seal)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Head(msgspec.Struct, frozen=True):
    """The last row of a chain: its number, which counts all rows, and its seal."""

    number: int
    seal: bytes


class Entry(msgspec.Struct, frozen=True):
    """One row for the chain. ``before`` and ``after`` are in stored form, as in ``Change``."""

    step: int
    at: dt.datetime
    record: str
    record_id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    undoes: int | None = None


class Seal:
    """Writes the chain of one open vault."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.key = read_key(connection)
        self.shape = Shape(connection)
        self.latest = self.head()
        """The row written last, to be trusted once its transaction is committed."""

    def head(self) -> Head:
        """The last row as it is in the data now."""
        row = self._connection.execute(
            "SELECT id, seal FROM change ORDER BY id DESC LIMIT 1"
        ).fetchone()
        return Head(*row) if row else Head(0, START)

    def holds(self, seen: Head) -> bool:
        """Whether the chain still holds a row that was its last one once."""
        row = self._connection.execute(
            "SELECT seal FROM change WHERE id = ?", (seen.number,)
        ).fetchone()
        return seen.number == 0 or (row is not None and row[0] == seen.seal)

    def append(self, entries: Iterable[Entry]) -> None:
        """Write rows at the end of the chain, in the transaction that is under way.

        The records must be in the data as they are to be.
        """
        head = self.head()
        number, last = head.number, head.seal
        rows = []
        for entry in entries:
            number += 1
            before, after = _json(entry.before), _json(entry.after)
            at = f"{entry.at:%Y-%m-%d %H:%M:%S.%f}"
            content = content_hash(self.key, number, before, after)
            row_seal = self._row_seal(entry.record, entry.record_id)
            last = link_hash(
                self.key, last,
                (number, entry.step, at, entry.record, entry.record_id, entry.undoes),
                content, row_seal,
            )  # fmt: skip
            rows.append(
                (
                    number, entry.step, at, entry.record, entry.record_id,
                    before, after, entry.undoes, content, row_seal, last,
                )
            )  # fmt: skip
        self._connection.executemany(_APPEND, rows)
        self.latest = Head(number, last)

    def event(self, what: str, **more: Any) -> None:
        """Write a row of what happened to the vault itself, with numbers and times only."""
        step = self._connection.execute("SELECT max(step) FROM change").fetchone()[0] or 0
        now = dt.datetime.now(dt.UTC)
        self.append([Entry(step + 1, now, EVENT, 0, None, {"event": what, **more})])

    def _row_seal(self, table: str, number: int) -> bytes | None:
        return None if table == EVENT else self.shape.row_hash(self.key, table, number)


class Shape:
    """Which tables of a data file are sealed, and how one row of them is hashed."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.tables: list[str] = []
        self.ties: dict[str, list[tuple[str, str, str]]] = {}
        self._columns: dict[str, tuple[str, ...]] = {}
        for name, kind in connection.execute(
            "SELECT name, type FROM pragma_table_list WHERE schema = 'main'"
        ).fetchall():
            if kind != "table" or name in UNSEALED or name.startswith("sqlite_"):
                continue
            columns = [
                row[0]
                for row in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
            ]
            if "id" in columns:
                self.tables.append(name)
                continue
            points = dict(
                connection.execute(
                    'SELECT "from", "table" FROM pragma_foreign_key_list(?)', (name,)
                ).fetchall()
            )
            if len(columns) > 1 and columns[0] in points:
                owner = points[columns[0]]
                self.ties.setdefault(owner, []).append((name, columns[0], columns[1]))
        self.tables.sort()
        for ties in self.ties.values():
            ties.sort()

    def row_hash(self, key: bytes, table: str, number: int) -> bytes | None:
        """The hash of one record as it is in the data; None if it is not there."""
        cursor = self._connection.execute(f"SELECT * FROM {quoted(table)} WHERE id = ?", (number,))
        row = cursor.fetchone()
        if row is None:
            return None
        ties = []
        for name, owner, other in self.ties.get(table, ()):
            found = self._connection.execute(
                f"SELECT {quoted(other)} FROM {quoted(name)} WHERE {quoted(owner)} = ?"
                f" ORDER BY {quoted(other)}",
                (number,),
            ).fetchall()
            if found:
                ties.append((name, [one[0] for one in found]))
        return record_hash(key, table, self._names(table, cursor.description), row, ties)

    def hashes(self, key: bytes, table: str) -> Iterable[tuple[int, bytes]]:
        """Number and hash of every record of a table, in the order they are kept in."""
        ties: dict[int, list[tuple[str, list[int]]]] = {}
        for name, owner, other in self.ties.get(table, ()):
            held: dict[int, list[int]] = {}
            for mine, its in self._connection.execute(
                f"SELECT {quoted(owner)}, {quoted(other)} FROM {quoted(name)} NOT INDEXED"
            ):
                held.setdefault(mine, []).append(its)
            for mine, found in held.items():
                ties.setdefault(mine, []).append((name, sorted(found)))
        cursor = self._connection.execute(f"SELECT * FROM {quoted(table)} NOT INDEXED")
        names = self._names(table, cursor.description)
        place = names.index("id")
        for row in cursor:
            yield row[place], record_hash(key, table, names, row, ties.get(row[place], ()))

    def _names(self, table: str, description: Any) -> tuple[str, ...]:
        if table not in self._columns:
            self._columns[table] = tuple(column[0] for column in description)
        return self._columns[table]


def new_key(random: Any = os.urandom) -> bytes:
    """A key for the seal of a new vault."""
    key: bytes = random(KEY_BYTES)
    return key


def quoted(name: str) -> str:
    """A table or column as SQL takes it; names cannot be given as parameters."""
    return '"' + name.replace('"', '""') + '"'


def _json(held: Mapping[str, Any] | None) -> str | None:
    return None if held is None else json.dumps(held)
