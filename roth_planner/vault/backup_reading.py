"""Opening a backup to see what is in it, and only after all of it was read and held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from roth_planner.errors import DamagedVault, WrongSecret
from roth_planner.vault import keys
from roth_planner.vault.backup_file import DAMAGED, Trailer, check_data, look
from roth_planner.vault.copying import is_sound
from roth_planner.vault.header import Header, VaultKind
from roth_planner.vault.keys import Derive
from roth_planner.vault.migrations import PACKAGED, Migrations
from roth_planner.vault.seal import EVENT
from roth_planner.vault.seal_check import Flaw, check
from roth_planner.vault.slots import unlock
from roth_planner.vault.troubles import Trouble, translate_errors


class Summary(msgspec.Struct, frozen=True):
    """What is in a backup. ``records`` counts by kind of record, ``number`` is that of its last
    change and ``last_change`` when a record was changed last; ``flaws`` is what the seal of the
    vault did not hold for when the backup was made."""

    vault_id: str
    kind: VaultKind
    made: dt.datetime
    number: int
    records: dict[str, int]
    last_change: dt.datetime | None
    flaws: tuple[Flaw, ...]


class OpenBackup(msgspec.Struct, frozen=True):
    """A backup that was read in full. ``data_key`` is None if it was opened without a secret."""

    summary: Summary
    connection: Any
    header: Header
    data_key: bytes | None


@contextmanager
def read(
    path: Path,
    secret: str,
    *,
    migrate: Migrations = PACKAGED,
    derive: Derive = keys.derive,
) -> Iterator[OpenBackup]:
    """A backup, opened with a passphrase or recovery code that opened the vault when it was made.

    All of it is read and checked before it is given; nothing is written, wherever it lies. Raises
    WrongSecret, NotAVault if it is no backup, DamagedVault, NewerVault, CannotWrite if the disk
    cannot be read.
    """
    trailer = _looked_at(path)
    try:
        header, data_key = unlock((trailer.header,), secret, derive)
    except WrongSecret:
        raise WrongSecret(_WRONG) from None
    key = keys.sub_key(data_key, "backup")
    with _opened(path, trailer, header, key, data_key, migrate) as opened:
        yield opened


@contextmanager
def read_with_key(path: Path, key: bytes, migrate: Migrations = PACKAGED) -> Iterator[OpenBackup]:
    """The same with the key that an open vault keeps for its backups."""
    trailer = _looked_at(path)
    with _opened(path, trailer, trailer.header, key, None, migrate) as opened:
        yield opened


def _looked_at(path: Path) -> Trailer:
    with translate_errors(READING):
        trailer = look(path)
        check_data(path, trailer)
    return trailer


@contextmanager
def _opened(
    path: Path,
    trailer: Trailer,
    header: Header,
    key: bytes,
    data_key: bytes | None,
    migrate: Migrations,
) -> Iterator[OpenBackup]:
    from roth_planner.vault.engine import connect

    if not trailer.is_genuine(key):
        raise DamagedVault(_FOREIGN)
    try:
        connection = connect(path, key, reading=True)
    except DamagedVault:
        raise DamagedVault(DAMAGED) from None
    try:
        with translate_errors(READING, anything_is_damage=True):
            migrate.pending(connection)  # refuses what a newer program has made
            summary = _summary(connection, trailer)
        yield OpenBackup(summary, connection, header, data_key)
    finally:
        connection.close()


def _summary(connection: Any, trailer: Trailer) -> Summary:
    sealed = check(connection)
    # Each page was compared when the digest was, so only what is in use is read once more.
    if not is_sound(connection, pages=False) or sealed.head.number != trailer.number:
        raise DamagedVault(DAMAGED)
    return Summary(
        trailer.header.vault_id,
        trailer.header.kind,
        trailer.made,
        trailer.number,
        sealed.records,
        last_change(connection),
        sealed.flaws,
    )


def last_change(connection: Any) -> dt.datetime | None:
    """When a record was changed last; None in a vault that holds nothing yet."""
    row = connection.execute(
        "SELECT at FROM change WHERE record <> ? ORDER BY id DESC LIMIT 1", (EVENT,)
    ).fetchone()
    return None if row is None else dt.datetime.fromisoformat(row[0]).replace(tzinfo=dt.UTC)


_WRONG = (
    "This passphrase or recovery code does not open the backup. Nothing was changed. A backup opens"
    " with what opened the vault when it was made: if that has changed since, type the one of"
    " before, or choose a newer backup."
)
_FOREIGN = (
    "This backup does not belong to the keys of this vault, or something other than this program"
    " has changed it, so nothing was taken from it. Nothing was changed. Choose another backup."
)

READING: Mapping[Trouble, str] = {
    Trouble.FULL: "The disk with the backup could not be read. Nothing was changed. Check that it"
    " is connected and try again.",
    Trouble.READ_ONLY: "This account may not read the backup. Nothing was changed. Copy it to a"
    " folder of your own, or ask your IT support for the right to read it.",
    Trouble.FAILED: "The disk with the backup could not be read. Nothing was changed. Check that it"
    " is connected and try again.",
    Trouble.GONE: "The backup is no longer there. Nothing was changed. Check that the disk is"
    " connected, and choose it again.",
    Trouble.IN_USE: "Another program is using the backup. Nothing was changed. Close that program"
    " and try again.",
    Trouble.DAMAGED: DAMAGED,
}
