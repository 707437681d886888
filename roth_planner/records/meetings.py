"""Panels and other meetings beside a conference, and what passes between them.

Kept apart from conferences, because a family is told of those and not of every panel.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from roth_planner.records.base import Root, Row, link, parent


class Meeting(Root, Row):
    """A panel or other meeting that touches a case, or a conference seen as one of them.

    ``level`` is 1 for work with one young person, 2 for work on a context.
    """

    __tablename__ = "meeting"
    parents: ClassVar[tuple[str, ...]] = ("case",)

    case: Mapped[int] = parent("case")
    kind: Mapped[str] = mapped_column(default="panel")
    held_on: Mapped[dt.date | None]
    conference: Mapped[int | None] = link("conference")
    level: Mapped[str | None]
    drift: Mapped[str | None]


class Influence(Row):
    """Who has the power to change a context, and whether they were invited."""

    __tablename__ = "influence"
    parents: ClassVar[tuple[str, ...]] = ("meeting",)

    meeting: Mapped[int] = parent("meeting")
    context: Mapped[int | None] = link("context")
    person: Mapped[int | None] = link("person")
    invited: Mapped[str | None]


class MeetingLink(Row):
    """What passes between a meeting and another one, and who carries it.

    The other one is a conference, a meeting kept here, or one that is only named.
    """

    __tablename__ = "meeting_link"
    parents: ClassVar[tuple[str, ...]] = ("meeting",)

    meeting: Mapped[int] = parent("meeting")
    other_kind: Mapped[str | None]
    conference: Mapped[int | None] = link("conference")
    other: Mapped[int | None] = link("meeting", "other_id")
    carrier: Mapped[int | None] = link("person", "carrier_id")


class LoggedAction(Row):
    """A line of a meeting's action log. Actions of a plan are kept in the plan."""

    __tablename__ = "logged_action"
    parents: ClassVar[tuple[str, ...]] = ("meeting",)

    meeting: Mapped[int] = parent("meeting")
    owner: Mapped[int | None] = link("person", "owner_id")
    due: Mapped[dt.date | None]
    status: Mapped[str | None]


class Escalation(Row):
    """Something a meeting could not settle: to whom it went, by when, and the answer's date."""

    __tablename__ = "escalation"
    parents: ClassVar[tuple[str, ...]] = ("meeting",)

    meeting: Mapped[int] = parent("meeting")
    person: Mapped[int | None] = link("person")
    by_when: Mapped[dt.date | None]
    answered_on: Mapped[dt.date | None]
