"""From the key to the list of 300 cases, beside a bare keyed connection and the same SELECT.

Without the derivation of the key, which is slow on purpose. Ours also takes the lock, reads both
headers, sets and reads back every safety setting, and compares the last-seen mark.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from roth_planner.vault import FLOOR, Vault, keys
from roth_planner.vault import header as headers
from roth_planner.vault.engine import salt_of
from roth_planner.vault.keys import Cost
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines
from tests.benchmarks.caseload import RECORDS, SHOWN, TODAY, fill
from tests.benchmarks.measure import Row, side_by_side
from tests.fixtures import PASSPHRASE

LIMIT = 3.0


def measure(folder: Path) -> Row:
    """Both open the same closed vault."""
    derived: dict[tuple[bytes, bytes, Cost], bytes] = {}

    def derive(secret: bytes, salt: bytes, cost: Cost) -> bytes:
        question = (secret, salt, cost)
        if question not in derived:
            derived[question] = keys.derive(*question)
        return derived[question]

    place = folder / "many.rothvault"
    vault, _code = Vault.create(place, PASSPHRASE, cost=FLOOR, marks=folder / "marks")
    workbook = Workbook(vault)
    assert fill(workbook) >= RECORDS
    workbook.close()
    header = headers.read(place)[0]
    data_key = headers.open_slot(header, "passphrase", keys.from_passphrase(PASSPHRASE), derive)
    assert data_key is not None
    key = keys.sub_key(data_key, "database")
    raw_key = f"x'{key.hex()}{salt_of(key).hex()}'"

    def ours() -> Any:
        workbook = Workbook(Vault.open(place, PASSPHRASE, marks=folder / "marks", derive=derive))
        lines = case_lines(workbook, TODAY)
        workbook.close()
        return lines

    def bare() -> Any:
        connection = dbapi2.connect(str(place / "data.db"))
        connection.set_key(raw_key)
        lines = connection.execute(SHOWN, (TODAY.isoformat(),)).fetchall()
        connection.close()
        return lines

    assert len(ours()) == len(bare())
    return side_by_side("unlock without the key", ours, bare, LIMIT, rounds=15)
