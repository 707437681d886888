"""Verifying a vault of 20,000 records, beside SQLite's two checks and one read of all rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from roth_planner.vault import FLOOR, Entry
from roth_planner.vault.engine import connect
from roth_planner.vault.health_data import look_at
from roth_planner.vault.keys import from_passphrase, sub_key
from roth_planner.workbook import Workbook
from tests.benchmarks.caseload import fill
from tests.benchmarks.measure import Row, side_by_side
from tests.fixtures import PASSPHRASE

LIMIT = 2.0


def measure(folder: Path) -> Row:
    """Both over the same closed vault; each opens it, without the key derivation."""
    import datetime as dt

    from roth_planner.vault import header as headers
    from roth_planner.vault import keys

    place = folder / "many.rothvault"
    workbook, _code = Workbook.create(place, PASSPHRASE, kind="practice", cost=FLOOR)
    number = fill(workbook)
    _seal_all(workbook, dt.datetime(2026, 3, 12, tzinfo=dt.UTC))
    workbook.close()
    header = headers.read(place)[0]
    material = from_passphrase(PASSPHRASE)
    data_key = headers.open_slot(header, "passphrase", material, keys.derive)
    assert data_key is not None and number >= 20_000

    def ours() -> None:
        looked = look_at(place, header, data_key)
        assert looked.seal.holds and looked.integrity.structure and not looked.findings

    def bare() -> None:
        connection = connect(place / "data.db", sub_key(data_key, "database"))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert not connection.execute("PRAGMA cipher_integrity_check").fetchall()
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall():
            connection.execute(f'SELECT * FROM "{name}"').fetchall()
        connection.close()

    return side_by_side("verify 20,000 records", ours, bare, LIMIT, rounds=7)


def _seal_all(workbook: Workbook, at: Any) -> None:
    """Write the history of records that were put straight into their tables."""
    vault = workbook.vault
    with vault.engine.begin() as connection:
        entries = []
        for table in vault.seal.shape.tables:
            for (number,) in connection.exec_driver_sql(f'SELECT id FROM "{table}"').fetchall():
                after = {"answers.statement": "What should be true, in a sentence. " * 2}
                entries.append(Entry(1, at, table, number, None, after))
        vault.seal.append(entries)
    vault.committed()
