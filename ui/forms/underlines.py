"""The wavy lines under words that are not known, drawn word by word."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QSyntaxHighlighter, QTextBlock, QTextCharFormat
from shiboken6 import isValid

from roth_planner.workbook.spelling import words_in
from ui import theme
from ui.fields.text import TextBox
from ui.theme import Role

LONGEST_BLOCK = 20_000
"""Letters of one paragraph; a longer one is pasted from elsewhere and is not looked at."""


class Asked(Protocol):
    """Who knows which words are known."""

    @property
    def checked(self) -> dict[str, bool]: ...
    def ask(self, word: str) -> None: ...
    def ask_again(self) -> None: ...


class Underlines(QSyntaxHighlighter):
    """The underlines of one box, word by word. The word being typed has none yet."""

    def __init__(self, box: TextBox, asked: Asked) -> None:
        super().__init__(box)
        self._box, self._asked = box, asked
        self._open: set[int] = set()
        """Blocks with a word that was not looked up, or is being typed."""
        self._look = QTextCharFormat()
        self._look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        box.cursorPositionChanged.connect(self._moved)
        self.setDocument(box.document())
        self.draw()

    def highlightBlock(self, text: str) -> None:
        """Underline what is known to be unknown; ask for what was not looked up."""
        block = self.currentBlock()
        self._open.discard(block.blockNumber())
        if len(text) > LONGEST_BLOCK or not self._can_ask:
            return
        writing = self._written_at(block)
        self._look.setUnderlineColor(theme.current().colour(Role.BLOCK))
        checked = self._asked.checked
        for start, count, word in places_in(text):
            if writing == start + count:
                self._open.add(block.blockNumber())
                continue
            known = checked.get(word)
            if known is None:
                self._open.add(block.blockNumber())
                self._asked.ask(word)
            elif not known:
                self.setFormat(start, count, self._look)

    def draw(self) -> None:
        """Draw everything anew. Qt calls that a change of the text, which it is not."""
        with QSignalBlocker(self._box):
            self.rehighlight()

    def catch_up(self) -> None:
        """Draw again what waited for an answer."""
        for number in sorted(self._open):
            block = self.document().findBlockByNumber(number)
            if block.isValid():
                with QSignalBlocker(self._box):
                    self.rehighlightBlock(block)
            else:
                self._open.discard(number)

    def _moved(self) -> None:
        """A word that was left is looked at, once the keys rest."""
        if self._open and self._can_ask:
            self._asked.ask_again()

    @property
    def _can_ask(self) -> bool:
        """A box may outlive the workbook that it was on the screen for."""
        return isValid(self._asked)

    def _written_at(self, block: QTextBlock) -> int:
        """Where in a block somebody is writing; -1 if not here."""
        cursor = self._box.textCursor()
        here = self._box.hasFocus() and not cursor.hasSelection() and cursor.block() == block
        return cursor.positionInBlock() if here else -1


def places_in(text: str) -> list[tuple[int, int, str]]:
    """Words with place and length as Qt counts them: letters beyond U+FFFF are two."""
    words = [(start, len(word), word) for start, word in words_in(text)]
    if not words or max(text) <= "\uffff":
        return words
    before = [0]
    for letter in text:
        before.append(before[-1] + (2 if letter > "\uffff" else 1))
    return [(before[s], before[s + n] - before[s], word) for s, n, word in words]
