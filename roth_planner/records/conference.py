"""Cases and their conferences."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from roth_planner.records.base import Root, Row, link, parent


class Case(Root):
    """One young person on the pathway. ``reference`` is the council system's, and goes on paper."""

    __tablename__ = "case"

    reference: Mapped[str | None]
    person: Mapped[int] = link("person")
    opened: Mapped[dt.date | None]
    stage: Mapped[str] = mapped_column(default="preparing")


class Involvement(Row):
    """Somebody's part in a case: mum, friend from school, social worker."""

    __tablename__ = "involvement"
    parents: ClassVar[tuple[str, ...]] = ("case",)

    case: Mapped[int] = parent("case")
    person: Mapped[int | None] = link("person")
    part: Mapped[str | None]


class Conference(Row):
    """A dated meeting about a case. ``held_on`` may be in the future."""

    __tablename__ = "conference"
    parents: ClassVar[tuple[str, ...]] = ("case",)

    case: Mapped[int] = parent("case")
    meeting: Mapped[str] = mapped_column(default="initial")
    held_on: Mapped[dt.date | None]
    chair: Mapped[int | None] = link("person", "chair_id")
