"""``python -m tests.benchmarks [--json] [NAME ...]``: each row beside the bare thing.

Exit 1 if a limit is exceeded. Other work on the computer moves the times and hardly the ratio.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measure import Row

NAMES = (
    "start",
    "unlock",
    "saving",
    "section",
    "rows",
    "paper",
    "caseload",
    "map",
    "verify",
    "backup",
    "search",
)
MODULES = {"map": "case_map"}
"""Where a row is measured, if not in a module of its own name."""


def main(arguments: list[str] | None = None) -> int:
    """Measure the rows asked for, all of them by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--json", action="store_true", help="one JSON document")
    given = parser.parse_args(arguments)
    if unknown := set(given.names) - set(NAMES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rows = []
    for name in given.names or NAMES:
        with TemporaryDirectory(prefix="roth-benchmark-") as folder:
            measure = importlib.import_module(f"tests.benchmarks.{MODULES.get(name, name)}").measure
            row: Row = measure(Path(folder))
        rows.append(row)
        if not given.json:
            print(
                f"{row.name:26} ours {row.ours:9.2f} ms   bare {row.bare:9.2f} ms"
                f"   {row.ratio:5.2f} x, at most {row.limit} x   {'ok' if row.ok else 'TOO SLOW'}",
                flush=True,
            )
    if given.json:
        print(json.dumps([row.as_json() for row in rows], indent=2))
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
