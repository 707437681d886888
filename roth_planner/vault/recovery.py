"""The recovery code: 28 characters on paper that open the vault when the passphrase is lost.

Seven groups of four in Crockford's base32, which has no I, L, O or U: 26 characters for 128
random bits and two check characters. The check makes the whole code, read as one number, a
multiple of the prime 1021. One wrong character changes that number by ``d * 32**i`` with
``0 < |d| < 32``, and two characters changed about by ``d * (32**i - 32**j)``; neither is a
multiple of 1021, because 32 has order 68 modulo 1021 and the code is only 28 long. So every
single wrong character and every swap of two characters is caught, not only 99.9 % of them.
"""

from __future__ import annotations

import os

from roth_planner.vault.keys import Random, random_bytes

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32 (crockford.com/base32.html), without its optional check symbols."""

LENGTH = 28
_PRIME = 1021
_BITS = 128
_FORGIVEN = str.maketrans(
    {"I": "1", "L": "1", "O": "0", "-": "", "\u2010": "", "\u2011": "", "\u2013": ""}
)


def new(random: Random = os.urandom) -> str:
    """A fresh code of 128 random bits, as it is shown: ``XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX``."""
    number = int.from_bytes(random_bytes(_BITS // 8, random), "big") << 10
    number += -number % _PRIME
    characters = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return "-".join(characters[start : start + 4] for start in range(0, LENGTH, 4))


def tidy(typed: str) -> str:
    """What was meant by a code or a part of one: capitals, no spaces or dashes, I and L as 1,
    O as 0. Two spellings of the same group are equal when tidied."""
    return "".join(typed.upper().split()).translate(_FORGIVEN)


def has_the_shape(typed: str) -> bool:
    """Whether this was probably meant as a recovery code, right or mistyped."""
    code = tidy(typed)
    return len(code) == LENGTH and set(code) <= set(ALPHABET)


def is_right(typed: str) -> bool:
    """Whether the check characters fit, so that no character is wrong or out of place."""
    if not has_the_shape(typed):
        return False
    number = 0
    for character in tidy(typed):
        number = number << 5 | ALPHABET.index(character)
    return number % _PRIME == 0 and number >> 10 < 1 << _BITS
