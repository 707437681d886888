"""A vault: the encrypted folder on disk, made, opened and closed.

The folder holds ``header.json`` and ``header.bak`` (which secrets open it) and ``data.db`` (the
records, encrypted by SQLCipher). The libraries that open it are loaded when it is opened, because
the unlock page is drawn before.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from roth_planner.errors import (
    CannotWrite,
    DamagedVault,
    NotAVault,
    PlainFile,
)
from roth_planner.vault import copies, keys, recovery
from roth_planner.vault import header as headers
from roth_planner.vault.device import (
    DOES_NOT_FIT,
    NOT_REMEMBERED,
    THIS_COMPUTER,
    Device,
    DeviceUnavailable,
)
from roth_planner.vault.files import check_name, journal_of, made_beside, put_in_place, write_new
from roth_planner.vault.header import Header, Secrets, VaultKind
from roth_planner.vault.keys import DEFAULT, FLOOR, Cost, Derive, Random
from roth_planner.vault.migrations import PACKAGED, Migrations
from roth_planner.vault.slots import Slots, check_strength, find_key, unlock
from roth_planner.vault.troubles import CREATING, OPENING, Trouble, translate_errors

if TYPE_CHECKING:
    from sqlalchemy import Engine

DATA = "data.db"
REKEYED = "data.new"
"""The data under a new key, from when it is whole until it takes the place of ``data.db``."""
_PLAIN_SQLITE = b"SQLite format 3\x00"


class Vault(Slots):
    """An open vault. ``engine`` is the way to the records, until ``close``."""

    def __init__(self, folder: Path, header: Header, data_key: bytes, connection: Any) -> None:
        """Not called from outside: vaults come from ``create`` and ``open``."""
        from roth_planner.vault.engine import engine_for

        super().__init__(folder, header, data_key, connection)
        self.engine: Engine = engine_for(connection)

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        *,
        kind: VaultKind = "live",
        cost: Cost = DEFAULT,
        migrate: Migrations = PACKAGED,
        derive: Derive = keys.derive,
        random: Random = os.urandom,
    ) -> tuple[Vault, str]:
        """A new vault in ``folder``, which must not exist yet, open; and its recovery code.

        The code is nowhere else: show it once. Everything is made in a folder beside and put in
        place in one step, so there is a whole vault or none. Raises Refused for a passphrase
        that is too weak for real records, CannotWrite for a folder that exists, a full disk or
        one that may not be written, CipherMissing.
        """
        folder = _absolute(folder)
        check_strength(kind, passphrase)
        check_name(folder)
        if os.path.lexists(folder):
            raise CannotWrite(
                "There is a file or folder of this name already, so no vault was made there and"
                " nothing was changed. Choose another name."
            )
        data_key = keys.random_bytes(keys.KEY_BYTES, random)
        code = recovery.new(random)
        # 128 random bits cannot be guessed, so stretching them further buys nothing.
        secrets: Secrets = {
            "passphrase": (keys.from_passphrase(passphrase), cost),
            "recovery": (recovery.tidy(code).encode(), FLOOR),
        }
        created = datetime.now(UTC).replace(microsecond=0)
        header = headers.make(kind, created, data_key, secrets, random, derive)
        with translate_errors(CREATING), made_beside(folder) as making:
            _fill(making, header, data_key, migrate)
        try:
            return cls(folder, header, data_key, _connect(folder, header, data_key)), code
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    @classmethod
    def open(
        cls,
        folder: Path,
        secret: str,
        *,
        migrate: Migrations = PACKAGED,
        derive: Derive = keys.derive,
    ) -> Vault:
        """The vault in ``folder``, opened with its passphrase or its recovery code.

        Brings older tables up to date, and repairs a damaged copy of the header from the good
        one. Raises WrongSecret, NotAVault (with what is missing), PlainFile, NewerVault,
        DamagedVault, VaultInUse, CannotWrite or CipherMissing; in every case the vault is as it
        was.
        """
        folder = _absolute(folder)
        header, data_key = unlock(_headers(folder), secret, derive)
        return cls._enter(folder, header, data_key, migrate)

    @classmethod
    def open_with_device(
        cls,
        folder: Path,
        *,
        device: Device = THIS_COMPUTER,
        migrate: Migrations = PACKAGED,
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
        return cls._enter(folder, *found, migrate)

    @classmethod
    def _enter(cls, folder: Path, header: Header, data_key: bytes, migrate: Migrations) -> Vault:
        vault = cls(folder, header, data_key, _connect(folder, header, data_key))
        try:
            with translate_errors(OPENING, anything_is_damage=True):
                vault._check_current()
                pending = migrate.pending(vault._connection)
            with translate_errors(OPENING):
                if pending:
                    migrate.upgrade(vault.engine)
                if vault._settle():
                    _tidy(folder)
        except BaseException:
            vault.close()
            raise
        return vault

    def close(self) -> None:
        """Let go of the data file; saved work is already on disk. Closing twice does nothing."""
        self.engine.dispose()
        self._connection.close()

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
    with translate_errors(OPENING):
        _check_parts(folder)
    return headers.read(folder)


def _check_parts(folder: Path) -> None:
    if not folder.is_dir():
        raise NotAVault(
            "There is no vault at this place. Nothing was changed. Choose the folder that holds"
            " header.json and data.db."
        )
    if not (folder / DATA).is_file():
        if (folder / REKEYED).is_file():
            return  # a stick without a journal lost power while one took the other's place
        raise NotAVault(
            "The vault's data.db is missing, and it holds all records. Nothing was changed. Put it"
            " back from a backup of the folder, or choose another folder."
        )
    if (folder / DATA).stat().st_size == 0:
        raise DamagedVault(
            "The vault's data.db is empty: something outside the program has emptied it. Nothing"
            " was changed. Keep the folder as it is, and restore the last backup."
        )


def _connect(folder: Path, header: Header, data_key: bytes) -> Any:
    """The keyed connection to a vault's data file, after finishing a rekey that was cut short."""
    from roth_planner.vault.engine import connect

    data_file = folder / DATA
    key = keys.sub_key(data_key, "database")
    try:
        if not data_file.is_file():  # a connection would make it
            raise DamagedVault(OPENING[Trouble.DAMAGED])
        return connect(data_file, key)
    except DamagedVault:
        with translate_errors(OPENING):
            if _finish_rekey(folder, header, key):
                return connect(data_file, key)
        # Looked into only now: while the vault is open elsewhere in this process, closing a
        # file handle on it would drop the lock; being open would have raised VaultInUse before.
        if data_file.is_file() and _starts_plain(data_file):
            raise PlainFile(
                "The vault's data.db is not encrypted: it is a plain SQLite file put in its place,"
                " and is refused. Nothing in it was changed. Restore the last backup."
            ) from None
        raise


def _finish_rekey(folder: Path, header: Header, key: bytes) -> bool:
    """Put the data of a new key in place (``rekey.py``), if this header is the one for it."""
    from roth_planner.vault.engine import connect

    rekeyed = folder / REKEYED
    if not rekeyed.is_file() or rekeyed.stat().st_size == 0:
        return False
    try:
        connection = connect(rekeyed, key)
    except DamagedVault:
        return False  # made for other keys, or not finished
    noted = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    if noted != header.epoch:
        return False
    copies.write(folder, header)
    put_rekeyed_in_place(folder)
    return True


def put_rekeyed_in_place(folder: Path) -> None:
    """Let the finished and closed data of a new key take the place of the old; raises OSError."""
    journal_of(folder / REKEYED).unlink(missing_ok=True)
    with suppress(FileNotFoundError):  # another window was quicker
        put_in_place(folder / REKEYED, folder / DATA)


def _tidy(folder: Path) -> None:
    """Remove what a rekey left behind that was cut short before it counted."""
    with suppress(OSError):
        for path in (folder / REKEYED, journal_of(folder / REKEYED)):
            path.unlink(missing_ok=True)


def _starts_plain(data_file: Path) -> bool:
    with translate_errors(OPENING), data_file.open("rb") as file:
        return file.read(len(_PLAIN_SQLITE)) == _PLAIN_SQLITE


def _fill(making: Path, header: Header, data_key: bytes, migrate: Migrations) -> None:
    from roth_planner.vault.engine import connect, engine_for

    for name in headers.FILES:
        write_new(making / name, headers.encode(header))
    write_new(making / DATA, b"")
    connection = connect(making / DATA, keys.sub_key(data_key, "database"))
    engine = engine_for(connection)
    try:
        migrate.upgrade(engine)
    finally:
        # Closed before the folder gets its name: Windows renames no folder with an open file.
        engine.dispose()
        connection.close()
