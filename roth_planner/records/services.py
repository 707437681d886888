"""What the young person needs from services: one worker they trust, offers, promises, answers."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped

from roth_planner.records.base import Root, Row, link, parent


class Services(Root):
    """What services offer and owe to the young person; ``lead`` is the worker they trust."""

    __tablename__ = "services"

    case: Mapped[int] = parent("case")
    lead: Mapped[int | None] = link("person", "lead_id")
    chosen: Mapped[str | None]
    cover: Mapped[int | None] = link("person", "cover_id")
    nearing_18: Mapped[str | None]
    adult_lead: Mapped[int | None] = link("person", "adult_lead_id")


class ServiceNeed(Row):
    """A need, what is offered for it, who offers it and from when. ``escalated`` is a day."""

    __tablename__ = "service_need"
    parents: ClassVar[tuple[str, ...]] = ("services",)

    services: Mapped[int] = parent("services")
    need: Mapped[str | None]
    person: Mapped[int | None] = link("person")
    starts: Mapped[dt.date | None]
    escalated: Mapped[dt.date | None]


class ServicePromise(Row):
    """What somebody said to the young person that services would do, and what came of it."""

    __tablename__ = "service_promise"
    parents: ClassVar[tuple[str, ...]] = ("services",)

    services: Mapped[int] = parent("services")
    person: Mapped[int | None] = link("person")
    said_on: Mapped[dt.date | None]
    due: Mapped[dt.date | None]
    kept: Mapped[str | None]


class ServiceFeedback(Row):
    """How services were for the young person, 0 to 10, at one meeting; about services only."""

    __tablename__ = "service_feedback"
    parents: ClassVar[tuple[str, ...]] = ("services",)

    services: Mapped[int] = parent("services")
    meeting: Mapped[int | None] = link("conference", "meeting_id")
    helped: Mapped[int | None]
    heard: Mapped[int | None]
    person: Mapped[int | None] = link("person")
