"""Copying all data of a vault from one keyed file to another, and proving that it is the same.

A rekey, an upgrade, a backup and a restore each make a file anew and use it only after it has been
read in full. SQLCipher encrypts each page for the file it goes to, so nothing of a copy was ever
under the key of the file it comes from.
"""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path
from typing import Any

from roth_planner.errors import CannotWrite, DamagedVault
from roth_planner.vault.files import journal_of, sync_file, sync_folder, write_new


def copy_to(connection: Any, new: Path, key: bytes, epoch: int) -> None:
    """Write all data of an open connection into the file ``new`` under ``key``, synced.

    ``epoch`` is that of the header the copy belongs to. Raises what the disk raises.
    """
    remove(new)
    write_new(new, b"")
    copy = connect_copy(new, key)
    try:
        back_up(connection, copy)
        copy.execute(f"PRAGMA user_version = {epoch:d}")
    finally:
        copy.close()
    sync_file(new)
    sync_folder(new.parent)


def connect_copy(copy: Path, key: bytes, *, reading: bool = False) -> Any:
    """A connection to a copy. What ``engine.connect`` says of opening a vault does not fit here:
    raises OSError for trouble with the disk, ValueError for a copy that is no good."""
    from roth_planner.vault.engine import connect

    try:
        return connect(copy, key, reading=reading)
    except CannotWrite:
        raise OSError(errno.EIO, "copy") from None
    except DamagedVault:
        raise ValueError("copy") from None


def back_up(connection: Any, copy: Any) -> None:
    """Copy all data from one open connection to another, of the same key or not.

    Raises OSError for trouble with the disk: here the driver gives no code, only SQLite's text.
    """
    try:
        connection.backup(copy)
    except Exception as error:
        number = _NUMBERS.get(str(error))
        if number is None:
            raise
        raise OSError(number, "backup") from None


_NUMBERS = {
    "database or disk is full": errno.ENOSPC,
    "disk I/O error": errno.EIO,
    "attempt to write a readonly database": errno.EROFS,
}


def is_sound(connection: Any, *, pages: bool = True) -> bool:
    """Whether the file holds together: its pages, its structure, and what refers to what.

    ``pages`` reads every page as it lies on the disk; without it only those that are in use.
    """
    return (
        # The first misses a file cut at a page, the second a page that is not read.
        not (pages and connection.execute("PRAGMA cipher_integrity_check").fetchall())
        and connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        and not connection.execute("PRAGMA foreign_key_check").fetchall()
    )


def contents(connection: Any) -> dict[str, tuple[int, bytes]]:
    """Of every table, how many rows it has and a digest of all their bytes; of the schema too.

    Rows are taken in the order in which they are stored, which a backup keeps.
    """
    usual = connection.text_factory
    # Text as it is stored, even if it is no UTF-8, and told from a blob of the same bytes.
    connection.text_factory = lambda raw: (raw,)
    try:
        found = {"": digest(connection.execute("SELECT type, name, sql FROM sqlite_master"))}
        for ((name,),) in connection.execute(_TABLES).fetchall():
            quoted = name.decode().replace('"', '""')
            rows = connection.execute(f'SELECT * FROM "{quoted}" NOT INDEXED')
            found[name.decode()] = digest(rows)
        return found
    finally:
        connection.text_factory = usual


def counts(connection: Any) -> dict[str, int]:
    """Of every table, how many rows it has."""
    found = {}
    for (name,) in connection.execute(_TABLES).fetchall():
        quoted = name.replace('"', '""')
        found[name] = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0]
    return found


# Tables that only stand for others have no rows of their own.
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"


def digest(rows: Any) -> tuple[int, bytes]:
    """How many rows there are, and a digest of all of them in their order."""
    taken = hashlib.blake2b(digest_size=32)
    count = 0
    for row in rows:
        # One spelling for one row: numbers, text and blobs are spelled differently.
        taken.update(repr(row).encode() + b"\n")
        count += 1
    return count, taken.digest()


def remove(data_file: Path) -> None:
    """Remove a data file that is to be made anew, and its journal; raises OSError."""
    for path in (data_file, journal_of(data_file)):
        path.unlink(missing_ok=True)
