"""Every process of the program under a test, from outside: its memory, and how it ends."""

from __future__ import annotations

import base64
import os
import re
import select
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60.0


class Computer:
    """A home folder of its own, and the programs that were started in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir(exist_ok=True)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TMPDIR": str(home / "tmp"),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNINGS": "error",
            "PYTHONFAULTHANDLER": "1",
        }
        for name in ("tmp", "run"):
            (home / name).mkdir(mode=0o700, exist_ok=True)

    @property
    def folder(self) -> Path:
        """Where the program keeps what is this person's."""
        return self.home / ".local" / "share" / "ROTH Planner"

    @property
    def settings(self) -> Path:
        return self.home / ".config" / "ROTH Planner" / "settings.json"

    def starts(self) -> Program:
        return Program(self)

    def processes(self) -> list[int]:
        """Everything that runs here now."""
        mark = f"HOME={self.home}\0".encode()
        found = []
        for one in Path("/proc").iterdir():
            if one.name.isdigit():
                try:
                    if mark in (one / "environ").read_bytes():
                        found.append(int(one.name))
                except OSError:
                    continue
        return found

    def ends(self) -> None:
        """Kill what still runs here."""
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue


class Program:
    """The program, with a robot in front of it (``robot.py``)."""

    def __init__(self, computer: Computer) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.robot"],
            cwd=ROOT,
            env=computer.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def does(self, order: str) -> None:
        """Give an order that is not answered."""
        assert self.process.stdin is not None
        self.process.stdin.write(order.encode() + b"\n")

    def asked(self, order: str) -> str:
        """Give an order and wait for the answer."""
        self.does(order)
        assert self.process.stdout is not None
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self.process.stdout], [], [], SECONDS)
            assert ready, f"{order.partition(' ')[0]} was not answered"
            got = self.process.stdout.read(1)
            assert got, "the program ended"
            line += got
        return line.decode().rstrip("\n")

    def waits_for_the_end(self) -> int:
        code = self.process.wait(SECONDS)
        self.closes()
        return code

    def is_killed(self) -> None:
        self.process.kill()
        self.process.wait()
        self.closes()

    def closes(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


def spelled(*texts: str) -> list[bytes]:
    """Texts as they may stand in memory or in a file."""
    return [text.encode(coding) for text in texts for coding in ("utf-8", "utf-16-le", "utf-32-le")]


def in_memory(pid: int, needles: list[bytes]) -> set[bytes]:
    """Which of these stand somewhere in the memory of a process."""
    found: set[bytes] = set()
    maps = Path(f"/proc/{pid}/maps").read_text()
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps.splitlines():
            span, rights, *rest = line.split()
            if "r" not in rights or (rest and rest[-1].startswith("[v")):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            try:
                memory.seek(start)
                held = memory.read(end - start)
            except (OSError, OverflowError):
                continue
            found |= {needle for needle in needles if needle in held}
    return found


def in_files(folders: list[Path], word: str) -> Iterator[Path]:
    """Files in which a word stands: plain, in UTF-16, in base64, or packed; or in their name."""
    needles = spelled(word)[:2]
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + word.encode())
        needles.append(coded[4 if shift else 0 : -4])
    for folder in folders:
        for path in folder.rglob("*"):
            if word in path.name:
                yield path
            if not path.is_file() or path.is_symlink():
                continue
            held = path.read_bytes()
            if any(needle in held for needle in needles) or any(
                needle in text for text in unpacked(held) for needle in needles[:2]
            ):
                yield path


def unpacked(held: bytes) -> Iterator[bytes]:
    """Every zlib stream in some bytes."""
    for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", held):
        try:
            yield zlib.decompressobj().decompress(held[start.start() :])
        except zlib.error:
            continue
