"""Where the practice behind a question comes from: the list of sources, and how one is named.

A ``source`` is one string, ``"pace: no single parent can stop this harm; own"``: parts divided by
``"; "``, each the key of an entry of ``assets/guides/sources.toml``, and after a colon what that
source says, as a fact in our own words. A question of a local pack says its source as it likes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

OWN = "own"
"""The entry for our own judgement, the only one that no page stands behind."""

KEY = re.compile(r"[a-z][a-z0-9_]*")


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """A page that is open to everybody; ``read`` is the day on which it was read.

    ``title`` says what it is and who published it, in our words.
    """

    title: str
    address: str = ""
    read: dt.date | None = None


class Part(Struct, frozen=True):
    """One source that a question names; ``says`` is what it says there, or nothing."""

    key: str
    says: str = ""


def parts(source: str) -> tuple[Part, ...]:
    """The sources that a question names, as written; their keys may be unknown."""
    found = []
    for part in source.split(";") if source.strip() else ():
        key, _, says = part.partition(":")
        found.append(Part(key.strip(), says.strip()))
    return tuple(found)


def faults(source: str, known: Mapping[str, Source], where: str) -> list[str]:
    """What is wrong with the ``source`` of the question or guide that stands at ``where``."""
    named = parts(source)
    if not named:
        return [f"{where}: says no source"]
    twice = [key for key, times in Counter(part.key for part in named).items() if times > 1]
    return [
        *(f"{where}: there is no source '{one.key}'" for one in named if one.key not in known),
        *(f"{where}: names the source '{key}' twice" for key in twice),
    ]


def list_faults(known: Mapping[str, Source]) -> list[str]:
    """What is wrong with the list of sources itself."""
    found = []
    for key, source in known.items():
        where = f"source {key}"
        if not KEY.fullmatch(key):
            found.append(f"{where}: a key is written in a to z, 0 to 9 and _")
        if not source.title.strip():
            found.append(f"{where}: has no title")
        if key == OWN and (source.address or source.read):
            found.append(f"{where}: our own judgement has no address and no day")
        if key != OWN and not re.fullmatch(r"https?://\S+", source.address):
            found.append(f"{where}: has no address that begins with https:// or http://")
        if key != OWN and source.read is None:
            found.append(f"{where}: does not say when it was read")
    addresses = Counter(source.address for source in known.values() if source.address)
    return found + [
        f"the address {address} stands in the list of sources twice"
        for address, times in addresses.items()
        if times > 1
    ]
