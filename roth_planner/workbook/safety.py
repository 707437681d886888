"""What a chair does for the vault itself: its keys and its backups.

With ``rescue.py`` the one door through which a window reaches these parts of ``vault``. All of it
may run beside the window: ``vault.busy`` is held while the vault is read or written, so that no
answer is saved half-way through.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from roth_planner.errors import PlannerError
from roth_planner.vault import DEFAULT, THIS_COMPUTER, Cost, Device
from roth_planner.vault import rekey as rekey_vault
from roth_planner.vault.throttle import one_try

if TYPE_CHECKING:
    from roth_planner.vault.backup import Backup as Backup
    from roth_planner.vault.rekey import Rekeyed as Rekeyed
    from roth_planner.vault.rekey import Step as Step
    from roth_planner.workbook.workbook import Workbook

_NO_CODE = "recovery-code-not-noted"
_NOTE_PATIENCE = 0.3
"""Seconds; a note that cannot be kept costs one more question at most."""


# -- keys


def remembered(workbook: Workbook) -> bool:
    """Whether some computer opens the vault by itself."""
    return workbook.vault.remembered


def wants_upgrade(workbook: Workbook) -> bool:
    """Whether guessing at the passphrase is cheaper than in a new vault."""
    return workbook.vault.wants_upgrade


def check_secret(workbook: Workbook, secret: str) -> None:
    """Raises WrongSecret if neither passphrase nor recovery code of the vault, and TooSoon."""
    with one_try(workbook.vault.folder):
        workbook.vault.check_secret(secret)


def is_recovery_code(workbook: Workbook, code: str) -> bool:
    """Whether this is the recovery code of the vault. Nothing is opened or changed."""
    return workbook.vault.test_code(code)


def change_passphrase(workbook: Workbook, secret: str, new: str, cost: Cost = DEFAULT) -> None:
    """Let ``new`` open the vault in place of its passphrase; raises as ``Vault`` says."""
    with one_try(workbook.vault.folder), workbook.vault.busy:
        workbook.vault.change_passphrase(secret, new, cost=cost)


def replace_recovery_code(workbook: Workbook, secret: str, code: str) -> None:
    """Let ``code``, which the chair holds on paper, take the place of the code before."""
    with one_try(workbook.vault.folder), workbook.vault.busy:
        workbook.vault.replace_recovery_code(secret, code)
    note_code(workbook, noted=True)


def note_code(workbook: Workbook, *, noted: bool) -> None:
    """Note whether the chair has typed back groups of the recovery code, from their paper."""
    workbook.desk.try_put(_NO_CODE, None if noted else "shown", _NOTE_PATIENCE)


def code_is_noted(workbook: Workbook) -> bool:
    """Whether the recovery code is on paper, as far as is known."""
    return workbook.desk.get(_NO_CODE) is None


def make_dearer(workbook: Workbook, passphrase: str, cost: Cost = DEFAULT) -> None:
    """Make every guess at the passphrase cost what it costs in a new vault."""
    with one_try(workbook.vault.folder), workbook.vault.busy:
        workbook.vault.upgrade_cost(passphrase, cost=cost)


def remember_here(workbook: Workbook, secret: str, device: Device = THIS_COMPUTER) -> None:
    """Let this computer open the vault; raises DeviceUnavailable with the sentence to show."""
    with one_try(workbook.vault.folder), workbook.vault.busy:
        workbook.vault.remember_on_this_computer(secret, device=device)


def forget_here(workbook: Workbook, device: Device = THIS_COMPUTER) -> bool:
    """Let no computer open the vault; whether the keyring's key is certainly gone."""
    with workbook.vault.busy:
        return workbook.vault.forget_this_computer(device=device)


def rekey(
    folder: Path,
    secret: str,
    new: str,
    code: str,
    cost: Cost = DEFAULT,
    device: Device = THIS_COMPUTER,
    progress: Callable[[Step], None] = lambda step: None,
    second: Path | None = None,
) -> Rekeyed:
    """Put the closed vault in ``folder`` under new keys throughout; raises as ``vault.rekey``.

    Backups that open with what was known before are removed, in the ``second`` place too if it is
    connected.
    """
    second = second if second is not None and second.is_dir() else None
    with one_try(folder):
        return rekey_vault(
            folder, secret, new, code, cost=cost, device=device, progress=progress, second=second
        )


# -- the last-seen mark in the keyring


def compare_mark(workbook: Workbook, device: Device = THIS_COMPUTER) -> str:
    """What to tell if this computer's keyring knows of changes that the vault does not hold; ""
    if not. A copy that was just chosen although it is older is noted instead."""
    from roth_planner.vault import keyring_mark

    if workbook.vault.older_accepted:
        keyring_mark.note(workbook.vault, device)
        return ""
    return keyring_mark.compare(workbook.vault, device)


def note_mark(workbook: Workbook, device: Device = THIS_COMPUTER) -> None:
    """Let this computer's keyring remember how far the vault has come, if it has a keyring."""
    from roth_planner.vault import keyring_mark

    keyring_mark.note(workbook.vault, device)


# -- backups


class Facts(NamedTuple):
    """How the backups of a vault stand. ``newest`` is None and ``kept`` 0 where there is none;
    ``waiting`` says whether anything was changed since; times are aware."""

    newest: dt.datetime | None
    kept: int
    where: Path
    proven: dt.datetime | None
    waiting: bool


class Round(NamedTuple):
    """What came of a round of backups: whether one was made, and what stood in the way."""

    made: bool
    trouble: str = ""
    second_trouble: str = ""
    removed: int = 0
    """Backups that a change of keys which was cut short had left, and that are gone now."""


def facts(workbook: Workbook) -> Facts:
    """How the backups stand; raises CannotWrite if their folder cannot be read."""
    from roth_planner.vault import backup

    vault = workbook.vault
    where = backup.place_of(vault.folder)
    found = kept_backups(where)
    newest = found[0].made if found else None
    return Facts(newest, len(found), where, backup.last_proof(vault), backup.due(vault))


def kept_backups(place: Path) -> tuple[Backup, ...]:
    """The backups in a folder that can be restored, newest first, told by their names alone."""
    from roth_planner.vault import backup, backup_file

    return tuple(one for one in backup.backups(place) if one.reason != backup_file.NOT_WHOLE)


def own_backups(folder: Path) -> tuple[Backup, ...]:
    """Those that the vault in ``folder`` keeps itself; the vault need not open for this."""
    from roth_planner.vault import backup

    return kept_backups(backup.place_of(folder))


def second_backups(workbook: Workbook, place: Path) -> tuple[Backup, ...]:
    """Those in the second place; none while it is not connected."""
    from roth_planner.vault import backup

    return kept_backups(backup.second_place(place, workbook.vault.vault_id))


def make_backup(workbook: Workbook, place: Path | None = None) -> Backup:
    """A backup now, in the vault's own folder or in a second place; raises as ``backup.make``."""
    from roth_planner.vault import backup

    return backup.make(workbook.vault, place)


def renew_backups(workbook: Workbook) -> Backup:
    """A backup now, and then those that are damaged are put aside; raises as ``backup.make``."""
    from roth_planner.vault import backup, backup_cures

    made = backup.make(workbook.vault)
    backup_cures.put_damaged_aside(workbook.vault.folder)
    return made


def name_backups(workbook: Workbook) -> None:
    """Give each backup the name that fits what is in it; raises CannotWrite."""
    from roth_planner.vault import backup_cures

    backup_cures.name_rightly(workbook.vault.folder)


def back_up(workbook: Workbook, second: Path | None = None) -> Round:
    """A backup if anything was changed since the last one, and the same in the second place.

    Trouble is told and never raised: the chair's work goes on without a backup, and is told so.
    """
    from roth_planner.vault import backup, purging

    vault, made, trouble, second_trouble, removed = workbook.vault, False, "", "", 0
    try:
        if backup.due(vault):
            backup.make(vault)
            made = True
        removed += backup.remove(backup.left_by_rekey(vault))
        purging.remove_overdue(vault)
    except PlannerError as error:
        trouble = str(error)
    if second is not None:
        try:
            if not second.is_dir() or backup.due(vault, second):
                backup.make(vault, second)
                made = True
            removed += backup.remove(backup.left_by_rekey(vault, second))
            purging.remove_overdue(vault, second)
        except PlannerError as error:
            second_trouble = str(error)
    return Round(made, trouble, second_trouble, removed)


def put_aside(workbook: Workbook, now: dt.datetime) -> tuple[Path, ...]:
    """The vaults of before a restore whose 30 days are over; nothing where that cannot be seen."""
    from roth_planner.vault import switch

    folder = workbook.vault.folder
    try:
        return switch.over_time(folder.parent, now, folder.name)
    except OSError:
        return ()


def remove_put_aside(workbook: Workbook, now: dt.datetime) -> tuple[Path, ...]:
    """Remove them, because the chair has said so; raises CannotWrite."""
    from roth_planner.vault import switch

    folder = workbook.vault.folder
    return switch.tidy_old(folder.parent, now, folder.name)


def prove(workbook: Workbook) -> None:
    """Restore the newest backup on trial; raises as ``backup.prove``."""
    from roth_planner.vault import backup

    backup.prove(workbook.vault)


def prove_if_due(workbook: Workbook) -> str:
    """The monthly drill; gives what was wrong, "" if nothing was or it is not time yet."""
    from roth_planner.vault import backup

    try:
        if backup.proof_due(workbook.vault):
            backup.prove(workbook.vault)
    except PlannerError as error:
        return str(error)
    return ""
