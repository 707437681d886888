"""What a vault's own backups can mend: a header that is lost, records that are lost, themselves."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from roth_planner.errors import DamagedVault, NotAVault, PlannerError, WrongSecret
from roth_planner.vault import backup_file, keys
from roth_planner.vault import header as headers
from roth_planner.vault.backup_file import Backup
from roth_planner.vault.backup_words import MAKING_BACKUP
from roth_planner.vault.data_file import DATA
from roth_planner.vault.header import Header
from roth_planner.vault.health_files import BACKUPS
from roth_planner.vault.keys import Derive
from roth_planner.vault.pages import PAGE, PageCheck
from roth_planner.vault.slots import unlock_all
from roth_planner.vault.troubles import translate_errors

if TYPE_CHECKING:
    from roth_planner.vault.backup import Summary


def backup_headers(folder: Path) -> tuple[Header, ...]:
    """What the backups in a vault's folder keep, newest first; nothing proves them yet."""
    found = []
    with suppress(OSError):
        for one in _all(folder):
            with suppress(Exception):  # damaged: the one before it may do
                found.append(backup_file.look(one.path).header)
    return tuple(sorted(dict.fromkeys(found), key=lambda header: -header.epoch))


def header_that_fits(folder: Path, secret: str, derive: Derive) -> Header:
    """The newest header that a backup keeps, the secret opens and the data takes.

    Raises NotAVault if there is none, WrongSecret if the secret opens none.
    """
    there = backup_headers(folder)
    if not there:
        raise NotAVault(NO_BACKUP)
    for header, data_key in unlock_all(there, secret, derive):
        if _takes(folder / DATA, header, data_key):
            return header
    raise NotAVault(NO_HEADER)


def _takes(data_file: Path, header: Header, data_key: bytes) -> bool:
    """Whether the data is under this key and not of a later header; yes where it is not there."""
    from roth_planner.vault.engine import connect

    if not data_file.is_file() or data_file.stat().st_size < PAGE:
        return True
    key = keys.sub_key(data_key, "database")
    if PageCheck(key).look(data_file).foreign:
        return False
    try:
        connection = connect(data_file, key, reading=True)
    except DamagedVault:
        return True  # damaged besides, and nobody can tell
    try:
        return bool(connection.execute("PRAGMA user_version").fetchone()[0] <= header.epoch)
    finally:
        connection.close()


def restore_newest(folder: Path, secret: str, to: Path, derive: Derive) -> Summary:
    """Restore the newest backup of this vault that can be; one that is damaged is passed over.

    Raises NotAVault if there is none, and what ``restore`` raises for the newest.
    """
    from roth_planner.vault.restore import restore

    refusal: PlannerError = NotAVault(NO_BACKUP)
    for path in _newest_first(folder):
        try:
            return restore(path, secret, to, derive=derive)
        except (DamagedVault, NotAVault, WrongSecret) as error:
            refusal = refusal if isinstance(refusal, DamagedVault | WrongSecret) else error
    raise refusal


def _newest_first(folder: Path) -> list[Path]:
    """The backups of this vault, those of a vault that was whole before the others."""
    ids: set[str] = set()
    with suppress(PlannerError):
        ids = {header.vault_id for header in headers.read(folder)}
    found = []
    for one in _all(folder):
        with suppress(PlannerError, OSError):
            trailer = backup_file.look(one.path)
            if not ids or trailer.header.vault_id in ids:
                whole = one.reason != backup_file.NOT_WHOLE
                found.append(((whole, trailer.made, trailer.number), one.path))
    return [path for _how_new, path in sorted(found, reverse=True)]


def renew(folder: Path, make: Callable[[], object]) -> object:
    """Put damaged backups aside; gives the new one that is made first, None if it cannot be.

    Raises what ``make`` raises if no whole backup is there besides; then nothing is put aside.
    """
    made = None
    try:
        made = make()
    except PlannerError:
        if not any(_is_whole(one.path) for one in _all(folder)):
            raise
    put_damaged_aside(folder)
    return made


def put_damaged_aside(folder: Path) -> None:
    """Give backups that are not as they were written a name that is none; raises CannotWrite."""
    with translate_errors(MAKING_BACKUP):
        for one in _all(folder):
            if not _is_whole(one.path):
                one.path.rename(one.path.with_name(f"{one.path.name}.damaged"))


def name_rightly(folder: Path) -> None:
    """Give each backup the name that fits what is in it; raises CannotWrite."""
    waiting = []
    with translate_errors(MAKING_BACKUP):
        for one in _all(folder):
            with suppress(PlannerError):
                trailer = backup_file.look(one.path)
                right = backup_file.name(trailer.made, trailer.number, one.reason)
                if right != one.path.name:
                    aside = one.path.with_name(f"{right}.tmp")  # two may have changed names
                    waiting.append((one.path.rename(aside), one.path.with_name(right)))
        for aside, path in waiting:
            if not path.exists():
                aside.rename(path)


def _all(folder: Path) -> tuple[Backup, ...]:
    return backup_file.listed(folder / BACKUPS)


def _is_whole(path: Path) -> bool:
    try:
        backup_file.check_data(path, backup_file.look(path))
    except PlannerError:
        return False
    return True


NO_BACKUP = (
    "There is no backup that could be used for this. Nothing was changed. If there are backups in a"
    " second place, restore one from there."
)

NO_HEADER = (
    "No backup keeps a header that opens with this and fits the data. Nothing was changed. Try the"
    " passphrase or recovery code that opened the vault last, or restore the last backup."
)
