"""Choosing a passphrase: typed twice, judged in words while it is typed, or drawn by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.jobs import Jobs
from ui.pages.page import Field
from ui.pages.step import Rungs
from ui.widgets.buttons import LinkButton
from ui.widgets.flow import Flow
from ui.widgets.marks import Tick
from ui.widgets.words import Strong

if TYPE_CHECKING:
    from roth_planner.vault import Strength

WAIT_MS = 150
"""After the last key before a passphrase is judged; zxcvbn takes up to 10 ms."""
HIGHEST = 4
"""zxcvbn's highest score."""


class NewPassphrase(QWidget):
    """Two boxes for the same passphrase, how strong it is, and an offer of four words."""

    entered = Signal()
    """Enter was pressed in one of the boxes."""

    def __init__(self, jobs: Jobs, label: str = "Passphrase", again: str = "passphrase") -> None:
        super().__init__()
        self._jobs = jobs
        self._judged = ""
        self._strength: Strength | None = None
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(WAIT_MS)
        self._waiting.timeout.connect(self._judge)
        self.first = Field(
            label,
            "Four or more words that do not belong together are strong and easy to remember.",
            secret=True,
        )
        self.strength = StrengthMeter()
        self.suggest = LinkButton("Suggest four words")
        self.suggest.setAccessibleDescription("Writes four words drawn by chance, and shows them")
        self.again = Field(f"The same {again} again", secret=True)
        self.show_letters = Tick("Show what I type")
        offer = Flow()
        offer.add(self.suggest)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_INSIDE)
        for widget in (self.first, self.strength, offer, self.again, self.show_letters):
            column.addWidget(widget)
        self.first.edited.connect(self._waiting.start)
        self.suggest.clicked.connect(self._suggest)
        for field in (self.first, self.again):
            self.show_letters.toggled.connect(field.show_letters)
            field.edit.returnPressed.connect(self.entered)
        self._judge()

    def text(self) -> str:
        """The passphrase."""
        return self.first.text()

    def is_good(self) -> bool:
        """Whether it is strong enough and was typed twice; otherwise says what is wrong."""
        self._judge_now()
        if not self.first.text():
            self.first.complain("Choose a passphrase.")
        elif self._strength is None or not self._strength.accepted:
            self.first.complain(
                "This passphrase would be guessed too soon if your laptop were stolen. Make it"
                " stronger: the words below say how."
            )
        elif self.again.text() != self.first.text():
            self.again.complain("The two are not the same. Type the passphrase again here.")
        else:
            return True
        return False

    def forget(self) -> None:
        """Empty the two boxes."""
        self.first.edit.clear()
        self.again.edit.clear()

    def set_busy(self, busy: bool) -> None:
        """The boxes wait, or not."""
        for field in (self.first, self.again):
            field.edit.setReadOnly(busy)
        self.suggest.setEnabled(not busy)

    def _suggest(self) -> None:
        from roth_planner.vault import four_words

        self.show_letters.setChecked(True)
        self.first.edit.setText(four_words())
        self.first.set_problem("")
        self.again.edit.clear()
        self._judge_now()
        self.again.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _judge(self) -> None:
        text = self.first.text()
        if not text:
            self._take(text, None)
            return

        def work() -> tuple[str, Strength]:
            from roth_planner.vault import strength

            return text, strength(text)

        # A method of the widget, which Qt forgets with it: the page may be left meanwhile.
        self._jobs.start(work, self._take_judged, self.jobs_failed)

    def _judge_now(self) -> None:
        if self._judged != self.first.text():
            from roth_planner.vault import strength

            self._take(self.first.text(), strength(self.first.text()))

    def _take_judged(self, judged: tuple[str, Strength]) -> None:
        self._take(*judged)

    def _take(self, text: str, found: Strength | None) -> None:
        if text == self.first.text():
            self._judged, self._strength = text, found
            self.strength.show_strength(found)

    def jobs_failed(self, error: BaseException) -> None:
        """A fault in judging is a fault of ours; it goes where faults go."""
        raise error


class StrengthMeter(QWidget):
    """How strong a passphrase is: four parts that fill, and always the words."""

    def __init__(self) -> None:
        super().__init__()
        self._rungs = Rungs(HIGHEST)
        self.words = Strong()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 4, 0, 0)
        across.setSpacing(theme.SPACE_INSIDE)
        across.addWidget(self._rungs, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.words, 1)

    def show_strength(self, strength: Strength | None) -> None:
        """Show a strength, or nothing while nothing is typed."""
        self.setVisible(strength is not None)
        if strength is not None:
            self._rungs.fill(strength.score)
            self.words.setText(strength.words)
