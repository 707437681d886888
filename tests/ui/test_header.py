"""The bar on top leads to what is sought, and nothing in it is cut off by large text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import start_case
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from ui.pages.header import FIND, FIND_ANYTHING
from ui.pages.palette import Palette


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    chair = Chair(qtbot, tmp_path)
    yield chair
    chair.window.close()


@pytest.fixture
def at_a_case(chair: Chair, tmp_path: Path) -> Chair:
    """In a case of a practice vault, which takes the most room."""
    folder = tmp_path / "kept.rothvault"
    workbook, _code = Workbook.create(folder, PASSPHRASE, kind="practice", cost=FLOOR)
    chair.window.open_workbook(workbook, folder)
    chair.window.show_case(start_case(workbook, "J."))
    return chair


def test_finding_is_one_click_away_and_only_while_a_vault_is_open(chair: Chair) -> None:
    assert not chair.window.header.finding.isVisible()


def test_the_find_button_opens_the_same_list_as_its_keys(at_a_case: Chair) -> None:
    header = at_a_case.window.header
    assert header.finding.accessibleName() == FIND_ANYTHING
    header.finding.click()
    at_a_case.waits_until(lambda: at_a_case.window.findChild(Palette) is not None)


@pytest.mark.parametrize("per_cent", [100, 150, 200])
@pytest.mark.parametrize("shared", [False, True])
def test_nothing_in_the_bar_is_cut_off(at_a_case: Chair, per_cent: int, shared: bool) -> None:
    window, header = at_a_case.window, at_a_case.window.header
    window.change_settings(text_size=per_cent)
    window.apply_theme()
    window.resize(1024, 680)
    now = dt.datetime.now()
    header.show_saved(now)
    header.show_shared(now if shared else None)
    at_a_case.takes_a_breath()
    for one in header.findChildren(QWidget):
        if one.isVisible() and one.parent() is header:
            assert one.width() >= one.minimumSizeHint().width(), one.accessibleName()
    assert header.saved.width() >= header.saved.sizeHint().width()
    assert header.finding.isVisible()
    if per_cent == 100:
        assert header.finding.text() == FIND_ANYTHING
    elif not shared:
        assert header.finding.text() == FIND
