"""Spelling, switched on and off for the window, and the words the chair added."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.forms.spelling import Spelling
    from ui.window import Window


def connect(window: Window) -> None:
    """Let the actions of a window lead here."""
    does = window.actions_
    does.spelling.setChecked(window.settings.spelling)
    does.spelling.triggered.connect(lambda on: switch(window, on))
    does.next_word.triggered.connect(lambda: go_to_next(window))


def begin(window: Window) -> None:
    """Look after the boxes of the workbook that was opened, if the chair wants that."""
    if window.session is None or not window.settings.spelling or window.session.read_only:
        return
    from ui.forms.spelling import Spelling

    if spelling_of(window) is None:
        Spelling(window.session, window.session).start()


def switch(window: Window, on: bool) -> None:
    """From now on underline words that are not known, or no more."""
    window.change_settings(spelling=on)
    spelling = spelling_of(window)
    if on and spelling is None:
        begin(window)
    elif not on and spelling is not None:
        spelling.stop()
        spelling.setParent(None)
        spelling.deleteLater()


def go_to_next(window: Window) -> None:
    """Go to the next word that is not known."""
    spelling = spelling_of(window)
    if spelling is not None:
        spelling.go_to_next()


def spelling_of(window: Window) -> Spelling | None:
    """What looks after the words of the open workbook; None while it is switched off."""
    from ui.forms.spelling import Spelling

    return window.session.findChild(Spelling) if window.session is not None else None
