"""kill -9 at any moment of the real save path: what was said to be saved is there afterwards."""

from __future__ import annotations

import os
import random
import time
from functools import partial
from itertools import islice
from pathlib import Path

from roth_planner.vault import engine
from tests.torture.common import (
    QUESTION,
    WORDS,
    Base,
    Harness,
    Report,
    changed,
    child,
    copies,
    enter,
    kill,
    make_base,
    what_is_wrong,
)


def run(place: Path, long: bool) -> Report:
    """100 kills, or 1,000."""
    if not hasattr(os, "fork"):
        return Report(0, [], unable="processes are started and killed in another way here")
    base = make_base(place, rows=12)
    return _kills(base, place, 1000 if long else 100)


def _kills(base: Base, place: Path, times: int, length: int = 1) -> Report:
    chance = random.Random(7)
    bad: list[str] = []
    told = hot = 0
    for folder in islice(copies(base.folder, place), times):
        heard, tell = os.pipe()
        pid = child(partial(_save_for_ever, folder, base, tell, length))
        os.close(tell)
        said = os.read(heard, 8)  # the first save
        time.sleep(chance.uniform(0, 0.03))
        kill(pid)
        while more := os.read(heard, 65536):
            said += more
        os.close(heard)
        last = int.from_bytes(said[len(said) // 8 * 8 - 8 :][:8], "little") if said else 0
        told += last
        journal = folder / "data.db-journal"
        hot += journal.is_file() and journal.stat().st_size > 0
        bad += _judge(folder, base, last)
    return Report(times, bad, f"{told} saved answers, {hot} interrupted in the middle")


def _save_for_ever(folder: Path, base: Base, tell: int, length: int) -> None:
    workbook = enter(folder)
    number = 0
    while True:
        number += 1
        workbook.save(
            base.account, {QUESTION: f"save {number}: {WORDS * length * (1 + number % 7)}"}
        )
        os.write(tell, number.to_bytes(8, "little"))


def _judge(folder: Path, base: Base, last: int) -> list[str]:
    try:
        workbook = enter(folder)
    except Exception as error:
        return [what_is_wrong(error)]
    try:
        if workbook.vault.flaws:
            return [f"the seal does not hold: {workbook.vault.flaws[:3]}"]
        answer = str(workbook.read(base.account).values.get(QUESTION, ""))
        number = int(answer.split(":")[0].removeprefix("save ")) if "save" in answer else 0
        return [] if number >= last else [f"save {last} was told, and {number} is kept"]
    finally:
        workbook.close()


def teeth(place: Path) -> Report:
    """A journal that is kept in memory only, so a save cut short cannot be undone; and long
    answers, because only a kill while pages are written can show it."""
    base = make_base(place, rows=12)
    broken = tuple(
        ("journal_mode", "MEMORY", "memory") if row[0] == "journal_mode" else row
        for row in engine.SETTINGS
    )
    with changed(engine, "SETTINGS", broken):
        return _kills(base, place, 60, length=300)


HARNESS = Harness("kill -9 while saving", run, teeth)
