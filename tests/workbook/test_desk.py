"""Notes about the chair's desk: kept in the vault, no history, and never worth a lost answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from roth_planner.errors import CannotWrite, ChangedOutside
from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import start_case
from tests.fixtures import PASSPHRASE
from tests.workbook.desk import answer, change_rows, kept


def test_a_note_comes_back_after_the_vault_was_closed(folder: Path) -> None:
    workbook, _code = Workbook.create(folder, PASSPHRASE, kind="practice", cost=FLOOR)
    assert workbook.desk.get("place") is None
    workbook.desk.put("place", "first")
    workbook.desk.put("place", "the second \u2013 \u201cwhole\u201d text\n")
    workbook.desk.put("map:3", "{}")
    workbook.close()
    again = Workbook.open(folder, PASSPHRASE)
    assert again.desk.get("place") == "the second \u2013 \u201cwhole\u201d text\n"
    again.desk.put("place", None)
    again.desk.put("place", None)
    assert again.desk.get("place") is None
    assert again.desk.get("map:3") == "{}"
    again.close()


def test_a_note_is_no_step_and_breaks_no_seal(workbook: Workbook) -> None:
    case = start_case(workbook, "J.", "", "")
    answer(workbook, case, reference="R-2")
    rows, records = len(change_rows(workbook)), kept(workbook)
    workbook.desk.put("place", "the account")
    assert len(change_rows(workbook)) == rows
    assert kept(workbook) == records
    assert workbook.vault.check().flaws == ()
    workbook.undo()
    assert workbook.desk.get("place") == "the account"
    answer(workbook, case, reference="R-3")
    assert workbook.vault.check().flaws == ()


def test_a_note_on_a_full_disk_is_refused_and_the_one_before_stays(workbook: Workbook) -> None:
    workbook.desk.put("place", "before")
    with workbook.vault.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(CannotWrite):
        workbook.desk.put("place", "x" * 2_000_000)
    assert workbook.desk.get("place") == "before"


def test_a_note_is_not_written_over_a_file_that_somebody_else_changed(
    workbook: Workbook, folder: Path
) -> None:
    workbook.desk.put("place", "before")
    with (folder / "data.db").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ChangedOutside):
        workbook.desk.put("place", "after")
