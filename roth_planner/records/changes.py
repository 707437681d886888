"""Every change, before and after: history, undo, search and export are each written over these."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from roth_planner.records.base import Base


class Change(Base):
    """What one step did to one record.

    Rows of one step share ``step``. ``before`` and ``after`` hold the stored form of the keys that
    changed; ``before`` is null for a record that was added, ``after`` for one that was removed.
    ``undoes`` is the step that this one takes back, if any.
    """

    __tablename__ = "change"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(index=True)
    at: Mapped[dt.datetime]
    record: Mapped[str]
    record_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    undoes: Mapped[int | None]
