"""A chair in front of the window, in the chair's own words: click, write, choose, see.

Everything is found by what a person reads or hears, never by the name of an object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from roth_planner.cli import run
from roth_planner.vault import FLOOR
from ui.app import open_window
from ui.models.journey import Entry
from ui.pages.caseload import CaseloadPage
from ui.pages.paper import PaperPage
from ui.pages.workspace import WorkspacePage
from ui.window import Surroundings, Window

W = TypeVar("W", bound=QWidget)
PATIENCE_MS = 60_000
KEYS = {
    "PgDn": "PageDown",
    "PgUp": "PageUp",
    "Enter": "Return",
    "Esc": "Escape",
    "+": "Plus",
}
"""Keys as people write them, and as Qt does."""


class Chair:
    """Somebody who uses the program on one computer, and starts it again when it was locked."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        self._qtbot = qtbot
        self.home = home
        self.started = 0
        self._begins: tuple[str, Path | None] = ("", None)
        self.window = self.starts_the_program()

    # -- the program

    def starts_the_program(self) -> Window:
        """A fresh program, as after a double click on its icon."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        surroundings = Surroundings(self.home / "settings.json", self.home, FLOOR, self._note_start)
        self.window = open_window(application, surroundings, *self._begins)
        self.window.ended.disconnect(application.quit)
        self._qtbot.addWidget(self.window)
        self.window.activateWindow()
        self.waits_until(self.window.isActiveWindow)
        return self.window

    def locks_and_comes_back(self) -> None:
        """Press Lock; the program ends, and a fresh one is there."""
        self.starts_afresh_by("Lock")

    def starts_afresh_by(self, words: str) -> None:
        """Press a button that ends the program and leaves a fresh one in its place."""
        before, window = self.started, self.window
        self.click(words)
        self.waits_until(lambda: self.started == before + 1 and not window.isVisible())
        self.starts_the_program()

    # -- doing

    def click(self, words: str) -> None:
        """Press a button, or choose an option, by the words on it."""
        self.takes_a_breath()
        button = self._button(words)
        assert button.isEnabled(), f"{words!r} cannot be pressed now"
        self._bring_into_sight(button)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.takes_a_breath()

    def write(self, label: str, text: str) -> None:
        """Write into the field of this label, in place of what is there."""
        field = self._field(label)
        self._bring_into_sight(field)
        field.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.types(text) if text else QTest.keyClick(field, Qt.Key.Key_Delete)

    def choose(self, label: str, words: str) -> None:
        """Choose from a combo box with the arrow keys."""
        # a combo box is heard by what is chosen in it, and by this name before anything is
        named = (one for one in self._visible(QComboBox) if one.accessibleName() == label)
        combo = next(named)
        self._bring_into_sight(combo)
        combo.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(combo.count()):
            if combo.currentText() != words:
                QTest.keyClick(combo, Qt.Key.Key_Down)
        assert combo.currentText() == words
        self.takes_a_breath()

    def types(self, text: str) -> None:
        """Type at the keyboard, wherever it is."""
        for letter in text:
            field = self.at
            if letter.isascii():
                QTest.keyClicks(field, letter)
            elif isinstance(field, QLineEdit):
                field.insert(letter)  # QTest aborts on letters outside ASCII
            else:
                assert isinstance(field, QPlainTextEdit)
                field.insertPlainText(letter)

    def presses(self, keys: str) -> None:
        """Press keys as they are written in the list of keys, for example Ctrl+Z."""
        held, key = Qt.KeyboardModifier.NoModifier, keys
        for name, modifier in (
            ("Ctrl+", Qt.KeyboardModifier.ControlModifier),
            ("Shift+", Qt.KeyboardModifier.ShiftModifier),
            ("Alt+", Qt.KeyboardModifier.AltModifier),
        ):
            if name in key:
                held |= modifier
                key = key.replace(name, "")
        QTest.keyClick(self.at, Qt.Key[f"Key_{KEYS.get(key, key)}"], held)
        self.takes_a_breath()

    def goes_to(self, title: str) -> None:
        """Click a line of the journey."""
        view = self.case.side.journey
        row = next(n for n, entry in enumerate(self.journey()) if entry.title == title)
        index = view.model().index(row, 0)
        view.scrollTo(index)
        place = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.takes_a_breath()

    def opens_case(self, code: str) -> None:
        """Open a case of the list by its initials."""
        page = self.page(CaseloadPage)
        table = page.table
        rows = range(table.model().rowCount())
        row = next(n for n in rows if table.model().index(n, 0).data() == code)
        table.setFocus()
        table.setCurrentIndex(table.model().index(row, 0))
        QTest.keyClick(table, Qt.Key.Key_Return)
        self.takes_a_breath()

    def chooses_a_file(self, file: Path) -> None:
        """Answer the system's question where to save."""
        found: list[QFileDialog] = []

        def there() -> bool:
            found[:] = [d for d in self.window.findChildren(QFileDialog) if d.isVisible()]
            return bool(found)

        self.waits_until(there)
        name = found[0].findChild(QLineEdit)
        assert isinstance(name, QLineEdit)
        name.selectAll()
        QTest.keyClicks(name, str(file))
        QTest.keyClick(name, Qt.Key.Key_Return)
        self.takes_a_breath()

    # -- seeing

    def sees(self, words: str) -> bool:
        """Whether these words can be read somewhere in the window."""
        labels = self.window.findChildren(QLabel)
        return any(words in label.text() for label in labels if label.isVisible())

    def reads(self, label: str) -> str:
        """What stands in the field of this label."""
        field = self._field(label)
        return field.text() if isinstance(field, QLineEdit) else field.toPlainText()

    def journey(self) -> tuple[Entry, ...]:
        """The lines of the task list."""
        return self.case.side.entries

    def word_for(self, title: str) -> str:
        """How far a line of the journey is, in words."""
        return next(entry.word for entry in self.journey() if entry.title == title)

    def waits_until(self, fact: Callable[[], bool]) -> None:
        """Wait for a fact, never for a time."""
        self._qtbot.waitUntil(fact, timeout=PATIENCE_MS)

    def takes_a_breath(self) -> None:
        """Let the program do what was asked of it."""
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()

    @property
    def at(self) -> QWidget:
        """What has the keyboard."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        return widget

    @property
    def case(self) -> WorkspacePage:
        """The case that is open."""
        return self.page(WorkspacePage)

    @property
    def paper(self) -> PaperPage:
        """The documents."""
        middle = self.case.middle
        assert isinstance(middle, PaperPage)
        return middle

    def page(self, kind: type[W]) -> W:
        """The page that is shown, which is of this kind."""
        page = self.window.page
        assert isinstance(page, kind), f"the page is {type(page).__name__}"
        return page

    # -- inside

    def _note_start(self, arguments: tuple[str, ...]) -> bool:
        self.started += 1
        self._begins = ("", None)
        if arguments:
            assert run(list(arguments), self._note_window) == 0
        return True

    def _note_window(self, start: str, case_file: Path | None) -> int:
        self._begins = (start, case_file)
        return 0

    def _visible(self, kind: type[W]) -> Iterator[W]:
        return (widget for widget in self.window.findChildren(kind) if widget.isVisible())

    def _button(self, words: str) -> QAbstractButton:
        found = [
            button
            for button in self._visible(QAbstractButton)
            if button.text().replace("&&", "&") == words or button.accessibleName() == words
        ]
        assert found, f"there is no button {words!r}"
        return found[-1]  # the innermost, where a row is open

    def _field(self, label: str) -> QLineEdit | QPlainTextEdit:
        fields: list[QLineEdit | QPlainTextEdit] = [
            *self._visible(QLineEdit),
            *self._visible(QPlainTextEdit),
        ]
        found = [field for field in fields if _said(field) == label]
        assert found, f"there is no field {label!r}"
        return found[-1]

    def _bring_into_sight(self, widget: QWidget) -> None:
        self.takes_a_breath()
        around = widget.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(widget)
            around = around.parentWidget()
        self.takes_a_breath()
        assert widget.visibleRegion().contains(widget.rect().center() or QPoint())


def _said(widget: QWidget) -> str:
    heard = QAccessible.queryAccessibleInterface(widget)
    return heard.text(QAccessible.Text.Name) if heard is not None else ""
