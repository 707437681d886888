"""The ballast: made where there is room, given up once, and never in anybody's way."""

from __future__ import annotations

from pathlib import Path

import pytest

from roth_planner.vault import ballast

from .tools import files_no_larger_than


def test_it_is_made_once_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    assert ballast.make(tmp_path)
    made = tmp_path / ballast.NAME
    assert made.stat().st_size == ballast.SIZE == 8 * 1024 * 1024
    assert made.stat().st_mode & 0o077 == 0
    content = made.read_bytes()
    assert content.count(0) < ballast.SIZE // 200, "zeros would take no room on some disks"
    assert ballast.make(tmp_path)
    assert made.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == [ballast.NAME]


def test_one_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    (tmp_path / ballast.NAME).write_bytes(b"short")
    assert ballast.make(tmp_path)
    assert (tmp_path / ballast.NAME).stat().st_size == ballast.SIZE


def test_it_is_given_up_once(tmp_path: Path) -> None:
    assert ballast.make(tmp_path)
    assert ballast.give_up(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert not ballast.give_up(tmp_path)


def test_none_is_made_where_room_is_scarce(tmp_path: Path) -> None:
    assert not ballast.make(tmp_path, free=lambda path: ballast.SPARE - 1)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_meanwhile_is_left_clean(tmp_path: Path) -> None:
    with files_no_larger_than(1024 * 1024):
        assert not ballast.make(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["missing", "a file"])
def test_a_folder_that_is_none_is_no_trouble(tmp_path: Path, what: str) -> None:
    place = tmp_path / "place"
    if what == "a file":
        place.write_text("x")
    assert not ballast.make(place)
    assert not ballast.give_up(place)
