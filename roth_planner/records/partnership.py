"""Parents and carers as partners: a row for each of them, and what services owe them.

Concerns about parenting are rows of their own and never part of a parent's row, so that a paper
made from that row cannot hold one.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped, relationship

from roth_planner.records.account import between
from roth_planner.records.base import Root, Row, link, parent
from roth_planner.records.people import Person


class Partnership(Root):
    """How a case works with parents and carers."""

    __tablename__ = "partnership"

    case: Mapped[int] = parent("case")


class Partner(Row):
    """One parent or carer, also one who lives elsewhere; ``home`` is whether they live there."""

    __tablename__ = "partner"
    parents: ClassVar[tuple[str, ...]] = ("partnership",)

    partnership: Mapped[int] = parent("partnership")
    person: Mapped[int | None] = link("person")
    home: Mapped[str | None]


class Attempt(Row):
    """Something a parent has tried, and whether it helped."""

    __tablename__ = "attempt"
    parents: ClassVar[tuple[str, ...]] = ("partner",)

    partner: Mapped[int] = parent("partner")
    helped: Mapped[str | None]


class Barrier(Row):
    """What stands in a parent's way, and who removes it by when."""

    __tablename__ = "barrier"
    parents: ClassVar[tuple[str, ...]] = ("partner",)

    partner: Mapped[int] = parent("partner")
    outside_control: Mapped[str | None]
    remover: Mapped[int | None] = link("person", "remover_id")
    due: Mapped[dt.date | None]


class Threat(Row):
    """A threat to the household: to whom, how we know, and who acts on it."""

    __tablename__ = "threat"
    parents: ClassVar[tuple[str, ...]] = ("partner",)

    partner: Mapped[int] = parent("partner")
    to_whom: Mapped[list[str] | None]
    basis: Mapped[str | None]
    person: Mapped[int | None] = link("person")


class Support(Row):
    """Support for a parent as a person: who gives it, and from when."""

    __tablename__ = "support"
    parents: ClassVar[tuple[str, ...]] = ("partner",)

    partner: Mapped[int] = parent("partner")
    person: Mapped[int | None] = link("person")
    starts: Mapped[dt.date | None]


class Confidence(Row):
    """Something that may never be repeated; ``people`` are those who may never hear it."""

    __tablename__ = "confidence"
    parents: ClassVar[tuple[str, ...]] = ("partner",)

    partner: Mapped[int] = parent("partner")
    people: Mapped[list[Person]] = relationship(
        lazy="selectin", secondary=between("confidence", "person")
    )


class Agreement(Row):
    """What a parent offers and, beside it, what services will do; ``person`` answers for that."""

    __tablename__ = "agreement"
    parents: ClassVar[tuple[str, ...]] = ("partner",)

    partner: Mapped[int] = parent("partner")
    person: Mapped[int | None] = link("person")
    due: Mapped[dt.date | None]
    status: Mapped[str | None]


class ParentingConcern(Row):
    """A concern about parenting, with a route of its own; never for a parents' paper."""

    __tablename__ = "parenting_concern"
    parents: ClassVar[tuple[str, ...]] = ("partnership",)

    partnership: Mapped[int] = parent("partnership")
    person: Mapped[int | None] = link("person")
    basis: Mapped[str | None]
    route: Mapped[str | None]
    worker: Mapped[int | None] = link("person", "worker_id")
    decided_on: Mapped[dt.date | None]
