"""A copy of an open vault on another disk: a vault like the first, or nothing at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from roth_planner.errors import CannotWrite, DamagedVault, PlannerError, WrongSecret
from roth_planner.vault.elsewhere import copy_vault

from .tools import PASSPHRASE, digests, files_no_larger_than, notes, remembered, reopen


def test_the_copy_opens_with_the_same_secrets_and_holds_the_same(
    folder: Path, code: str, tmp_path: Path
) -> None:
    with reopen(folder) as vault:
        copy_vault(vault, PASSPHRASE, tmp_path / "copy", derive=remembered)
        before, sealed = notes(vault), vault.check()
    for secret in (PASSPHRASE, code):
        with reopen(tmp_path / "copy", secret) as copy:
            assert notes(copy) == before
            assert copy.check() == sealed


def test_a_vault_whose_folder_was_moved_away_is_still_copied(folder: Path, tmp_path: Path) -> None:
    with reopen(folder) as vault:
        before = notes(vault)
        folder.rename(tmp_path / "moved")
        copy_vault(vault, PASSPHRASE, tmp_path / "copy", derive=remembered)
    with reopen(tmp_path / "copy") as copy:
        assert notes(copy) == before


def test_a_wrong_secret_writes_nothing(folder: Path, tmp_path: Path) -> None:
    with reopen(folder) as vault, pytest.raises(WrongSecret):
        copy_vault(vault, "not this one at all", tmp_path / "copy", derive=remembered)
    assert not (tmp_path / "copy").exists()


def test_a_folder_that_is_there_is_not_touched(folder: Path, tmp_path: Path) -> None:
    there = tmp_path / "copy"
    there.mkdir()
    (there / "mine").write_text("x")
    with reopen(folder) as vault, pytest.raises(CannotWrite, match="of this name already"):
        copy_vault(vault, PASSPHRASE, there, derive=remembered)
    assert [path.name for path in there.iterdir()] == ["mine"]


def test_a_full_disk_leaves_nothing_behind_and_the_vault_as_it_was(
    folder: Path, tmp_path: Path
) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    with reopen(folder) as vault:
        before = digests(folder)
        for size in (0, 100, 4096, 20_000):
            with (
                files_no_larger_than(size),
                pytest.raises(CannotWrite, match="still on the screen"),
            ):
                copy_vault(vault, PASSPHRASE, place / "copy", derive=remembered)
            assert list(place.iterdir()) == []
        assert digests(folder) == before


def test_a_vault_with_damaged_pages_is_not_copied(folder: Path, tmp_path: Path) -> None:
    with reopen(folder) as vault:
        size = (folder / "data.db").stat().st_size
        with (folder / "data.db").open("r+b") as file:
            for start in range(8192, size, 4096):
                file.seek(start + 100)
                file.write(b"damage")
        with pytest.raises(PlannerError) as told:
            copy_vault(vault, PASSPHRASE, tmp_path / "copy", derive=remembered)
        assert isinstance(told.value, DamagedVault)
    assert not (tmp_path / "copy").exists()
    assert not list(tmp_path.glob(".making*"))
    shutil.rmtree(folder)
