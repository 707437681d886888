"""A chair with an empty computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.chair import Chair


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    somebody = Chair(qtbot, tmp_path)
    yield somebody
    somebody.window.close()
