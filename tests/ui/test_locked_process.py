"""After a lock nothing of a case is anywhere: not in the memory of any process, and in no file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from roth_planner.settings import Settings, write_settings
from roth_planner.vault import FLOOR
from roth_planner.vault.keys import sub_key
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines, start_case
from tests.ui.processes import Computer, Program, in_files, in_memory, spelled
from tests.vault.tools import PASSPHRASE, data_key, database_key

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

CANARY = "Zaunkoenigin"
"""Stands in every answer, and nowhere else in the program."""


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Computer]:
    made = Computer(tmp_path / "somebody")
    yield made
    made.ends()


@pytest.fixture
def vault(computer: Computer) -> Path:
    """A vault with a canary in every answer that is typed, the one used last."""
    folder = computer.folder / "Mine.rothvault"
    folder.parent.mkdir(parents=True)
    workbook, _code = Workbook.create(folder, PASSPHRASE, cost=FLOOR)
    start_case(workbook, f"{CANARY}1", f"{CANARY}2", f"{CANARY}3")
    workbook.close()
    write_settings(computer.settings, Settings(last_vault=str(folder)))
    return folder


@pytest.fixture
def program(computer: Computer, vault: Path) -> Iterator[Program]:
    """Unlocked, in a case, in the middle of a sentence."""
    started = computer.starts()
    unlock(started)
    assert started.asked("case") == "case"
    assert started.asked(f"types {CANARY}4 went to") == f"typed {CANARY}4 went to"
    yield started
    if started.process.poll() is None:
        started.is_killed()
    started.closes()


def unlock(program: Program) -> None:
    assert program.asked(f"unlock {PASSPHRASE}") == "done"


def secrets(vault: Path) -> list[bytes]:
    """What must be nowhere: answers, the passphrase, and every key, the backups' last."""
    keys = [data_key(vault), database_key(vault), sub_key(data_key(vault), "backup")]
    return [*spelled(CANARY, PASSPHRASE), *(key.hex().encode() for key in keys), *keys]


def places(computer: Computer) -> list[Path]:
    return [computer.home]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may look into its memory"
)
@pytest.mark.parametrize("held_by", ["", "printing", "paper", "code", "backup", "closed"])
def test_after_a_lock_no_process_holds_an_answer_or_a_key(
    computer: Computer, program: Program, vault: Path, held_by: str
) -> None:
    looked_for = secrets(vault)
    (open_one,) = computer.processes()
    held = in_memory(open_one, looked_for)
    # teeth: while it is open the answers are there to be found, and so are keys
    assert {CANARY.encode(), CANARY.encode("utf-16-le"), PASSPHRASE.encode()} <= held
    assert looked_for[-1] in held, "SQLCipher hides its own key, but this one is kept as it is"

    if held_by:
        assert program.asked("watched") == "done"
        assert program.asked(f"{held_by} {PASSPHRASE}") in (held_by, "done")
    program.does("idles" if held_by else "locks")
    assert program.waits_for_the_end() == 0
    (fresh,) = computer.processes()
    assert fresh != open_one
    assert in_memory(fresh, looked_for) == set()
    assert in_memory(fresh, [b"roth_planner"]), "its memory could be read"


@pytest.mark.parametrize("held_by", ["menu", "dialog", "printing", "works"])
def test_it_locks_whatever_is_open_and_keeps_the_words(
    computer: Computer, program: Program, vault: Path, held_by: str
) -> None:
    assert program.asked("watched") == "done"
    assert program.asked(held_by) == held_by
    program.does("idles")
    assert program.waits_for_the_end() == 0
    assert len(computer.processes()) == 1, "a fresh one is there"
    computer.ends()
    workbook = Workbook.open(vault, PASSPHRASE)
    case = case_lines(workbook)[0].ref
    assert f"{CANARY}4 went to" in workbook.read(case).values.values()
    workbook.close()


def test_after_unlock_the_cursor_is_where_it_was(
    computer: Computer, program: Program, vault: Path
) -> None:
    assert program.asked("place") == f"{len(CANARY) + 9} {CANARY}4 went to"
    program.does("locks")
    assert program.waits_for_the_end() == 0
    computer.ends()
    again = computer.starts()
    unlock(again)
    assert again.asked("page") == "WorkspacePage"
    assert again.asked("place") == f"{len(CANARY) + 9} {CANARY}4 went to"
    again.is_killed()


def test_no_file_holds_a_word_of_it_open_killed_or_locked(
    computer: Computer, program: Program, vault: Path
) -> None:
    (computer.home / "teeth").write_bytes(f"xx{CANARY}".encode("utf-16-le"))
    assert list(in_files(places(computer), CANARY)) == [computer.home / "teeth"]
    (computer.home / "teeth").unlink()

    assert program.asked("copies") == "copied"
    assert program.asked("paper") == "done"
    assert list(in_files(places(computer), CANARY)) == [], "open"
    program.is_killed()
    assert list(in_files(places(computer), CANARY)) == [], "killed"
    again = computer.starts()
    unlock(again)
    assert again.asked("case") == "case"
    assert again.asked(f"types {CANARY}5 ").startswith("typed ")
    again.does("locks")
    assert again.waits_for_the_end() == 0
    assert list(in_files(places(computer), CANARY)) == [], "locked"
    assert list((computer.folder / "temp").iterdir()) == []
    ours = [path for path in computer.home.rglob("*") if path.is_file()]
    assert computer.settings in ours
    assert [path for path in ours if path.stat().st_mode & 0o077] == [], "others may not look"


BECOME_NOBODY = """
import contextlib, ctypes, os, resource, sys
os.setgroups([]); os.setgid(65534); os.setuid(65534)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # as any program is that did not change who it is
"""
WAITS = "print('ready', flush=True); sys.stdin.read()\n"
LOOKS = """
for name in ("mem", "environ", "maps"):
    try:
        os.close(os.open(f"/proc/{sys.argv[1]}/{name}", os.O_RDONLY))
        print("open", name)
    except PermissionError:
        print("closed", name)
"""


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else"
)
def test_no_other_program_of_the_same_person_may_look_into_its_memory() -> None:
    source = Path(__file__).resolve().parents[2] / "roth_planner" / "sealed_process.py"
    closing = source.read_text("utf-8").replace("from __future__ import annotations", "")

    def what_is_open(before: str) -> str:
        with subprocess.Popen(
            [sys.executable, "-c", BECOME_NOBODY + before + WAITS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as kept:
            assert kept.stdout is not None
            assert kept.stdout.readline() == "ready\n"
            looked = subprocess.run(
                [sys.executable, "-c", BECOME_NOBODY + LOOKS, str(kept.pid)],
                capture_output=True,
                text=True,
                check=True,
            )
            limits = Path(f"/proc/{kept.pid}/limits").read_text()
            kept.communicate("")
        core = next(line for line in limits.splitlines() if line.startswith("Max core file"))
        return looked.stdout + core.split()[4]

    assert what_is_open("").startswith("open mem"), "teeth: without it all can be read"
    closed = what_is_open(closing + "\nclose_memory()\n")
    assert closed == "closed mem\nclosed environ\nclosed maps\n0"
