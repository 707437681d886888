"""Write the sample vault of the present schema, once, when that schema is released.

    python -m tests.make_sample_vault

It makes ``tests/fixtures/vaults/<step>.zip``, a small practice vault with an invented case and a
few changes to it, and ``<step>.json`` with a digest of every table, told by itself. Both are kept
for ever: every later program opens every one of them (``tests/vault/test_upgrade.py``). What
is there already is never written again.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from roth_planner.practice.case_file import load_case_file
from roth_planner.vault import FLOOR, PRACTICE_PASSPHRASE
from roth_planner.vault.migrations import HEAD
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines, parts
from tests.fixtures import SMALL_CASE

FOLDER = Path(__file__).parent / "fixtures" / "vaults"


def main() -> int:
    """Make the sample of this program's schema; 1 if it is there already."""
    archive = FOLDER / f"{HEAD}.zip"
    if archive.exists():
        print(f"{archive} is there, and a released sample is never written again")
        return 1
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        vault = Path(place) / "vault"
        workbook, _code = Workbook.create(vault, PRACTICE_PASSPHRASE, kind="practice", cost=FLOOR)
        _fill(workbook)
        told = tell(workbook.vault.engine.raw_connection())
        workbook.close()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in ("header.json", "header.bak", "data.db"):
                packed.write(vault / name, name)
    archive.with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(archive)
    return 0


def _fill(workbook: Workbook) -> None:
    """A case, and a history with an answer that was changed, taken back and put back."""
    load_case_file(workbook, SMALL_CASE)
    account = parts(workbook, case_lines(workbook)[0].ref).account
    for words in ("At first.", "What it was changed to."):
        workbook.save(account, {"how_connect": words})
    workbook.undo()
    workbook.redo()
    workbook.undo()


def tell(connection: Any) -> dict[str, Any]:
    """The end of the history, and of each table its columns, how many rows and their digest."""
    cursor = connection.cursor()

    def rows(statement: str) -> list[Any]:
        return list(cursor.execute(statement).fetchall())

    tables = {}
    for (name,) in rows(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    ):
        if name.startswith("sqlite_") or name in ("alembic_version", "change"):
            continue
        columns = [row[0] for row in rows(f"SELECT name FROM pragma_table_info('{name}')")]
        tables[name] = table(connection, name, columns)
    number, seal = rows("SELECT id, seal FROM change ORDER BY id DESC LIMIT 1")[0]
    return {"step": HEAD, "changes": number, "seal": seal.hex(), "tables": tables}


def table(connection: Any, name: str, columns: list[str]) -> dict[str, Any]:
    """What is recorded of one table; the order of its rows does not matter."""
    cursor = connection.cursor()
    spelled = ", ".join(f'"{column}"' for column in columns)
    lines = sorted(repr(row) for row in cursor.execute(f'SELECT {spelled} FROM "{name}"'))
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return {"columns": columns, "rows": len(lines), "sha256": digest}


if __name__ == "__main__":
    sys.exit(main())
