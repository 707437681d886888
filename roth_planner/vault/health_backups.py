"""What the backups in a vault's folder are like: each is read as it lies on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from roth_planner.errors import PlannerError
from roth_planner.vault.ailments import Finding, finding
from roth_planner.vault.header import Header
from roth_planner.vault.health_files import BACKUPS


class BackupFacts(msgspec.Struct, frozen=True):
    """``number`` counts those that are whole. ``newest_holds`` is None where no secret was given to
    read it with; ``proven`` is when a backup was last restored on trial. Times are in UTC, as
    text."""

    number: int = 0
    newest: str = ""
    newest_holds: bool | None = None
    proven: str = ""


def look_at_backups(
    folder: Path, header: Header | None, key: bytes | None, proven: str
) -> tuple[BackupFacts, list[Finding]]:
    """Compare every backup with its digest; the newest is read in full where there is the key.

    Raises CannotWrite where the folder cannot be read.
    """
    from roth_planner.vault import backup, backup_file

    place = backup.place_of(folder)
    if os.path.lexists(place) and not place.is_dir():
        return BackupFacts(proven=proven), [finding("backups_in_the_way", BACKUPS)]
    there = [one for one in backup.backups(place) if one.reason != backup_file.NOT_WHOLE]
    if not there:
        return BackupFacts(proven=proven), [finding("no_backup", BACKUPS)]
    damaged, foreign, misnamed = [], [], []
    whole = []
    for one in there:
        newest = one is there[0]
        try:
            trailer = backup_file.look(one.path)
            backup_file.check_data(one.path, trailer)
            genuine = key is None or trailer.is_genuine(key)
            other = header is not None and trailer.header.vault_id != header.vault_id
            if other or (newest and not genuine):
                foreign.append(one.path.name)
                continue
            if newest and key is not None:
                _read(one.path, key)
        except (PlannerError, OSError):
            damaged.append(one)
            continue
        whole.append(one)
        if (trailer.made, trailer.number) != (one.made, one.number):
            misnamed.append(one.path.name)
    holds = None if key is None and damaged[:1] != there[:1] else there[0] in whole
    facts = BackupFacts(len(whole), (whole or there)[0].made.isoformat(), holds, proven)
    return facts, list(_findings(there[0].path.name, [one.path.name for one in damaged],
                                 foreign, misnamed))  # fmt: skip


def _read(path: Path, key: bytes) -> None:
    from roth_planner.vault.backup_reading import read_with_key

    with read_with_key(path, key):
        pass


def _findings(
    newest: str, damaged: list[str], foreign: list[str], misnamed: list[str]
) -> Iterator[Finding]:
    if newest in damaged:
        yield finding("backup_damaged", newest)
    if older := [name for name in damaged if name != newest]:
        yield finding("older_backups_damaged", ", ".join(older))
    if foreign:
        yield finding("backup_of_another", ", ".join(foreign))
    if misnamed:
        yield finding("backups_misnamed", ", ".join(misnamed))
