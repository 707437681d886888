"""The vault that is tortured, how it is opened afterwards, and what a harness reports."""

from __future__ import annotations

import os
import shutil
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from roth_planner.errors import PlannerError
from roth_planner.records import RECORDS, Change
from roth_planner.vault import FLOOR, Vault
from roth_planner.workbook import Ref, Workbook, stored
from roth_planner.workbook.caseload import case_lines, parts, start_case
from tests.vault.tools import PASSPHRASE, remembered

NEW = "marble otter velvet trumpet"
WORDS = "He said that nobody who works there looks up, and that the seats by the door are warm. "
QUESTION = "how_connect"


class Harness(NamedTuple):
    """One way to ill-treat a vault. ``run(place, long)`` does it and reports; ``teeth`` the same
    with a build that is broken on purpose, where it must find something."""

    name: str
    run: Callable[[Path, bool], Report]
    teeth: Callable[[Path], Report]


class Report(NamedTuple):
    """What came of it: how often it was tried, and each time in words that something was lost,
    wrong or crashed. ``unable`` says why it could not be tried on this machine."""

    tried: int
    bad: list[str]
    note: str = ""
    unable: str = ""


class Base(NamedTuple):
    """A closed vault with a case, and the record whose answers are changed."""

    folder: Path
    account: Ref
    code: str


def make_base(place: Path, *, rows: int = 60) -> Base:
    """A live vault with a case of some length, saved in many steps."""
    folder = place / "base.rothvault"
    vault, code = Vault.create(folder, PASSPHRASE, cost=FLOOR, derive=remembered)
    workbook = Workbook(vault)
    case = start_case(workbook, "J.", "Jordan Example", "R-1")
    account = parts(workbook, case).account
    harms = workbook.catalogue.guide("account").question("harms")
    for number in range(rows):
        workbook.save(account, {QUESTION: f"{number}: {WORDS * 4}"})
        if number % 6 == 0:
            workbook.add_row(account, harms, {"what_happened": WORDS * 3, "effect": WORDS})
    workbook.close()
    return Base(folder, account, code)


def enter(folder: Path, secret: str = PASSPHRASE) -> Workbook:
    """The workbook of a vault, its key derived only once in this process."""
    return Workbook(Vault.open(folder, secret, derive=remembered))


def contents(workbook: Workbook) -> dict[tuple[str, int], dict[str, Any]]:
    """Everything kept, read afresh: the records, and what was changed in each step."""
    with workbook.reading() as session:
        session.expire_all()
        found = {
            (name, record.id): stored.whole(record)
            for name, model in RECORDS.items()
            for record in session.query(model)
        }
        for change in session.query(Change):
            if change.record in RECORDS:
                told = {"step": change.step, "before": change.before, "after": change.after}
                found["change", change.id] = told
        return found


def looked_into(folder: Path, secret: str = PASSPHRASE) -> dict[tuple[str, int], dict[str, Any]]:
    """Everything in a vault that must be whole, without any help; raises what is wrong."""
    workbook = enter(folder, secret)
    try:
        found = contents(workbook)
        flaws = workbook.vault.check().flaws
        assert not flaws, f"the seal does not hold: {flaws[:3]}"
        return found
    finally:
        workbook.close()


def what_is_wrong(error: BaseException) -> str:
    """A line for the report; a crash is told from a refusal in words."""
    kind = "refused" if isinstance(error, PlannerError) else "crashed"
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" at {Path(last[0].filename).name}:{last[0].lineno}" if last else ""
    return f"{kind}: {type(error).__name__}: {error}{where}"


def copies(base: Path, out: Path) -> Iterator[Path]:
    """Copies of a vault, one after the other, each as on a computer that has never seen it; it is
    removed when the next is taken."""
    number = 0
    while True:
        number += 1
        copy = out / f"vault-{number}"
        shutil.copytree(base, copy)
        forget_marks()
        try:
            yield copy
        finally:
            shutil.rmtree(copy, ignore_errors=True)


def child(work: Callable[[], None]) -> int:
    """A process that does the work and ends; its number. All libraries are loaded already."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(3)
        os._exit(0)
    return pid


def kill(pid: int) -> int:
    """Kill -9, and how it ended."""
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


@contextmanager
def somebody_elses_home(place: Path) -> Iterator[Path]:
    """An empty home folder for the marks and settings."""
    home = place / "home"
    home.mkdir(exist_ok=True)
    names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: str(home / name.lower()) for name in names})
    try:
        yield home
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def changed(owner: object, name: str, value: object) -> Iterator[None]:
    """A build that was broken on purpose: one thing replaced, for a teeth check."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


def forget_marks() -> None:
    """As on a computer that has never seen the vault."""
    from roth_planner.vault.mark import marks_folder

    shutil.rmtree(marks_folder(), ignore_errors=True)


def account_in(workbook: Workbook) -> Ref:
    """The account of the one case of the base vault."""
    return parts(workbook, case_lines(workbook)[0].ref).account
