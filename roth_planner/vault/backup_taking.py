"""The copy a backup is made of: taken while nobody saves, and read in full before it counts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from roth_planner.errors import DamagedVault
from roth_planner.vault import copying
from roth_planner.vault.backup_words import MAKING_BACKUP
from roth_planner.vault.header import Header
from roth_planner.vault.seal import Head
from roth_planner.vault.seal_check import Flaw, check
from roth_planner.vault.troubles import Trouble

if TYPE_CHECKING:
    from roth_planner.vault.vault import Vault


class Taken(msgspec.Struct, frozen=True):
    """What the vault was like at the moment of copying."""

    header: Header
    head: Head
    counts: dict[str, int]


def take(vault: Vault, making: Path, key: bytes) -> Taken:
    """Copy an open vault into a new file under ``key``; the caller holds ``busy``."""
    copying.copy_to(vault._connection, making, key, 0)
    # The header after the data: a secret that was changed meanwhile would else open neither.
    return Taken(vault._header, vault.seal.head(), copying.counts(vault._connection))


def verify(making: Path, key: bytes, taken: Taken) -> tuple[Flaw, ...]:
    """Read all of the copy; what the seal does not hold for. Raises DamagedVault."""
    copy = copying.connect_copy(making, key, reading=True)
    try:
        sealed = check(copy)
        whole = (
            copying.is_sound(copy)
            and sealed.head == taken.head
            and copying.counts(copy) == taken.counts
        )
    finally:
        copy.close()
    if not whole:
        raise DamagedVault(MAKING_BACKUP[Trouble.DAMAGED])
    return sealed.flaws
