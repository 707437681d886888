"""Beside a section: what was answered at the last conference, and a way to copy it down.

Looked up only while it can be seen, and once for each section: what was answered then is fixed.
Only the record of a conference is shown as it reads now, and looked up after every change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from roth_planner.guides.kinds import day_in_words
from roth_planner.guides.spec import Kind
from roth_planner.workbook import last_time
from ui import theme
from ui.session import Session
from ui.widgets.buttons import LinkButton
from ui.widgets.speaking import announce
from ui.widgets.words import Heading, Muted, Strong, Words

if TYPE_CHECKING:
    from roth_planner.workbook import Changes, Ref
    from roth_planner.workbook.last_time import LastTime, Then
    from ui.pages.section_page import SectionPage

NO_SECTION = "Go into a section, and this shows what it said last time."
NO_CONFERENCE = "No conference was held before this one, so there is nothing to show beside it."
NOT_THERE = (
    "This came into the vault{day} after that conference, so there is no earlier version of it"
    " to show."
)
PRACTICE = (
    "This practice case was put in{day} after that conference, so there is no earlier version of it"
    " to show. In your own cases you see here what was written when that conference ended."
)
NOTHING = "Nothing was written here yet when that conference ended."
NOTHING_NOW = "Nothing is written here for that conference."
AS_NOW = "As the record of that conference reads now."
SAME = "The same as now"
MOST_ROWS = 12
COPY, COPY_ROWS = "Copy this down", "Copy these down"


class LastTimePanel(QScrollArea):
    """What the section on the screen said when the last conference ended."""

    told = Signal(str)

    def __init__(
        self,
        session: Session,
        case: Ref,
        parent: QWidget | None = None,
        *,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        super().__init__(parent)
        self._session, self._case, self._today = session, case, today
        self._page: SectionPage | None = None
        self._last: LastTime | None = None
        self._then: tuple[Then, ...] | None = None
        self._looked_up = False
        self._parts: list[QWidget] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(theme.SPACE_ROWS, theme.SPACE_INSIDE, theme.SPACE_ROWS, 24)
        self._column.setSpacing(theme.SPACE_INSIDE)
        self._column.addWidget(Heading(session.said("Last conference"), inside))
        self._column.addStretch(1)
        self.setWidget(inside)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show)
        session.changed.connect(self._take_changes)

    def show_section(self, page: SectionPage | None) -> None:
        """From now on show what this section said; None where no section is shown."""
        self._page, self._looked_up = page, False
        if page is not None:
            page.destroyed.connect(lambda: self._forget(page))
        if self.isVisible():
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Look it up once it can be seen."""
        super().showEvent(event)
        self._show()

    # -- inside

    def _forget(self, page: SectionPage) -> None:
        if self._page is page:
            self._page = None

    def _take_changes(self, changes: Changes) -> None:
        if any(ref.record == "conference" for ref in changes.touched):
            self._looked_up = False  # its date may be another now
        elif self._page is not None and self._page.ref.record == "conference":
            self._looked_up = False  # shown as it reads now, and its rows may be others
        if self.isVisible():
            self._soon.start()

    def _look_up(self, page: SectionPage) -> None:
        workbook = self._session.workbook
        self._looked_up, self._then = True, None
        self._last = last_time.last_conference(workbook, self._case, page.ref, self._today())
        if self._last is not None:
            there = self._last.stands_for(page.ref)
            questions = page.section.questions
            as_of = self._last.as_of(there)
            self._then = last_time.section_then(workbook, questions, there, as_of)

    def _show(self) -> None:
        self._clear()
        page = self._page
        if page is None:
            self._put(Words(NO_SECTION))
            return
        if not self._looked_up:
            self._look_up(page)
        if self._last is None:
            self._put(Words(self._session.said(NO_CONFERENCE)))
            return
        label = self._session.workbook.label(*self._last.conference)
        self._put(Muted(label or day_in_words(self._last.held_on)))
        if not self._then:
            self._put(Words(self._session.said(self._why_nothing(page))))
            return
        if self._last.as_of(page.ref) is None:
            self._put(Muted(self._session.said(AS_NOW)))
        kept = self._session.read(page.ref)
        for then in self._then:
            self._put(Strong(then.question.label))
            if then.question.kind is Kind.ROWS:
                self._put_rows(page, then)
                continue
            self._put(Words(then.words))
            now = kept.get(then.question.key)
            if last_time.can_copy(then.question, then.value, now):
                self._put_copy(COPY, then, partial(self._copy, page, then))
            else:
                self._put(Muted(SAME))

    def _why_nothing(self, page: SectionPage) -> str:
        if self._then is not None:
            return NOTHING_NOW if page.ref.record == "conference" else NOTHING
        workbook = self._session.workbook
        first = last_time.first_kept(workbook, page.ref)
        day = f" on {day_in_words(first)}," if first is not None else ""
        return (PRACTICE if workbook.practice else NOT_THERE).format(day=day)

    def _put_rows(self, page: SectionPage, then: Then) -> None:
        for number, row in enumerate(then.rows[:MOST_ROWS], 1):
            self._put(Words(f"{number}.  {_in_lines(row.answers)}"))
        if len(then.rows) > MOST_ROWS:
            self._put(Muted(f"and {len(then.rows) - MOST_ROWS} more"))
        if last_time.rows_to_copy(self._session.workbook, then, page.ref):
            self._put_copy(COPY_ROWS, then, partial(self._copy_rows, page, then))
        else:
            self._put(Muted(SAME))

    def _put_copy(self, words: str, then: Then, copy: Callable[[], None]) -> None:
        if self._session.read_only:
            return
        link = LinkButton(words)
        link.setAccessibleName(f"{words}: {then.question.label}")
        link.setAccessibleDescription(then.words)
        link.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        link.clicked.connect(lambda: copy())
        self._put(link)

    def _copy(self, page: SectionPage, then: Then) -> None:
        """In one step, which Undo takes back; what was typed stays above it."""
        if not page.commit():
            return
        now = self._session.read(page.ref).get(then.question.key)
        answer = last_time.copied(then.question, then.value, now)
        if self._session.save(page.ref, {then.question.key: answer}) is not None:
            page.view.go_to(then.question.key)
            announce(self, f"Copied down: {then.question.label}")

    def _copy_rows(self, page: SectionPage, then: Then) -> None:
        if not page.commit():
            return
        rows = last_time.rows_to_copy(self._session.workbook, then, page.ref)
        if self._session.add_rows(page.ref, then.question, rows) is not None:
            page.view.go_to(then.question.key)
            announce(self, f"Copied down: {then.question.label}")

    def _put(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)
        self._parts.append(widget)

    def _clear(self) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []


def _in_lines(answers: tuple[Then, ...]) -> str:
    """The answers of a row, each in a line of its own; those of rows inside further in."""
    lines = []
    for then in answers:
        name = then.question.short or then.question.label
        if then.question.kind is Kind.ROWS:
            lines += [f"{name}: {_in_lines(row.answers)}" for row in then.rows]
        else:
            lines.append(f"{name}: {then.words}")
    return "\n".join(lines)
