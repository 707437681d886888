"""The journal beside a data file: whether SQLite may play it back, told before it does.

SQLite plays back whatever lies beside a file by that name, and then cuts the file to the length
that the journal tells. Its pages are proved one by one (``pages.py``); nothing proves the length,
so where something would be cut off it is first tried on a copy, which is encrypted as the data is.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Literal, TypeAlias

from roth_planner.errors import DamagedVault
from roth_planner.vault.files import journal_of
from roth_planner.vault.pages import PAGE, PageCheck, taken_back_to

Journal: TypeAlias = Literal["none", "fits", "foreign"]


def journal_beside(data_file: Path, key: bytes) -> Journal:
    """What lies beside a closed data file: nothing that SQLite would play back, what a save that
    was cut short has left, or what would spoil the data.

    Not for a file that is open in this process. Raises OSError.
    """
    found = PageCheck(key).journal(data_file)
    if found == "fits" and not _leaves_whole(data_file, key):
        return "foreign"
    return found


def _leaves_whole(data_file: Path, key: bytes) -> bool:
    from roth_planner.vault.engine import connect

    pages = -(-data_file.stat().st_size // PAGE)
    if taken_back_to(data_file) >= pages:
        return True
    with tempfile.TemporaryDirectory(prefix="roth-") as private:
        copy = Path(private) / data_file.name
        shutil.copyfile(data_file, copy)
        shutil.copyfile(journal_of(data_file), journal_of(copy))
        try:
            # Refused where page 1 tells of more pages than are left (sqlite.org/fileformat.html).
            connection = connect(copy, key)
        except DamagedVault:
            return False
        try:
            return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        finally:
            connection.close()
