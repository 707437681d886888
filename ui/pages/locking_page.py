"""When the program locks itself, and whether others may see it on a shared screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from roth_planner.settings import LATEST_LOCK, SOONEST_LOCK
from ui import theme
from ui.pages.page import NarrowPage
from ui.screen_capture import MINUTES, ScreenCapture, possible
from ui.widgets.buttons import PlainButton
from ui.widgets.wheel import GuardedCombo
from ui.widgets.words import Heading, Muted, Strong, Words

ALWAYS = (
    "It also locks when the computer sleeps, when its screen is locked, and when somebody else"
    " uses it. Whatever you are typing is kept, and after unlocking you are where you were."
)
NOT_POSSIBLE = (
    "On this system a program cannot keep its window out of screenshots and shared screens. Share"
    " one other window instead of the whole screen, or lock the program first."
)
LEFT_OUT = (
    "The window is left out of screenshots, recordings and shared screens. Others see an empty"
    " place where it is."
)
SHARED = "Others can see the window until {time}. Then it is left out again."
SHARE = f"Allow screen sharing for {MINUTES} minutes"
STOP = "Stop sharing now"


class LockingPage(NarrowPage):
    """Two settings; both hold from the moment they are changed."""

    minutes_chosen = Signal(int)
    left = Signal()

    def __init__(self, minutes: int, capture: ScreenCapture, parent: QWidget | None = None) -> None:
        super().__init__("Locking and screen sharing", parent=parent)
        self._capture = capture
        label = Strong("Lock after this many minutes without a key or the mouse")
        self.minutes = GuardedCombo()
        for number in range(SOONEST_LOCK, LATEST_LOCK + 1):
            self.minutes.addItem(f"{number} minute{'' if number == 1 else 's'}", number)
        self.minutes.setCurrentIndex(self.minutes.findData(minutes))
        self.minutes.setAccessibleName(label.text())
        self.minutes.setAccessibleDescription(f"From {SOONEST_LOCK} to {LATEST_LOCK} minutes")
        label.setBuddy(self.minutes)
        self._now = Words()
        self.share = PlainButton(SHARE)
        self.back = PlainButton("Back to the cases")
        self.add(label, gap=theme.SPACE_INSIDE)
        self.add_left(self.minutes)
        self.add(Muted(ALWAYS))
        self.add(Heading("Screen sharing"), gap=theme.SPACE_ROWS)
        self.add(self._now)
        self.add_left(self.share)
        self.add_left(self.back, gap=theme.SPACE_ROWS)
        self.end()
        self.minutes.currentIndexChanged.connect(
            lambda _index: self.minutes_chosen.emit(self.minutes.currentData())
        )
        self.share.clicked.connect(self._switch)
        self.back.clicked.connect(self.left)
        capture.changed.connect(self._show)
        self._show()

    def arrive(self) -> None:
        """Begin in the minutes."""
        self.minutes.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _switch(self) -> None:
        (self._capture.stop_sharing if self._capture.shared else self._capture.share)()

    def _show(self) -> None:
        shared = self._capture.shared
        words = SHARED.format(time=f"{self._capture.until:%H:%M}") if shared else LEFT_OUT
        self._now.setText(words if possible() else NOT_POSSIBLE)
        self.share.setText(STOP if shared else SHARE)
        self.share.setVisible(possible())
