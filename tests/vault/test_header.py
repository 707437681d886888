"""The header: one spelling, hard limits, two copies, and nothing in it can be exchanged."""

from __future__ import annotations

import copy
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from roth_planner.errors import DamagedVault, NewerVault, NotAVault, WrongSecret
from roth_planner.vault import header as headers
from roth_planner.vault import FLOOR, peek
from roth_planner.vault.keys import MIB
from roth_planner.vault.vault import Vault

from .tools import (
    PASSPHRASE,
    Counting,
    data_key,
    digests,
    header_fields,
    put_header,
    reopen,
    spelled,
    with_checksum,
)

# --- hostile headers: each is spelled and summed correctly, and has one thing wrong -------------


def _set(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda fields: fields.update({name: value})


def _slot(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda fields: fields["slots"][0].update({name: value})


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


def test_there_are_more_hostile_headers_than_the_sixty_that_were_asked_for():
    assert len(FIELDS) + len(TEXTS) >= 60


def _refused_before_any_derivation(folder: Path, raw: bytes) -> None:
    put_header(folder, raw)
    counting = Counting()
    started = time.perf_counter()
    with pytest.raises(DamagedVault, match="Both copies of the vault's header are damaged"):
        Vault.open(folder, PASSPHRASE, derive=counting)
    assert counting.calls == 0
    assert time.perf_counter() - started < 0.05


@pytest.mark.parametrize("name", FIELDS)
def test_a_forged_field_is_refused_before_any_key_is_derived(name: str, folder: Path):
    fields = header_fields(folder)
    FIELDS[name](fields)
    _refused_before_any_derivation(folder, with_checksum(fields))


@pytest.mark.parametrize("name", TEXTS)
def test_a_forged_file_is_refused_before_any_key_is_derived(name: str, folder: Path):
    good = (folder / "header.json").read_bytes()
    forged = TEXTS[name](good)
    assert forged != good
    _refused_before_any_derivation(folder, forged)


def test_the_forger_of_these_tests_writes_good_headers_when_he_changes_nothing(folder: Path):
    good = (folder / "header.json").read_bytes()
    assert with_checksum(header_fields(folder)) == good
    put_header(folder, with_checksum(header_fields(folder)))
    reopen(folder).close()


def test_a_header_that_is_no_regular_file_is_refused(folder: Path):
    (folder / "header.json").unlink()
    (folder / "header.bak").unlink()
    (folder / "header.bak").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "header.json")  # reading from it would wait for ever
    with pytest.raises(DamagedVault):
        reopen(folder)


# --- two copies ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", headers.FILES)
@pytest.mark.parametrize("harm", ["missing", "empty", "cut", "noise", "forged", "a folder"])
def test_one_good_copy_is_enough(name: str, harm: str, folder: Path):
    path = folder / name
    good = path.read_bytes()
    path.unlink()
    if harm == "a folder":
        path.mkdir()
    elif harm == "forged":
        path.write_bytes(with_checksum({**msgspec.json.decode(good), "epoch": 0}))
    elif harm != "missing":
        path.write_bytes({"empty": b"", "cut": good[:200], "noise": os.urandom(900)}[harm])
    reopen(folder).close()
    assert peek(folder).kind == "live"


def test_both_copies_are_the_same_and_hold_no_secret(folder: Path):
    first, second = ((folder / name).read_bytes() for name in headers.FILES)
    assert first == second
    assert data_key(folder).hex().encode() not in first
    assert PASSPHRASE.encode() not in first


def test_when_the_copies_differ_the_one_that_is_authentic_opens_the_vault(folder: Path):
    # A newer epoch that nobody signed, next to the good one.
    fields = {**header_fields(folder), "epoch": 7}
    (folder / "header.json").write_bytes(with_checksum(fields))
    with reopen(folder) as vault:
        assert vault.kind == "live"


@pytest.mark.parametrize("name", headers.FILES)
def test_any_flipped_bit_in_one_copy_does_not_keep_the_chair_out(name: str, folder: Path):
    good = (folder / name).read_bytes()
    # Every bit of the format number, and every 11th of all others.
    at = good.index(b'"format": 1') + 10
    places = [*range(at * 8, at * 8 + 8), *range(0, len(good) * 8, 11)]
    for place in places:
        flipped = bytearray(good)
        flipped[place // 8] ^= 1 << place % 8
        (folder / name).write_bytes(flipped)
        reopen(folder).close()
    assert len(places) > 500


def test_the_same_flipped_bit_in_both_copies_is_always_found_before_a_key_is_derived(folder: Path):
    good = (folder / "header.json").read_bytes()
    counting = Counting()
    for place in range(0, len(good) * 8, 17):
        flipped = bytearray(good)
        flipped[place // 8] ^= 1 << place % 8
        put_header(folder, bytes(flipped))
        with pytest.raises((DamagedVault, NewerVault)):
            Vault.open(folder, PASSPHRASE, derive=counting)
    assert counting.calls == 0


# --- nothing can be exchanged -------------------------------------------------------------------


def _forged(folder: Path, **changes: Any) -> bytes:
    header = replace(headers.read(folder)[0], **changes)
    return headers.encode(headers.with_checksum(header))


def _slot_forged(folder: Path, number: int, **changes: Any) -> bytes:
    slots = list(headers.read(folder)[0].slots)
    slots[number] = replace(slots[number], **changes)
    return _forged(folder, slots=tuple(slots))


def test_a_live_vault_cannot_be_made_to_look_like_practice_nor_the_other_way(folder: Path):
    put_header(folder, _forged(folder, kind="practice"))
    assert peek(folder).kind == "practice"  # which is why peek is for drawing only
    with pytest.raises(WrongSecret):
        reopen(folder)


@pytest.mark.parametrize(
    "changes",
    [{"vault_id": "ab" * 16}, {"kind": "practice"}],
    ids=lambda changes: next(iter(changes)),
)
def test_what_the_wrapped_key_is_bound_to_cannot_be_exchanged(changes, folder: Path):
    put_header(folder, _forged(folder, **changes))
    with pytest.raises(WrongSecret):
        reopen(folder)


@pytest.mark.parametrize(
    "changes",
    [
        {"memory_bytes": 20 * MIB},
        {"passes": 3},
        {"salt": bytes(16)},
        {"nonce": bytes(24)},
        {"wrapped": bytes(48)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_nothing_in_a_slot_can_be_exchanged(changes, folder: Path, code: str):
    good = (folder / "header.json").read_bytes()
    for number, secret in enumerate((PASSPHRASE, code)):
        put_header(folder, good)
        put_header(folder, _slot_forged(folder, number, **changes))
        with pytest.raises(WrongSecret):
            reopen(folder, secret)


def test_the_two_slots_cannot_change_places(folder: Path, code: str):
    first, second = headers.read(folder)[0].slots
    swapped = (replace(second, kind="passphrase"), replace(first, kind="recovery"))
    put_header(folder, _forged(folder, slots=swapped))
    for secret in (PASSPHRASE, code):
        with pytest.raises(WrongSecret):
            reopen(folder, secret)


def test_a_slot_of_another_vault_opens_nothing(folder: Path, tmp_path: Path):
    other, _code = Vault.create(tmp_path / "other", PASSPHRASE, cost=FLOOR)
    other.close()
    theirs = headers.read(tmp_path / "other")[0].slots[0]
    ours = headers.read(folder)[0].slots[1]
    put_header(folder, _forged(folder, slots=(theirs, ours)))
    with pytest.raises(WrongSecret):
        reopen(folder)


def test_the_tag_covers_what_no_slot_is_bound_to(folder: Path, code: str):
    header = headers.read(folder)[0]
    damaged_recovery = replace(header.slots[1], wrapped=os.urandom(48))
    for forged in (
        _forged(folder, epoch=2),
        _forged(folder, created=header.created.replace(year=2020)),
        _forged(folder, tag=bytes(32)),
        _forged(folder, slots=(header.slots[0], damaged_recovery)),
    ):
        put_header(folder, forged)
        with pytest.raises(DamagedVault, match="changed by something other than this program"):
            reopen(folder)
        put_header(folder, headers.encode(header))


def test_a_forged_header_is_found_before_the_data_is_opened(folder: Path):
    (folder / "data.db").write_bytes(b"never looked at")
    put_header(folder, _forged(folder, epoch=2))
    with pytest.raises(DamagedVault, match="header was changed"):
        reopen(folder)


# --- newer formats ------------------------------------------------------------------------------


def _newer(folder: Path) -> bytes:
    fields = {**header_fields(folder), "format": 2, "council": {"key": "x"}}
    fields["checksum"] = fields.pop("checksum")
    return with_checksum(fields)


@pytest.mark.parametrize("names", [headers.FILES, headers.FILES[:1], headers.FILES[1:]])
def test_a_newer_header_in_either_copy_is_refused_and_not_one_byte_written(names, folder: Path):
    newer = _newer(folder)
    for name in names:
        (folder / name).write_bytes(newer)
    before = digests(folder)
    counting = Counting()
    for action in (lambda: Vault.open(folder, PASSPHRASE, derive=counting), lambda: peek(folder)):
        with pytest.raises(NewerVault, match="newer version"):
            action()
    assert digests(folder) == before
    assert counting.calls == 0


def test_a_newer_header_is_told_as_newer_however_it_is_spelled(folder: Path):
    put_header(folder, spelled({"format": 2}))
    with pytest.raises(NewerVault):
        reopen(folder)


# --- looking without a secret -------------------------------------------------------------------


def test_peek_tells_kind_format_and_age_without_a_secret(folder: Path):
    summary = peek(folder)
    assert (summary.kind, summary.format) == ("live", 1)
    with reopen(folder) as vault:
        assert vault.created == summary.created


def test_peek_says_when_there_is_nothing_to_see(tmp_path: Path):
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NotAVault, match=r"header\.json and header\.bak are missing"):
            peek(place)
