"""Restoring a backup: into a new folder, read in full, and in place in one step or not at all.

The data is written again under the database key of the same data key, beside a header that is the
one of the backup: what opened the vault when the backup was made opens the restored one. An event
in its history says what it was restored from. It also notes what was last seen of the vault on
this computer, so that it is not taken for an older copy when it is opened. The vault that is there
is not touched; ``replace`` (``switch.py``) puts it aside.
"""

from __future__ import annotations

import os
from pathlib import Path

from roth_planner.errors import CannotWrite, DamagedVault
from roth_planner.vault import header as headers
from roth_planner.vault import keys
from roth_planner.vault.backup_reading import OpenBackup, Summary, read
from roth_planner.vault.copying import connect_copy
from roth_planner.vault.data_file import DATA
from roth_planner.vault.drill import write_data
from roth_planner.vault.files import check_name, made_beside, write_new
from roth_planner.vault.keys import Derive
from roth_planner.vault.mark import MarkFile, marks_folder
from roth_planner.vault.migrations import PACKAGED, Migrations
from roth_planner.vault.seal import Seal
from roth_planner.vault.seal_check import check
from roth_planner.vault.switch import note_restored_over, replace, settle, tidy_old
from roth_planner.vault.troubles import CREATING, Trouble, translate_errors

__all__ = ["replace", "restore", "settle", "tidy_old"]

RESTORED = "restored"
"""The event in the history of a vault that came out of a backup."""


def restore(
    backup: Path,
    secret: str,
    to: Path,
    *,
    marks: Path | None = None,
    migrate: Migrations = PACKAGED,
    derive: Derive = keys.derive,
) -> Summary:
    """Make a vault in ``to``, which must not exist yet, out of a backup; says what is in it.

    ``marks`` is the folder of the last-seen marks, by default this person's. Raises as ``read``
    does, and CannotWrite for a folder that exists, a full disk or one that may not be written; then
    nothing is left behind.
    """
    to = Path(os.path.abspath(to))
    check_name(to)
    if os.path.lexists(to):
        raise CannotWrite(
            "There is a file or folder of this name already, so nothing was restored there and"
            " nothing was changed. Choose another name."
        )
    with read(Path(os.path.abspath(backup)), secret, migrate=migrate, derive=derive) as opened:
        with translate_errors(RESTORING), made_beside(to) as making:
            _fill(making, opened, marks or marks_folder())
        return opened.summary


def _fill(making: Path, opened: OpenBackup, marks: Path) -> None:
    assert opened.data_key is not None
    for name in headers.FILES:
        write_new(making / name, headers.encode(opened.header))
    key = keys.sub_key(opened.data_key, "database")
    with translate_errors(RESTORING, anything_is_damage=True):
        write_data(opened, making / DATA, key)
        connection = connect_copy(making / DATA, key)
        try:
            seal = Seal(connection)
            connection.execute("BEGIN IMMEDIATE")
            made = opened.summary.made.isoformat()
            seal.event(RESTORED, number=opened.summary.number, made=made)
            mark = MarkFile(marks, opened.header.vault_id, seal.key).read()
            if mark is not None:
                note_restored_over(connection, mark)
            connection.execute("COMMIT")
            if check(connection).flaws != opened.summary.flaws:
                raise DamagedVault(RESTORING[Trouble.DAMAGED])
        finally:
            connection.close()


RESTORING = {
    trouble: words.replace("no vault was made", "nothing was restored")
    for trouble, words in CREATING.items()
} | {
    Trouble.DAMAGED: "What was written could not be read back as it is in the backup, so nothing"
    " was restored and nothing was left behind. Choose a folder on another disk, or another"
    " backup.",
}
