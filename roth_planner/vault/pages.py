"""The pages of a data file and of its journal, each proved by itself, without opening the file.

SQLCipher 4 ends every page of 4096 bytes with 16 random bytes and an HMAC-SHA-512 of the encrypted
content, those bytes and the number of the page (zetetic.net/sqlcipher/design). Its key is stretched
from the key of the file with two rounds of PBKDF2 and the salt with each byte changed by 0x3a. So
which pages are damaged can be told where the file cannot be opened any more, and a journal that is
not this file's can be told before SQLite plays it back into the file.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from pathlib import Path
from typing import Literal

import msgspec

from roth_planner.vault.files import journal_of

PAGE = 4096
SALT = 16
_MAC = 64
_MAC_SALT = bytes([0x3A])

# sqlite.org/fileformat.html, "The Rollback Journal".
_JOURNAL = struct.Struct(">8sIIIII")
_MAGIC = b"\xd9\xd5\x05\xf9 \xa1c\xd7"
_MOST_RECORDS = 0xFFFF_FFFF


class Pages(msgspec.Struct, frozen=True):
    """What the pages of a file are like. ``bad`` are the numbers, from 1, of those not genuine.

    ``odd`` bytes come after the last whole page. ``starts_right`` is false when the first 16 bytes
    are not the salt: they are written again with the first page, and nothing is lost without them.
    """

    count: int
    bad: tuple[int, ...]
    odd: int
    starts_right: bool

    @property
    def foreign(self) -> bool:
        """Whether not one page is this vault's."""
        return len(self.bad) == self.count

    @property
    def good(self) -> bool:
        """Whether there is something and all of it is this vault's."""
        return self.count > 0 and not self.bad


def salt_of(key: bytes) -> bytes:
    """The salt of a data file, which its key also tells; 16 bytes."""
    return hashlib.blake2b(key, digest_size=SALT, person=b"salt").digest()


def taken_back_to(data_file: Path) -> int:
    """How many pages SQLite would leave in a data file when it plays back the journal beside it.

    Nothing proves this number, and what lies behind it is cut off. Raises OSError.
    """
    with journal_of(data_file).open("rb") as file:
        head = file.read(_JOURNAL.size)
    return int(_JOURNAL.unpack(head)[3])


class PageCheck:
    """Proves pages of the file that has the 32 byte ``key``."""

    def __init__(self, key: bytes) -> None:
        self.salt = salt_of(key)
        changed = bytes(one ^ _MAC_SALT[0] for one in self.salt)
        self._key = hashlib.pbkdf2_hmac("sha512", key, changed, 2, 32)

    def holds(self, number: int, page: bytes) -> bool:
        """Whether these 4096 bytes are page ``number``, counted from 1, as it was written."""
        start = SALT if number == 1 else 0
        told = page[start:-_MAC] + struct.pack("<I", number)
        return hmac.digest(self._key, told, "sha512") == page[-_MAC:]

    def look(self, data_file: Path) -> Pages:
        """Prove every page; raises OSError.

        Not for a file that is open in this process: closing it here would drop its lock.
        """
        bad = []
        number = 0
        with data_file.open("rb") as file:
            first = page = file.read(PAGE)
            while len(page) == PAGE:
                number += 1
                if not self.holds(number, page):
                    bad.append(number)
                page = file.read(PAGE)
        return Pages(number, tuple(bad), len(page), first[:SALT] == self.salt)

    def journal(self, data_file: Path) -> Literal["none", "fits", "foreign"]:
        """What the journal beside a data file is: none that SQLite would play back into the file,
        one that fits, or one that must not be.

        A program that was killed or lost power leaves a journal whose counted pages are all whole,
        because they are synced before they are counted. Raises OSError.
        """
        journal = journal_of(data_file)
        if os.path.lexists(journal) and not journal.is_file():
            return "foreign"  # a folder, or a link that leads nowhere
        try:
            raw = journal.read_bytes()
        except FileNotFoundError:
            return "none"
        place = 0
        while len(raw) >= place + _JOURNAL.size:
            magic, records, _nonce, _pages, sector, size = _JOURNAL.unpack_from(raw, place)
            if magic != _MAGIC:
                # SQLite takes the journal to end here; at the very start that means there is none.
                return "fits" if place else "none"
            if size != PAGE or sector < _JOURNAL.size or sector & (sector - 1):
                return "foreign"
            place += sector
            if records == _MOST_RECORDS:
                records = (len(raw) - place) // (PAGE + 8)
            for _ in range(records):
                page = raw[place + 4 : place + 4 + PAGE]
                number = int.from_bytes(raw[place : place + 4], "big")
                if len(page) < PAGE or not self.holds(number, page):
                    return "foreign"
                place += PAGE + 8
            place = -(-place // sector) * sector
        return "fits" if place else "none"
