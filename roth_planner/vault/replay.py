"""Builds a record anew from what the history tells of it, in the form its table keeps.

The history holds stored keys (``records/base.py``): the name of a column, the column of a record
that is referred to without its ``_id``, a list of records tied to this one, or ``answers.KEY`` and
the like. The tables alone are known here, not the models, so where the history leaves open how a
value is kept, each way is tried: only what fits the seal of the record is taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, permutations, product
from typing import Any

import msgspec

from roth_planner.vault.seal import Shape, quoted, record_hash

MAPS = ("answers", "no_answer", "half_typed", "progress")
FOLLOWS = ("partner", "private")
"""What a column can hold that follows from others and is not in the history (``people.py``)."""

_TRIES = 64
"""Ways to keep one record that are tried."""

Ties = list[tuple[str, list[int]]]
Row = dict[str, Any]
State = dict[str, Any]


class Column(msgspec.Struct, frozen=True):
    """One column: whether it may be empty, its type and default as the schema says them."""

    name: str
    kind: str
    needed: bool
    default: str | None


class Tables:
    """The tables of records as an open data file has them."""

    def __init__(self, connection: Any) -> None:
        self.shape = Shape(connection)
        self.names = tuple(self.shape.tables)
        self.columns: dict[str, tuple[Column, ...]] = {}
        self.points: dict[str, dict[str, str]] = {}
        for name in (*self.names, *(tie for ties in self.shape.ties.values() for tie, *_ in ties)):
            self.columns[name] = tuple(
                Column(*row)
                for row in connection.execute(
                    'SELECT name, upper(type), "notnull", dflt_value FROM pragma_table_info(?)',
                    (name,),
                )
            )
            found = connection.execute(
                'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', (name,)
            ).fetchall()
            self.points[name] = {column: to for column, to, key in found if key in ("id", None)}

    def tied(self, table: str) -> tuple[tuple[str, str, str], ...]:
        """The tables that tie records of ``table`` to others: name, own column, other column."""
        return tuple(self.shape.ties.get(table, ()))


def replayed(state: State | None, before: State | None, after: State | None) -> State | None:
    """What a record holds after one more change; None if it is not there."""
    if before is None and after is None:
        return state  # a change of the tables, not of what the record says
    if after is None:
        return None
    merged = {**(state or {}), **after} if before is not None else dict(after)
    return {key: held for key, held in merged.items() if held is not None}


def build(
    tables: Tables, key: bytes, table: str, number: int, state: State, seal: bytes
) -> tuple[Row, Ties] | None:
    """The row and ties of a record of which ``seal`` is the hash; None if no way fits."""
    for row, ties in islice(_ways(tables, table, number, state), _TRIES):
        if fits(key, table, row, ties, seal):
            return row, ties
    return None


def fits(key: bytes, table: str, row: Row, ties: Ties, seal: bytes | None) -> bool:
    """Whether a record as it is in its table is the one that was sealed."""
    return record_hash(key, table, tuple(row), tuple(row.values()), ties) == seal


def stored(tables: Tables, table: str, row: Row, ties: Ties, names: Mapping[str, str]) -> State:
    """What the history would say of a record that was added as it is now.

    ``names`` are the keys of lists of tied records by the table of the ties.
    """
    state: State = {}
    for name, held in row.items():
        if held is None or name == "id" or name in MAPS or name.endswith("circle"):
            continue
        points = name in tables.points[table]
        state[name.removesuffix("_id") if points else name] = _read(tables, table, name, held)
    for tie, numbers in ties:
        state[names.get(tie, tie.removeprefix(table + "_"))] = list(numbers)
    for name in MAPS:
        for inner, held in json.loads(row.get(name) or "{}").items():
            state[f"{name}.{inner}"] = held
    return state


def tie_keys(tables: Tables, table: str, states: Iterable[State]) -> tuple[str, ...]:
    """The keys of lists of tied records that the history of a table knows."""
    columns = {column.name for column in tables.columns[table]}
    found = {
        key
        for state in states
        for key, held in state.items()
        if "." not in key and key not in columns and f"{key}_id" not in columns
    }
    return tuple(sorted(found))


def _ways(tables: Tables, table: str, number: int, state: State) -> Iterator[tuple[Row, Ties]]:
    row: Row = {}
    open_ones: list[tuple[str, Sequence[Any]]] = []
    for column in tables.columns[table]:
        name = column.name
        if name == "id":
            row[name] = number
        elif name in MAPS:
            told = {
                key.partition(".")[2]: held
                for key, held in state.items()
                if key.startswith(name + ".")
            }
            row[name] = json.dumps(told)
        else:
            short = name.removesuffix("_id")
            held = state.get(name, state.get(short) if name in tables.points[table] else None)
            held = json.dumps(held) if column.kind == "JSON" and held is not None else held
            row[name] = held
            if held is None and column.kind == "JSON":
                open_ones.append((name, (None, "null")))
            elif held is None and column.needed:
                open_ones.append((name, FOLLOWS))
    for values in product(*(values for _name, values in open_ones)):
        row |= dict(zip((name for name, _values in open_ones), values, strict=True))
        for ties in tie_ways(tables, table, state):
            yield dict(row), ties


def tie_ways(tables: Tables, table: str, state: State) -> Iterator[Ties]:
    """The ways in which the lists of tied records that the history tells of may be kept."""
    lists = [
        sorted(state[key]) for key in tie_keys(tables, table, (state,)) if _numbers(state[key])
    ]
    names = [name for name, *_columns in tables.tied(table)]
    if len(lists) > len(names):
        return
    for chosen in permutations(names, len(lists)):
        yield sorted(zip(chosen, lists, strict=True))


def _numbers(held: Any) -> bool:
    return isinstance(held, list) and bool(held)


def _read(tables: Tables, table: str, name: str, held: Any) -> Any:
    kind = next(column.kind for column in tables.columns[table] if column.name == name)
    return json.loads(held) if kind == "JSON" else held


def insert_statement(table: str, columns: Sequence[str]) -> str:
    """How a row is put into a table."""
    names = ", ".join(quoted(name) for name in columns)
    return f"INSERT INTO {quoted(table)} ({names}) VALUES ({', '.join('?' * len(columns))})"
