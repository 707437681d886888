"""Sees whether anybody but this program has changed the open data file.

A sync program puts another file in its place or writes into it, and knows nothing of locks. So
before each save the file is compared with how the last save left it: which file it is, how long,
and when it was changed. Nothing is opened for that.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from roth_planner.errors import ChangedOutside
from roth_planner.vault.troubles import SAVING, translate_errors


class Watch:
    """Remembers what the data file is like while nobody else should touch it."""

    def __init__(self, data_file: Path) -> None:
        self._file = data_file
        self._seen: tuple[int, ...] | None = None

    def note(self) -> None:
        """This is what the program itself has left; a change of keys also writes in the data."""
        self._seen = self._look()

    def rolled_back(self) -> None:
        """A save was given up: what SQLite put back is as it was, only with a newer time.

        A file that took its place, or has another length, is somebody else's doing all the same.
        """
        with suppress(OSError):
            now = self._look()
            if self._seen is not None and now[:-1] == self._seen[:-1]:
                self._seen = now

    def check(self) -> None:
        """Raises ChangedOutside if it is not so any more, CannotWrite if it is gone."""
        with translate_errors(SAVING):
            now = self._look()
        if self._seen is not None and now != self._seen:
            raise ChangedOutside(
                "Something other than this program has changed or replaced the vault's file,"
                " probably a program that copies folders. Nothing was saved over it, and what you"
                " typed is still on the screen. Save a copy elsewhere, then open the vault again."
            )

    def _look(self) -> tuple[int, ...]:
        status = self._file.stat()
        return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
