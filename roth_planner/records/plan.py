"""Safety plans: the young person's, and each context's, kept apart.

The two never share a table. The young person's plan points at context plans; nothing points back.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roth_planner.records.account import Harm, between
from roth_planner.records.base import Root, Row, link, parent
from roth_planner.records.contexts import Context


def _partner_only(name: str) -> Any:
    """A person column of a context plan: by number and circle, and the circle is ``partner``."""
    return (
        ForeignKeyConstraint(
            [f"{name}_id", f"{name}_circle"], ["person.id", "person.circle"], ondelete="RESTRICT"
        ),
        CheckConstraint(f"{name}_circle = 'partner'", name=f"{name}_is_partner"),
        {"sqlite_autoincrement": True},
    )


class ContextPlan(Root):
    """The plan for one place. It refers to no case and to no young person."""

    __tablename__ = "context_plan"
    __table_args__ = _partner_only("lead")

    context: Mapped[int] = link("context")
    review_on: Mapped[dt.date | None]
    lead: Mapped[int | None] = mapped_column("lead_id", index=True)
    lead_circle: Mapped[str] = mapped_column(String, default="partner", server_default="partner")


class Plan(Root):
    """The young person's safety plan; ``paper`` is whether it is safe for them to hold it."""

    __tablename__ = "plan"

    case: Mapped[int] = parent("case")
    paper: Mapped[str | None]
    context_plans: Mapped[list[ContextPlan]] = relationship(
        lazy="selectin", secondary=between("plan", "context_plan")
    )


class PlanPlace(Row):
    """A place on the young person's own map: how it feels, when, and what adults will do."""

    __tablename__ = "plan_place"
    parents: ClassVar[tuple[str, ...]] = ("plan",)

    plan: Mapped[int] = parent("plan")
    context: Mapped[int | None] = link("context")
    feels: Mapped[str | None]
    times: Mapped[str | None]


class TrustedPerson(Row):
    """Somebody the young person trusts, how to reach them, and whether they agreed."""

    __tablename__ = "trusted_person"
    parents: ClassVar[tuple[str, ...]] = ("plan",)

    plan: Mapped[int] = parent("plan")
    person: Mapped[int | None] = link("person")
    agreed: Mapped[str | None]


class Signal(Row):
    """A sign that something is wrong, and the adult who acts on it."""

    __tablename__ = "signal"
    parents: ClassVar[tuple[str, ...]] = ("plan",)

    plan: Mapped[int] = parent("plan")
    person: Mapped[int | None] = link("person")


class Goal(Row):
    """What should be true for the young person."""

    __tablename__ = "goal"
    parents: ClassVar[tuple[str, ...]] = ("plan",)

    plan: Mapped[int] = parent("plan")


class Measure(Row):
    """How change towards a goal will be seen, from which baseline, and when."""

    __tablename__ = "measure"
    parents: ClassVar[tuple[str, ...]] = ("goal",)

    goal: Mapped[int] = parent("goal")
    review_on: Mapped[dt.date | None]


class Action(Row):
    """Who does what by when. ``owner`` is one person; ``target`` is what it asks to change."""

    __tablename__ = "action"
    parents: ClassVar[tuple[str, ...]] = ("goal",)

    goal: Mapped[int] = parent("goal")
    owner: Mapped[int | None] = link("person", "owner_id")
    due: Mapped[dt.date | None]
    target: Mapped[str | None]
    status: Mapped[str | None]
    their_view: Mapped[str | None]
    contexts: Mapped[list[Context]] = relationship(
        lazy="selectin", secondary=between("action", "context")
    )
    harms: Mapped[list[Harm]] = relationship(lazy="selectin", secondary=between("action", "harm"))


class Contingency(Row):
    """What happens if the plan does not hold: the trigger, the person, the step."""

    __tablename__ = "contingency"
    parents: ClassVar[tuple[str, ...]] = ("plan",)

    plan: Mapped[int] = parent("plan")
    person: Mapped[int | None] = link("person")


class ContextGoal(Row):
    """What should be true of the place."""

    __tablename__ = "context_goal"
    parents: ClassVar[tuple[str, ...]] = ("context_plan",)

    context_plan: Mapped[int] = parent("context_plan")


class ContextMeasure(Row):
    """How change in the place will be seen, from which baseline, and when."""

    __tablename__ = "context_measure"
    parents: ClassVar[tuple[str, ...]] = ("context_goal",)

    context_goal: Mapped[int] = parent("context_goal")
    review_on: Mapped[dt.date | None]


class ContextAction(Row):
    """Who changes what in the place by when. The owner is always a partner, by constraint."""

    __tablename__ = "context_action"
    __table_args__ = _partner_only("owner")
    parents: ClassVar[tuple[str, ...]] = ("context_goal",)

    context_goal: Mapped[int] = parent("context_goal")
    owner: Mapped[int | None] = mapped_column("owner_id", index=True)
    owner_circle: Mapped[str] = mapped_column(String, default="partner", server_default="partner")
    due: Mapped[dt.date | None]
    target: Mapped[str | None]
    status: Mapped[str | None]
