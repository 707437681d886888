"""Which backups are kept: the last ones, and one of each day, week and month for a while.

Kept are the 10 last, the last one of each of the last 14 days, 8 weeks and 3 months that have one;
days without a backup do not count, so a long leave costs none. What was made before a step that
changes much, or of a vault whose seal did not hold, is kept for 30 days besides, and counts for
nothing else.

The rule is applied twice: to all backups, and to those that are not in the future. So a clock that
was wrong for a while neither pushes out what was made when it was right, nor is what is made while
it is wrong removed at once. With a clock that is right both are the same.

What holds a case that was deleted for good is kept no longer than was promised (``purging.py``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from roth_planner.vault.backup_file import Backup
from roth_planner.vault.purging import Purge, overdue

LAST, DAYS, WEEKS, MONTHS = 10, 14, 8, 3
KEPT_BESIDES = dt.timedelta(days=30)


def superfluous(
    found: Iterable[Backup], now: dt.datetime, pending: Iterable[Purge] = ()
) -> tuple[Backup, ...]:
    """Those that may go, oldest first. Never all that are whole. ``pending`` are the deletions
    that backups have to follow."""
    found = tuple(found)
    ordered = sorted(found, key=lambda one: (one.made, one.number), reverse=True)
    regular = [one for one in ordered if not one.reason]
    kept = _rule(regular) + _rule([one for one in regular if one.made <= now])
    kept += [one for one in ordered if one.reason and abs(now - one.made) <= KEPT_BESIDES]
    if not regular:
        kept += ordered[:1]
    paths = {one.path for one in kept} - {one.path for one in overdue(found, pending, now)}
    return tuple(one for one in reversed(ordered) if one.path not in paths)


def _rule(newest_first: list[Backup]) -> list[Backup]:
    kept = newest_first[:LAST]
    kept += _last_of_each(newest_first, DAYS, lambda one: one.made.date())
    kept += _last_of_each(newest_first, WEEKS, lambda one: one.made.isocalendar()[:2])
    kept += _last_of_each(newest_first, MONTHS, lambda one: (one.made.year, one.made.month))
    return kept


def _last_of_each(
    newest_first: list[Backup], number: int, when: Callable[[Backup], object]
) -> list[Backup]:
    last: dict[object, Backup] = {}
    for one in newest_first:
        last.setdefault(when(one), one)
    return list(last.values())[:number]
