"""The drill: once a month the newest backup is restored to see that it can be, and taken away.

A backup that nobody has restored is a hope. The drill does what a restore does, into a private
folder inside the vault's and under a key that is thrown away, reads all of it, compares it with
the backup to the last byte, and notes in the vault when that was.
"""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from roth_planner.errors import DamagedVault, NotAVault
from roth_planner.vault import backup_file, copying, keys
from roth_planner.vault.backup_file import Backup
from roth_planner.vault.backup_reading import OpenBackup, read_with_key
from roth_planner.vault.data_file import DATA
from roth_planner.vault.seal_check import check
from roth_planner.vault.troubles import Trouble, translate_errors

if TYPE_CHECKING:
    from roth_planner.vault.vault import Vault

NOTE = "restore.proven"
"""Key of the note in the table ``desk``: when a restore was proved last."""
EVERY = dt.timedelta(days=30)
_FOLDER = ".drill-"


class Proof(msgspec.Struct, frozen=True):
    """A backup that was restored, and when; ``records`` counts what came out of it, by kind."""

    backup: Backup
    at: dt.datetime
    records: dict[str, int]


def prove(
    vault: Vault, *, clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
) -> Proof:
    """Restore the newest backup of an open vault, compare, remove it again, and note it.

    May run in a thread of its own. Raises NotAVault if there is no backup yet, DamagedVault if the
    newest cannot be restored, CannotWrite.
    """
    with translate_errors(PROVING, anything_is_damage=True):
        _tidy(vault.folder)
        found = [one for one in backup_file.listed(vault.folder / "backups") if not one.reason]
        if not found:
            raise NotAVault(_NONE)
        private = vault.folder / f"{_FOLDER}{secrets.token_hex(8)}"
        private.mkdir(mode=0o700)
        try:
            with read_with_key(found[0].path, vault._backup_key) as opened:
                restored = write_data(opened, private / DATA, keys.random_bytes(keys.KEY_BYTES))
        finally:
            shutil.rmtree(private, ignore_errors=True)
        proof = Proof(found[0], clock().astimezone(dt.UTC).replace(microsecond=0), restored)
        with vault.busy:
            vault.check_unchanged()
            vault._connection.execute(
                "INSERT OR REPLACE INTO desk (key, text) VALUES (?, ?)",
                (NOTE, proof.at.isoformat()),
            )
            vault.committed()
    return proof


def last_proof(vault: Vault) -> dt.datetime | None:
    """When a restore was proved last; None if never."""
    with vault.busy, translate_errors(PROVING):
        row = vault._connection.execute("SELECT text FROM desk WHERE key = ?", (NOTE,)).fetchone()
    if row is None:
        return None
    with suppress(ValueError):
        at = dt.datetime.fromisoformat(row[0])
        return at if at.tzinfo is not None else None
    return None


def proof_due(vault: Vault, now: dt.datetime | None = None) -> bool:
    """Whether there is a backup and a month has gone by, or the clock says that none has begun."""
    last = last_proof(vault)
    with translate_errors(PROVING):
        there = any(not one.reason for one in backup_file.listed(vault.folder / "backups"))
    return there and (last is None or abs((now or dt.datetime.now(dt.UTC)) - last) >= EVERY)


def write_data(opened: OpenBackup, data_file: Path, key: bytes) -> dict[str, int]:
    """Write the data of a backup into a new file under ``key`` and read all of it back.

    Gives the number of records by kind. Raises DamagedVault if anything is not the same.
    """
    copying.copy_to(opened.connection, data_file, key, opened.header.epoch)
    copy = copying.connect_copy(data_file, key)
    try:
        sealed = check(copy)
        same = (
            copying.is_sound(copy)
            and sealed.flaws == opened.summary.flaws
            and sealed.records == opened.summary.records
            and copying.contents(copy) == copying.contents(opened.connection)
        )
    finally:
        copy.close()
    if not same:
        raise DamagedVault(PROVING[Trouble.DAMAGED])
    return sealed.records


def _tidy(folder: Path) -> None:
    """Remove what a drill left behind that was cut short."""
    for left in folder.glob(f"{_FOLDER}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)


_NONE = "There is no backup yet that could be tried. The vault is as it was. Make a backup first."

PROVING: Mapping[Trouble, str] = {
    Trouble.FULL: "The disk is full, so the last backup could not be tried. The vault and its"
    " backups are as they were. Make room on the disk and try again.",
    Trouble.READ_ONLY: "This account may not write in the vault's folder, so the last backup could"
    " not be tried. The vault and its backups are as they were. Allow writing there.",
    Trouble.FAILED: "The disk could not be read or written, so the last backup could not be tried."
    " The vault is as it was. Check that the disk is connected and try again.",
    Trouble.GONE: "A file disappeared while the last backup was tried. The vault is as it was."
    " Check that the disk is connected and try again.",
    Trouble.IN_USE: "Another program is using the files, so the last backup could not be tried. The"
    " vault and its backups are as they were. Close that program and try again.",
    Trouble.DAMAGED: "The last backup could not be restored when that was tried. The vault is as it"
    " was. Make a new backup now, and check everything on the page Safety.",
}
