"""Runs every harness and its teeth check, and prints a line for each.

    python -m tests.torture [--long] [--only WORDS] [--json]

Exit 0: nothing was lost, wrong or crashed, and every harness fails on a build broken on purpose.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.torture import (
    canaries,
    flips,
    full_disk,
    hostile,
    kills,
    power,
    races,
    sequences,
    splices,
)
from tests.torture.common import Harness, Report, somebody_elses_home

HARNESSES: tuple[Harness, ...] = tuple(
    module.HARNESS
    for module in (
        kills, power, flips, splices, full_disk, races, canaries, hostile, sequences,
    )
)  # fmt: skip
SHOWN = 5


def main(arguments: list[str] | None = None) -> int:
    """Run as the module's docstring says; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--long", action="store_true", help="the whole, which takes hours")
    parser.add_argument("--only", default="", help="harnesses with these words in their name")
    parser.add_argument("--json", action="store_true", help="one JSON document and nothing else")
    chosen = parser.parse_args(arguments)
    lines = []
    for harness in HARNESSES:
        if chosen.only in harness.name:
            line = _line(harness, chosen.long)
            lines.append(line)
            if not chosen.json:
                _say(line)
    good = all(line["ok"] for line in lines)
    if chosen.json:
        print(json.dumps({"ok": good, "harnesses": lines}, indent=2))
    return 0 if good and lines else 1


def _line(harness: Harness, long: bool) -> dict[str, object]:
    began = time.perf_counter()
    report = _with_home(lambda place: harness.run(place, long))
    bitten = _with_home(harness.teeth) if not report.unable else Report(0, [])
    return {
        "name": harness.name,
        "tried": report.tried,
        "bad": len(report.bad),
        "first": report.bad[:SHOWN],
        "note": report.note,
        "unable": report.unable,
        "teeth": f"{len(bitten.bad)} of {bitten.tried}",
        "bitten": bitten.bad[:1],
        "seconds": round(time.perf_counter() - began, 1),
        "ok": bool(report.unable) or (not report.bad and bool(bitten.bad)),
    }


def _with_home(run: Callable[[Path], Report]) -> Report:
    with tempfile.TemporaryDirectory(prefix="roth-torture-") as folder:
        place = Path(folder)
        with somebody_elses_home(place):
            return run(place)


def _say(line: dict[str, object]) -> None:
    if line["unable"]:
        print(f"{line['name']:28} not run: {line['unable']}")
        return
    print(
        f"{line['name']:28} {line['tried']:6} tried, {line['bad']} bad; broken build:"
        f" {line['teeth']} bad; {line['seconds']} s  {'ok' if line['ok'] else 'FAILED'}"
        f"  ({line['note']})",
        flush=True,
    )
    for words in line["first"]:  # type: ignore[attr-defined]
        print(f"    {words}", flush=True)
    for words in line["bitten"]:  # type: ignore[attr-defined]
        print(f"    broken build: {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
