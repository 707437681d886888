"""New keys for everything, when the passphrase may be known: copy, reopen, verify, swap.

Changing the passphrase alone leaves the data key as it is, so an older copy of the folder and the
old passphrase still give it away. ``rekey`` writes the data again under a new data key and makes a
header of new secrets. The copy is made by SQLite's backup call straight into a file of the new key
(SQLCipher encrypts each page for the file it goes to), so nothing of it was ever under the old
one; ``PRAGMA rekey`` on a copy ends in the same file and takes two and a half times as long
(0.19 and 0.48 s for 27 MB, measured).

Why nothing is lost wherever it is cut short: the old ``data.db`` is not touched, and the new data
lies whole, verified and synced in ``data.new``, before the first header is replaced; and a header
only ever opens the data of its own key. So the header decides, and each of its two copies is
replaced in one step:

=================  ============  ============  =========================================
the two headers    ``data.db``   ``data.new``  opens with
=================  ============  ============  =========================================
old, old           old           any part      the old secrets
old, new           old           new           the old secrets, or the new ones
new, new           old           new           the new secrets
new, new           new           gone          the new secrets
=================  ============  ============  =========================================

Opening the vault settles it: with the new secrets the swap is finished, with the old ones the new
header and ``data.new`` are removed.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from msgspec.structs import replace

from roth_planner.errors import CannotWrite, DamagedVault, Refused
from roth_planner.vault import copies, keys, recovery
from roth_planner.vault import header as headers
from roth_planner.vault.data_file import REKEYED, put_rekeyed_in_place
from roth_planner.vault.device import THIS_COMPUTER, Device
from roth_planner.vault.files import journal_of, sync_file, sync_folder, write_new
from roth_planner.vault.header import Secrets
from roth_planner.vault.keys import DEFAULT, FLOOR, Cost, Derive, Random
from roth_planner.vault.migrations import PACKAGED, Migrations
from roth_planner.vault.slots import check_strength
from roth_planner.vault.troubles import Trouble, translate_errors
from roth_planner.vault.vault import Vault

Step: TypeAlias = Literal["copy", "verify", "header", "swap", "done"]
STEPS: tuple[Step, ...] = get_args(Step)


def rekey(
    folder: Path,
    secret: str,
    new_passphrase: str,
    code: str | None = None,
    *,
    cost: Cost = DEFAULT,
    migrate: Migrations = PACKAGED,
    device: Device = THIS_COMPUTER,
    derive: Derive = keys.derive,
    random: Random = os.urandom,
    progress: Callable[[Step], None] = lambda step: None,
) -> str:
    """Put the closed vault in ``folder`` under new keys; gives the new recovery code.

    Nothing that opened it before does any more: passphrase, recovery code, this computer. Older
    copies of the folder, backups among them, still open with the old secrets: make new backups
    and remove the old ones. The disk needs room for the data once more. ``code`` is as in
    ``replace_recovery_code``; ``progress`` is told before each step.

    Raises what ``Vault.open`` raises, Refused for a passphrase that is weak or the old one, and
    CannotWrite or DamagedVault with the vault as it was.
    """
    code = recovery.new(random) if code is None else code
    if not recovery.is_right(code):
        raise ValueError("not a recovery code")
    with Vault.open(folder, secret, migrate=migrate, derive=derive) as vault:
        check_strength(vault.kind, new_passphrase)
        material = keys.from_passphrase(new_passphrase)
        if headers.open_slot(vault._header, "passphrase", material, derive) is not None:
            raise Refused(
                "This is the passphrase of before, which may be known. Nothing was changed. Choose"
                " a different one."
            )
        data_key = keys.random_bytes(keys.KEY_BYTES, random)
        secrets: Secrets = {
            "passphrase": (material, cost),
            "recovery": (recovery.tidy(code).encode(), FLOOR),
        }
        nothing_of_before = replace(vault._header, slots=())
        header = headers.with_slots(nothing_of_before, data_key, secrets, random, derive)
        new = vault.folder / REKEYED
        key = keys.sub_key(data_key, "database")
        try:
            with translate_errors(REKEYING, anything_is_damage=True):
                progress("copy")
                _copy(vault._connection, new, key, header.epoch)
                progress("verify")
                _verify(vault._connection, new, key)
            with translate_errors(REKEYING):
                progress("header")
                copies.write(vault.folder, header)
        except BaseException:
            _give_up(new, header)
            raise
        # From here on the new secrets hold, and opening would finish what cannot be done now.
        progress("swap")
        vault.close()
        with suppress(OSError):
            put_rekeyed_in_place(vault.folder)
        if vault.remembered:
            device.drop(vault.vault_id)
        progress("done")
    return code


def contents(connection: Any) -> dict[str, tuple[int, bytes]]:
    """Of every table, how many rows it has and a digest of all their bytes; of the schema too.

    Rows are taken in the order in which they are stored, which a backup keeps.
    """
    usual = connection.text_factory
    # Text as it is stored, even if it is no UTF-8, and told from a blob of the same bytes.
    connection.text_factory = lambda raw: (raw,)
    try:
        found = {"": _digest(connection.execute("SELECT type, name, sql FROM sqlite_master"))}
        for ((name,),) in connection.execute(
            # Tables that only stand for others have no rows of their own.
            "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        ).fetchall():
            quoted = name.decode().replace('"', '""')
            rows = connection.execute(f'SELECT * FROM "{quoted}" NOT INDEXED')
            found[name.decode()] = _digest(rows)
        return found
    finally:
        connection.text_factory = usual


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


def _digest(rows: Any) -> tuple[int, bytes]:
    digest = hashlib.blake2b(digest_size=32)
    count = 0
    for row in rows:
        # One spelling for one row: numbers, text and blobs are spelled differently.
        digest.update(repr(row).encode() + b"\n")
        count += 1
    return count, digest.digest()


def _copy(connection: Any, new: Path, key: bytes, epoch: int) -> None:
    _remove(new)
    write_new(new, b"")
    copy = _connect(new, key)
    try:
        back_up(connection, copy)
        copy.execute(f"PRAGMA user_version = {epoch:d}")
    finally:
        copy.close()
    sync_file(new)
    sync_folder(new.parent)


def _verify(connection: Any, new: Path, key: bytes) -> None:
    """Read all of the new file as it lies on the disk; raises DamagedVault."""
    copy = _connect(new, key)
    try:
        whole = (
            # The first misses a file cut at a page, the second a page that is not read.
            not copy.execute("PRAGMA cipher_integrity_check").fetchall()
            and copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            and not copy.execute("PRAGMA foreign_key_check").fetchall()
            and contents(copy) == contents(connection)
        )
    finally:
        copy.close()
    if not whole:
        raise DamagedVault(REKEYING[Trouble.DAMAGED])


def _connect(new: Path, key: bytes) -> Any:
    from roth_planner.vault.engine import connect

    try:
        return connect(new, key)
    # What it says of opening a vault does not fit here.
    except DamagedVault:
        raise DamagedVault(REKEYING[Trouble.DAMAGED]) from None
    except CannotWrite:
        raise CannotWrite(REKEYING[Trouble.FAILED]) from None


def _give_up(new: Path, header: headers.Header) -> None:
    """Leave nothing behind, unless a header is in place already that needs the new data."""
    with suppress(Exception):
        if header not in headers.read(new.parent):
            _remove(new)


def _remove(new: Path) -> None:
    for path in (new, journal_of(new)):
        path.unlink(missing_ok=True)


REKEYING: Mapping[Trouble, str] = {
    **copies.CHANGING,
    Trouble.FULL: "The disk is full, so the vault did not get new keys. What opened it before still"
    " does. Make room for the records once more and try again.",
    Trouble.DAMAGED: "The records could not all be copied and checked, so the vault did not get new"
    " keys. It is as it was, and what opened it before still does. Restore the last backup first.",
}
