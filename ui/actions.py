"""All that the window can do, with its keys, said once; menus and the list of keys read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

FIELDS = ("QLineEdit", "QPlainTextEdit", "QTextEdit")
"""Fields with an undo of their own; by name, because importing them slows the start."""


class Actions(QObject):
    """The actions of one window. An action that leads nowhere on this page is greyed out."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._by_group: dict[str, list[QAction]] = {}

        self.undo = self._add("Answers", "Undo", "Ctrl+Z")
        self.redo = self._add("Answers", "Redo", "Ctrl+Y", "Ctrl+Shift+Z")

        self.next_word = self._add("Answers", "Next word that is not known", "F7")
        self.spelling = self._add("Answers", "Underline words that are not known", "Shift+F7")
        self.spelling.setCheckable(True)

        self.cases = self._add("Going about", "List of cases", "Alt+Home")
        self.directory = self._add("Going about", "People and agencies", "Ctrl+Shift+P")
        self.search = self._add("Going about", "Search in all answers", "Ctrl+F")
        self.find_question = self._add("Going about", "Find a question by words", "Ctrl+K")
        self.next_section = self._add("Going about", "Next section", "Ctrl+PgDown")
        self.previous_section = self._add("Going about", "Previous section", "Ctrl+PgUp")
        self.check = self._add("Answers", "Check your answers", "Ctrl+Shift+A")
        self.journey = self._add("Going about", "Go to the list of sections", "F6")
        self.guidance = self._add("Going about", "Show or hide guidance", "F2")
        self.last_time = self._add("Going about", "Guidance or last time", "Shift+F2")
        self.show_name = self._add("Going about", "Show or hide the name", "Ctrl+Shift+N")
        self.map = self._add("Going about", "The map", "Ctrl+M")
        self.board = self._add("Going about", "Weighting board", "Ctrl+Shift+M")
        self.own_map = self._add("Going about", "Their own map", "Ctrl+Alt+M")
        self.timeline = self._add("Going about", "The timeline")
        self.changes = self._add("Going about", "Every change of this case")
        for action, line in (
            *((self.map, "map"), (self.board, "board"), (self.own_map, "own_map")),
            *((self.timeline, "timeline"), (self.changes, "changes")),
        ):
            action.setData(line)  # a line of the journey

        self.larger = self._add("View", "Larger text", "Ctrl++", "Ctrl+=")
        self.smaller = self._add("View", "Smaller text", "Ctrl+-")
        self.usual_size = self._add("View", "Text at 100 %", "Ctrl+0")
        self.colours = {
            key: self._add("View", words)
            for key, words in (
                ("system", "Colours as the computer has them"),
                ("light", "Light colours"),
                ("dark", "Dark colours"),
            )
        }
        choice = QActionGroup(self)
        for action in self.colours.values():
            action.setCheckable(True)
            choice.addAction(action)

        self.local_pack = self._add("Program", "Local pack")
        self.delete_case = self._add("Program", "Delete this case for good")
        self.safety = self._add("Program", "Safety: keys, backups, health", "Ctrl+Shift+S")
        self.promises = self._add("Program", "What is promised, and what is not")
        self.keys = self._add("Program", "Keys", "F1")
        self.locking = self._add("Program", "Locking and screen sharing")
        self.lock = self._add("Program", "Lock", "Ctrl+L")
        self.leave = self._add("Program", "Close the program", "Ctrl+Q")

        self.in_case = (
            self.next_section,
            self.previous_section,
            self.journey,
            self.guidance,
            self.last_time,
            self.check,
            self.next_word,
            self.show_name,
            self.map,
            self.board,
            self.own_map,
            self.delete_case,
        )
        self._field_undo = _UndoInFields(self)

    def group(self, name: str) -> tuple[QAction, ...]:
        """The actions of one group, in order."""
        return tuple(self._by_group[name])

    def all(self) -> Iterator[QAction]:
        """Every action, in order."""
        for actions in self._by_group.values():
            yield from actions

    def with_keys(self) -> Iterator[tuple[str, str, str]]:
        """Group, words and keys of every action that has keys, in order."""
        for group, actions in self._by_group.items():
            for action in actions:
                keys = [
                    key.toString(QKeySequence.SequenceFormat.NativeText)
                    for key in action.shortcuts()
                ]
                if keys:
                    yield group, action.text(), " or ".join(keys)

    def _add(self, group: str, words: str, *keys: str) -> QAction:
        action = QAction(words, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        self._window.addAction(action)
        self._by_group.setdefault(group, []).append(action)
        return action


class _UndoInFields(QObject):
    """Lets Ctrl+Z take back typing while there is typing to take back, and saved steps after that.

    A Qt text field claims Ctrl+Z for itself even when it has nothing left to undo.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._watch)

    def _watch(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None:
            with suppress(RuntimeError):  # it went with its dialog
                self._watched.removeEventFilter(self)
        self._watched = now if now is not None and any(map(now.inherits, FIELDS)) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)
            self._watched.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold back a claim on Undo or Redo that the field has no use for."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo = event.matches(QKeySequence.StandardKey.Undo)
        redo = event.matches(QKeySequence.StandardKey.Redo) or _is_ctrl_y(event)
        if (undo and not _can(watched, "Undo")) or (redo and not _can(watched, "Redo")):
            event.ignore()
            return True
        return False


def _is_ctrl_y(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def _can(field: QObject, what: str) -> bool:
    """Whether a field has typing to take back or to put back."""
    has: Any = field if field.inherits("QLineEdit") else field.document()  # type: ignore[attr-defined]
    return bool(has.isUndoAvailable() if what == "Undo" else has.isRedoAvailable())
