"""The command line, as IT and trainers use it: files, exit codes, and a sentence when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from roth_planner import cli
from roth_planner.practice.cases import sample_cases
from roth_planner.workbook import Workbook, copies
from roth_planner.workbook.caseload import case_lines, start_case, start_context_plan
from tests.fixtures import PASSPHRASE, SMALL_CASE
from tests.vault.tools import ROOT, as_ordinary_user
from tests.workbook.desk import answer, person, place

from .tools import Run, program

DOCUMENTS = ("full-plan", "young-persons-copy", "context-plan", "guardianship-sheet")


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def case_vault(workbook: Workbook, folder: Path) -> Path:
    """A closed practice vault with one case in it and a plan for a place."""
    case = start_case(workbook, "J.", "Jordan", "J-2026-014")
    start_context_plan(workbook, case, place(workbook, "Station").id)
    start_case(workbook, "K.")
    start_case(workbook, "K.")
    workbook.close()
    return folder


# -- practice


def test_practice_prints_every_document_of_every_case_in_time(tmp_path: Path) -> None:
    started = time.monotonic()
    ran = program("practice", "--print-to", tmp_path / "plans")
    assert time.monotonic() - started < 20
    assert (ran.code, ran.err) == (0, "")
    written = files_in(tmp_path / "plans")
    assert len(written) == ran.out.count(" page") >= 4 * len(sample_cases())
    for kind in DOCUMENTS:
        assert any(kind in name for name in written)
    for name in written:
        assert f"{tmp_path / 'plans' / name}" in ran.out
        assert PdfReader(tmp_path / "plans" / name).pages
    left = [path for path in Path(os.environ["HOME"]).rglob("*") if path.is_file()]
    assert left == [], "printing leaves no vault behind"


def test_practice_prints_a_case_file_of_ones_own(run: Run, tmp_path: Path) -> None:
    ran = run("practice", "--case-file", SMALL_CASE, "--print-to", tmp_path)
    assert (ran.code, ran.err) == (0, "")
    names = [Path(name).name.rstrip("0123456789.pdf").rstrip("-") for name in files_in(tmp_path)]
    assert set(names) == set(DOCUMENTS)
    assert {Path(name).parent.name for name in files_in(tmp_path)} == {"T-2026-001"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("format = 1\n[case]\nperson = 'nobody'\n", "case.person: no person in this file"),
        ("format = ", "is not written as TOML"),
        (SMALL_CASE.read_text("utf-8") + "\n[else]\nx = 1", "else: there is no such part"),
    ],
)
def test_a_bad_case_file_is_refused_and_nothing_is_printed(
    run: Run, tmp_path: Path, content: str, reason: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(content, "utf-8")
    ran = run("practice", "--case-file", file, "--print-to", tmp_path / "plans")
    assert ran.sentence.startswith("mine.toml")
    assert reason in ran.sentence
    assert not (tmp_path / "plans").exists()


def test_practice_without_a_folder_opens_the_window() -> None:
    asked: list[tuple[str, Path | None]] = []

    def open_window(start: str, case_file: Path | None) -> int:
        asked.append((start, case_file))
        return 0

    assert cli.run(["practice"], open_window) == 0
    assert cli.run(["practice", "--case-file", str(SMALL_CASE)], open_window) == 0
    assert asked == [("practice", None), ("practice", SMALL_CASE)]


def test_a_blocked_page_is_told_and_the_others_are_printed_with_exit_1(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    named = SMALL_CASE.read_text("utf-8").replace("Adults wait for young", "Adults wait for Sam")
    file.write_text(named, "utf-8")
    ran = run("practice", "--case-file", file, "--print-to", tmp_path / "plans")
    assert ran.code == 1
    assert ran.err.startswith("context-plan-1.pdf: This page was not made")
    assert "Sam" not in ran.err
    assert len(files_in(tmp_path / "plans")) == 3


# -- create, import, print


def test_a_vault_is_made_filled_and_printed(run: Run, tmp_path: Path) -> None:
    vault = tmp_path / "mine.rothvault"
    made = run("create", vault, passphrase=PASSPHRASE)
    assert (made.code, made.err) == (0, "")
    code = made.out.partition("Recovery code: ")[2].splitlines()[0]
    real = tmp_path / "real.toml"
    real.write_text(SMALL_CASE.read_text("utf-8").replace("practice = true", ""), "utf-8")
    assert run("import", real, "--into", vault, passphrase=code).out == "The case was added.\n"
    ran = run("print", vault, "T-2026-001", "--to", tmp_path / "out", passphrase=PASSPHRASE)
    assert (ran.code, ran.err) == (0, "")
    assert len(files_in(tmp_path / "out")) == 4


def test_every_file_that_is_written_is_in_the_log_of_copies(
    run: Run, case_vault: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for _ in range(2):
        run("print", case_vault, "j.", "--to", out, passphrase=PASSPHRASE)
    workbook = Workbook.open(case_vault, PASSPHRASE)
    (line,) = (one for one in case_lines(workbook) if one.code == "J.")
    told = copies.copies_of(workbook, line.ref)
    workbook.close()
    assert len(told) == 2 * len(files_in(out))
    assert {one.way for one in told} == {"saved"}
    prints = {copies.fingerprint_of((out / name).read_bytes()) for name in files_in(out)}
    assert prints == {one.fingerprint for one in told if one.number == 2}


def test_only_the_document_asked_for_is_printed(run: Run, case_vault: Path, tmp_path: Path) -> None:
    for number, name in enumerate(("full_plan", "full-plan")):
        out = tmp_path / str(number)
        ran = run("print", case_vault, "j.", "--to", out, "--document", name, passphrase=PASSPHRASE)
        assert ran.code == 0
        assert files_in(out) == ["J-2026-014/full-plan.pdf"]


@pytest.mark.parametrize(
    ("case", "more", "reason"),
    [
        ("nobody", [], "no case is called that"),
        ("K.", [], "more than one case is called that"),
        ("J-2026-014", ["--document", "diary"], "There is no document called diary"),
        ("J-2026-014", ["--document", "guardianship_sheet"], "no document called guardianship"),
    ],
)
def test_what_cannot_be_printed_is_told_in_a_sentence(
    run: Run, case_vault: Path, tmp_path: Path, case: str, more: list[str], reason: str
) -> None:
    out = tmp_path / "out"
    ran = run("print", case_vault, case, "--to", out, *more, passphrase=PASSPHRASE)
    assert reason in ran.sentence
    assert "Jordan" not in ran.sentence
    assert not out.exists()


def test_a_wrong_passphrase_opens_nothing(run: Run, case_vault: Path, tmp_path: Path) -> None:
    ran = run("print", case_vault, "J.", "--to", tmp_path, passphrase="another one entirely")
    assert "does not open the vault" in ran.sentence
    assert "another one" not in ran.sentence
    assert run("print", case_vault, "J.", "--to", tmp_path, passphrase="").sentence


@pytest.mark.parametrize("number", [-1, 987])
def test_a_descriptor_that_is_none_is_told(run: Run, case_vault: Path, number: int) -> None:
    ran = run("print", case_vault, "J.", "--to", "out", "--passphrase-fd", number)
    assert f"file descriptor {number}" in ran.sentence


def test_without_a_terminal_the_passphrase_is_asked_for_in_vain(case_vault: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "roth_planner", "print", case_vault, "J.", "--to", "out"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "No passphrase was given" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_weak_passphrase_or_a_taken_name_makes_no_vault(run: Run, tmp_path: Path) -> None:
    assert "guessed too soon" in run("create", tmp_path / "v", passphrase="password1").sentence
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "v").mkdir()
    assert "of this name already" in run("create", tmp_path / "v", passphrase=PASSPHRASE).sentence
    assert list((tmp_path / "v").iterdir()) == []


def test_a_practice_case_does_not_go_into_a_real_vault_nor_the_other_way(
    run: Run, case_vault: Path, tmp_path: Path
) -> None:
    real = tmp_path / "real.toml"
    real.write_text(SMALL_CASE.read_text("utf-8").replace("practice = true", ""), "utf-8")
    ran = run("import", real, "--into", case_vault, passphrase=PASSPHRASE)
    assert "practice vault only" in ran.sentence
    assert run("import", SMALL_CASE, "--into", case_vault, passphrase=PASSPHRASE).code == 0
    workbook = Workbook.open(case_vault, PASSPHRASE)
    assert [line.code for line in case_lines(workbook)].count("S.") == 1
    workbook.close()


def test_a_bad_file_is_not_imported(run: Run, case_vault: Path, tmp_path: Path) -> None:
    before = (case_vault / "data.db").read_bytes()
    bad = tmp_path / "bad.toml"
    bad.write_text("format = 1\npractice = true\n[case]\nperson = 'x'", "utf-8")
    ran = run("import", bad, "--into", case_vault, passphrase=PASSPHRASE)
    assert ran.sentence.startswith("bad.toml, line 4, case.person")
    missing = run("import", tmp_path / "none.toml", "--into", case_vault, passphrase=PASSPHRASE)
    assert "could not be read" in missing.sentence
    assert (case_vault / "data.db").read_bytes() == before


def test_a_name_typed_into_a_place_blocks_that_page_only(
    run: Run, workbook: Workbook, folder: Path, tmp_path: Path
) -> None:
    case = start_case(workbook, "J.", "Jordan", "J-1")
    plan = start_context_plan(workbook, case, place(workbook, "Station").id)
    person(workbook, "peer", name="Kayleigh Stone")
    answer(workbook, plan, concern="kayleigh sits there")
    workbook.close()
    ran = run("print", folder, "J-1", "--to", tmp_path / "out", passphrase=PASSPHRASE)
    assert ran.code == 1
    assert "kayleigh" not in (ran.out + ran.err).casefold()
    assert len(files_in(tmp_path / "out")) == 2


def test_a_folder_that_may_not_be_written_is_told(run: Run) -> None:
    with as_ordinary_user() as folder:
        folder.chmod(0o500)
        ran = run("practice", "--case-file", SMALL_CASE, "--print-to", folder)
        assert ran.code == 2
        assert "Choose another place" in ran.err
        assert "Traceback" not in ran.err
