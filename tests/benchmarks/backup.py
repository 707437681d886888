"""A backup of 300 cases and 20,000 records, beside the bare copying and reading it back."""

from __future__ import annotations

import datetime as dt
import os
from itertools import count
from pathlib import Path

from roth_planner.vault import FLOOR, Entry, backup
from roth_planner.vault.engine import connect
from roth_planner.workbook import Workbook
from tests.benchmarks.caseload import RECORDS, fill
from tests.benchmarks.measure import Row, side_by_side
from tests.fixtures import PASSPHRASE

LIMIT = 3.0


def measure(folder: Path) -> Row:
    """Ours: copied, synced, read in full, compared with the seal, and read back. Bare: copied,
    synced, its pages and structure checked, and every row read once."""
    workbook, _code = Workbook.create(
        folder / "many.rothvault", PASSPHRASE, kind="practice", cost=FLOOR
    )
    assert fill(workbook) >= RECORDS
    seal_all(workbook)
    source = workbook.vault._connection
    numbers = count()

    def ours() -> None:
        backup.make(workbook.vault)

    def bare() -> None:
        file, key = folder / f"bare-{next(numbers)}.db", os.urandom(32)
        file.touch()
        copy = connect(file, key)
        source.backup(copy)
        copy.close()
        with file.open("r+b") as written:
            os.fsync(written.fileno())
        copy = connect(file, key)
        copy.execute("PRAGMA cipher_integrity_check").fetchall()
        copy.execute("PRAGMA integrity_check").fetchall()
        for (name,) in copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        ).fetchall():
            for _row in copy.execute(f'SELECT * FROM "{name}"'):
                pass
        copy.close()
        file.unlink()

    row = side_by_side("make a backup", ours, bare, LIMIT)
    workbook.close()
    return row


def seal_all(workbook: Workbook) -> None:
    """Seal the records that ``fill`` has written past the workbook, as if each had been saved."""
    vault = workbook.vault
    numbers = [
        (table, number)
        for table in vault.seal.shape.tables
        for (number,) in vault._connection.execute(f'SELECT id FROM "{table}"').fetchall()
    ]
    now = dt.datetime.now(dt.UTC)
    told = {"answers.statement": "What should be true, in a sentence of usual length. " * 2}
    with vault.engine.begin():
        vault.seal.append(Entry(1, now, table, number, None, told) for table, number in numbers)
    vault.committed()
    assert vault.check().holds
