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
header and ``data.new`` are removed. Backups under the old keys are removed only after one under the
new keys was made and read; if that was cut short, ``backup.under_other_keys`` finds them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import msgspec
from msgspec.structs import replace

from roth_planner.errors import CannotWrite, DamagedVault, PlannerError, Refused
from roth_planner.vault import backup as backups
from roth_planner.vault import copies, copying, keys, recovery
from roth_planner.vault import header as headers
from roth_planner.vault.backup_file import Backup
from roth_planner.vault.data_file import REKEYED, put_rekeyed_in_place
from roth_planner.vault.device import THIS_COMPUTER, Device
from roth_planner.vault.header import Header, Secrets
from roth_planner.vault.keys import DEFAULT, FLOOR, Cost, Derive, Random
from roth_planner.vault.migrations import PACKAGED, Migrations
from roth_planner.vault.slots import check_strength
from roth_planner.vault.troubles import Trouble, translate_errors
from roth_planner.vault.vault import Vault

Step: TypeAlias = Literal["backup", "copy", "verify", "header", "swap", "renew", "done"]
STEPS: tuple[Step, ...] = get_args(Step)


class Rekeyed(msgspec.Struct, frozen=True):
    """What a rekey has done. ``code`` is the new recovery code.

    ``backup`` is the one made under the new keys, None if that failed: ``trouble`` then is the
    sentence to show. ``removed`` backups could be opened with what opened the vault before, and
    ``left`` still can.
    """

    code: str
    backup: Backup | None
    removed: int
    left: int
    trouble: str = ""


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
    second: Path | None = None,
) -> Rekeyed:
    """Put the closed vault in ``folder`` under new keys; gives the new recovery code.

    Nothing that opened it before does any more: passphrase, recovery code, this computer. A backup
    is made first, and a new one afterwards; when that counts, all that still open with what opened
    the vault before are removed, in the ``second`` place for backups too. Copies elsewhere stay as
    they are: say so. The disk needs room for the data twice more. ``code`` is as in
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
        progress("backup")
        before = _backed_up(vault)
        try:
            with translate_errors(REKEYING, anything_is_damage=True):
                progress("copy")
                copying.copy_to(vault._connection, new, key, header.epoch)
                progress("verify")
                _verify(vault._connection, new, key)
            with translate_errors(REKEYING):
                progress("header")
                copies.write(vault.folder, header)
        except BaseException:
            if _given_up(new, header):
                backups.remove((before,))
                with suppress(OSError):  # there are others
                    before.path.parent.rmdir()
            raise
        # From here on the new secrets hold, and opening would finish what cannot be done now.
        progress("swap")
        vault.close()
        with suppress(OSError):
            put_rekeyed_in_place(vault.folder)
        if vault.remembered:
            device.drop(vault.vault_id)
        progress("renew")
        done = _renew(vault, header, data_key, second, Rekeyed(code, None, 0, 0))
        progress("done")
    return done


def _backed_up(vault: Vault) -> Backup:
    try:
        return backups.make_marked(vault, reason="before-rekey")[0]
    except CannotWrite as error:
        raise CannotWrite(f"{error} Until then what opened it before still does.") from None
    except DamagedVault:
        raise DamagedVault(REKEYING[Trouble.DAMAGED]) from None


def _renew(
    vault: Vault, header: Header, data_key: bytes, second: Path | None, done: Rekeyed
) -> Rekeyed:
    """Make a backup under the new keys, and only then remove those under the old ones."""
    try:
        with Vault._connected(vault.folder, header, data_key, vault._marks) as renewed:
            for place in (None,) if second is None else (None, second):
                made, trouble = None, ""
                try:
                    made = backups.make(renewed, place)
                except PlannerError as error:
                    trouble = str(error)
                old = backups.under_other_keys(renewed, place)
                removed = backups.remove(old) if made else 0
                done = Rekeyed(
                    done.code,
                    done.backup or made,
                    done.removed + removed,
                    done.left + len(old) - removed,
                    done.trouble or trouble,
                )
    except PlannerError as error:
        return replace(done, trouble=str(error))
    return done


def _verify(connection: Any, new: Path, key: bytes) -> None:
    """Read all of the new file as it lies on the disk; raises DamagedVault."""
    copy = copying.connect_copy(new, key)
    try:
        whole = copying.is_sound(copy) and copying.contents(copy) == copying.contents(connection)
    finally:
        copy.close()
    if not whole:
        raise DamagedVault(REKEYING[Trouble.DAMAGED])


def _given_up(new: Path, header: Header) -> bool:
    """Leave nothing behind, unless a header is in place already that needs the new data."""
    with suppress(Exception):
        if header not in headers.read(new.parent):
            copying.remove(new)
            return True
    return False


REKEYING: Mapping[Trouble, str] = {
    **copies.CHANGING,
    Trouble.FULL: "The disk is full, so the vault did not get new keys. What opened it before still"
    " does. Make room for the records once more and try again.",
    Trouble.DAMAGED: "The records could not all be copied and checked, so the vault did not get new"
    " keys. It is as it was, and what opened it before still does. Restore the last backup first.",
}
