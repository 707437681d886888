"""Every change of a case in words, newest first: what the program noted itself, to be read only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.guides.kinds import day_in_words
from roth_planner.workbook import Changes, Ref
from roth_planner.workbook.chronology import ADDED, REMOVED, ChangeLog, LogLine, sections_of
from ui import theme
from ui.maps.scrolling import Scrolling
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.buttons import PlainButton
from ui.widgets.found_list import FoundLine, FoundList
from ui.widgets.wheel import GuardedCombo
from ui.widgets.words import Muted, Strong, Title

AT_ONCE = 100
"""Lines shown before one asks for more."""
EVERYTHING = "Every section"
ABOUT = (
    "The program notes every change by itself. Nobody can write in this list, and it does not say"
    " who typed. What was taken back with Undo is marked."
)
LIST = 220
"""The least height of the list at 100 %."""
NOTHING = "Nothing was changed here yet."
EMPTY = "nothing"
LONGEST = 400
"""Letters of an answer in the list; the whole of it stands where it is asked."""


class ChangeLogPage(Page):
    """A list with a choice of section; more lines come at the end of it."""

    record_wanted = Signal(object, str)  # never sent: a change leads nowhere but to itself

    def __init__(self, session: Session, case: Ref, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._case = session, case
        self._of, self.section = Strong("Of"), GuardedCombo()
        self.section.setAccessibleName("Of")
        self.section.setAccessibleDescription("Shows only changes of this section")
        self._of.setBuddy(self.section)
        self.section.addItem(EVERYTHING, "")
        for title in sections_of(session.workbook):
            self.section.addItem(title, title)
        self.list = FoundList("Every change of this case")
        self.list.setAccessibleDescription("Newest first. Arrow keys go from change to change")
        self._nothing = Muted(NOTHING)
        self.more = PlainButton("Show older changes")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(theme.SPACE_INSIDE)
        widgets: tuple[QWidget, ...] = (
            *(Title("Every change"), Muted(ABOUT), self._of, self.section, self._nothing),
        )
        for widget in widgets:
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        around = Scrolling(inside)
        around.setWidgetResizable(True)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(around)
        self._keep_room()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self.section.currentIndexChanged.connect(lambda: self.refresh())
        self.more.clicked.connect(self.show_more)
        session.changed.connect(self._take_changes)
        self.refresh()

    def arrive(self) -> None:
        """Begin in the list."""
        target: QWidget = self.list if self.list.found.lines else self.section
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read from the newest change again."""
        self._log = ChangeLog(self._session.workbook, self._case, self.section.currentData() or "")
        self._next = self._log.more(AT_ONCE)
        self.list.show_lines(())
        self.show_more()
        self.list.choose(0)
        some = bool(self.list.found.lines)
        self.list.setVisible(some)
        self._nothing.setVisible(not some)

    def show_more(self) -> None:
        """Show the next lines below those there are; the first of them is chosen."""
        first = len(self.list.found.lines)
        self.list.found.add_lines([found_line(line) for line in self._next])
        self._next = self._log.more(AT_ONCE)
        self.more.setVisible(bool(self._next))
        if first:
            self.list.choose(first)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for some changes when the text grows; the page scrolls."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._keep_room()

    def _keep_room(self) -> None:
        self.list.setMinimumHeight(theme.current().px(LIST))

    def _take_changes(self, changes: Changes) -> None:
        if self._case in changes.removed:
            self._soon.stop()  # the page around leaves it
        else:
            self._soon.start()


def found_line(line: LogLine) -> FoundLine:
    """A change as a line: when and where above, what it was and what it became below."""
    where = f"{day_in_words(line.at.date())}, {line.at:%H:%M} \u00b7 {line.section}"
    where = f"{where} \u203a {line.question}"
    marks = {"Taken back later": line.taken_back, "Takes a change back": line.takes_back}
    for words, holds in marks.items():
        where += f" \u00b7 {words}" if holds else ""
    before, after = _short(line.before), _short(line.after)
    if line.did == ADDED:
        return FoundLine(where, f"Added: {after}")
    if line.did == REMOVED:
        return FoundLine(where, f"Removed: {before}")
    return FoundLine(where, f"{before or EMPTY} \u2192 {after or EMPTY}")


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}\u2026"
