"""The whole data file as its holder could read it: every page decrypted, free ones included.

SQLCipher 4 encrypts each page with AES-256 in CBC mode; the 16 bytes before the HMAC at the end of
a page are its initialisation vector (zetetic.net/sqlcipher/design).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from roth_planner.vault.files import journal_of
from roth_planner.vault.pages import PAGE, SALT, PageCheck

_END = 16 + 64


def plain(data: bytes, key: bytes) -> bytes:
    """Every page of a data file in the clear, one after another."""
    ciphers = pytest.importorskip("cryptography.hazmat.primitives.ciphers")
    check, found = PageCheck(key), b""
    for number in range(1, len(data) // PAGE + 1):
        page = data[(number - 1) * PAGE : number * PAGE]
        assert check.holds(number, page), f"page {number} is not under this key"
        start = SALT if number == 1 else 0
        vector = page[-_END : -_END + 16]
        cipher = ciphers.Cipher(ciphers.algorithms.AES(key), ciphers.modes.CBC(vector))
        opened = cipher.decryptor()
        found += opened.update(page[start:-_END]) + opened.finalize()
    return found


def plain_file(path: Path, key: bytes, length: int | None = None) -> bytes:
    """A data file, or the first ``length`` bytes of a backup, in the clear; its journal is empty.

    The file is read while the vault is closed: closing it in this process would drop its lock.
    """
    journal = journal_of(path)
    assert not journal.exists() or journal.stat().st_size == 0
    return plain(path.read_bytes()[:length], key)
