"""Sleep, screen lock and user switch on Linux, over a real bus with a stand-in behind it."""

from __future__ import annotations

import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from roth_planner.settings import Settings, write_settings
from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import start_case
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.ui import processes
from ui.logind import Logind

pytestmark = pytest.mark.skipif(
    not shutil.which("dbus-daemon") or sys.platform != "linux",
    reason="needs the Debian package dbus, and Linux",
)

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
  </policy>
</busconfig>
"""
SECONDS = 20.0


class Computer:
    """A computer whose sleep and screen lock the test orders."""

    def __init__(self, folder: Path) -> None:
        conf = folder / "bus.conf"
        conf.write_text(BUS.format(folder=folder))
        self._bus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={conf}", "--print-address", "--nofork"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._bus.stdout is not None
        self.address = self._bus.stdout.readline().strip()
        self._standin = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("login1.py")), self.address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self.hears("ready")

    def does(self, word: str) -> None:
        assert self._standin.stdin is not None
        self._standin.stdin.write(f"{word}\n".encode())

    def hears(self, words: str) -> None:
        """Wait until the stand-in says these words, which are the next it says."""
        assert self._standin.stdout is not None
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self._standin.stdout], [], [], SECONDS)
            assert ready, f"{words!r} was not said"
            got = self._standin.stdout.read(1)
            assert got, "the stand-in is gone"
            line += got
        assert line.decode().strip() == words

    def says_nothing(self) -> bool:
        return not select.select([self._standin.stdout], [], [], 0)[0]

    def ends(self) -> None:
        for process in (self._standin, self._bus):
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


@pytest.fixture
def computer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    made = Computer(tmp_path_factory.mktemp("bus"))
    yield made
    made.ends()


@pytest.fixture
def logind(computer: Computer, qtbot: QtBot) -> Iterator[Logind]:
    """The program's ear on this computer, once it is heard."""
    bus = QDBusConnection.connectToBus(computer.address, "private")
    assert bus.isConnected()
    heard = Logind(bus, bus)
    heard.start()
    computer.hears("session")
    computer.hears("inhibited sleep delay")
    qtbot.waitUntil(lambda: bool(heard._mine) and heard._inhibitor is not None)
    yield heard
    heard.let_sleep()
    QDBusConnection.disconnectFromBus("private")


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("sleep", "sleep"),
        ("awake", "awake"),
        ("lock", "session-lock"),
        ("hint", "screen-lock"),
        ("away", "user-switch"),
        ("saver", "screen-lock"),
    ],
)
def test_each_sign_wants_the_lock(
    computer: Computer, logind: Logind, qtbot: QtBot, word: str, reason: str
) -> None:
    with qtbot.waitSignal(logind.lock_wanted, timeout=20_000) as heard:
        computer.does(word)
    assert heard.args == [reason]


def test_the_screen_that_is_unlocked_again_wants_nothing(
    computer: Computer, logind: Logind, qtbot: QtBot
) -> None:
    reasons: list[str] = []
    logind.lock_wanted.connect(reasons.append)
    for word in ("nohint", "here", "unlock", "sleep"):
        computer.does(word)
    qtbot.waitUntil(lambda: bool(reasons))
    assert reasons == ["sleep"]


def test_the_computer_sleeps_only_when_it_is_let(computer: Computer, logind: Logind) -> None:
    assert computer.says_nothing()
    logind.let_sleep()
    computer.hears("released")


def test_the_idle_time_is_the_screen_savers(
    computer: Computer, logind: Logind, qtbot: QtBot
) -> None:
    computer.does("idle 42000")
    computer.hears("idle")
    qtbot.waitUntil(lambda: logind.idle_seconds() == 42.0)


def test_a_computer_without_any_of_it_is_no_trouble(qtbot: QtBot, tmp_path: Path) -> None:
    nowhere = QDBusConnection.connectToBus(f"unix:path={tmp_path / 'none'}", "nowhere")
    assert not nowhere.isConnected()
    heard = Logind(nowhere, nowhere)
    heard.start()
    assert heard.idle_seconds() == float("inf")
    heard.let_sleep()


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    """A chair in the middle of a sentence."""
    somebody = Chair(qtbot, tmp_path / "home")
    folder = tmp_path / "Mine.rothvault"
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    case = start_case(workbook, "J.", "", "R-1")
    somebody.window.open_workbook(workbook, folder)
    somebody.window.show_case(case)
    somebody.takes_a_breath()
    yield somebody
    somebody.window.close()


def test_before_the_computer_sleeps_the_vault_is_locked_and_only_then_it_may(
    chair: Chair, computer: Computer, tmp_path: Path
) -> None:
    chair.waits_until(lambda: chair.window.triggers is not None)
    triggers = chair.window.triggers
    assert triggers is not None
    bus = QDBusConnection.connectToBus(computer.address, "window's")
    heard = Logind(bus, bus, triggers)
    triggers._signals = heard
    heard.lock_wanted.connect(triggers._want)
    heard.start()
    computer.hears("session")
    computer.hears("inhibited sleep delay")
    chair.waits_until(lambda: heard._inhibitor is not None)

    field = next(one for one in chair._visible(QPlainTextEdit) if not one.isReadOnly())
    field.setFocus()
    chair.types("Adults wait at the sta")
    assert computer.says_nothing()
    computer.does("sleep")
    chair.waits_until(lambda: chair.started == 1)
    assert not chair.window.isVisible()
    assert computer.says_nothing(), "the program has not ended yet, here"
    heard.let_sleep()
    computer.hears("released")
    with_words = Workbook.open(tmp_path / "Mine.rothvault", PASSPHRASE)
    assert any("Adults wait at the sta" in str(one) for one in with_words.all("case"))
    with_words.close()
    QDBusConnection.disconnectFromBus("window's")


@pytest.mark.parametrize("word", ["sleep", "away"])
def test_the_real_program_is_gone_from_memory_before_the_computer_may_sleep(
    computer: Computer, tmp_path: Path, word: str
) -> None:
    home = processes.Computer(tmp_path / "somebody")
    home.environment["DBUS_SYSTEM_BUS_ADDRESS"] = computer.address
    folder = home.folder / "Mine.rothvault"
    folder.parent.mkdir(parents=True)
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    start_case(workbook, "J.", "Jordan Ellery", "R-1")
    workbook.close()
    write_settings(home.settings, Settings(last_vault=str(folder)))
    program = home.starts()
    try:
        assert program.asked(f"unlock {PASSPHRASE}") == "done"
        assert program.asked("case") == "case"
        assert program.asked("watched") == "done"
        computer.hears("session")
        computer.hears("inhibited sleep delay")
        assert program.asked("heard") == "done"
        assert program.asked("types Adults wait").startswith("typed")
        (open_one,) = home.processes()
        computer.does(word)
        computer.hears("released")
        assert open_one not in home.processes(), "it could have slept with the vault in memory"
        assert program.waits_for_the_end() == 0
    finally:
        home.ends()
        program.process.wait()
        program.closes()
    with_words = Workbook.open(folder, PASSPHRASE)
    assert "Adults wait" in str(with_words.all("case")[0].values)
    with_words.close()
