"""The ways to the safety page, and what is told there and then of a vault that was just opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from ui.ways_while_closed import close_and_help, go_on_in, make_new_keys, switch, tools_of

if TYPE_CHECKING:
    from ui.window import Window

ROOM_GIVEN = (
    "The disk is full. The program gave up the room it keeps for this, and what you typed is saved."
    " Please make room on the disk now: there is no more to give up."
)
UPGRADE = (
    "Guessing at the passphrase of this vault is easier than the program would make it today. Your"
    " passphrase stays the same if you change that."
)
NO_CODE = (
    "The program ended before you had written down the recovery code of this vault. Without a code"
    " nobody can help if you forget the passphrase. Make a new one now; it takes a minute."
)
FLAWS = (
    "The program did not end as it should last time, so everything was read and compared. Something"
    " in the vault is not as the program wrote it. Nothing was changed."
)
ONLY_READ = (
    "The vault is open to read only here, so its keys and backups cannot be looked after. Open it"
    " where it may be written."
)


def show_safety(window: Window, first: str = "") -> None:
    """Show the safety page, or at once one of the things there are to do on it."""
    from ui.pages.safety import SafetyPage

    if window.session is None or (window.page is not None and not window.page.commit()):
        return
    if window.session.read_only:
        window.messages.note(ONLY_READ)
        return
    page = SafetyPage(tools_of(window, window.session.folder))
    page.left.connect(window.show_cases)
    page.crashed.connect(window.meet)
    page.new_keys_wanted.connect(lambda *secrets: make_new_keys(window, *secrets))
    page.switch_wanted.connect(lambda restored: switch(window, page.tools.folder, restored))
    page.help_wanted.connect(lambda name: close_and_help(window, name))
    page.second_place_chosen.connect(lambda place: _take_second_place(window, place))
    page.backed_up.connect(lambda: _look_again(window))
    window.show_page(page)
    window.header.show_cases_button(True)
    if first:
        page.do(first)


def show_promises(window: Window) -> None:
    """Show what is promised and what is not, also to somebody who has no vault yet."""
    from ui.pages.safety_promises import Promises

    if window.session is not None and not window.session.read_only:
        show_safety(window, "promises")
        return
    page = Promises(tools_of(window, window.surroundings.home))
    page.left.connect(window.begin if window.session is None else window.show_cases)
    window.show_page(page)


def show_delete_case(window: Window) -> None:
    """Show what deleting the case for good would do, and ask whether to do it."""
    from ui.pages.delete_case import DeleteCase
    from ui.pages.workspace import WorkspacePage

    session, before = window.session, window.page
    if session is None or not isinstance(before, WorkspacePage) or not before.commit():
        return
    if session.read_only:
        window.messages.note(ONLY_READ)
        return
    case = before.case
    page = DeleteCase(tools_of(window, session.folder), case)
    page.left.connect(lambda: window.show_cases() if page.done else window.show_case(case))
    page.crashed.connect(window.meet)
    window.show_page(page)
    window.header.show_cases_button(True)


def _take_second_place(window: Window, place: str) -> None:
    window.change_settings(second_place=place)
    if window.session is not None and window.session.upkeep is not None:
        window.session.upkeep.second_place = Path(place) if place else None


def _look_again(window: Window) -> None:
    if window.session is not None and window.session.upkeep is not None:
        window.session.upkeep.look()


def look_after(window: Window) -> None:
    """Have backups, the drill and the ballast kept for a vault that was just opened.

    Not for the practice vault: nothing in it would be missed.
    """
    from roth_planner.vault import THIS_COMPUTER
    from roth_planner.workbook import safety
    from ui.upkeep import Upkeep

    session, second = window.session, window.settings.second_place
    if session is None:
        return
    session.copy_wanted.connect(lambda: save_elsewhere(window))
    session.room_given.connect(lambda: window.messages.note(ROOM_GIVEN))
    if session.practice or session.read_only:
        return
    device = window.surroundings.device or THIS_COMPUTER
    session.upkeep = Upkeep(session.workbook, Path(second) if second else None, session, device)
    session.upkeep.told.connect(window.messages.note)
    session.upkeep.differs.connect(lambda words: _tell_differs(window, words))
    session.upkeep.changed.connect(lambda: _warn(window))
    session.upkeep.begin_soon()
    if window.surroundings.cost is None and session.workbook.vault.wants_upgrade:
        QTimer.singleShot(0, window, lambda: _offer_upgrade(window))
    if not safety.code_is_noted(session.workbook):
        QTimer.singleShot(0, window, lambda: _tell_no_code(window))
    if session.workbook.vault.flaws:
        # after the page that is gone back to, which clears the banner
        QTimer.singleShot(0, window, lambda: _tell_flaws(window))


def _offer_upgrade(window: Window) -> None:
    if not window.messages.words:
        window.messages.note(UPGRADE, "Make guessing harder", lambda: show_safety(window, "dearer"))


def _tell_no_code(window: Window) -> None:
    window.messages.ask(
        NO_CODE, "Make a new recovery code", lambda: show_safety(window, "new_code")
    )


def _tell_flaws(window: Window) -> None:
    window.messages.ask(FLAWS, "See what was found", lambda: show_safety(window, "health"))


def _tell_differs(window: Window, words: str) -> None:
    """Say that another copy has come further; it stays told until this one is chosen."""
    session = window.session
    if session is not None and session.upkeep is not None:
        window.messages.ask(words, "Go on with this copy", session.upkeep.use_this_copy)


def _warn(window: Window) -> None:
    """Say in the banner that there is no backup, unless something else is said there."""
    session = window.session
    if session is None or session.upkeep is None or window.messages.words not in ("", UPGRADE):
        return
    if session.upkeep.differing:
        _tell_differs(window, session.upkeep.differing)
        return
    warning = session.upkeep.warning()
    if warning:
        window.messages.ask(warning, "Look at the backups", lambda: show_safety(window))


def save_elsewhere(window: Window) -> None:
    """Offer to write the vault, and the words on the screen, into a folder on another disk."""
    from ui.pages.save_elsewhere import SaveElsewhere

    session = window.session
    if session is None or window.page is None:
        return
    dialog = SaveElsewhere(session, window.page, window.jobs, window)
    dialog.crashed.connect(window.meet)
    dialog.copy_wanted.connect(lambda secret, folder: go_on_in(window, secret, folder))
    dialog.open()
