"""Keys: what turns a passphrase or recovery code into the one key that opens the data.

A vault has one random data key. Each secret (passphrase, recovery code, what this computer keeps)
is stretched with Argon2id into a key that wraps the data key, so that a passphrase can change
without the data being written again. All cryptography is libsodium's (PyNaCl) and hashlib's; it
is only composed here. PyNaCl is loaded on first use, because the unlock page is drawn before it is
needed.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from roth_planner.errors import PlannerError

MIB = 1024 * 1024

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 24
WRAPPED_BYTES = KEY_BYTES + 16
"""A wrapped key is the key and the 16 byte tag of Poly1305."""


@dataclass(frozen=True)
class Cost:
    """How much work one guess at a passphrase is: memory in bytes, and passes over it.

    One lane, as libsodium has it.
    """

    memory_bytes: int
    passes: int

    @property
    def allowed(self) -> bool:
        """Whether a vault may be made or read with this cost.

        Lower bound: OWASP Password Storage Cheat Sheet (19 MiB with 2 passes, or 46 MiB with 1).
        Upper bound: 1 GiB and 10 passes, so that a hostile header cannot stall the computer.
        """
        if not (19 * MIB <= self.memory_bytes <= 1024 * MIB and 1 <= self.passes <= 10):
            return False
        return self.passes >= 2 or self.memory_bytes >= 46 * MIB

    def weaker_than(self, other: Cost) -> bool:
        """Whether a guess is cheaper: it takes less memory, or less work in all."""
        work, more = self.memory_bytes * self.passes, other.memory_bytes * other.passes
        return self.memory_bytes < other.memory_bytes or work < more


DEFAULT = Cost(256 * MIB, 3)
"""For a vault with real records: about half a second on two cores. RFC 9106 recommends at least
64 MiB with 3 passes where 2 GiB cannot be had."""

FLOOR = Cost(19 * MIB, 2)
"""For invented data, and for secrets that cannot be guessed: OWASP's lowest."""

Random: TypeAlias = Callable[[int], bytes]
Derive: TypeAlias = Callable[[bytes, bytes, Cost], bytes]


def derive(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """32 byte key from ``secret`` by Argon2id version 1.3 (RFC 9106); ``salt`` is 16 bytes.

    Raises PlannerError when the computer cannot give the memory.
    """
    import nacl.exceptions
    from nacl.pwhash import argon2id

    try:
        return argon2id.kdf(KEY_BYTES, secret, salt, cost.passes, cost.memory_bytes)
    except (nacl.exceptions.RuntimeError, MemoryError):
        needed = cost.memory_bytes // MIB
        raise PlannerError(
            f"There is not enough free memory to unlock: {needed} MB are needed for a moment."
            " Your vault is unchanged. Close other programs and try again."
        ) from None


def wrap(key: bytes, under: bytes, nonce: bytes, bound: bytes) -> bytes:
    """``key`` sealed with XChaCha20-Poly1305; opens only together with the same ``bound``."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

    return bytes(encrypt(key, bound, nonce, under))


def unwrap(wrapped: bytes, under: bytes, nonce: bytes, bound: bytes) -> bytes | None:
    """The key inside, or None when ``under`` or ``bound`` is not what it was sealed with."""
    import nacl.exceptions
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt

    try:
        return bytes(decrypt(wrapped, bound, nonce, under))
    except nacl.exceptions.CryptoError:
        return None


def sub_key(data_key: bytes, purpose: str) -> bytes:
    """32 byte key for one purpose, by keyed BLAKE2b (RFC 7693); one never tells another."""
    return hashlib.blake2b(
        purpose.encode(), key=data_key, digest_size=KEY_BYTES, person=b"roth-planner"
    ).digest()


def tag(key: bytes, message: bytes) -> bytes:
    """32 byte authentication tag of ``message``, by keyed BLAKE2b (RFC 7693)."""
    return hashlib.blake2b(message, key=key, digest_size=32).digest()


def from_passphrase(passphrase: str) -> bytes:
    """The bytes a passphrase stands for, however the keyboard composed its letters.

    Unicode NFKC (RFC 8265 reasons: the same letters typed on another computer must open the
    vault). Spaces and capitals count. No upper limit of length.
    """
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")


def random_bytes(size: int, random: Random = os.urandom) -> bytes:
    """``size`` fresh random bytes; refuses a source that fails, falls short or only says zero."""
    try:
        drawn = random(size)
    except (OSError, NotImplementedError):
        drawn = b""
    if len(drawn) != size or not any(drawn):
        raise PlannerError(
            "This computer gave no good random numbers, so no keys were made and nothing was"
            " written. Start the computer again; if it happens again, tell your IT support."
        )
    return drawn
