"""Putting a restored vault in the place of the present one, which is kept for 30 days beside it.

Two folders change their names, and the backups move over. A note beside them, written and synced
first, says what is meant, so that what was cut short is finished when the vault is looked for:

==========================  =====================  =============  ==============================
``note``                    the vault's name       kept folder    then
==========================  =====================  =============  ==============================
there                       the present vault      not there      not begun: the note is removed
there                       nothing                the present    the restored one gets the name
there                       the restored vault     the present    the backups move, note removed
==========================  =====================  =============  ==============================
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from roth_planner.errors import CannotWrite, VaultInUse
from roth_planner.vault import header as headers
from roth_planner.vault.data_file import check_parts
from roth_planner.vault.filelock import FileLock, Held
from roth_planner.vault.files import (
    beside_of,
    put_in_place,
    sync_folder,
    tidy_beside,
    write_beside,
)
from roth_planner.vault.mark import MarkFile, marks_folder
from roth_planner.vault.refusing import in_use
from roth_planner.vault.seal import Head
from roth_planner.vault.troubles import Trouble, translate_errors

KEPT = dt.timedelta(days=30)
_BACKUPS = "backups"
_BEFORE = re.compile(r"\.before-(\d{4}-\d\d-\d\d)(?:-\d+)?\Z", re.ASCII)

_PlainName = Annotated[str, Meta(min_length=1, max_length=255, pattern=r"^[^/\\\x00]+\Z")]


class _Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is meant: names of folders beside each other."""

    restored: _PlainName
    kept: _PlainName


def replace(
    vault_folder: Path,
    restored: Path,
    *,
    now: dt.datetime | None = None,
    marks: Path | None = None,
) -> Path:
    """Let the vault in ``restored`` take the place of the one in ``vault_folder``; both closed.

    They must lie in the same folder. Gives where the vault of before is kept, which opens as it
    did; ``tidy_old`` removes it later. Its backups move to the restored vault. Raises VaultInUse,
    NotAVault or DamagedVault for a ``restored`` that is none, CannotWrite; then nothing changed.
    """
    vault_folder, restored = (Path(os.path.abspath(one)) for one in (vault_folder, restored))
    if vault_folder.parent != restored.parent:
        raise CannotWrite(_NOT_BESIDE)
    with translate_errors(SWITCHING):
        check_parts(restored)
        vault_id = headers.read(restored)[0].vault_id
        for folder in (vault_folder, restored):
            _check_closed(folder)
        kept = _kept_name(vault_folder, now or dt.datetime.now(dt.UTC))
        note = _note_of(vault_folder)
        write_beside(note, msgspec.json.encode(_Note(restored.name, kept.name)))
        put_in_place(beside_of(note), note)
        try:
            vault_folder.rename(kept)
            sync_folder(kept.parent)
            restored.rename(vault_folder)
        except OSError:
            with suppress(OSError):
                if not vault_folder.exists():
                    kept.rename(vault_folder)
                note.unlink()
            raise
    settle(vault_folder)
    # What the vault was like before counts no more; the mark is made anew when it is opened.
    MarkFile(marks or marks_folder(), vault_id, bytes(32)).forget()
    return kept


def settle(vault_folder: Path) -> None:
    """Finish a switch that was cut short, if there was one; trouble leaves it for the next time."""
    vault_folder = Path(os.path.abspath(vault_folder))
    note = _note_of(vault_folder)
    tidy_beside(vault_folder.parent)
    with suppress(OSError, msgspec.MsgspecError):
        beside_of(note).unlink(missing_ok=True)
        if not note.is_file():
            return
        said = msgspec.json.decode(note.read_bytes(), type=_Note)
        if said.restored in (".", "..") or not _BEFORE.search(said.kept):
            return
        kept, restored = (vault_folder.with_name(name) for name in (said.kept, said.restored))
        if not vault_folder.exists() and kept.is_dir() and restored.is_dir():
            restored.rename(vault_folder)
        sync_folder(vault_folder.parent)
        if vault_folder.is_dir() and kept.is_dir() and (kept / _BACKUPS).is_dir():
            _move_backups(kept / _BACKUPS, vault_folder / _BACKUPS)
        if vault_folder.exists():
            note.unlink()
            sync_folder(vault_folder.parent)


def old(folder: Path) -> tuple[tuple[Path, dt.datetime], ...]:
    """The vaults of before a restore in a folder, and when each was put aside, oldest first."""
    found = []
    for path in folder.iterdir():
        told = _BEFORE.search(path.name)
        if told is None or not path.is_dir() or path.is_symlink():
            continue
        with suppress(ValueError):
            when = dt.datetime.fromisoformat(told[1]).replace(tzinfo=dt.UTC)
            found.append((path, when))
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))


def over_time(folder: Path, now: dt.datetime, name: str = "") -> tuple[Path, ...]:
    """The vaults of before a restore that were put aside more than 30 days ago.

    ``folder`` is the one they lie in, ``name`` that of the one vault to ask about. One whose place
    nothing has taken is not among them, whatever its age. Raises OSError.
    """
    return tuple(
        path
        for path, when in old(folder)
        if now - when > KEPT + dt.timedelta(days=1)
        and (folder / _BEFORE.sub("", path.name)).is_dir()
        and name in ("", _BEFORE.sub("", path.name))
    )


def tidy_old(folder: Path, now: dt.datetime, name: str = "") -> tuple[Path, ...]:
    """Remove those that are ``over_time``; gives what was removed.

    Only when the chair was told. Raises CannotWrite.
    """
    gone = []
    with translate_errors(TIDYING):
        for path in over_time(folder, now, name):
            shutil.rmtree(path)
            gone.append(path)
    return tuple(gone)


def note_restored_over(connection: Any, mark: Head) -> None:
    """Note in a restored vault what the present one was like: it is older, and is meant to be."""
    connection.execute(
        "INSERT OR REPLACE INTO desk (key, text) VALUES (?, ?)",
        (_OVER, f"{mark.number} {mark.seal.hex()}"),
    )


def restored_over(connection: Any, mark: Head, *, or_before: bool = False) -> bool:
    """Whether a vault was restored when the last-seen mark was this one, ``or_before`` when it had
    come no further than to that: a second mark may lag behind.

    So the restored vault is opened without asking, as long as nothing was done in the other one
    since; and the other one goes on being the current one until then.
    """
    row = connection.execute("SELECT text FROM desk WHERE key = ?", (_OVER,)).fetchone()
    if row is None:
        return False
    if or_before:
        number = str(row[0]).partition(" ")[0]
        return number.isdecimal() and mark.number <= int(number)
    return bool(row[0] == f"{mark.number} {mark.seal.hex()}")


_OVER = "restore.over"


def _note_of(vault_folder: Path) -> Path:
    return vault_folder.with_name(f".{vault_folder.name}.switch")


def _kept_name(vault_folder: Path, now: dt.datetime) -> Path:
    day = f"{vault_folder.name}.before-{now.astimezone(dt.UTC):%Y-%m-%d}"
    names = (vault_folder.with_name(day + end) for end in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(name for name in names if not os.path.lexists(name))


def _check_closed(folder: Path) -> None:
    if not folder.is_dir():
        return
    try:
        lock = FileLock(folder)
    except Held as held:
        raise VaultInUse(in_use(held)) from None
    # Not kept: Windows renames no folder with an open file.
    lock.let_go()


def _move_backups(source: Path, target: Path) -> None:
    """One by one, so that those the restored vault has made already stay."""
    target.mkdir(mode=0o700, exist_ok=True)
    for path in sorted(source.iterdir()):
        if path.is_file() and not (target / path.name).exists():
            path.rename(target / path.name)
    sync_folder(target)
    with suppress(OSError):  # what is no backup stays
        source.rmdir()


_NOT_TIDIED = (
    "The vault of before the restore could not be removed in full. The vault in use is not touched."
    " Close programs that use its folder and try again."
)
TIDYING: Mapping[Trouble, str] = dict.fromkeys(Trouble, _NOT_TIDIED)
_NOT_BESIDE = (
    "The restored vault lies in another folder than the vault it is to replace, so nothing was"
    " changed. Restore the backup once more into a folder beside the vault."
)

SWITCHING: Mapping[Trouble, str] = {
    Trouble.FULL: "The disk is full, so the restored vault did not take the place of the present"
    " one. Both are whole. Make room on the disk and try again.",
    Trouble.READ_ONLY: "This account may not rename the vault's folder, so the restored vault did"
    " not take its place. Both are whole. Close programs that use the folder and try again.",
    Trouble.FAILED: "The disk did not take the new names, so the restored vault did not take the"
    " place of the present one. Both are whole. Check that the disk is connected and try again.",
    Trouble.GONE: "One of the two vaults is no longer there, so nothing took its place. Check that"
    " the disk is connected and try again.",
    Trouble.IN_USE: "Another program is using the vault's files, so the restored vault did not take"
    " its place. Both are whole. Close that program and try again.",
    Trouble.DAMAGED: "The restored vault is damaged, so it did not take the place of the present"
    " one. Nothing was changed. Restore the backup once more, or choose another.",
}
