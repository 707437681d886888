"""Ballast: 8 MiB in the vault's folder that are given up when the disk is full.

On a full disk not even removing something works, because SQLite first writes down how to take the
step back (measured). With the ballast gone there is room for the words that are on the screen, and
for whatever the chair removes to make more.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from roth_planner.vault.files import beside_of, put_in_place, write_new

NAME = "ballast"
SIZE = 8 * 1024 * 1024
"""Bytes; room for hundreds of saves with their journals."""
SPARE = 2 * SIZE
"""Free bytes without which none is made: what is scarce is left to the chair's work."""


def make(
    folder: Path, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free
) -> bool:
    """Have the ballast in a vault's folder; whether it is there. Trouble is no trouble.

    Random bytes, because some disks keep a file of zeros in no room at all. ``free`` says how
    many bytes are free where a folder is.
    """
    path = folder / NAME
    with suppress(OSError):
        if path.is_file() and path.stat().st_size == SIZE:
            return True
        if free(folder) < SPARE:
            return False
        beside = beside_of(path)
        beside.unlink(missing_ok=True)
        try:
            write_new(beside, os.urandom(SIZE))
            put_in_place(beside, path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        return True
    return False


def give_up(folder: Path) -> bool:
    """Remove the ballast; whether that made room."""
    try:
        (folder / NAME).unlink()
    except OSError:
        return False
    return True
