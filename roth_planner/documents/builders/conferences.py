"""What a conference leaves on paper: who was there, how they took part, the decision, the dates.

Each reader gets the answers that name them. The chair's checklist, agenda and letter name nobody
else and so stand on no copy.
"""

from __future__ import annotations

from collections.abc import Sequence

from roth_planner.documents.audiences import Reader, Told, ToldRow
from roth_planner.documents.builders import passages
from roth_planner.documents.outline import Block, Heading, Paragraph, Table, text
from roth_planner.workbook.caseload import CaseParts, Part
from roth_planner.workbook.tally import area_quorum

NOBODY = ToldRow("", ())
"""A conference of which a reader is told nothing."""


def conference_blocks(reader: Reader, case: CaseParts) -> list[Block]:
    """Each conference of which this reader is told something, oldest first."""
    blocks: list[Block] = []
    for part in case.conferences:
        found: list[Block] = []
        for section in reader.sections("chairing", part.ref):
            found += [Heading(2, section.title), *_told_blocks(reader, part, section.told)]
        if found:
            blocks += [Heading(1, _title(reader, part)), *found]
    return blocks


def meeting_blocks(reader: Reader, case: CaseParts) -> list[Block]:
    """Each panel or meeting of which this reader is told something, oldest first."""
    blocks: list[Block] = []
    for part in case.meetings:
        told = [one for section in reader.sections("meetings", part.ref) for one in section.told]
        if told:
            blocks += [Heading(2, _title(reader, part)), *_meeting_blocks(told)]
    return [Heading(1, "Panels and meetings"), *blocks] if blocks else []


def latest_decision(reader: Reader, case: CaseParts) -> ToldRow:
    """The latest conference whose decision is said to this reader; nothing if there is none."""
    for part in reversed(case.conferences):
        told = reader.row("chairing", part.ref)
        if told.words("decision_plain"):
            return told
    return NOBODY


def decided_in_short(reader: Reader, case: CaseParts) -> str:
    """What the latest conference with a decision decided, in a sentence; "" if there is none."""
    for part in reversed(case.conferences):
        decision = reader.row("chairing", part.ref).words("decision")
        if decision:
            return f"Decided: {decision} ({_title(reader, part)})."
    return ""


def _meeting_blocks(told: Sequence[Told]) -> list[Block]:
    blocks: list[Block] = []
    for one in told:
        if one.key == "log":
            blocks += [Heading(3, one.label), passages.actions_list(one.rows)]
        else:
            blocks += passages.told_blocks((one,), 3)
    return blocks


def _told_blocks(reader: Reader, part: Part, told: Sequence[Told]) -> list[Block]:
    blocks: list[Block] = []
    for one in told:
        if one.key == "attendance":
            answer = next((other.words for other in told if other.key == "quorum"), "")
            count = _count(reader, part, one.rows, answer)
            blocks += [_attendance_table(reader, one.rows), Paragraph(text(count))]
        else:
            blocks += passages.told_blocks((one,), 3)
    return blocks


def _count(reader: Reader, part: Part, rows: Sequence[ToldRow], answer: str) -> str:
    """What those who were there come to. Where the chair answered another thing than the rule,
    both stand in one sentence, as far as this reader is told the ``answer``."""
    attended = [(row.keys.get("agency", ""), row.keys.get("presence", "")) for row in rows]
    counted = area_quorum(attended, reader.area.quorum)
    decided = reader.decision("chairing", part.ref, "quorum") or None
    if answer and not counted.agrees(decided):
        asked = "The chair\u2019s answer to whether the meeting was quorate is"
        return f"{asked} \u201c{answer}\u201d; by the count, {counted.count}."
    return counted.sentence(decided)


def _attendance_table(reader: Reader, rows: Sequence[ToldRow]) -> Table:
    """Who was asked, without the columns in which nobody has anything."""
    head = ("Who", "For whom", "How they took part", "Report", "Places they can change")
    widths = (0.26, 0.16, 0.17, 0.2, 0.21)
    cells = [
        (
            _joined(row.words("person") or "Not settled who", row.words("here_as")),
            row.words("agency"),
            row.words("presence"),
            _joined(
                _after("Written ", row.words("report_on")),
                _after("shared ", row.words("shared_on")),
            ),
            row.words("contexts"),
        )
        for row in rows
    ]
    kept = [place for place in range(len(head)) if any(row[place] for row in cells)]
    return Table(
        reader.said("Who was asked to the conference"),
        tuple(head[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in cells),
        tuple(widths[place] / sum(widths[one] for one in kept) for place in kept),
    )


def _title(reader: Reader, part: Part) -> str:
    """A conference by its kind and date, as a heading says it."""
    return part.label.replace(" \u00b7 ", ", ") or reader.said("A conference with no date yet")


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _after(before: str, words: str) -> str:
    return f"{before}{words}" if words else ""
