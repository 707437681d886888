"""The sheet for one guardian: what we ask, when, whom to ring, and the limits. No case fact."""

from __future__ import annotations

from roth_planner.documents.audiences import Reader
from roth_planner.documents.builders import passages
from roth_planner.documents.outline import Block, Heading, Notice, Outline, Paragraph, text
from roth_planner.workbook import Ref
from roth_planner.workbook.caseload import CaseParts

PEER = (
    "Nobody\u2019s safety is your job. You can stop at any time and need not say why, and what you"
    " get for it stays yours."
)
"""What a young person is told, whatever was noted about whether they understood it."""


def build(reader: Reader, case: CaseParts, subject: Ref, reference: str) -> Outline:
    """The outline of a guardianship sheet."""
    part = next(one for one in case.guardians if one.ref == subject)
    place = reader.context(part.context)
    blocks: list[Block] = [
        Paragraph(
            text(
                f"Thank you for looking out for young people at {place}. This sheet says what we"
                " ask of you, what we do not ask, and who is there for you."
            ),
            lead=True,
        )
    ]
    if reader.decision("guardian", subject, "kind") == "peer":
        blocks.append(Paragraph(text(PEER)))
    backup = reader.row("guardian", subject).words("backup")
    then = ", then the person named above" if backup else ""
    for section in reader.sections("guardian", subject):
        blocks.append(Heading(1, section.title))
        told = [one for one in section.told if one.key != "not_responsible"]
        blocks += passages.told_blocks(told, 2, apart=True)
    blocks.append(
        Notice(
            "If a young person is in danger now",
            text(
                f"Ring 999{then}. You are not asked to step between people,"
                " to follow anybody or to keep watch on anybody. Noticing and being kind is enough."
            ),
        )
    )
    return Outline(
        document="guardianship_sheet",
        title=f"Looking out for young people at {place}",
        audience=reader.label,
        reference=reference,
        made_on=reader.today,
        blocks=tuple(blocks),
        practice=reader.practice,
        subject="What we ask of a guardian",
    )
