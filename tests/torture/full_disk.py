"""A disk that is full at every amount of room of the first MiB, for each thing that writes.

A small disk in memory (tmpfs) is mounted for it, which needs the rights to do so: an administrator,
or a system that lets everybody have a room of their own (``unshare``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from roth_planner.errors import PlannerError
from roth_planner.vault import FLOOR, PRACTICE_PASSPHRASE, Vault, rekey
from tests.torture.common import (
    NEW,
    QUESTION,
    WORDS,
    Base,
    Harness,
    Report,
    account_in,
    enter,
    forget_marks,
    looked_into,
    make_base,
    what_is_wrong,
)
from tests.torture.power import OLDEST
from tests.vault.keeping import sample
from tests.vault.tools import PASSPHRASE, remembered

KIB = 1024
DISK = 24 * 1024 * KIB


def run(place: Path, long: bool) -> Report:
    """Every 64 KiB of the first MiB, or every 4 KiB."""
    return _fill(place, 4 * KIB if long else 64 * KIB, ACTS)


def teeth(place: Path) -> Report:
    """A program that takes what the disk did not as saved."""

    def careless(folder: Path, base: Base) -> None:
        _TOLD.clear()
        workbook = enter(folder)
        try:
            workbook.save(base.account, {QUESTION: "told"})
        except PlannerError:
            _TOLD.append(1)
        finally:
            workbook.close()

    def judge(folder: Path, expected: object) -> None:
        assert not _TOLD, "it was told to be saved, and is not"

    return _fill(place, 256 * KIB, {"a careless save": (careless, judge)})


def _fill(place: Path, step: int, acts: dict[str, tuple[Act, Judge]]) -> Report:
    small = place / "small"
    small.mkdir()
    try:
        with _disk(small):
            pass
    except OSError as error:
        return Report(0, [], unable=str(error))
    base = make_base(place, rows=12)
    usual = base.folder, looked_into(base.folder)
    tried, refused, bad = 0, 0, []
    for name, (act, judge) in acts.items():
        source, expected = _old(place) if name == "upgrade" else usual
        for room in range(0, 1024 * KIB + 1, step):
            tried += 1
            with _disk(small):
                folder = small / "vault"
                shutil.copytree(source, folder)
                forget_marks()
                _leave(small, room)
                try:
                    act(folder, base)
                except PlannerError:
                    refused += 1
                except Exception as error:
                    bad.append(f"{name}, {room // KIB} KiB left: {what_is_wrong(error)}")
                (small / "filler").unlink()
                try:
                    judge(folder, expected)
                except AssertionError as wrong:
                    bad.append(f"{name}, {room // KIB} KiB left: {wrong}")
                except Exception as error:
                    bad.append(f"{name}, {room // KIB} KiB left: {what_is_wrong(error)}")
    return Report(tried, bad, f"{refused} refused in words")


def _old(place: Path) -> tuple[Path, object]:
    """A vault of the first schema, and what it holds when it is brought up to date."""
    return sample(OLDEST, place / "old"), looked_into(
        sample(OLDEST, place / "upgraded"), PRACTICE_PASSPHRASE
    )


Act = Callable[[Path, Base], None]
Judge = Callable[[Path, object], None]


@contextmanager
def _disk(at: Path) -> Iterator[None]:
    said = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(at)],
        capture_output=True,
        text=True,
    )
    if said.returncode != 0:
        raise OSError("a small disk cannot be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


def _leave(disk: Path, room: int) -> None:
    """Fill the disk until so many bytes are left."""
    status = os.statvfs(disk)
    with (disk / "filler").open("wb") as filler:
        left = status.f_bavail * status.f_frsize - room
        os.posix_fallocate(filler.fileno(), 0, left)


_TOLD: list[int] = []
"""The saves the person was told of, on a disk that was filling up."""


def _save(folder: Path, base: Base) -> None:
    _TOLD.clear()
    workbook = enter(folder)
    try:
        for number in range(1, 41):
            workbook.save(base.account, {QUESTION: f"save {number}: {WORDS * 200}"})
            _TOLD.append(number)
    finally:
        workbook.close()


def _judge_save(folder: Path, expected: object) -> None:
    told = _TOLD[-1] if _TOLD else 0
    looked_into(folder)
    workbook = enter(folder)
    answer = str(workbook.read(account_in(workbook)).values[QUESTION])
    workbook.save(account_in(workbook), {QUESTION: "and on it goes"})
    workbook.close()
    kept = int(answer.split(":")[0].removeprefix("save ")) if "save" in answer else 0
    assert kept >= told, f"save {told} was told, and {kept} is kept"


def _header(folder: Path, base: Base) -> None:
    with Vault.open(folder, PASSPHRASE, derive=remembered) as vault:
        vault.change_passphrase(PASSPHRASE, NEW, cost=FLOOR, derive=remembered)


def _rekey(folder: Path, base: Base) -> None:
    rekey(folder, PASSPHRASE, NEW, cost=FLOOR, derive=remembered)


def _judge_keys(folder: Path, expected: object) -> None:
    try:
        found = looked_into(folder)
    except PlannerError:
        found = looked_into(folder, NEW)
    assert found == expected, "other records than before"


def _backup(folder: Path, base: Base) -> None:
    from roth_planner.vault import backup

    with Vault.open(folder, PASSPHRASE, derive=remembered) as vault:
        backup.make(vault)


def _judge_backup(folder: Path, expected: object) -> None:
    from roth_planner.vault import backup

    assert looked_into(folder) == expected, "other records than before"
    for one in backup.backups(backup.place_of(folder)):
        with backup.read(one.path, PASSPHRASE, derive=remembered) as opened:
            assert not opened.summary.flaws, "a backup counts, and is not whole"


def _restore(folder: Path, base: Base) -> None:
    from roth_planner.vault import backup
    from roth_planner.vault.restore import restore

    place = base.folder.parent / "kept"
    if not place.exists():
        workbook = enter(base.folder)
        backup.make(workbook.vault, place)
        workbook.close()
    newest = next(place.rglob("*.rothbackup"))
    restore(newest, PASSPHRASE, folder.parent / "restored", derive=remembered)


def _judge_restore(folder: Path, expected: object) -> None:
    assert looked_into(folder) == expected, "other records than before"
    restored = folder.parent / "restored"
    if restored.exists():
        assert looked_into(restored) == expected, "half of the records were restored"


def _create(folder: Path, base: Base) -> None:
    Vault.create(folder.parent / "new", PASSPHRASE, cost=FLOOR, derive=remembered)[0].close()


def _judge_create(folder: Path, expected: object) -> None:
    new = folder.parent / "new"
    if new.exists():
        looked_into(new)


def _code(folder: Path, base: Base) -> None:
    from tests.vault.killing import dice

    with Vault.open(folder, PASSPHRASE, derive=remembered) as vault:
        vault.replace_recovery_code(PASSPHRASE, derive=remembered, random=dice())


def _upgrade(folder: Path, base: Base) -> None:
    Vault.open(folder, PRACTICE_PASSPHRASE, derive=remembered).close()


def _judge_upgrade(folder: Path, expected: object) -> None:
    assert looked_into(folder, PRACTICE_PASSPHRASE) == expected, "other records than before"


ACTS: dict[str, tuple[Act, Judge]] = {
    "save": (_save, _judge_save),
    "passphrase": (_header, _judge_keys),
    "recovery code": (_code, _judge_keys),
    "rekey": (_rekey, _judge_keys),
    "backup": (_backup, _judge_backup),
    "restore": (_restore, _judge_restore),
    "new vault": (_create, _judge_create),
    "upgrade": (_upgrade, _judge_upgrade),
}

HARNESS = Harness("disk full", run, teeth)
