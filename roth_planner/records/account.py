"""The holistic account of extra-familial harm: harms, weightings, strengths, and its lists."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, relationship

from roth_planner.records.base import Base, Root, Row, link, parent
from roth_planner.records.contexts import Context
from roth_planner.records.people import Person


def between(left: str, right: str) -> Table:
    """Table that ties records of two kinds; a tie goes with either of them.

    The record on the right cannot be removed while it is tied.
    """
    return Table(
        f"{left}_{right}",
        Base.metadata,
        Column(f"{left}_id", ForeignKey(f"{left}.id", ondelete="CASCADE"), primary_key=True),
        Column(
            f"{right}_id",
            ForeignKey(f"{right}.id", ondelete="RESTRICT"),
            primary_key=True,
            index=True,
        ),
    )


class Account(Root):
    """What is happening to the young person, where, and who gains."""

    __tablename__ = "account"

    case: Mapped[int] = parent("case")


class Harm(Row):
    """One harm: what kinds, where, who caused it. ``may_see`` are the audiences it is shown to."""

    __tablename__ = "harm"
    parents: ClassVar[tuple[str, ...]] = ("account",)

    account: Mapped[int] = parent("account")
    types: Mapped[list[str] | None]
    first_known: Mapped[str | None]
    basis: Mapped[str | None]
    may_see: Mapped[list[str] | None]
    contexts: Mapped[list[Context]] = relationship(
        lazy="selectin", secondary=between("harm", "context")
    )
    people: Mapped[list[Person]] = relationship(
        lazy="selectin", secondary=between("harm", "person")
    )


class Weighting(Row):
    """How much a context drives harm, 0 to 10, at one conference. Never a score of a person."""

    __tablename__ = "weighting"
    parents: ClassVar[tuple[str, ...]] = ("account",)

    account: Mapped[int] = parent("account")
    conference: Mapped[int | None] = link("conference")
    context: Mapped[int | None] = link("context")
    weight: Mapped[int | None]


class Strength(Row):
    """Something that already keeps the young person safe, and where or with whom."""

    __tablename__ = "strength"
    parents: ClassVar[tuple[str, ...]] = ("account",)

    account: Mapped[int] = parent("account")
    person: Mapped[int | None] = link("person")
    context: Mapped[int | None] = link("context")


class Entry(Row):
    """A row of a list that is told, not counted: a need, a factor, an unknown.

    ``list`` is the key of the question it is a row of.
    """

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint(
            "(account_id IS NOT NULL) + (plan_id IS NOT NULL) + (context_plan_id IS NOT NULL)"
            " + (guardian_id IS NOT NULL) = 1",
            name="one_parent",
        ),
        {"sqlite_autoincrement": True},
    )
    parents: ClassVar[tuple[str, ...]] = ("account", "plan", "context_plan", "guardian")

    list: Mapped[str]
    account: Mapped[int | None] = parent("account")
    plan: Mapped[int | None] = parent("plan")
    context_plan: Mapped[int | None] = parent("context_plan")
    guardian: Mapped[int | None] = parent("guardian")
    # What a quotation shaped. By name and without Mapped, because plans import this module and
    # the column above takes the name of Python's list.
    shaped_goals = relationship("Goal", lazy="selectin", secondary=between("entry", "goal"))
    shaped_actions = relationship("Action", lazy="selectin", secondary=between("entry", "action"))
    shaped_weightings = relationship(
        "Weighting", lazy="selectin", secondary=between("entry", "weighting")
    )
