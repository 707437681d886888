"""Conferences in the young person's own copy: what was decided, and when they meet next."""

from __future__ import annotations

import datetime as dt

from roth_planner.documents.audiences import ToldRow
from roth_planner.documents.outline import Answer, Block, Bullets, Heading, Paragraph, Run, text

SET_THERE = {
    "core_group_on": "The people who carry out the plan meet",
    "review_on": "The plan is looked at again",
}
"""Dates that a conference sets, as they are said to the young person."""


def decided(conference: ToldRow) -> list[Block]:
    """What the latest conference decided, in plain words, and what it did because of them."""
    words = conference.words("decision_plain")
    blocks: list[Block] = [Paragraph(text(words))] if words else []
    for key, label in (
        ("because_of_them", "What the meeting did because of you"),
        ("how_it_was", "How you found the meeting"),
    ):
        if conference.words(key):
            blocks.append(Answer(label, conference.words(key)))
    return [Heading(1, "What was decided"), *blocks] if blocks else []


def dates(case: ToldRow, latest: ToldRow, today: dt.date, *, full: bool) -> list[Block]:
    """The meetings, and the dates set at the latest one that are no meeting's of their own yet.

    Of a meeting to come the full copy says the time and the place too.
    """
    meetings = case.rows("conferences")
    known = {row.words("held_on") for row in meetings}
    dates = [
        (
            row.words("meeting") or "Meeting",
            _when_and_where(row)
            if full and row.keys.get("held_on", "") >= today.isoformat()
            else row.words("held_on"),
        )
        for row in meetings
    ]
    for key, what in SET_THERE.items():
        if latest.words(key) and latest.words(key) not in known:
            dates.append((what, latest.words(key)))
    items = tuple(text(Run(what, strong=True), f", {on}" if on else "") for what, on in dates)
    return [Heading(1, "Meetings about your plan"), Bullets(items)] if items else []


def _when_and_where(meeting: ToldRow) -> str:
    said = (
        ", ".join(p for p in map(meeting.words, ("held_on", "starts")) if p),
        meeting.words("place"),
    )
    return ". ".join(part.rstrip(".") for part in said if part)
