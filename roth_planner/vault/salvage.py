"""Saves what can still be proved right out of a damaged vault, and says what could not be.

Every row that can be read is compared with the seal of the last change of its record. What fits is
kept; what does not is built anew from the history, and kept if that fits. Where the history itself
has gaps, a record that reads well but cannot be compared any more is kept and named as doubtful.
All of it goes into a new vault in a new folder that opens with the same secrets; the damaged one is
not written to. The new history begins with what was salvaged; the old one stays in the old vault.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from roth_planner.errors import CannotWrite, DamagedVault, VaultInUse
from roth_planner.vault import header as headers
from roth_planner.vault import keys, replay, salvage_reading
from roth_planner.vault import refusing as words
from roth_planner.vault.data_file import DATA
from roth_planner.vault.filelock import FileLock, Held
from roth_planner.vault.files import check_name, made_beside, sync_file
from roth_planner.vault.filling import fill_folder
from roth_planner.vault.health_data import fits
from roth_planner.vault.keys import Derive
from roth_planner.vault.migrations import PACKAGED, Migrations
from roth_planner.vault.salvage_sorting import Lost, Sorted, sort
from roth_planner.vault.seal import Entry, Seal, quoted
from roth_planner.vault.seal_check import check
from roth_planner.vault.slots import unlock_all
from roth_planner.vault.troubles import CREATING, OPENING, translate_errors

EVENT = "salvaged"
"""The event that the history of a salvaged vault begins with."""


class Salvaged(msgspec.Struct, frozen=True):
    """What became of a damaged vault's records, each by kind and number.

    ``kept`` counts by kind those that were as they were sealed; ``rebuilt`` came out of the
    history; ``doubtful`` were kept though they could not be compared; ``lost`` were not saved, with
    the reason. Each record is in one of them. ``emptied`` are places in kept records that named a
    lost one. ``changes_lost`` counts rows of the history that could not be read.
    """

    folder: str
    kept: dict[str, int]
    rebuilt: tuple[tuple[str, int], ...]
    doubtful: tuple[tuple[str, int], ...]
    lost: tuple[Lost, ...]
    emptied: tuple[Lost, ...]
    changes_lost: int

    @property
    def total(self) -> int:
        """How many records there were, as far as that can be known."""
        kept = sum(self.kept.values())
        return kept + len(self.rebuilt) + len(self.doubtful) + len(self.lost)

    @property
    def whole(self) -> bool:
        """Whether every record was saved as it was, as far as the whole history can tell."""
        return not (self.lost or self.emptied or self.doubtful or self.changes_lost)

    def as_json(self) -> dict[str, Any]:
        """The same as plain data, with the total."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return {**plain, "total": self.total, "whole": self.whole}


def salvage(
    folder: Path,
    secret: str,
    to: Path,
    *,
    migrate: Migrations = PACKAGED,
    derive: Derive = keys.derive,
) -> Salvaged:
    """Save everything that can be proved right of the vault in ``folder`` into a new one at ``to``.

    The disk of ``to`` needs room for the records three times. Raises WrongSecret, NotAVault,
    DamagedVault when nothing at all can be saved (no header, no page of this vault, no key of the
    seal), VaultInUse, and CannotWrite when ``to`` exists or cannot be written; then nothing is left
    there. The old vault is as it was in every case.
    """
    folder, to = Path(os.path.abspath(folder)), Path(os.path.abspath(to))
    opened = unlock_all(headers.read(folder), secret, derive)
    header, data_key = next((one for one in opened if fits(folder, one[1])), opened[0])
    check_name(to)
    if os.path.lexists(to):
        raise CannotWrite(
            "There is a file or folder of this name already, so nothing was salvaged there and"
            " nothing was changed. Choose another name."
        )
    try:
        lock = FileLock(folder, unseen=True)
    except Held as held:
        raise VaultInUse(words.in_use(held)) from None
    try:
        with translate_errors(CREATING), made_beside(to) as making:
            fill_folder(making, header, data_key, migrate, os.urandom)
            private = making / ".reading"
            private.mkdir(mode=0o700)
            with translate_errors(OPENING, anything_is_damage=True):
                salvaged = _salvage(folder, to, private, making / DATA, data_key, header.epoch)
            shutil.rmtree(private)
            sync_file(making / DATA)
    finally:
        lock.release()
    return salvaged


def saves_anything(folder: Path, data_key: bytes) -> bool:
    """Whether ``salvage`` would save any record of a closed vault; nothing in it is changed."""
    from roth_planner.vault.engine import connect_to_nothing, engine_for

    connection = connect_to_nothing()
    engine = engine_for(connection)
    try:
        PACKAGED.upgrade(engine)
        tables = replay.Tables(connection)
        with tempfile.TemporaryDirectory(prefix="roth-") as private:
            read = salvage_reading.read(folder, Path(private), data_key, tables)
            return bool(sort(read, tables).saved)
    except Exception:  # damaged pages were seen to raise anything at all
        return False
    finally:
        engine.dispose()
        connection.close()


def _salvage(
    folder: Path, to: Path, private: Path, new: Path, data_key: bytes, epoch: int
) -> Salvaged:
    from roth_planner.vault.engine import connect

    connection = connect(new, keys.sub_key(data_key, "database"))
    try:
        tables = replay.Tables(connection)
        read = salvage_reading.read(folder, private, data_key, tables)
        found = sort(read, tables)
        if not found.saved and (found.lost or read.missing or read.unread):
            raise DamagedVault(salvage_reading.NOTHING)
        connection.execute(f"PRAGMA user_version = {epoch:d}")
        _write(connection, tables, found, len(read.changes))
        sealed = check(connection)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if not sealed.holds or broken or sum(sealed.records.values()) != len(found.saved):
            raise DamagedVault(OPENING_SALVAGED)
    finally:
        connection.close()
    kept: dict[str, int] = {}
    for (record, _number), how in found.saved.items():
        if how.how == "kept":
            kept[record] = kept.get(record, 0) + 1
    return Salvaged(
        folder=str(to),
        kept=dict(sorted(kept.items())),
        rebuilt=_named(found, "rebuilt"),
        doubtful=_named(found, "doubtful"),
        lost=tuple(sorted(found.lost)),
        emptied=tuple(sorted(found.emptied)),
        changes_lost=len(read.missing),
    )


def _named(found: Sorted, how: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(place for place, one in found.saved.items() if one.how == how))


def _write(connection: Any, tables: replay.Tables, found: Sorted, changes: int) -> None:
    """Put the records into the empty tables and seal each; one transaction.

    A record that the tables do not take, because a rule between its columns does not hold any
    more, is moved to the lost ones, and what belongs to it with it.
    """
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    while refused := _fill(connection, tables, found):
        for place in refused:
            found.lose(place, "It was damaged in a way that its table does not take.")
        found.settle(tables)
        for table in (*(name for name, *_ in _all_ties(tables)), *tables.names):
            connection.execute(_empty(table))
    _seal(connection, tables, found, changes)
    connection.execute("COMMIT")
    connection.execute("PRAGMA foreign_keys = ON")


def _fill(connection: Any, tables: replay.Tables, found: Sorted) -> list[tuple[str, int]]:
    refused = []
    for (table, number), one in sorted(found.saved.items()):
        columns = tuple(one.row)
        try:
            connection.execute(
                replay.insert_statement(table, columns), tuple(one.row[name] for name in columns)
            )
        except connection.IntegrityError:
            refused.append((table, number))
            continue
        for name, numbers in one.ties:
            owner, other = next((mine, its) for tie, mine, its in tables.tied(table) if tie == name)
            connection.executemany(
                replay.insert_statement(name, (owner, other)),
                [(number, tied) for tied in numbers],
            )
    return refused


def _seal(connection: Any, tables: replay.Tables, found: Sorted, changes: int) -> None:
    seal = Seal(connection)
    counted = {
        how: sum(one.how == how for one in found.saved.values())
        for how in ("kept", "rebuilt", "doubtful")
    }
    seal.event(EVENT, **counted, lost=len(found.lost), changes=changes)
    now = dt.datetime.now(dt.UTC)
    seal.append(
        Entry(2, now, table, number, None, _state(tables, found, table, one.row, one.ties, one))
        for (table, number), one in sorted(found.saved.items())
    )


def _state(
    tables: replay.Tables,
    found: Sorted,
    table: str,
    row: Mapping[str, Any],
    ties: Iterable[tuple[str, list[int]]],
    one: Any,
) -> Mapping[str, Any]:
    if one.state is not None:
        return dict(one.state)
    return replay.stored(tables, table, dict(row), list(ties), found.tie_names.get(table, {}))


def _all_ties(tables: replay.Tables) -> Iterable[tuple[str, str, str]]:
    for table in tables.names:
        yield from tables.tied(table)


def _empty(table: str) -> str:
    return f"DELETE FROM {quoted(table)}"


OPENING_SALVAGED = (
    "What was salvaged did not read back as it was written, so no new vault was made. The old one"
    " is as it was. Restore the last backup, or choose a folder on another disk."
)
