"""The ways to what is sought: the search in all answers, and a question by its words.

What was searched for is remembered while the program runs, so that one can go on from hit to hit;
it is written nowhere, and it goes with the session.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from roth_planner.guides import rules
from roth_planner.workbook import Ref
from roth_planner.workbook.caseload import parts
from roth_planner.workbook.search import Hit, Way
from roth_planner.workbook.uses import cases_of
from ui.models.journey import Place, journey
from ui.pages.search_page import SearchPage
from ui.pages.section_page import SectionPage
from ui.pages.workspace import WorkspacePage
from ui.whereabouts import Spot, go_back, spot_of

if TYPE_CHECKING:
    from ui.pages.palette import Offer
    from ui.session import Session
    from ui.window import Window

NOT_ASKED_NOW = "This question is not asked here now, because of what another one answers."


class Finding(QObject):
    """One session's search: what was sought last, from where, and which line was opened."""

    def __init__(self, window: Window, session: Session) -> None:
        super().__init__(session)
        self._window, self._session = window, session
        self._case: Ref | None = None
        self._words, self._everywhere, self._row = "", False, 0
        self._before = Spot()

    def show(self, words: str = "") -> None:
        """Show the search: of the case one is in, or of all cases. The last words stand there,
        or those given, with what was found."""
        window = self._window
        if isinstance(window.page, SearchPage):
            window.page.arrive()
            if words:
                window.page.come_back(words, window.page.everywhere, 0)
            return
        if window.page is not None and not window.page.commit():
            return
        case = window.page.case if isinstance(window.page, WorkspacePage) else None
        if case != self._case:
            self._words, self._everywhere = "", False
        self._case, self._before = case, spot_of(window.page, Spot())
        if words:
            self._words, self._everywhere, self._row = words, False, 0
            self._show_page()
            return
        self._show_page().arrive()

    def show_again(self) -> None:
        """Show once more what was found."""
        if self._window.page is None or self._window.page.commit():
            self._show_page()

    def _show_page(self) -> SearchPage:
        window = self._window
        page = SearchPage(self._session, self._case)
        page.left.connect(self._leave)
        page.hit_chosen.connect(self._go)
        window.show_page(page)
        window.header.show_cases_button(True)
        if self._words:
            page.come_back(self._words, self._everywhere, self._row)
        return page

    def _leave(self) -> None:
        """Back to where the search was begun."""
        self._window.show_cases()
        go_back(self._window, self._before)

    def _go(self, hit: Hit, way: Way) -> None:
        """Go to a hit, and offer the way back to what was found."""
        window, page = self._window, self._window.page
        assert isinstance(page, SearchPage)
        self._words, self._everywhere = page.words.text(), page.everywhere
        self._row = page.list.row
        case = self._case_of(hit, way)
        if case is None:
            _show_somebody(window, way.root)
        else:
            window.show_case(case)
            place = Place(way.guide.key, way.section.key, way.root)
            if isinstance(window.page, WorkspacePage):
                go_to_question(window.page, place, way.question, way.row)
        window.messages.note(
            "This was found by your search.", "Back to what was found", self.show_again
        )

    def _case_of(self, hit: Hit, way: Way) -> Ref | None:
        """The case in which to show a hit; what is shared is shown in the case one came from."""
        if hit.case:
            return Ref("case", hit.case)
        using = cases_of(self._session.workbook, way.root)
        if self._case in using:
            return self._case
        return using[0] if using else None


def show_search(window: Window, words: str = "") -> None:
    """Show the search of the session that is open, with what is found for words if there are."""
    if window.session is not None:
        found = window.session.findChild(Finding)
        finding = found if isinstance(found, Finding) else Finding(window, window.session)
        finding.show(words)


def _show_somebody(window: Window, ref: Ref) -> None:
    """Somebody, or some place, of no case: somebody who acts by their role has a card."""
    from ui.pages.directory import DirectoryPage

    window.actions_.directory.trigger()
    if ref.record == "person" and isinstance(window.page, DirectoryPage):
        window.page.open(ref)


def show_palette(window: Window) -> None:
    """Let a question be found by its words; Esc gives the keyboard back to where it was."""
    from ui.pages.palette import Palette, offers_of_actions, offers_of_case

    if window.session is None or (window.page is not None and not window.page.commit()):
        return
    before, page = QApplication.focusWidget(), window.page
    does = window.actions_
    offers: list[Offer] = []
    if isinstance(page, WorkspacePage):
        offers += offers_of_case(window.session.workbook.catalogue, _places(page))
    known = (one for one in does.all() if one is not does.find_question)
    palette = Palette([*offers, *offers_of_actions(known)], window)
    palette.finished.connect(window.activateWindow)  # not every window system does so itself
    palette.chosen.connect(lambda offer: _follow(window, offer))
    if before is not None:
        palette.rejected.connect(before.setFocus)
    palette.open()


def go_to_question(
    page: WorkspacePage, place: Place, question: str, row: Ref | None = None
) -> None:
    """Go to a question of a section, through the rows it stands in; "" is the section itself."""
    if not page.go_to(place) or not isinstance(page.middle, SectionPage):
        return
    form = page.middle.view.form
    if question and row is None and question in form.rows and form.rows[question].isHidden():
        page.middle.arrive()
        page.told.emit(NOT_ASKED_NOW)
    elif not question or not page.middle.view.go_to(question, row):
        page.middle.arrive()


def _places(page: WorkspacePage) -> list[tuple[str, Place]]:
    """Every section of the case by its guide's title; of several records, that which is open.

    What a record is called is left out: the list is on the screen whoever looks at it.
    """
    workbook = page.session.workbook
    first = next(iter(parts(workbook, page.case).contexts), None)
    records: dict[str, Ref] = {}
    for entry in journey(workbook, page.case, first.ref if first else None):
        if entry.leads_to is not None:
            records.setdefault(entry.leads_to.guide, entry.leads_to.ref)
    if page.place is not None:
        records[page.place.guide] = page.place.ref
    found = []
    for key, ref in records.items():
        guide, kept = workbook.catalogue.guide(key), workbook.read(ref)
        for section in guide.sections:
            if not section.relevant or rules.holds(
                section.relevant, kept.values, today=dt.date.today()
            ):
                found.append((guide.title, Place(key, section.key, ref)))
    return found


def _follow(window: Window, offer: Offer) -> None:
    if isinstance(offer.goes, str):
        show_search(window, offer.goes)
    elif isinstance(offer.goes, QAction):
        offer.goes.trigger()
    elif isinstance(window.page, WorkspacePage):
        go_to_question(window.page, *offer.goes)
