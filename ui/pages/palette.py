"""Finding a question, a page or an action by words: type, choose, Enter goes there.

It reads labels, hints and guidance only. Nothing that anybody answered is in it: its last line
takes what was typed on to the search of all answers, people and places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from roth_planner.guides.spec import Kind, Question
from roth_planner.workbook.alike_words import lookable
from ui import theme
from ui.models.journey import Place
from ui.theme import Role
from ui.widgets.found_list import FoundLine, FoundList
from ui.widgets.words import Muted, Strong

if TYPE_CHECKING:
    from roth_planner.guides.catalogue import Catalogue

MOST = 40
"""Lines that are shown; another letter brings the right one nearer."""
FIND = "Find a question, a section or an action"
NO_SUCH = "No question, section or action has these words."
SEARCH, EVERYWHERE = "Search for", "In all answers, people and places"
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Offer(Struct, frozen=True):
    """One thing to go to: a place with the key of a question ("" for none), an action, or words
    to search all answers for.

    ``label`` counts most in the order, then ``where``, then ``about``, which is not shown.
    """

    label: str
    where: str
    goes: tuple[Place, str] | QAction | str
    about: str = ""


def offers_of_case(catalogue: Catalogue, places: Iterable[tuple[str, Place]]) -> list[Offer]:
    """Sections and questions of a case, each once for every record that answers them.

    ``places`` are the sections that can be gone to, each with what its part is called.
    """
    found: list[Offer] = []
    for part, place in places:
        guide = catalogue.guide(place.guide)
        section = guide.section(place.section)
        found.append(Offer(section.title, part, (place, ""), section.intro))
        where = section.title if part == section.title else f"{part} \u203a {section.title}"
        for question in section.questions:
            found.append(Offer(question.label, where, (place, question.key), _about(question)))
            for label, about in _inside(question):
                in_list = f"{where} \u203a {question.label}"
                found.append(Offer(label, in_list, (place, question.key), about))
    return found


def offers_of_actions(actions: Iterable[QAction]) -> list[Offer]:
    """What the window can do now, with its keys."""
    found = []
    for action in actions:
        if action.isEnabled():
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            found.append(Offer(action.text(), f"Action, {keys}" if keys else "Action", action))
    return found


def ranked(offers: Sequence[Offer], typed: str) -> list[Offer]:
    """The offers that hold every word typed, those with it in the label first."""
    words = lookable(typed).split()
    if not words:
        return list(offers[:MOST])
    found: list[tuple[int, int, Offer]] = []
    for number, offer in enumerate(offers):
        fields = [f" {lookable(text)} " for text in (offer.label, offer.where, offer.about)]
        ranks = [_rank(word, fields) for word in words]
        if None not in ranks:
            found.append((sum(rank for rank in ranks if rank is not None), number, offer))
    found.sort(key=lambda one: one[:2])
    return [offer for _rank_, _number, offer in found[:MOST]]


class Palette(QDialog):
    """A box and a list above the page; the keyboard stays in the box, Esc gives it back."""

    chosen = Signal(object)  # Offer

    def __init__(self, offers: Sequence[Offer], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Find a question")
        self._offers = list(offers)
        self.shown: list[Offer] = []
        label = Strong(FIND)
        self.words = QLineEdit()
        self.words.setAccessibleName(label.text())
        self.words.setAccessibleDescription("Type words of it; Up and Down choose, Enter goes")
        label.setBuddy(self.words)
        self._said = Muted()
        self.list = FoundList("What there is")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(theme.SPACE_INSIDE)
        for widget in (label, self.words, self._said):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self.words.textChanged.connect(self._look)
        self.words.installEventFilter(self)
        self.list.opened.connect(self._choose)
        now, room = theme.current(), parent.size()
        self.resize(min(now.px(640), room.width() - 40), min(now.px(520), room.height() - 40))
        self._look("")
        self.words.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while one types in the box, and are read out there."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in MOVES:
            self.list.keyPressEvent(event)
            self._tell()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.list.row >= 0:
                self._choose(self.list.row)
            return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line around it: not every window system frames what lies above a page."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(theme.current().colour(Role.LINE))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _look(self, typed: str) -> None:
        self.shown = ranked(self._offers, typed)
        nothing = not self.shown
        if words := typed.strip():
            self.shown.append(Offer(f"{SEARCH} \u201c{words}\u201d", EVERYWHERE, words))
        self.list.show_lines([FoundLine(one.where, one.label) for one in self.shown])
        self.list.setVisible(bool(self.shown))
        self._said.setText(NO_SUCH if nothing else "")
        self._said.setVisible(nothing)
        self._tell()

    def _tell(self) -> None:
        """Say which line Enter would go to: the keyboard never leaves the box."""
        from ui.widgets.speaking import announce

        if self.list.row >= 0:
            count = len(self.shown)
            heard = self.list.found.lines[self.list.row].heard
            announce(self.words, f"{heard}. {self.list.row + 1} of {count}")
        else:
            announce(self.words, self._said.text())

    def _choose(self, row: int) -> None:
        offer = self.shown[row]
        self.accept()
        self.chosen.emit(offer)


def _rank(word: str, fields: Sequence[str]) -> int | None:
    """The nearest field first, a word before a beginning before a middle; None if nowhere."""
    for number, field in enumerate(fields):
        for less, part in enumerate((f" {word} ", f" {word}", word)):
            if part in field:
                return 3 * number + less
    return None


def _about(question: Question) -> str:
    return f"{question.short} {question.hint} {question.guidance}"


def _inside(question: Question) -> Iterable[tuple[str, str]]:
    """Questions of a list's rows; they are gone to by their list."""
    for inner in question.questions:
        yield inner.label, _about(inner)
        if inner.kind is Kind.ROWS:
            yield from _inside(inner)
