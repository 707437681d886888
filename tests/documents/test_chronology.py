"""The moments of a case in the full plan: a table by date, and only those the readers may have."""

from __future__ import annotations

import datetime as dt

from roth_planner.documents import produce
from roth_planner.documents.outline import Bullets, Table
from roth_planner.guides.values import NoAnswer, PartDate
from roth_planner.workbook import Workbook
from tests.documents.test_builders import SmallCase
from tests.workbook.desk import add_row


def test_moments_stand_by_date_and_those_kept_back_are_absent(workbook: Workbook) -> None:
    case = SmallCase(workbook)
    for date, what, may_see in (
        (PartDate(2026, 1, 19), "He is held for fourteen hours.", ("agencies",)),
        (PartDate(2025, season="summer"), "A man begins to buy lunch.", None),
        (PartDate(2025, 9), "Told in confidence.", ("chair",)),
        (None, "It began earlier.", None),
    ):
        add_row(
            workbook, case.account, "account.moments", happened=date, what=what, may_see=may_see,
            known_from="Custody record", analysis="It explains the debt.",
        )  # fmt: skip
    choice = next(one for one in produce.documents_of(workbook, case.ref) if one.key == "full_plan")
    outline = produce.outline_of(workbook, case.ref, choice, today=dt.date(2026, 3, 12))
    (table,) = (
        block
        for block in outline.blocks
        if isinstance(block, Table) and block.caption.startswith("What happened, in order")
    )
    assert [row[0] for row in table.rows] == ["Summer 2025", "19 January 2026", "No date yet"]
    assert table.rows[0][1].startswith("A man begins") and "Custody record" in table.rows[0][1]
    assert "confidence" not in str(outline.blocks)


def test_moments_that_need_many_words_are_a_list_with_all_of_them(workbook: Workbook) -> None:
    case = SmallCase(workbook)
    long = "He was sent a picture and told to pay. " * 8
    for date, what in ((PartDate(2026, 3), "He pays."), (PartDate(2026, 2), long.strip())):
        add_row(
            workbook, case.account, "account.moments", happened=date, what=what,
            context=case.station.id, known_from="His phone", analysis="It is blackmail.",
        )  # fmt: skip
    unknown = {"what": "It began earlier.", "context": NoAnswer.NOT_KNOWN}
    add_row(workbook, case.account, "account.moments", happened=PartDate(2025), **unknown)
    outline = case.outline("full_plan")
    assert not [
        block
        for block in outline.blocks
        if isinstance(block, Table) and block.caption.startswith("What happened, in order")
    ]
    (moments,) = (
        block
        for block in outline.blocks
        if isinstance(block, Bullets) and block.items[0][0].text == "2025: "
    )
    lines = ["".join(run.text for run in item) for item in moments.items]
    assert lines.pop(0) == "2025: It began earlier."
    assert lines[0].startswith(f"February 2026, Kelderwick station: {long.strip()} (How we know")
    assert lines[1] == (
        "March 2026, Kelderwick station: He pays. (How we know: His phone.)"
        " What it means: It is blackmail."
    )
