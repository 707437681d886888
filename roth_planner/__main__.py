"""Starts ROTH Planner: the window, or one of the commands that need no screen."""

from __future__ import annotations

import sys
from pathlib import Path

from roth_planner.sealed_process import close_files, close_memory

NO_SCREEN = (
    "There is no screen here for the window to open on, and nothing was changed. Start it in a"
    " desktop session, or use a command that needs none: roth-planner --help lists them."
)


def main(arguments: list[str] | None = None) -> int:
    """Run the program; gives the exit code."""
    close_memory()
    close_files()
    given = sys.argv[1:] if arguments is None else arguments
    if not given:
        return open_window("", None)
    from roth_planner.cli import run

    return run(given, open_window)


def open_window(start: str, case_file: Path | None) -> int:
    """The one place where the workbook calls the window: no module below it imports ``ui``."""
    from ui import app

    if start == "self-test":
        return app.probe()
    if not app.has_screen():
        print(NO_SCREEN, file=sys.stderr)
        return 2
    return app.run(start, case_file)


if __name__ == "__main__":
    sys.exit(main())
