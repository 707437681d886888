"""The full plan and record for the core agencies: what was decided, who does what, and why."""

from __future__ import annotations

from roth_planner.documents.audiences import Reader, ToldRow, ToldSection
from roth_planner.documents.builders import chronology, conferences, passages
from roth_planner.documents.builders.case_map_figure import map_blocks
from roth_planner.documents.outline import (
    Block,
    Heading,
    Notice,
    Outline,
    Paragraph,
    Table,
    text,
)
from roth_planner.guides.spec import LOCAL
from roth_planner.workbook import Ref
from roth_planner.workbook.caseload import CaseParts

ONCE = (
    ("partnership", "Parents and carers"),
    ("education", "Education"),
    ("services", "What services offer and owe"),
)
"""Further parts of a case, in the order in which they stand here."""


def build(reader: Reader, case: CaseParts, _subject: Ref, reference: str) -> Outline:
    """The outline of the full plan, for agencies."""
    about = reader.row("case", case.case)
    plan = reader.sections("plan", case.plan)
    goals = _rows(plan, "goals")
    name = reader.person(case.person.id)
    blocks: list[Block] = [
        *_opening(reader, case, name, about, goals),
        *_who_does_what(goals),
        *conferences.conference_blocks(reader, case),
        *_part("What is happening", reader.sections("account", case.account)),
        *_part("The young person\u2019s plan", plan),
        *[block for part in ONCE for block in _once(reader, case, *part)],
        *_place_plans(reader, case),
        *_guardians(reader, case),
        *conferences.meeting_blocks(reader, case),
        *map_blocks(reader, case),
        *_part("About this record", _but(reader.sections("case", case.case), "why_here")),
    ]
    return Outline(
        document="full_plan",
        title=f"{reader.said('Safety plan')} for {name}",
        audience=reader.label,
        reference=reference,
        made_on=reader.today,
        blocks=tuple(blocks),
        practice=reader.practice,
        subject=reader.said("Full plan and record of a Risk Outside of the Home conference"),
        file_title=reader.said("Safety plan: full plan and record"),
    )


def _once(reader: Reader, case: CaseParts, record: str, title: str) -> list[Block]:
    ref = case.once.get(record)
    return _part(title, reader.sections(record, ref)) if ref else []


def _opening(
    reader: Reader, case: CaseParts, name: str, about: ToldRow, goals: tuple[ToldRow, ...]
) -> list[Block]:
    actions = [action for goal in goals for action in goal.rows("actions")]
    elsewhere = [one for one in actions if _asks_others(one)]
    places = passages.listing([reader.context(part.context) for part in case.context_plans])
    has = passages.goals_and_actions(len(goals), len(actions)) or "no goals yet"
    what = f"This plan for {name} has {has}."
    asked = f"Services or places are asked to change in {len(elsewhere)} of the actions."
    whom = asked if elsewhere else ""
    beside = f"Beside it stand plans for {places}." if places else ""
    decided = conferences.decided_in_short(reader, case)
    blocks: list[Block] = [
        Paragraph(text(" ".join(p for p in (decided, what, whom, beside) if p)), lead=True)
    ]
    if about.words("why_here"):
        blocks.append(Paragraph(text(about.words("why_here"))))
    blocks.append(
        Notice(
            "Keep this copy safe",
            text(
                f"It is for {reader.label.lower()} only. Do not copy it, send it on or leave it"
                " where others can read it. Give it back or destroy it when it is replaced."
            ),
        )
    )
    return blocks


def _asks_others(action: ToldRow) -> bool:
    """Whether it is settled that the action asks others than the family to change."""
    return action.keys.get("target", "young_person") not in ("parents", "young_person")


def _who_does_what(goals: tuple[ToldRow, ...]) -> list[Block]:
    actions = [action for goal in goals for action in goal.rows("actions")]
    if not actions:
        return []
    return [Heading(1, "Who does what"), *passages.by_owner_blocks(actions, 2)]


def _part(title: str, sections: tuple[ToldSection, ...]) -> list[Block]:
    blocks: list[Block] = []
    for section in sections:
        blocks.append(Heading(2, section.title))
        for one in section.told:
            if one.key == "goals":
                blocks += passages.goals_blocks(one.rows, 3)
            elif one.key == "moments":
                blocks += chronology.moments_blocks(one.rows)
            else:
                blocks += passages.told_blocks((one,), 3)
    return [Heading(1, title), *blocks] if blocks else []


def _but(sections: tuple[ToldSection, ...], key: str) -> tuple[ToldSection, ...]:
    """Sections without an answer that stands elsewhere already."""
    kept = (
        ToldSection(one.key, one.title, tuple(told for told in one.told if told.key != key))
        for one in sections
    )
    return tuple(one for one in kept if one.told)


def _place_plans(reader: Reader, case: CaseParts) -> list[Block]:
    """What each place's own plan says in short; the whole of it is a document of its own."""
    blocks: list[Block] = []
    for part in case.context_plans:
        plan = reader.row("context_plan", part.ref)
        blocks.append(Heading(2, part.label))
        if not plan.words("concern") and not plan.rows("goals"):
            blocks.append(Paragraph(text(f"{passages.NOT_WRITTEN}.")))
        if plan.words("concern"):
            blocks.append(Paragraph(text(plan.words("concern"))))
        for number, goal in enumerate(plan.rows("goals"), 1):
            statement = goal.words("statement") or "not written yet"
            blocks.append(Heading(3, f"Goal {number}: {statement}"))
            if goal.rows("actions"):
                caption = "Who changes what for this goal"
                table = passages.actions_table(caption, goal.rows("actions"), place=False)
                blocks.append(table)
        blocks += passages.told_blocks((one for one in plan.told if one.key.startswith(LOCAL)), 3)
        dates = [plan.words(key) for key in ("lead", "review_on")]
        if all(dates):
            words = f"{dates[0]} leads this plan. It is looked at again on {dates[1]}."
            blocks.append(Paragraph(text(words)))
    return [Heading(1, "The plans for places"), *blocks] if blocks else []


def _guardians(reader: Reader, case: CaseParts) -> list[Block]:
    rows = []
    besides: list[Block] = []
    for part in case.guardians:
        told = reader.row("guardian", part.ref)
        asked_here = [one for one in told.told if one.key.startswith(LOCAL)]
        if asked_here:
            place = reader.context(part.context)
            besides += [Heading(2, place), *passages.told_blocks(asked_here, 3)]
        who = told.words("person") or told.words("organisation") or "Not settled yet"
        times = "; ".join(row.words("times") for row in told.rows("presence"))
        checked = told.words("trusted"), told.words("suitability")
        rows.append((who, reader.context(part.context), times, *checked))
    head = ("Who", "Where", "When", "Do young people trust them", "Right for this")
    table = Table("People who look out for young people in places", head, tuple(rows))
    return [Heading(1, "Guardians"), table, *besides] if rows else []


def _rows(sections: tuple[ToldSection, ...], key: str) -> tuple[ToldRow, ...]:
    return next((one.rows for section in sections for one in section.told if one.key == key), ())
