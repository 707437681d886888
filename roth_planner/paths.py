"""Where the program's own content is, and where a person's vaults are kept."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from roth_planner.errors import BadContent


def assets(*parts: str) -> Path:
    """Path of a file in ``assets/``: in a checkout, an installed wheel or the frozen bundle.

    A wheel carries ``assets`` inside ``roth_planner/``; a checkout and the bundle keep it beside.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "assets", package.parent / "assets"):
        if (folder / "guides").is_dir():
            return folder.joinpath(*parts)
    raise BadContent(
        "The program's own files are missing, so it cannot start. Your vaults are untouched."
        " Install ROTH Planner again."
    )


def user_folder() -> Path:
    """Folder for this person's vaults on this computer: local, never a synced profile folder."""
    return Path(platformdirs.user_data_dir("ROTH Planner", appauthor=False, roaming=False))


def practice_vault(home: Path | None = None) -> Path:
    """Where the practice vault of this person is."""
    return (home or user_folder()) / "practice.rothvault"
