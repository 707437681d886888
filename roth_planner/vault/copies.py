"""The two copies of the header on the disk, replaced so that one that opens is always there.

Each new copy is finished beside the old one, synced and read back, and then takes its place in one
step. So every copy is whole at every moment, and at least one opens with the secret of before or
with the new one: at first both are old; between the two replacements there is one of each; then
both are new. What was cut short in between is settled when the vault is opened next.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from roth_planner.errors import PlannerError
from roth_planner.vault import header as headers
from roth_planner.vault.files import beside_of, put_in_place, write_beside
from roth_planner.vault.header import Header
from roth_planner.vault.troubles import Trouble, translate_errors


def write(folder: Path, header: Header) -> None:
    """Make both files of a vault this header, where they are not yet; raises OSError.

    When it raises, the header of before is still there and opens. Once the first file is
    replaced the change holds; if the second cannot be, it is when the vault is opened next.
    """
    content = headers.encode(header)
    paths = [path for path in _worst_first(folder) if _content(path) != content]
    try:
        # All room on the disk is taken before anything is replaced.
        for path in paths:
            write_beside(path, content)
        for path in paths[:1]:
            put_in_place(beside_of(path), path)
    except BaseException:
        for path in paths:
            with suppress(OSError):
                beside_of(path).unlink(missing_ok=True)
        raise
    with suppress(OSError):
        for path in paths[1:]:
            put_in_place(beside_of(path), path)


def note_epoch(connection: Any, epoch: int) -> None:
    """Note the epoch of the header in the data. What fails now is made up for at the next open."""
    with suppress(PlannerError), translate_errors():
        if connection.execute("PRAGMA user_version").fetchone()[0] != epoch:
            connection.execute(f"PRAGMA user_version = {epoch:d}")


def _worst_first(folder: Path) -> list[Path]:
    """The files of the header: what is no good first, so that a good one is the last to go."""

    def is_good(path: Path) -> bool:
        try:
            headers.parse(_content(path))
        except PlannerError:
            return False
        return True

    return sorted((folder / name for name in reversed(headers.FILES)), key=is_good)


def _content(path: Path) -> bytes:
    try:
        return headers.read_file(path)
    except OSError:
        return b""


CHANGING: Mapping[Trouble, str] = {
    Trouble.FULL: "The disk is full, so the vault's keys were not changed. What opened it before"
    " still does. Make room on the disk and try again.",
    Trouble.READ_ONLY: "This account may not write in the vault's folder, so its keys were not"
    " changed. What opened it before still does. Allow writing there and try again.",
    Trouble.FAILED: "The disk did not take what was written, so the vault's keys were not changed."
    " What opened it before still does. Check that the disk is connected and try again.",
    Trouble.GONE: "The vault's folder is no longer there, so its keys were not changed. What opened"
    " it before still does. Check that the disk is connected and try again.",
    Trouble.IN_USE: "Another program is using the vault's files, so its keys were not changed. What"
    " opened it before still does. Close that program and try again.",
    Trouble.DAMAGED: "A damaged part of the vault was met, so its keys were not changed. What"
    " opened it before still does. Restore the last backup first.",
}
