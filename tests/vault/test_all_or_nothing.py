"""What is written together is kept together, and the reason it could not be is the one told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from roth_planner.vault.all_or_nothing import all_or_nothing


class DiskFull(Exception):
    pass


@pytest.fixture
def data(tmp_path: Path) -> Any:
    connection = dbapi2.connect(str(tmp_path / "data.db"), isolation_level=None)
    connection.execute("CREATE TABLE kept (words)")
    yield connection
    connection.close()


def words(data: Any) -> list[str]:
    return [row[0] for row in data.execute("SELECT words FROM kept ORDER BY words")]


def write(data: Any, text: str) -> None:
    data.execute("INSERT INTO kept VALUES (?)", (text,))


def test_all_of_it_is_kept(data: Any) -> None:
    with all_or_nothing(data):
        write(data, "one")
        with all_or_nothing(data):
            write(data, "two")
    assert words(data) == ["one", "two"]


def test_an_inner_part_that_fails_leaves_the_rest(data: Any) -> None:
    with all_or_nothing(data):
        write(data, "one")
        with pytest.raises(ValueError), all_or_nothing(data):
            write(data, "two")
            raise ValueError
    assert words(data) == ["one"]


def test_where_all_was_taken_back_already_the_reason_is_still_told(data: Any) -> None:
    """SQLite takes a transaction back by itself when the disk is full: found by filling disks."""
    with pytest.raises(DiskFull), all_or_nothing(data):
        write(data, "one")
        data.execute("ROLLBACK")
        raise DiskFull
    assert words(data) == []
    with all_or_nothing(data):
        write(data, "afterwards")
    assert words(data) == ["afterwards"]
