"""The pages beside the cases, people and agencies and the local pack, and the ways there.

A local pack that can be used is copied beside the settings, so that a broken or missing file
never keeps anybody from their work: the copy that worked last is asked from until it is mended.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from roth_planner.errors import BadContent
from ui import theme, ways_to_safety, ways_to_words
from ui.ways_to_safety import look_after, show_safety

if TYPE_CHECKING:
    from ui.window import Window

COPY = "local-pack-that-worked.toml"


def connect(window: Window) -> None:
    """Let the actions of a window lead to these pages."""
    window.actions_.search.triggered.connect(lambda: _finding().show_search(window))
    window.actions_.find_question.triggered.connect(lambda: _finding().show_palette(window))
    ways_to_words.connect(window)
    window.actions_.directory.triggered.connect(lambda: show_directory(window))
    window.actions_.local_pack.triggered.connect(lambda: show_local_pack(window))
    window.actions_.safety.triggered.connect(lambda: show_safety(window))
    window.actions_.promises.triggered.connect(lambda: ways_to_safety.show_promises(window))
    window.actions_.delete_case.triggered.connect(lambda: ways_to_safety.show_delete_case(window))


def go_in(window: Window) -> None:
    """Show the cases of a vault that was just opened, asked from the chosen local pack."""
    QTimer.singleShot(theme.SOON, window, lambda: ways_to_words.begin(window))
    trouble = use_local_pack(window)
    look_after(window)
    window.show_cases()
    if trouble is not None:  # after the page that is gone back to, which clears the banner
        QTimer.singleShot(0, window, lambda: _tell(window, trouble))


def show_directory(window: Window) -> None:
    """Show the people who act by their role, with their agencies."""
    from ui.pages.directory import DirectoryPage

    if window.session is None or not _kept(window):
        return
    page = DirectoryPage(window.session)
    page.left.connect(window.show_cases)
    window.show_page(page)
    window.header.show_cases_button(True)


def show_local_pack(window: Window, trouble: BadContent | None = None) -> None:
    """Show which local pack is in use, with its figures, and let another be chosen."""
    from ui.pages.local_pack import LocalPackPage

    if window.session is None or not _kept(window):
        return
    file = window.settings.local_pack
    page = LocalPackPage(window.session.workbook.catalogue, file, trouble)
    page.file_chosen.connect(lambda chosen: _choose(window, Path(chosen)))
    page.taken_away.connect(lambda: _take_away(window))
    page.left.connect(window.show_cases)
    window.show_page(page)
    window.header.show_cases_button(True)


def use_local_pack(window: Window) -> BadContent | None:
    """Ask the open workbook's questions from the chosen pack; gives what is wrong with it.

    A pack that cannot be used is left out, and the copy of it that worked last is used instead.
    """
    from roth_planner.guides import local

    if window.session is None or not window.settings.local_pack:
        return None
    file, workbook = Path(window.settings.local_pack), window.session.workbook
    try:
        workbook.use(local.catalogue_with(file))
    except BadContent as error:
        try:
            workbook.use(local.catalogue_with(_copy(window)))
        except BadContent:
            workbook.use(local.core_catalogue())
        return error
    _keep_copy(window, file)
    return None


def _tell(window: Window, trouble: BadContent) -> None:
    """Say in the banner that the chosen pack is not the one in use."""
    if window.session is None:
        return
    area = window.session.workbook.catalogue.area.name
    window.messages.ask(
        f"{trouble} Until then the questions and figures are those for {area} that worked last.",
        "Look at the local pack",
        lambda: show_local_pack(window, trouble),
    )


def _choose(window: Window, file: Path) -> None:
    """Take a pack into use, or say what is wrong in it and go on as before."""
    from roth_planner.guides import local

    assert window.session is not None
    try:
        window.session.workbook.use(local.catalogue_with(file))
    except BadContent as error:
        show_local_pack(window, error)
        window.messages.tell(str(error))
        return
    window.change_settings(local_pack=str(file))
    _keep_copy(window, file)
    show_local_pack(window)
    window.messages.note(f"The local pack {file.name} is in use now.")


def _take_away(window: Window) -> None:
    from roth_planner.guides import local

    assert window.session is not None
    window.change_settings(local_pack="")
    _copy(window).unlink(missing_ok=True)
    window.session.workbook.use(local.core_catalogue())
    show_local_pack(window)
    window.messages.note(
        "No local pack is in use now. Answers to its questions are kept, and come back with it."
    )


def _keep_copy(window: Window, file: Path) -> None:
    """Remember a pack that worked; without a copy the core is there to fall back on."""
    try:
        _copy(window).write_bytes(file.read_bytes())
    except OSError:
        _copy(window).unlink(missing_ok=True)


def _copy(window: Window) -> Path:
    return window.surroundings.settings_file.with_name(COPY)


def _finding() -> ModuleType:
    """The ways to what is sought, loaded when they are first gone."""
    from ui import ways_of_finding

    return ways_of_finding


def _kept(window: Window) -> bool:
    return window.page is None or window.page.commit()
