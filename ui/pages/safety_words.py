"""Backups and times in the words of the screen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from roth_planner.guides.kinds import day_in_words

if TYPE_CHECKING:
    from roth_planner.workbook.rescue import Beside, Summary
    from roth_planner.workbook.safety import Backup, Facts, Rekeyed

LATE = dt.timedelta(days=7)
"""After so long without a backup of what was changed the chair is told."""
NEW_KEYS_MADE = (
    "The vault has new keys throughout. Use your new passphrase from now on, and destroy the paper"
    " with the old recovery code, and copies that you keep elsewhere."
)
REASONS = {
    "before-upgrade": "before an upgrade",
    "before-restore": "before a restore",
    "before-rekey": "before new keys",
    "before-delete": "before a case was deleted",
}
COUNTED = {
    "case": ("case", "cases"),
    "person": ("person", "people"),
    "context": ("place", "places"),
    "conference": ("conference", "conferences"),
}
"""Kinds of record that a chair counts by; the others are told as a sum."""


def when(at: dt.datetime, now: dt.datetime) -> str:
    """A time as people say it: today at 14:02, or 12 March 2026 at 14:02."""
    at, now = at.astimezone(), now.astimezone()
    clock = f"{at:%H:%M}"
    if at.date() == now.date():
        return f"today at {clock}"
    if at.date() == now.date() - dt.timedelta(days=1):
        return f"yesterday at {clock}"
    return f"{day_in_words(at.date())} at {clock}"


def backups(facts: Facts, now: dt.datetime) -> str:
    """How the backups stand, in two or three sentences."""
    if facts.newest is None:
        return "There is no backup of this vault yet."
    kept = "1 backup is" if facts.kept == 1 else f"{facts.kept} backups are"
    since = " Something was changed since." if facts.waiting else ""
    return f"Last backup: {when(facts.newest, now)}.{since} {kept} kept in {facts.where}."


def proven(facts: Facts, now: dt.datetime) -> str:
    """When a restore was last tried and went well."""
    if facts.proven is None:
        return "Last proven restore: none yet."
    return f"Last proven restore: {when(facts.proven, now)}."


def home(facts: Facts, now: dt.datetime) -> str:
    """Both in one quiet line for the list of cases."""
    if facts.newest is None:
        return "No backup yet: the first is made when you lock."
    tried = "none yet" if facts.proven is None else when(facts.proven, now)
    return f"Last backup: {when(facts.newest, now)}. Last proven restore: {tried}."


def late(facts: Facts, now: dt.datetime) -> bool:
    """Whether what was changed has been without a backup for too long."""
    return facts.waiting and (facts.newest is None or now - facts.newest > LATE)


def warning(facts: Facts) -> str:
    """What is said when it has been too long."""
    which = "is no backup of this vault yet"
    if facts.newest is not None:
        which = f"has been no backup for more than {LATE.days} days"
    return f"There {which}. What you saved is safe in the vault itself. Make a backup now."


def one_backup(backup: Backup, now: dt.datetime) -> str:
    """One line of a list: when it was made, how large, and why if not in its turn."""
    why = f", {REASONS[backup.reason]}" if backup.reason in REASONS else ""
    said = when(backup.made, now)
    return f"{said[0].upper()}{said[1:]}, {size(backup.size)}{why}"


def size(number: int) -> str:
    """Bytes as people say them."""
    if number < 1024 * 1024:
        return f"{max(1, round(number / 1024))} KB"
    return f"{number / 1024 / 1024:.1f} MB"


def inside(summary: Summary, now: dt.datetime) -> tuple[str, ...]:
    """What is in a backup, one sentence each: counts, dates, and whether it is whole."""
    counted = [
        f"{number} {words[number != 1]}"
        for kind, words in COUNTED.items()
        if (number := summary.records.get(kind, 0))
    ]
    others = sum(n for kind, n in summary.records.items() if kind not in COUNTED)
    if others:
        counted.append(f"{others} other records")
    last = "nothing was ever changed in it"
    if summary.last_change is not None:
        last = f"the last change in it is from {when(summary.last_change, now)}"
    lines = [
        f"It holds {listed(counted) or 'no records'}.",
        f"It was made {when(summary.made, now)}, and {last}.",
    ]
    if summary.flaws:
        lines.append(
            "The vault was not whole when it was made: its seal did not hold for"
            f" {len(summary.flaws)} places. An earlier backup may be better."
        )
    else:
        lines.append("All of it was read, and all of it is as the program wrote it.")
    return tuple(lines)


def beside(found: Beside, now: dt.datetime) -> tuple[str, ...]:
    """What to know of the vault that is here, before a backup takes its place."""
    if found.of_another:
        return (
            "It is a backup of another vault, not of this one. Restoring it does no harm, but what"
            " is in this vault is not in it.",
        )
    if found.changed_since and found.last is not None:
        return (
            f"Your vault was changed after this backup, last {when(found.last, now)}. That is not"
            " in the backup.",
        )
    if found.changed_since is False:
        return ("Nothing was changed in your vault after this backup.",)
    return ()


def new_keys(done: Rekeyed) -> str:
    """What was done about keys that may be known, and what is left for the chair to do."""
    words = [NEW_KEYS_MADE]
    if done.removed:
        which = "1 older backup was" if done.removed == 1 else f"{done.removed} older backups were"
        words.append(f"{which} removed, because what was known before opens them.")
    if done.left:
        which = "1 backup" if done.left == 1 else f"{done.left} backups"
        words.append(f"{which} could not be removed and still opens with what was known before.")
    if done.trouble:
        words.append(done.trouble)
    return " ".join(words)


def removed_old_keys(number: int) -> str:
    """What is told when backups were found that a change of keys had not removed yet."""
    which = "1 backup was" if number == 1 else f"{number} backups were"
    return (
        f"The change to new keys was cut short, so {which} still there that opened with what was"
        " known before. A backup under the new keys is made, and those are removed now."
    )


def put_aside(number: int) -> str:
    """What is said of vaults that were kept after a restore for as long as was promised."""
    which = "A vault" if number == 1 else f"{number} vaults"
    return f"{which} of before a restore, kept for more than 30 days now. What is in use stays."


def listed(words: list[str]) -> str:
    """Several things in a row, with "and" before the last."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
