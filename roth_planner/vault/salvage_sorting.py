"""Which of a damaged vault's records are kept, which are built anew, and which are lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from roth_planner.vault import replay
from roth_planner.vault.replay import Row, State, Tables, Ties
from roth_planner.vault.salvage_reading import Place, Read
from roth_planner.vault.seal import EVENT

DAMAGED = "It was damaged, and the history does not hold enough to build it anew."
CHANGED = (
    "It was changed by something other than this program, and the history does not hold enough to"
    " build it anew."
)
UNKNOWN = "The history does not know it: this program never wrote it."
BACK = "It had been removed, and was there again."
NOTHING_LEFT = "Nothing of it is left; or it had been removed, which is not known any more."
BELONGED = "It belonged to a record that is lost."
NAMED = "It named a record that is lost, so the place was left empty: "


class Lost(msgspec.Struct, frozen=True, order=True):
    """A record by kind and number, and why it, or something in it, was not saved."""

    record: str
    number: int
    why: str


How: TypeAlias = Literal["kept", "rebuilt", "doubtful"]


class Saved(msgspec.Struct):
    """One record for the new vault. ``state`` is what the history says of it, if that fits."""

    how: How
    row: Row
    ties: Ties
    state: State | None


class Sorted(msgspec.Struct):
    """All records by kind and number; ``tie_names`` are keys of tied lists by table and tie."""

    saved: dict[Place, Saved]
    lost: list[Lost]
    emptied: list[Lost]
    tie_names: dict[str, dict[str, str]]

    def lose(self, place: Place, why: str) -> None:
        """Take a record out of those that are saved."""
        del self.saved[place]
        self.lost.append(Lost(*place, why))
        self.emptied = [one for one in self.emptied if (one.record, one.number) != place]

    def settle(self, tables: Tables) -> None:
        """Empty what names a lost record, and lose what cannot be without it, until all fits."""
        while True:
            before = len(self.lost)
            for place, one in list(self.saved.items()):
                self._settle_one(tables, place, one)
            if len(self.lost) == before:
                return

    def _settle_one(self, tables: Tables, place: Place, one: Saved) -> None:
        table = place[0]
        needed = {column.name for column in tables.columns[table] if column.needed}
        for column, to in tables.points[table].items():
            number = one.row.get(column)
            if number is None or (to, number) in self.saved:
                continue
            if column in needed:
                self.lose(place, BELONGED)
                return
            one.row[column] = None
            self._emptied(place, one, column)
        others = {name: tables.points[name][other] for name, _, other in tables.tied(table)}
        ties: Ties = []
        for name, numbers in one.ties:
            there = [number for number in numbers if (others[name], number) in self.saved]
            if there != numbers:
                self._emptied(place, one, name)
            if there:
                ties.append((name, there))
        one.ties = ties

    def _emptied(self, place: Place, one: Saved, what: str) -> None:
        one.state = None
        self.emptied.append(Lost(*place, NAMED + what.removesuffix("_id").replace("_", " ") + "."))


def sort(read: Read, tables: Tables) -> Sorted:
    """Decide on every record that the history or a table knows."""
    seals: dict[Place, bytes | None] = {}
    earlier: dict[Place, set[bytes]] = {}
    states: dict[Place, State | None] = {}
    numbers: dict[Place, int] = {}
    for told in read.changes:
        if told.record == EVENT or told.record not in tables.columns:
            continue
        place = (told.record, told.record_id)
        if (last := seals.get(place)) is not None:
            earlier.setdefault(place, set()).add(last)
        seals[place] = told.row_seal
        numbers[place] = told.number
        states[place] = replay.replayed(states.get(place), told.before, told.after)
    found = Sorted({}, [], [], _tie_names(read, tables, states))
    loose = _loose(read, tables, seals, states)
    last_gap = max(read.missing, default=0)
    for place in {**read.rows, **seals}:
        seal, state = seals.get(place), states.get(place)
        row, ties = read.rows.get(place), _ties(read, tables, place)
        # Whether a change of this record may be among those that the history has lost.
        open_end = last_gap > numbers.get(place, 0)
        if place in seals and seal is None and not (open_end and row):
            if row is not None:
                found.lost.append(Lost(*place, BACK))
            continue
        fresh = None if seal is None or state is None else _fresh(read, tables, place, state, seal)
        exact = state if fresh is not None else None
        fitting = _fitting(read, tables, place, row or loose.get(place), ties, state, seal)
        if fitting is not None:
            # An old state without its ties looks like a new one of which the ties are lost.
            ties_known = not any(name in read.unread for name, *_ in tables.tied(place[0]))
            how: How = "kept" if ties_known or not open_end else "doubtful"
            found.saved[place] = Saved(how, *fitting, exact)
        elif open_end and row is not None and _may_be_last(read, place, row, ties, earlier):
            found.saved[place] = Saved("doubtful", row, ties, None)
        elif fresh is not None:
            found.saved[place] = Saved("doubtful" if open_end else "rebuilt", *fresh, exact)
        elif row is None:
            found.lost.append(Lost(*place, DAMAGED))
        else:
            found.lost.append(Lost(*place, CHANGED if place in seals else UNKNOWN))
    _count_the_rest(read, tables, found, seals)
    _complete(tables, found)
    found.settle(tables)
    return found


def _fresh(
    read: Read, tables: Tables, place: Place, state: State, seal: bytes
) -> tuple[Row, Ties] | None:
    return replay.build(tables, read.key, *place, state, seal)


def _fitting(
    read: Read,
    tables: Tables,
    place: Place,
    row: Row | None,
    ties: Ties,
    state: State | None,
    seal: bytes | None,
) -> tuple[Row, Ties] | None:
    """The row as it was found, with its ties as found or as the history has them, if it fits."""
    if row is None or seal is None:
        return None
    if replay.fits(read.key, place[0], row, ties, seal):
        return row, ties
    for told in replay.tie_ways(tables, place[0], state or {}):
        if replay.fits(read.key, place[0], row, told, seal):
            return row, told
    return None


def _may_be_last(
    read: Read, place: Place, row: Row, ties: Ties, earlier: Mapping[Place, set[bytes]]
) -> bool:
    return not any(
        replay.fits(read.key, place[0], row, ties, seal) for seal in earlier.get(place, ())
    )


def _loose(
    read: Read,
    tables: Tables,
    seals: Mapping[Place, bytes | None],
    states: Mapping[Place, State | None],
) -> dict[Place, Row]:
    """Rows that were found outside any table, where the seal of a record says whose they are."""
    found: dict[Place, Row] = {}
    wanted: dict[int, list[str]] = {}
    for (table, number), seal in seals.items():
        if seal is not None and (table, number) not in read.rows:
            wanted.setdefault(number, []).append(table)
    for number, values in read.loose:
        for table in wanted.get(number, ()):
            place = (table, number)
            names = read.columns.get(table) or tuple(
                column.name for column in tables.columns[table]
            )
            if place in found or any(held is not None for held in values[len(names) :]):
                continue
            row = dict(zip(names, values, strict=False))
            row["id"] = number
            fitting = _fitting(
                read, tables, place, row, _ties(read, tables, place), states.get(place),
                seals[place],
            )  # fmt: skip
            if fitting is not None:
                found[place] = row
    return found


def _ties(read: Read, tables: Tables, place: Place) -> Ties:
    ties = []
    for name, *_columns in tables.tied(place[0]):
        held = read.ties.get(name, {}).get(place[1])
        if held:
            ties.append((name, sorted(held)))
    return ties


def _tie_names(
    read: Read, tables: Tables, states: Mapping[Place, State | None]
) -> dict[str, dict[str, str]]:
    """By what key the history calls the records that a table of ties holds."""
    names: dict[str, dict[str, str]] = {}
    for (table, number), state in states.items():
        held = _ties(read, tables, (table, number))
        for key in replay.tie_keys(tables, table, (state or {},)):
            fitting = [name for name, numbers in held if numbers == sorted((state or {})[key])]
            if len(fitting) == 1:
                names.setdefault(table, {}).setdefault(fitting[0], key)
    return names


def _count_the_rest(
    read: Read, tables: Tables, found: Sorted, seals: Mapping[Place, bytes | None]
) -> None:
    """Name the numbers of which nothing is left; there are none while the history is whole."""
    if not read.missing:
        return
    for table in tables.names:
        known = {number for name, number in {**seals, **read.rows} if name == table}
        for number in range(1, max([*known, read.highest.get(table, 0)], default=0) + 1):
            if number not in known:
                found.lost.append(Lost(table, number, NOTHING_LEFT))


def _complete(tables: Tables, found: Sorted) -> None:
    """Give rows of older tables the columns that were added since, as an upgrade does."""
    for (table, _number), one in found.saved.items():
        known = {column.name: column for column in tables.columns[table]}
        one.row = {name: held for name, held in one.row.items() if name in known}
        for name, column in known.items():
            if name not in one.row and column.needed and column.default is not None:
                one.row[name] = column.default.strip("'")
