"""What goes with a case that is deleted for good, and what stays because others need it.

A person or a place that no other case uses goes too, and with a place its guardians. Whoever else
uses one keeps it whole; only what links a person who stays to somebody who goes is taken off them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from roth_planner.records import RECORDS, Change, ContextPlan, Guardian, Record
from roth_planner.vault import EVENT
from roth_planner.workbook import removal, stored
from roth_planner.workbook.index import QuestionIndex
from roth_planner.workbook.parts import Ref
from roth_planner.workbook.uses import STANDS_FOR, Node, Uses

SHARED = ("person", "context", "context_plan", "guardian")
"""Records that more than one case can use."""

OF_A_PERSON = ("person_link", "person_context")
"""Rows of a person that keep nobody and no place: they go with what they speak of."""


class Going(Struct, frozen=True):
    """The records that go, in an order in which each can, and those shared ones that stay."""

    records: tuple[Ref, ...]
    staying: tuple[Ref, ...]

    def count(self, *names: str) -> int:
        """How many records of these kinds go."""
        return sum(ref.record in names for ref in self.records)


def going_with_case(session: Session, index: QuestionIndex, case: Ref) -> Going:
    """What goes with a case, and what it uses that stays."""
    uses = _Reach(session, index)
    own = _with_rows(session, [(case.record, case.id)])
    used, further = uses.reached(own)
    going = own | _with_rows(session, _only_here(session, uses, case.id, own, used | further))
    going |= _links_to(uses, going)
    found = [session.get_one(RECORDS[name], number) for name, number in going]
    ordered = tuple(Ref(one.__tablename__, one.id) for one in removal.in_order(found))
    return Going(ordered, tuple(Ref(*node) for node in sorted(used - going)))


_KINDS = (
    ("person", "person only known from this case", "people only known from this case"),
    ("context", "place only used by it", "places only used by it"),
    ("context_plan", "plan for a place", "plans for places"),
    ("guardian", "guardian of a place that goes", "guardians of places that go"),
    ("conference", "conference", "conferences"),
    ("meeting", "other meeting", "other meetings"),
    ("copy", "copy in the log of copies", "copies in the log of copies"),
)


def in_words(going: Going, history: int) -> tuple[str, ...]:
    """What goes, counted; ``history`` is the number of entries that are made blank."""
    told = []
    others = len(going.records) - going.count(*(record for record, _one, _several in _KINDS)) - 1
    told.append(_counted(others, "record of the case itself", "records of the case itself"))
    told += [
        _counted(count, one, several)
        for record, one, several in _KINDS
        if (count := going.count(record))
    ]
    told.append(_counted(history, "entry of the history", "entries of the history"))
    return tuple(told)


def _counted(count: int, one: str, several: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {several}"


def rows_to_blank(
    session: Session, index: QuestionIndex, going: Iterable[Ref]
) -> tuple[list[int], set[int]]:
    """The rows of the history that tell of what goes, and the steps they belong to.

    Told of is also what was removed before: a row of a record that goes, and a person or a place
    that nothing but what goes ever referred to.
    """
    history = _History(session, index)
    gone = history.with_removed({(ref.record, ref.id) for ref in going})
    numbers = sorted(number for node in gone for number in history.rows.get(node, ()))
    return numbers, {history.steps[number] for number in numbers}


def _with_rows(session: Session, nodes: Iterable[Node]) -> set[Node]:
    found: set[Node] = set()
    for name, number in nodes:
        record = session.get_one(RECORDS[name], number)
        found |= {(one.__tablename__, one.id) for one in removal.going_with(session, record)}
    return found


class _Reach(Uses):
    """The ties of all records, followed the other way: from a case to what it leads to."""

    def __init__(self, session: Session, index: QuestionIndex) -> None:
        super().__init__(session, index)
        self.place_of: dict[Node, Node] = {}
        """The place that a guardian, or a plan for a place, is about."""
        for model in (Guardian, ContextPlan):
            for number, place in session.execute(select(model.id, model.context)):
                self.place_of[model.__tablename__, number] = ("context", place)
        self._leads: dict[Node, set[Node]] = {}
        for name in SHARED:
            for number in session.scalars(select(RECORDS[name].id)):
                node = (name, number)
                pointing = [root for one in self.pointing_at(node) for root in self._roots(one)]
                for root in (*pointing, self.place_of.get(node, node)):
                    self._leads.setdefault(root, set()).add(node)

    def reached(self, own: set[Node]) -> tuple[set[Node], set[Node]]:
        """What the records of a case refer to, with the guardians and plans of its places; and
        what these lead to over any number of links."""
        used = {node for one in own for root in self._roots(one) for node in self._leads_to(root)}
        used |= {node for node, place in self.place_of.items() if place in used}
        found, new = set(used), set(used)
        while new:
            new = {node for one in new for node in self._leads_to(one)} - found
            found |= new
        return used, found - used

    def is_needed(self, node: Node, case: int, leaving: set[Node]) -> bool:
        """Whether a shared record has to stay while these leave."""
        pointing = self.pointing_at(node)
        staying = [other for other in pointing if other not in leaving]
        if node[0] in STANDS_FOR or (node in self.place_of and not pointing):
            return self.place_of[node] not in leaving
        if self.cases(Ref(*node)) == {case}:
            return any(other[0] not in OF_A_PERSON for other in staying)
        return bool(staying) or not pointing

    def _leads_to(self, node: Node) -> set[Node]:
        return self._leads.get(node, set()) - {node}

    def _roots(self, node: Node) -> set[Node]:
        """What a row belongs to in the end: a case, a person, a plan for a place."""
        owners = () if node[0] in STANDS_FOR else self.owners_of(node)
        return {root for owner in owners for root in self._roots(owner)} if owners else {node}


def _only_here(
    session: Session, uses: _Reach, case: int, own: set[Node], reached: set[Node]
) -> set[Node]:
    """Those of the shared records that go: no other case uses them, and nothing that stays does."""
    going = {node for node in reached if uses.cases(Ref(*node)) <= {case}}
    while True:
        leaving = own | _with_rows(session, going)
        kept = {node for node in going if uses.is_needed(node, case, leaving)}
        if not kept:
            return going
        going -= kept


def _links_to(uses: Uses, going: set[Node]) -> set[Node]:
    return {
        other
        for node in going
        for other in uses.pointing_at(node)
        if other[0] in OF_A_PERSON and other not in going
    }


class _History:
    """What the history says about which record belonged to which, removed ones included."""

    def __init__(self, session: Session, index: QuestionIndex) -> None:
        self._told = {
            f"answers.{question.key}": record
            for record in ("person", "context")
            for _listed, question in index.told_links(record)
        }
        self.rows: dict[Node, list[int]] = {}
        self.steps: dict[int, int] = {}
        self._owners: dict[Node, set[Node]] = {}
        self._pointed: dict[Node, set[Node]] = {}
        self._there = {
            (name, number)
            for name, model in RECORDS.items()
            for number in session.scalars(select(model.id))
        }
        columns = (Change.id, Change.step, Change.record, Change.record_id)
        found = select(*columns, Change.before, Change.after).where(Change.record != EVENT)
        for number, step, record, record_id, before, after in session.execute(found):
            node = (record, record_id)
            self.rows.setdefault(node, []).append(number)
            self.steps[number] = step
            for held in (before, after):
                self._read(node, held or {})

    def with_removed(self, going: set[Node]) -> set[Node]:
        """What goes, and what was removed before that was a part of it."""
        removed = self.rows.keys() - self._there - going
        found = set(going)
        while True:
            new = {node for node in removed if self._was_part_of(node, found)}
            if not new:
                return found
            found |= new
            removed -= new

    def _was_part_of(self, node: Node, found: set[Node]) -> bool:
        if node[0] not in SHARED or node[0] in STANDS_FOR:
            return bool(self._owners.get(node, set()) & found)
        pointing = self._pointed.get(node, set())
        return bool(pointing) and pointing <= found

    def _read(self, node: Node, held: dict[str, Any]) -> None:
        model = RECORDS.get(node[0])
        if model is None:
            return
        for attribute, target, owns in _links(model):
            value = held.get(attribute)
            for number in value if isinstance(value, list) else [value]:
                if isinstance(number, int) and owns:
                    self._owners.setdefault(node, set()).add((target, number))
                elif isinstance(number, int):
                    self._pointed.setdefault((target, number), set()).add(node)
        for key, target in self._told.items() if node[0] == "entry" else ():
            for text in str(held.get(key) or "").split():
                if text.isdecimal():
                    self._pointed.setdefault((target, int(text)), set()).add(node)


def _links(model: type[Record]) -> Iterator[tuple[str, str, bool]]:
    """The attributes that hold other records: name, kind of record, whether it belongs there."""
    name = model.__tablename__
    for attribute in stored.columns(model):
        column = inspect(model).column_attrs[attribute].columns[0]
        for key in column.foreign_keys:
            if key.column.name == "id":
                target = key.column.table.name
                owns = key.ondelete == "CASCADE" or STANDS_FOR.get(name) == target
                yield attribute, target, owns
    for attribute, other in stored.ties(model).items():
        yield attribute, other.__tablename__, False
