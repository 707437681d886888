"""Backups that hold a case which was deleted for good, and when they have to be gone.

The promise is 35 days at the latest, or at once where the chair wants it so. It is written in the
event of the deletion, which is sealed and travels with the vault, so a program that was cut short
keeps it the next time a backup is made or looked for.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from roth_planner.vault.backup_file import NOT_WHOLE, Backup
from roth_planner.vault.seal import EVENT
from roth_planner.vault.seal_check import PURGED
from roth_planner.vault.troubles import translate_errors

if TYPE_CHECKING:
    from roth_planner.vault.vault import Vault

PROMISE = dt.timedelta(days=35)
"""The longest that a backup outlives a case that was deleted for good; the help page
``assets/help/security.md`` promises it."""


class Purge(msgspec.Struct, frozen=True):
    """One deletion: the row of the history that tells of it and its time, the first row that told
    of what was deleted and its time, and when no backup may hold that any more."""

    number: int
    at: dt.datetime
    since: int
    since_at: dt.datetime
    gone_by: dt.datetime

    def is_in(self, backup: Backup) -> bool:
        """Whether a backup holds what was deleted.

        Numbers alone do not tell: after a restore they are counted again from the backup's.
        """
        before_it_began = backup.number < self.since and backup.made < self.since_at
        return not before_it_began and not self.precedes(backup)

    def precedes(self, backup: Backup) -> bool:
        """Whether a backup was made afterwards, without what was deleted."""
        return backup.number >= self.number and backup.made >= self.at


def told(changes: Iterable[tuple[int, int]], gone_by: dt.datetime) -> dict[str, Any]:
    """What the event of a deletion tells: the blank rows of the history, and the promise."""
    return {"event": PURGED, "changes": list(map(list, changes)), "gone_by": gone_by.isoformat()}


def purges(vault: Vault) -> tuple[Purge, ...]:
    """The deletions that the history of an open vault tells of."""
    with vault.busy, translate_errors():
        return tuple(_read(vault._connection))


def overdue(
    found: Iterable[Backup], pending: Iterable[Purge], now: dt.datetime
) -> tuple[Backup, ...]:
    """The backups that have to be gone by now; none until there is a whole one from afterwards."""
    found, pending = tuple(found), tuple(pending)
    stays = any(
        one.reason != NOT_WHOLE and all(purge.precedes(one) for purge in pending) for one in found
    )
    late = [purge for purge in pending if now >= purge.gone_by]
    return tuple(one for one in found if stays and any(purge.is_in(one) for purge in late))


def remove_overdue(vault: Vault, place: Path | None = None, now: dt.datetime | None = None) -> int:
    """Remove the backups whose time is over, in the vault's own place or a second one; how many.

    Raises CannotWrite if the folder cannot be read; a backup that cannot be removed stays.
    """
    from roth_planner.vault import backup

    pending = purges(vault)
    if not pending:
        return 0
    folder = backup.place_of(vault.folder)
    if place is not None:
        folder = backup.second_place(place, vault.vault_id)
    return backup.remove(overdue(backup.backups(folder), pending, now or dt.datetime.now(dt.UTC)))


def _read(connection: Any) -> Iterator[Purge]:
    rows = connection.execute(
        "SELECT id, at, after FROM change WHERE record = ? ORDER BY id", (EVENT,)
    ).fetchall()
    for number, at, after in rows:
        event = json.loads(after or "{}")
        if event.get("event") != PURGED or "gone_by" not in event:
            continue
        since = min((first for first, _last in event["changes"]), default=number)
        began = connection.execute("SELECT at FROM change WHERE id = ?", (since,)).fetchone()
        gone_by = dt.datetime.fromisoformat(event["gone_by"])
        yield Purge(number, _second(at), since, _second(began[0] if began else at), gone_by)


def _second(at: str) -> dt.datetime:
    """The names of backups tell whole seconds."""
    return dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC, microsecond=0)
