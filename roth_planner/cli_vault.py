"""Commands for a whole vault: backup and restore.

They keep the rules of ``cli.py``: one JSON document or plain lines on standard output, exit code 1
for done with something wrong, and 2 with one sentence for not done.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from roth_planner.vault.backup import Summary

AskPassphrase = Callable[[argparse.Namespace], str]
TakesPassphrase = Callable[[argparse.ArgumentParser], None]

_ASK = "ask_passphrase"


def register(commands: Any, takes: TakesPassphrase, ask: AskPassphrase) -> None:
    """Add the commands to those of the program; ``ask`` gives the passphrase ``takes`` allows."""
    backup = commands.add_parser("backup", help="make a backup of a vault and read it in full")
    backup.add_argument("vault", type=Path)
    backup.add_argument("--to", type=Path, metavar="DIR", help="in a second place, such as a stick")
    add(backup, _backup, takes, ask)

    restore = commands.add_parser("restore", help="make a vault out of a backup")
    restore.add_argument("backup", type=Path)
    restore.add_argument("--to", type=Path, required=True, metavar="VAULT", help="a new folder")
    add(restore, _restore, takes, ask)


def add(
    command: argparse.ArgumentParser, do: object, takes: TakesPassphrase, ask: AskPassphrase
) -> None:
    """What every command on a whole vault takes, and what it does."""
    command.add_argument("--json", action="store_true", help="one JSON document")
    takes(command)
    command.set_defaults(do=do, **{_ASK: ask})


def _backup(given: argparse.Namespace, _open_window: object) -> int:
    from roth_planner.vault import Vault, backup
    from roth_planner.vault.throttle import one_try

    secret = given.ask_passphrase(given)
    with one_try(given.vault):
        vault = Vault.open(given.vault, secret)
    with vault:
        made, flaws = backup.make_marked(vault, given.to)
        summary = backup.summary(vault, made)
    _tell(given, {"backup": str(made.path), "bytes": made.size}, summary)
    if flaws:
        print(backup.NOT_WHOLE_WORDS, file=sys.stderr)
    return 1 if flaws else 0


def _restore(given: argparse.Namespace, _open_window: object) -> int:
    from roth_planner.vault.restore import restore
    from roth_planner.vault.throttle import one_try

    secret = given.ask_passphrase(given)
    with one_try(given.backup):
        summary = restore(given.backup, secret, given.to)
    _tell(given, {"vault": str(given.to)}, summary)
    if summary.flaws:
        print(
            "The backup was made of a vault that held something its seal did not confirm, and so"
            " does the restored one.",
            file=sys.stderr,
        )
    return 1 if summary.flaws else 0


def _tell(given: argparse.Namespace, what: dict[str, Any], summary: Summary) -> None:
    if given.json:
        document = what | {
            "made": summary.made.isoformat(),
            "kind": summary.kind,
            "change": summary.number,
            "last_change": summary.last_change.isoformat() if summary.last_change else None,
            "records": summary.records,
            "flaws": [
                {"kind": flaw.kind, "record": flaw.record, "number": flaw.number}
                for flaw in summary.flaws
            ],
        }
        print(json.dumps(document, indent=2))
        return
    print(next(iter(what.values())))
    print(f"Made: {summary.made.astimezone():%d %B %Y, %H:%M}")
    last = summary.last_change
    print(f"Last change: {last.astimezone():%d %B %Y, %H:%M}" if last else "Last change: none yet")
    found = summary.records
    print(
        f"In it: cases {found.get('case', 0)}, people {found.get('person', 0)}, conferences"
        f" {found.get('conference', 0)}; records in all {sum(found.values())}"
    )
