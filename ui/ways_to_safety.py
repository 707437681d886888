"""The ways to the safety page, and what closes the vault on the way: new keys for everything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from ui.pages.busy import BusyPage

if TYPE_CHECKING:
    from roth_planner.workbook import Workbook
    from roth_planner.workbook.safety import Rekeyed
    from ui.pages.safety_step import Tools
    from ui.window import Window

CLOSED = "Your vault is closed for this. What you saved is safe in it."
ROOM_GIVEN = (
    "The disk is full. The program gave up the room it keeps for this, and what you typed is saved."
    " Please make room on the disk now: there is no more to give up."
)
UPGRADE = (
    "Guessing at the passphrase of this vault is easier than the program would make it today. Your"
    " passphrase stays the same if you change that."
)
FLAWS = (
    "The program did not end as it should last time, so everything was read and compared. Something"
    " in the vault is not as the program wrote it. Nothing was changed."
)
ONLY_READ = (
    "The vault is open to read only here, so its keys and backups cannot be looked after. Open it"
    " where it may be written."
)
PROGRESS = {
    "backup": "Making a backup first, so that nothing can be lost.",
    "copy": "Writing all records again under the new key.",
    "verify": "Reading everything back, to be certain that it is whole.",
    "header": "Putting the new passphrase and the new code in place.",
    "swap": "Putting the new records in place of the old ones.",
    "renew": "Making a backup under the new keys, and removing those under the old ones.",
    "done": "Opening the vault with its new keys.",
}


class NewKeysPage(BusyPage):
    """How far the new keys are."""

    reached = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            "Making new keys",
            "All records are written again. Keep the program open. If it is cut short all the"
            " same, the vault opens with the old passphrase or the new one, and nothing is lost.",
        )
        self.reached.connect(self._tell)

    def _tell(self, step: str) -> None:
        self.say(PROGRESS.get(step, ""))


def show_safety(window: Window, first: str = "") -> None:
    """Show the safety page, or at once one of the things there are to do on it."""
    from ui.pages.safety import SafetyPage

    if window.session is None or (window.page is not None and not window.page.commit()):
        return
    if window.session.read_only:
        window.messages.note(ONLY_READ)
        return
    page = SafetyPage(_tools(window, window.session.folder))
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
    page = DeleteCase(_tools(window, session.folder), case)
    page.left.connect(lambda: window.show_cases() if page.done else window.show_case(case))
    page.crashed.connect(window.meet)
    window.show_page(page)
    window.header.show_cases_button(True)


def is_there(folder: Path) -> bool:
    """Whether a vault's folder is there, after finishing a change-over that was cut short."""
    if not folder.is_dir():
        from roth_planner.workbook import rescue

        rescue.settle(folder)
    return folder.is_dir()


def show_help(
    window: Window, folder: Path, trouble: str = "", secret: str | None = None, first: str = ""
) -> None:
    """Show what can be done for a closed vault, or at once one of these things."""
    from ui.pages.safety_locked import LockedHelp

    page = LockedHelp(_tools(window, folder)._replace(secret=secret), trouble)
    page.left.connect(lambda: window.show_unlock(folder))
    page.crashed.connect(window.meet)
    page.switch_wanted.connect(lambda restored: switch(window, folder, restored))
    window.show_page(page)
    if first:
        page.do(first)


def _take_second_place(window: Window, place: str) -> None:
    window.change_settings(second_place=place)
    if window.session is not None and window.session.upkeep is not None:
        window.session.upkeep.second_place = Path(place) if place else None


def _look_again(window: Window) -> None:
    if window.session is not None and window.session.upkeep is not None:
        window.session.upkeep.look()


def close_and_help(window: Window, first: str) -> None:
    """Close the vault for what can only be done while it is closed."""
    if window.session is not None:
        folder = window.session.folder
        window.close_session()
        show_help(window, folder, CLOSED, first=first)


def switch(window: Window, folder: Path, restored: Path) -> None:
    """Let a restored vault take the place of the one in ``folder``, which is closed for it."""
    window.close_session()
    window.show_page(BusyPage("Changing over to the restored vault", "This takes a moment."))

    device = _tools(window, folder).device

    def work() -> Path:
        from roth_planner.workbook import rescue

        return rescue.switch(folder, restored, device)

    def done(kept: Path) -> None:
        window.show_unlock(folder)
        window.messages.note(
            "The restored vault is in use now. Unlock it with the passphrase of the time of the"
            f" backup. The vault of before is kept for 30 days beside it, in {kept.name}."
        )

    def failed(error: BaseException) -> None:
        window.show_unlock(folder)
        window.meet(error)

    window.jobs.start(work, done, failed)


def look_after(window: Window) -> None:
    """Have backups, the drill and the ballast kept for a vault that was just opened.

    Not for the practice vault: nothing in it would be missed.
    """
    from roth_planner.vault import THIS_COMPUTER
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
    if session.workbook.vault.flaws:
        # after the page that is gone back to, which clears the banner
        QTimer.singleShot(0, window, lambda: _tell_flaws(window))


def _offer_upgrade(window: Window) -> None:
    if not window.messages.words:
        window.messages.note(UPGRADE, "Make guessing harder", lambda: show_safety(window, "dearer"))


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
    dialog.copy_wanted.connect(lambda secret, folder: _go_on_in(window, secret, folder))
    dialog.open()


def _go_on_in(window: Window, secret: str, folder: Path) -> None:
    """Leave the vault that takes nothing any more, and go on in the copy."""
    window.close_session()
    window.show_page(BusyPage("Opening the copy", "This takes a moment, on purpose."))

    def work() -> Workbook:
        from roth_planner.workbook import Workbook

        return Workbook.open(folder, secret)

    def done(workbook: Workbook) -> None:
        window.change_settings(last_vault=str(folder))
        window.open_workbook(workbook, folder)

    def failed(error: BaseException) -> None:
        window.show_unlock(folder)
        window.meet(error)

    window.jobs.start(work, done, failed)


def _tools(window: Window, folder: Path) -> Tools:
    from roth_planner.vault import DEFAULT, THIS_COMPUTER
    from ui.pages.safety_step import Tools

    outside, second = window.surroundings, window.settings.second_place
    return Tools(
        folder,
        window.jobs,
        window.session,
        second_place=Path(second) if second else None,
        cost=outside.cost or DEFAULT,
        device=outside.device or THIS_COMPUTER,
    )


def make_new_keys(window: Window, secret: str, new: str, code: str) -> None:
    """Close the vault, put it under new keys beside the window, and go in again."""
    if window.session is None:
        return
    folder = window.session.folder
    tools = _tools(window, folder)
    page = NewKeysPage()
    window.close_session()
    window.show_page(page)

    def work() -> tuple[Rekeyed, Workbook]:
        from roth_planner.workbook import Workbook, safety

        made = safety.rekey(
            folder,
            secret,
            new,
            code,
            tools.cost,
            tools.device,
            page.reached.emit,
            tools.second_place,
        )
        return made, Workbook.open(folder, new)

    def done(result: tuple[Rekeyed, Workbook]) -> None:
        from ui.pages.safety_words import new_keys

        made, workbook = result
        window.open_workbook(workbook, folder)
        window.messages.note(new_keys(made))

    def failed(error: BaseException) -> None:
        window.show_unlock(folder)
        window.meet(error)

    window.jobs.start(work, done, failed)
