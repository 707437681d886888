"""Nothing is saved over a data file that somebody else has changed while it was open."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from roth_planner.errors import CannotWrite, ChangedOutside
from roth_planner.workbook import Ref, Workbook

from .tools import PASSPHRASE

ACCOUNT = Ref("account", 1)


def _replaced(data: Path) -> None:
    copy = data.with_name("copy")
    shutil.copy2(data, copy)
    os.replace(copy, data)


def _touched(data: Path) -> None:
    os.utime(data, ns=(1, 1))


def _grown(data: Path) -> None:
    os.truncate(data, data.stat().st_size + 4096)


def _cut(data: Path) -> None:
    os.truncate(data, data.stat().st_size - 4096)


@pytest.mark.parametrize("change", [_replaced, _touched, _grown, _cut])
def test_a_file_that_was_changed_from_outside_is_not_saved_over(
    change: Callable[[Path], None], home: Path
) -> None:
    workbook = Workbook.open(home, PASSPHRASE)
    workbook.save(ACCOUNT, {"how_connect": "Before."})
    change(home / "data.db")
    left = (home / "data.db").stat()
    for _ in range(2):
        with pytest.raises(ChangedOutside, match="Nothing was saved over it"):
            workbook.save(ACCOUNT, {"how_connect": "After."})
    now = (home / "data.db").stat()
    assert (now.st_size, now.st_mtime_ns, now.st_ino) == (
        left.st_size, left.st_mtime_ns, left.st_ino,
    )  # fmt: skip
    workbook.close()


def test_a_file_that_is_gone_is_told_and_nothing_is_made_in_its_place(home: Path) -> None:
    workbook = Workbook.open(home, PASSPHRASE)
    (home / "data.db").rename(home / "elsewhere")
    with pytest.raises(CannotWrite, match="no longer there"):
        workbook.save(ACCOUNT, {"how_connect": "After."})
    assert not (home / "data.db").exists()
    workbook.close()


def test_our_own_saves_undo_and_keys_are_no_change_from_outside(home: Path) -> None:
    workbook = Workbook.open(home, PASSPHRASE)
    for number in range(5):
        workbook.save(ACCOUNT, {"how_connect": f"{number}"})
        workbook.undo()
    workbook.vault.replace_recovery_code(PASSPHRASE)
    workbook.save(ACCOUNT, {"how_connect": "Still ours."})
    workbook.close()
