"""Carries out the cure of something that was found wrong with a closed vault.

Each cure leaves the vault as it was when it cannot be carried out. Those that a person carries out,
such as choosing between two copies, are not here: ``ailments.CURES`` says what to do.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from roth_planner.errors import DamagedVault, VaultInUse
from roth_planner.vault import backup_cures, copies, keys, search_table
from roth_planner.vault import header as headers
from roth_planner.vault import refusing as words
from roth_planner.vault.ailments import Cure, Finding
from roth_planner.vault.data_file import DATA
from roth_planner.vault.filelock import FileLock, Held
from roth_planner.vault.files import journal_of, sync_file
from roth_planner.vault.health_files import BACKUPS, leftovers
from roth_planner.vault.keys import Derive
from roth_planner.vault.pages import PAGE
from roth_planner.vault.slots import unlock
from roth_planner.vault.troubles import Trouble, translate_errors


class _Patient:
    """A closed vault, the secret that opens it, and where a new one is to be."""

    def __init__(
        self, folder: Path, secret: str, to: Path | None, marks: Path | None, derive: Derive
    ) -> None:
        self.folder = folder
        self.secret = secret
        self.marks = marks
        self.derive = derive
        self._to = to

    @property
    def to(self) -> Path:
        if self._to is None:
            raise ValueError("this cure makes a new vault and needs a place for it")
        return self._to

    def connect(self) -> Any:
        from roth_planner.vault.engine import connect

        _header, data_key = unlock(headers.read(self.folder), self.secret, self.derive)
        return connect(self.folder / DATA, keys.sub_key(data_key, "database"))


def cure(
    folder: Path,
    found: Finding,
    secret: str,
    *,
    to: Path | None = None,
    marks: Path | None = None,
    derive: Derive = keys.derive,
) -> object:
    """Carry out the cure of one finding; gives what the cure itself gives, if anything.

    ``to`` is where a cure that makes a new vault makes it (``restore_backup``, ``salvage``). Raises
    ValueError for a cure that a person carries out, WrongSecret, VaultInUse, NotAVault when there
    is no backup to take from, CannotWrite, DamagedVault.
    """
    folder = Path(os.path.abspath(folder))
    if found.cure not in _CURES:
        raise ValueError(f"a person carries out {found.cure}")
    patient = _Patient(folder, secret, to, marks, derive)
    if found.cure in _BY_OPENING:
        return _CURES[found.cure](patient)
    try:
        lock = FileLock(folder, unseen=True)
    except Held as held:
        raise VaultInUse(words.in_use(held)) from None
    try:
        with translate_errors(CURING, anything_is_damage=found.cure != "salvage"):
            return _CURES[found.cure](patient)
    finally:
        lock.release()


def can_cure(found: Finding) -> bool:
    """Whether the program carries out the cure itself."""
    return found.cure in _CURES


def _repair_header(patient: _Patient) -> None:
    header, _data_key = unlock(headers.read(patient.folder), patient.secret, patient.derive)
    _clear_the_way(patient.folder)
    copies.write(patient.folder, header)


def _clear_the_way(folder: Path) -> None:
    """Put folders aside that lie where a file of the header belongs: no file takes their place."""
    for name in headers.FILES:
        if (folder / name).is_dir():
            (folder / name).rename(folder / f"{name}.aside")


def _header_from_backup(patient: _Patient) -> None:
    header = backup_cures.header_that_fits(patient.folder, patient.secret, patient.derive)
    _clear_the_way(patient.folder)
    copies.write(patient.folder, header)


def _restore_backup(patient: _Patient) -> object:
    return backup_cures.restore_newest(patient.folder, patient.secret, patient.to, patient.derive)


def _salvage(patient: _Patient) -> object:
    from roth_planner.vault.salvage import salvage

    return salvage(patient.folder, patient.secret, patient.to, derive=patient.derive)


def _rewrite_start(patient: _Patient) -> None:
    connection = patient.connect()
    try:
        # The first page is written again with all that is in it, its salt included. In one step:
        # a number that is too high would shut the vault.
        epoch = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {epoch + 1:d}")
        connection.execute(f"PRAGMA user_version = {epoch:d}")
        connection.execute("COMMIT")
    finally:
        connection.close()


def _cut_surplus(patient: _Patient) -> None:
    connection = patient.connect()
    try:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    finally:
        connection.close()
    data_file = patient.folder / DATA
    if data_file.stat().st_size < pages * PAGE:
        raise DamagedVault(CURING[Trouble.DAMAGED])
    os.truncate(data_file, pages * PAGE)
    sync_file(data_file)


def _rebuild_indexes(patient: _Patient) -> None:
    connection = patient.connect()
    try:
        connection.execute("REINDEX")
        # The full text index is made anew from the texts it keeps (sqlite.org/fts5.html, 6.9).
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'search'").fetchone():
            connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
    finally:
        connection.close()


def _rebuild_search(patient: _Patient) -> None:
    connection = patient.connect()
    try:
        search_table.empty(connection)
    finally:
        connection.close()


def _set_journal_aside(patient: _Patient) -> None:
    journal = journal_of(patient.folder / DATA)
    os.replace(journal, journal.with_name(journal.name + ".aside"))


def _remove_leftovers(patient: _Patient) -> None:
    patient.connect().close()  # only where the data itself is there and opens
    for path in leftovers(patient.folder):
        if path.is_dir() and not path.is_symlink():
            path.rename(path.with_name(f"{path.name}.aside"))  # not ours, so it may hold something
        else:
            path.unlink(missing_ok=True)


def _clear_backups(patient: _Patient) -> None:
    place = patient.folder / BACKUPS
    place.rename(place.with_name(f"{place.name}.aside"))


def _close_to_others(patient: _Patient) -> None:
    for path in (patient.folder, *patient.folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _open_once(patient: _Patient) -> None:
    from roth_planner.vault.vault import Vault

    Vault.open(patient.folder, patient.secret, marks=patient.marks, derive=patient.derive).close()


def _make_backup(patient: _Patient) -> object:
    from roth_planner.vault import backup
    from roth_planner.vault.vault import Vault

    with Vault.open(
        patient.folder, patient.secret, marks=patient.marks, derive=patient.derive
    ) as vault:
        return backup.make(vault)


def _renew_backup(patient: _Patient) -> object:
    return backup_cures.renew(patient.folder, lambda: _make_backup(patient))


def _name_backups(patient: _Patient) -> None:
    backup_cures.name_rightly(patient.folder)


_CURES: Mapping[Cure, Callable[[_Patient], object]] = {
    "repair_header": _repair_header,
    "header_from_backup": _header_from_backup,
    "restore_backup": _restore_backup,
    "salvage": _salvage,
    "rewrite_start": _rewrite_start,
    "cut_surplus": _cut_surplus,
    "rebuild_indexes": _rebuild_indexes,
    "rebuild_search": _rebuild_search,
    "set_journal_aside": _set_journal_aside,
    "remove_leftovers": _remove_leftovers,
    "clear_the_way": _clear_backups,
    "close_to_others": _close_to_others,
    "open_once": _open_once,
    "make_backup": _make_backup,
    "renew_backup": _renew_backup,
    "name_backups": _name_backups,
}
_BY_OPENING: frozenset[Cure] = frozenset({"open_once", "make_backup", "renew_backup", "salvage"})
"""Cures that take the lock themselves."""

CURING: Mapping[Trouble, str] = {
    Trouble.FULL: "The disk is full, so this was not mended. Nothing was changed. Make room on the"
    " disk and try again.",
    Trouble.READ_ONLY: "This account may not write in the vault's folder, so this was not mended."
    " Nothing was changed. Allow writing there and try again.",
    Trouble.FAILED: "The disk did not take what was written, so this was not mended. Check that the"
    " disk is connected, and check everything again.",
    Trouble.GONE: "A file of the vault is no longer there, so this was not mended. Check that the"
    " disk is connected, and check everything again.",
    Trouble.IN_USE: "Another program is using the vault's files, so this was not mended. Nothing"
    " was changed. Close that program and try again.",
    Trouble.DAMAGED: "More is damaged than was thought, so this was not mended. Nothing was"
    " changed. Restore the last backup, or salvage what can be saved.",
}
