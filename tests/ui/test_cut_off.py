"""After the program was cut off: what came back is said, once and quietly."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import start_case
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair

THEIR_WORDS = "What does the young person say about what is happening?"


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    """A chair in a new case."""
    somebody = Chair(qtbot, tmp_path)
    folder = tmp_path / "Mine.rothvault"
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    case = start_case(workbook, "J.", "Jordan Ellery", "R-1")
    somebody.window.open_workbook(workbook, folder)
    somebody.window.show_case(case)
    somebody.takes_a_breath()
    yield somebody
    somebody.window.close()


def cut_off(chair: Chair, tmp_path: Path) -> Path:
    """The vault as a power cut leaves it: its files of this very moment."""
    assert chair.window.session is not None
    left = tmp_path / "left.rothvault"
    shutil.copytree(chair.window.session.folder, left, ignore=shutil.ignore_patterns("backups"))
    return left


def test_after_a_power_cut_what_came_back_is_said_once(chair: Chair, tmp_path: Path) -> None:
    chair.goes_to("In their words")
    chair.write(THEIR_WORDS, "They follow me.")
    chair.presses("Tab")
    chair.waits_until(lambda: chair.sees("Saved "))
    whereabouts = chair.window._whereabouts
    assert whereabouts is not None
    whereabouts.note()
    left = cut_off(chair, tmp_path)
    chair.window.close()
    chair.starts_the_program()
    chair.window.open_workbook(Workbook.open(left, PASSPHRASE), left)
    chair.takes_a_breath()
    words = chair.window.messages.words
    assert "was cut off last time" in words
    assert words.endswith("You are back in \u201cIn their words\u201d.")
    assert "Jordan" not in words and "follow" not in words
    assert chair.reads(THEIR_WORDS) == "They follow me."
    chair.window.close()
    chair.starts_the_program()
    chair.window.open_workbook(Workbook.open(left, PASSPHRASE), left)
    assert "cut off" not in chair.window.messages.words


def test_after_a_proper_end_nothing_is_said(chair: Chair, tmp_path: Path) -> None:
    assert chair.window.session is not None
    folder = chair.window.session.folder
    chair.window.close()
    chair.starts_the_program()
    chair.window.open_workbook(Workbook.open(folder, PASSPHRASE), folder)
    assert chair.window.messages.words == ""
