"""One bit is turned over, in the data, the header, the journal or a backup: it is found, or it
does no harm; never a wrong answer, never a crash."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from roth_planner.errors import PlannerError
from roth_planner.vault import engine, seal_check
from roth_planner.vault import header as headers
from roth_planner.vault.seal import Head
from tests.torture.common import (
    WORDS,
    Base,
    Harness,
    Report,
    changed,
    child,
    contents,
    enter,
    forget_marks,
    kill,
    make_base,
    what_is_wrong,
)
from tests.vault.tools import PASSPHRASE, remembered

SHARES = {"data.db": 0.4, "header": 0.2, "journal": 0.2, "backup": 0.2}


def run(place: Path, long: bool) -> Report:
    """1,000 bits, or 10,000."""
    times = 10_000 if long else 1_000
    base = make_base(place, rows=12)
    expected = _expected(base)
    found = dict.fromkeys(SHARES, 0)
    bad: list[str] = []
    for name, share in SHARES.items():
        seen, wrong = WAYS[name](base, place, int(times * share), expected)
        found[name] = seen
        bad += [f"{name}: {words}" for words in wrong]
    return Report(times, bad, ", ".join(f"{name} {seen} found" for name, seen in found.items()))


def teeth(place: Path) -> Report:
    """Pages without their checksum, and a seal that is not looked at."""
    from roth_planner.vault import sealed

    settings = (("cipher_use_hmac", "OFF", "0"), *engine.SETTINGS)
    cipher = tuple(row for row in engine.CIPHER_SETTINGS if row[0] != "cipher_use_hmac")
    with (
        changed(engine, "SETTINGS", settings),
        changed(engine, "CIPHER_SETTINGS", cipher),
        changed(sealed, "check_fully", lambda _: seal_check.Sealed((), Head(0, b""), {})),
    ):
        base = make_base(place, rows=12)
        seen, bad = _in_data(base, place, 400, _expected(base))
    return Report(400, bad, f"{seen} found")


def _expected(base: Base) -> list[object]:
    workbook = enter(base.folder)
    try:
        return [contents(workbook)]
    finally:
        workbook.close()


def _in_data(base: Base, place: Path, times: int, expected: list[object]) -> tuple[int, list[str]]:
    return _flip(base.folder, place / "flipped", ("data.db",), times, expected)


def _in_header(
    base: Base, place: Path, times: int, expected: list[object]
) -> tuple[int, list[str]]:
    first = _flip(base.folder, place / "flipped", headers.FILES[:1], times // 2, expected)
    both = _flip(base.folder, place / "flipped", headers.FILES, times - times // 2, expected)
    return first[0] + both[0], first[1] + both[1]


def _in_journal(
    base: Base, place: Path, times: int, expected: list[object]
) -> tuple[int, list[str]]:
    """Ten saves that were cut short in the middle, each with its journal hurt in many places."""
    seen, bad = 0, list[str]()
    for number in range(10):
        folder, states = _cut_short(base, place / f"cut-{number}", expected)
        found, wrong = _flip(
            folder, place / "flipped", ("data.db-journal",), times // 10, states, number
        )
        seen, bad = seen + found, bad + wrong
    return seen, bad


def _cut_short(base: Base, folder: Path, expected: list[object]) -> tuple[Path, list[object]]:
    """A vault with a journal that is to be rolled back, and what it may hold afterwards."""
    from tests.torture.halfway import save_halfway

    shutil.copytree(base.folder, folder)
    forget_marks()
    heard, tell = os.pipe()
    pid = child(lambda: save_halfway(folder, base, f"half: {WORDS * 60}", tell))
    os.close(tell)
    os.read(heard, 1)
    os.close(heard)
    kill(pid)
    return folder, expected


def _in_backup(
    base: Base, place: Path, times: int, expected: list[object]
) -> tuple[int, list[str]]:
    from roth_planner.vault import backup

    workbook = enter(base.folder)
    whole = backup.make(workbook.vault).path
    workbook.close()
    raw, chance = whole.read_bytes(), random.Random(13)
    seen, bad = 0, list[str]()
    hurt = place / whole.name
    for _ in range(times):
        hurt.write_bytes(_flipped(raw, chance))
        try:
            with backup.read(hurt, PASSPHRASE, derive=remembered):
                bad.append("a backup with a bit turned over was taken for good")
        except PlannerError:
            seen += 1
        except Exception as error:
            bad.append(what_is_wrong(error))
    shutil.rmtree(base.folder / "backups")
    return seen, bad


WAYS: dict[str, Callable[[Base, Path, int, list[object]], tuple[int, list[str]]]] = {
    "data.db": _in_data,
    "header": _in_header,
    "journal": _in_journal,
    "backup": _in_backup,
}


def _flip(
    source: Path,
    place: Path,
    names: tuple[str, ...],
    times: int,
    expected: list[object],
    seed: int = 11,
) -> tuple[int, list[str]]:
    chance = random.Random(seed)
    seen, bad = 0, list[str]()
    raw = {path.name: path.read_bytes() for path in source.iterdir() if path.is_file()}
    for _ in range(times):
        place.mkdir()
        hurt = {
            name: _flipped(content, chance) if name in names else content
            for name, content in raw.items()
        }
        for name, content in hurt.items():
            (place / name).write_bytes(content)
        forget_marks()
        try:
            workbook = enter(place)
            try:
                kept = contents(workbook)
                whole = not workbook.vault.check().flaws
            finally:
                workbook.close()
            if not whole:
                seen += 1
            elif kept not in expected:
                bad.append("a wrong answer, and nothing says so")
        except PlannerError:
            seen += 1
            # What was refused said that nothing was changed: it can still be looked into or saved.
            if (place / "data.db").read_bytes() != hurt["data.db"]:
                bad.append("the data was refused, and changed all the same")
        except Exception as error:
            bad.append(what_is_wrong(error))
        shutil.rmtree(place)
    return seen, bad


def _flipped(content: bytes, chance: random.Random) -> bytes:
    hurt = bytearray(content)
    hurt[chance.randrange(len(hurt))] ^= 1 << chance.randrange(8)
    return bytes(hurt)


HARNESS = Harness("bits turned over", run, teeth)
