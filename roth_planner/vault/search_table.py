"""The index of the full text search in the data: whether it is in step, and emptying it.

The index is no fact: ``workbook/search_index.py`` writes it with each step and can make it anew
from the records, so an index in doubt is emptied, and the program fills it at the next search or
save. What is compared here needs no questions: the index itself names the places it takes texts
from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from roth_planner.vault.all_or_nothing import all_or_nothing
from roth_planner.vault.seal import quoted

_NUMBER_BITS, _PLACE_BITS = 28, 14
"""As ``workbook/search_index.py`` makes a row of the index out of case, place and record."""
_NO_MARKS = str.maketrans("", "", "\x02\x03\0")
_MAPS = ("answers", "half_typed")


def is_about_search(line: str) -> bool:
    """Whether a line of SQLite's integrity check tells of the index of the search alone."""
    return "fts5" in line.lower()


def in_step(connection: Any) -> bool:
    """Whether the index holds the texts of the records, no others and none twice.

    An index that was not filled yet is in step. Raises what the driver raises for damage.
    """
    if not _there(connection):
        return True
    places = {
        number: (record, listed, key)
        for number, record, listed, key in connection.execute(
            "SELECT number, record, list, key FROM search_place"
        )
    }
    held: dict[tuple[int, int], str] = {}
    count = 0
    for row, text in connection.execute("SELECT rowid, text FROM search"):
        count += 1
        place = row >> _NUMBER_BITS & ((1 << _PLACE_BITS) - 1)
        held[place, row & ((1 << _NUMBER_BITS) - 1)] = text
    if ("", "", "") not in places.values():
        return count == 0
    return count == len(held) and held == dict(_texts(connection, places))


def empty(connection: Any) -> None:
    """Empty the index, in one step; it is filled anew when it is next needed."""
    if not _there(connection):
        return
    with all_or_nothing(connection):
        # Deleting reads the index, so it is first made to fit the texts it keeps.
        connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
        connection.execute("DELETE FROM search")
        connection.execute("DELETE FROM search_place")


def mend(connection: Any) -> bool:
    """Empty an index that is damaged or out of step; whether that was done.

    Damage in the data itself is not told here: the full check meets it.
    """
    with suppress(Exception):  # damaged pages were seen to raise anything at all
        if not _there(connection) or (_whole(connection) and in_step(connection)):
            return False
        empty(connection)
        return True
    return False


def _there(connection: Any) -> bool:
    found = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE name IN ('search', 'search_place')"
    ).fetchone()
    return bool(found[0] == 2)


def _whole(connection: Any) -> bool:
    try:
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except connection.DatabaseError:
        return False
    return True


def _texts(
    connection: Any, places: dict[int, tuple[str, str, str]]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Every text that stands at one of the places, as it is indexed."""
    by_record: dict[str, list[tuple[int, str, str]]] = {}
    for number, (record, listed, key) in places.items():
        if record:
            by_record.setdefault(record, []).append((number, listed, key))
    for record, asked in by_record.items():
        cursor = connection.execute(f"SELECT * FROM {quoted(record)} NOT INDEXED")
        names = [column[0] for column in cursor.description]
        for row in cursor:
            whole = dict(zip(names, row, strict=True))
            maps = {name: json.loads(whole.get(name) or "{}") for name in _MAPS}
            for number, listed, key in asked:
                if listed != str(whole.get("list", "")):
                    continue
                name, _dot, inner = key.partition(".")
                text = maps.get(name, {}).get(inner) if inner else whole.get(name)
                if isinstance(text, str) and (text := text.translate(_NO_MARKS).strip()):
                    yield (number, whole["id"]), text
