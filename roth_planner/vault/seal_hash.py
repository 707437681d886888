"""The keyed hashes that the seal is made of: of a record, of what a change tells, of the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

KEY_BYTES = 32
HASH_BYTES = 16
START = bytes(HASH_BYTES)
"""What the first row of a chain follows."""


def record_hash(
    key: bytes,
    table: str,
    names: Sequence[str],
    row: Sequence[Any],
    ties: Sequence[tuple[str, list[int]]],
) -> bytes:
    """The hash of a record: of its columns that hold something, whatever their order.

    So a column that is added later and is empty leaves every hash as it was.
    """
    held = sorted(pair for pair in zip(names, row, strict=True) if pair[1] is not None)
    return _hash(key, b"record", (table, held, ties))


def content_hash(key: bytes, number: int, before: str | None, after: str | None) -> bytes:
    """The hash of what one row of the chain tells."""
    return _hash(key, b"content", (number, before, after))


def link_hash(
    key: bytes,
    last: bytes,
    columns: tuple[Any, ...],
    content: bytes,
    row_seal: bytes | None,
) -> bytes:
    """The hash that ties one row of the chain to the row before it."""
    return _hash(key, b"link", (last, columns, content, row_seal))


_encode = msgspec.msgpack.Encoder().encode


def _hash(key: bytes, purpose: bytes, what: Any) -> bytes:
    # MessagePack spells every value in one way, numbers, text and bytes apart.
    return hashlib.blake2b(_encode(what), key=key, digest_size=HASH_BYTES, person=purpose).digest()
