"""Damage to the data file is always found, and is told as damage whatever is raised inside."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from roth_planner.errors import DamagedVault
from roth_planner.vault import translate_errors
from roth_planner.vault.troubles import OPENING

from .tools import reopen


def _read_everything(folder: Path) -> list[tuple[object, ...]]:
    """Every row of every table; raises DamagedVault too when SQLite's own check finds anything."""
    with (
        translate_errors(OPENING, anything_is_damage=True),
        reopen(folder) as vault,
        vault.engine.connect() as connection,
    ):
        tables = connection.exec_driver_sql(
            # The tables behind the search have no rows of their own and are read by the check.
            "SELECT name FROM pragma_table_list WHERE type = 'table' ORDER BY name"
        ).all()
        rows = [
            tuple(row)
            for (table,) in tables
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}" ORDER BY rowid')
        ]
        if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
            raise DamagedVault("found by the check")
        return rows


def test_a_flipped_bit_anywhere_in_the_data_is_never_read_as_an_answer(folder: Path):
    path = folder / "data.db"
    whole = _read_everything(folder)
    good = path.read_bytes()
    dice = random.Random(20261121)
    found = 0
    for _ in range(400):
        place = dice.randrange(len(good) * 8)
        flipped = bytearray(good)
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)
        try:
            assert _read_everything(folder) == whole
        except DamagedVault:
            found += 1
    assert found == 400


def test_blocks_that_are_zeroed_or_change_places_are_never_read_as_an_answer(folder: Path):
    path = folder / "data.db"
    whole = _read_everything(folder)
    good = path.read_bytes()
    dice = random.Random(3)
    for size in (512, 4096, 16_384):
        for _ in range(40):
            first, second = (dice.randrange(len(good) // size) * size for _ in range(2))
            harmed = bytearray(good)
            harmed[first : first + size] = good[second : second + size]
            if first == second:
                harmed[first : first + size] = bytes(size)
            path.write_bytes(harmed)
            try:
                assert _read_everything(folder) == whole
            except DamagedVault:
                continue


@pytest.mark.parametrize("pages", [1, 2, 3, 40])
def test_a_file_cut_at_a_page_is_never_read_as_an_answer(pages: int, folder: Path):
    path = folder / "data.db"
    path.write_bytes(path.read_bytes()[: -4096 * pages])
    with pytest.raises(DamagedVault):
        _read_everything(folder)
