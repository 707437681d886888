"""Power cuts: at every moment of six acts, what was not synced is lost or kept by chance."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from roth_planner.errors import PlannerError
from roth_planner.vault import PRACTICE_PASSPHRASE
from tests.torture import trace
from tests.torture.acts import ACTS, RESTORED, VAULT
from tests.torture.common import (
    NEW,
    QUESTION,
    Harness,
    Report,
    account_in,
    contents,
    enter,
    looked_into,
    make_base,
    somebody_elses_home,
    what_is_wrong,
)
from tests.vault.keeping import sample
from tests.vault.tools import PASSPHRASE

SHORT, LONG = 40, 1000
SLOW = {"migration": 10}
"""Fewer states in the short form, where each takes half a second to open."""
OLDEST = "0001"
"""The schema that the upgraded vault comes from."""


def run(place: Path, long: bool) -> Report:
    """40 states of most acts, or 1,000 of each."""
    if unable := trace.can_trace():
        return Report(0, [], unable=unable)
    tried, bad, notes = 0, [], []
    for name in ACTS:
        here = place / name.replace(" ", "-")
        here.mkdir()
        seen, wrong = _cut(name, here, LONG if long else SLOW.get(name, SHORT))
        tried += seen
        bad += [f"{name}: {words}" for words in wrong]
        notes.append(f"{name} {seen}")
    return Report(tried, bad, ", ".join(notes))


def teeth(place: Path) -> Report:
    """Nothing is synced while saving."""
    if unable := trace.can_trace():
        return Report(0, [], unable=unable)
    tried, bad = _cut("save", place, SHORT, broken="off")
    return Report(tried, bad)


def _cut(name: str, place: Path, times: int, broken: str = "") -> tuple[int, list[str]]:
    root = place / "root"
    root.mkdir()
    with somebody_elses_home(root):
        return _cut_at_home(name, root, times, broken)


def _cut_at_home(name: str, root: Path, times: int, broken: str) -> tuple[int, list[str]]:
    expected = _prepare(name, root)
    before = root.parent / "before"
    shutil.copytree(root, before)
    words = ["tests.torture.acts", name, str(root), *([broken] if broken else [])]
    calls = trace.record(root, *words)
    shutil.rmtree(root)
    changing = _changing(trace.Disk(root, before), calls)
    moments = sorted(random.Random(3).choices(changing, k=times))
    disk, chance, bad, done = trace.Disk(root, before), random.Random(5), [], 0
    steps = disk.follow(calls)
    for moment in moments:
        while done <= moment:
            next(steps)
            done += 1
        # Under the name it had, because a vault's marks and words may tell of its place.
        disk.state(root, chance)
        try:
            JUDGES[name](root, disk.told, expected)
        except AssertionError as wrong:
            bad.append(f"after call {moment}, told {disk.told[-1:]}: {wrong}")
        except Exception as error:
            bad.append(f"after call {moment}, told {disk.told[-1:]}: {what_is_wrong(error)}")
        shutil.rmtree(root)
    return len(moments), bad


def _changing(disk: trace.Disk, calls: list[trace.Call]) -> list[int]:
    return [number for number, changed in enumerate(disk.follow(calls)) if changed]


def _prepare(name: str, root: Path) -> object:
    """The vault before the act; gives what it holds."""
    if name == "migration":
        sample(OLDEST, root / VAULT)
        return looked_into(sample(OLDEST, root.parent / "upgraded"), PRACTICE_PASSPHRASE)
    make_base(root, rows=12)
    workbook = enter(root / VAULT)
    if name == "restore":
        from roth_planner.vault import backup

        backup.make(workbook.vault)
    found = contents(workbook)
    workbook.close()
    return found


def _judge_saves(root: Path, told: list[str], expected: object) -> None:
    last = int(told[-1].split()[1]) if told else 0
    looked_into(root / VAULT)
    workbook = enter(root / VAULT)
    answer = str(workbook.read(account_in(workbook)).values[QUESTION])
    workbook.close()
    number = int(answer.split(":")[0].removeprefix("save ")) if answer.startswith("save") else 0
    assert number >= last, f"save {last} was told, and {number} is kept"


def _judge_keys(root: Path, told: list[str], expected: object) -> None:
    for secret in (NEW,) if told else (NEW, PASSPHRASE):
        try:
            found = looked_into(root / VAULT, secret)
        except PlannerError as error:
            refused = error
        else:
            assert found == expected, "other records than before"
            return
    raise refused


def _judge_backup(root: Path, told: list[str], expected: object) -> None:
    from roth_planner.vault import backup

    assert looked_into(root / VAULT) == expected, "other records than before"
    made = backup.backups(backup.place_of(root / VAULT))
    assert made or not told, "a backup was told of, and there is none"
    for one in made:
        with backup.read(one.path, PASSPHRASE) as opened:
            assert not opened.summary.flaws, "a backup counts, and its seal does not hold"


def _judge_restore(root: Path, told: list[str], expected: object) -> None:
    assert looked_into(root / VAULT) == expected, "other records than before"
    there = (root / RESTORED).exists()
    assert there or not told, "a restored vault was told of, and there is none"
    if there:
        assert looked_into(root / RESTORED) == expected, "other records than were backed up"


def _judge_migration(root: Path, told: list[str], expected: object) -> None:
    assert looked_into(root / VAULT, PRACTICE_PASSPHRASE) == expected, "other records than before"


JUDGES: dict[str, Callable[[Path, list[str], object], None]] = {
    "save": _judge_saves,
    "header write": _judge_keys,
    "rekey": _judge_keys,
    "backup": _judge_backup,
    "restore": _judge_restore,
    "migration": _judge_migration,
}

HARNESS = Harness("power cuts", run, teeth)
