"""What every record has in common.

A question's key says where its answer is kept: if the record has a mapped attribute of that name
it is the column, otherwise it is in ``answers`` (key -> stored text). ``no_answer`` holds why a
question has none (key -> reason), ``half_typed`` what was typed and cannot be read yet (key ->
text), so that nothing typed is lost. A record that is a row of another names its ``parents``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables of the vault."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {dict[str, str]: JSON, list[str]: JSON}


class Record(Base):
    """A thing the chair writes about: a person, a place, a harm, an action.

    ``parents`` are the attributes that can hold the record this one is a row of; exactly one of
    them is set. Numbers are never used twice, so an undo can put a record back under its own.
    """

    __abstract__ = True
    __table_args__: Any = ({"sqlite_autoincrement": True},)
    parents: ClassVar[tuple[str, ...]] = ()

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    answers: Mapped[dict[str, str]] = mapped_column(default=dict)
    no_answer: Mapped[dict[str, str]] = mapped_column(default=dict)
    half_typed: Mapped[dict[str, str]] = mapped_column(default=dict)


class Root(Record):
    """A record that a whole guide is about; ``progress`` is the status of each section."""

    __abstract__ = True

    progress: Mapped[dict[str, str]] = mapped_column(default=dict)


class Row(Record):
    """A record in a list the chair orders; ``position`` counts from 0 within its parent."""

    __abstract__ = True

    position: Mapped[int] = mapped_column(default=0)


def parent(table: str) -> Any:
    """Column for the record a row belongs to; the row goes when its parent goes."""
    key = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return mapped_column(f"{table}_id", key, index=True)


def link(table: str, column: str = "") -> Any:
    """Column for a record that is referred to; it cannot be removed while it is."""
    key = ForeignKey(f"{table}.id", ondelete="RESTRICT")
    return mapped_column(column or f"{table}_id", key, index=True)
