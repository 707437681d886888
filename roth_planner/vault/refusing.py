"""Sentences that tell why a vault was not opened, where they hold a number or a name."""

from __future__ import annotations

from roth_planner.vault.filelock import Held


def in_use(held: Held) -> str:
    """Another program has the vault open."""
    who = held.holder
    since = "" if who is None else f" on {who.computer} since {who.since.astimezone():%H:%M}"
    return (
        f"This vault is open in another window or program{since}. Nothing was changed. Use that"
        " window, or close it and try again."
    )


def older(behind: int) -> str:
    """The copy lacks ``behind`` changes; 0 or less if it went its own way."""
    how = (
        f"This copy of the vault is older than the one last used on this computer: the last"
        f" {behind} changes are not in it."
        if behind > 0
        else "This copy of the vault is not the one last used on this computer: changes made here"
        " are not in it, and it holds others."
    )
    return f"{how} Nothing was changed. Look for the newer copy, or choose to use this one."
