"""Help for a closed vault: a damaged one, or what can only be done while it is closed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from roth_planner.workbook import rescue
from ui import theme
from ui.pages.page import NarrowPage
from ui.pages.safety_health import Health
from ui.pages.safety_overview import Offer
from ui.pages.safety_restore import Restore
from ui.pages.safety_salvage import Salvage
from ui.pages.safety_step import SafetyStep, Tools
from ui.pages.safety_steps import Steps
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.speaking import announce
from ui.widgets.words import Muted, Strong, Words

if TYPE_CHECKING:
    from roth_planner.workbook.rescue import Finding

WIDTH = 680
KEEP = (
    "Keep the folder as it is, and do not copy anything over it. None of these ways changes the"
    " vault without saying so."
)
BY_COMMAND = (
    "Whoever looks after your computer can check the vault without this window, and without"
    " changing it: roth-planner verify, with the folder above."
)


class LockedHelp(Steps):
    """Ways out for a vault that does not open, or should not be open for what is to be done."""

    left = Signal()
    begun = Signal()
    """What is in the vault may be read from here on."""
    switch_wanted = Signal(object)

    def __init__(self, tools: Tools, trouble: str = "", parent: QWidget | None = None) -> None:
        self.overview = WaysOut(tools.folder, trouble)
        super().__init__(tools, self.overview, parent)
        self.overview.left.connect(self.left)
        self.overview.chosen.connect(self.do)

    def do(self, name: str) -> None:
        """Begin one of the ways out."""
        step: SafetyStep
        self.begun.emit()
        if name == "restore":
            step = Restore(self.tools)
            step.switch_wanted.connect(self.switch_wanted)
        elif name == "salvage":
            step = Salvage(self.tools)
        else:
            step = Health(self.tools)
            step.cure_wanted.connect(self._cure)
        self.begin(step)

    def say(self, sentence: str) -> None:
        """Tell what was just done, on the overview."""
        self.overview.say(sentence)

    def _cure(self, cure: str, finding: Finding) -> None:
        step = self.shown
        if cure == "restore_backup":
            self.do("restore")
        elif cure == "salvage":
            self.do("salvage")
        elif isinstance(step, Health):
            folder, secret = self.tools.folder, step.typed()
            if secret is None:
                step.secret.complain("Type the passphrase, or the recovery code.")
                return
            step.work(
                "Working.",
                lambda: rescue.cure(folder, finding, secret),
                lambda _: step.check(),
                step.secret,
            )


class WaysOut(NarrowPage):
    """What can be done with a closed vault, each with a sentence about it."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, folder: Path, trouble: str) -> None:
        super().__init__("When a vault needs help", WIDTH)
        self.said = Strong()
        self.said.setVisible(False)
        self.add(Muted(str(folder)), self.said)
        if trouble:
            self.add(Words(trouble), gap=theme.SPACE_INSIDE)
        self.add(Words(KEEP), gap=theme.SPACE_INSIDE)
        self._offers: list[Offer] = []
        for words, name, about in (
            (
                "Check what is wrong",
                "health",
                "Looks at everything in the folder, and offers a cure for each thing it finds.",
            ),
            (
                "Restore a backup",
                "restore",
                "Makes a whole vault out of a backup, beside this one.",
            ),
            (
                "Save what can be proved right",
                "salvage",
                "Takes every record that still fits its seal into a new vault, and lists the rest.",
            ),
        ):
            self._offers.append(self._offer(words, name, about))
        self.add(Muted(BY_COMMAND), gap=theme.SPACE_ROWS)
        self.back = PlainButton("Back to unlocking")
        self.back.clicked.connect(self.left)
        self.add_left(self.back, gap=theme.SPACE_GROUPS)
        self.end()

    def arrive(self) -> None:
        """Begin at the first way out."""
        self._offers[0].link.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Tell what was just done; "" tells nothing any more."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _offer(self, words: str, name: str, about: str) -> Offer:
        link = LinkButton(words)
        link.clicked.connect(lambda: self.chosen.emit(name))
        offer = Offer(link, about)
        self.add(offer, gap=theme.SPACE_ROWS)
        return offer
