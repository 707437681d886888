"""Everything as it will read, before a section is finished and before paper is made.

One section or the whole case: each question with its answer or its gap in words, and a way to
change it that comes back to the same place. The sections of a case are filled in one by one, so
that the first is there at once however long the case is.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.guides import rules
from roth_planner.workbook import caseload, progress
from roth_planner.workbook.as_read import section_as_read
from ui import theme
from ui.models.journey import PLACED, STEPS, Place
from ui.pages.checked_lines import ChangeLink, SectionBlock
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.buttons import LinkButton, MainButton, PlainButton
from ui.widgets.column import Column
from ui.widgets.flow import Flow
from ui.widgets.speaking import announce
from ui.widgets.words import Heading, Muted, Strong, Title, Words

if TYPE_CHECKING:
    from roth_planner.guides.spec import Guide
    from roth_planner.workbook import Ref, Workbook
    from roth_planner.workbook.caseload import CaseParts

ABOUT = "This is how it will read. Nothing is printed or sent from here."
LOOKING = "Looking through the answers\u2026"
ONE_TURN = 0.1
"""Seconds in which sections are filled in before keys and the mouse are looked at again."""
COMPLETE = "Nothing that is needed is missing."
NOT_ASKED = "Answers to questions that are not asked now"
NOT_ASKED_ABOUT = (
    "They belong to a local pack that is not in use. They are kept, stand on no paper, and come"
    " back to their place with the pack."
)


class Asked(NamedTuple):
    """A section of the case: its heading here, and where it is."""

    title: str
    place: Place


class Spot(NamedTuple):
    """One answer on the page, to come back to."""

    place: Place
    owner: Ref
    key: str


class CheckAnswersPage(Page):
    """Answers of one section, or of the whole case, as they will read."""

    change_wanted = Signal(object)  # Spot
    left = Signal()

    def __init__(
        self, session: Session, case: Ref, only: Place | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self.only = session, only
        self._column = Column(self)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._column)
        page = self._column.page
        self._column.add(Title("Check your answers", page))
        self._column.add(Words(ABOUT, page), before=theme.SPACE_INSIDE)
        self._found = Muted(LOOKING, page)
        self.next_gap = LinkButton("Go to the next gap", page)
        self.next_gap.hide()
        self._column.add(self._found, before=theme.SPACE_INSIDE)
        self._column.add(self.next_gap, before=4)
        asked = sections(session.workbook, case)
        if only is not None:
            asked = tuple(one for one in asked if one.place == only)
        self._blocks: dict[Place, SectionBlock] = {}
        self._gap = -1
        for one in asked:
            block = SectionBlock(one.title, _far(session.workbook, one.place), page)
            self._blocks[one.place] = block
            self._column.add(block, before=theme.SPACE_GROUPS)
        if only is None:
            self._add_not_asked(session.workbook, case)
        self.go_on = MainButton("Make the documents" if only is None else "Back to the section")
        self.back = PlainButton("Back to the list of sections")
        foot = Flow(page, gap=theme.SPACE_ROWS, line_gap=theme.SPACE_INSIDE)
        foot.add(self.go_on)
        foot.add(self.back)
        self._column.add(foot, before=theme.SPACE_GROUPS)
        self.next_gap.clicked.connect(self._go_to_next_gap)
        self.back.clicked.connect(self.left)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._fill_next)
        self._turn.start()

    def arrive(self) -> None:
        """Begin with the first answer."""
        if self._blocks:
            first = next(iter(self._blocks))
            self._fill(first)
            links = self._blocks[first].links()
            (links[0] if links else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, spot: Spot) -> bool:
        """Come back to an answer, in the middle of the page; False if it is not asked any more."""
        if spot.place not in self._blocks:
            return False
        while any(not block.is_filled for block in self._blocks.values()):
            self._fill_next()  # what stands above has to be there, or the place would move away
        link = self._blocks[spot.place].link_to(spot.owner, spot.key)
        if link is None:
            return False
        self._show_link(link)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; nothing is typed here that could be lost."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    # -- inside

    def _add_not_asked(self, workbook: Workbook, case: Ref) -> None:
        """What a local pack asked that is not in use now: to be read, and kept."""
        refs = dict.fromkeys(one.place.ref for one in sections(workbook, case))
        found = [one for ref in refs for one in workbook.not_asked(ref)]
        if not found:
            return
        page = self._column.page
        self._column.add(Heading(NOT_ASKED, page), before=theme.SPACE_GROUPS)
        self._column.add(Muted(NOT_ASKED_ABOUT, page), before=theme.SPACE_INSIDE)
        for label, words in found:
            self._column.add(Strong(label, page), before=theme.SPACE_ROWS)
            self._column.add(Words(words, page), before=4)

    def _fill_next(self) -> None:
        """Fill in some sections; each turn lays the whole page out anew, so one takes several."""
        until = time.monotonic() + ONE_TURN
        for place, block in self._blocks.items():
            if not block.is_filled:
                self._fill(place)
                if time.monotonic() > until:
                    return
        self._turn.stop()
        self._say_gaps()

    def _fill(self, place: Place) -> None:
        block = self._blocks[place]
        if block.is_filled:
            return
        workbook = self._session.workbook
        section = workbook.catalogue.guide(place.guide).section(place.section)
        block.fill(
            section_as_read(workbook, section, place.ref),
            lambda owner, key: self.change_wanted.emit(Spot(place, owner, key)),
            not self._session.read_only,
        )

    def _say_gaps(self) -> None:
        holed = [block for block in self._blocks.values() if block.gaps]
        missing = sum(block.gaps for block in holed)
        if not missing:
            self._found.setText(COMPLETE)
            return
        words = "1 answer is" if missing == 1 else f"{missing} answers are"
        where = f", in {len(holed)} sections" if len(holed) > 1 else ""
        self._found.setText(f"{words} still needed{where}.")
        self.next_gap.setVisible(not self._session.read_only)

    def _go_to_next_gap(self) -> None:
        """One gap further than the last one gone to, round to the first again."""
        gaps = [link for block in self._blocks.values() for link in block.links() if link.gap]
        if gaps:
            self._gap = (self._gap + 1) % len(gaps)
            self._show_link(gaps[self._gap])

    def _show_link(self, link: ChangeLink) -> None:
        link.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(link, link.accessibleName())
        QTimer.singleShot(0, link, lambda: self._middle_on(link))

    def _middle_on(self, link: ChangeLink) -> None:
        bar = self._column.verticalScrollBar()
        spot = link.mapTo(self._column.page, link.rect().topLeft()).y()
        bar.setValue(spot - self._column.viewport().height() // 2)


def sections(workbook: Workbook, case: Ref) -> tuple[Asked, ...]:
    """Every section of a case that is asked now, in the order of the journey."""
    parts = caseload.parts(workbook, case)
    steps: dict[str, list[Asked]] = {}
    guides = workbook.catalogue.guides.values()
    for guide in sorted(guides, key=lambda guide: guide.record in PLACED):
        step = PLACED.get(guide.record, guide.step)
        if step:
            for ref, label in _records(guide, parts):
                steps.setdefault(step, []).extend(_of(workbook, guide, ref, label))
    order = sorted(steps, key=lambda one: STEPS.index(one) if one in STEPS else len(STEPS))
    return tuple(one for step in order for one in steps[step])


def _records(guide: Guide, parts: CaseParts) -> list[tuple[Ref, str]]:
    many = {
        "context": parts.contexts,
        "context_plan": parts.context_plans,
        "guardian": parts.guardians,
        "conference": parts.conferences,
        "meeting": parts.meetings,
    }
    one = {"case": parts.case, "person": parts.person, "account": parts.account, "plan": parts.plan}
    if guide.record in many:
        return [(part.ref, part.label) for part in many[guide.record]]
    ref = one.get(guide.record) or parts.once.get(guide.record)
    return [(ref, "")] if ref is not None else []


def _of(workbook: Workbook, guide: Guide, ref: Ref, label: str) -> list[Asked]:
    kept, today = workbook.read(ref), dt.date.today()
    return [
        Asked(
            f"{label}: {section.title[:1].lower()}{section.title[1:]}" if label else section.title,
            Place(guide.key, section.key, ref),
        )
        for section in guide.sections
        if not section.relevant or rules.holds(section.relevant, kept.values, today=today)
    ]


def _far(workbook: Workbook, place: Place) -> str:
    guide = workbook.catalogue.guide(place.guide)
    far = progress.section_progress(workbook, guide, guide.section(place.section), place.ref)
    return f"{far.answered} of {far.asked} answered \u00b7 {far.word.lower()}"
