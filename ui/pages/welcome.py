"""The first page a chair ever sees: make a vault, open one, or practise."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QPushButton, QWidget

from ui import theme
from ui.pages.page import NARROW, NarrowPage
from ui.widgets.buttons import LinkButton, MainButton, PlainButton
from ui.widgets.words import Large, Muted


class WelcomePage(NarrowPage):
    """Three ways to begin, each with a sentence about it."""

    make_wanted = Signal()
    open_wanted = Signal()
    practice_wanted = Signal()
    promises_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Welcome to ROTH Planner", NARROW, parent)
        self.add(
            Large(
                "Prepare a conference for a young person who is harmed outside the home, and plan"
                " safety for them and for the places where it happens."
            ),
            Muted(
                "Everything you write stays on this computer, encrypted. The program never sends"
                " anything anywhere."
            ),
        )
        self.make = MainButton("Make a vault")
        self.open = PlainButton("Open a vault I have")
        self.practise = PlainButton("Practise on a sample case")
        self._offer(
            self.make,
            self.make_wanted,
            "A vault is an encrypted folder for your cases. It takes about three minutes: you"
            " choose a passphrase, and write down a recovery code.",
        )
        self._offer(
            self.open,
            self.open_wanted,
            "For example a vault from another computer or a backup drive.",
        )
        self._offer(
            self.practise,
            self.practice_wanted,
            "Try everything with Jordan, an invented young person. Nothing you do there touches a"
            " real case.",
        )
        promises = LinkButton("What is promised, and what is not")
        promises.clicked.connect(self.promises_wanted)
        self.add_left(promises, gap=theme.SPACE_GROUPS)
        self.end()

    def arrive(self) -> None:
        """Begin at the main button."""
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, button: QPushButton, wanted: SignalInstance, about: str) -> None:
        button.clicked.connect(wanted)
        button.setAccessibleDescription(about)
        self.add_left(button, gap=theme.SPACE_ROWS)
        self.add(Muted(about))
