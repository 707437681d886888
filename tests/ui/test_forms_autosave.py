"""When what is typed is kept, and what happens when it cannot be."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot

from roth_planner.errors import CannotWrite
from roth_planner.workbook import Changes
from ui import autosave
from ui.autosave import Autosave

SAVED = Changes(1, dt.datetime(2026, 3, 12, 14, 2, 7, tzinfo=dt.UTC), frozenset())


class Paper:
    """Counts how often it was saved, and can run out."""

    def __init__(self) -> None:
        self.times = 0
        self.full = False
        self.pending = True

    def commit(self) -> Changes | None:
        if self.full:
            raise CannotWrite("The disk is full.")
        self.times += 1
        return SAVED if self.pending else None


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave, "AFTER_TYPING", 40)
    monkeypatch.setattr(autosave, "AT_LEAST_EVERY", 120)


def test_the_times_are_as_promised() -> None:
    assert autosave.AFTER_TYPING == 800
    assert autosave.AT_LEAST_EVERY == 5000


def test_it_saves_when_the_typing_stops(quick: None, qtbot: QtBot) -> None:
    paper = Paper()
    saving = Autosave(paper.commit)
    with qtbot.waitSignal(saving.saved) as saved:
        for _ in range(5):
            saving.typed()
        assert paper.times == 0
    assert paper.times == 1
    assert saved.args == [SAVED]


def test_it_saves_while_somebody_types_on_and_on(quick: None, qtbot: QtBot) -> None:
    paper = Paper()
    saving = Autosave(paper.commit)

    def type_on() -> bool:
        saving.typed()
        return paper.times >= 2

    qtbot.waitUntil(type_on)


def test_a_full_disk_is_said_and_tried_again(qtbot: QtBot) -> None:
    paper = Paper()
    paper.full = True
    saving = Autosave(paper.commit)
    heard: list[str] = []
    saving.failed.connect(heard.append)
    assert saving.flush() is False
    assert heard == ["The disk is full."]
    paper.full = False
    with qtbot.waitSignal(saving.saved):
        assert saving.flush() is True


def test_nothing_to_save_is_no_step(qtbot: QtBot) -> None:
    paper = Paper()
    paper.pending = False
    saving = Autosave(paper.commit)
    with qtbot.assertNotEmitted(saving.saved):
        assert saving.flush() is True
