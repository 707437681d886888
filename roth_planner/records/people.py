"""People, and how they are tied to one another.

Two circles are kept apart in the database itself: ``private`` people (the young person, peers,
family, adults of concern) and ``partner`` people (professionals, guardians, advocates), whose
names may stand on a context plan. A context plan refers to a person by number *and* circle, so it
has no way to reach a young person's name.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from roth_planner.records.base import Root, Row, link, parent

PARTNER_KINDS = ("professional", "guardian", "advocate")
"""Kinds of person whose name a place's partners may read: they act there by their role."""

CHILD_KINDS = ("young_person", "peer", "sibling")
"""Kinds of person who are children: never named, in any form, on a context document."""


class Person(Root):
    """Somebody on a case or in the directory.

    ``code`` is what the screen shows: initials or a code name. ``name`` is shown on request.
    ``aliases`` are other names, one a line or separated by commas.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("id", "circle"),
        CheckConstraint(
            "circle = CASE WHEN kind IN ('professional', 'guardian', 'advocate')"
            " THEN 'partner' ELSE 'private' END",
            name="circle_follows_kind",
        ),
        {"sqlite_autoincrement": True},
    )

    kind: Mapped[str] = mapped_column(default="professional")
    circle: Mapped[str] = mapped_column(default="partner")
    code: Mapped[str | None]
    name: Mapped[str | None]
    aliases: Mapped[str | None]
    role: Mapped[str | None]
    agency: Mapped[str | None]

    @validates("kind")
    def _set_circle(self, _key: str, kind: str) -> str:
        self.circle = "partner" if kind in PARTNER_KINDS else "private"
        return kind


class PersonLink(Row):
    """A tie between two people: which way it runs, what it does, and how we know."""

    __tablename__ = "person_link"
    parents: ClassVar[tuple[str, ...]] = ("person",)

    person: Mapped[int] = parent("person")
    other: Mapped[int | None] = link("person", "other_id")
    relation: Mapped[str | None]
    direction: Mapped[str | None]
    tone: Mapped[str | None]
    basis: Mapped[str | None]
