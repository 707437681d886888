"""The copies on paper that were made of a case: written down when one leaves the program.

Whoever asks years later "who has a copy?" is answered from here; only the chair is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Literal, TypeAlias

from msgspec import Struct
from sqlalchemy import func, select

from roth_planner.errors import Refused
from roth_planner.records import Case, Copy
from roth_planner.workbook.parts import Changes, Ref
from roth_planner.workbook.workbook import Workbook

Way: TypeAlias = Literal["printed", "saved"]

WAYS: dict[str, str] = {"printed": "Printed", "saved": "Saved as a file"}
LONGEST_READER = 200
"""Characters of what a reader is called."""


class CopyMade(Struct, frozen=True):
    """One copy that was made. ``at`` is aware, ``reader`` "" where the chair named none."""

    ref: Ref
    at: dt.datetime
    document: str
    title: str
    audience: str
    way: Way
    pages: int
    fingerprint: str
    reader: str
    number: int


def fingerprint_of(data: bytes) -> str:
    """What tells one file from another: 16 hex digits of BLAKE2b over its bytes."""
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def note_copy(
    workbook: Workbook,
    case: Ref,
    *,
    document: str,
    subject: Ref,
    title: str,
    audience: str,
    way: Way,
    pages: int,
    data: bytes,
    reader: str = "",
    at: dt.datetime | None = None,
) -> Changes | None:
    """Write down a copy that was just made; None in a vault that is open to read only.

    It is no step of the chair's, so Undo passes it by: the paper is out. Raises what a save does.
    """
    if workbook.vault.read_only:
        return None
    made_at = (at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).replace(microsecond=0)
    about = f"{subject.record}:{subject.id}"
    with workbook.saving() as step:
        if step.session.get(Case, case.id) is None:
            raise Refused("This case is not there any more, so the copy could not be noted.")
        last = step.session.scalar(
            select(func.max(Copy.number)).where(
                Copy.case == case.id, Copy.document == document, Copy.subject == about
            )
        )
        step.add(
            Copy(
                case=case.id,
                at=made_at.isoformat(),
                document=document,
                subject=about,
                title=title,
                audience=audience,
                way=way,
                pages=pages,
                fingerprint=fingerprint_of(data),
                recipient=" ".join(reader.split())[:LONGEST_READER] or None,
                number=(last or 0) + 1,
                answers={},
                no_answer={},
                half_typed={},
            )
        )
    return step.done(remember=False)


def copies_of(workbook: Workbook, case: Ref) -> tuple[CopyMade, ...]:
    """The copies of a case that are known, newest first."""
    with workbook.reading() as session:
        found = session.scalars(select(Copy).where(Copy.case == case.id).order_by(Copy.id.desc()))
        return tuple(_told(copy) for copy in found)


def _told(copy: Copy) -> CopyMade:
    return CopyMade(
        Ref("copy", copy.id),
        dt.datetime.fromisoformat(copy.at),
        copy.document,
        copy.title,
        copy.audience,
        "printed" if copy.way == "printed" else "saved",
        copy.pages,
        copy.fingerprint,
        copy.recipient or "",
        copy.number,
    )
