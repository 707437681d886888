"""What a power cut may interrupt, each in a process of its own that tells what is done.

``python -m tests.torture.acts NAME ROOT``: ROOT holds ``base.rothvault`` and the home folder. A
line on standard output means that the person was told so.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from roth_planner.vault import FLOOR, PRACTICE_PASSPHRASE, Vault, engine, rekey
from tests.torture.common import NEW, QUESTION, WORDS, enter
from tests.vault.tools import PASSPHRASE, remembered

VAULT = "base.rothvault"
RESTORED = "restored.rothvault"
SAVES = 6


def tell(words: str) -> None:
    """The person was told."""
    os.write(1, f"{words}\n".encode())


def _save(root: Path) -> None:
    from tests.torture.common import account_in

    workbook = enter(root / VAULT)
    account = account_in(workbook)
    for number in range(1, SAVES + 1):
        workbook.save(account, {QUESTION: f"save {number}: {WORDS * (number % 3 + 1)}"})
        tell(f"saved {number}")
    workbook.close()


def _header(root: Path) -> None:
    with Vault.open(root / VAULT, PASSPHRASE, derive=remembered) as vault:
        vault.change_passphrase(PASSPHRASE, NEW, cost=FLOOR, derive=remembered)
        tell("changed")


def _rekey(root: Path) -> None:
    rekey(root / VAULT, PASSPHRASE, NEW, cost=FLOOR, derive=remembered)
    tell("rekeyed")


def _backup(root: Path) -> None:
    from roth_planner.vault import backup

    with Vault.open(root / VAULT, PASSPHRASE, derive=remembered) as vault:
        backup.make(vault)
        tell("made")


def _restore(root: Path) -> None:
    from roth_planner.vault import backup
    from roth_planner.vault.restore import restore

    newest = backup.backups(backup.place_of(root / VAULT))[0]
    restore(newest.path, PASSPHRASE, root / RESTORED, derive=remembered)
    tell("restored")


def _migrate(root: Path) -> None:
    Vault.open(root / VAULT, PRACTICE_PASSPHRASE, derive=remembered).close()
    tell("opened")


ACTS: dict[str, Callable[[Path], None]] = {
    "save": _save,
    "header write": _header,
    "rekey": _rekey,
    "backup": _backup,
    "restore": _restore,
    "migration": _migrate,
}


def main(name: str, root: Path, broken: str = "") -> None:
    """Do one act; ``broken`` is a setting to be off, for a teeth check."""
    if broken:
        engine.SETTINGS = tuple(
            ("synchronous", "OFF", "0") if row[0] == "synchronous" else row
            for row in engine.SETTINGS
        )
    ACTS[name](root)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
