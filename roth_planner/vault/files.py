"""How the files of a vault come to be: for one person alone, and whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def made_beside(folder: Path) -> Iterator[Path]:
    """A private folder to make a vault in; it becomes ``folder`` when all went well."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = folder.parent / f".making-{secrets.token_hex(8)}"
    making.mkdir(mode=0o700)
    try:
        yield making
        _sync_folder(making)
        making.rename(folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    _sync_folder(folder.parent)


def write_new(path: Path, content: bytes) -> None:
    """A new file for this person alone, on the disk when this returns."""
    descriptor = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
    )
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make names in a folder durable; Windows has no such call and needs none (NTFS journal)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
