"""Where the chair is, noted in the vault, so that after a lock they are there again.

Noted at every lock and close, and now and then in between, so that a power cut too comes back
near. It holds what is on the screen and in no record yet: the words of a case not started.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QTimer

from roth_planner.errors import Refused
from roth_planner.guides.kinds import day_in_words
from roth_planner.workbook import Ref, rescue
from ui.forms.place import Place
from ui.models.journey import Place as SectionPlace
from ui.pages.caseload import CaseloadPage
from ui.pages.section_page import SectionPage
from ui.pages.workspace import WorkspacePage

if TYPE_CHECKING:
    from roth_planner.workbook import Changes, Workbook
    from ui.pages.page import Page
    from ui.session import Session
    from ui.window import Window

KEY = "whereabouts"
CUT_OFF = (
    "The program was cut off last time, before it could close. Everything saved until {when} is"
    " back; only words typed in the last few seconds may be missing."
)
NOW_AND_THEN_MS = 5000
PATIENCE = 0.3


class Spot(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place in the program.

    ``guide``, ``section`` and ``ref`` are what is open in the case, ``at`` the question and cursor
    in it; ``new_case`` holds what was typed about a case that is not started, and ``starting``
    whether that was shown.
    """

    case: Ref | None = None
    guide: str = ""
    section: str = ""
    ref: Ref | None = None
    paper: bool = False
    at: Place | None = None
    new_case: tuple[str, ...] = ()
    starting: bool = False


class Whereabouts:
    """Notes where the chair of one session is; ``last`` is what was noted when it began."""

    def __init__(self, session: Session, page: Callable[[], Page | None], last: Spot) -> None:
        self._session, self._page = session, page
        self._spot = last
        self._now_and_then = QTimer(session)
        self._now_and_then.setInterval(NOW_AND_THEN_MS)
        self._now_and_then.timeout.connect(self.note)
        self._now_and_then.start()
        session.changed.connect(self._take_changes)

    def bring_words(self, page: CaseloadPage) -> None:
        """Show again what was typed about a new case before the list was left."""
        if len(self._spot.new_case) == len(page.form.words()):
            page.form.take_words(self._spot.new_case)

    def note(self) -> None:
        """Note it now, unless nothing moved; a note that cannot be kept is no trouble."""
        spot = spot_of(self._page(), self._spot)
        if spot == self._spot:
            return
        text = msgspec.json.encode(spot).decode()
        if self._session.workbook.desk.try_put(KEY, text, PATIENCE):
            self._spot = spot

    def stop(self) -> None:
        """Note no more: the workbook is about to be closed."""
        self._now_and_then.stop()

    def recovered(self) -> str:
        """What to tell after a sitting that was cut off: what is back, of when; "" otherwise."""
        workbook = self._session.workbook
        cut_off = getattr(workbook.vault, "was_left_open", False)  # a reading copy never was
        at = rescue.last_saved(workbook) if cut_off else None
        if at is None:
            return ""
        when = f"{at:%H:%M} on {day_in_words(at.date())}"
        spot, where = self._spot, ""
        guide = workbook.catalogue.guides.get(spot.guide)
        for section in guide.sections if guide is not None else ():
            if section.key == spot.section:
                where = f" You are back in \u201c{section.title}\u201d."
        return CUT_OFF.format(when=when) + where

    def _take_changes(self, changes: Changes) -> None:
        if any(ref.record == "case" for ref in changes.added):  # its words are a case now
            self._spot = msgspec.structs.replace(self._spot, new_case=())


def spot_of(page: Page | None, before: Spot) -> Spot:
    """Where a page is; what was typed about a new case stays with it wherever the chair goes."""
    if isinstance(page, CaseloadPage):
        words = page.form.words()
        return Spot(new_case=words if any(words) else (), starting=page.starting)
    kept = before.new_case
    if not isinstance(page, WorkspacePage):
        return Spot(new_case=kept)
    at = page.middle.view.place() if isinstance(page.middle, SectionPage) else None
    if page.place is None:
        return Spot(page.case, paper=page.on_paper, new_case=kept)
    return Spot(page.case, *page.place, at=at, new_case=kept)


def last_spot(workbook: Workbook) -> Spot:
    """What was noted last; nowhere if nothing was, or by a version that noted otherwise."""
    try:
        return msgspec.json.decode(workbook.desk.get(KEY) or "{}", type=Spot)
    except msgspec.DecodeError:
        return Spot()


def go_back(window: Window, spot: Spot) -> None:
    """Take the chair of a vault that was just opened to where they were, as near as there is."""
    session = window.session
    if session is None or not isinstance(window.page, CaseloadPage):
        return
    if len(spot.new_case) == len(window.page.form.words()):
        window.page.form.take_words(spot.new_case)
    if spot.starting:
        window.page.open_form()
    if spot.case is None or not _there(session.workbook, spot.case):
        return
    window.show_case(spot.case)
    page = window.page
    if not isinstance(page, WorkspacePage):
        return
    if spot.paper:
        page.show_paper()
    elif spot.ref is not None and _asked(session.workbook, spot.guide, spot.section, spot.ref):
        place = SectionPlace(spot.guide, spot.section, spot.ref)
        page.go_to(place)
        middle = page.middle
        if page.place == place and spot.at is not None and isinstance(middle, SectionPage):
            middle.view.set_place(spot.at)


def _there(workbook: Workbook, ref: Ref) -> bool:
    try:
        workbook.read(ref)
    except (Refused, KeyError):
        return False
    return True


def _asked(workbook: Workbook, guide: str, section: str, ref: Ref) -> bool:
    """Whether a section is still asked: a local pack may be gone, a record removed."""
    found = workbook.catalogue.guides.get(guide)
    asked = found is not None and any(one.key == section for one in found.sections)
    return asked and _there(workbook, ref)
