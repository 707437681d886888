"""Contexts: places, peer groups, schools, routes and online spaces, shared by cases.

A context knows nothing of cases. Who lives, spends time, feels safe or was harmed there is a
record of its own that points at both.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from roth_planner.records.base import Root, Row, link, parent


class Context(Root):
    """A place, peer group, school, route or online space.

    ``name`` is what partners call it; ``times`` is when young people are there.
    """

    __tablename__ = "context"

    name: Mapped[str | None]
    kind: Mapped[str | None]
    times: Mapped[str | None]


class PersonContext(Row):
    """What a context is to a person: lives, spends time, feels safe, was harmed, works, sent."""

    __tablename__ = "person_context"
    parents: ClassVar[tuple[str, ...]] = ("person",)

    person: Mapped[int] = parent("person")
    context: Mapped[int | None] = link("context")
    relation: Mapped[str | None]
    times: Mapped[str | None]
