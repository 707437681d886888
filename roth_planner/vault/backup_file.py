"""One backup on a disk: its name, its parts, and whether it is as it was written.

A backup is one file, ``2026-11-21T213605Z-000412.rothbackup``: the second (UTC) it was made in and
the number of the last change in it. ``-before-upgrade`` and the like after the number say what it
was made before; ``-not-whole`` says that the seal of the vault did not hold when it was made.
The parts of the file, one after another; numbers are little-endian:

==================  =============================================================================
the data            a SQLCipher file under the sub-key "backup" of the data key; whole pages
the header          the bytes of ``header.json``, read after the data was copied, so that what
                    opens the backup is what opened the vault at the end of the copying
length of the data  8 bytes
length of the       4 bytes
header
made                8 bytes, whole seconds since 1970 (UTC)
number              8 bytes, of the last change
digest              32 bytes, BLAKE2b of the data
tag                 32 bytes, BLAKE2b of header, lengths, made, number and digest, under the key of
                    the data: whoever has not got it can exchange nothing
checksum            16 bytes, BLAKE2b of all from the header on, with the rest of the end: tells a
                    damaged backup without any secret
version             2 bytes
magic               8 bytes, ``ROTHBACK``
==================  =============================================================================

Nothing here needs a secret, and nothing in it is one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import os
import re
import struct
from pathlib import Path

import msgspec

from roth_planner.errors import DamagedVault, NewerVault, NotAVault
from roth_planner.vault import header as headers
from roth_planner.vault import keys
from roth_planner.vault.header import Header

VERSION = 1
MAGIC = b"ROTHBACK"
SUFFIX = ".rothbackup"
NOT_WHOLE = "not-whole"
PAGE = 4096
"""Bytes of a page of SQLCipher 4."""

_FACTS = struct.Struct("<QIqQ32s")
_END = struct.Struct("<32s16sH8s")
_TAIL = _FACTS.size + _END.size
_AT_ONCE = 1024 * 1024
_LAST_SECOND = 253402300799
"""The last second of the year 9999, the last that a date can have."""

_NAME = re.compile(
    r"(\d{4}-\d\d-\d\dT\d{6}Z)-(\d{6,19})(?:-(before-[a-z]+|not-whole))?\.rothbackup\Z", re.ASCII
)
_TIME = "%Y-%m-%dT%H%M%SZ"


class Backup(msgspec.Struct, frozen=True):
    """A backup as its name tells of it. ``size`` is in bytes.

    ``reason`` is "" for one that was made in its turn, otherwise what the name ends with.
    """

    path: Path
    made: dt.datetime
    number: int
    size: int
    reason: str = ""


class Trailer(msgspec.Struct, frozen=True):
    """What stands after the data."""

    header: Header
    length: int
    made: dt.datetime
    number: int
    digest: bytes
    tag: bytes

    def is_genuine(self, key: bytes) -> bool:
        """Whether the holder of the ``key`` of the data wrote all of this."""
        return hmac.compare_digest(self.tag, _tag(self, key))


def name(made: dt.datetime, number: int, reason: str = "") -> str:
    """What a backup is called."""
    end = f"-{reason}" if reason else ""
    return f"{made.astimezone(dt.UTC).strftime(_TIME)}-{number:06d}{end}{SUFFIX}"


def listed(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, newest first, told by their names alone; raises OSError."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        fits = _NAME.match(path.name)
        if fits is None or not path.is_file():
            continue
        try:
            made = dt.datetime.strptime(fits[1], _TIME).replace(tzinfo=dt.UTC)
        except ValueError:  # there is no such day
            continue
        found.append(Backup(path, made, int(fits[2]), path.stat().st_size, fits[3] or ""))
    return tuple(sorted(found, key=lambda one: (one.made, one.number, one.reason), reverse=True))


def ending(
    header: Header, key: bytes, length: int, made: dt.datetime, number: int, digest: bytes
) -> bytes:
    """The bytes to write after the data."""
    trailer = Trailer(header, length, made, number, digest, b"")
    facts = _facts(trailer)
    tag = _tag(trailer, key)
    return facts + _END.pack(tag, _checksum(facts + tag, VERSION), VERSION, MAGIC)


def look(path: Path) -> Trailer:
    """What the end of a backup says. The data is not read: that is ``check_data``.

    Raises NotAVault if it is none, DamagedVault, NewerVault for one of a later version, OSError.
    """
    if not os.path.isfile(path):  # unlike Path, for any name at all
        raise NotAVault(_NONE)
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL - headers.SIZE_LIMIT))
        raw = file.read(_TAIL + headers.SIZE_LIMIT)
    if len(raw) < _TAIL or raw[-len(MAGIC) :] != MAGIC:
        raise DamagedVault(DAMAGED) if path.suffix == SUFFIX else NotAVault(_NONE)
    facts, end = raw[-_TAIL : -_END.size], raw[-_END.size :]
    length, header_length, seconds, number, digest = _FACTS.unpack(facts)
    tag, checksum, version, _magic = _END.unpack(end)
    fits = (
        header_length <= headers.SIZE_LIMIT
        and length + header_length + _TAIL == size
        and length > 0
        and length % PAGE == 0
        and 0 <= seconds <= _LAST_SECOND
    )
    header = raw[-_TAIL - header_length : -_TAIL]
    if not fits or checksum != _checksum(header + facts + tag, version):
        raise DamagedVault(DAMAGED)
    if version > VERSION:
        raise NewerVault(_NEWER)
    made = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return Trailer(headers.parse(header), length, made, number, digest, tag)


def check_data(path: Path, trailer: Trailer) -> None:
    """Read all of the data as it lies on the disk; raises DamagedVault, OSError."""
    if digest_of(path, trailer.length) != trailer.digest:
        raise DamagedVault(DAMAGED)


def digest_of(path: Path, length: int) -> bytes:
    """The digest of the first ``length`` bytes of a file; raises OSError."""
    taken = hashlib.blake2b(digest_size=32)
    with path.open("rb", buffering=0) as file:
        while length > 0 and (piece := file.read(min(length, _AT_ONCE))):
            taken.update(piece)
            length -= len(piece)
    return taken.digest()


def _facts(trailer: Trailer) -> bytes:
    header = headers.encode(trailer.header)
    return header + _FACTS.pack(
        trailer.length,
        len(header),
        int(trailer.made.timestamp()),
        trailer.number,
        trailer.digest,
    )


def _tag(trailer: Trailer, key: bytes) -> bytes:
    return keys.tag(key, _facts(trailer))


def _checksum(said: bytes, version: int) -> bytes:
    whole = said + version.to_bytes(2, "little") + MAGIC
    return hashlib.blake2b(whole, digest_size=16).digest()


DAMAGED = (
    "This backup is damaged: it is not as it was written, so nothing was taken from it and nothing"
    " was changed. Keep your vault as it is, and choose another backup."
)
_NONE = (
    "This is not a backup of a vault. Nothing was read or changed. Choose a file whose name ends"
    f" with {SUFFIX}."
)
_NEWER = (
    "A newer version of ROTH Planner made this backup. Nothing was read or changed. Install the"
    " newer version to restore it."
)
