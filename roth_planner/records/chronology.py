"""What happened, moment by moment, as the chair tells it: the curated half of the chronology."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from roth_planner.records.base import Row, link, parent


class Moment(Row):
    """One moment that matters: when (as far as that is known), where, and what it means.

    ``may_see`` are the audiences it is shown to.
    """

    __tablename__ = "moment"
    parents: ClassVar[tuple[str, ...]] = ("account",)

    account: Mapped[int] = parent("account")
    happened: Mapped[str | None]
    context: Mapped[int | None] = link("context")
    may_see: Mapped[list[str] | None]
