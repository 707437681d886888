"""Saving one answer, beside one UPDATE and one INSERT on a file of the same kind."""

from __future__ import annotations

import datetime as dt
import json
import os
from itertools import count
from pathlib import Path

from roth_planner.vault import FLOOR
from roth_planner.vault.engine import connect
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case
from tests.benchmarks.measure import Row, Work, side_by_side
from tests.fixtures import PASSPHRASE

LIMIT = 2.5
WORDS = (
    "He said that nobody who works there looks up, and that the seats by the door are warm. " * 3
)
FULL = ("how_connect", "who_gains", "if_moved", "weighed_how", "how_sought", "asked_to_keep")


def measure(folder: Path) -> Row:
    """Another text each time, into a record that holds six answers already."""
    workbook, _code = Workbook.create(
        folder / "ours.rothvault", PASSPHRASE, kind="practice", cost=FLOOR
    )
    account = parts(workbook, start_case(workbook, "J.")).account
    workbook.save(account, dict.fromkeys(FULL, WORDS))
    numbers = count()

    def ours() -> None:
        workbook.save(account, {"how_connect": f"{WORDS}{next(numbers)}"})

    row = side_by_side(
        "save one answer", ours, _bare(folder / "bare.db", account), LIMIT, rounds=25, times=8
    )
    workbook.close()
    return row


def _bare(file: Path, account: Ref) -> Work:
    file.touch()
    connection = connect(file, os.urandom(32))
    for statement in (
        "CREATE TABLE account (id INTEGER PRIMARY KEY AUTOINCREMENT, answers JSON)",
        "CREATE TABLE change (id INTEGER PRIMARY KEY AUTOINCREMENT, step INTEGER, at DATETIME,"
        " record TEXT, record_id INTEGER, before JSON, after JSON, undoes INTEGER)",
        "CREATE INDEX ix_change_step ON change (step)",
    ):
        connection.execute(statement)
    answers = dict.fromkeys(FULL, WORDS)
    connection.execute("INSERT INTO account VALUES (?, ?)", (account.id, json.dumps(answers)))
    numbers = count()

    def bare() -> None:
        number = next(numbers)
        before = answers["how_connect"]
        answers["how_connect"] = f"{WORDS}{number}"
        change = (
            number,
            dt.datetime.now(dt.UTC).isoformat(),
            *account,
            json.dumps({"answers.how_connect": before}),
            json.dumps({"answers.how_connect": answers["how_connect"]}),
        )
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "UPDATE account SET answers = ? WHERE id = ?", (json.dumps(answers), account.id)
        )
        connection.execute(
            "INSERT INTO change (step, at, record, record_id, before, after)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            change,
        )
        connection.execute("COMMIT")

    return bare
