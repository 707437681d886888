"""When something is wrong with the vault: look, restore, cure, salvage, save a copy elsewhere.

The other half of the one door (``safety.py``). Some of it is for a closed vault, which is told by
its folder; nothing here overwrites a vault.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sqlalchemy import select

from roth_planner.errors import DamagedVault, PlannerError
from roth_planner.records import Change
from roth_planner.vault import THIS_COMPUTER, Device, ballast
from roth_planner.vault.throttle import one_try

if TYPE_CHECKING:
    from roth_planner.vault.ailments import Finding as Finding
    from roth_planner.vault.backup import Summary as Summary
    from roth_planner.vault.health import Report as Report
    from roth_planner.vault.salvage import Salvaged as Salvaged
    from roth_planner.workbook.workbook import Workbook


# -- restoring


def look_into(file: Path, secret: str) -> Summary:
    """What is in a backup, after reading all of it; raises as ``backup.read``, and TooSoon."""
    from roth_planner.vault import backup

    with one_try(file), backup.read(file, secret) as opened:
        return opened.summary


class Beside(NamedTuple):
    """A backup beside the vault that is here: whether it is of another one, whether this one was
    changed since (None if it is not open), and when last."""

    of_another: bool
    changed_since: bool | None
    last: dt.datetime | None


def beside(summary: Summary, folder: Path, workbook: Workbook | None = None) -> Beside:
    """Compare a backup with the vault in ``folder``, which is open as ``workbook`` or closed."""
    from roth_planner.vault import header

    try:
        of_another = header.read(folder)[0].vault_id != summary.vault_id
    except PlannerError:  # it cannot be told of a damaged one
        of_another = False
    if workbook is None:
        return Beside(of_another, None, None)
    with workbook.vault.busy:
        number = workbook.vault.seal.head().number
    return Beside(of_another, number > summary.number, last_saved(workbook))


def restore(file: Path, secret: str, folder: Path) -> Path:
    """Restore a backup into a new folder beside the vault in ``folder``; gives that folder."""
    from roth_planner.vault.restore import restore as restore_into

    names = (folder.with_name(f"{folder.stem} restored{n}{folder.suffix}") for n in _numbers())
    to = next(name for name in names if not name.exists())
    with one_try(file):
        restore_into(file, secret, to)
    return to


def switch(folder: Path, restored: Path, device: Device = THIS_COMPUTER) -> Path:
    """Let the restored vault take the place of the closed one; where that one is kept 30 days.

    What was seen last on this computer, and what its keyring remembers, counts no more.
    """
    from roth_planner.vault import header, keyring_mark
    from roth_planner.vault.restore import replace

    kept = replace(folder, restored)
    keyring_mark.forget(header.read(folder)[0].vault_id, device)
    return kept


def settle(folder: Path) -> None:
    """Finish a ``switch`` that was cut short, if there was one."""
    from roth_planner.vault.restore import settle as finish

    finish(folder)


def _numbers() -> Iterator[str]:
    yield ""
    yield from (f" {number}" for number in range(2, 1000))


# -- health


def examine(workbook: Workbook, device: Device = THIS_COMPUTER) -> Report:
    """Look at everything in the folder of the open vault; nothing is changed."""
    from roth_planner.vault import health

    return health.examine(workbook.vault.folder, vault=workbook.vault, device=device)


def examine_closed(folder: Path, secret: str | None, device: Device = THIS_COMPUTER) -> Report:
    """Look at everything in the folder of a vault that may not open; nothing is changed.

    Raises as ``health.examine``, and TooSoon.
    """
    from roth_planner.vault import health

    if secret is None:
        return health.examine(folder, device=device)
    with one_try(folder):
        return health.examine(folder, secret, device=device)


def cure_in_words(finding: Finding) -> str:
    """What to do about a finding, in a sentence."""
    from roth_planner.vault.ailments import CURES

    return CURES[finding.cure]


def cure(folder: Path, finding: Finding, secret: str) -> None:
    """Carry out what is offered for a finding, on a closed vault; raises PlannerError."""
    from roth_planner.vault.cures import cure as carry_out

    if finding.cure == "make_ballast":
        ballast.make(folder)
    else:
        with one_try(folder):
            carry_out(folder, finding, secret)


def salvage(folder: Path, secret: str) -> Salvaged:
    """Save what can be proved right of the closed vault into a new folder beside it."""
    from roth_planner.vault.salvage import salvage as salvage_into

    names = (folder.with_name(f"{folder.stem} saved{n}{folder.suffix}") for n in _numbers())
    with one_try(folder):
        return salvage_into(folder, secret, next(name for name in names if not name.exists()))


# -- a disk without room, or gone


class Pending(Protocol):
    """Words that are typed and not saved."""

    def save_in(self, copy: Workbook) -> None:
        """Save them in a copy of the vault."""


def keep_ballast(workbook: Workbook) -> None:
    """Have the file that can be given up when the disk is full."""
    ballast.make(workbook.vault.folder)


def give_up_ballast(workbook: Workbook) -> bool:
    """Make room on a full disk; whether there was anything to give up."""
    return ballast.give_up(workbook.vault.folder)


def save_elsewhere(workbook: Workbook, secret: str, place: Path, drafts: Iterable[Pending]) -> Path:
    """Write the vault into a new folder in ``place``, with what is pending; gives that folder.

    The copy is closed again, and was read in full. Raises as ``copy_vault``; a copy into which the
    pending words could not be written is removed.
    """
    from roth_planner.vault.elsewhere import copy_vault
    from roth_planner.workbook.workbook import Workbook

    folder = workbook.vault.folder
    names = (place / f"{folder.stem} copy{n}{folder.suffix}" for n in _numbers())
    to = next(name for name in names if not name.exists())
    copy_vault(workbook.vault, secret, to)
    try:
        copy = Workbook.open(to, secret)
        try:
            for draft in drafts:
                draft.save_in(copy)
            if copy.vault.check().flaws != workbook.vault.check().flaws:
                raise DamagedVault(
                    "The copy did not read back as it was written, so it was removed. What you"
                    " typed is still on the screen. Choose a folder on another disk."
                )
        finally:
            copy.close()
    except BaseException:
        shutil.rmtree(to, ignore_errors=True)
        raise
    return to


def last_saved(workbook: Workbook) -> dt.datetime | None:
    """When something was saved last, in the time of this computer; None in a new vault."""
    with workbook.reading() as session:
        at = session.scalar(select(Change.at).order_by(Change.id.desc()).limit(1))
    return None if at is None else at.replace(tzinfo=dt.UTC).astimezone()
