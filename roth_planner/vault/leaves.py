"""Reads the rows of a damaged data file, whatever leads to them is damaged.

A table is a tree of pages, and a damaged page hides all that hangs below it. So where a table does
not read in order, each page is made the root of a table of its own in a scratch file of the same
key: those that hold rows then give them, and the others refuse. To which table a row belongs is
not said by its page; its seal tells (``salvage.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from roth_planner.vault.files import write_new
from roth_planner.vault.pages import PAGE, Pages

WIDEST = 64
"""Columns that are read of each row; no table of ours has as many."""

_IN_PAGE = 4016
"""Bytes of a page of SQLCipher 4 that hold data."""


def all_rows(data_file: Path, key: bytes, pages: Pages) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Number and columns of every row on the good pages of a closed data file, each row once.

    The number of a row stands for its first column where that is empty. The scratch file is made
    beside ``data_file`` and is removed by whoever removes the folder.
    """
    from roth_planner.vault.engine import connect

    scratch = data_file.with_name("leaves.db")
    numbers = [number for number in range(2, pages.count + 1) if number not in set(pages.bad)]
    _make(scratch, key, pages.count, numbers)
    _fill(scratch, data_file, numbers)
    connection = connect(scratch, key, reading=True)
    try:
        seen = set()
        for number in numbers:
            for row in _rows(connection, f"p{number:d}"):
                if row not in seen:
                    seen.add(row)
                    yield row[0], row[1:]
    finally:
        connection.close()


def _make(scratch: Path, key: bytes, count: int, numbers: Iterable[int]) -> None:
    """A file of at least ``count`` pages that tells of a table on each page, and has none."""
    from roth_planner.vault.engine import connect

    write_new(scratch, b"")
    connection = connect(scratch, key)
    columns = ",".join(f"c{number:d}" for number in range(WIDEST))
    try:
        connection.execute("CREATE TABLE filler (x)")
        connection.execute("INSERT INTO filler VALUES (zeroblob(?))", (count * _IN_PAGE,))
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM sqlite_master")
        connection.executemany(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)"
            " VALUES ('table', ?, ?, ?, ?)",
            (
                (f"p{number:d}", f"p{number:d}", number, f"create table p{number:d}({columns})")
                for number in numbers
            ),
        )
        connection.execute("COMMIT")
    finally:
        connection.close()


def _fill(scratch: Path, data_file: Path, numbers: Iterable[int]) -> None:
    """Put the good pages where they stood; each is genuine only under its own number."""
    with scratch.open("r+b") as target, data_file.open("rb") as source:
        for number in numbers:
            place = (number - 1) * PAGE
            source.seek(place)
            target.seek(place)
            target.write(source.read(PAGE))


def _rows(connection: Any, table: str) -> Iterator[tuple[Any, ...]]:
    with suppress(Exception):  # no page of rows, or a damaged page below it
        try:
            yield from connection.execute(_statement(table)).fetchall()
        except Exception:
            for (number,) in connection.execute(_statement(table, "rowid")).fetchall():
                with suppress(Exception):
                    yield from connection.execute(
                        f"{_statement(table)} WHERE rowid = ?", (number,)
                    ).fetchall()


def _statement(table: str, columns: str = "rowid, *") -> str:
    return f"SELECT {columns} FROM {table}"
