"""A save that stops in the middle: a journal on the disk, and some pages changed already."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.torture.common import QUESTION, Base, enter


def save_halfway(folder: Path, base: Base, words: str, tell: int) -> None:
    """Begin a save, let pages reach the file, tell, and wait to be killed.

    A cache of few pages makes SQLite write changed pages before the commit, as it does in a large
    transaction; the journal is synced before.
    """
    workbook = enter(folder)
    workbook.vault._connection.execute("PRAGMA cache_size = 1")
    with workbook.saving() as step:
        for number in range(30):
            step.change(workbook._get(base.account), {f"answers.{QUESTION}": f"{number} {words}"})
            step.log()
            step._rows.clear()
        os.write(tell, b".")
        time.sleep(600)
