"""One case: the journey on the left, one thing at a time in the middle, help on the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui import theme
from ui.actions import Actions
from ui.models.journey import Entry, Line, Place, journey
from ui.pages import checking
from ui.pages.case_side import CaseSide
from ui.pages.guidance import GuidancePanel
from ui.pages.last_time import LastTimePanel
from ui.pages.page import Page
from ui.pages.section_page import SectionPage
from ui.session import Session

if TYPE_CHECKING:
    from roth_planner.workbook import Changes, Ref
    from ui.jobs import Jobs

PICTURE_LINES = (Line.MAP, Line.BOARD, Line.OWN_MAP, Line.TIMELINE, Line.CHANGES)
LEFT, RIGHT, MIDDLE = 250, 280, 560
"""Widths at 100 %: the journey, the guidance, and the least the middle needs beside both."""


class WorkspacePage(Page):
    """Leads through a case. Whatever is typed is kept before anything else is shown."""

    guidance_folded = Signal(bool)
    gone = Signal()
    """The case is not there any more: its start was undone."""
    crashed = Signal(object)  # BaseException

    def __init__(
        self,
        session: Session,
        case: Ref,
        jobs: Jobs,
        actions: Actions,
        guidance_shown: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.case = session, case
        self._jobs = jobs
        self._guidance_shown = guidance_shown
        self._opened: Ref | None = None
        self.place: Place | None = None
        self._elsewhere: Line | str | None = None
        self.side = CaseSide(session, case)
        self._middle = QStackedWidget()
        self.guidance = GuidancePanel(last_time=session.said("Last conference"))
        self.last_time = LastTimePanel(session, case)
        self.guidance.put_beside(self.last_time)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.side)
        across.addWidget(self._middle, 1)
        across.addWidget(self.guidance)

        self._refresh_soon = QTimer(self)
        self._refresh_soon.setSingleShot(True)
        self._refresh_soon.setInterval(0)
        self._refresh_soon.timeout.connect(self._refresh)
        self.side.journey.gone_to.connect(self._go_to_entry)
        self.side.journey.entered.connect(lambda: self.middle.arrive())
        self.guidance.insert_wanted.connect(self._insert)
        self.guidance.fold_wanted.connect(self._fold)
        session.changed.connect(self._take_changes)
        self._connect(actions)
        session.complete_case(case)
        self._refresh()
        first = next(entry.leads_to for entry in self.side.entries if entry.leads_to)
        self.go_to(first)

    # -- for the window

    @property
    def middle(self) -> Page:
        """What is shown in the middle."""
        page = self._middle.currentWidget()
        assert isinstance(page, Page)
        return page

    @property
    def on_paper(self) -> bool:
        """Whether the documents are shown."""
        return self._elsewhere is Line.PAPER

    def arrive(self) -> None:
        """Begin in the list of what there is to do."""
        self.side.focus_here()

    def commit(self) -> bool:
        """Keep what was typed in the middle."""
        return self._middle.count() == 0 or self.middle.commit()

    def leave(self) -> None:
        """Let go of the middle."""
        self.middle.leave()

    def go_to(self, place: Place) -> bool:
        """Show a section; False when what was typed before could not be kept."""
        if place == self.place:
            return True
        if not self.commit():
            self._mark()
            return False
        guide = self.session.workbook.catalogue.guide(place.guide)
        page = SectionPage(self.session, self.case, guide, guide.section(place.section), place.ref)
        page.guidance_wanted.connect(self.guidance.show_question)
        page.next_wanted.connect(self.next_section)
        page.list_wanted.connect(self.side.focus_here)
        page.check_wanted.connect(lambda: checking.show_here(self))
        self.guidance.show_nothing()
        self.last_time.show_section(page)
        self.place, self._opened = place, place.ref
        self._show(page)
        return True

    def show_paper(self) -> None:
        """Show the documents."""
        if not self.commit():
            self._mark()
            return
        from ui.pages.paper import PaperPage

        page = PaperPage(self.session, self.case, self._jobs)
        page.crashed.connect(self.crashed)
        self.show_other(Line.PAPER, page)

    def show_add(self, record: str) -> None:
        """Ask for which place a plan or a guardian is, or what kind of meeting begins."""
        if not self.commit():
            self._mark()
            return
        from ui.pages.add_meeting import MEETINGS, AddMeetingPage
        from ui.pages.add_part import AddPartPage

        before = self.place
        make = AddMeetingPage if record in MEETINGS else AddPartPage
        page = make(self.session, self.case, record)
        page.started.connect(self._go_to_record)
        page.left.connect(lambda: self._go_back(before))
        self.place, self._elsewhere = None, record
        self._show(page)
        page.arrive()

    def show_picture(self, line: Line) -> None:
        """Show the map, the weighting board, or the young person's own map."""
        if not self.commit():
            self._mark()
            return
        from ui.maps import pictures

        page = pictures.page_of(line, self.session, self.case)
        page.record_wanted.connect(self._go_to_record)
        self._opened = None
        self.show_other(line, page)

    def show_other(self, line: Line, page: Page) -> None:
        """Show a page that is no section; what was typed before is kept already."""
        self.guidance.show_nothing()
        self.place, self._elsewhere = None, line
        self._show(page)

    def next_section(self) -> None:
        """Go one on in the journey."""
        self._go_along(1)

    def previous_section(self) -> None:
        """Go one back in the journey."""
        self._go_along(-1)

    # -- inside

    def _show(self, page: Page) -> None:
        old = self._middle.currentWidget()
        page.told.connect(self.told)
        self._middle.addWidget(page)
        self._middle.setCurrentWidget(page)
        if isinstance(old, Page):
            old.leave()
            self._middle.removeWidget(old)
            old.deleteLater()
        self._refresh()
        self._arrange()

    def _go_to_entry(self, entry: Entry) -> None:
        if entry.line is Line.PAPER:
            self.show_paper()
        elif entry.line is Line.CHECK:
            checking.show(self)
        elif entry.line in PICTURE_LINES:
            self.show_picture(entry.line)
        elif entry.line is Line.ADD:
            self.show_add(entry.adds)
        elif entry.leads_to is not None:
            self.go_to(entry.leads_to)

    def _go_to_record(self, ref: Ref, section: str = "") -> None:
        guide = self.session.workbook.catalogue.for_record(ref.record)
        if self.go_to(Place(guide.key, section or guide.sections[0].key, ref)):
            self.middle.arrive()

    def _go_back(self, place: Place | None) -> None:
        if place is not None and self.go_to(place):
            self.side.focus_here()

    def _go_along(self, by: int) -> None:
        places = [
            entry.leads_to
            for entry in self.side.entries
            if entry.line is not Line.STEP and entry.leads_to
        ]
        places = list(dict.fromkeys(places))
        if self.place not in places:
            return
        number = places.index(self.place) + by
        if number == len(places):
            self.show_paper()
        elif number >= 0:
            self.go_to(places[number])
        self.middle.arrive()

    def _go_to_picture(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.show_picture(Line(action.data()))
        self.middle.arrive()

    def _insert(self, text: str) -> None:
        if isinstance(self.middle, SectionPage):
            self.middle.insert(text)

    def _take_changes(self, changes: Changes) -> None:
        if self.case in changes.removed:
            self._refresh_soon.stop()
            QTimer.singleShot(0, self, self.gone.emit)  # once everybody else has heard of it
            return
        self._refresh_soon.start()

    def _refresh(self) -> None:
        entries = journey(self.session.workbook, self.case, self._opened)
        self.side.show_entries(entries)
        if self.place is not None and all(entry.leads_to != self.place for entry in entries):
            self._go_where_it_goes_on()
        self._mark()

    def _go_where_it_goes_on(self) -> None:
        """What was shown is not there any more: go to the first section."""
        first = next(entry.leads_to for entry in self.side.entries if entry.leads_to)
        self.place = None
        self.go_to(first)

    def _mark(self) -> None:
        self.side.journey.show_place(self.place or self._elsewhere)

    # -- room

    def _fold(self, folded: bool) -> None:
        self._guidance_shown = not folded
        self.guidance_folded.emit(folded)
        self._arrange(asked=True)

    def toggle_guidance(self) -> None:
        """Fold the guidance away, or open it."""
        self._fold(not self.guidance.folded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Share the width anew when the text grows."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self, *, asked: bool = False) -> None:
        now, width = theme.current(), self.width()
        left = min(now.px(LEFT), width * 26 // 100)
        right = min(now.px(RIGHT), width * 32 // 100)
        fits = width - left - right >= now.px(MIDDLE)
        has_guidance = self._middle.count() > 0 and isinstance(self.middle, SectionPage)
        self.side.setFixedWidth(left)
        self.guidance.setVisible(has_guidance)
        shown = self._guidance_shown and (fits or asked)
        self.guidance.show_folded(not shown)
        if shown:
            self.guidance.setFixedWidth(right)
        self.side.setVisible(
            fits or not (shown and asked and width - left - right < now.px(MIDDLE) // 2)
        )

    def _connect(self, actions: Actions) -> None:
        does: tuple[tuple[object, Callable[[], None]], ...] = (
            (actions.next_section, self.next_section),
            (actions.previous_section, self.previous_section),
            (actions.journey, self.side.focus_here),
            (actions.guidance, self.toggle_guidance),
            (actions.show_name, self.side.toggle_name),
            (actions.last_time, self.guidance.turn),
            (actions.check, lambda: checking.show_here(self)),
            (actions.map, self._go_to_picture),
            (actions.board, self._go_to_picture),
            (actions.own_map, self._go_to_picture),
            (actions.timeline, self._go_to_picture),
            (actions.changes, self._go_to_picture),
        )
        for action, do in does:
            action.triggered.connect(do)  # type: ignore[attr-defined]
