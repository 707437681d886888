"""Cases, their conferences, and what a chair keeps of each: preparation, attendance, decision."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column, relationship

from roth_planner.records.account import between
from roth_planner.records.base import Root, Row, link, parent
from roth_planner.records.contexts import Context
from roth_planner.records.people import Person


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


class Conference(Root, Row):
    """A dated meeting about a case, with what it decided. ``held_on`` may be in the future.

    A row of the case's list and the subject of a guide. A conference has at most one decision, so
    the decision is kept here and not in a record of its own.
    """

    __tablename__ = "conference"
    parents: ClassVar[tuple[str, ...]] = ("case",)

    # Vaults made before conferences had a guide hold rows without it (migration 0002).
    progress: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    case: Mapped[int] = parent("case")
    meeting: Mapped[str] = mapped_column(default="initial")
    held_on: Mapped[dt.date | None]
    chair: Mapped[int | None] = link("person", "chair_id")
    quorum: Mapped[str | None]
    took_part: Mapped[list[str] | None]
    significant_harm: Mapped[str | None]
    harm_where: Mapped[str | None]
    adds_safety: Mapped[str | None]
    route: Mapped[str | None]
    decision: Mapped[str | None]
    category: Mapped[str | None]
    disagreement: Mapped[str | None]
    core_group_on: Mapped[dt.date | None]
    review_on: Mapped[dt.date | None]
    record_out_on: Mapped[dt.date | None]
    letter_out_on: Mapped[dt.date | None]
    core_group: Mapped[list[Person]] = relationship(
        lazy="selectin", secondary=between("conference", "person")
    )


class ChecklistItem(Row):
    """Something to settle before a conference, and the day it was settled."""

    __tablename__ = "checklist_item"
    parents: ClassVar[tuple[str, ...]] = ("conference",)

    conference: Mapped[int] = parent("conference")
    done_on: Mapped[dt.date | None]


class AgendaItem(Row):
    """A point of the agenda: its minutes and who leads it."""

    __tablename__ = "agenda_item"
    parents: ClassVar[tuple[str, ...]] = ("conference",)

    conference: Mapped[int] = parent("conference")
    minutes: Mapped[int | None]
    lead: Mapped[int | None] = link("person", "lead_id")


class Attendance(Row):
    """Somebody asked to a conference: for which agency, how they took part, what they can change.

    ``report_on`` is the date of their report, ``shared_on`` when the family had it.
    """

    __tablename__ = "attendance"
    parents: ClassVar[tuple[str, ...]] = ("conference",)

    conference: Mapped[int] = parent("conference")
    person: Mapped[int | None] = link("person")
    agency: Mapped[str | None]
    presence: Mapped[str | None]
    report_on: Mapped[dt.date | None]
    shared_on: Mapped[dt.date | None]
    contexts: Mapped[list[Context]] = relationship(
        lazy="selectin", secondary=between("attendance", "context")
    )


class ParentPart(Row):
    """How one parent or carer took part in a conference; each parent stands apart."""

    __tablename__ = "parent_part"
    parents: ClassVar[tuple[str, ...]] = ("conference",)

    conference: Mapped[int] = parent("conference")
    person: Mapped[int | None] = link("person")
    how: Mapped[str | None]


class Dissent(Row):
    """Somebody who disagrees with the decision, the way their view takes, and its answer."""

    __tablename__ = "dissent"
    parents: ClassVar[tuple[str, ...]] = ("conference",)

    conference: Mapped[int] = parent("conference")
    person: Mapped[int | None] = link("person")
    route: Mapped[str | None]
    raised_on: Mapped[dt.date | None]
    answered_on: Mapped[dt.date | None]
