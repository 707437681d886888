"""Programs that open one vault at the same moment: one may write, and nobody else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from roth_planner.errors import VaultInUse
from roth_planner.vault import engine, filelock
from tests.torture.common import (
    QUESTION,
    Base,
    Harness,
    Report,
    changed,
    child,
    enter,
    forget_marks,
    make_base,
)

STARTERS = 4


def run(place: Path, long: bool) -> Report:
    """200 races of four programs."""
    return _races(make_base(place, rows=4), place, 200)


def teeth(place: Path) -> Report:
    """No lock of the system, and a data file that is shared."""
    shared = tuple(
        ("locking_mode", "NORMAL", "normal") if row[0] == "locking_mode" else row
        for row in engine.SETTINGS
    )
    with changed(engine, "SETTINGS", shared), changed(filelock, "_take", lambda _file: False):
        return _races(make_base(place, rows=4), place, 10)


def _races(base: Base, place: Path, times: int) -> Report:
    if not hasattr(os, "fork"):
        return Report(0, [], unable="processes are started in another way here")
    bad: list[str] = []
    for _ in range(times):
        folder = place / "raced"
        shutil.copytree(base.folder, folder)
        forget_marks()
        ended = _race(base, folder)
        if (writers := ended.count("wrote")) != 1 or len(ended) != STARTERS:
            bad.append(f"{writers} wrote, {ended}")
        shutil.rmtree(folder)
    return Report(times, bad, f"{STARTERS} programs each")


def _race(base: Base, folder: Path) -> list[str]:
    heard, tell = os.pipe()
    ready, start = os.pipe()  # closing it is the shot that starts all
    finished, finish = os.pipe()  # whoever has the vault keeps it until all have tried
    children = []
    for number in range(STARTERS):

        def work(number: int = number) -> None:
            os.close(start)
            os.close(finish)
            os.read(ready, 1)
            try:
                workbook = enter(folder)
                workbook.save(base.account, {QUESTION: f"written by {number}"})
            except VaultInUse:
                os.write(tell, b"refused\n")
                return
            except Exception as error:
                os.write(tell, f"{type(error).__name__}\n".encode())
                return
            os.write(tell, b"wrote\n")
            os.read(finished, 1)
            workbook.close()

        children.append(child(work))
    os.close(tell)
    os.close(start)
    said = b""
    while said.count(b"\n") < STARTERS and (more := os.read(heard, 4096)):
        said += more
    os.close(finish)
    for pid in children:
        os.waitpid(pid, 0)
    for end in (heard, ready, finished):
        os.close(end)
    return said.decode().split()


HARNESS = Harness("starts at the same moment", run, teeth)
