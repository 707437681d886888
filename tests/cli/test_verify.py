"""Verify tells all that is wrong with a vault and changes nothing; salvage saves what it can."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import start_case
from tests.fixtures import PASSPHRASE
from tests.vault.tools import digests

from .tools import Run, program


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    workbook, _code = Workbook.create(folder, PASSPHRASE, cost=FLOOR)
    start_case(workbook, "J.", "Jordan", "J-1")
    workbook.close()
    return folder


def everything(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        name: (digest, (folder / name).stat().st_mtime_ns)
        for name, digest in digests(folder).items()
    } | {"lock": ((folder / "lock").read_text(), (folder / "lock").stat().st_mtime_ns)}


def test_a_whole_vault_is_said_to_be_well_and_nothing_is_changed(run: Run, vault: Path) -> None:
    (vault / "lock").write_text('{"computer": "LAPTOP"}')
    before = everything(vault)
    ran = run("verify", vault, "--json", passphrase=PASSPHRASE)
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert set(told) >= {
        *("vault", "ok", "findings", "keys", "header", "seal", "integrity", "backups"),
    }
    assert told["ok"] is True and told["seal"]["holds"] is True
    assert told["lock"]["closed_properly"] is False
    assert everything(vault) == before
    ran = run("verify", vault, passphrase=PASSPHRASE)
    assert ran.code == 0 and "All is well." in ran.out
    assert everything(vault) == before


def test_a_damaged_vault_is_exit_1_with_its_cure(run: Run, vault: Path, tmp_path: Path) -> None:
    raw = bytearray((vault / "data.db").read_bytes())
    raw[5000] ^= 1
    (vault / "data.db").write_bytes(raw)
    before = everything(vault)
    ran = run("verify", vault, "--json", passphrase=PASSPHRASE)
    assert (ran.code, ran.err) == (1, "")
    told = json.loads(ran.out)
    assert ("pages_damaged", "salvage", "pages 2") in {
        (one["kind"], one["cure"], one["where"]) for one in told["findings"]
    }
    assert everything(vault) == before
    ran = run("salvage", vault, "--to", tmp_path / "new", "--json", passphrase=PASSPHRASE)
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["whole"] is True
    assert run("verify", tmp_path / "new", passphrase=PASSPHRASE).code == 0
    assert everything(vault) == before


def test_a_vault_that_cannot_be_opened_at_all_is_exit_1_too(run: Run, vault: Path) -> None:
    (vault / "data.db").write_bytes(b"")
    ran = run("verify", vault, passphrase=PASSPHRASE)
    assert ran.code == 1 and "is empty" in ran.out and "Restore the newest backup" in ran.out


def test_what_cannot_be_looked_at_is_exit_2_in_a_sentence(
    run: Run, vault: Path, tmp_path: Path
) -> None:
    assert "There is no vault" in run("verify", tmp_path, passphrase=PASSPHRASE).sentence
    assert "does not open" in run("verify", vault, passphrase="something else").sentence
    assert (
        "this name already" in run("salvage", vault, "--to", vault, passphrase=PASSPHRASE).sentence
    )


def test_lost_records_are_listed_one_a_line_and_exit_1(
    run: Run, vault: Path, tmp_path: Path
) -> None:
    shutil.copytree(vault, tmp_path / "copy")
    from tests.vault.test_health import outside

    outside(vault, "INSERT INTO context (answers, no_answer, half_typed, progress)"
        " VALUES ('{}', '{}', '{}', '{}')")  # fmt: skip
    ran = run("salvage", vault, "--to", tmp_path / "new", passphrase=PASSPHRASE)
    assert ran.code == 1
    assert "context 1: The history does not know it" in ran.out


def test_help_names_both() -> None:
    out = program("--help").out
    assert "verify" in out and "salvage" in out
