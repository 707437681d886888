"""Unlocking when it is not simple: after wrong tries, from a second window, or only to read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot
from sqlalchemy.exc import DatabaseError

from roth_planner.errors import Refused, TooSoon, WrongSecret
from roth_planner.paths import user_folder
from roth_planner.vault import FLOOR
from roth_planner.vault.reading_copy import IN_THE_MAKING
from roth_planner.vault.throttle import Throttle, throttle_of
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines, start_case
from roth_planner.workbook.opening import open_to_read, open_workbook
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.vault.tools import ROOT
from ui.pages.unlock import UnlockPage
from ui.pages.workspace import WorkspacePage
from ui.presence import Presence


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A locked vault with one case."""
    folder = tmp_path / "Mine.rothvault"
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    start_case(workbook, "J.", "Jordan", "R-1")
    workbook.close()
    return folder


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    somebody = Chair(qtbot, tmp_path / "home")
    yield somebody
    somebody.window.close()


@pytest.fixture
def holder(vault: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that has the vault open."""
    script = (
        "import sys; from pathlib import Path; from roth_planner.workbook import Workbook\n"
        "from roth_planner.workbook.caseload import case_lines\n"
        "w = Workbook.open(Path(sys.argv[1]), sys.argv[2]); print('open', flush=True)\n"
        "case = case_lines(w)[0].ref; n = 0\n"
        "for line in sys.stdin:\n"
        "    n += 1; w.save(case, {'reference': f'S-{n}'}); print('saved', flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(vault), PASSPHRASE],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def try_wrongly(vault: Path, home: Path, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongSecret):
            open_workbook(vault, "wrong wrong wrong", home)


def guess_later(vault: Path, home: Path, times: int) -> None:
    """What wrong tries leave behind of which each was made when its wait was over."""
    throttle = throttle_of(vault, home)
    throttle.begin()
    (file,) = (home / "tries").iterdir()
    tries = json.loads(file.read_text())
    file.write_text(json.dumps(tries | {"in_a_row": times, "times": tries["times"] * times}))


def test_after_five_wrong_tries_the_page_counts_down_and_keeps_what_was_typed(
    chair: Chair, vault: Path
) -> None:
    try_wrongly(vault, chair.home, 4)
    chair.window.show_unlock(vault)
    page = chair.page(UnlockPage)
    chair.write("Passphrase", "not the one")
    chair.presses("Enter")
    chair.waits_until(lambda: bool(page.secret.problem) and page.waiting)
    assert chair.sees("Please wait 2 seconds before the next try. What you typed stays.") or (
        chair.sees("Please wait 1 second before the next try. What you typed stays.")
    )
    assert not page.unlock.isEnabled()
    chair.presses("Enter")
    assert not page.busy, "Enter tries nothing while it waits"
    assert page.secret.text() == "not the one"
    chair.waits_until(lambda: chair.sees("You can try again now."))
    chair.write("Passphrase", PASSPHRASE)
    chair.click("Unlock")
    chair.waits_until(lambda: chair.window.session is not None)


def test_a_wait_goes_on_when_the_program_is_started_again(chair: Chair, vault: Path) -> None:
    guess_later(vault, chair.home, 7)  # the wait is then 8 seconds: no test machine sleeps it off
    chair.window.show_unlock(vault)
    chair.waits_until(lambda: chair.page(UnlockPage).waiting)
    with pytest.raises(TooSoon, match="please wait"):
        open_workbook(vault, PASSPHRASE, chair.home)
    with pytest.raises(TooSoon):
        open_to_read(vault, PASSPHRASE, chair.home)


def test_a_copy_of_the_vault_or_a_link_to_it_gives_no_further_tries(
    vault: Path, tmp_path: Path
) -> None:
    import shutil

    home = tmp_path / "home"
    guess_later(vault, home, 9)
    shutil.copytree(vault, tmp_path / "copy")
    (tmp_path / "link").symlink_to(vault)
    for other in ("copy", "link"):
        assert throttle_of(tmp_path / other, home).wait_before_next() > 0
    (files,) = [list((home / "tries").iterdir())]
    assert len(files) == 1
    assert str(vault) not in files[0].read_text() + files[0].name


def test_the_command_line_waits_with_the_window(vault: Path, somebody_elses_home: Path) -> None:
    guess_later(vault, user_folder(), 9)
    read, write = os.pipe()
    os.write(write, f"{PASSPHRASE}\n".encode())
    os.close(write)
    ran = subprocess.run(
        [sys.executable, "-m", "roth_planner", "print", str(vault), "R-1"]  # noqa: RUF005
        + ["--to", str(vault), "--passphrase-fd", str(read)],
        cwd=ROOT, capture_output=True, text=True, pass_fds=[read],
    )  # fmt: skip
    os.close(read)
    assert ran.returncode == 2
    assert "please wait" in ran.stderr


def test_a_throttle_that_forgets_would_be_seen(tmp_path: Path) -> None:
    """Teeth: the same nine tries, each counted in a file of its own, ask for no wait."""
    for number in range(9):
        throttle = Throttle(tmp_path / f"{number}.json")
        throttle.begin()
        assert throttle.wait_before_next() == 0


# -- to read only


def test_a_vault_that_is_open_elsewhere_can_be_read_and_not_written(
    chair: Chair, vault: Path, holder: subprocess.Popen[str]
) -> None:
    chair.window.show_unlock(vault)
    chair.write("Passphrase", PASSPHRASE)
    chair.click("Unlock")
    chair.waits_until(lambda: chair.page(UnlockPage).to_read.isVisible())
    assert chair.page(UnlockPage).secret.text() == PASSPHRASE
    chair.click("Open to read only")
    chair.waits_until(lambda: chair.window.session is not None)
    session = chair.window.session
    assert session is not None
    assert chair.sees("Read only: open on ")
    chair.window.show_case(case_lines(session.workbook)[0].ref)
    page = chair.page(WorkspacePage)
    for kind in (QLineEdit, QPlainTextEdit):
        fields = [one for one in page.middle.findChildren(kind) if one.isVisible()]
        assert all(one.isReadOnly() for one in fields)
    with pytest.raises(Refused, match="read only"):
        session.workbook.save(page.case, {"reference": "changed"})
    copy = session.workbook.vault.folder
    assert copy.parent == chair.home / "reading"
    assert copy.stat().st_mode & 0o077 == 0
    chair.window.close()
    assert not copy.exists()


def test_sqlite_itself_refuses_to_write_in_a_reading_copy(vault: Path, tmp_path: Path) -> None:
    workbook = open_to_read(vault, PASSPHRASE, tmp_path)
    with (
        workbook.vault.engine.connect() as connection,
        pytest.raises(DatabaseError, match="not authorized"),
    ):
        connection.exec_driver_sql("DELETE FROM change")
    workbook.close()


def test_a_copy_made_between_two_saves_is_whole(
    vault: Path, tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    assert holder.stdin is not None
    assert holder.stdout is not None
    for number in range(1, 4):
        holder.stdin.write("save\n")
        assert holder.stdout.readline() == "saved\n"
        workbook = open_to_read(vault, PASSPHRASE, tmp_path)
        assert case_lines(workbook)[0].reference == f"S-{number}"
        workbook.close()
    assert list((tmp_path / "reading").iterdir()) == []


def test_what_a_power_cut_left_of_a_copy_goes_at_the_next_start_and_one_in_use_stays(
    chair: Chair, vault: Path
) -> None:
    left = chair.home / "reading" / "0123"
    left.mkdir(parents=True)
    (left / "data.db").write_bytes(b"encrypted")
    in_the_making = left.with_name("4567")
    in_the_making.mkdir()
    long_ago = time.time() - IN_THE_MAKING - 1
    os.utime(left, (long_ago, long_ago))
    script = (
        "import sys; from pathlib import Path; from roth_planner.workbook.opening import *\n"
        "w = open_to_read(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))\n"
        "print(w.vault.folder, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(vault), PASSPHRASE, str(chair.home)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        in_use = Path(other.stdout.readline().strip())
        os.utime(in_use, (long_ago, long_ago))
        chair.window.show_unlock(vault)
        chair.waits_until(lambda: not left.exists())
        assert (in_use / "data.db").is_file()
        assert in_the_making.exists(), "it would be told as a damaged vault"
        other.kill()


# -- one window


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_second_start_brings_the_first_window_to_the_front(
    chair: Chair, vault: Path, qtbot: QtBot
) -> None:
    chair.window.show_unlock(vault)
    first = chair.window
    chair.waits_until(lambda: first.presence is not None)
    first.showMinimized()
    second = Chair(qtbot, chair.home)
    ended: list[bool] = []
    second.window.ended.connect(lambda: ended.append(True))
    second.window.show_unlock(vault)
    chair.waits_until(lambda: bool(ended))
    assert not first.isMinimized()
    assert first.isVisible()
    assert [file.stat().st_size for file in (chair.home / "run").iterdir()] == [0]


def test_after_a_kill_the_next_start_is_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    script = (
        "import sys, ui; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from ui.presence import Presence; app = QCoreApplication([])\n"
        "p = Presence(Path(sys.argv[1]), Path('/v')); print(p.take(print), flush=True)\n"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        second = Presence(tmp_path, Path("/v"))
        assert not second.take(lambda: None)
        answers: list[bool] = []
        second.call(answers.append)
        qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
        assert answers == [False], "it hears nothing, because it reads its input"
        other.kill()
        other.wait()
    assert second.take(lambda: None)
    second.stop()
    assert "/v" not in "".join(file.name for file in tmp_path.iterdir())
