"""The data file of a vault on the disk: whether it is there, and how it is opened.

Also how a finished file takes its place: a rekey (``rekey.py``) and an upgrade (``upgrade.py``)
make the data anew beside it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from roth_planner.errors import CannotWrite, DamagedVault, NotAVault, PlainFile
from roth_planner.vault import copies, keys
from roth_planner.vault.files import journal_of, put_in_place
from roth_planner.vault.header import Header
from roth_planner.vault.pages import PAGE
from roth_planner.vault.troubles import OPENING, Trouble, translate_errors

DATA = "data.db"
REKEYED = "data.new"
"""The data made anew, from when it is whole until it takes the place of ``data.db``."""
_PLAIN_SQLITE = b"SQLite format 3\x00"


def check_parts(folder: Path) -> None:
    """Raises NotAVault if a part of the folder is missing, DamagedVault if the data is empty."""
    if not os.path.isdir(folder):  # unlike Path, for any name at all
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


def check_writable(folder: Path) -> None:
    """Raises CannotWrite where this account may not change the vault.

    SQLite would open it all the same, and the first save would find out, with words on the screen.
    """
    effective = os.access in os.supports_effective_ids
    for path in (folder, folder / DATA):
        if path.exists() and not os.access(path, os.W_OK, effective_ids=effective):
            raise CannotWrite(OPENING[Trouble.READ_ONLY])


def connect_data(folder: Path, header: Header, data_key: bytes) -> Any:
    """The keyed connection to a vault's data file, after finishing a rekey that was cut short."""
    from roth_planner.vault.engine import connect

    data_file = folder / DATA
    key = keys.sub_key(data_key, "database")
    try:
        # A connection would make a file that is missing, and begin one that is a single byte.
        if not data_file.is_file() or data_file.stat().st_size < PAGE:
            raise DamagedVault(OPENING[Trouble.DAMAGED])
        check_journal(data_file, key)
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


def check_journal(data_file: Path, key: bytes) -> None:
    """Refuse a journal that would spoil the data when SQLite takes the last save back with it.

    SQLite plays back whatever lies beside a file by that name. Raises DamagedVault.
    """
    from roth_planner.vault.journal import journal_beside

    with translate_errors(OPENING):
        found = journal_beside(data_file, key)
    if found == "foreign":
        raise DamagedVault(
            "The file data.db-journal beside the vault's data is damaged or belongs to another"
            " vault, so the save that was cut short cannot be taken back with it. Nothing was"
            " changed. Keep the folder as it is, and restore the last backup."
        )


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


def tidy(folder: Path) -> None:
    """Remove what a rekey left behind that was cut short before it counted."""
    with suppress(OSError):
        for path in (folder / REKEYED, journal_of(folder / REKEYED)):
            path.unlink(missing_ok=True)


def _starts_plain(data_file: Path) -> bool:
    with translate_errors(OPENING), data_file.open("rb") as file:
        return file.read(len(_PLAIN_SQLITE)) == _PLAIN_SQLITE
