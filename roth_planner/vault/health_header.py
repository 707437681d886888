"""What the two files of the header are like, and which header to look into the data with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from roth_planner.errors import NewerVault, PlannerError, WrongSecret
from roth_planner.vault import header as headers
from roth_planner.vault import health_data
from roth_planner.vault.ailments import Finding, finding
from roth_planner.vault.backup_cures import backup_headers
from roth_planner.vault.header import FILES, Header
from roth_planner.vault.keys import Derive
from roth_planner.vault.slots import unlock, unlock_all


class HeaderFacts(msgspec.Struct, frozen=True):
    """``copies`` says of each file whether it is good, damaged, missing or newer."""

    copies: dict[str, str]
    vault_id: str = ""
    kind: str = ""
    created: str = ""
    format: int = 0
    epoch: int = 0


class KeyFacts(msgspec.Struct, frozen=True):
    """Which secrets open the vault, and whether the one given did. ``memory_bytes`` and
    ``passes`` are what a guess at the passphrase costs."""

    opened: bool = False
    slots: tuple[str, ...] = ()
    memory_bytes: int = 0
    passes: int = 0


def look_at_headers(folder: Path) -> tuple[dict[str, str], list[Header]]:
    """What each file of the header is like, by its name; and the good ones, the latest first."""
    copies, good = {}, []
    for name in FILES:
        try:
            header = headers.parse(headers.read_file(folder / name))
        except FileNotFoundError:
            copies[name] = "missing"
        except OSError:
            copies[name] = "unreadable"
        except NewerVault:
            copies[name] = "newer"
        except PlannerError:
            copies[name] = "damaged"
        else:
            copies[name] = "good"
            good.append(header)
    return copies, sorted(dict.fromkeys(good), key=lambda header: -header.epoch)


def unlocked(folder: Path, good: list[Header], secret: str, derive: Derive) -> tuple[Header, bytes]:
    """The header to look into the data with, and the data key.

    Of two that the secret opens it is the one that fits the data. If it opens none, older ones may
    have been put back: then it is the one of the newest backup. Raises WrongSecret, DamagedVault.
    """
    try:
        opened = unlock_all(tuple(good), secret, derive)
    except WrongSecret:
        newer = [one for one in backup_headers(folder) if _follows(one, good)]
        with suppress(WrongSecret):
            return unlock(tuple(newer), secret, derive)
        raise
    _, data_key = next((one for one in opened if health_data.fits(folder, one[1])), opened[0])
    signed = headers.header_key(data_key)
    return max((one for one in good if headers.is_authentic(one, signed)), key=_epoch), data_key


def _follows(header: Header, good: list[Header]) -> bool:
    return (
        any(header.vault_id == one.vault_id and header.epoch > one.epoch for one in good)
        and header not in good
    )


def _epoch(header: Header) -> int:
    return header.epoch


def header_cure(
    folder: Path, found: Finding, header: Header | None, data_key: bytes | None
) -> Finding:
    """A header that is too old is put right from a backup only if one keeps a newer header."""
    if found.kind != "header_older" or header is None or data_key is None:
        return found
    signed = headers.header_key(data_key)
    newer = (one for one in backup_headers(folder) if one.epoch > header.epoch)
    if any(headers.is_authentic(one, signed) for one in newer):
        return found
    return msgspec.structs.replace(found, cure="salvage")


def header_findings(copies: dict[str, str], good: list[Header]) -> Iterator[Finding]:
    """What is wrong with the two files; needs no secret."""
    bad = [name for name, state in copies.items() if state != "good"]
    if any(state == "newer" for state in copies.values()):
        yield finding("newer_format", ", ".join(bad))
    elif not good:
        yield finding("header_lost", ", ".join(bad))
    elif bad:
        yield finding("header_copy_damaged", ", ".join(bad))
    elif len(good) > 1:
        yield finding("header_differs", ", ".join(FILES))


def header_facts(header: Header | None, copies: dict[str, str]) -> HeaderFacts:
    """What is known of the header."""
    if header is None:
        return HeaderFacts(copies)
    return HeaderFacts(
        copies,
        header.vault_id,
        header.kind,
        header.created.isoformat(),
        header.format,
        header.epoch,
    )


def key_facts(header: Header | None, opened: bool) -> KeyFacts:
    """What is known of the keys."""
    if header is None:
        return KeyFacts(opened)
    slots = tuple(slot.kind for slot in header.slots)
    first = header.slots[0]
    return KeyFacts(opened, slots, first.memory_bytes, first.passes)
