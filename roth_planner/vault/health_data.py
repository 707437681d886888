"""What the data file of a vault is like: its pages, its structure, its records against the seal."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from roth_planner.errors import CannotWrite, DamagedVault, VaultInUse
from roth_planner.vault import keys, seal_check, seal_key
from roth_planner.vault.ailments import Finding, Kind, finding
from roth_planner.vault.data_file import DATA, REKEYED
from roth_planner.vault.files import journal_of
from roth_planner.vault.header import Header
from roth_planner.vault.health_tables import look_at_tables
from roth_planner.vault.journal import journal_beside
from roth_planner.vault.migrations import PACKAGED
from roth_planner.vault.pages import PageCheck, Pages
from roth_planner.vault.seal import Head
from roth_planner.vault.seal_check import Flaw, FlawKind

PROVEN = "restore.proven"
"""Key of the note of the last restore that was tried (``drill.py``)."""

OVER = "restore.over"
"""Key of the note of the mark that a restore was made over (``switch.py``)."""

_PLAIN = b"SQLite format 3\x00"
_SHOWN = 12
"""Numbers that are written out; a longer list says how many more there are."""

_KINDS: dict[FlawKind, Kind] = {
    "no_key": "seal_lost",
    "record_older": "records_older",
    "record_changed": "records_changed",
    "record_lost": "records_lost",
    "record_back": "records_back",
    "record_unknown": "records_unknown",
    "history_changed": "history_altered",
    "history_broken": "history_altered",
    "history_removed": "history_removed",
}


class Integrity(msgspec.Struct, frozen=True):
    """``structure`` and ``ties`` are None where they could not be looked at; ``schema`` is the
    last step that the tables were brought up to."""

    checked: bool = False
    pages: int = 0
    bad_pages: tuple[int, ...] = ()
    structure: bool | None = None
    ties: bool | None = None
    schema: str = ""


class SealFacts(msgspec.Struct, frozen=True):
    """``holds`` is None where the seal could not be looked at. ``records`` counts by kind,
    ``changes`` is the number of the last change, ``proven`` when a restore was tried last."""

    checked: bool = False
    holds: bool | None = None
    changes: int = 0
    last_change: str = ""
    records: dict[str, int] = {}
    proven: str = ""
    flaws: tuple[Flaw, ...] = ()


class Looked(msgspec.Struct, frozen=True):
    """What was found in the data. ``key`` is the seal's and ``heads`` all ends the chain ever had,
    by their number; both are for comparing with the mark."""

    integrity: Integrity = Integrity()
    seal: SealFacts = SealFacts()
    findings: tuple[Finding, ...] = ()
    key: bytes | None = None
    heads: dict[int, bytes] = {}
    restored_over: str = ""

    def holds(self, mark: Head) -> bool:
        """Whether the chain still holds what was seen last, or was restored in its place."""
        return (
            mark.number == 0
            or self.heads.get(mark.number) == mark.seal
            or self.restored_over == f"{mark.number} {mark.seal.hex()}"
        )

    def was_restored_after(self, mark: Head) -> bool:
        """Whether it was restored when the vault had come as far as a mark, or further."""
        number = self.restored_over.partition(" ")[0]
        return number.isdecimal() and mark.number <= int(number)


def look_at(folder: Path, header: Header | None, data_key: bytes | None) -> Looked:
    """Look at the data of a closed vault, with the key if there is one; nothing is changed.

    Raises OSError, VaultInUse, CipherMissing.
    """
    data_file = folder / DATA
    if not data_file.is_file():
        new = folder / REKEYED
        if new.is_file() and (header is None or data_key is None or _waits(new, header, data_key)):
            return Looked(findings=(finding("rekey_interrupted", REKEYED),))
        return Looked(findings=(finding("data_missing", DATA),))
    if data_file.stat().st_size == 0:
        return Looked(findings=(finding("data_empty", DATA),))
    with data_file.open("rb") as file:
        plain = file.read(len(_PLAIN)) == _PLAIN
    if header is None or data_key is None:
        return Looked(findings=(finding("data_plain", DATA),) if plain else ())
    key = keys.sub_key(data_key, "database")
    check = PageCheck(key)
    pages = check.look(data_file)
    if pages.foreign:
        if _waits(folder / REKEYED, header, data_key):
            return Looked(findings=(finding("rekey_interrupted", REKEYED),))
        kind: Kind = "data_plain" if plain else "data_foreign"
        integrity = Integrity(True, pages.count, pages.bad)
        return Looked(integrity, findings=(finding(kind, DATA),))
    return _look_at_ours(data_file, header, key, check, pages)


def fits(folder: Path, data_key: bytes) -> bool:
    """Whether any page of the data, or of data made anew, is under this key; raises OSError."""
    check = PageCheck(keys.sub_key(data_key, "database"))
    there = (path for path in (folder / DATA, folder / REKEYED) if path.is_file())
    return any(not check.look(path).foreign for path in there)


def _waits(new: Path, header: Header, data_key: bytes) -> bool:
    """Whether the data made anew is finished and this header's, so that opening puts it in place
    (``data_file.py``)."""
    from roth_planner.vault.engine import connect

    key = keys.sub_key(data_key, "database")
    if not new.is_file() or not PageCheck(key).look(new).good:
        return False
    try:
        connection = connect(new, key, reading=True)
    except DamagedVault:
        return False
    try:
        return bool(connection.execute("PRAGMA user_version").fetchone()[0] == header.epoch)
    finally:
        connection.close()


def _look_at_ours(
    data_file: Path, header: Header, key: bytes, check: PageCheck, pages: Pages
) -> Looked:
    from roth_planner.vault.engine import connect

    found = []
    if not pages.starts_right and 1 not in pages.bad:
        found.append(finding("data_start_lost", DATA))
    journal = journal_beside(data_file, key)
    if journal == "foreign":
        found.append(finding("journal_damaged", journal_of(data_file).name))
    elif journal == "fits":
        found.append(finding("save_interrupted", journal_of(data_file).name))
    with _untouched(data_file, journal) as looked_at:
        try:
            connection = connect(looked_at, key)
        except (VaultInUse, CannotWrite):
            raise
        except DamagedVault:
            found.append(_closed(looked_at, key, pages))
            return Looked(Integrity(True, pages.count, pages.bad), findings=tuple(found))
        try:
            # What a save that was cut short has left on the disk is not what counts.
            looked = look_into(connection, header, None if journal == "fits" else pages)
        finally:
            connection.close()
    return msgspec.structs.replace(looked, findings=(*found, *looked.findings))


def _closed(data_file: Path, key: bytes, pages: Pages) -> Finding:
    """Why a file does not open of which pages are this vault's."""
    from roth_planner.vault.engine import connect

    if pages.bad:
        return finding("pages_damaged", _pages(pages.bad))
    try:
        connect(data_file, key, reading=True, lenient=True).close()
    except DamagedVault:
        return finding("structure_damaged", DATA)
    return finding("data_cut", DATA)


@contextmanager
def _untouched(data_file: Path, journal: str) -> Iterator[Path]:
    """The data file, or a copy of it where opening it would take a save back. It is encrypted."""
    if journal == "none" and not any(os.path.lexists(path) for path in _of_wal(data_file)):
        yield data_file
        return
    private = Path(tempfile.mkdtemp(prefix="roth-"))
    try:
        copy = private / DATA
        shutil.copyfile(data_file, copy)
        if journal == "fits":
            shutil.copyfile(journal_of(data_file), journal_of(copy))
        yield copy
    finally:
        shutil.rmtree(private, ignore_errors=True)


def _of_wal(data_file: Path) -> tuple[Path, ...]:
    """Files that SQLite removes or writes when it opens the one beside them; none of ours."""
    return tuple(data_file.with_name(data_file.name + end) for end in ("-wal", "-shm"))


def look_into(connection: Any, header: Header | None, pages: Pages | None = None) -> Looked:
    """Look into an open data file; ``pages`` are what they are on the disk, if that is known."""
    found: list[Finding] = []
    count = connection.execute("PRAGMA page_count").fetchone()[0]
    if pages is None:
        bad = tuple(sorted(_bad_pages(connection)))
    else:
        bad = tuple(number for number in pages.bad if number <= count)
        if pages.count < count:
            found.append(finding("data_cut", DATA))
        elif pages.count > count or pages.odd:
            found.append(finding("data_grown", DATA))
    if bad:
        found.append(finding("pages_damaged", _pages(bad)))
    tables = look_at_tables(connection, bool(bad), _first)
    found += tables.findings
    if header is not None:
        with suppress(Exception):
            if header.epoch < connection.execute("PRAGMA user_version").fetchone()[0]:
                found.append(finding("header_older", "header.json, header.bak"))
    integrity = Integrity(True, count, bad, tables.structure, tables.ties, tables.schema)
    facts, flaws, key, heads = _sealed(connection)
    if facts.holds is None and not bad and tables.structure:
        found.append(finding("structure_damaged", DATA))
    found += _grouped(flaws)
    with suppress(Exception):
        # Older vaults keep it once, until they are opened and brought up to date.
        up_to_date = tables.schema == PACKAGED.head
        if key is not None and up_to_date and seal_key.kept_keys(connection) != (key, key):
            found.append(finding("seal_key_differs", "seal_key, desk"))
    over = ""
    with suppress(Exception):
        over = connection.execute("SELECT text FROM desk WHERE key = ?", (OVER,)).fetchone()[0]
    return Looked(integrity, facts, tuple(found), key, heads, str(over))


_PAGE_NUMBER = re.compile(r"(\d+)\s*$")


def _bad_pages(connection: Any) -> set[int]:
    """The numbers of the pages that SQLCipher finds damaged in a file that is open."""
    found = set()
    for (line,) in connection.execute("PRAGMA cipher_integrity_check").fetchall():
        number = _PAGE_NUMBER.search(str(line))
        found.add(int(number[1]) if number else 0)
    return found


def _sealed(
    connection: Any,
) -> tuple[SealFacts, tuple[Flaw, ...], bytes | None, dict[int, bytes]]:
    """The seal against all records; what cannot be read leaves it unknown."""
    from roth_planner.vault.seal import read_key

    try:
        sealed = seal_check.check(connection)
    except Exception:
        return SealFacts(), (), None, {}
    key, heads, at, proven = None, {}, "", ""
    with suppress(Exception):
        key = read_key(connection)
        heads = dict(connection.execute("SELECT id, seal FROM change").fetchall())
    with suppress(Exception):
        row = connection.execute("SELECT at FROM change ORDER BY id DESC LIMIT 1").fetchone()
        at = f"{row[0][:19]}Z" if row else ""
    with suppress(Exception):
        row = connection.execute("SELECT text FROM desk WHERE key = ?", (PROVEN,)).fetchone()
        proven = str(row[0]) if row else ""
    facts = SealFacts(
        True, sealed.holds, sealed.head.number, at, sealed.records, proven, sealed.flaws
    )
    return facts, sealed.flaws, key, heads


def _grouped(flaws: Iterable[Flaw]) -> Iterator[Finding]:
    by_kind = sorted(flaws, key=lambda flaw: _KINDS[flaw.kind])
    for kind, same in groupby(by_kind, key=lambda flaw: _KINDS[flaw.kind]):
        yield finding(kind, _first(f"{one.record.replace('_', ' ')} {one.number}" for one in same))


def _pages(numbers: Iterable[int]) -> str:
    return "pages " + _first(str(number) for number in numbers)


def _first(names: Iterable[str]) -> str:
    names = list(dict.fromkeys(names))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
