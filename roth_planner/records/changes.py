"""Every change, before and after: history, undo, search and export are each written over these."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from roth_planner.records.base import Base


class Change(Base):
    """What one step did to one record.

    Rows of one step share ``step``. ``before`` and ``after`` hold the stored form of the keys that
    changed; ``before`` is null for a record that was added, ``after`` for one that was removed.
    ``undoes`` is the step that this one takes back, if any. The last three columns are the seal's
    (``vault/seal.py``), which alone writes these rows. What is no change of a record, such as the
    use of an older copy, is a row of ``record`` "event"; it has no record behind it.
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
    content: Mapped[bytes] = mapped_column(LargeBinary)
    row_seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    seal: Mapped[bytes] = mapped_column(LargeBinary)


class SealKey(Base):
    """The random key of the seal; one row, written when the vault is made."""

    __tablename__ = "seal_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)


class DeskNote(Base):
    """What the chair's desk looked like: where they were, how a map was tidied. Never a fact.

    It is kept in the vault because it may tell of people, and is neither history nor sealed.
    """

    __tablename__ = "desk"

    key: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
