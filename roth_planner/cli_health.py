"""Commands for a vault that may be damaged: verify and salvage.

They keep the rules of ``cli.py``. ``verify`` changes nothing in the vault and ends with 1 when
something is wrong with it, also when it is so damaged that it cannot be opened.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roth_planner.cli_vault import AskPassphrase, TakesPassphrase, add

if TYPE_CHECKING:
    from roth_planner.vault.health import Report


def register(commands: Any, takes: TakesPassphrase, ask: AskPassphrase) -> None:
    """Add the commands to those of the program; ``ask`` gives the passphrase ``takes`` allows."""
    verify = commands.add_parser("verify", help="what of a vault holds and what does not")
    verify.add_argument("vault", type=Path)
    add(verify, _verify, takes, ask)

    salvage = commands.add_parser("salvage", help="save what can be proved of a damaged vault")
    salvage.add_argument("vault", type=Path)
    salvage.add_argument("--to", type=Path, required=True, metavar="VAULT", help="a new folder")
    add(salvage, _salvage, takes, ask)


def _verify(given: argparse.Namespace, _open_window: object) -> int:
    from roth_planner.vault import THIS_COMPUTER
    from roth_planner.vault.health import examine, parts_of
    from roth_planner.vault.throttle import one_try

    # Whether there is a vault at all is told before anybody has to type a passphrase.
    if parts_of(given.vault):
        secret = given.ask_passphrase(given)
        with one_try(given.vault):
            report = examine(given.vault, secret, device=THIS_COMPUTER)
    else:
        report = examine(given.vault, device=THIS_COMPUTER)
    if given.json:
        print(json.dumps(report.as_json(), indent=2))
    else:
        _tell(report)
    return 0 if report.ok else 1


def _tell(report: Report) -> None:
    from roth_planner.vault.ailments import CURES

    def said(holds: bool | None) -> str:
        return {True: "holds", False: "DOES NOT HOLD", None: "could not be looked at"}[holds]

    integrity, seal, backups = report.integrity, report.seal, report.backups
    pages = not integrity.bad_pages if integrity.checked else None
    print(f"Header:    {', '.join(f'{name} {how}' for name, how in report.header.copies.items())}")
    print(f"Keys:      {', '.join(report.keys.slots) or 'none'}")
    print(f"Pages:     {said(pages)} ({integrity.pages})")
    print(f"Structure: {said(integrity.structure)}; ties: {said(integrity.ties)}")
    print(
        f"Seal:      {said(seal.holds)} ({sum(seal.records.values())} records,"
        f" {seal.changes} changes)"
    )
    print(
        f"Backups:   {backups.number}; newest {backups.newest or 'none'}"
        f", last proven restore {backups.proven or 'none'}"
    )
    for found in report.findings:
        where = f" [{found.where}]" if found.where else ""
        print(f"{'WRONG' if found.grave else 'Note'}: {found.words}{where} {CURES[found.cure]}")
    print("Something is wrong." if not report.ok else "All is well.")


def _salvage(given: argparse.Namespace, _open_window: object) -> int:
    from roth_planner.vault.salvage import salvage
    from roth_planner.vault.throttle import one_try

    secret = given.ask_passphrase(given)
    with one_try(given.vault):
        found = salvage(given.vault, secret, given.to)
    if given.json:
        print(json.dumps(found.as_json(), indent=2))
    else:
        print(found.folder)
        print(
            f"Records: {found.total}; kept {sum(found.kept.values())}, built anew from the history"
            f" {len(found.rebuilt)}, kept but doubtful {len(found.doubtful)}, lost"
            f" {len(found.lost)}"
        )
        if found.changes_lost:
            print(f"Changes that the history has lost: {found.changes_lost}")
        for record, number in found.doubtful:
            print(f"{record.replace('_', ' ')} {number}: Doubtful; read it through.")
        for one in (*found.lost, *found.emptied):
            print(f"{one.record.replace('_', ' ')} {one.number}: {one.why}")
    return 0 if found.whole else 1
