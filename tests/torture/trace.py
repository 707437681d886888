"""What a program writes, as the system sees it (strace), and the disks a power cut may leave.

The model, as of a journalled file system: what was written to a file and not synced may be there
or not, each write for itself; names that were made, changed or removed and not synced are there up
to some moment and not after it. A single write is whole or not there.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.vault.tools import ROOT

CALLS = (
    "open,openat,creat,close,read,write,pread64,pwrite64,writev,lseek,ftruncate,truncate,"
    "rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync,"
    "sendfile,copy_file_range,dup,dup2,dup3,link,linkat,fallocate"
)
_LINE = re.compile(r"^(?P<name>\w+)\((?P<args>.*)\)\s+= (?P<result>-?\d+|\?)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class Call(NamedTuple):
    """One call of the system: its name, whole numbers and texts in order, and what it gave."""

    name: str
    args: str
    texts: tuple[bytes, ...]
    result: int


def can_trace() -> str:
    """Why calls cannot be watched on this machine; "" if they can."""
    if not shutil.which("strace"):
        return "strace is not installed"
    ran = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True)
    return "" if ran.returncode == 0 else "strace is not allowed to watch programs here"


def record(root: Path, *command: str) -> list[Call]:
    """Run a module of the tests and note its calls."""
    log = root.parent / f"{root.name}.strace"
    ran = subprocess.run(
        ["strace", "-qq", "-xx", "-s", "20000000", "-e", f"trace={CALLS}", "-o", str(log),
         sys.executable, "-m", *command],
        cwd=ROOT, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    calls = []
    with log.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            match = _LINE.match(line)
            if match and match["result"] != "?" and int(match["result"]) >= 0:
                texts = tuple(
                    bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(match["args"])
                )
                plain = _TEXT.sub("T", match["args"])
                calls.append(Call(match["name"], plain, texts, int(match["result"])))
    log.unlink()
    return calls


@dataclass
class _File:
    """A file by its number: what is surely on the disk, and what may be."""

    sure: bytearray
    maybe: list[tuple[int, bytes | None]] = field(default_factory=list)
    now: bytearray = field(default_factory=bytearray)

    def do(self, place: int, what: bytes | None) -> None:
        self.maybe.append((place, what))
        _apply(self.now, place, what)

    def sync(self) -> None:
        self.sure[:] = self.now
        self.maybe.clear()


def _apply(content: bytearray, place: int, what: bytes | None) -> None:
    """Write at a place, or cut (or lengthen) to it when there is nothing to write."""
    size = place if what is None else place + len(what)
    if len(content) < size:
        content.extend(bytes(size - len(content)))
    if what is None:
        del content[place:]
    else:
        content[place : place + len(what)] = what


@dataclass
class _Open:
    file: _File | None
    path: str
    place: int = 0
    append: bool = False


class Disk:
    """All files under one folder, followed call by call."""

    def __init__(self, root: Path, source: Path) -> None:
        """``source`` is what ``root`` was like before the first call."""
        self.root = str(root)
        self.told: list[str] = []
        self._names: dict[str, _File | None] = {}
        for path in sorted(source.rglob("*")):
            name = self.root + str(path)[len(str(source)) :]
            if path.is_dir():
                self._names[name] = None
            else:
                content = path.read_bytes()
                self._names[name] = _File(bytearray(content), [], bytearray(content))
        self._sure = dict(self._names)
        self._pending: list[dict[str, _File | None]] = []
        self._open: dict[int, _Open] = {}

    def follow(self, calls: list[Call]) -> Iterator[bool]:
        """Do the calls one after the other; yields whether the one just done changed the disk."""
        for call in calls:
            yield self._do(call)

    def state(self, out: Path, chance: random.Random) -> None:
        """Write one of the disks that a power cut at this moment may leave to ``out``."""
        keep = chance.choice((0.0, 0.5, 0.5, 0.9, 1.0))
        snapshots = [self._sure, *self._pending]
        names = snapshots[chance.randrange(len(snapshots))]
        out.mkdir()
        for name, file in sorted(names.items()):
            path = out / name[len(self.root) + 1 :]
            if file is None:
                path.mkdir(exist_ok=True)
                continue
            content = bytearray(file.sure)
            for place, what in file.maybe:
                if chance.random() < keep:
                    _apply(content, place, what)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    # -- calls

    def _do(self, call: Call) -> bool:
        name = call.name
        numbers = [int(part) for part in re.findall(r"(?<![\w.])-?\d+(?![\w.])", call.args)]
        if name in ("open", "openat", "creat"):
            return self._opened(call)
        if name in ("close",):
            self._open.pop(numbers[0], None)
            return False
        if name in ("dup", "dup2", "dup3"):
            if numbers[0] in self._open:
                self._open[call.result] = self._open[numbers[0]]
            return False
        if name in ("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat",
                    "rmdir", "truncate", "link", "linkat"):  # fmt: skip
            return self._named(call)
        if name == "write" and numbers and numbers[0] == 1:
            self.told += call.texts[0].decode().split("\n")[:-1]
            return False
        if not numbers or numbers[0] not in self._open:
            return False
        return self._inside(call, self._open[numbers[0]], numbers)

    def _opened(self, call: Call) -> bool:
        path = os.path.normpath(call.texts[0].decode())
        if not path.startswith(self.root):
            self._open.pop(call.result, None)
            return False
        there, new = self._names.get(path), path not in self._names
        if new and "O_CREAT" in call.args:
            there = _File(bytearray())
            self._rename({path: there})
        self._open[call.result] = _Open(there, path, append="O_APPEND" in call.args)
        if there is not None and "O_TRUNC" in call.args and there.now:
            there.do(0, None)
            return True
        return new

    def _inside(self, call: Call, handle: _Open, numbers: list[int]) -> bool:
        file, name = handle.file, call.name
        if name in ("fsync", "fdatasync"):
            if file is None:
                self._sure = dict(self._names)
                self._pending.clear()
            else:
                file.sync()
            return True
        if file is None:
            return False
        if name == "lseek":
            handle.place = call.result
        elif name == "read":
            handle.place += call.result
        elif name == "write":
            place = len(file.now) if handle.append else handle.place
            file.do(place, call.texts[0][: call.result])
            handle.place = place + call.result
            return True
        elif name == "pwrite64":
            file.do(numbers[-1], call.texts[0][: call.result])
            return True
        elif name == "ftruncate":
            file.do(numbers[-1], None)
            return True
        elif name in ("sendfile", "copy_file_range", "writev", "fallocate"):
            raise NotImplementedError(f"{name} into {handle.path}")
        return False

    def _named(self, call: Call) -> bool:
        paths = [os.path.normpath(text.decode()) for text in call.texts]
        ours = [path for path in paths if path.startswith(self.root)]
        if not ours:
            return False
        if call.name == "truncate":
            raise NotImplementedError("truncate by name")
        if call.name.startswith("rename"):
            moved: dict[str, _File | bool | None] = {}
            for name, file in list(self._names.items()):
                if name == paths[0] or name.startswith(paths[0] + "/"):
                    moved[name] = False
                    moved[paths[1] + name[len(paths[0]) :]] = file
            self._rename(moved)
        elif call.name.startswith("mkdir"):
            self._rename({paths[0]: None})
        elif call.name.startswith("link"):
            self._rename({paths[1]: self._names[paths[0]]})
        else:
            self._rename({paths[0]: False})
        return True

    def _rename(self, changes: dict[str, _File | bool | None]) -> None:
        for name, file in changes.items():
            if isinstance(file, bool):
                self._names.pop(name, None)
            else:
                self._names[name] = file
        self._pending.append(dict(self._names))
