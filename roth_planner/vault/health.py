"""What a vault is like: everything that is wrong with it by name, and what is known of it.

``examine`` changes nothing in the vault, also where it cannot be opened any more: it reads the
header, proves the pages of the data file one by one, and opens the file only when that writes
nothing. Where a save was cut short, which opening would take back, it looks at a copy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from roth_planner.errors import DamagedVault, NotAVault, VaultInUse
from roth_planner.vault import health_data, keyring_mark, keys
from roth_planner.vault import refusing as words
from roth_planner.vault.ailments import Finding, finding
from roth_planner.vault.data_file import DATA, REKEYED
from roth_planner.vault.device import Device
from roth_planner.vault.filelock import FileLock, Held, Holder, holder
from roth_planner.vault.header import FILES, Header
from roth_planner.vault.health_backups import BackupFacts, look_at_backups
from roth_planner.vault.health_data import Integrity, Looked, SealFacts
from roth_planner.vault.health_files import BACKUPS, files_that_matter, strangers
from roth_planner.vault.health_header import (
    HeaderFacts,
    KeyFacts,
    header_cure,
    header_facts,
    header_findings,
    key_facts,
    look_at_headers,
    unlocked,
)
from roth_planner.vault.keys import Derive
from roth_planner.vault.mark import MarkFile, marks_folder
from roth_planner.vault.troubles import OPENING, translate_errors

if TYPE_CHECKING:
    from roth_planner.vault.vault import Vault


class LockFacts(msgspec.Struct, frozen=True):
    """What the lock says: who has, or had, the vault open."""

    closed_properly: bool = True
    said: Holder | None = None


class Report(msgspec.Struct, frozen=True):
    """All that is known of a vault. ``strangers`` are files in its folder that are not its own."""

    vault: str
    findings: tuple[Finding, ...]
    keys: KeyFacts
    header: HeaderFacts
    seal: SealFacts
    integrity: Integrity
    backups: BackupFacts
    lock: LockFacts
    strangers: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; some findings are only worth knowing."""
        return not any(found.grave for found in self.findings)

    def as_json(self) -> dict[str, Any]:
        """The report as plain data, with ``ok`` in it."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return {"vault": plain.pop("vault"), "ok": self.ok, **plain}


def examine(
    folder: Path,
    secret: str | None = None,
    *,
    vault: Vault | None = None,
    marks: Path | None = None,
    derive: Derive = keys.derive,
    device: Device | None = None,
) -> Report:
    """Look at everything in a vault's folder; nothing in it is changed.

    A closed vault is looked into with its ``secret``; without one, only what needs none is said.
    ``vault`` is the same vault while it is open in this process. ``device`` is the keyring to
    compare with as well as with the mark file; it may take its patience. Raises NotAVault where
    there is none, WrongSecret, VaultInUse when another program has it open, and CannotWrite when
    the disk or the rights do not let it be read.
    """
    folder = Path(os.path.abspath(folder))
    if not (parts_of(folder) or os.path.isdir(folder / BACKUPS)):
        raise NotAVault(
            "There is no vault at this place, so nothing was looked at. Choose the folder that"
            " holds header.json and data.db."
        )
    copies, good = look_at_headers(folder)
    found: list[Finding] = [*header_findings(copies, good)]
    header, data_key = (good[0] if good else None), None
    if vault is not None:
        header = vault._header
    elif secret is not None and good and "newer" not in copies.values():
        try:
            header, data_key = unlocked(folder, good, secret, derive)
        except DamagedVault:
            found.append(finding("header_altered", ", ".join(FILES)))
            header = good[0]
        if header not in good:
            found.append(finding("header_older", ", ".join(FILES)))
    with _alone(folder, vault) as lock:
        closed_properly = lock is None or not lock.was_left_open
        with translate_errors(OPENING, anything_is_damage=True):
            if vault is not None:
                with vault.busy:
                    looked = health_data.look_into(vault._connection, header)
            else:
                looked = health_data.look_at(folder, header, data_key)
    found += (header_cure(folder, one, header, data_key) for one in looked.findings)
    if data_key is not None and looked.seal.holds is None:
        found = _where_nothing_is_left(folder, data_key, found)
    found += _mark(looked, header, marks or (vault._marks if vault else marks_folder()), device)
    found += files_that_matter(folder, {one.kind for one in found})
    backup_key = vault._backup_key if vault is not None else None
    if data_key is not None:
        backup_key = keys.sub_key(data_key, "backup")
    facts, more = look_at_backups(folder, header, backup_key, looked.seal.proven)
    return Report(
        vault=str(folder),
        findings=(*found, *more),
        keys=key_facts(header, backup_key is not None),
        header=header_facts(header, copies),
        seal=looked.seal,
        integrity=looked.integrity,
        backups=facts,
        lock=LockFacts(closed_properly, holder(folder)),
        strangers=strangers(folder),
    )


def parts_of(folder: Path) -> tuple[str, ...]:
    """The names of the files of a vault that are in ``folder``; none if it is no vault."""
    return tuple(name for name in (*FILES, DATA, REKEYED) if os.path.isfile(folder / name))


@contextmanager
def _alone(folder: Path, vault: Vault | None) -> Iterator[FileLock | None]:
    """Nobody else writes meanwhile; what the lock says stays. Raises VaultInUse."""
    if vault is not None:
        yield None
        return
    try:
        lock = FileLock(folder, unseen=True)
    except Held as held:
        raise VaultInUse(words.in_use(held)) from None
    try:
        yield lock
    finally:
        lock.release()


def _where_nothing_is_left(folder: Path, data_key: bytes, found: list[Finding]) -> list[Finding]:
    """Where not one record can be saved any more, a backup is what helps."""
    from roth_planner.vault.salvage import saves_anything

    offered = any(one.cure == "salvage" for one in found)
    if not offered or saves_anything(folder, data_key):
        return found
    return [
        msgspec.structs.replace(one, cure="restore_backup") if one.cure == "salvage" else one
        for one in found
    ]


def _mark(
    looked: Looked, header: Header | None, marks: Path, device: Device | None
) -> Iterator[Finding]:
    """Whether the vault has come as far as it was when last used on this computer."""
    if header is None or header.kind != "live" or looked.key is None:
        return
    mark = MarkFile(marks, header.vault_id, looked.key).read()
    if (mark is None or looked.holds(mark)) and device is not None:
        mark = keyring_mark.seen(header.vault_id, looked.key, device)
        if mark is not None and looked.was_restored_after(mark):
            return
    if mark is None or looked.holds(mark):
        return
    behind = mark.number - looked.seal.changes
    if behind > 0:
        yield finding("older_copy", f"{behind} changes behind")
    else:
        yield finding("other_copy", DATA)
