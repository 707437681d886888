"""One writer at a time: a lock of the operating system on a file in the vault's folder.

The system lets go of it when the program ends, however it ends, so there is no stale lock. What
the file says is only for people: who has the vault open and since when. It is emptied when the
vault is closed, so words in a lock that nobody holds mean that the program did not end as it
should, and everything is to be checked.
"""

from __future__ import annotations

import datetime as dt
import errno
import getpass
import os
import platform
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

LOCK = "lock"
_LONGEST = 4096
_BETWEEN = 0.01
"""Seconds between two looks whether a lock is free."""


class Holder(msgspec.Struct, frozen=True):
    """Who has a vault open."""

    computer: str
    user: str
    process: int
    since: dt.datetime


class Held(Exception):
    """Another program has the lock; ``holder`` says who, where that can be read."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__()
        self.holder = holder


class FileLock:
    """The lock of one vault folder, taken when it is made."""

    def __init__(self, folder: Path, *, unseen: bool = False) -> None:
        """Raises Held. Where this account may not write, or the system of files has no locks, no
        lock is taken: the data file has one of its own. ``unseen`` is for who only looks: no file
        is made, and what it says stays."""
        self.was_left_open = False
        self._before = b""
        self._file: IO[bytes] | None = None
        self._unseen = unseen
        flags = os.O_RDWR | (0 if unseen else os.O_CREAT) | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(folder / LOCK, flags, 0o600)
        except OSError:
            return
        file = os.fdopen(descriptor, "r+b", buffering=0)
        try:
            taken = _take(file)
        except BlockingIOError:
            file.close()
            raise Held(holder(folder)) from None
        if not taken:
            file.close()
            return
        self._file = file
        with suppress(OSError):
            self.was_left_open = os.fstat(file.fileno()).st_size > 0
            if not unseen:
                self._before = file.read(_LONGEST)
                self._say(msgspec.json.encode(_me()))

    @property
    def held(self) -> bool:
        """Whether the lock is ours."""
        return self._file is not None

    def release(self) -> None:
        """Say that the vault was closed as it should be, and let go. Twice does nothing."""
        if self._file is not None and not self._unseen:
            with suppress(OSError):
                self._file.truncate(0)
        self._close()

    def let_go(self) -> None:
        """Let go after an opening that failed: what was to be checked still is."""
        if self.was_left_open:
            if not self._unseen:
                with suppress(OSError):
                    self._say(self._before)
            self._close()
        else:
            self.release()

    def _close(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            file.close()

    def _say(self, words: bytes) -> None:
        assert self._file is not None
        self._file.seek(0)
        self._file.truncate()
        self._file.write(words)


def holder(folder: Path) -> Holder | None:
    """What the lock file says of who has the vault open."""
    try:
        with (folder / LOCK).open("rb") as file:
            return msgspec.json.decode(file.read(_LONGEST), type=Holder)
    except (OSError, msgspec.DecodeError):
        return None


def _me() -> Holder:
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = ""
    return Holder(
        platform.node(), user, os.getpid(), dt.datetime.now(dt.UTC).replace(microsecond=0)
    )


def _take(file: IO[bytes]) -> bool:
    """Lock the file; False where that cannot be done here. Raises BlockingIOError if it is held."""
    import portalocker

    try:
        portalocker.lock(file, portalocker.LOCK_EX | portalocker.LOCK_NB)
    except portalocker.AlreadyLocked:
        raise BlockingIOError from None
    except portalocker.LockException as error:
        number = getattr(error.args[0] if error.args else None, "errno", None)
        if number in (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK):
            raise BlockingIOError from None
        return False
    return True


def lock_soon(file: IO[bytes], patience: float) -> bool:
    """Lock a file that others hold for moments only; False if it cannot be had in that time."""
    until = time.monotonic() + patience
    while True:
        try:
            return _take(file)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_BETWEEN)
