"""Pages of an older copy are put into today's file: genuine in every part, and still found."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from roth_planner.errors import PlannerError
from roth_planner.vault import seal_check
from roth_planner.vault.seal import Head
from tests.torture.common import (
    QUESTION,
    WORDS,
    Base,
    Harness,
    Report,
    changed,
    contents,
    enter,
    forget_marks,
    make_base,
    what_is_wrong,
)

PAGE = 4096


def run(place: Path, long: bool) -> Report:
    """Every page that changed, alone; then random sets of them; then the whole older file."""
    return _splice(place, 1000 if long else 60)


def teeth(place: Path) -> Report:
    """A seal that is not looked at."""
    from roth_planner.vault import sealed

    with changed(sealed, "check_fully", lambda _: seal_check.Sealed((), Head(0, b""), {})):
        return _splice(place, 0)


def _splice(place: Path, sets: int) -> Report:
    base = make_base(place, rows=240)
    old = (base.folder / "data.db").read_bytes()
    expected = _work_on(base)
    new = (base.folder / "data.db").read_bytes()
    pages = [
        number
        for number in range(min(len(old), len(new)) // PAGE)
        if _page(old, number) != _page(new, number)
    ]
    chance = random.Random(17)
    tries = [[number] for number in pages]
    tries += [chance.sample(pages, chance.randint(2, min(12, len(pages)))) for _ in range(sets)]
    bad, seen = [], 0
    for numbers in tries:
        hurt = bytearray(new)
        for number in numbers:
            hurt[number * PAGE : (number + 1) * PAGE] = _page(old, number)
        wrong = _judge(base, place / "spliced", bytes(hurt), expected)
        seen += not wrong
        bad += wrong
    return Report(len(tries), bad, f"{len(pages)} pages had changed, {seen} found")


def _page(content: bytes, number: int) -> bytes:
    return content[number * PAGE : (number + 1) * PAGE]


def _work_on(base: Base) -> object:
    """Another week at the desk."""
    workbook = enter(base.folder)
    harms = workbook.catalogue.guide("account").question("harms")
    rows = workbook.rows(base.account, harms)
    for number, row in enumerate(rows):
        workbook.save(row.ref, {"effect": f"Later: {number} {WORDS}"})
    for number in range(40):
        workbook.save(base.account, {QUESTION: f"later {number}: {WORDS * 4}"})
    workbook.remove(rows[-1].ref)
    found = contents(workbook)
    workbook.close()
    return found


def _judge(base: Base, place: Path, data: bytes, expected: object) -> list[str]:
    shutil.copytree(base.folder, place)
    (place / "data.db").write_bytes(data)
    forget_marks()
    try:
        workbook = enter(place)
        try:
            # Free pages and other pages without a row may be old: then all is as it was.
            unseen = not workbook.vault.check().flaws and contents(workbook) != expected
        finally:
            workbook.close()
        return ["records of another time, and nothing says so"] if unseen else []
    except PlannerError:
        return []
    except Exception as error:
        return [what_is_wrong(error)]
    finally:
        shutil.rmtree(place)


HARNESS = Harness("pages of an older copy", run, teeth)
