"""The full text index inside the vault: every text that a record holds, kept with each step.

One row of the FTS5 table ``search`` is one text: an answer, a column, or what was half typed. Its
row number says whose: the case, the place (``SearchPlace``) and the record, so that one case can be
searched alone and a hit needs no look at the text to know where it is. What many cases share (a
person, a place, its plan, its guardians) is of case 0.

The index is written in the transaction of the change. Terms and texts that go are overwritten
(sqlite.org/fts5.html, secure-delete). It is no fact: it is not sealed, and ``fill`` makes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from roth_planner.guides.spec import Kind
from roth_planner.records import RECORDS, Case, Record, SearchPlace
from roth_planner.workbook import stored
from roth_planner.workbook.index import QuestionIndex

TEXTS = (Kind.SHORT_TEXT, Kind.LONG_TEXT)
NUMBER_BITS, PLACE_BITS = 28, 14
"""Room in a row number for the record and the place; 21 bits are left for the case."""

OPENS, CLOSES = "\x02", "\x03"
"""Stand around what was found; no text is kept with them (``kinds.clean_text``)."""
_NO_MARKS = str.maketrans("", "", OPENS + CLOSES + "\0")

_PUT = "INSERT OR REPLACE INTO search (rowid, text) VALUES (?, ?)"
_TAKE = "DELETE FROM search WHERE rowid = ?"
_EMPTY = "DELETE FROM search"


class TextPlace(NamedTuple):
    """Where text stands: the kind of record, the told list it is a row of, the stored key."""

    record: str
    list: str
    key: str

    @property
    def question(self) -> str:
        """The key of the question it answers."""
        return self.key.partition(".")[2] or self.key


FILLED = TextPlace("", "", "")
"""The place that says that the index was filled."""


def row_number(case: int, place: int, number: int) -> int:
    """The index's row for a text; 0 is the case of what is shared."""
    return (case << PLACE_BITS | place) << NUMBER_BITS | number


def taken_apart(row: int) -> tuple[int, int, int]:
    """Case, place and record of a row of the index."""
    place = row >> NUMBER_BITS & ((1 << PLACE_BITS) - 1)
    return row >> (NUMBER_BITS + PLACE_BITS), place, row & ((1 << NUMBER_BITS) - 1)


def rows_of_case(case: int) -> tuple[int, int]:
    """The first and the last row that can be a case's."""
    return row_number(case, 0, 0), row_number(case + 1, 0, 0) - 1


class SearchIndex:
    """Writes the index of one open vault. What it remembers is forgotten when a step fails."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._asked: QuestionIndex | None = None
        self._waiting: dict[int, str | None] = {}
        event.listen(session, "after_rollback", self._forget)
        self._forget()

    def ask_from(self, index: QuestionIndex) -> None:
        """Take what is a text from these questions."""
        self._asked = index
        self._is_text: dict[TextPlace, bool] = {}

    @property
    def filled(self) -> bool:
        """Whether the index holds all records; one of an older vault is empty at first."""
        self._read_places()
        return FILLED in self._places

    def places(self) -> dict[int, TextPlace]:
        """Every place by its number."""
        self._read_places()
        return {number: place for place, number in self._places.items()}

    def note(
        self, record: Record, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
    ) -> None:
        """Take over what a change did to a record's texts; written by ``write``."""
        if not self.filled:
            return
        keys = dict.fromkeys((*(before or ()), *(after or ())))
        listed = getattr(record, "list", "")
        for key in keys:
            place = TextPlace(record.__tablename__, listed, key)
            if not self._holds_text(place):
                continue
            text = _text((after or {}).get(key))
            row = row_number(self._case_of(record), self._number_of(place), record.id)
            self._waiting[row] = text

    def write(self) -> None:
        """Write what was noted, in the transaction of the step; fill the index if it is empty."""
        if not self.filled:
            self.fill()
            return
        waiting, self._waiting = sorted(self._waiting.items()), {}
        gone = [(row,) for row, text in waiting if text is None]
        kept = [(row, text) for row, text in waiting if text is not None]
        connection = self._session.connection()
        if gone:
            connection.exec_driver_sql(_TAKE, gone)
        if kept:
            connection.exec_driver_sql(_PUT, kept)

    def fill(self) -> None:
        """Make the whole index anew from the records, in the transaction that is under way."""
        self._session.flush()
        self._waiting = {}
        connection = self._session.connection()
        connection.exec_driver_sql(_EMPTY)
        rows = sorted(self._all_texts())
        for start in range(0, len(rows), 1000):
            connection.exec_driver_sql(_PUT, rows[start : start + 1000])
        self._number_of(FILLED)

    # -- inside

    def _forget(self, _session: Session | None = None) -> None:
        self._waiting = {}
        self._places: dict[TextPlace, int] = {}
        self._cases: dict[tuple[str, int], int] = {}

    def _read_places(self) -> None:
        if self._places:
            return
        columns = (SearchPlace.record, SearchPlace.list, SearchPlace.key, SearchPlace.number)
        for record, listed, key, number in self._session.execute(select(*columns)):
            self._places[TextPlace(record, listed, key)] = number

    def _number_of(self, place: TextPlace) -> int:
        if place not in self._places:
            number = max(self._places.values(), default=0) + 1
            self._session.add(SearchPlace(number=number, **place._asdict()))
            self._session.flush()
            self._places[place] = number
        return self._places[place]

    def _holds_text(self, place: TextPlace) -> bool:
        found = self._is_text.get(place)
        if found is None:
            found = self._is_text[place] = self._ask(place)
        return found

    def _ask(self, place: TextPlace) -> bool:
        name, _, inner = place.key.partition(".")
        if inner and name not in ("answers", "half_typed"):
            return False
        question = self._asked.find(*place[:2], inner or name) if self._asked else None
        if question is None:  # of a local pack that is not in use now
            return bool(inner)
        return name == "half_typed" or question.kind in TEXTS

    def _case_of(self, record: Record) -> int:
        node = (record.__tablename__, record.id)
        if node not in self._cases:
            self._cases[node] = self._find_case(record)
        return self._cases[node]

    def _find_case(self, record: Record) -> int:
        if isinstance(record, Case):
            return record.id
        if "case" in stored.columns(type(record)):
            return int(record.case)  # type: ignore[attr-defined]
        for holder in type(record).parents:
            number = getattr(record, holder)
            if number is not None and (holder, number) in self._cases:
                return self._cases[holder, number]
            above = self._session.get(RECORDS[holder], number) if number is not None else None
            if above is not None:
                return self._case_of(above)
        return 0

    def _all_texts(self) -> Iterator[tuple[int, str]]:
        """Every text with its row, read as columns: no record is built for it."""
        owners: dict[tuple[str, int], tuple[str, int]] = {}
        found: list[tuple[TextPlace, int, str]] = []
        for table, model in RECORDS.items():
            attributes = inspect(model).column_attrs
            above = [*(["case"] if "case" in attributes else []), *model.parents]
            names = sorted(stored.columns(model) | {"id", "answers", "half_typed"})
            columns = [attributes[name].columns[0].label(name) for name in names]
            for row in self._session.execute(select(*columns)).mappings():
                for holder in above:
                    if row[holder] is not None:
                        owners[table, row["id"]] = (holder, row[holder])
                for key, held in _held(row):
                    place = TextPlace(table, str(row.get("list", "")), key)
                    text = _text(held)
                    if text is not None and self._holds_text(place):
                        found.append((place, row["id"], text))
        for place, number, text in found:
            top = (place.record, number)
            while top in owners:
                top = owners[top]
            case = top[1] if top[0] == "case" else 0
            yield row_number(case, self._number_of(place), number), text


def _held(row: Any) -> Iterator[tuple[str, Any]]:
    for name, held in row.items():
        if name in ("answers", "half_typed"):
            for key, text in (held or {}).items():
                yield f"{name}.{key}", text
        else:
            yield name, held


def _text(held: Any) -> str | None:
    """A text as it is indexed; None for what is no text or says nothing."""
    if not isinstance(held, str):
        return None
    return held.translate(_NO_MARKS).strip() or None
