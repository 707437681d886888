"""How the files of a vault come to be: for one person alone, and whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from roth_planner.errors import CannotWrite


def check_name(folder: Path) -> None:
    """Refuse what no system takes for a name, before anything is made."""
    try:
        os.lstat(folder)
    except ValueError:  # a NUL, or half of a character
        usable = False
    except OSError as error:
        usable = error.errno not in (errno.ENAMETOOLONG, errno.EINVAL)
    else:
        usable = True
    if not usable:
        raise CannotWrite(
            "The name or path of the folder is too long or holds a character that no folder can"
            " have, so no vault was made. Choose a shorter, plainer name."
        )
    if any(os.path.isfile(one / "data.db") and os.path.isfile(one / "header.json")
           for one in folder.parents):  # fmt: skip
        raise CannotWrite(
            "This place lies inside the folder of a vault, and is lost when that is. Nothing was"
            " made. Choose a place outside."
        )


@contextmanager
def made_beside(folder: Path) -> Iterator[Path]:
    """A private folder to make a vault in; it becomes ``folder`` when all went well."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    tidy_beside(folder.parent)
    making = folder.parent / f".making-{secrets.token_hex(8)}"
    making.mkdir(mode=0o700)
    try:
        yield making
        sync_folder(making)
        making.rename(folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    sync_folder(folder.parent)


def tidy_beside(folder: Path) -> None:
    """Remove what ``made_beside`` left in a folder when it was killed, an hour ago or longer.

    One that is younger may be in the making in another window. What cannot be removed stays.
    """
    with suppress(OSError):
        for left in folder.glob(".making-" + "[0-9a-f]" * 16):
            if left.is_symlink() or not left.is_dir():
                continue
            touched = max(path.stat().st_mtime for path in (left, *left.iterdir()))
            if abs(time.time() - touched) > _STILL_MAKING:
                shutil.rmtree(left, ignore_errors=True)


_STILL_MAKING = 3600.0


def write_new(path: Path, content: bytes) -> None:
    """A new file for this person alone, on the disk when this returns."""
    descriptor = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
    )
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_beside(path: Path, content: bytes) -> None:
    """Write a file beside ``path``, synced and read back, fit to take its place; raises OSError.

    Its name is always the same, so that what a power cut leaves behind is found and tidied.
    """
    beside = beside_of(path)
    beside.unlink(missing_ok=True)
    try:
        write_new(beside, content)
        if beside.read_bytes() != content:
            raise OSError(errno.EIO, "what was written does not read back")
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def beside_of(path: Path) -> Path:
    """Where ``write_beside`` writes for ``path``."""
    return path.with_name(path.name + ".tmp")


def journal_of(data_file: Path) -> Path:
    """Where SQLite keeps what it needs to undo a save that was cut short."""
    return data_file.with_name(data_file.name + "-journal")


def put_in_place(beside: Path, path: Path) -> None:
    """Let a finished file take the place of ``path``, whole, and make that durable.

    On Windows a virus scanner or a sync program may hold a file for a moment, so a refusal is
    tried again for half a second.
    """
    for wait in (*_PATIENCE, None):
        try:
            os.replace(beside, path)
        except PermissionError:
            if wait is None or os.name != "nt":
                raise
            time.sleep(wait)
        else:
            break
    sync_folder(path.parent)


_PATIENCE = (0.02, 0.08, 0.4)


def sync_file(path: Path) -> None:
    """Make the content of a closed file durable; Windows syncs only what is open for writing."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable; Windows has no such call and needs none (NTFS journal)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
