"""A person in front of the program: a window, ten fingers, and what can be seen and heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from roth_planner.guides.catalogue import Catalogue, read_catalogue
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import start_case
from ui import theme
from ui.session import Session
from ui.widgets.ring import FocusRing

W = TypeVar("W", bound=QWidget)


class Person:
    """Types, presses and listens, as a chair does."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def sits_before(self, widget: W, width: int = 820, height: int = 900) -> W:
        """Show a widget in a window of its own, with the focus ring."""
        window = QWidget()
        layout = QVBoxLayout(window)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(widget)
        self.ring = FocusRing(window)
        window.resize(width, height)
        self._qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)
        self.window = window
        return widget

    @property
    def at(self) -> QWidget:
        """What has the keyboard."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        return widget

    def types(self, text: str) -> None:
        """Type on the keyboard."""
        for widget_text in text:
            QTest.keyClicks(self.at, widget_text)

    def presses(self, *keys: Qt.Key, alt: bool = False) -> None:
        """Press keys one after the other."""
        held = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
        for key in keys:
            QTest.keyClick(self.at, key, held)

    def tabs(self, times: int = 1) -> None:
        """Press Tab."""
        for _ in range(times):
            QTest.keyClick(self.at, Qt.Key.Key_Tab)

    def clicks(self, widget: QWidget) -> None:
        """Click in the middle of something, once it is where it belongs."""
        self.waits_a_moment()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def waits_a_moment(self) -> None:
        """Let the window draw and lay itself out."""
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()


@pytest.fixture(scope="session", autouse=True)
def themed(qapp: QApplication) -> None:
    """The program's own look."""
    theme.apply(qapp, theme.Theme())


@pytest.fixture
def in_theme(qapp: QApplication) -> Iterator[Callable[[theme.Theme], None]]:
    """Change the look for one test."""
    yield lambda wanted: theme.apply(qapp, wanted)
    theme.apply(qapp, theme.Theme())


@pytest.fixture
def person(qtbot: QtBot) -> Person:
    return Person(qtbot)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture
def session(workbook: Workbook, folder: Path, qtbot: QtBot) -> Session:
    return Session(workbook, folder)


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.", "Jordan", "R-2026-014")


def said(widget: QWidget) -> str:
    """The name a screen reader says."""
    heard = QAccessible.queryAccessibleInterface(widget)
    assert heard is not None
    return heard.text(QAccessible.Text.Name)


def explained(widget: QWidget) -> str:
    """The description a screen reader says after the name."""
    heard = QAccessible.queryAccessibleInterface(widget)
    assert heard is not None
    return heard.text(QAccessible.Text.Description)


def labels_of(widget: QWidget) -> list[str]:
    """The names of the labels that belong to a widget."""
    heard = QAccessible.queryAccessibleInterface(widget)
    assert heard is not None
    pairs = heard.relations(QAccessible.RelationFlag.Label)
    return [other.text(QAccessible.Text.Name) for other, _ in pairs]


def cut_off(window: QWidget) -> list[str]:
    """Words in sight that have less room than they need."""
    found = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        if label.wordWrap():
            cut = label.height() < label.heightForWidth(label.width()) - 1
        else:
            cut = label.width() < label.sizeHint().width() - 1
        if cut:
            found.append(label.text())
    return found


def stops(window: QWidget) -> list[QWidget]:
    """Where Tab stops, once round the window."""
    first = QApplication.focusWidget()
    assert first is not None
    found = [first]
    for _ in range(1000):
        now = QApplication.focusWidget()
        assert now is not None
        QTest.keyClick(now, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now is first:
            return found
        found.append(now)
    raise AssertionError("Tab never comes round")
