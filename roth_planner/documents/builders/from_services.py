"""What services and school do for the young person: the pages of their own copy about that.

Plain words, spoken to them. Gaps, what was taken further and what adults think of a setting are
for those who have to mend it, and their guides do not let this reader have them.
"""

from __future__ import annotations

from roth_planner.documents.audiences import Reader, ToldRow
from roth_planner.documents.builders import passages
from roth_planner.documents.outline import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Quotation,
    Run,
    Text,
    text,
)
from roth_planner.workbook.caseload import CaseParts

DONE = {
    "yes": "This was done.",
    "part": "This was done in part.",
    "no": "This has not been done yet.",
    "not_due": "The day for this has not come yet.",
}
"""What came of a promise, said to the person it was made to."""


def blocks(reader: Reader, case: CaseParts) -> list[Block]:
    """Everything of it that this reader may have."""
    services, education = _told(reader, case, "services"), _told(reader, case, "education")
    return [
        *_worker(services),
        *_offers(services),
        *_school(education),
        *_promises(services),
        *_said_about_us(services),
        *_sharing(services),
        *_later(services),
        *_afterwards(services),
    ]


def short_blocks(reader: Reader, case: CaseParts) -> list[Block]:
    """Names only, for a short copy."""
    items = _names(_told(reader, case, "services"))
    return [Heading(1, "Your worker"), Bullets(items)] if items else []


def _told(reader: Reader, case: CaseParts, record: str) -> ToldRow:
    ref = case.once.get(record)
    return reader.row(record, ref) if ref else ToldRow("", ())


def _names(services: ToldRow) -> tuple[Text, ...]:
    who = (("lead", "Your worker"), ("cover", "When your worker is away"))
    return tuple(
        text(Run(f"{said}: ", strong=True), services.words(key))
        for key, said in who
        if services.words(key)
    )


def _worker(services: ToldRow) -> list[Block]:
    items, contact = _names(services), services.words("contact_works")
    found: list[Block] = [Bullets(items)] if items else []
    found += [passages.labelled("How we get in touch", contact)] if contact else []
    return [Heading(1, "Your worker"), *found] if found else []


def _offers(services: ToldRow) -> list[Block]:
    items = tuple(
        text(
            Run(f"{row.words('need') or 'For you'}: ", strong=True),
            row.words("offer").rstrip("."),
            ". ",
            _who_and_when(row.words("person"), row.words("starts")),
        )
        for row in services.rows("needs")
        if row.words("offer")
    )
    return [Heading(1, "What services will do for you"), Bullets(items)] if items else []


def _school(education: ToldRow) -> list[Block]:
    items = tuple(
        text(
            Run(f"{row.words('person')}: " if row.words("person") else "", strong=True),
            row.words("change").rstrip("."),
            f", by {row.words('due')}." if row.words("due") else ".",
        )
        for row in education.rows("changes")
        if row.words("change")
    )
    adults = tuple(
        text(
            f"{row.words('context')}: " if row.words("context") else "",
            Run(row.words("trusted_adult"), strong=True),
            f", {row.words('trusted_when')}" if row.words("trusted_when") else "",
        )
        for row in education.rows("settings")
        if row.words("trusted_adult")
    )
    spots = tuple(
        text(
            Run(f"{row.words('where')}: ", strong=True),
            f"{row.words('change').rstrip('.')}.",
            Run(f" {row.words('person')}" if row.words("person") else "", strong=True),
            " sees to it." if row.words("person") else "",
        )
        for row in education.rows("spots")
        if row.words("where") and row.words("change")
    )
    helps = tuple(
        text(Run(f"{row.words('need') or 'For you'}: ", strong=True), row.words("what_helps"))
        for row in education.rows("learning_needs")
        if row.words("what_helps")
    )
    hours = [row.words("hours_plan") for row in education.rows("settings")]
    views = [row.words("view_of_school") for row in education.rows("settings")]
    found: list[Block] = [passages.labelled("What you said", one) for one in views if one]
    found += [Bullets(items)] if items else []
    found += [Heading(2, "Who is there for you at school"), Bullets(adults)] if adults else []
    found += [Heading(2, "Where it felt unsafe, and what changes"), Bullets(spots)] if spots else []
    found += [Heading(2, "What helps you to learn"), Bullets(helps)] if helps else []
    found += [passages.labelled("How you get your lessons back", one) for one in hours if one]
    if education.words("information_rule"):
        found.append(passages.labelled("What school knows", education.words("information_rule")))
    return [Heading(1, "What school will change"), *found] if found else []


def _promises(services: ToldRow) -> list[Block]:
    items = tuple(
        text(
            Run(f"{row.words('person') or 'We'} said: ", strong=True),
            f"{row.words('said').rstrip('.')}. ",
            Run(DONE.get(row.keys.get("kept", ""), ""), strong=True),
            f" {row.words('done_what')}" if row.words("done_what") else "",
        )
        for row in services.rows("promises")
        if row.words("said")
    )
    return [Heading(1, "What we said, and what we did"), Bullets(items)] if items else []


def _said_about_us(services: ToldRow) -> list[Block]:
    """Their latest words about the help they got."""
    said = [row.words("in_words") for row in services.rows("feedback") if row.words("in_words")]
    return [Heading(1, "What you said about us"), Quotation(said[-1])] if said else []


def _later(services: ToldRow) -> list[Block]:
    found: list[Block] = []
    if services.words("adult_lead"):
        found.append(passages.labelled("Who stays with you", services.words("adult_lead")))
    if services.words("after_18"):
        found.append(Paragraph(text(services.words("after_18"))))
    return [Heading(1, "When you turn eighteen"), *found] if found else []


def _sharing(services: ToldRow) -> list[Block]:
    found: list[Block] = []
    if services.words("share_what"):
        found.append(Paragraph(text(services.words("share_what"))))
    for key, said in (("made_worse", "What made it worse"), ("stop_doing", "What we stop doing")):
        if services.words(key):
            found.append(passages.labelled(said, services.words(key)))
    return [Heading(1, "What we share, and with whom"), *found] if found else []


def _afterwards(services: ToldRow) -> list[Block]:
    words = services.words("when_it_ends")
    return [Heading(1, "When the plan ends"), Paragraph(text(words))] if words else []


def _who_and_when(who: str, day: str) -> str:
    if who and day:
        return f"{who}, from {day}."
    return f"{who}." if who else f"From {day}." if day else ""
