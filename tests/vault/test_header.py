"""The header: one spelling, hard limits, two copies, and nothing in it can be exchanged."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from roth_planner.errors import DamagedVault, NewerVault, NotAVault, WrongSecret
from roth_planner.vault import FLOOR, peek, recovery
from roth_planner.vault import header as headers
from roth_planner.vault.keys import MIB
from roth_planner.vault.vault import Vault

from .hostile_headers import FIELDS, TEXTS
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


def test_there_are_more_hostile_headers_than_the_sixty_that_were_asked_for():
    assert len(FIELDS) + len(TEXTS) >= 60


def _refused_before_any_derivation(folder: Path, raw: bytes) -> None:
    put_header(folder, raw)
    counting = Counting()
    started = time.process_time()
    with pytest.raises(DamagedVault, match="Both copies of the vault's header are damaged"):
        Vault.open(folder, PASSPHRASE, derive=counting)
    assert counting.calls == 0
    assert time.process_time() - started < 0.05


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


def test_a_header_of_a_gigabyte_costs_neither_time_nor_memory(folder: Path):
    for name in headers.FILES:
        os.truncate(folder / name, 2**30)
    blanks = b" " * 2**27
    started = time.process_time()
    with pytest.raises(DamagedVault):
        reopen(folder)
    with pytest.raises(DamagedVault):
        headers.parse(blanks)
    assert time.process_time() - started < 0.05


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
        assert (folder / name).read_bytes() == good  # repaired from the other one
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
    # Tidied, the code is the same bytes whether it is tried as a code or as a passphrase.
    for secret in (PASSPHRASE, code, recovery.tidy(code)):
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
