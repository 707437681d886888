"""What a vault is like: everything that is wrong with it by name, and what is known of it.

``examine`` changes nothing in the vault, also where it cannot be opened any more: it reads the
header, proves the pages of the data file one by one, and opens the file only when that writes
nothing. Where a save was cut short, which opening would take back, it looks at a copy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from roth_planner.errors import (
    DamagedVault,
    NewerVault,
    NotAVault,
    PlannerError,
    VaultInUse,
    WrongSecret,
)
from roth_planner.vault import header as headers
from roth_planner.vault import health_data, keyring_mark, keys
from roth_planner.vault import refusing as words
from roth_planner.vault.ailments import Finding, finding
from roth_planner.vault.backup_cures import backup_headers
from roth_planner.vault.data_file import DATA, REKEYED
from roth_planner.vault.device import Device
from roth_planner.vault.filelock import FileLock, Held, Holder, holder
from roth_planner.vault.header import FILES, Header
from roth_planner.vault.health_backups import BackupFacts, look_at_backups
from roth_planner.vault.health_data import Integrity, Looked, SealFacts
from roth_planner.vault.health_files import BACKUPS, files_that_matter, strangers
from roth_planner.vault.keys import Derive
from roth_planner.vault.mark import MarkFile, marks_folder
from roth_planner.vault.slots import unlock, unlock_all
from roth_planner.vault.troubles import OPENING, translate_errors

if TYPE_CHECKING:
    from roth_planner.vault.vault import Vault


class HeaderFacts(msgspec.Struct, frozen=True):
    """``copies`` says of each file whether it is good, damaged, missing or newer."""

    copies: dict[str, str]
    vault_id: str = ""
    kind: str = ""
    created: str = ""
    format: int = 0
    epoch: int = 0


class KeyFacts(msgspec.Struct, frozen=True):
    """Which secrets open the vault, and whether the one given did. ``memory_bytes`` and
    ``passes`` are what a guess at the passphrase costs."""

    opened: bool = False
    slots: tuple[str, ...] = ()
    memory_bytes: int = 0
    passes: int = 0


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
    copies, good = _headers(folder)
    found: list[Finding] = [*_header_findings(copies, good)]
    header, data_key = (good[0] if good else None), None
    if vault is not None:
        header = vault._header
    elif secret is not None and good and "newer" not in copies.values():
        try:
            header, data_key = _unlocked(folder, good, secret, derive)
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
    found += (_header_cure(folder, one, header, data_key) for one in looked.findings)
    found += _mark(looked, header, marks or (vault._marks if vault else marks_folder()), device)
    found += files_that_matter(folder, {one.kind for one in found})
    backup_key = vault._backup_key if vault is not None else None
    if data_key is not None:
        backup_key = keys.sub_key(data_key, "backup")
    facts, more = look_at_backups(folder, header, backup_key, looked.seal.proven)
    return Report(
        vault=str(folder),
        findings=(*found, *more),
        keys=_key_facts(header, backup_key is not None),
        header=_header_facts(header, copies),
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


def _headers(folder: Path) -> tuple[dict[str, str], list[Header]]:
    if not (parts_of(folder) or os.path.isdir(folder / BACKUPS)):
        raise NotAVault(
            "There is no vault at this place, so nothing was looked at. Choose the folder that"
            " holds header.json and data.db."
        )
    copies, good = {}, []
    for name in FILES:
        try:
            header = headers.parse(headers.read_file(folder / name))
        except FileNotFoundError:
            copies[name] = "missing"
        except OSError:
            copies[name] = "unreadable"
        except NewerVault:
            copies[name] = "newer"
        except PlannerError:
            copies[name] = "damaged"
        else:
            copies[name] = "good"
            good.append(header)
    return copies, sorted(dict.fromkeys(good), key=lambda header: -header.epoch)


def _unlocked(
    folder: Path, good: list[Header], secret: str, derive: Derive
) -> tuple[Header, bytes]:
    """The header to look into the data with, and the data key.

    Of two that the secret opens it is the one that fits the data. If it opens none, older ones may
    have been put back: then it is the one of the newest backup. Raises WrongSecret, DamagedVault.
    """
    try:
        opened = unlock_all(tuple(good), secret, derive)
    except WrongSecret:
        newer = [one for one in backup_headers(folder) if _follows(one, good)]
        with suppress(WrongSecret):
            return unlock(tuple(newer), secret, derive)
        raise
    _, data_key = next((one for one in opened if health_data.fits(folder, one[1])), opened[0])
    signed = headers.header_key(data_key)
    return max((one for one in good if headers.is_authentic(one, signed)), key=_epoch), data_key


def _follows(header: Header, good: list[Header]) -> bool:
    return (
        any(header.vault_id == one.vault_id and header.epoch > one.epoch for one in good)
        and header not in good
    )


def _epoch(header: Header) -> int:
    return header.epoch


def _header_cure(
    folder: Path, found: Finding, header: Header | None, data_key: bytes | None
) -> Finding:
    """A header that is too old is put right from a backup only if one keeps a newer header."""
    if found.kind != "header_older" or header is None or data_key is None:
        return found
    signed = headers.header_key(data_key)
    newer = (one for one in backup_headers(folder) if one.epoch > header.epoch)
    if any(headers.is_authentic(one, signed) for one in newer):
        return found
    return msgspec.structs.replace(found, cure="salvage")


def _header_findings(copies: dict[str, str], good: list[Header]) -> Iterator[Finding]:
    bad = [name for name, state in copies.items() if state != "good"]
    if any(state == "newer" for state in copies.values()):
        yield finding("newer_format", ", ".join(bad))
    elif not good:
        yield finding("header_lost", ", ".join(bad))
    elif bad:
        yield finding("header_copy_damaged", ", ".join(bad))
    elif len(good) > 1:
        yield finding("header_differs", ", ".join(FILES))


def _header_facts(header: Header | None, copies: dict[str, str]) -> HeaderFacts:
    if header is None:
        return HeaderFacts(copies)
    return HeaderFacts(
        copies,
        header.vault_id,
        header.kind,
        header.created.isoformat(),
        header.format,
        header.epoch,
    )


def _key_facts(header: Header | None, opened: bool) -> KeyFacts:
    if header is None:
        return KeyFacts(opened)
    slots = tuple(slot.kind for slot in header.slots)
    first = header.slots[0]
    return KeyFacts(opened, slots, first.memory_bytes, first.passes)


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
