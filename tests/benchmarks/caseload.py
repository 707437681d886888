"""The list of 300 cases among 20,000 records, beside one bare SELECT of what is shown."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from roth_planner.records import (
    Account,
    Action,
    Case,
    Conference,
    Entry,
    Goal,
    Person,
    Plan,
    Record,
)
from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines
from tests.benchmarks.measure import Row, side_by_side
from tests.fixtures import PASSPHRASE

LIMIT = 3.0
CASES, RECORDS = 300, 20_000
TODAY = dt.date(2026, 3, 12)
WORDS = {"answers": {"statement": "What should be true, in a sentence of usual length. " * 2}}
EMPTY: dict[str, dict[str, str]] = {"no_answer": {}, "half_typed": {}}

SHOWN = """
SELECT "case".id, person.code, "case".reference, "case".stage, meeting.held_on, open.number,
       open.due
FROM "case" JOIN person ON person.id = "case".person_id
LEFT JOIN (SELECT case_id, min(held_on) AS held_on FROM conference WHERE held_on >= ?
           GROUP BY case_id) AS meeting ON meeting.case_id = "case".id
LEFT JOIN (SELECT plan.case_id, count(*) AS number, min(action.due) AS due
           FROM plan JOIN goal ON goal.plan_id = plan.id JOIN action ON action.goal_id = goal.id
           WHERE action.status IS NULL OR action.status NOT IN ('done', 'stopped')
           GROUP BY plan.case_id) AS open ON open.case_id = "case".id
ORDER BY coalesce(min(meeting.held_on, open.due), meeting.held_on, open.due, '9999-12-31'),
         "case".id
"""


def fill(workbook: Workbook) -> int:
    """300 cases with people, conferences, goals, actions and told lists; gives how many records."""
    made: dict[type[Record], list[dict[str, Any]]] = {}

    def add(model: type[Record], **columns: Any) -> int:
        rows = made.setdefault(model, [])
        roots = {"progress": {}} if model in (Case, Account, Plan) else {}
        rows.append({"id": len(rows) + 1, **WORDS, **EMPTY, **roots, **columns})
        return len(rows)

    for number in range(CASES):
        child = add(Person, kind="young_person", circle="private", code=f"{chr(65 + number % 26)}.")
        case = add(Case, person=child, reference=f"R-{number}", opened=TODAY, stage="plan_live")
        account, plan = add(Account, case=case), add(Plan, case=case)
        for month in (1, 4, 7):
            day = dt.date(2026, month, 1 + number % 28)
            add(Conference, case=case, position=month, meeting="review", held_on=day)
        for position in range(4):
            goal = add(Goal, plan=plan, position=position)
            for place in range(5):
                day = TODAY + dt.timedelta(days=(number * 7 + place * 3) % 90 - 20)
                status = ("in_progress", "done", None)[place % 3]
                add(Action, goal=goal, position=place, due=day, status=status)
        while sum(map(len, made.values())) < RECORDS * (number + 1) / CASES:
            add(Entry, account=account, list="needs", position=0)
    with workbook.saving() as step:
        for model, rows in made.items():
            step.session.execute(insert(model), rows)
    return sum(map(len, made.values()))


def measure(folder: Path) -> Row:
    """Both over the same open vault."""
    workbook, _code = Workbook.create(
        folder / "many.rothvault", PASSPHRASE, kind="practice", cost=FLOOR
    )
    assert fill(workbook) >= RECORDS
    connection = workbook.vault.engine.raw_connection()

    def bare() -> list[Any]:
        cursor = connection.cursor()
        found = cursor.execute(SHOWN, (TODAY.isoformat(),)).fetchall()
        cursor.close()
        return list(found)

    ours = case_lines(workbook, TODAY)
    assert [line.ref.id for line in ours] == [line[0] for line in bare()]
    assert [line.open_actions for line in ours] == [line[5] or 0 for line in bare()]
    row = side_by_side(
        "list 300 cases", lambda: case_lines(workbook, TODAY), bare, LIMIT, rounds=25
    )
    connection.close()
    workbook.close()
    return row
