"""Answers as they will read, under their questions: the parts of the check-answers page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from roth_planner.guides.spec import Question
from roth_planner.workbook.as_read import Line, RowLines, State
from ui import theme
from ui.theme import Role
from ui.widgets import icons
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.words import Muted, Strong, Words

if TYPE_CHECKING:
    from roth_planner.workbook import Ref

MOST_ROWS = 20
"""Rows of one list that are shown at once; the others come when they are asked for."""
QUIET = (State.OPTIONAL, State.OUT_OF_SIGHT)

Wanted = Callable[["Ref", str], None]
"""Called with the record and the question whose answer is to be changed."""


def called(question: Question) -> str:
    """What a question is called where its whole sentence would be too long."""
    return question.short or question.label


class GapWords(QWidget):
    """That an answer is missing: an icon, and words that say the same."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel(self)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.SPACE_INSIDE)
        across.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(Words(words, self), 1)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon in the size and colours of the page."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        size = theme.current().px(18)
        self._picture.setPixmap(icons.pixmap("triangle-alert", Role.WARN, size))


class ChangeLink(LinkButton):
    """Leads to one answer; ``gap`` is whether it is one that is still needed."""

    def __init__(self, line: Line, said: str, wanted: Wanted, parent: QWidget) -> None:
        empty = line.state in (State.MISSING, State.OPTIONAL)
        super().__init__("Answer" if empty or line.problem else "Change", parent)
        self.owner, self.key = line.owner, line.question.key
        self.gap = bool(line.problem)
        self.setAccessibleName(f"{self.text()}: {said}")
        self.setAccessibleDescription(words_of(line))
        self.clicked.connect(lambda: wanted(self.owner, self.key))


def words_of(line: Line) -> str:
    """What stands under a question; a gap says what finishing asks for."""
    said = (line.words, line.problem) if line.problem else ()
    return " ".join(f"{one.rstrip('.')}." for one in said if one) or line.words


class AnswerBlock(QWidget):
    """One question, its answer, and the way to change it."""

    def __init__(
        self, line: Line, wanted: Wanted, can_change: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._wanted, self._can_change = wanted, can_change
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_ROWS)
        top.addWidget(Strong(line.question.label, self), 1)
        if can_change:
            change = ChangeLink(line, line.question.label, wanted, self)
            top.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(top)
        if line.problem:
            self._column.addWidget(GapWords(words_of(line), self))
        elif line.words:
            make = Muted if line.state in QUIET else Words
            self._column.addWidget(make(line.words, self))
        self._waiting = line.rows
        self._one = line.question.one
        self.more: PlainButton | None = None
        self._show_rows(MOST_ROWS)

    def _show_rows(self, count: int) -> None:
        now, self._waiting = self._waiting[:count], self._waiting[count:]
        for row in now:
            block = RowBlock(row, self._one, self._wanted, self._can_change, self)
            self._column.addWidget(block)
        if self.more is not None:
            self._column.removeWidget(self.more)
            self.more.deleteLater()
            self.more = None
        if self._waiting:
            self.more = PlainButton(f"Show the other {len(self._waiting)}", self)
            self.more.setAccessibleDescription(self._one)
            self.more.clicked.connect(lambda: self._show_rows(len(self._waiting)))
            self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)


class RowBlock(QWidget):
    """One row of a list as a small table: what was asked on the left, the answer on the right."""

    def __init__(
        self,
        row: RowLines,
        one: str,
        wanted: Wanted,
        can_change: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(theme.SPACE_ROWS, 4, 0, theme.SPACE_INSIDE)
        outside.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_ROWS)
        top.addWidget(Strong(row.title, self), 1)
        plain = [line for line in row.lines if not line.rows and not _unwritten(line)]
        first = next(iter(row.lines), None)
        if can_change and first is not None:
            # the row is opened by its first question; gaps in it have ways of their own
            there = Line(first.question, row.ref, State.ANSWERED, "")
            change = ChangeLink(there, row.title, wanted, self)
            change.setAccessibleDescription("; ".join(words_of(line) for line in plain))
            top.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        outside.addLayout(top)
        table = QGridLayout()
        table.setContentsMargins(0, 0, 0, 0)
        table.setHorizontalSpacing(theme.SPACE_ROWS)
        table.setVerticalSpacing(4)
        table.setColumnStretch(0, 1)
        table.setColumnStretch(1, 2)
        for place, line in enumerate(plain):
            table.addWidget(Muted(called(line.question), self), place, 0, _TOP)
            if not line.problem:
                table.addWidget(Words(line.words, self), place, 1, _TOP)
                continue
            table.addWidget(GapWords(words_of(line), self), place, 1, _TOP)
            if can_change:
                said = f"{row.title}, {line.question.label}"
                table.addWidget(ChangeLink(line, said, wanted, self), place, 2, _TOP)
        outside.addLayout(table)
        unwritten = [called(line.question) for line in row.lines if _unwritten(line)]
        if unwritten:
            outside.addWidget(Muted(f"No answer, and optional: {'; '.join(unwritten)}", self))
        for line in row.lines:
            if line.rows:
                outside.addWidget(AnswerBlock(line, wanted, can_change, self))


class SectionBlock(QWidget):
    """One section; its answers are filled in when its turn comes."""

    filled = Signal()

    def __init__(self, title: str, far: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from ui.widgets.words import Heading

        self.title = title
        self.is_filled = False
        self.gaps = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_ROWS)
        self._column.addWidget(Heading(title, self))
        self._column.addWidget(Muted(far, self))

    def fill(self, lines: tuple[Line, ...], wanted: Wanted, can_change: bool) -> None:
        """Show the answers."""
        self.is_filled = True
        self.gaps = sum(_gaps(line) for line in lines)
        for line in lines:
            block = AnswerBlock(line, wanted, can_change, self)
            self._column.addWidget(block)
            block.show()
        self.filled.emit()

    def links(self) -> list[ChangeLink]:
        """The ways to its answers, from the top."""
        return self.findChildren(ChangeLink)

    def link_to(self, owner: Ref, key: str) -> ChangeLink | None:
        """The way to one answer, or at least to its record; None if it is not here."""
        found = [link for link in self.links() if link.owner == owner]
        return next((link for link in found if link.key == key), next(iter(found), None))


def _unwritten(line: Line) -> bool:
    return line.state is State.OPTIONAL and not line.problem


def _gaps(line: Line) -> int:
    return bool(line.problem) + sum(_gaps(one) for row in line.rows for one in row.lines)


_TOP = Qt.AlignmentFlag.AlignTop
