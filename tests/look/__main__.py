"""Draws every page of the window on the practice case, and every document's pages, as pictures."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Draw what was asked for; says how many pictures there are."""
    parser = argparse.ArgumentParser(prog="python -m tests.look", description=__doc__)
    parser.add_argument("--to", type=Path, required=True, metavar="DIR")
    parser.add_argument("--page", default="", metavar="NAME", help="only pages whose name has this")
    given = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

    from tests.look import pictures

    given.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="roth-look-") as home:
        count = pictures.draw_all(Path(home), given.to, given.page)
    print(f"{count} pictures in {given.to}")
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main())
