"""The certificate that a case was deleted: what went, when, and which copies are left to chase.

For the chair alone. It is made of the figures of the deletion, never of a record, so it holds no
name of a young person; it does hold what the chair called the readers of the copies.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from roth_planner.documents.builders.passages import labelled
from roth_planner.documents.outline import (
    Answer,
    Block,
    Bullets,
    Heading,
    Notice,
    Outline,
    Paragraph,
    Table,
    text,
)
from roth_planner.guides.kinds import day_in_words
from roth_planner.workbook.copies import WAYS
from roth_planner.workbook.deletion import Certificate

TITLE = "Certificate of deletion"

OUT_OF_REACH = (
    "Printed paper, and what was copied or photographed from it.",
    "Files that were saved from this program, and copies of them, in mail or in another system.",
    "Other copies of the vault: on another computer, on an older laptop, in a backup of the whole"
    " computer, or in a folder that is synchronised.",
    "A vault that was put aside by a restore or by an upgrade: the program removes it after 30"
    " days.",
    "A backup in a place that was not connected, and copies of backups made by hand. Restoring one"
    " brings the case back.",
    "The council's own record, which is the record of account and is kept by its own rules.",
)


def build(certificate: Certificate) -> Outline:
    """The certificate as a document; touches no workbook."""
    return Outline(
        "certificate",
        TITLE,
        "The chair",
        certificate.reference,
        certificate.at.astimezone().date(),
        tuple(_blocks(certificate)),
        practice=certificate.practice,
    )


def _blocks(one: Certificate) -> Iterator[Block]:
    yield Paragraph(
        text(
            f"The case {one.reference} was deleted for good from a vault of ROTH Planner. Its"
            " records and everything the history told of them were overwritten."
        ),
        lead=True,
    )
    yield Answer("Case", one.reference)
    yield Answer("When", _moment(one.at))
    if one.by:
        yield Answer("By", one.by)
    yield Heading(1, "What was removed")
    yield Bullets(tuple(text(words) for words in one.going))
    yield Paragraph(
        text(
            "The history still says that something was changed and when, without what it was: the"
            " seal of the vault needs that to hold."
        )
    )
    if one.staying:
        count = "1 person or place" if one.staying == 1 else f"{one.staying} people and places"
        yield Paragraph(text(f"{count} stayed, because another case uses them."))
    yield Heading(1, "Backups")
    yield from _backups(one)
    yield Heading(1, "Copies to chase")
    yield from _copies(one)
    yield Heading(1, "What this cannot reach")
    yield Bullets(tuple(text(words) for words in OUT_OF_REACH))


def _backups(one: Certificate) -> Iterator[Block]:
    if one.trouble:
        yield Notice("Not everything could be done", text(one.trouble))
    if one.backups_removed:
        yield labelled("Removed", ", ".join(_moment(made) for made in one.backups_removed))
    left = ", ".join(
        f"{_moment(backup.made)}{' (in the second place)' if backup.second_place else ''}"
        for backup in one.backups_left
    )
    if left and one.purged:
        yield labelled("Still there", left)
        yield Paragraph(text("They are removed as soon as a new backup without the case is made."))
    elif left:
        yield labelled("They hold the case still", left)
        last = day_in_words(one.gone_by.astimezone().date())
        yield Paragraph(
            text(
                f"They are gone by {last}: the program removes them when the vault is open and a"
                " newer backup is whole."
            )
        )
    elif not one.backups_removed:
        yield Paragraph(text("No backup held the case."))


def _copies(one: Certificate) -> Iterator[Block]:
    if not one.copies:
        yield Paragraph(text("The program knows of no copy that was printed or saved."))
        return
    yield Paragraph(
        text(
            "Every copy the program knows of. Ask each reader to destroy theirs or to hand it back."
            " The fingerprint tells a saved file from any other."
        )
    )
    yield Table(
        "Every copy that is known, oldest first",
        ("Document", "For whom", "When", "Fingerprint"),
        tuple(
            (
                f"{copy.title}, copy {copy.number}",
                f"{copy.reader} ({copy.audience})" if copy.reader else copy.audience,
                f"{WAYS[copy.way]} on {day_in_words(copy.at.astimezone().date())}",
                copy.fingerprint,
            )
            for copy in sorted(one.copies, key=lambda copy: (copy.at, copy.ref.id))
        ),
        (0.3, 0.26, 0.24, 0.2),
    )


def _moment(at: dt.datetime) -> str:
    there = at.astimezone()
    return f"{day_in_words(there.date())} at {there:%H:%M}"
