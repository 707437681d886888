"""``backup`` and ``restore`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roth_planner.vault import FLOOR, PRACTICE_PASSPHRASE, Vault
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines, start_case

from .tools import Run


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "practice.rothvault"
    workbook, _code = Workbook.create(folder, PRACTICE_PASSPHRASE, kind="practice", cost=FLOOR)
    start_case(workbook, "J.")
    workbook.close()
    return folder


def test_a_backup_is_made_and_a_vault_made_out_of_it(run: Run, vault: Path, tmp_path: Path) -> None:
    ran = run("backup", vault, passphrase=PRACTICE_PASSPHRASE)
    assert (ran.code, ran.err) == (0, "")
    file, made, last, counts = ran.out.splitlines()
    assert Path(file).is_file() and Path(file).parent == vault / "backups"
    assert made.startswith("Made: ") and last.startswith("Last change: ")
    assert counts.startswith("In it: cases 1, people 1, conferences 0; records in all ")
    ran = run("restore", file, "--to", tmp_path / "again", passphrase=PRACTICE_PASSPHRASE)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [str(tmp_path / "again"), made, last, counts]
    workbook = Workbook.open(tmp_path / "again", PRACTICE_PASSPHRASE)
    assert [line.code for line in case_lines(workbook)] == ["J."]
    workbook.close()


def test_both_as_json_are_one_document(run: Run, vault: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    ran = run("backup", vault, "--to", tmp_path / "stick", "--json", passphrase=PRACTICE_PASSPHRASE)
    told = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert told["records"]["case"] == 1 and told["flaws"] == [] and told["kind"] == "practice"
    assert Path(told["backup"]).stat().st_size == told["bytes"]
    assert Path(told["backup"]).parent.parent == tmp_path / "stick"
    to = tmp_path / "again"
    ran = run("restore", told["backup"], "--to", to, "--json", passphrase=PRACTICE_PASSPHRASE)
    again = json.loads(ran.out)
    assert ran.code == 0
    assert again["vault"] == str(to)
    assert {key: again[key] for key in ("made", "change", "last_change", "records")} == {
        key: told[key] for key in ("made", "change", "last_change", "records")
    }


def test_a_vault_whose_seal_does_not_hold_is_said_with_exit_1(
    run: Run, vault: Path, tmp_path: Path
) -> None:
    with Vault.open(vault, PRACTICE_PASSPHRASE) as opened:
        opened._connection.execute("UPDATE person SET code = 'Z'")
    ran = run("backup", vault, "--json", passphrase=PRACTICE_PASSPHRASE)
    assert ran.code == 1
    assert "does not count as a backup" in ran.err
    told = json.loads(ran.out)
    assert [flaw["kind"] for flaw in told["flaws"]] == ["record_changed"]
    ran = run("restore", told["backup"], "--to", tmp_path / "a", passphrase=PRACTICE_PASSPHRASE)
    assert ran.code == 1
    assert "did not confirm" in ran.err


def test_what_cannot_be_done_is_one_sentence(run: Run, vault: Path, tmp_path: Path) -> None:
    file = run("backup", vault, passphrase=PRACTICE_PASSPHRASE).out.splitlines()[0]
    wrong = "nobody knows this one"
    assert (
        "does not open the backup"
        in run("restore", file, "--to", tmp_path / "a", passphrase=wrong).sentence
    )
    assert "does not open the vault" in run("backup", vault, passphrase=wrong).sentence
    there = run("restore", file, "--to", vault, passphrase=PRACTICE_PASSPHRASE)
    assert "already" in there.sentence
    gone = run("backup", vault, "--to", tmp_path / "gone", passphrase=PRACTICE_PASSPHRASE)
    assert "stick may be unplugged" in gone.sentence
    Path(file).write_bytes(Path(file).read_bytes()[:-1])
    damaged = run("restore", file, "--to", tmp_path / "a", passphrase=PRACTICE_PASSPHRASE)
    assert "damaged" in damaged.sentence
    assert not (tmp_path / "a").exists()
