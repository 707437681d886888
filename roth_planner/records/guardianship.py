"""Guardians: adults, peers and organisations who are present in a context and act with care."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from roth_planner.records.base import Root, Row, link, parent


class Guardian(Root):
    """Somebody present in a context who notices and acts with care; shared by cases.

    ``relationship`` is how well young people know them, 0 to 10.
    """

    __tablename__ = "guardian"

    context: Mapped[int] = link("context")
    person: Mapped[int | None] = link("person")
    kind: Mapped[str | None]
    relationship: Mapped[int | None]
    trusted: Mapped[str | None]
    willing: Mapped[str | None]
    suitability: Mapped[str | None]
    backup: Mapped[int | None] = link("person", "backup_id")
    adult_behind: Mapped[int | None] = link("person", "adult_behind_id")


class Presence(Row):
    """When a guardian is there: days and hours, as a time window."""

    __tablename__ = "presence"
    parents: ClassVar[tuple[str, ...]] = ("guardian",)

    guardian: Mapped[int] = parent("guardian")
    times: Mapped[str | None]
