"""The safety page itself: what there is to do for the vault, and how it stands, in plain words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.errors import PlannerError
from roth_planner.workbook import safety
from ui import theme
from ui.pages import safety_words
from ui.pages.page import NarrowPage
from ui.session import Session
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.flow import Flow
from ui.widgets.speaking import announce
from ui.widgets.words import Heading, Muted, Strong, Words

WIDTH = 680
PRACTICE = (
    "This is the practice vault. Its passphrase is printed in the manual, because only invented"
    " people are in it, so there are no keys to change here."
)


class SafetyOverview(NarrowPage):
    """Every thing there is to do, each with a sentence about it. Nothing is done from here."""

    chosen = Signal(str)
    """What the chair wants to do: a name of ``safety.STEPS``, or an act of its own."""
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("Safety", WIDTH)
        self._session = session
        self._offers: list[Offer] = []
        self._last: LinkButton | None = None
        self.said = Strong()
        self.said.setVisible(False)
        self.said_of_backups = Strong()
        self.said_of_backups.setVisible(False)
        self._device = Muted()
        self.add(
            Muted("How this vault is opened, copied and checked, and what to do when in doubt."),
            self.said,
        )
        self._add_keys()
        self._add_backups()
        self._offer_health()
        self.add(Heading("What is promised"), gap=theme.SPACE_GROUPS)
        self._offer(
            "What is promised, and what is not",
            "promises",
            "In plain words: what this vault protects against, and what it cannot.",
        )
        self.back = PlainButton("Back to the cases")
        self.back.clicked.connect(self.left)
        self.add_left(self.back, gap=theme.SPACE_GROUPS)
        self.end()

    def arrive(self) -> None:
        """Begin at the first thing, or where the chair was, with the facts of now."""
        self.show_facts()
        first = next(offer for offer in self._offers if not offer.isHidden())
        last = self._last if self._last is not None and not self._last.isHidden() else first.link
        last.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.said.isHidden():
            self._scroll.ensureVisible(0, 0)

    def say(self, sentence: str, *, backups: bool = False) -> None:
        """Tell what was just done, above everything or at the backups; "" tells nothing more."""
        for label, words in (
            (self.said, "" if backups else sentence),
            (self.said_of_backups, sentence if backups else ""),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        if sentence:
            announce(self, sentence)

    def show_facts(self) -> None:
        """Say how things stand now."""
        workbook = self._session.workbook
        remembered = safety.remembered(workbook)
        self._device.setText(
            "A computer remembers this vault and can open it without the passphrase."
            if remembered
            else "No computer opens this vault without the passphrase."
        )
        if not workbook.practice:
            self.remember.setVisible(not remembered)
            self.forget.setVisible(remembered)
            self.dearer.setVisible(safety.wants_upgrade(workbook))
        try:
            facts = safety.facts(workbook)
        except PlannerError as error:
            self._backups.setText(str(error))
            return
        now = dt.datetime.now(dt.UTC)
        self._backups.setText(safety_words.backups(facts, now))
        aside = safety.put_aside(workbook, now)
        self.aside.setVisible(bool(aside))
        self._aside.setText(safety_words.put_aside(len(aside)))
        self._aside.setVisible(bool(aside))
        self._proven.setText(safety_words.proven(facts, now))
        self.prove.setVisible(facts.newest is not None)

    def show_second_place(self, place: Path | None) -> None:
        """Say where backups go besides."""
        if place is None:
            self._second.setText("Second place: none. A stick or another disk is a good one.")
        else:
            there = "" if place.is_dir() else " It is not connected now."
            self._second.setText(f"Second place: {place}.{there}")
        self.no_second.setVisible(place is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the cases."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _add_keys(self) -> None:
        self.add(Heading("Opening this vault"), gap=theme.SPACE_GROUPS)
        if self._session.workbook.practice:
            self.add(Words(PRACTICE))
            return
        self.dearer = self._offer(
            "Make guessing harder",
            "dearer",
            "This vault is from a time when guessing at its passphrase was easier than it is now.",
        )
        self._offer(
            "Change the passphrase",
            "passphrase",
            "For a new one that you like better. Older copies still open with the one before.",
        )
        self._offer(
            "Test my recovery code",
            "test_code",
            "See that the code on your paper is the right one.",
        )
        self._offer(
            "Replace my recovery code",
            "new_code",
            "When the paper is lost. The code before stops working when you hold the new one.",
        )
        self._offer(
            "My passphrase or code may be known",
            "rekey",
            "New keys for everything, so that what somebody may know opens nothing any more.",
        )
        self.add(self._device, gap=theme.SPACE_ROWS)
        self.remember = self._link("Remember on this computer", "remember")
        self.forget = self._link("Forget it on this computer", "forget")
        self.add_left(self.remember, self.forget)

    def _add_backups(self) -> None:
        self.add(Heading("Backups"), gap=theme.SPACE_GROUPS)
        self._backups, self._proven, self._second = Words(), Words(), Words()
        self.backup = PlainButton("Make a backup now")
        self.backup.clicked.connect(lambda: self.chosen.emit("backup"))
        self.prove = self._link("Try a restore now", "prove")
        self.choose_second = self._link("Choose a second place", "second_place")
        self.no_second = self._link("Use no second place", "no_second_place")
        self.add(self._backups, self._proven)
        self.add_left(self.backup, self.prove, gap=theme.SPACE_INSIDE)
        self.add(self.said_of_backups)
        self.add(self._second, gap=theme.SPACE_ROWS)
        self.add_left(self.choose_second, self.no_second)
        self._aside = Words()
        self.aside = self._link("Remove what was kept after a restore", "put_aside")
        self.add(self._aside, gap=theme.SPACE_ROWS)
        self.add_left(self.aside)
        self._offer(
            "Restore a backup",
            "restore",
            "Look into a backup, and go back to it if you want. What is here now is kept 30 days.",
        )

    def _offer_health(self) -> None:
        self.add(Heading("Health"), gap=theme.SPACE_GROUPS)
        self._offer(
            "Check everything now",
            "health",
            "Reads every record, the whole history, the keys and the newest backup, and says what"
            " it finds. Nothing is changed.",
        )

    def _offer(self, words: str, name: str, about: str) -> Offer:
        """A thing to do, with a sentence about it below."""
        offer = Offer(self._link(words, name), about)
        self.add(offer, gap=theme.SPACE_INSIDE)
        self._offers.append(offer)
        return offer

    def _link(self, words: str, name: str) -> LinkButton:
        link = LinkButton(words)
        link.clicked.connect(lambda: self._choose(link, name))
        return link

    def _choose(self, link: LinkButton, name: str) -> None:
        self._last = link
        self.chosen.emit(name)


class Offer(QWidget):
    """A link with a sentence about where it leads."""

    def __init__(self, link: LinkButton, about: str) -> None:
        super().__init__()
        self.link = link
        link.setAccessibleDescription(about)
        line = Flow()
        line.add(link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)  # or the ring around the link would touch the sentence
        column.addWidget(line)
        column.addWidget(Muted(about))
