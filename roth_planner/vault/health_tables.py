"""What the tables of an open data file are like: the ones this program makes, and whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any

import msgspec

from roth_planner.errors import NewerVault
from roth_planner.vault import search_table
from roth_planner.vault.ailments import Finding, finding
from roth_planner.vault.data_file import DATA
from roth_planner.vault.migrations import PACKAGED, Migrations, current


class Tables(msgspec.Struct, frozen=True):
    """``schema`` is the last step that the tables were brought up to; ``structure`` and ``ties``
    are None where they could not be looked at."""

    schema: str
    structure: bool | None
    ties: bool | None
    findings: tuple[Finding, ...]


def look_at_tables(connection: Any, bad: bool, name_some: Callable[[Iterable[str]], str]) -> Tables:
    """Look at what ties the pages together; ``bad`` says that there are damaged ones, which
    explain the rest. ``name_some`` writes out a long list. Nothing is changed."""
    found: list[Finding] = []
    schema = ""
    try:
        schema = current(connection)
        PACKAGED.pending(connection)
    except NewerVault:
        found.append(finding("newer_tables", schema))
    except Exception:  # damaged pages were seen to raise anything at all
        if not bad:
            found.append(finding("tables_altered", "alembic_version"))
    else:
        with suppress(Exception):  # integrity_check tells what is damaged
            if altered := tuple(_altered(connection, schema)):
                found.append(finding("tables_altered", name_some(altered)))
    structure: bool | None = None
    with suppress(Exception):
        lines = [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall()]
        structure = lines == ["ok"]
    if not bad:
        found += _structure(connection, structure, lines if structure is not None else [])
    ties = None
    with suppress(Exception):
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        ties = not broken
        if broken:
            names = (f"{row[0].replace('_', ' ')} {row[1]}" for row in broken)
            found.append(finding("ties_broken", name_some(names)))
    return Tables(schema, structure, ties, tuple(found))


def _structure(connection: Any, structure: bool | None, lines: list[str]) -> Iterator[Finding]:
    if structure:
        with suppress(Exception):
            if not search_table.in_step(connection):
                yield finding("search_out_of_step", DATA)
        return
    lines = [line for line in lines if not search_table.is_about_search(line)]
    if structure is False and not lines:
        yield finding("search_out_of_step", DATA)
    elif lines and all(_INDEX.search(line) for line in lines):
        yield finding("index_damaged", DATA)
    else:
        yield finding("structure_damaged", DATA)


_INDEX = re.compile(r"(?i)\bindex\b")

_Named = tuple[str, str]
_Columns = frozenset[tuple[object, ...]]


def _altered(connection: Any, schema: str) -> Iterator[str]:
    """The names of tables and the like that are not as the steps up to ``schema`` make them."""
    ours, there = _made(PACKAGED, schema), _shape(connection)
    for named in sorted(ours.keys() | there.keys()):
        if ours.get(named) != there.get(named):
            yield named[1]


@lru_cache(maxsize=4)
def _made(migrate: Migrations, schema: str) -> dict[_Named, _Columns]:
    """The same of tables made anew in memory; no file ever holds them."""
    from roth_planner.vault.engine import connect_to_nothing, engine_for

    connection = connect_to_nothing()
    engine = engine_for(connection)
    try:
        Migrations(migrate.folder, schema).upgrade(engine)
        return _shape(connection)
    finally:
        engine.dispose()
        connection.close()


def _shape(connection: Any) -> dict[_Named, _Columns]:
    """Every table, index, view and trigger by kind and name, and the columns of the first two.

    Column by column, because steps that change a table spell it differently from those that make
    it. The insides of the search and of SQLite itself are their own.
    """
    shape = {}
    for kind, name in connection.execute("SELECT type, name FROM sqlite_master").fetchall():
        if name.startswith(("sqlite_", "search_")):
            continue
        columns: list[tuple[object, ...]] = []
        if kind == "table":
            columns = connection.execute(
                'SELECT name, upper(type), "notnull", pk FROM pragma_table_xinfo(?)', (name,)
            ).fetchall()
        elif kind == "index":
            columns = connection.execute(
                "SELECT seqno, name FROM pragma_index_info(?)", (name,)
            ).fetchall()
        shape[str(kind), str(name)] = frozenset(columns)
    return shape
