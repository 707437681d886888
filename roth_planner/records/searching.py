"""What the full text search keeps beside its index, which is no table of a model."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roth_planner.records.base import Base


class SearchPlace(Base):
    """A place where text stands: a kind of record, its told list if it is in one, a stored key.

    Numbers are made as places first hold text and are part of the index's row numbers. The place
    with nothing in it says that the index was filled. It is no record and is not sealed: all of it
    can be made again from the records.
    """

    __tablename__ = "search_place"
    __table_args__ = (UniqueConstraint("record", "list", "key"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    record: Mapped[str]
    list: Mapped[str]
    key: Mapped[str]
