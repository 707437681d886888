"""Opened to be read only: a copy of a vault that is open elsewhere, or that may not be written.

The copy is encrypted as the vault is, lies in a private folder of this person, is checked in full
before anything is shown from it, and is removed when it is closed, or at the next start after a
power cut. Nothing can be saved in it.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import cast

from roth_planner.errors import DamagedVault, Refused, VaultInUse
from roth_planner.vault import header as headers
from roth_planner.vault.data_file import DATA, check_parts
from roth_planner.vault.filelock import FileLock, Held, Holder, holder
from roth_planner.vault.files import journal_of
from roth_planner.vault.troubles import OPENING, translate_errors
from roth_planner.vault.vault import Vault

FOLDER = "reading"
"""In the person's own folder; each copy is a folder in it."""
TRIES = 20
PAUSE = 0.15
"""Between tries to copy at a moment in which nobody saves: three seconds in all."""
IN_THE_MAKING = 60.0
"""Seconds after which a copy that nobody has locked is surely not being made any more."""
READ_ONLY = (
    "This vault is open to be read only, so nothing can be changed here. Close it where it is open"
    " for writing, then open it again."
)


class ReadingCopy(Vault):
    """A vault whose every save is refused. ``holder`` says who has the real one open, if anybody.

    Not to be made in a process that has the same vault open: on POSIX systems closing the copied
    file would drop the lock of that connection (sqlite.org/howtocorrupt.html, 2.2).
    """

    holder: Holder | None = None
    read_only = True

    @classmethod
    def of(cls, folder: Path, secret: str, home: Path) -> ReadingCopy:
        """A copy of the vault in ``folder``, opened by its passphrase or recovery code.

        Raises what ``Vault.open`` raises, and VaultInUse when somebody saves all the time.
        """
        folder = Path(os.path.abspath(folder))
        with translate_errors(OPENING):
            check_parts(folder)
            copy = private_copy(folder, home)
        try:
            vault = cast(ReadingCopy, cls.open(copy, secret, marks=copy / "marks"))
            try:
                vault.check_whole()
                vault.close_to_writing()
            except BaseException:
                vault.close()
                raise
        except BaseException:
            shutil.rmtree(copy, ignore_errors=True)
            raise
        vault.holder = holder(folder)
        return vault

    def check_whole(self) -> None:
        """Raises DamagedVault if the copy does not hold what its seal says."""
        if self.check().flaws:
            raise DamagedVault(
                "The copy of this vault did not pass its check, so nothing is shown from it. The"
                " vault itself was not touched. Try again, or close it where it is open."
            )

    def close_to_writing(self) -> None:
        """Let SQLite itself refuse every change from now on.

        Not by ``query_only``: under it no transaction of ours begins (they are IMMEDIATE).
        """
        self._connection.set_authorizer(_allow_reading)

    def check_unchanged(self) -> None:
        """Raises Refused: this is asked before every save."""
        raise Refused(READ_ONLY)

    def committed(self) -> None:
        """Nothing is ever saved, so there is nothing to note."""

    def close(self) -> None:
        """Close the copy and remove it. Closing twice does nothing."""
        super().close()
        shutil.rmtree(self.folder, ignore_errors=True)


def private_copy(folder: Path, home: Path) -> Path:
    """Copy what is needed to read a vault, at a moment in which nobody saves."""
    copy = home / FOLDER / secrets.token_hex(8)
    copy.mkdir(mode=0o700, parents=True)
    try:
        for name in headers.FILES:
            with suppress(FileNotFoundError):
                shutil.copyfile(folder / name, copy / name)
        for _ in range(TRIES):
            before = _state(folder)
            if before is not None:
                shutil.copyfile(folder / DATA, copy / DATA)
                if _state(folder) == before:
                    return copy
            time.sleep(PAUSE)
        raise VaultInUse(
            "The vault is being saved all the time, so no copy to read could be made. Nothing was"
            " changed. Try again in a moment."
        )
    except BaseException:
        shutil.rmtree(copy, ignore_errors=True)
        raise


def remove_left(home: Path) -> None:
    """Remove the copies that a power cut left behind; those in use, or in the making, stay."""
    with suppress(OSError):
        for copy in (home / FOLDER).iterdir():
            if abs(time.time() - copy.stat().st_mtime) < IN_THE_MAKING:
                continue  # another window, or a thread of this one, may be about to lock it
            try:
                lock = FileLock(copy)
            except Held:
                continue
            lock.release()
            shutil.rmtree(copy, ignore_errors=True)


def _allow_reading(action: int, *_names: str | None) -> int:
    """SQLite's authorizer: 0 allows, 1 denies; sqlite.org/c3ref/c_alter_table.html."""
    pragma, read, select, transaction, function, savepoint, recursive = 19, 20, 21, 22, 31, 32, 33
    allowed = (pragma, read, select, transaction, function, savepoint, recursive)
    return 0 if action in allowed else 1


def _state(folder: Path) -> tuple[int, ...] | None:
    """What the data file is like; None while a save is under way."""
    journal = journal_of(folder / DATA)
    if journal.exists() and journal.stat().st_size > 0:
        return None
    status = (folder / DATA).stat()
    return status.st_ino, status.st_size, status.st_mtime_ns
