"""The one door through which a sentence about trouble reaches the chair: the banner on top.

A ``PlannerError`` is its own sentence. Any other exception is a fault of the program and goes to
the crash page, because its text may hold somebody's words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from roth_planner import log

if TYPE_CHECKING:
    from ui.widgets.banner import Banner

COPY_ELSEWHERE = "Save a copy elsewhere"
"""What can be done when the disk takes nothing; the words on the screen are in the copy."""
SAFE = "Nothing you typed was lost."


class Messages(QObject):
    """Shows one sentence at a time, and at most one thing to do about it.

    ``make_banner`` puts a banner into the window, the first time there is something to say.
    """

    def __init__(self, make_banner: Callable[[], Banner], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_banner = make_banner
        self._banner: Banner | None = None
        self._act: Callable[[], None] | None = None

    @property
    def words(self) -> str:
        """What is said now; "" when nothing is."""
        return self._banner.words if self._banner is not None else ""

    @Slot(str)
    def tell(self, sentence: str) -> None:
        """Something could not be done; the sentence says what is safe and what to do."""
        log.note("told")
        self._act = None
        self._shown().show_message("block", sentence)

    def ask(self, sentence: str, action: str, act: Callable[[], None]) -> None:
        """Something could not be done, and the chair may choose what to do."""
        self._act = act
        self._shown().show_message("block", sentence, action=action)

    def note(self, sentence: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Something worth knowing."""
        self._act = act
        self._shown().show_message("note", sentence, action=action)

    def clear(self) -> None:
        """The page changed, or what was said is mended."""
        self._act = None
        if self._banner is not None:
            self._banner.clear()

    def _shown(self) -> Banner:
        if self._banner is None:
            self._banner = self._make_banner()
            self._banner.acted.connect(self._acted)
        return self._banner

    @Slot()
    def _acted(self) -> None:
        act, self._act = self._act, None
        self._shown().clear()
        if act is not None:
            act()
