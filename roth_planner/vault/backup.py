"""Backups: made, checked, put away and counted; and which of them are kept.

Each is one file (``backup_file.py``) that opens with what opened the vault when it was made. While
the data is copied nobody saves; all else runs beside the chair's work. A file gets its name, and
counts, only after it was synced, opened again with its key, read in full (pages, structure, ties
between tables, every record and change against the seal), found to end at the change the vault
ended at with as many rows in each table, synced once more with its end, and read back.

Wherever it is cut short there is the new backup or there is none, and none of before is touched:
older ones are removed (``rotation.py``) only after the new one counts.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, TypeAlias

from roth_planner.errors import CannotWrite, DamagedVault, PlannerError
from roth_planner.vault import backup_file, copying, purging, rotation
from roth_planner.vault.backup_file import NOT_WHOLE, Backup, Trailer
from roth_planner.vault.backup_reading import OpenBackup, Summary, last_change, read, read_with_key
from roth_planner.vault.backup_taking import take, verify
from roth_planner.vault.backup_words import (
    MAKING_BACKUP,
    NO_FOLDER,
    NO_PLACE,
    NOT_WHOLE_WORDS,
    WITHIN,
)
from roth_planner.vault.drill import Proof, last_proof, proof_due, prove
from roth_planner.vault.files import put_in_place, sync_folder, write_new
from roth_planner.vault.seal_check import Flaw
from roth_planner.vault.troubles import translate_errors
from roth_planner.vault.vault import Vault

__all__ = [
    "MAKING_BACKUP",
    "NOT_WHOLE_WORDS",
    "Backup",
    "OpenBackup",
    "Proof",
    "Summary",
    "backups",
    "due",
    "last_proof",
    "make",
    "place_of",
    "proof_due",
    "prove",
    "read",
    "second_place",
    "summary",
    "under_other_keys",
]

FOLDER = "backups"
MAKING = "making.tmp"
"""A backup until it counts; always the same name, so that what a power cut leaves is tidied."""

Reason: TypeAlias = Literal["", "before-upgrade", "before-restore", "before-rekey", "before-delete"]
Clock: TypeAlias = Callable[[], dt.datetime]

_one_at_a_time = threading.Lock()


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def place_of(vault_folder: Path) -> Path:
    """The folder of a vault's own backups; it may not be there yet."""
    return vault_folder / FOLDER


def second_place(place: Path, vault_id: str) -> Path:
    """The folder of a vault's backups in a place of the chair's choosing."""
    return place / vault_id[:8]


def backups(place: Path) -> tuple[Backup, ...]:
    """The backups in a folder, newest first, told by their names alone.

    Those whose name says that the vault was not whole are among them. Raises CannotWrite if the
    folder cannot be read.
    """
    with translate_errors(MAKING_BACKUP):
        return backup_file.listed(place)


def due(vault: Vault, place: Path | None = None) -> bool:
    """Whether anything was changed since the last backup, of those of the vault itself or of those
    in a second place."""
    with vault.busy, translate_errors(MAKING_BACKUP, anything_is_damage=True):
        number = vault.seal.head().number
        changed = last_change(vault._connection)
    folder = place_of(vault.folder) if place is None else second_place(place, vault.vault_id)
    # Its name may be that of a backup of another vault, of one that was cut, or of an older one.
    ours = tuple(one for one in backups(folder) if one.number == number and _is_so(vault, one))
    return number > 0 and _current(ours, number, changed) is None


def make(
    vault: Vault, place: Path | None = None, *, reason: Reason = "", clock: Clock = _utc_now
) -> Backup:
    """A backup of an open vault, in its own folder or in a second ``place``.

    Older ones that are not needed any more are then removed. May run in a thread of its own; never
    inside a change, and the caller does not hold ``busy``. The second place holds a folder for
    each vault, named by the first eight digits of its id; a backup that the vault's own folder has
    already is copied there.

    Raises CannotWrite when the disk is full or the second place is not there, with nothing left
    behind; DamagedVault when the vault cannot be read in full, or its seal does not hold. In that
    last case a copy is kept apart, under a name that says so. The backups of before are always
    kept.
    """
    backup, flaws = make_marked(vault, place, reason=reason, clock=clock)
    if flaws:
        raise DamagedVault(NOT_WHOLE_WORDS)
    return backup


def make_marked(
    vault: Vault, place: Path | None = None, *, reason: Reason = "", clock: Clock = _utc_now
) -> tuple[Backup, tuple[Flaw, ...]]:
    """As ``make``, but a vault whose seal does not hold is no error: a rekey or an upgrade keeps
    what is wrong as it is, and is not to be held up by it."""
    with vault.busy:
        if vault._connection.in_transaction:
            raise ValueError("inside a change")
    with _one_at_a_time, translate_errors(MAKING_BACKUP):
        if place is None:
            folder = place_of(vault.folder)
        elif Path(os.path.realpath(place)).is_relative_to(os.path.realpath(vault.folder)):
            raise CannotWrite(WITHIN)
        elif place.is_dir():
            folder = second_place(place, vault.vault_id)
        else:
            raise CannotWrite(NO_PLACE)
        there = folder.is_dir()
        if os.path.lexists(folder) and not there:
            raise CannotWrite(NO_FOLDER)
        folder.mkdir(mode=0o700, exist_ok=True)
        try:
            known = None if place is None or reason else _known(vault)
            if known is not None:
                return _repeated(vault, known, folder, clock()), ()
            return _new(vault, folder, reason, clock)
        except BaseException:
            if not there:
                with suppress(OSError):  # it is not empty
                    folder.rmdir()
            raise


def summary(vault: Vault, backup: Backup) -> Summary:
    """What is in a backup of an open vault, after reading all of it; raises as ``read`` does."""
    with read_with_key(backup.path, vault._backup_key) as opened:
        return opened.summary


def under_other_keys(vault: Vault, place: Path | None = None) -> tuple[Backup, ...]:
    """The backups that do not open with the keys the vault has now.

    A rekey leaves none in the vault's own folder; what is found here was left by one that was cut
    short, or belongs to another vault. What opened them then still opens them.
    """
    folder = place_of(vault.folder) if place is None else second_place(place, vault.vault_id)
    return tuple(one for one in backups(folder) if not _is_ours(vault, one))


def left_by_rekey(vault: Vault, place: Path | None = None) -> tuple[Backup, ...]:
    """Those of this vault under the keys of before a rekey that was cut short before it had
    removed them; none until there is a backup under the keys of now.

    One that is damaged or of another vault stays, and so does one of later keys: after an older
    backup was restored they may be all there is of what came since.
    """
    folder = place_of(vault.folder) if place is None else second_place(place, vault.vault_id)
    others = under_other_keys(vault, place)
    if not others or all(one in others for one in backups(folder)):
        return ()
    return tuple(one for one in others if _is_before(vault, one))


def _is_before(vault: Vault, backup: Backup) -> bool:
    try:
        header = backup_file.look(backup.path).header
    except (PlannerError, OSError):
        return False
    return header.vault_id == vault.vault_id and header.epoch < vault._header.epoch


def remove(found: tuple[Backup, ...]) -> int:
    """Remove backups; how many are gone. One that cannot be removed stays."""
    gone = 0
    for one in found:
        with suppress(OSError):
            one.path.unlink(missing_ok=True)
            gone += 1
    for folder in {one.path.parent for one in found}:
        with suppress(OSError):
            sync_folder(folder)
    return gone


def _is_ours(vault: Vault, backup: Backup) -> bool:
    return _genuine(vault, backup) is not None


def _is_so(vault: Vault, backup: Backup) -> bool:
    """Whether it is ours, and what its name tells of it is so."""
    trailer = _genuine(vault, backup)
    return trailer is not None and (trailer.made, trailer.number) == (backup.made, backup.number)


def _genuine(vault: Vault, backup: Backup) -> Trailer | None:
    try:
        with translate_errors(MAKING_BACKUP):
            trailer = backup_file.look(backup.path)
    except Exception:  # damaged, of another program, gone: in no case of these keys
        return None
    return trailer if trailer.is_genuine(vault._backup_key) else None


def _current(found: tuple[Backup, ...], number: int, changed: dt.datetime | None) -> Backup | None:
    """The backup that ends at a change: its number counts only if it was not made before it."""
    floor = dt.datetime.min.replace(tzinfo=dt.UTC) if changed is None else changed
    for one in found:
        if not one.reason and one.number == number and one.made >= floor.replace(microsecond=0):
            return one
    return None


def _known(vault: Vault) -> Backup | None:
    """A backup of the vault as it is now, in its own folder."""
    with vault.busy:
        number, changed = vault.seal.head().number, last_change(vault._connection)
    found = _current(backup_file.listed(place_of(vault.folder)), number, changed)
    return found if found is not None and _is_so(vault, found) else None


def _repeated(vault: Vault, known: Backup, folder: Path, now: dt.datetime) -> Backup:
    """The same backup once more: nothing but bytes is asked of a stick or a network folder."""
    trailer = backup_file.look(known.path)
    with _making(folder) as making:
        write_new(making, known.path.read_bytes())
        again = backup_file.look(making)
        if again != trailer:
            raise OSError(errno.EIO, "what was written does not read back")
        backup_file.check_data(making, again)
        again_path = folder / known.path.name
        return _counts(vault, making, again_path, known.made, known.number, "", now)


def _new(vault: Vault, folder: Path, reason: str, clock: Clock) -> tuple[Backup, tuple[Flaw, ...]]:
    key = vault._backup_key
    with _making(folder) as making:
        with translate_errors(MAKING_BACKUP, anything_is_damage=True):
            with vault.busy:
                taken = take(vault, making, key)
            flaws = verify(making, key, taken)
        made = clock().astimezone(dt.UTC).replace(microsecond=0)
        length = making.stat().st_size
        digest = backup_file.digest_of(making, length)
        end = backup_file.ending(taken.header, key, length, made, taken.head.number, digest)
        with making.open("ab") as file:
            file.write(end)
            file.flush()
            os.fsync(file.fileno())
        backup_file.check_data(making, backup_file.look(making))
        reason = reason or (NOT_WHOLE if flaws else "")
        path = folder / backup_file.name(made, taken.head.number, reason)
        return _counts(vault, making, path, made, taken.head.number, reason, made), flaws


@contextmanager
def _making(folder: Path) -> Iterator[Path]:
    """The name of the file in the making; it is gone afterwards, unless it became a backup."""
    making = folder / MAKING
    copying.remove(making)
    try:
        yield making
    finally:
        with suppress(OSError):
            copying.remove(making)


def _counts(
    vault: Vault, making: Path, path: Path, made: dt.datetime, number: int, reason: str,
    now: dt.datetime,
) -> Backup:  # fmt: skip
    """From here on it is a backup, and older ones may go."""
    put_in_place(making, path)
    size = path.stat().st_size
    if reason != NOT_WHOLE:
        there = backup_file.listed(path.parent)
        remove(rotation.superfluous(there, now, purging.purges(vault)))
    return Backup(path, made, number, size, reason)
