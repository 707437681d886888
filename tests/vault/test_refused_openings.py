"""An opening that is refused leaves every file as it was, also one that had something to mend."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from roth_planner.errors import (
    DamagedVault,
    NewerVault,
    NotAVault,
    OlderCopy,
    PlannerError,
    VaultInUse,
    WrongSecret,
)
from roth_planner.vault import Vault, search_table
from roth_planner.vault.engine import connect
from roth_planner.vault.filelock import LOCK, FileLock
from roth_planner.vault.header import FILES
from roth_planner.vault.seal_key import SECOND, kept_keys
from roth_planner.workbook import Ref, Workbook

from .tools import PASSPHRASE, database_key, remembered, reopen

LEFT = b'{"computer":"another","user":"x","process":7,"since":"2026-11-01T10:00:00Z"}'


def every_byte(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of the vault, its lock included."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def data_of(folder: Path) -> Iterator[Any]:
    connection = connect(folder / "data.db", database_key(folder))
    try:
        yield connection
    finally:
        connection.close()


def leave_everything_to_be_mended(folder: Path) -> None:
    """A damaged copy of the header, half of the seal's key, an old search index, a cut-off end."""
    with data_of(folder) as connection:
        connection.execute("INSERT INTO search (rowid, text) VALUES (1, 'what is not so any more')")
        connection.execute("DELETE FROM desk WHERE key = ?", (SECOND,))
        assert not search_table.in_step(connection)
    (folder / FILES[1]).write_bytes(b"half of a hea")
    (folder / f"{FILES[0]}.tmp").write_bytes(b"left by a power cut")
    (folder / LOCK).write_bytes(LEFT)


def _older(folder: Path, stack: ExitStack) -> str:
    older = folder.with_name("older")
    shutil.copytree(folder, older)
    workbook = Workbook.open(folder, PASSPHRASE)
    workbook.save(Ref("account", 1), {"how_connect": "Since then."})
    workbook.close()
    shutil.rmtree(folder)
    older.rename(folder)
    leave_everything_to_be_mended(folder)
    return PASSPHRASE


def _newer(folder: Path, stack: ExitStack) -> str:
    leave_everything_to_be_mended(folder)
    with data_of(folder) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    return PASSPHRASE


def _damaged(folder: Path, stack: ExitStack) -> str:
    """Found by the last check of all: pages that belong to nothing."""
    leave_everything_to_be_mended(folder)
    with data_of(folder) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        name = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchone()
        connection.execute("DELETE FROM sqlite_master WHERE name = ?", name)
    return PASSPHRASE


def _no_key(folder: Path, stack: ExitStack) -> str:
    leave_everything_to_be_mended(folder)
    with data_of(folder) as connection:
        connection.execute("DELETE FROM seal_key")
    return PASSPHRASE


def _older_header(folder: Path, stack: ExitStack) -> str:
    leave_everything_to_be_mended(folder)
    with data_of(folder) as connection:
        connection.execute("PRAGMA user_version = 40")
    return PASSPHRASE


def _other_data(folder: Path, stack: ExitStack) -> str:
    leave_everything_to_be_mended(folder)
    (folder / "data.db").write_bytes(bytes(range(256)) * 400)
    return PASSPHRASE


def _wrong(folder: Path, stack: ExitStack) -> str:
    leave_everything_to_be_mended(folder)
    return "not the one"


def _in_use(folder: Path, stack: ExitStack) -> str:
    leave_everything_to_be_mended(folder)
    lock = FileLock(folder)
    stack.callback(lock.let_go)
    return PASSPHRASE


def _gone(folder: Path, stack: ExitStack) -> str:
    leave_everything_to_be_mended(folder)
    (folder / "data.db").unlink()
    return PASSPHRASE


@pytest.mark.parametrize(
    ("harm", "refusal"),
    [
        (_older, OlderCopy), (_newer, NewerVault), (_damaged, DamagedVault),
        (_no_key, DamagedVault), (_older_header, DamagedVault), (_other_data, DamagedVault),
        (_wrong, WrongSecret), (_in_use, VaultInUse), (_gone, NotAVault),
    ],
    ids=lambda what: getattr(what, "__name__", "").strip("_"),
)  # fmt: skip
def test_whatever_refuses_the_vault_is_as_it_was_to_the_byte(
    harm: Callable[[Path, ExitStack], str], refusal: type[PlannerError], home: Path
) -> None:
    with ExitStack() as stack:
        secret = harm(home, stack)
        before = every_byte(home)
        for _ in range(2):
            with pytest.raises(PlannerError) as refused:
                reopen(home, secret)
            assert refused.type is refusal
            assert every_byte(home) == before


@pytest.mark.parametrize("older", [False, True], ids=["current", "older, and accepted"])
def test_what_opens_is_mended_in_full_and_saves_without_taking_itself_for_a_stranger(
    older: bool, home: Path
) -> None:
    with ExitStack() as stack:
        (_older if older else lambda folder, _: leave_everything_to_be_mended(folder))(home, stack)
    workbook = Workbook(Vault.open(home, PASSPHRASE, accept_older=older, derive=remembered))
    first, second = kept_keys(workbook.vault._connection)
    assert first == second and first is not None
    assert search_table.in_step(workbook.vault._connection)
    assert workbook.vault.older_accepted is older
    workbook.save(Ref("account", 1), {"how_connect": "Saved after the opening."})
    assert workbook.vault.check().holds
    workbook.close()
    one, other = ((home / name).read_bytes() for name in FILES)
    assert one == other
    assert not (home / f"{FILES[0]}.tmp").exists()
    assert (home / LOCK).read_bytes() == b""
    with reopen(home) as vault:
        assert not vault.older_accepted
