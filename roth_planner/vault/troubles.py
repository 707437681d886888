"""What disks and data files do to a vault, told as one sentence per trouble and occasion.

Used round everything that touches the files of a vault: making, opening, saving.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto

from roth_planner.errors import CannotWrite, DamagedVault, DiskFull, PlannerError, VaultInUse


class Trouble(Enum):
    """Why a file could not be read or written."""

    FULL = auto()
    READ_ONLY = auto()
    FAILED = auto()
    GONE = auto()
    IN_USE = auto()
    DAMAGED = auto()


_RAISED: dict[Trouble, type[PlannerError]] = {
    Trouble.FULL: DiskFull,
    Trouble.READ_ONLY: CannotWrite,
    Trouble.FAILED: CannotWrite,
    Trouble.GONE: CannotWrite,
    Trouble.IN_USE: VaultInUse,
    Trouble.DAMAGED: DamagedVault,
}

SAVING: Mapping[Trouble, str] = {
    Trouble.FULL: "The disk is full, so this was not saved. Everything saved before is safe. Make"
    " room on the disk and try again.",
    Trouble.READ_ONLY: "This account may not write to the vault, so this was not saved. Everything"
    " saved before is safe. Allow writing to its folder, or use a copy of it in another folder.",
    Trouble.FAILED: "The disk did not take what was written, so this was not saved. Everything"
    " saved before is safe. Check that the disk is connected, then open the vault again.",
    Trouble.GONE: "The vault's folder or a file in it is no longer there, so this was not saved."
    " Check that the disk is connected, then open the vault again.",
    Trouble.IN_USE: "Another program has just used the vault's files, so this was not saved."
    " Everything saved before is safe. Close that program and try again.",
    Trouble.DAMAGED: "A damaged part of the vault was met, so this was not saved. Keep the"
    " vault's folder as it is, close the program and restore the last backup.",
}

OPENING: Mapping[Trouble, str] = {
    Trouble.FULL: "The disk is full, so the vault could not be made ready. Nothing in it was"
    " changed. Make room on the disk and open it again.",
    Trouble.READ_ONLY: "This account may not open the vault's data file, or not finish in it what"
    " was interrupted. Nothing was changed. Open it to read only, or ask whoever looks after your"
    " computer to allow writing in its folder.",
    Trouble.FAILED: "The disk with the vault could not be read, so it was not opened. Nothing was"
    " changed. Check that the disk is connected and try again.",
    Trouble.GONE: "The vault disappeared while it was being opened. Nothing was changed. Check"
    " that the disk is connected and try again.",
    Trouble.IN_USE: "This vault is open in another window or program. Nothing was changed. Use"
    " that window, or close it and try again.",
    Trouble.DAMAGED: "The vault's data file data.db is damaged, or belongs to another vault."
    " Nothing was changed. Keep the folder as it is, and restore the last backup.",
}

CREATING: Mapping[Trouble, str] = {
    Trouble.FULL: "The disk is full, so no vault was made and nothing was left behind. Make room"
    " on the disk, or choose another folder.",
    Trouble.READ_ONLY: "This account may not write in the folder that was chosen, so no vault was"
    " made. Choose another folder.",
    Trouble.FAILED: "The disk did not take what was written, so no vault was made. Check that the"
    " disk is connected, or choose another folder.",
    Trouble.GONE: "The folder that was chosen is no longer there, so no vault was made. Choose"
    " another folder.",
    Trouble.IN_USE: "Another program used the new vault's files, so no vault was made. Try again,"
    " or choose a folder that no other program looks into.",
    Trouble.DAMAGED: "What was written could not be read back, so no vault was made. Choose a"
    " folder on another disk.",
}


@contextmanager
def translate_errors(
    occasion: Mapping[Trouble, str] = SAVING, *, anything_is_damage: bool = False
) -> Iterator[None]:
    """Turn an error of SQLAlchemy, the driver or the system into the sentence a person is told.

    Raises CannotWrite for a full, read-only, failing or missing disk, VaultInUse for a lock and
    DamagedVault for damage met on the way. Other exceptions pass unchanged, because they are
    bugs, unless ``anything_is_damage``: damaged pages were seen to raise anything at all.
    """
    try:
        yield
    except PlannerError:
        raise
    except Exception as error:
        trouble = recognise(error)
        if trouble is None and anything_is_damage:
            trouble = Trouble.DAMAGED
        if trouble is None:
            raise
        # Without the cause: its text may name files, statements or values.
        raise _RAISED[trouble](occasion[trouble]) from None


def recognise(error: Exception) -> Trouble | None:
    """The trouble behind an error of SQLAlchemy, the driver or the system; None for a bug."""
    if isinstance(error, MemoryError):
        return Trouble.DAMAGED
    if isinstance(error, OSError):
        match error.errno:
            case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
                return Trouble.FULL
            case errno.EACCES | errno.EPERM | errno.EROFS:
                return Trouble.READ_ONLY
            case errno.ENOENT | errno.ENOTDIR:
                return Trouble.GONE
        return Trouble.FAILED
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    match code & 0xFF:  # The low byte is the primary code (sqlite.org/rescode.html).
        case 13:  # SQLITE_FULL
            return Trouble.FULL
        case 3 | 8 | 14:  # SQLITE_PERM, SQLITE_READONLY, SQLITE_CANTOPEN
            return Trouble.READ_ONLY
        case 10:  # SQLITE_IOERR
            return Trouble.FAILED
        case 5 | 6:  # SQLITE_BUSY, SQLITE_LOCKED
            return Trouble.IN_USE
        case 7 | 11 | 26:  # SQLITE_NOMEM, SQLITE_CORRUPT, SQLITE_NOTADB
            return Trouble.DAMAGED
    return None
