"""Opening a vault as a person does: not faster than the throttle allows, or only to read.

The window and the command line both open through here, so that a wait in one is a wait in both.
"""

from __future__ import annotations

from pathlib import Path

from roth_planner.vault import THIS_COMPUTER, Device, Vault
from roth_planner.vault.data_file import check_writable
from roth_planner.vault.switch import settle
from roth_planner.vault.throttle import one_try
from roth_planner.workbook.workbook import Workbook


def open_workbook(
    folder: Path, secret: str, home: Path | None = None, *, accept_older: bool = False
) -> Workbook:
    """The workbook of a vault. ``home`` is this person's folder, where wrong tries are counted.

    Raises TooSoon without trying while a wait runs, CannotWrite where nothing could be saved, and
    otherwise what ``Workbook.open`` raises.
    """
    settle(folder)
    check_writable(folder)
    with one_try(folder, home):
        return Workbook.open(folder, secret, accept_older=accept_older)


def open_with_device(folder: Path, device: Device = THIS_COMPUTER) -> Workbook:
    """The workbook of a vault that this computer remembers; there is nothing to guess at.

    Raises DeviceUnavailable with the sentence to show, or what ``Workbook.open`` raises.
    """
    check_writable(folder)
    return Workbook(Vault.open_with_device(folder, device=device))


def open_to_read(folder: Path, secret: str, home: Path | None = None) -> Workbook:
    """The workbook of a verified copy in which nothing can be saved; raises as above."""
    from roth_planner.paths import user_folder
    from roth_planner.vault.reading_copy import ReadingCopy

    with one_try(folder, home):
        return Workbook(ReadingCopy.of(folder, secret, home or user_folder()))
