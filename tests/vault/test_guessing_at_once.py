"""Several programs that guess at the same time get no more tries together than one alone."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from roth_planner.vault import Vault
from roth_planner.vault.keys import FLOOR
from roth_planner.vault.throttle import FREE, MOST

from .tools import PASSPHRASE, ROOT

PROGRAMS = 6
EACH = 8


def start(stack: ExitStack, *arguments: object) -> subprocess.Popen[str]:
    return stack.enter_context(
        subprocess.Popen(
            [sys.executable, "-m", "tests.vault.guessing", *map(str, arguments)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    vault, _code = Vault.create(tmp_path / "mine.rothvault", PASSPHRASE, cost=FLOOR)
    vault.close()
    return tmp_path / "mine.rothvault"


@pytest.mark.parametrize("right", ["", PASSPHRASE], ids=["wrong ones only", "right ones between"])
def test_programs_side_by_side_get_ten_derivations_in_five_minutes(
    right: str, folder: Path, tmp_path: Path
) -> None:
    """48 guesses at once, and again where the right passphrase lifts the doubling waits."""
    home = tmp_path / "home"
    with ExitStack() as stack:
        programs = [start(stack, folder, home, EACH, right) for _ in range(PROGRAMS)]
        for program in programs:
            assert program.stdout is not None
            assert program.stdout.readline() == "ready\n"
        for program in programs:
            assert program.stdin is not None
            program.stdin.write("go\n")
            program.stdin.flush()
        said = [program.communicate()[0] for program in programs]
        assert [program.returncode for program in programs] == [0] * PROGRAMS
    derived = sum(words.count("derived") for words in said)
    assert FREE <= derived <= MOST
    (file,) = (home / "tries").iterdir()
    assert len(json.loads(file.read_text())["times"]) == derived, "each is in the file, no others"


def test_a_program_that_is_killed_in_the_middle_of_a_guess_has_used_its_try(
    folder: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    for _ in range(FREE):
        with ExitStack() as stack:
            program = start(stack, folder, home, 1, "")
            assert program.stdin is not None and program.stdout is not None
            program.stdin.write("go\n")
            program.stdin.flush()
            assert program.stdout.readline() == "ready\n"
            assert program.stdout.readline() == "derived\n"
            program.kill()
    (file,) = (home / "tries").iterdir()
    assert json.loads(file.read_text())["in_a_row"] == FREE
    assert len(json.loads(file.read_text())["times"]) == FREE
