"""The header: which secrets open a vault, kept in two copies beside the data.

``header.json`` and the identical ``header.bak`` hold the data key wrapped once per secret. There
is no secret in them. Three things guard them. A checksum tells a damaged copy from a good one
before a passphrase is asked for. The wrapping is bound to the vault, its kind, the secret and the
key derivation, so none of these can be exchanged. A tag under a sub-key of the data key covers
everything else; it is checked before the data is touched. Sizes and numbers are checked before
any key derivation, so that a hostile header costs neither time nor memory.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import stat
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from roth_planner.errors import DamagedVault, NewerVault, NotAVault, PlannerError
from roth_planner.vault import keys
from roth_planner.vault.keys import Cost, Derive, Random

FORMAT = 1
"""Number of the format this program reads and writes."""

FILES = ("header.json", "header.bak")
SIZE_LIMIT = 64 * 1024

VaultKind: TypeAlias = Literal["live", "practice"]
SlotKind: TypeAlias = Literal["passphrase", "recovery", "device"]
_COMPLETE = (("passphrase", "recovery"), ("passphrase", "recovery", "device"))
"""What this computer keeps is never the only way in."""
Secrets: TypeAlias = Mapping[SlotKind, tuple[bytes, Cost]]
"""Secrets that are to open a vault, and what a guess at each is to cost."""

_NEWEST_IMAGINABLE = 9999
_CHECKSUM_BYTES = 16


class Slot(Struct, frozen=True, forbid_unknown_fields=True):
    """The data key, wrapped under one secret; ``memory_bytes`` and ``passes`` are Argon2id's."""

    kind: SlotKind
    memory_bytes: int
    passes: int
    salt: Annotated[bytes, Meta(min_length=keys.SALT_BYTES, max_length=keys.SALT_BYTES)]
    nonce: Annotated[bytes, Meta(min_length=keys.NONCE_BYTES, max_length=keys.NONCE_BYTES)]
    wrapped: Annotated[bytes, Meta(min_length=keys.WRAPPED_BYTES, max_length=keys.WRAPPED_BYTES)]

    @property
    def cost(self) -> Cost:
        return Cost(self.memory_bytes, self.passes)


class Header(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in the two files. ``epoch`` counts rewrites of the header, from 1.

    ``checksum`` stays the last field and keeps its rule in every later format, so that an older
    program can tell a newer header from a damaged one.
    """

    format: Annotated[int, Meta(ge=FORMAT, le=FORMAT)]
    vault_id: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    kind: VaultKind
    created: Annotated[datetime, Meta(tz=True)]
    epoch: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    slots: Annotated[tuple[Slot, ...], Meta(min_length=1, max_length=8)]
    tag: Annotated[bytes, Meta(min_length=32, max_length=32)]
    checksum: Annotated[bytes, Meta(min_length=_CHECKSUM_BYTES, max_length=_CHECKSUM_BYTES)]


class HeaderSummary(Struct, frozen=True):
    """What a header says without a secret. Anyone with the file could have changed it: fit to
    draw a frame or a list with, never to decide what may be written."""

    kind: VaultKind
    format: int
    created: datetime
    device: bool
    """Whether some computer was told to remember it."""


class _Version(Struct):
    format: int


def make(
    kind: VaultKind,
    created: datetime,
    data_key: bytes,
    secrets: Secrets,
    random: Random,
    derive: Derive,
) -> Header:
    """A new header with a new vault id."""
    vault_id = keys.random_bytes(16, random).hex()
    header = Header(FORMAT, vault_id, kind, created, 0, (), bytes(32), bytes(16))
    return with_slots(header, data_key, secrets, random, derive)


def with_slots(
    header: Header, data_key: bytes, secrets: Secrets, random: Random, derive: Derive
) -> Header:
    """The next header: ``secrets`` in place of those of their kinds, the others as before."""
    slots = {slot.kind: slot for slot in header.slots}
    for kind, (secret, cost) in secrets.items():
        if not cost.allowed:
            raise ValueError("cost outside the limits a header may have")
        salt = keys.random_bytes(keys.SALT_BYTES, random)
        nonce = keys.random_bytes(keys.NONCE_BYTES, random)
        slot = Slot(kind, cost.memory_bytes, cost.passes, salt, nonce, b"")
        under = derive(secret, salt, cost)
        wrapped = keys.wrap(data_key, under, nonce, _bound(header, slot))
        slots[kind] = replace(slot, wrapped=wrapped)
    return _next(header, slots.values(), header_key(data_key))


def without_slot(header: Header, key: bytes, kind: SlotKind) -> Header:
    """The next header, in which no secret of this kind opens the vault; ``key`` signs it."""
    return _next(header, (slot for slot in header.slots if slot.kind != kind), key)


def reissued(header: Header, key: bytes, after: int) -> Header:
    """The same slots in a header that comes after epoch ``after``; ``key`` signs it."""
    return _next(replace(header, epoch=after), header.slots, key)


def header_key(data_key: bytes) -> bytes:
    """What signs a header. It opens nothing, so an open vault may keep it."""
    return keys.sub_key(data_key, "header")


def open_slot(header: Header, kind: SlotKind, secret: bytes, derive: Derive) -> bytes | None:
    """The data key, or None when the secret is not this slot's or the slot was tampered with."""
    for slot in header.slots:
        if slot.kind == kind:
            under = derive(secret, slot.salt, slot.cost)
            return keys.unwrap(slot.wrapped, under, slot.nonce, _bound(header, slot))
    return None


def is_authentic(header: Header, key: bytes) -> bool:
    """Whether every field is as the holder of the data key wrote it; ``key`` is its header key."""
    return hmac.compare_digest(header.tag, _tag(header, key))


def encode(header: Header) -> bytes:
    """The bytes of both files: JSON, one field a line. There is one spelling for one header."""
    return msgspec.json.format(msgspec.json.encode(header), indent=2) + b"\n"


def parse(raw: bytes) -> Header:
    """The header in ``raw``; raises DamagedVault when it is not exactly what ``encode`` writes,
    NewerVault when a later format is meant. Takes well under 50 ms whatever it is given."""
    if len(raw) > SIZE_LIMIT:
        raise DamagedVault(_UNREADABLE)
    try:
        if FORMAT < msgspec.json.decode(raw, type=_Version).format <= _NEWEST_IMAGINABLE:
            raise NewerVault(_NEWER)
        header = msgspec.json.decode(raw, type=Header)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        raise DamagedVault(_UNREADABLE) from None
    # One spelling only: refuses repeated fields, odd base64, 1e3 and blanks in one go.
    canonical = encode(header) == raw
    complete = tuple(slot.kind for slot in header.slots) in _COMPLETE
    affordable = all(slot.cost.allowed for slot in header.slots)
    if not (canonical and complete and affordable and with_checksum(header) == header):
        raise DamagedVault(_UNREADABLE)
    return header


def read(folder: Path) -> tuple[Header, ...]:
    """The good copies in a vault's folder, the latest first; one when both are the same.

    Raises NotAVault when both are missing or may not be read, NewerVault when one was written
    by a newer program, DamagedVault when neither is good.
    """
    good: list[Header] = []
    refusal: PlannerError = NotAVault(_MISSING)
    for name in FILES:
        try:
            raw = read_file(folder / name)
            good.append(parse(raw))
        except OSError as error:
            if error.errno in _NOT_THERE:
                continue
            refusal = NotAVault(_NO_ACCESS)
        except NewerVault as newer:
            if _checksum_fits(raw):
                raise
            refusal = newer
        except DamagedVault as damaged:
            if not isinstance(refusal, NewerVault):
                refusal = damaged
    if not good:
        raise refusal
    return tuple(sorted(dict.fromkeys(good), key=lambda header: -header.epoch))


def peek(folder: Path) -> HeaderSummary:
    """What kind of vault is in ``folder``, without any secret and therefore **unauthenticated**.

    Raises as ``read`` does.
    """
    from roth_planner.vault.switch import settle

    settle(folder)
    header = read(folder)[0]
    device = any(slot.kind == "device" for slot in header.slots)
    return HeaderSummary(header.kind, header.format, header.created, device)


def with_checksum(header: Header) -> Header:
    """The same header with the checksum its other fields ask for."""
    blank = encode(replace(header, checksum=b""))
    return replace(header, checksum=hashlib.blake2b(blank, digest_size=_CHECKSUM_BYTES).digest())


def _checksum_fits(raw: bytes) -> bool:
    """Whether a header of any format is undamaged."""
    try:
        fields = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        checksum = msgspec.json.decode(fields["checksum"], type=bytes)
        body = raw.replace(bytes(fields["checksum"]), b'""')
    except (msgspec.MsgspecError, RecursionError, KeyError, ValueError):
        return False
    return checksum == hashlib.blake2b(body, digest_size=_CHECKSUM_BYTES).digest()


def _bound(header: Header, slot: Slot) -> bytes:
    """Associated data of a slot: nothing named here can be exchanged under the wrapped key."""
    named = (
        header.format, header.vault_id, header.kind,
        slot.kind, "argon2id", slot.memory_bytes, slot.passes, slot.salt,
    )  # fmt: skip
    return msgspec.json.encode(named)


def _next(header: Header, slots: Iterable[Slot], key: bytes) -> Header:
    following = replace(header, epoch=header.epoch + 1, slots=tuple(slots))
    return with_checksum(replace(following, tag=_tag(following, key)))


def _tag(header: Header, key: bytes) -> bytes:
    return keys.tag(key, encode(replace(header, tag=b"", checksum=b"")))


def read_file(path: Path) -> bytes:
    """Content up to a little over the limit; empty, and so refused, when it is no regular file."""
    if not stat.S_ISREG(path.stat().st_mode):
        return b""
    with path.open("rb") as file:
        return file.read(SIZE_LIMIT + 1)


_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
_MISSING = (
    "The vault's header.json and header.bak are missing, and without one of them its data cannot"
    " be unlocked. Nothing was changed. Put them back from a backup of the folder, or choose"
    " another folder."
)
_NO_ACCESS = (
    "This account is not allowed to read the vault's header.json and header.bak. Nothing was"
    " changed. Log in as the person whose vault it is, or ask your IT support for the right to"
    " read its folder."
)
_UNREADABLE = (
    "Both copies of the vault's header are damaged, so it cannot be unlocked. The data itself was"
    " not touched. Put header.json or header.bak back from a backup of the folder."
)
_NEWER = (
    "A newer version of ROTH Planner made this vault. Nothing was read or changed. Install the"
    " newer version to open it."
)
