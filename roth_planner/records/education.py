"""Education: where the young person learns, and what schools and the ways there will change."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped

from roth_planner.records.base import Root, Row, link, parent


class Education(Root):
    """Everything about education in one case; ``both_there`` is whether those harmed and those
    who harm are taught at one setting."""

    __tablename__ = "education"

    case: Mapped[int] = parent("case")
    both_there: Mapped[str | None]


class Setting(Row):
    """A school, college or other provision, and the people there. ``hours`` are a week's.

    ``prevented_by`` is who keeps an exclusion or a managed move from happening.
    """

    __tablename__ = "setting"
    parents: ClassVar[tuple[str, ...]] = ("education",)

    education: Mapped[int] = parent("education")
    context: Mapped[int | None] = link("context")
    safeguarding_lead: Mapped[int | None] = link("person", "safeguarding_lead_id")
    status: Mapped[str | None]
    hours: Mapped[int | None]
    exclusion: Mapped[str | None]
    prevented_by: Mapped[int | None] = link("person", "prevented_by_id")
    trusted_adult: Mapped[int | None] = link("person", "trusted_adult_id")


class SchoolSpot(Row):
    """A place or a way where harm happens around school, when, and who changes it."""

    __tablename__ = "school_spot"
    parents: ClassVar[tuple[str, ...]] = ("education",)

    education: Mapped[int] = parent("education")
    sort: Mapped[str | None]
    context: Mapped[int | None] = link("context")
    times: Mapped[str | None]
    person: Mapped[int | None] = link("person")


class SchoolChange(Row):
    """A rule, habit or room that a school will change: who does it, and by when."""

    __tablename__ = "school_change"
    parents: ClassVar[tuple[str, ...]] = ("education",)

    education: Mapped[int] = parent("education")
    sort: Mapped[str | None]
    context: Mapped[int | None] = link("context")
    person: Mapped[int | None] = link("person")
    due: Mapped[dt.date | None]
    status: Mapped[str | None]


class LearningNeed(Row):
    """A special educational need: what helps, who sees to it, and when it is looked at again."""

    __tablename__ = "learning_need"
    parents: ClassVar[tuple[str, ...]] = ("education",)

    education: Mapped[int] = parent("education")
    provision: Mapped[str | None]
    person: Mapped[int | None] = link("person")
    review_on: Mapped[dt.date | None]
