"""The plan for one place, for the people who can change it. It names no young person at all."""

from __future__ import annotations

from roth_planner.documents.audiences import Reader, ToldRow
from roth_planner.documents.builders import passages
from roth_planner.documents.outline import (
    Block,
    Bullets,
    Heading,
    Notice,
    Outline,
    Paragraph,
    Run,
    text,
)
from roth_planner.workbook import Ref
from roth_planner.workbook.caseload import CaseParts

PEERS = (
    "Young people here look out for one another too, each with an adult behind them. Who they are,"
    " and when they do it, is for them and that adult alone."
)
"""What a place's partners are told of peer guardians: in a small group, times are a name."""


def build(reader: Reader, case: CaseParts, subject: Ref, reference: str) -> Outline:
    """The outline of a context plan."""
    part = next(one for one in case.context_plans if one.ref == subject)
    place = reader.context(part.context)
    sections = reader.sections("context_plan", subject)
    plan = reader.row("context_plan", subject)
    actions = [action for goal in plan.rows("goals") for action in goal.rows("actions")]
    blocks: list[Block] = [*_opening(place, plan, len(actions))]
    if actions:
        table = passages.actions_table("Every change this plan asks for", actions, place=False)
        blocks += [Heading(1, "Who does what"), table]
    blocks += passages.about_the_place(reader, part.context, 1)
    for section in sections:
        blocks.append(Heading(1, section.title))
        for one in section.told:
            if one.key == "goals":
                blocks += passages.goals_blocks(one.rows, 2)
            else:
                blocks += passages.told_blocks((one,), 2, apart=True)
    blocks += _guardians(reader, case, part.context)
    return Outline(
        document="context_plan",
        title=f"Plan for {place}",
        audience=reader.label,
        reference=reference,
        made_on=reader.today,
        blocks=tuple(blocks),
        practice=reader.practice,
        subject="A plan to make a place safer",
    )


def _opening(place: str, plan: ToldRow, actions: int) -> list[Block]:
    has = passages.goals_and_actions(len(plan.rows("goals")), actions)
    counts = f" It has {has}." if has else ""
    lead = (
        f"This plan is about {place}: what should change there so that young people are safe."
        f"{counts}"
    )
    return [
        Paragraph(text(lead), lead=True),
        Notice(
            "About places, not about a young person",
            text(
                "This plan names no young person and asks nobody to find out who it could be about."
                " Watching young people more is not the aim: people who care for them is."
            ),
        ),
    ]


def _guardians(reader: Reader, case: CaseParts, context: int) -> list[Block]:
    items = []
    peers = False
    for part in case.guardians:
        if part.context != context:
            continue
        told = reader.row("guardian", part.ref)
        if reader.decision("guardian", part.ref, "kind") == "peer":
            peers = True
            continue
        who = told.words("organisation") or told.words("kind")
        when = "; ".join(
            ", ".join(words for words in (row.words("times"), row.words("spot")) if words)
            for row in told.rows("presence")
        )
        ask = told.words("ask")
        if who or when or ask:
            items.append(
                text(
                    Run(f"{who or 'Somebody who is there'}. ", strong=True),
                    f"There: {when}. " if when else "",
                    ask,
                )
            )
    if peers:
        items.append(text(PEERS))
    return (
        [Heading(1, "People who look out for young people here"), Bullets(tuple(items))]
        if items
        else []
    )
