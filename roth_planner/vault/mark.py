"""The last-seen mark: what a vault was like when it was last used on this computer.

An older copy of a whole vault is genuine in every part, so nothing inside it can tell. The mark is
kept outside, in the person's own data folder: number and seal of the last change, signed with the
key of the seal. A vault that has not come as far as its mark is an older copy; one that has come
further on another computer must still hold the marked change.

The file holds two records of the same form that are written by turns, so a write that was cut
short leaves the one before. It is not synced: a mark that lags behind only knows less, and it is
never ahead of the data, which is synced first.
"""

from __future__ import annotations

import hashlib
import os
import struct
from contextlib import suppress
from pathlib import Path

from roth_planner.vault.seal import HASH_BYTES, Head

_RECORD = struct.Struct(f"<QQ{HASH_BYTES}s")
_SIZE = _RECORD.size + HASH_BYTES
_PERSON = b"mark"


def marks_folder() -> Path:
    """Where the marks of all vaults are, for this person on this computer."""
    from roth_planner.paths import user_folder

    return user_folder() / "marks"


class MarkFile:
    """The mark of one vault on this computer. Trouble with the file is no trouble for the vault."""

    def __init__(self, folder: Path, vault_id: str, key: bytes) -> None:
        self.path = folder / file_name(vault_id)
        self._key = key
        self._descriptor: int | None = None
        self._turn = 0

    def read(self) -> Head | None:
        """The mark, or None if there is none that can be trusted."""
        try:
            raw = self.path.read_bytes()
        except OSError:
            return None
        newest, found = -1, None
        for place in (0, _SIZE):
            known = decoded(raw[place : place + _SIZE], self._key)
            if known is not None and known[0] > newest:
                newest, found = known
        self._turn = max(self._turn, newest)
        return found

    def write(self, head: Head) -> None:
        """Note that the vault has come as far as this."""
        self._turn += 1
        with suppress(OSError):
            descriptor = self._open()
            os.lseek(descriptor, _SIZE * (self._turn % 2), os.SEEK_SET)
            os.write(descriptor, encoded(head, self._key, self._turn))

    def forget(self) -> None:
        """Remove the mark: the vault was restored, and what it was like before counts no more."""
        self.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file. Closing twice does nothing."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            with suppress(OSError):
                os.close(descriptor)

    def _open(self) -> int:
        if self._descriptor is None:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(self.path, flags, 0o600)
        return self._descriptor


def file_name(vault_id: str) -> str:
    """What the mark of a vault is called; it does not tell which vault that is."""
    name = hashlib.blake2b(vault_id.encode(), digest_size=HASH_BYTES, person=_PERSON)
    return f"{name.hexdigest()}.mark"


def encoded(head: Head, key: bytes, turn: int) -> bytes:
    """A mark as it is kept, signed with the key of the seal; 48 bytes."""
    record = _RECORD.pack(turn, head.number, head.seal)
    return record + _sign(record, key)


def decoded(raw: bytes, key: bytes) -> tuple[int, Head] | None:
    """The turn and the mark, or None if the holder of the key did not write exactly this."""
    record, sign = raw[: _RECORD.size], raw[_RECORD.size :]
    if len(record) < _RECORD.size or sign != _sign(record, key):
        return None
    turn, number, seal = _RECORD.unpack(record)
    return turn, Head(number, seal)


def _sign(record: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(record, key=key, digest_size=HASH_BYTES, person=_PERSON).digest()
