"""What is done to a vault while it is closed: ways out, changing over, new keys, a copy.

Each closes the vault first, and leads to an open one or to unlocking at the end.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from roth_planner.errors import PlannerError
from roth_planner.paths import practice_vault

if TYPE_CHECKING:
    from roth_planner.workbook import Workbook
    from roth_planner.workbook.safety import Rekeyed
    from ui.pages.safety_step import Tools
    from ui.window import Window

CLOSED = "Your vault is closed for this. What you saved is safe in it."


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

    page = LockedHelp(tools_of(window, folder)._replace(secret=secret), trouble)
    page.left.connect(lambda: to_unlocking(window, folder))
    page.crashed.connect(window.meet)
    page.begun.connect(window.hold)
    page.switch_wanted.connect(lambda restored: switch(window, folder, restored))
    window.show_page(page)
    if first:
        page.do(first)


def to_unlocking(window: Window, folder: Path, words: str = "") -> None:
    """Ask for the passphrase; in a fresh program, if this one held what is in a vault."""
    if not window.holds:
        window.show_unlock(folder)
        return
    if folder != practice_vault(window.surroundings.home):
        window.change_settings(last_vault=str(folder))
    if not words:
        window.start_fresh()
        return
    from ui.pages.closed import ClosedPage

    page = ClosedPage(words)
    page.unlock_wanted.connect(window.start_fresh)
    window.show_page(page)


def _not_done(window: Window, folder: Path, error: BaseException) -> None:
    """What was tried on the closed vault did not work: say so, and lead to unlocking."""
    if isinstance(error, PlannerError):
        to_unlocking(window, folder, str(error))
    else:
        window.meet(error)


def close_and_help(window: Window, first: str) -> None:
    """Close the vault for what can only be done while it is closed."""
    if window.session is not None:
        folder = window.session.folder
        window.close_session()
        show_help(window, folder, CLOSED, first=first)


def switch(window: Window, folder: Path, restored: Path) -> None:
    """Let a restored vault take the place of the one in ``folder``, which is closed for it."""
    from ui.pages.busy import BusyPage

    window.close_session()
    window.show_page(BusyPage("Changing over to the restored vault", "This takes a moment."))

    device = tools_of(window, folder).device

    def work() -> Path:
        from roth_planner.workbook import rescue

        return rescue.switch(folder, restored, device)

    def done(kept: Path) -> None:
        to_unlocking(
            window,
            folder,
            "The restored vault is in use now. Unlock it with the passphrase of the time of the"
            f" backup. The vault of before is kept for 30 days beside it, in {kept.name}.",
        )

    window.jobs.start(work, done, lambda error: _not_done(window, folder, error))


def go_on_in(window: Window, secret: str, folder: Path) -> None:
    """Leave the vault that takes nothing any more, and go on in the copy."""
    from ui.pages.busy import BusyPage

    window.close_session()
    window.show_page(BusyPage("Opening the copy", "This takes a moment, on purpose."))

    def work() -> Workbook:
        from roth_planner.workbook import Workbook

        return Workbook.open(folder, secret)

    def done(workbook: Workbook) -> None:
        window.change_settings(last_vault=str(folder))
        window.open_workbook(workbook, folder)
        window.be_the_window_of(folder)

    window.jobs.start(work, done, lambda error: _not_done(window, folder, error))


def tools_of(window: Window, folder: Path) -> Tools:
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
    from ui.pages.making_new_keys import NewKeysPage

    if window.session is None:
        return
    folder = window.session.folder
    tools = tools_of(window, folder)
    page = NewKeysPage()
    window.close_session()
    window.show_page(page)

    from roth_planner.workbook import safety

    def work() -> tuple[Rekeyed, Workbook]:
        from roth_planner.workbook import Workbook

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
        safety.note_code(workbook, noted=True)
        window.open_workbook(workbook, folder)
        window.messages.note(new_keys(made))

    window.jobs.start(work, done, lambda error: _not_done(window, folder, error))
