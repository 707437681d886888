"""A disk that is full, read-only, gone or meddled with: words stay, and nothing says Saved.

The small disk is a real one in memory; making it needs an administrator, so elsewhere those tests
are left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from roth_planner.vault import FLOOR
from roth_planner.vault.ballast import NAME
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import start_case
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from ui.pages.caseload import CaseloadPage
from ui.pages.save_elsewhere import SaveElsewhere
from ui.presence import Presence
from ui.ways_to_safety import ROOM_GIVEN

WHY = "Why are we here, in one sentence?"
LONG = "Adults do harm there. " * 8000
ROOM = 30 * 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 30 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    size = f"size={ROOM}"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(place)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only an administrator can make a disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, leaving: int = 0) -> Path:
    """Take all room there is."""
    path = place / "holiday pictures"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
        if leaving:
            file.truncate(file.tell() - leaving)
    return path


def sits_at(qtbot: QtBot, home: Path, folder: Path) -> Chair:
    """A chair in a new case of a vault in this folder."""
    chair = Chair(qtbot, home)
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    case = start_case(workbook, "J.", "Jordan Ellery", "R-1")
    chair.window.open_workbook(workbook, folder)
    chair.window.show_case(case)
    chair.takes_a_breath()
    return chair


def looks_after(chair: Chair) -> None:
    assert chair.window.session is not None
    upkeep = chair.window.session.upkeep
    assert upkeep is not None
    upkeep.begin()
    chair.waits_until(lambda: not upkeep.busy)


def writes(chair: Chair, text: str) -> None:
    chair.case.middle.findChildren(QPlainTextEdit)[-1].setPlainText(text)
    chair.goes_to("In their words")


def saves_a_copy(chair: Chair, place: Path) -> SaveElsewhere:
    place.mkdir(exist_ok=True)
    chair.click("Save a copy elsewhere")
    dialog = chair.window.findChildren(SaveElsewhere)[-1]
    dialog.take_folder(str(place))
    chair.write("Passphrase or recovery code", PASSPHRASE)
    chair.click("Save a copy there")
    return dialog


def test_the_ballast_makes_room_for_the_words_once(
    qtbot: QtBot, tmp_path: Path, small_disk: Path
) -> None:
    folder = small_disk / "Mine.rothvault"
    chair = sits_at(qtbot, tmp_path, folder)
    looks_after(chair)
    assert (folder / NAME).exists()
    pictures = fill(small_disk)
    writes(chair, LONG)
    assert chair.sees("Saved ")
    assert not (folder / NAME).exists()
    assert "make room on the disk now" in chair.window.messages.words
    pictures.unlink()
    chair.window.close()
    again = Workbook.open(folder, PASSPHRASE)
    assert again.all("case")[0].get("why_here") == LONG
    again.close()


def test_once_the_room_is_used_up_nothing_says_any_more_that_all_is_saved(
    qtbot: QtBot, tmp_path: Path, small_disk: Path
) -> None:
    chair = sits_at(qtbot, tmp_path, small_disk / "Mine.rothvault")
    looks_after(chair)
    fill(small_disk).rename(small_disk / "pictures")
    writes(chair, LONG)
    chair.goes_to("This case")
    chair.window.messages.note(ROOM_GIVEN)  # it goes with the page it came on
    more = fill(small_disk)
    writes(chair, LONG * 2)
    assert chair.sees("Not saved yet")
    assert not chair.sees("what you typed is saved")
    chair.window.lock()
    assert chair.sees("is not locked yet"), "the words would be lost"
    more.unlink()
    chair.goes_to("Harms")
    assert chair.sees("Saved ")
    assert not chair.sees("is not locked yet"), "it is saved now"
    chair.window.close()


def test_a_disk_that_is_full_for_good_keeps_the_words_and_a_copy_saves_them(
    qtbot: QtBot, tmp_path: Path, small_disk: Path
) -> None:
    folder = small_disk / "Mine.rothvault"
    chair = sits_at(qtbot, tmp_path, folder)
    fill(small_disk)
    writes(chair, LONG)
    assert chair.sees("Not saved yet")
    assert not chair.sees("Saved ")
    assert chair.reads(WHY) == LONG
    dialog = saves_a_copy(chair, tmp_path / "stick")
    chair.waits_until(lambda: dialog.copy is not None)
    assert chair.reads(WHY) == LONG, "what is on the screen stays there"
    assert not chair.sees("Saved ")
    chair.click("Go on in the copy")
    chair.waits_until(
        lambda: isinstance(chair.window.page, CaseloadPage) or chair.window.session is not None
    )
    session = chair.window.session
    assert session is not None
    assert session.folder.parent == tmp_path / "stick"
    again = Presence(tmp_path / "run", session.folder)
    chair.waits_until(lambda: chair.window.presence is not None)
    assert not again.take(print), "a second start brings this window to the front"
    assert session.workbook.all("case")[0].get("why_here") == LONG
    chair.window.close()


def test_a_disk_without_room_for_the_copy_says_so_and_leaves_nothing(
    qtbot: QtBot, tmp_path: Path, small_disk: Path
) -> None:
    chair = sits_at(qtbot, tmp_path, tmp_path / "Mine.rothvault")
    fill(small_disk)
    session = chair.window.session
    assert session is not None
    session.disk_trouble = True
    session.failed.emit("The disk is full.")
    there = {path.name for path in small_disk.iterdir()}
    dialog = saves_a_copy(chair, small_disk)
    chair.waits_until(lambda: "There is no room for a copy" in dialog.said.text())
    assert {path.name for path in small_disk.iterdir()} == there
    dialog.reject()
    chair.window.close()


def test_a_stick_pulled_out_keeps_the_words(qtbot: QtBot, tmp_path: Path, small_disk: Path) -> None:
    folder = small_disk / "Mine.rothvault"
    chair = sits_at(qtbot, tmp_path, folder)
    subprocess.run(["umount", "-l", str(small_disk)], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(small_disk)], check=True)
    writes(chair, "Written when the stick was gone")
    assert chair.sees("Not saved yet")
    assert chair.sees("no longer there")
    assert chair.reads(WHY) == "Written when the stick was gone"
    dialog = saves_a_copy(chair, tmp_path / "other stick")
    chair.waits_until(lambda: dialog.copy is not None)
    dialog.reject()
    chair.window.end()
    assert dialog.copy is not None
    copy = Workbook.open(dialog.copy, PASSPHRASE)
    assert copy.all("case")[0].get("why_here") == "Written when the stick was gone"
    copy.close()


def test_a_folder_moved_away_keeps_the_words_and_a_copy_has_them(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "Mine.rothvault"
    chair = sits_at(qtbot, tmp_path, folder)
    folder.rename(tmp_path / "tidied away")
    writes(chair, "Written when the folder was gone")
    assert chair.sees("Not saved yet")
    assert chair.sees("no longer there")
    dialog = saves_a_copy(chair, tmp_path / "stick")
    chair.waits_until(lambda: dialog.copy is not None)
    dialog.reject()
    chair.window.end()
    assert dialog.copy is not None
    copy = Workbook.open(dialog.copy, PASSPHRASE)
    assert copy.all("case")[0].get("why_here") == "Written when the folder was gone"
    copy.close()


def test_a_file_changed_under_us_is_not_overwritten(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "Mine.rothvault"
    chair = sits_at(qtbot, tmp_path, folder)
    shutil.copyfile(folder / "data.db", tmp_path / "synced")
    os.replace(tmp_path / "synced", folder / "data.db")
    theirs = (folder / "data.db").read_bytes()
    writes(chair, "Written after the sync")
    assert chair.sees("changed or replaced the vault")
    assert chair.sees("Not saved yet")
    dialog = saves_a_copy(chair, tmp_path / "stick")
    chair.waits_until(lambda: dialog.copy is not None)
    dialog.reject()
    chair.window.end()
    assert (folder / "data.db").read_bytes() == theirs


def test_the_wrong_passphrase_makes_no_copy(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "Mine.rothvault"
    chair = sits_at(qtbot, tmp_path, folder)
    folder.rename(tmp_path / "tidied away")
    writes(chair, "Words")
    chair.click("Save a copy elsewhere")
    dialog = chair.window.findChildren(SaveElsewhere)[-1]
    (tmp_path / "stick").mkdir()
    chair.click("Save a copy there")
    assert "Choose a folder first" in dialog.said.text()
    dialog.take_folder(str(tmp_path / "stick"))
    chair.write("Passphrase or recovery code", "not this one at all")
    chair.presses("Enter")
    chair.waits_until(lambda: bool(dialog.secret.problem))
    assert list((tmp_path / "stick").iterdir()) == []
    chair.presses("Esc")
    assert chair.reads(WHY) == "Words"
    chair.window.end()
