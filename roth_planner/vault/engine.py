"""The keyed connection: the one place where the data of a vault is opened.

It fails closed. The encryption library must be there and new enough, the key must be a raw key,
and every safety setting is set, read back and compared, at every open. One connection, held for
itself alone, in rollback mode; no second database can be attached, so no plain copy can be
written through it.

While a vault is open no other code of this process may open and close ``data.db`` as a file: on
POSIX systems that drops the lock of the connection (sqlite.org/howtocorrupt.html, 2.2).
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from roth_planner.errors import CipherMissing
from roth_planner.vault.pages import salt_of
from roth_planner.vault.troubles import OPENING, translate_errors

OLDEST_SQLITE = (3, 51, 3)
"""Before it committed data could be lost (sqlite.org/wal.html#walresetbug)."""
OLDEST_SQLCIPHER = (4, 12, 0)
"""The oldest release whose damage, crash and power-loss behaviour was measured."""

# name, value to set, what it reads back; meanings: sqlite.org/pragma.html, zetetic.net's API page.
# TRUNCATE with EXTRA lost nothing in 1,080 replayed power cuts; FULL did, and WAL loses saved work
# when something touches its side file. A MEMORY temp store keeps sorting out of the temp folder.
# Memory security makes search 12 times slower, and locking ends the process anyway.
SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "EXTRA", "3"),
    ("temp_store", "MEMORY", "2"),
    ("secure_delete", "ON", "1"),
    ("foreign_keys", "ON", "1"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    ("mmap_size", "0", "0"),
)
CIPHER_SETTINGS: tuple[tuple[str, str], ...] = (
    ("cipher_status", "1"),
    ("cipher_use_hmac", "1"),
    ("cipher_plaintext_header_size", "0"),
    ("cipher_memory_security", "0"),
    ("cipher_log_level", "none"),
)

_PATIENCE = 0.2
"""Seconds to wait for a lock. Whoever holds it holds it until closing, so waiting is no use."""

_RAW_KEY = re.compile(r"x'[0-9a-f]{64}[0-9a-f]{32}'\Z")


def connect(
    data_file: Path,
    key: bytes,
    *,
    reading: bool = False,
    lenient: bool = False,
    driver: Any = None,
) -> Any:
    """An open DB-API connection to the encrypted ``data_file`` under the 32 byte ``key``.

    The file must be there (empty for a new vault). With ``reading`` it is taken as one that nobody
    changes, such as a backup: no lock, no journal, and nothing is written into it or beside it.
    ``lenient`` also reads a file of which the end is missing, as far as it goes. ``driver`` is the
    DB-API module, by default SQLCipher's. Raises CipherMissing, VaultInUse, CannotWrite, and
    DamagedVault for a wrong key, a plain or foreign file or damage, which look alike until the file
    is looked into.
    """
    # With the salt in the key, a file whose first 16 bytes are gone is still read.
    raw_key = f"x'{key.hex()}{salt_of(key).hex()}'"
    # Any other length is silently taken for a passphrase and stretched differently.
    if not _RAW_KEY.match(raw_key):
        raise ValueError("a raw key is 32 bytes")
    driver = driver or _sqlcipher()
    _check_version("SQLite", driver.sqlite_version, OLDEST_SQLITE)
    # sqlite.org/uri.html; as a URI the path is spelled so that no character of it has a meaning.
    name = f"{data_file.absolute().as_uri()}?mode=ro&immutable=1" if reading else str(data_file)
    with translate_errors(OPENING, anything_is_damage=True):
        connection = driver.connect(
            name, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, uri=reading
        )
    try:
        with translate_errors(OPENING, anything_is_damage=True):
            connection.execute("PRAGMA cipher_log_level = NONE")
            row = connection.execute("PRAGMA cipher_version").fetchone()
            _check_version("SQLCipher", row[0] if row else "", OLDEST_SQLCIPHER)
            connection.set_key(raw_key)
            connection.enable_load_extension(False)
            connection.set_authorizer(_deny_other_files)
            if lenient:
                # Under it SQLite takes fewer pages than page 1 tells of for no damage (btree.c).
                connection.execute("PRAGMA writable_schema = ON")
            _apply_settings(connection)
            # The lock is taken now and kept, not at the first save. Nothing is written.
            connection.execute("BEGIN" if reading else "BEGIN EXCLUSIVE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("COMMIT")
    except BaseException:
        with suppress(Exception):
            connection.close()
        raise
    return connection


def connect_to_nothing() -> Any:
    """A connection to tables in memory, which no file ever holds: to see what tables are like."""
    return _sqlcipher().connect(":memory:", isolation_level=None, check_same_thread=False)


def engine_for(connection: Any) -> Engine:
    """SQLAlchemy's way to the one ``connection``; every transaction is ``BEGIN IMMEDIATE``.

    Error texts of this engine never hold what was being saved.
    """
    engine = create_engine(
        "sqlite+pysqlite://",
        module=_sqlcipher(),
        creator=lambda: connection,
        poolclass=StaticPool,
        hide_parameters=True,
        echo=False,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _sqlcipher() -> Any:
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise CipherMissing(
            "The encryption library SQLCipher is missing, so no vault is opened. Your vaults are"
            " unchanged. Install ROTH Planner again."
        ) from None
    return dbapi2


def _check_version(name: str, version: str, oldest: tuple[int, int, int]) -> None:
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:3])
    if numbers < oldest:
        raise CipherMissing(
            f"The {name} library is too old to be trusted with a vault: {version or 'none'}, and"
            f" at least {'.'.join(map(str, oldest))} is needed. Your vaults are unchanged."
            " Install the current ROTH Planner."
        )


def _apply_settings(connection: Any) -> None:
    expected = [*CIPHER_SETTINGS]
    for name, value, read_back in SETTINGS:
        connection.execute(f"PRAGMA {name} = {value}")
        expected.append((name, read_back))
    for name, read_back in expected:
        row = connection.execute(f"PRAGMA {name}").fetchone()
        if row is None or str(row[0]).lower() != read_back:
            raise CipherMissing(
                f"A safety setting of the vault ({name}) could not be switched on, so it was not"
                " opened. Nothing was changed. Install ROTH Planner again, and if that does not"
                " help, restore the last backup."
            )


def _deny_other_files(action: int, *_names: str | None) -> int:
    """SQLite's authorizer: 24 is ATTACH and 25 DETACH; 0 allows and 1 denies."""
    return 1 if action in (24, 25) else 0


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
