"""Underlines words that are not known, in every box of text, and offers others.

Typing never waits for it: a box asks only for what was looked up already, and new words are looked
up when the keys have rested, a few milliseconds at a time. The dictionary is read in a thread of
its own once the first box is on the screen.
"""

from __future__ import annotations

import time
from threading import Thread
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu
from shiboken6 import isValid

from roth_planner import log
from roth_planner.errors import PlannerError
from roth_planner.workbook import spelling
from roth_planner.workbook.spelling import Speller
from ui.fields.text import TextBox
from ui.forms.underlines import Underlines, places_in
from ui.widgets.speaking import announce

if TYPE_CHECKING:
    from roth_planner.workbook import Changes
    from ui.session import Session

REST_MS = 400
"""The keys rest this long before anything is looked up."""
SLICE = 0.008
"""Seconds in which words are looked up before the window has its turn again."""
NAMED = ("person", "context")
NOTHING_FOUND = "No word to look at in this section."


class Spelling(QObject):
    """Looks after the boxes of one open workbook while it is switched on."""

    ready = Signal(object)  # Speller, from the thread that read the dictionary
    settled = Signal()
    """Every word on the screen was looked up."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._boxes: WeakKeyDictionary[TextBox, Underlines] = WeakKeyDictionary()
        self._waiting: dict[str, None] = {}
        self._speller: Speller | None = None
        self._reading = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._look_up)
        self.ready.connect(self._take)
        session.changed.connect(self._follow)

    @property
    def checked(self) -> dict[str, bool]:
        """What was looked up so far."""
        return self._speller.checked if self._speller is not None else {}

    def start(self) -> None:
        """Look after every box that is on the screen, and after those that come."""
        TextBox.helper = self
        for shown in QApplication.allWidgets():
            if isinstance(shown, TextBox) and shown.isVisible():
                self.take(shown)

    def stop(self) -> None:
        """Take every underline away."""
        if TextBox.helper is self:
            TextBox.helper = None
        self._rest.stop()
        for lines in list(self._boxes.values()):
            if isValid(lines):
                lines.setDocument(None)
                lines.deleteLater()
        self._boxes.clear()
        self._waiting.clear()

    def take(self, box: TextBox) -> None:
        """A box came onto the screen."""
        if not isValid(self) or self._session.is_closed:
            TextBox.helper = None
            return
        if box in self._boxes or box.isReadOnly() or self._session.read_only:
            return
        self._boxes[box] = Underlines(box, self)
        self._rest.start()

    def ask(self, word: str) -> None:
        """Look a word up when the keys have rested."""
        self._waiting[word] = None
        self._rest.start()

    def ask_again(self) -> None:
        """A word that was being written may be finished now."""
        self._rest.start()

    def offer(self, box: TextBox, cursor: QTextCursor, menu: QMenu) -> None:
        """Put what may have been meant on top of a menu, if the word there is not known."""
        found = self.word_at(cursor) if isValid(self) else None
        if found is None or self._speller is None:
            return
        word, place = found
        first = menu.actions()[0] if menu.actions() else None
        actions: list[QAction] = []
        for other in self._speller.suggestions(word):
            action = QAction(other, menu)
            action.triggered.connect(lambda _on=False, other=other: self._put(box, place, other))
            actions.append(action)
        if not actions:
            nothing = QAction("No word like it is known", menu)
            nothing.setEnabled(False)
            actions.append(nothing)
        learn = QAction(f"Add \u201c{word}\u201d to my words", menu)
        learn.triggered.connect(lambda: self.learn(word))
        rule = QAction(menu)
        rule.setSeparator(True)
        for action in (*actions, learn, rule):
            menu.insertAction(first, action) if first else menu.addAction(action)

    def word_at(self, cursor: QTextCursor) -> tuple[str, QTextCursor] | None:
        """The word a cursor is in, with a cursor that marks it; None if it is known."""
        block = cursor.block()
        for start, count, word in places_in(block.text()):
            if start <= cursor.positionInBlock() <= start + count:
                if self.checked.get(word) is not False:
                    return None
                marked = QTextCursor(block)
                marked.setPosition(block.position() + start)
                marked.setPosition(block.position() + start + count, _KEEP)
                return word, marked
        return None

    def learn(self, word: str) -> None:
        """Count a word as known in this vault from now on."""
        try:
            spelling.add_own_word(self._session.workbook, word)
        except PlannerError as error:
            self._session.failed.emit(str(error))
            return
        if self._speller is not None:
            self._speller.learn(word)
        self._draw()

    def go_to_next(self) -> None:
        """Mark the next word that is not known, in this box or the ones after it, and say it."""
        at = QApplication.focusWidget()
        boxes = [box for box in self._boxes if isValid(box) and box.isVisible()]
        if not boxes:
            return
        page = boxes[0].window()
        boxes.sort(key=lambda box: box.mapTo(page, box.rect().topLeft()).y())
        turn = boxes.index(at) if isinstance(at, TextBox) and at in boxes else 0
        begin = boxes[turn].textCursor().selectionEnd() if boxes[turn] is at else 0
        others = boxes[turn + 1 :] + boxes[: turn + 1]
        for box, start in ((boxes[turn], begin), *((other, 0) for other in others)):
            marked = self._next_in(box, start)
            if marked is not None:
                box.setFocus()
                box.setTextCursor(marked)
                announce(box, f"Not known: {marked.selectedText()}")
                return
        announce(page, NOTHING_FOUND)

    # -- inside

    def _next_in(self, box: TextBox, start: int) -> QTextCursor | None:
        block = box.document().findBlock(start)
        while block.isValid():
            for place, count, word in places_in(block.text()):
                if block.position() + place >= start and self.checked.get(word) is False:
                    marked = QTextCursor(block)
                    marked.setPosition(block.position() + place)
                    marked.setPosition(block.position() + place + count, _KEEP)
                    return marked
            block = block.next()
        return None

    def _put(self, box: TextBox, place: QTextCursor, word: str) -> None:
        """In place of the marked word, as if it were typed: Ctrl+Z takes it back."""
        place.insertText(word)
        box.setFocus()

    def _look_up(self) -> None:
        """A few words, then the window's turn, until none waits."""
        if self._session.is_closed:
            return
        if self._speller is None:
            self._read()
            return
        until = time.perf_counter() + SLICE
        while self._waiting and time.perf_counter() < until:
            word = next(iter(self._waiting))
            del self._waiting[word]
            self._speller.knows(word)
        if self._waiting:
            QTimer.singleShot(0, self, self._look_up)
            return
        self._catch_up()
        self.settled.emit()

    def _catch_up(self) -> None:
        for box, lines in list(self._boxes.items()):
            if isValid(box) and isValid(lines):
                lines.catch_up()

    def _draw(self) -> None:
        for box, lines in list(self._boxes.items()):
            if isValid(box) and isValid(lines):
                lines.draw()

    def _read(self) -> None:
        """Read the dictionary beside the window; once it is there, what waits is looked up."""
        if self._reading:
            return
        self._reading = True
        try:
            own = spelling.own_words(self._session.workbook)
        except PlannerError as error:
            log.note("own-words", error)
            own = ()

        def read() -> None:
            try:
                speller = Speller(spelling.british_english(), own)
            except Exception as error:  # without it one can write as well, only not underlined
                log.note("dictionary", error)
                return
            if isValid(self):
                self.ready.emit(speller)

        Thread(target=read, name="dictionary", daemon=True).start()

    def _take(self, speller: Speller) -> None:
        if self._session.is_closed:
            return
        self._speller = speller
        self._know_names()
        self._draw()
        self._rest.start()

    def _follow(self, changes: Changes) -> None:
        if self._speller is not None and any(ref.record in NAMED for ref in changes.touched):
            self._know_names()

    def _know_names(self) -> None:
        assert self._speller is not None
        try:
            names = spelling.names_in(self._session.workbook)
        except PlannerError as error:
            log.note("names", error)
            return
        if self._speller.know_names(names):
            self._draw()


_KEEP = QTextCursor.MoveMode.KeepAnchor
