"""Headers that somebody hostile would write: each is spelled and summed correctly where it can be,
and has one thing wrong."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from typing import Any

import msgspec

from roth_planner.vault.keys import MIB


def _set(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda fields: fields.update({name: value})


def _slot(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda fields: fields["slots"][0].update({name: value})


def _computer(at: int, instead: bool = False) -> Callable[[dict[str, Any]], None]:
    """A slot for a computer where none may be."""

    def change(fields: dict[str, Any]) -> None:
        slots = fields["slots"]
        slots[at : at + instead] = [{**copy.deepcopy(slots[0]), "kind": "device"}]

    return change


def _slots(*order: int) -> Callable[[dict[str, Any]], None]:
    return lambda fields: fields.update(
        slots=[copy.deepcopy(fields["slots"][number]) for number in order]
    )


FIELDS: dict[str, Callable[[dict[str, Any]], None]] = {
    "memory one byte below the floor": _slot("memory_bytes", 19 * MIB - 1),
    "memory of nothing": _slot("memory_bytes", 0),
    "memory negative": _slot("memory_bytes", -256 * MIB),
    "memory above 1 GiB": _slot("memory_bytes", 1024 * MIB + 1),
    "memory of 64 bits": _slot("memory_bytes", 2**64 - 1),
    "memory true": _slot("memory_bytes", True),
    "memory with a point": _slot("memory_bytes", float(19 * MIB)),
    "memory as text": _slot("memory_bytes", str(19 * MIB)),
    "memory null": _slot("memory_bytes", None),
    "memory a list": _slot("memory_bytes", [19 * MIB]),
    "no pass": _slot("passes", 0),
    "eleven passes": _slot("passes", 11),
    "passes negative": _slot("passes", -3),
    "passes huge": _slot("passes", 2**62),
    "passes true": _slot("passes", True),
    "passes with a point": _slot("passes", 2.0),
    "one pass over little memory": _slot("passes", 1),
    "salt short": _slot("salt", bytes(15)),
    "salt long": _slot("salt", bytes(17)),
    "salt empty": _slot("salt", ""),
    "salt no base64": _slot("salt", "?" * 24),
    "salt a number": _slot("salt", 5),
    "nonce short": _slot("nonce", bytes(23)),
    "nonce long": _slot("nonce", bytes(25)),
    "wrapped key short": _slot("wrapped", bytes(47)),
    "wrapped key long": _slot("wrapped", bytes(49)),
    "wrapped key of 40 KiB": _slot("wrapped", bytes(40_000)),
    "slot of no kind we know": _slot("kind", "council"),
    "slot kind null": _slot("kind", None),
    "slot with one more field": _slot("hint", "the dog"),
    "slots null": _set("slots", None),
    "slots a map": _set("slots", {}),
    "no slots": _set("slots", []),
    "slots that are numbers": _set("slots", [1, 2]),
    "recovery slot removed": _slots(0),
    "passphrase slot removed": _slots(1),
    "passphrase slot twice": _slots(0, 0),
    "passphrase slot twice and recovery": _slots(0, 0, 1),
    "slots in the other order": _slots(1, 0),
    "computer before passphrase": _computer(0),
    "computer before recovery": _computer(1),
    "computer instead of passphrase": _computer(0, True),
    "computer instead of recovery": _computer(1, True),
    "two computers": lambda fields: (_computer(2)(fields), _computer(3)(fields))[0],
    "nine slots": _slots(0, 1, 0, 1, 0, 1, 0, 1, 0),
    "one more field": _set("note", "hello"),
    "kind of vault we do not know": _set("kind", "training"),
    "kind empty": _set("kind", ""),
    "vault id short": _set("vault_id", "ab" * 15),
    "vault id long": _set("vault_id", "ab" * 17),
    "vault id with a new line": _set("vault_id", "ab" * 16 + "\n"),
    "vault id in capitals": _set("vault_id", "AB" * 16),
    "vault id a path": _set("vault_id", "../" * 10 + "ab"),
    "created in words": _set("created", "yesterday"),
    "created without a zone": _set("created", "2026-11-21T10:00:00"),
    "created a number": _set("created", 1_795_000_000),
    "epoch zero": _set("epoch", 0),
    "epoch negative": _set("epoch", -1),
    "epoch huge": _set("epoch", 2**40),
    "epoch true": _set("epoch", True),
    "format zero": _set("format", 0),
    "format negative": _set("format", -1),
    "format true": _set("format", True),
    "format with a point": _set("format", 1.0),
    "format as text": _set("format", "1"),
    "format null": _set("format", None),
    "format beyond imagination": _set("format", 10**6),
    "format of 64 bits": _set("format", 2**64 - 1),
    "tag short": _set("tag", bytes(31)),
    "tag empty": _set("tag", ""),
    "no tag": lambda fields: fields.pop("tag"),
    "no slots field": lambda fields: fields.pop("slots"),
    "no format": lambda fields: fields.pop("format"),
    "fields in another order": lambda fields: fields.update(format=fields.pop("format")),
}

TEXTS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda raw: b"",
    "only blanks": lambda raw: b" \n\t ",
    "cut in half": lambda raw: raw[: len(raw) // 2],
    "without its last byte": lambda raw: raw[:-1],
    "twice": lambda raw: raw + raw,
    "with something behind it": lambda raw: raw + b"{}",
    "with blanks behind it": lambda raw: raw + b"\n",
    "on one line": lambda raw: msgspec.json.format(raw, indent=0) + b"\n",
    "with a byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "as UTF-16": lambda raw: raw.decode().encode("utf-16"),
    "zeros": lambda raw: bytes(len(raw)),
    "over 64 KiB": lambda raw: raw + b" " * (64 * 1024),
    "60,000 open brackets": lambda raw: b"[" * 60_000,
    "60,000 open braces": lambda raw: b'{"format":' * 6_000,
    "deep in a field nobody knows": lambda raw: b'{"x":' + b"[" * 60_000,
    "deep and closed": lambda raw: b'{"x":' + b"[" * 30_000 + b"]" * 30_000 + b',"format":1}',
    "a list": lambda raw: b"[]",
    "null": lambda raw: b"null",
    "a number of 60,000 digits": lambda raw: b'{"format":' + b"9" * 60_000 + b"}",
    "not a number": lambda raw: raw.replace(b'"epoch": 1', b'"epoch": NaN'),
    "a number with an exponent": lambda raw: raw.replace(b'"epoch": 1', b'"epoch": 1e0'),
    "a number with a leading zero": lambda raw: raw.replace(b'"epoch": 1', b'"epoch": 01'),
    "a field twice": lambda raw: raw.replace(b'"epoch": 1', b'"epoch": 9,\n  "epoch": 1'),
    "letters escaped": lambda raw: raw.replace(b'"live"', b'"\\u006cive"'),
    "checksum of something else": lambda raw: raw.replace(b'"epoch": 1', b'"epoch": 2'),
    "noise": lambda raw: os.urandom(2000),
    "a plain SQLite file": lambda raw: b"SQLite format 3\x00" + bytes(4080),
}
