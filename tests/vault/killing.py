"""Programs that are killed (-9) in the middle of changing a vault: before and after each of their
calls that change a file, at each step, or at any moment.

A program of its own, so that nothing of pytest is forked:
``python -m tests.vault.killing ACTION BASE OUT (calls | steps | each | COUNT)`` copies the vault
BASE into a new folder of OUT for each kill and prints one line for each: its number and how it
ended.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from roth_planner.vault import FLOOR, PRACTICE_PASSPHRASE, Vault, backup, rekey, restore
from roth_planner.vault.rekey import STEPS
from roth_planner.workbook import Workbook, deletion
from roth_planner.workbook.caseload import case_lines

from .tools import PASSPHRASE, ROOT, remembered, run_module

NEW = "marble otter velvet trumpet"
NEW_CODE = "0000-0000-0000-0000-0000-0000-0000"


Action: TypeAlias = Callable[[Path, Callable[[str], None]], None]


def dice(seed: int = 1) -> Callable[[int], bytes]:
    """Random numbers that are the same each time, so that a key is derived only once."""
    return random.Random(seed).randbytes


def _open(folder: Path) -> Vault:
    return Vault.open(folder, PASSPHRASE, derive=remembered)


def _change_passphrase(folder: Path, step: Callable[[str], None]) -> None:
    with _open(folder) as vault:
        vault.change_passphrase(PASSPHRASE, NEW, cost=FLOOR, derive=remembered, random=dice())


def _replace_code(folder: Path, step: Callable[[str], None]) -> None:
    with _open(folder) as vault:
        vault.replace_recovery_code(PASSPHRASE, NEW_CODE, derive=remembered, random=dice())


def _rekey(folder: Path, step: Callable[[str], None]) -> None:
    rekey(
        folder, PASSPHRASE, NEW, NEW_CODE,
        cost=FLOOR, derive=remembered, random=dice(), progress=step,
    )  # fmt: skip


def _finish(folder: Path, step: Callable[[str], None]) -> None:
    """Open with the new secrets what a rekey left behind when it was killed."""
    Vault.open(folder, NEW, derive=remembered).close()


def _undo(folder: Path, step: Callable[[str], None]) -> None:
    """Open with the old secrets what a rekey left behind when it was killed."""
    _open(folder).close()


def _back_up(folder: Path, step: Callable[[str], None]) -> None:
    with _open(folder) as vault:
        backup.make(vault)


def _restore(folder: Path, step: Callable[[str], None]) -> None:
    newest = backup.backups(backup.place_of(folder / "vault"))[0]
    restore.restore(newest.path, PASSPHRASE, folder / "restored", derive=remembered)


def _replace(folder: Path, step: Callable[[str], None]) -> None:
    restore.replace(folder / "vault", folder / "restored")


def _prove(folder: Path, step: Callable[[str], None]) -> None:
    with _open(folder) as vault:
        backup.prove(vault)


def _delete_case(folder: Path, step: Callable[[str], None]) -> None:
    """Delete the first case for good, and its backups with it."""
    marks = folder.with_name(f"{folder.name}-marks")  # each copy goes on from the same change
    workbook = Workbook(Vault.open(folder, PASSPHRASE, marks=marks, derive=remembered))
    case = case_lines(workbook)[0].ref

    def reached(stage: str) -> None:
        """A step is also each statement that changes something while the case is deleted."""
        trace = (lambda sql: _is_change(sql) and step("sql")) if stage == "delete" else None
        workbook.vault._connection.set_trace_callback(trace)
        step(stage)

    deletion.delete_for_good(workbook, case, purge_backups=True, progress=reached)
    workbook.close()


def _is_change(sql: str) -> bool:
    return sql.startswith(("BEGIN", "INSERT", "UPDATE", "DELETE", "COMMIT"))


def _upgrade(folder: Path, step: Callable[[str], None]) -> None:
    """Open a sample vault of an earlier schema."""
    Vault.open(folder, PRACTICE_PASSPHRASE, derive=remembered).close()


ACTIONS: dict[str, Action] = {
    "backup": _back_up,
    "restore": _restore,
    "replace": _replace,
    "prove": _prove,
    "delete-case": _delete_case,
    "upgrade": _upgrade,
    "passphrase": _change_passphrase,
    "code": _replace_code,
    "rekey": _rekey,
    "finish": _finish,
    "undo": _undo,
}


def killed(action: str, base: Path, out: Path, when: str) -> list[tuple[Path, str]]:
    """Run this module; the folder of each kill, and "killed" or "finished"."""
    if not hasattr(os, "fork"):
        pytest.skip("processes are started and killed in another way on Windows")
    out.mkdir()
    ran = run_module("tests.vault.killing", action, base, out, when)
    assert ran.returncode == 0, ran.stderr
    ended = [line.split() for line in ran.stdout.splitlines()]
    assert {how for _number, how in ended} <= {"killed", "finished"}, ran.stdout + ran.stderr
    return [(out / number, how) for number, how in ended]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_at_call(number: int) -> None:
    """Be killed at the so-maniest beginning or end of a call that changes a file."""
    seen = count(1)

    def deadly(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if next(seen) == number:
                _die()
            result = real(*arguments, **options)
            if next(seen) == number:
                _die()
            return result

        return call

    for name in ("open", "fsync", "replace", "rename", "unlink", "mkdir"):
        setattr(os, name, deadly(getattr(os, name)))


def _nothing(step: str) -> None:
    pass


def _child(work: Callable[[], None]) -> int:
    """Start a process that does the work and ends, killed or not; its number."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(3)
        os._exit(0)
    return pid


def _ending(pid: int) -> str:
    status = os.waitpid(pid, 0)[1]
    return {signal.SIGKILL: "killed", 0: "finished"}.get(status, f"ended-{status}")


def _at_calls(act: Action, copies: Iterator[Path]) -> Iterator[str]:
    for number, folder in enumerate(copies, start=1):

        def work(folder: Path = folder, number: int = number) -> None:
            _die_at_call(number)
            act(folder, _nothing)

        yield (ended := _ending(_child(work)))
        if ended != "killed":
            return


def _at_steps(act: Action, copies: Iterator[Path]) -> Iterator[str]:
    for folder, fatal in zip(copies, STEPS, strict=False):

        def work(folder: Path = folder, fatal: str = fatal) -> None:
            act(folder, lambda step: _die() if step == fatal else None)

        yield _ending(_child(work))


def _at_every_step(act: Action, copies: Iterator[Path]) -> Iterator[str]:
    """Once at each step, however many there are, until one ends without being killed."""
    for number, folder in enumerate(copies, start=1):

        def work(folder: Path = folder, number: int = number) -> None:
            seen = count(1)
            act(folder, lambda _step: _die() if next(seen) == number else None)

        yield (ended := _ending(_child(work)))
        if ended != "killed":
            return


def _at_any_moment(act: Action, copies: Iterator[Path], times: int) -> Iterator[str]:
    """Each step gets as many kills as any other, however short it is."""
    chance = random.Random(9)
    lengths: list[float] = []
    for number, folder in enumerate(islice(copies, times + 1)):
        heard, told = os.pipe()
        pid = _child(partial(act, folder, lambda step, told=told: os.write(told, b".")))
        os.close(told)
        if number == 0:  # to see how long each step takes
            began = time.perf_counter()
            while os.read(heard, 1):
                lengths.append(time.perf_counter() - began)
                began = time.perf_counter()
            lengths.append(time.perf_counter() - began)
        else:
            step = number % len(lengths)
            for _ in range(step):
                os.read(heard, 1)
            time.sleep(chance.uniform(0, lengths[step]))
            os.kill(pid, signal.SIGKILL)
        os.close(heard)
        yield _ending(pid)


def main(action: str, base: Path, out: Path, when: str) -> None:
    """Kill a child in a copy of ``base`` again and again."""
    act = ACTIONS[action]
    warm = out / "warm"
    shutil.copytree(base, warm)
    act(warm, _nothing)  # all libraries are loaded and all keys derived once
    shutil.rmtree(warm)
    copies = (Path(shutil.copytree(base, out / str(number))) for number in count(1))
    if when == "calls":
        endings = _at_calls(act, copies)
    elif when == "steps":
        endings = _at_steps(act, copies)
    elif when == "each":
        endings = _at_every_step(act, copies)
    else:
        endings = _at_any_moment(act, copies, int(when))
    for number, ending in enumerate(endings, start=1):
        print(number, ending, flush=True)


if __name__ == "__main__":
    os.chdir(ROOT)
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
