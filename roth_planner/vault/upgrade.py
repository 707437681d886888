"""Bringing the tables of an older vault up to date: on a copy, which is then swapped in.

First a verified backup is made (``-before-upgrade``, kept for 30 days). The steps then run in
``data.new``, a copy under the same key. Each record whose seal they change gets a row in the
history, without content, after an event that says from which step to which. All of the copy is
read: it holds together, the seal finds nothing that it did not find before, and every row of every
table is the same in all columns that no step says it changes (``touches`` in the step's file). Only
then does it take the place of ``data.db``, in one step.

Wherever it is cut short the vault opens: before the swap ``data.db`` is as it was and ``data.new``
is thrown away by the next opening, which begins again; after it the vault is up to date.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roth_planner.errors import PlannerError
from roth_planner.vault import copying
from roth_planner.vault.data_file import DATA, REKEYED
from roth_planner.vault.files import journal_of, put_in_place, sync_file
from roth_planner.vault.migrations import Migrations, current
from roth_planner.vault.seal import EVENT, Entry, Seal, Shape, quoted
from roth_planner.vault.seal_check import Sealed, check

if TYPE_CHECKING:
    from roth_planner.vault.vault import Vault

MIGRATED = "migrated"
"""The event in the history of a vault whose tables were brought up to date."""


def upgrade(vault: Vault, key: bytes, migrate: Migrations) -> None:
    """Bring an open vault to the last step; ``key`` is that of its data file.

    Raises CannotWrite, or PlannerError when a step fails or would change what it does not name;
    then the vault is as it was, to the byte. Trouble with the disk passes as it came.
    """
    from roth_planner.vault.backup import make_marked
    from roth_planner.vault.engine import connect

    backup, _flaws = make_marked(vault, reason="before-upgrade")
    data_file, new = vault.folder / DATA, vault.folder / REKEYED
    try:
        _make(vault, new, key, migrate)
        vault._disconnect()
        put_in_place(new, data_file)
    except BaseException:
        if new.exists():  # it has not taken the other's place
            with suppress(OSError):
                backup.path.unlink()
                backup.path.parent.rmdir()  # unless there are others
        with suppress(OSError):
            copying.remove(new)
        raise
    vault._connect_again(connect(data_file, key))


def _make(vault: Vault, new: Path, key: bytes, migrate: Migrations) -> None:
    from roth_planner.vault.engine import connect, engine_for

    old = vault._connection
    copying.copy_to(old, new, key, 0)  # of no header yet, so nobody takes it for finished
    copy = connect(new, key)
    engine = engine_for(copy)
    try:
        before = check(old)
        touched = migrate.touches(old)
        migrate.upgrade(engine)
        if not _same(old, copy, touched):
            raise PlannerError(_CHANGED)
        _rebase(old, copy, before)
        after = check(copy)
        if not copying.is_sound(copy) or after.flaws != before.flaws:
            raise PlannerError(_CHANGED)
        # A stick without a journal may lose the old name first: then this one counts as finished.
        copy.execute(f"PRAGMA user_version = {vault._header.epoch:d}")
    finally:
        engine.dispose()
        copy.close()
    sync_file(new)
    journal_of(new).unlink(missing_ok=True)


def _same(old: Any, new: Any, touched: frozenset[str]) -> bool:
    """Whether every table holds the rows it held, but for columns that a step changes."""
    there = _columns(new)
    for table, columns in _columns(old).items():
        if table in touched:
            continue
        kept = [column for column in columns if f"{table}.{column}" not in touched]
        if not set(kept) <= set(there.get(table, ())):
            return False
        if _rows(old, table, kept) != _rows(new, table, kept):
            return False
    return True


def _columns(connection: Any) -> dict[str, tuple[str, ...]]:
    """The columns of each table that is neither SQLite's own nor the inside of another."""
    tables = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    ).fetchall()
    return {
        name: tuple(
            row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
        )
        for (name,) in tables
        if not name.startswith("sqlite_") and name != "alembic_version"
    }


def _rows(connection: Any, table: str, columns: list[str]) -> tuple[int, int]:
    """How many rows there are, and a digest of them that does not depend on their order."""
    usual = connection.text_factory
    connection.text_factory = lambda raw: (raw,)
    count = total = 0
    try:
        names = ", ".join(map(quoted, columns)) or "NULL"
        for row in connection.execute(f"SELECT {names} FROM {quoted(table)}"):
            taken = hashlib.blake2b(repr(row).encode(), digest_size=32).digest()
            total = (total + int.from_bytes(taken, "little")) % 2**256
            count += 1
    finally:
        connection.text_factory = usual
    return count, total


def _rebase(old: Any, new: Any, before: Sealed) -> None:
    """Seal every record that the steps have changed as it is now.

    What the seal did not hold for before is left as it is: an upgrade mends no record.
    """
    seal = _Rebasing(new)
    flawed = {(flaw.record, flaw.number) for flaw in before.flaws}
    was, now = _hashes(old, seal.key), _hashes(new, seal.key)
    changed = sorted(
        record
        for record in was.keys() | now.keys()
        if was.get(record) != now.get(record) and record not in flawed
    )
    step = (new.execute("SELECT max(step) FROM change").fetchone()[0] or 0) + 1
    at = dt.datetime.now(dt.UTC)
    told: Mapping[str, Any] = {"event": MIGRATED, "from": current(old), "to": current(new)}
    entries = [Entry(step, at, EVENT, 0, None, told)]
    entries += [Entry(step, at, table, number, {}, {}) for table, number in changed]
    new.execute("BEGIN IMMEDIATE")
    seal.append(entries)
    new.execute("COMMIT")


class _Rebasing(Seal):
    def _row_seal(self, table: str, number: int) -> bytes | None:
        gone = table != EVENT and table not in self.shape.tables
        return None if gone else super()._row_seal(table, number)


def _hashes(connection: Any, key: bytes) -> dict[tuple[str, int], bytes]:
    shape = Shape(connection)
    return {
        (table, number): found
        for table in shape.tables
        for number, found in shape.hashes(key, table)
    }


_CHANGED = (
    "Bringing the vault up to date would have changed records that were to stay as they are, so it"
    " was not done. The vault is as it was before. Keep it, and tell the makers of ROTH Planner."
)
