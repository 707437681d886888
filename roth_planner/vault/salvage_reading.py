"""Everything that can still be read of a damaged vault: rows of its tables, and its history."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from roth_planner.errors import DamagedVault, NotAVault, PlannerError
from roth_planner.vault import keys, replay
from roth_planner.vault.data_file import DATA
from roth_planner.vault.files import journal_of
from roth_planner.vault.journal import journal_beside
from roth_planner.vault.leaves import all_rows
from roth_planner.vault.pages import PageCheck
from roth_planner.vault.seal import quoted
from roth_planner.vault.seal_hash import KEY_BYTES, content_hash, link_hash
from roth_planner.vault.seal_key import SECOND, key_of, read_key

CHANGE = (
    "id", "step", "at", "record", "record_id", "before", "after", "undoes",
    "content", "row_seal", "seal",
)  # fmt: skip

Place = tuple[str, int]


class Told(msgspec.Struct, frozen=True):
    """One row of the history that is as it was written."""

    number: int
    record: str
    record_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    row_seal: bytes | None


class Read(msgspec.Struct):
    """``rows`` are by kind and number, ``ties`` by table and owner. ``loose`` rows are of no known
    table. ``missing`` are numbers of the history that could not be read; ``unread`` are the tables
    that did not read in order, and ``highest`` the highest number each table ever gave."""

    key: bytes
    changes: list[Told]
    missing: set[int]
    rows: dict[Place, dict[str, Any]]
    ties: dict[str, dict[int, list[int]]]
    loose: list[tuple[int, tuple[Any, ...]]]
    columns: dict[str, tuple[str, ...]]
    unread: set[str]
    highest: dict[str, int]
    second: list[bytes] = msgspec.field(default_factory=list)


def read(folder: Path, private: Path, data_key: bytes, tables: replay.Tables) -> Read:
    """Read a closed vault by way of a copy in the folder ``private``.

    Raises NotAVault, DamagedVault when no page is this vault's or the seal's key is nowhere,
    OSError.
    """
    from roth_planner.vault.engine import connect

    key = keys.sub_key(data_key, "database")
    data_file = folder / DATA
    if not data_file.is_file():
        raise NotAVault(
            "The vault's data.db is missing, so there is nothing to salvage. Nothing was changed."
            " Restore the last backup."
        )
    check = PageCheck(key)
    copy = private / DATA
    shutil.copyfile(data_file, copy)
    if journal_beside(data_file, key) == "fits":
        shutil.copyfile(journal_of(data_file), journal_of(copy))
        with suppress(PlannerError):
            connect(copy, key).close()
    pages = check.look(copy)
    if pages.foreign:
        raise DamagedVault(NOTHING)
    found = Read(b"", [], set(), {}, {}, [], {}, set(), {})
    raw: list[tuple[Any, ...]] = []
    reader = _Reader(copy, key)
    try:
        _in_order(reader, tables, found, raw)
    finally:
        reader.close()
    if found.unread:
        found.loose = list(all_rows(copy, key, pages))
        _numbers(found, tables)
    raw += [(number, *rest[1 : len(CHANGE)]) for number, rest in found.loose]
    found.key = _seal_key(folder, data_key, found, raw)
    _history(found, raw)
    return found


NOTHING = (
    "No record in the vault's data.db can be read any more, so there is nothing to salvage. Nothing"
    " was changed. Restore the last backup."
)


class _Reader:
    """Asks a damaged file; what cannot be answered is None.

    SQLCipher answers nothing more once it has met a damaged page, so the file is opened anew then.
    """

    def __init__(self, data_file: Path, key: bytes) -> None:
        self._file = data_file
        self._key = key
        self._connection: Any = None

    def ask(self, statement: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]] | None:
        """Names of columns and all rows, or None."""
        from roth_planner.vault.engine import connect

        try:
            self._connection = self._connection or connect(
                self._file, self._key, reading=True, lenient=True
            )
            cursor = self._connection.execute(statement)
            return tuple(column[0] for column in cursor.description), cursor.fetchall()
        except Exception:  # damaged pages were seen to raise anything at all
            self.close()
            return None

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()


def _in_order(
    reader: _Reader, tables: replay.Tables, found: Read, changes: list[tuple[Any, ...]]
) -> None:
    """Read every table as SQLite leads to its rows; those that do not read are noted."""
    if (numbers := reader.ask("SELECT name, seq FROM sqlite_sequence")) is not None:
        found.highest = {
            name: number for name, number in numbers[1] if isinstance(number, int) and number > 0
        }
    kept = reader.ask("SELECT key FROM seal_key")
    if kept is not None and len(kept[1]) == 1 and isinstance(kept[1][0][0], bytes):
        found.key = kept[1][0][0]
    else:
        found.unread.add("seal_key")
    second = reader.ask("SELECT text FROM desk WHERE key = 'seal'")
    if second is not None:
        found.second += [key for row in second[1] if (key := key_of(row[0])) is not None]
    else:
        found.unread.add("desk")
    told = reader.ask(
        "SELECT id, step, at, record, record_id, before, after, undoes, content, row_seal, seal"
        " FROM change ORDER BY id"
    )
    if told is None:
        found.unread.add("change")
    else:
        changes += told[1]
    for table in tables.names:
        read_rows = reader.ask(f"SELECT * FROM {quoted(table)} NOT INDEXED")
        if read_rows is None:
            found.unread.add(table)
        else:
            found.columns[table] = read_rows[0]
            for row in read_rows[1]:
                whole = dict(zip(read_rows[0], row, strict=True))
                found.rows[table, whole["id"]] = whole
        for tie, owner, other in tables.tied(table):
            pairs = reader.ask(
                f"SELECT {quoted(owner)}, {quoted(other)} FROM {quoted(tie)} NOT INDEXED"
            )
            if pairs is None:
                found.unread.add(tie)
                continue
            for mine, its in pairs[1]:
                found.ties.setdefault(tie, {}).setdefault(mine, []).append(its)


def _numbers(found: Read, tables: replay.Tables) -> None:
    """Take the highest numbers that were given from where they lie outside any table."""
    names = {*tables.names, "change"}
    for _number, (name, highest, *rest) in found.loose:
        is_one = name in names and isinstance(highest, int) if isinstance(name, str) else False
        if is_one and not any(held is not None for held in rest):
            found.highest[name] = max(highest, found.highest.get(name, 0))


def _seal_key(folder: Path, data_key: bytes, found: Read, raw: list[tuple[Any, ...]]) -> bytes:
    """The key of the seal: a copy in the data that fits a row of the history, or else that of the
    newest backup, where it is the same."""
    for key in (found.key, *found.second, *_loose_keys(found)):
        if key and any(_is_of(key, row) for row in raw):
            return key
    from roth_planner.vault import backup
    from roth_planner.vault.backup_reading import read_with_key

    key = keys.sub_key(data_key, "backup")
    for one in backup.backups(backup.place_of(folder)):
        with suppress(PlannerError, ValueError), read_with_key(one.path, key) as opened:
            return read_key(opened.connection)
    raise DamagedVault(
        "The key of the seal is lost, so no record can be proved right and nothing was salvaged."
        " Nothing was changed. Restore the last backup."
    )


def _loose_keys(found: Read) -> Iterator[bytes]:
    """What may be a copy of the key among the rows of no known table."""
    for number, (first, kept, *rest) in found.loose:
        if any(held is not None for held in rest):
            continue
        if number == 1 and isinstance(kept, bytes) and len(kept) == KEY_BYTES:
            yield bytes(kept)
        elif first == SECOND and (key := key_of(kept)) is not None:
            yield key


def _is_of(key: bytes, row: tuple[Any, ...]) -> bool:
    """Whether a row of the history was written with this key."""
    with suppress(Exception):
        return bool(row[8] == content_hash(key, row[0], row[5], row[6]))
    return False


def _history(found: Read, raw: list[tuple[Any, ...]]) -> None:
    """Take the rows of the chain that are as they were written; the rest is missing."""
    good: dict[int, tuple[Any, ...]] = {}
    for row in raw:
        number, before, after, content = row[0], row[5], row[6], row[8]
        with suppress(Exception):
            if content == content_hash(found.key, number, before, after):
                good.setdefault(number, row)
    # Where the highest number is not known either, changes may be lost at the end.
    open_end = max(good, default=0) + ("change" in found.unread)
    last = max(found.highest.get("change", open_end), max(good, default=0))
    for number in range(1, last + 1):
        row = good.get(number, ())
        if not row:
            found.missing.add(number)
            continue
        _, step, at, record, record_id, before, after, undoes, content, row_seal, seal = row
        previous = good.get(number - 1)
        if previous is not None and seal != link_hash(
            found.key, previous[10], (number, step, at, record, record_id, undoes),
            content, row_seal,
        ):  # fmt: skip
            found.missing.add(number)
            continue
        found.changes.append(
            Told(number, record, record_id, _decoded(before), _decoded(after), row_seal)
        )


def _decoded(held: str | None) -> dict[str, Any] | None:
    return None if held is None else json.loads(held)
