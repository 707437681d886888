"""A vault in use, for the tests of backups, restores and upgrades: one case, and its answers."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from roth_planner.practice.case_file import load_case_file
from roth_planner.vault import FLOOR, Vault
from roth_planner.vault.copying import contents
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import case_lines, parts
from tests.fixtures import SMALL_CASE

from .tools import PASSPHRASE, remembered

SAMPLES = Path(__file__).parents[1] / "fixtures" / "vaults"


def make_kept(folder: Path) -> None:
    """A closed vault with a case in it."""
    workbook, _code = Workbook.create(folder, PASSPHRASE, cost=FLOOR)
    load_case_file(workbook, SMALL_CASE)
    workbook.close()


def workbook_of(folder: Path, secret: str = PASSPHRASE) -> Workbook:
    return Workbook(Vault.open(folder, secret, derive=remembered))


def account(workbook: Workbook) -> Ref:
    return parts(workbook, case_lines(workbook)[0].ref).account


def write(workbook: Workbook, words: str) -> int:
    """Save an answer; the number of the change."""
    workbook.save(account(workbook), {"how_connect": words})
    return workbook.vault.seal.latest.number


def written(workbook: Workbook) -> str:
    return str(workbook.read(account(workbook)).values["how_connect"])


def all_of(vault: Vault) -> dict[str, tuple[int, bytes]]:
    """What every table holds, but the history and what the desk looked like."""
    found: dict[str, Any] = contents(vault._connection)
    return {name: held for name, held in found.items() if name not in NOT_RECORDS}


NOT_RECORDS = ("change", "desk", "sqlite_sequence")


def sample(step: str, place: Path) -> Path:
    """The sample vault of a released schema."""
    with zipfile.ZipFile(SAMPLES / f"{step}.zip") as packed:
        packed.extractall(place)
    return place
