"""The log of copies on paper: who was given what, when, and how to know it again."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from roth_planner.records.base import Record, parent


class Copy(Record):
    """One copy of a document that was printed or saved as a file. Written by the program alone.

    ``at`` is ISO 8601 in UTC. ``document`` is its key and ``subject`` the record it is about, as
    ``plan:3``; ``title`` names no person. ``way`` is ``printed`` or ``saved``. ``fingerprint`` is
    the BLAKE2b of the PDF's bytes, 16 hex digits; ``number`` counts the copies of one document
    of a case. ``recipient`` is the reader as the chair names them. No guide asks for any of it,
    so no audience can be shown it.
    """

    __tablename__ = "copy"
    parents: ClassVar[tuple[str, ...]] = ("case",)

    case: Mapped[int] = parent("case")
    at: Mapped[str]
    document: Mapped[str]
    subject: Mapped[str]
    title: Mapped[str]
    audience: Mapped[str]
    way: Mapped[str]
    pages: Mapped[int]
    fingerprint: Mapped[str]
    recipient: Mapped[str | None]
    number: Mapped[int]
