"""A vault: the encrypted folder on disk, made, opened and closed.

The folder holds ``header.json`` and ``header.bak`` (which secrets open it), ``data.db`` (the
records, encrypted by SQLCipher) and ``lock`` (who has it open). The libraries that open it are
loaded when it is opened, because the unlock page is drawn before.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from roth_planner.errors import DamagedVault, VaultInUse
from roth_planner.vault import header as headers
from roth_planner.vault import keys, seal, search_table, switch
from roth_planner.vault import refusing as words
from roth_planner.vault.all_or_nothing import all_or_nothing
from roth_planner.vault.data_file import check_parts, connect_data, tidy
from roth_planner.vault.device import (
    DOES_NOT_FIT,
    NOT_REMEMBERED,
    THIS_COMPUTER,
    Device,
    DeviceUnavailable,
)
from roth_planner.vault.filelock import FileLock, Held
from roth_planner.vault.filling import make_folder
from roth_planner.vault.header import Header, VaultKind
from roth_planner.vault.keys import DEFAULT, Cost, Derive, Random
from roth_planner.vault.mark import marks_folder
from roth_planner.vault.migrations import PACKAGED, Migrations
from roth_planner.vault.seal_check import Flaw
from roth_planner.vault.sealed import SealedSlots
from roth_planner.vault.slots import find_key, unlock_all
from roth_planner.vault.troubles import OPENING, translate_errors

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Vault(SealedSlots):
    """An open vault. ``engine`` is the way to the records, until ``close``.

    ``busy`` is held by whoever reads or writes: a backup may be made in another thread, and must
    not copy half a change. ``flaws`` is what the full check found that is made after the program
    did not end as it should; empty when all was well or no check was needed.
    """

    read_only = False
    """Whether it is a copy in which nothing can be saved (``reading_copy.py``)."""

    def __init__(
        self,
        folder: Path,
        header: Header,
        data_key: bytes,
        connection: Any,
        lock: FileLock,
        marks: Path,
    ) -> None:
        """Not called from outside: vaults come from ``create`` and ``open``."""
        from roth_planner.vault.engine import engine_for

        super().__init__(folder, header, data_key, connection, marks)
        self.engine: Engine = engine_for(connection)
        self.flaws: tuple[Flaw, ...] = ()
        self._backup_key = keys.sub_key(data_key, "backup")
        self._lock = lock
        self.was_left_open = lock.was_left_open
        """Whether the sitting before this one was cut off, by a fault or by the power."""

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        *,
        kind: VaultKind = "live",
        cost: Cost = DEFAULT,
        migrate: Migrations = PACKAGED,
        marks: Path | None = None,
        derive: Derive = keys.derive,
        random: Random = os.urandom,
    ) -> tuple[Vault, str]:
        """A new vault in ``folder``, which must not exist yet, open; and its recovery code.

        The code is nowhere else: show it once. There is a whole vault afterwards or none. Raises
        what ``make_folder`` raises.
        """
        folder = _absolute(folder)
        header, data_key, code = make_folder(
            folder, passphrase, kind, cost, migrate, derive, random
        )
        try:
            vault = cls._connected(folder, header, data_key, marks)
            vault.committed()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return vault, code

    @classmethod
    def open(
        cls,
        folder: Path,
        secret: str,
        *,
        accept_older: bool = False,
        migrate: Migrations = PACKAGED,
        marks: Path | None = None,
        derive: Derive = keys.derive,
    ) -> Vault:
        """The vault in ``folder``, opened with its passphrase or its recovery code.

        Brings older tables up to date, and repairs a damaged copy of the header from the good
        one. ``marks`` is the folder of the last-seen marks, by default this person's.
        ``accept_older`` opens a copy that is older than what was seen last, and notes it in the
        history. Raises WrongSecret, NotAVault (with what is missing), PlainFile, NewerVault,
        OlderCopy, DamagedVault, VaultInUse, CannotWrite or CipherMissing; in every case the
        vault is as it was, but that a save, or a change of keys, that was cut short is settled.
        """
        folder = _absolute(folder)
        *others, last = unlock_all(_headers(folder), secret, derive)
        for header, data_key in others:
            with suppress(DamagedVault):  # not this one's data: the other copy may be right
                return cls._enter(folder, header, data_key, migrate, marks, accept_older)
        return cls._enter(folder, *last, migrate, marks, accept_older)

    @classmethod
    def open_with_device(
        cls,
        folder: Path,
        *,
        device: Device = THIS_COMPUTER,
        accept_older: bool = False,
        migrate: Migrations = PACKAGED,
        marks: Path | None = None,
        derive: Derive = keys.derive,
    ) -> Vault:
        """The vault in ``folder``, opened by what this computer was told to remember.

        Raises DeviceUnavailable when it does not, whatever the reason: show its sentence and ask
        for the passphrase. Otherwise raises as ``open`` does.
        """
        folder = _absolute(folder)
        there = _headers(folder)
        if not any(slot.kind == "device" for header in there for slot in header.slots):
            raise DeviceUnavailable(NOT_REMEMBERED)
        found = find_key(there, [("device", device.read(there[0].vault_id))], derive)
        if found is None:
            raise DeviceUnavailable(DOES_NOT_FIT)
        return cls._enter(folder, *found, migrate, marks, accept_older)

    @classmethod
    def _connected(cls, folder: Path, header: Header, data_key: bytes, marks: Path | None) -> Vault:
        try:
            lock = FileLock(folder)
        except Held as held:
            raise VaultInUse(words.in_use(held)) from None
        try:
            connection = connect_data(folder, header, data_key)
        except BaseException:
            lock.let_go()
            raise
        return cls(folder, header, data_key, connection, lock, marks or marks_folder())

    @classmethod
    def _enter(
        cls,
        folder: Path,
        header: Header,
        data_key: bytes,
        migrate: Migrations,
        marks: Path | None,
        accept_older: bool,
    ) -> Vault:
        vault = cls._connected(folder, header, data_key, marks)
        try:
            with translate_errors(OPENING, anything_is_damage=True):
                vault._check_current()
                pending = migrate.pending(vault._connection)
                vault._compare_mark(accept_older)
            if pending:
                vault._bring_up_to_date(keys.sub_key(data_key, "database"), migrate)
            with translate_errors(OPENING, anything_is_damage=True):
                vault._mend()
            # Nothing refuses any more: what a refused opening had mended would be a change.
            with translate_errors(OPENING):
                if vault._settle():
                    tidy(folder)
                vault.committed()
        except BaseException:
            vault._let_go()
            raise
        return vault

    def _bring_up_to_date(self, key: bytes, migrate: Migrations) -> None:
        from roth_planner.vault.upgrade import upgrade

        with translate_errors(OPENING):
            upgrade(self, key, migrate)

    def _mend(self) -> None:
        """Check what was left open, and write what is missing in the data; or write nothing."""
        with all_or_nothing(self._connection):
            if self._lock.was_left_open:
                search_table.mend(self._connection)
                self.flaws = self.check().flaws
            seal.keep_twice(self._connection)
            self._note_older()

    def _connect_again(self, connection: Any) -> None:
        """Work on with another data file that has taken the place of the one before."""
        from roth_planner.vault.engine import engine_for

        self._connection = connection
        self.engine = engine_for(connection)
        self.__dict__.pop("seal", None)

    def close(self) -> None:
        """Let go of the files; saved work is already on disk. Closing twice does nothing."""
        self._disconnect()
        self._lock.release()

    def _let_go(self) -> None:
        """Close after an opening that failed, and leave the lock saying what it said."""
        self._disconnect()
        self._lock.let_go()

    def _disconnect(self) -> None:
        self.engine.dispose()
        self._connection.close()
        if "_mark" in self.__dict__:
            self._mark.close()

    def __enter__(self) -> Vault:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _absolute(folder: Path) -> Path:
    # A name that starts with "file:" would be read as a URI by SQLite; an absolute one cannot.
    return Path(os.path.abspath(folder))


def _headers(folder: Path) -> tuple[Header, ...]:
    switch.settle(folder)
    with translate_errors(OPENING):
        check_parts(folder)
    return headers.read(folder)
