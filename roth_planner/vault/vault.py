"""A vault: the encrypted folder on disk, made, opened and closed.

The folder holds ``header.json`` and ``header.bak`` (which secrets open it) and ``data.db`` (the
records, encrypted by SQLCipher). The libraries that open it are loaded when it is opened, because
the unlock page is drawn before.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from roth_planner.errors import (
    CannotWrite,
    DamagedVault,
    NotAVault,
    PlainFile,
    Refused,
    WrongSecret,
)
from roth_planner.vault import header as headers
from roth_planner.vault import keys, recovery
from roth_planner.vault.files import check_name, made_beside, write_new
from roth_planner.vault.header import Header, SlotKind, VaultKind
from roth_planner.vault.keys import DEFAULT, FLOOR, Cost, Derive, Random
from roth_planner.vault.migrations import PACKAGED, Migrations
from roth_planner.vault.passphrase import strength
from roth_planner.vault.troubles import CREATING, OPENING, translate_errors

if TYPE_CHECKING:
    from sqlalchemy import Engine

DATA = "data.db"
_PLAIN_SQLITE = b"SQLite format 3\x00"


class Vault:
    """An open vault. ``engine`` is the way to the records, until ``close``."""

    def __init__(self, folder: Path, header: Header, connection: Any) -> None:
        """Not called from outside: vaults come from ``create`` and ``open``."""
        from roth_planner.vault.engine import engine_for

        self.folder = folder
        self.vault_id = header.vault_id
        self.kind: VaultKind = header.kind
        self.created = header.created
        self.engine: Engine = engine_for(connection)
        self._connection = connection

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
        if kind == "live" and not strength(passphrase).accepted:
            raise Refused(
                "This passphrase would be guessed too soon if the laptop were stolen. No vault was"
                " made. Choose a longer one, for example four words that do not belong together."
            )
        check_name(folder)
        if os.path.lexists(folder):
            raise CannotWrite(
                "There is a file or folder of this name already, so no vault was made there and"
                " nothing was changed. Choose another name."
            )
        data_key = keys.random_bytes(keys.KEY_BYTES, random)
        code = recovery.new(random)
        # 128 random bits cannot be guessed, so stretching them further buys nothing.
        slots: dict[SlotKind, tuple[bytes, Cost]] = {
            "passphrase": (keys.from_passphrase(passphrase), cost),
            "recovery": (recovery.tidy(code).encode(), FLOOR),
        }
        created = datetime.now(UTC).replace(microsecond=0)
        header = headers.make(kind, created, data_key, slots, random, derive)
        with translate_errors(CREATING), made_beside(folder) as making:
            _fill(making, header, data_key, migrate)
        try:
            return cls(folder, header, _connect(folder, data_key)), code
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

        Brings older tables up to date. Raises WrongSecret, NotAVault (with what is missing),
        PlainFile, NewerVault, DamagedVault, VaultInUse, CannotWrite or CipherMissing; in every
        case the vault is as it was.
        """
        folder = _absolute(folder)
        with translate_errors(OPENING):
            _check_parts(folder)
        header, data_key = _unlock(headers.read(folder), secret, derive)
        connection = _connect(folder, data_key)
        vault = cls(folder, header, connection)
        try:
            with translate_errors(OPENING, anything_is_damage=True):
                pending = migrate.pending(connection)
            if pending:
                with translate_errors(OPENING):
                    migrate.upgrade(vault.engine)
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


def _check_parts(folder: Path) -> None:
    if not folder.is_dir():
        raise NotAVault(
            "There is no vault at this place. Nothing was changed. Choose the folder that holds"
            " header.json and data.db."
        )
    if not (folder / DATA).is_file():
        raise NotAVault(
            "The vault's data.db is missing, and it holds all records. Nothing was changed. Put it"
            " back from a backup of the folder, or choose another folder."
        )
    if (folder / DATA).stat().st_size == 0:
        raise DamagedVault(
            "The vault's data.db is empty: something outside the program has emptied it. Nothing"
            " was changed. Keep the folder as it is, and restore the last backup."
        )


def _unlock(copies: tuple[Header, ...], secret: str, derive: Derive) -> tuple[Header, bytes]:
    """The header that is authentic under ``secret``, and the data key.

    What looks like a recovery code is tried as one first, and then as a passphrase, because a
    passphrase may look like one.
    """
    attempts: list[tuple[SlotKind, bytes]] = [("passphrase", keys.from_passphrase(secret))]
    if recovery.is_right(secret):
        attempts.insert(0, ("recovery", recovery.tidy(secret).encode()))
    opened = False
    for header in copies:
        for kind, material in attempts:
            data_key = headers.open_slot(header, kind, material, derive)
            if data_key is not None and headers.is_authentic(header, data_key):
                return header, data_key
            opened = opened or data_key is not None
    if opened:
        raise DamagedVault(
            "The vault's header was changed by something other than this program, so it is not"
            " trusted and the vault stays closed. The data was not touched. Put header.json and"
            " header.bak back from a backup of the folder."
        )
    if recovery.has_the_shape(secret) and not recovery.is_right(secret):
        raise WrongSecret(
            "This does not open the vault. If it was meant as the recovery code, a character is"
            " wrong or two changed places. Nothing was changed. Compare it with your paper."
        )
    raise WrongSecret(
        "This passphrase or recovery code does not open the vault. Nothing was changed. Check"
        " Caps Lock and the spaces and try again, or use the recovery code."
    )


def _connect(folder: Path, data_key: bytes) -> Any:
    """The keyed connection to a vault's data file."""
    from roth_planner.vault.engine import connect

    data_file = folder / DATA
    try:
        return connect(data_file, keys.sub_key(data_key, "database"))
    except DamagedVault:
        # Looked into only now: while the vault is open elsewhere in this process, closing a
        # file handle on it would drop the lock; being open would have raised VaultInUse before.
        if _starts_plain(data_file):
            raise PlainFile(
                "The vault's data.db is not encrypted: it is a plain SQLite file put in its place,"
                " and is refused. Nothing in it was changed. Restore the last backup."
            ) from None
        raise


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
