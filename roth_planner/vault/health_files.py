"""What lies in a vault's folder besides what belongs there, and who may look into it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from roth_planner.vault.ailments import Finding, finding
from roth_planner.vault.data_file import DATA, REKEYED
from roth_planner.vault.filelock import LOCK
from roth_planner.vault.files import beside_of, journal_of
from roth_planner.vault.header import FILES

BALLAST = "ballast"
BACKUPS = "backups"
_OURS = (*FILES, DATA, LOCK, BALLAST)
_CONFLICT = re.compile(r"(?i)conflict|\(\d+\)| \d+(\.|$)|-[a-z0-9-]*(laptop|desktop|pc)[a-z0-9-]*")
"""Names that OneDrive, Dropbox, Google Drive, iCloud, Nextcloud and Syncthing give to copies."""


def files_that_matter(folder: Path, known: set[str]) -> Iterator[Finding]:
    """What is wrong with the folder itself; ``known`` are the kinds of what was found before."""
    copies = [name for name in strangers(folder) if _is_conflict(name)]
    if copies:
        yield finding("conflict_copies", ", ".join(copies))
    if not known & {"rekey_interrupted", "header_lost", "header_altered", "data_foreign"}:
        left = [path.name for path in leftovers(folder) if path.exists()]
        if left:
            yield finding("leftovers", ", ".join(left))
    if os.name == "posix":
        places = (folder, *(folder / name for name in _OURS))
        wide = [
            path.name
            for path in places
            if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
        ]
        # What is in a folder that is closed to others is closed to them too.
        if wide and wide[0] == folder.name:
            yield finding("open_to_others", ", ".join(wide))
    if not (folder / BALLAST).exists():
        yield finding("ballast_missing", BALLAST)


def leftovers(folder: Path) -> tuple[Path, ...]:
    """Where this program leaves something behind when it is cut short, and needs it no more."""
    new = folder / REKEYED
    return (*(beside_of(folder / name) for name in FILES), new, journal_of(new))


def strangers(folder: Path) -> tuple[str, ...]:
    """The names of what is in a vault's folder and is not its own."""
    ours = {*_OURS, BACKUPS, journal_of(folder / DATA).name}
    ours |= {path.name for path in leftovers(folder)}
    return tuple(sorted(path.name for path in folder.iterdir() if path.name not in ours))


def _is_conflict(name: str) -> bool:
    if name in _OURS:
        return False
    return any(
        name.startswith(ours.partition(".")[0])
        and _CONFLICT.search(name.removeprefix(ours.partition(".")[0]))
        for ours in _OURS
    )
