"""The practice vault: made on first use, there again the next time, and never half."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from roth_planner import paths
from roth_planner.errors import BadContent
from roth_planner.practice.cases import (
    fleeting_practice,
    make_practice,
    open_practice,
    sample_cases,
)
from roth_planner.vault import PRACTICE_PASSPHRASE, peek
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines, parts
from tests.fixtures import SMALL_CASE
from tests.vault.tools import ROOT
from tests.workbook.desk import answer


def test_the_practice_vault_is_made_on_first_use_with_every_sample_case(tmp_path: Path) -> None:
    workbook = open_practice(tmp_path)
    assert workbook.practice
    assert len(case_lines(workbook)) == len(sample_cases())
    workbook.close()
    summary = peek(paths.practice_vault(tmp_path))
    assert summary.kind == "practice"


def test_what_was_practised_is_there_the_next_time(tmp_path: Path) -> None:
    workbook = open_practice(tmp_path)
    account = parts(workbook, case_lines(workbook)[0].ref).account
    answer(workbook, account, how_connect="What I practised.")
    workbook.close()
    again = open_practice(tmp_path)
    assert again.read(account).get("how_connect") == "What I practised."
    again.close()


def test_a_case_file_of_ones_own_gets_a_practice_vault_of_its_own(tmp_path: Path) -> None:
    mine = open_practice(tmp_path, SMALL_CASE)
    assert [line.code for line in case_lines(mine)] == ["S."]
    mine.close()
    usual = open_practice(tmp_path)
    assert "S." not in [line.code for line in case_lines(usual)]
    usual.close()
    again = open_practice(tmp_path, SMALL_CASE)
    assert [line.code for line in case_lines(again)] == ["S."]
    again.close()
    changed = tmp_path / "changed.toml"
    changed.write_text(SMALL_CASE.read_text("utf-8").replace('"S."', '"Z."'), "utf-8")
    other = open_practice(tmp_path, changed)
    assert [line.code for line in case_lines(other)] == ["Z."]
    other.close()


def test_a_case_file_that_cannot_be_used_leaves_no_vault_behind(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("format = 1\n[case]\nperson = 'nobody'\n", "utf-8")
    home = tmp_path / "home"
    home.mkdir()
    with pytest.raises(BadContent):
        open_practice(home, bad)
    assert list(home.iterdir()) == []
    with pytest.raises(BadContent, match="could not be read"):
        open_practice(home, tmp_path / "none.toml")
    assert list(home.iterdir()) == []


def test_a_fleeting_practice_is_gone_afterwards() -> None:
    with fleeting_practice((SMALL_CASE,)) as workbook:
        folder = workbook.vault.folder
        assert (folder / "data.db").exists()
    assert not folder.exists()
    assert not folder.parent.exists()


def test_the_published_passphrase_opens_it_and_its_data_is_encrypted_all_the_same(
    tmp_path: Path,
) -> None:
    make_practice(tmp_path / "p.rothvault", (SMALL_CASE,)).close()
    Workbook.open(tmp_path / "p.rothvault", PRACTICE_PASSPHRASE).close()
    assert not (tmp_path / "p.rothvault" / "data.db").read_bytes().startswith(b"SQLite format 3")


def test_a_stop_while_the_practice_vault_is_made_leaves_none_that_is_half_full(
    tmp_path: Path,
) -> None:
    """The program is killed while the case is read: next time the practice vault is made anew."""
    stopped = (
        "import os, sys; from pathlib import Path;"
        "from roth_planner.practice import cases;"
        "cases.load_case_file = lambda *_: os.kill(os.getpid(), 9);"
        "cases.open_practice(Path(sys.argv[1]))"
    )
    ended = subprocess.run([sys.executable, "-c", stopped, str(tmp_path)], cwd=ROOT, check=False)
    assert ended.returncode == -9
    workbook = open_practice(tmp_path)
    try:
        assert [line.code for line in case_lines(workbook)] == ["J."]
    finally:
        workbook.close()
