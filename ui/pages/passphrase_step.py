"""The first step of a vault: what it is called, where it is, and the passphrase, typed twice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ui import theme
from ui.jobs import Jobs
from ui.pages.page import Field
from ui.pages.step import Rungs, StepPage
from ui.widgets.buttons import LinkButton, MainButton, PlainButton
from ui.widgets.marks import Tick
from ui.widgets.words import Muted, Strong

if TYPE_CHECKING:
    from roth_planner.vault import Strength

ENDING = ".rothvault"
USUAL_NAME = "My vault"
WAIT_MS = 150
"""After the last key before a passphrase is judged; zxcvbn takes up to 10 ms."""
HIGHEST = 4
"""zxcvbn's highest score."""
NOT_IN_NAMES = set('/\\:*?"<>|')
"""What Windows refuses in a name of a file; the vault may be moved there."""


class PassphraseStep(StepPage):
    """Where the vault will be, and the passphrase, typed twice."""

    ready = Signal()
    left = Signal()

    def __init__(self, folder: Path, jobs: Jobs) -> None:
        super().__init__("Make a vault", "Step 1 of 3")
        self._home, self._jobs = folder, jobs
        self._judged = ""
        self._strength: Strength | None = None
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(WAIT_MS)
        self._waiting.timeout.connect(self._judge)

        self.name = Field("Name of the vault", "Only you see it. Do not use a young person's name.")
        self.name.edit.setText(USUAL_NAME)
        self.name.edit.setMaxLength(60)
        self._where = Muted()
        self.other_folder = LinkButton("Keep it in another folder")
        self.other_folder.clicked.connect(self._choose_folder)
        self.first = Field(
            "Passphrase",
            "Four or more words that do not belong together are strong and easy to remember.",
            secret=True,
        )
        self.strength = StrengthMeter()
        self.again = Field("The same passphrase again", secret=True)
        self.show_letters = Tick("Show what I type")
        self.make = MainButton("Make the vault")
        self.cancel = PlainButton("Go back")
        self._status = Muted()

        self.add(self.name, gap=theme.SPACE_ROWS)
        self.add(self._where)
        self.add_left(self.other_folder)
        self.add(self.first, gap=theme.SPACE_ROWS)
        self.add(self.strength)
        self.add(self.again, gap=theme.SPACE_INSIDE)
        self.add(self.show_letters)
        self.add(
            Muted(
                "Nobody can look up your passphrase or reset it: not your council and not the"
                " makers of this program. The next step gives you a recovery code to keep on paper."
            ),
            gap=theme.SPACE_INSIDE,
        )
        self.add_left(self.make, self.cancel, gap=theme.SPACE_INSIDE)
        self.add(self._status)
        self.end()

        self.name.edited.connect(self._show_where)
        self.first.edited.connect(self._waiting.start)
        self.show_letters.toggled.connect(self.first.show_letters)
        self.show_letters.toggled.connect(self.again.show_letters)
        self.make.clicked.connect(self._check)
        for field in (self.name, self.first, self.again):
            field.edit.returnPressed.connect(self._check)
        self.cancel.clicked.connect(self.left)
        self._show_where()
        self._judge()

    def arrive(self) -> None:
        """Begin in the passphrase, the first thing that has to be thought of."""
        self.first.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def folder(self) -> Path:
        """Where the vault will be."""
        return self._home / (self.name.text().strip() + ENDING)

    def text(self) -> str:
        """The passphrase."""
        return self.first.text()

    def forget(self) -> None:
        """Empty the two boxes."""
        self.first.edit.clear()
        self.again.edit.clear()

    def set_busy(self, busy: bool) -> None:
        """Say that the vault is being made; the fields wait."""
        for field in (self.name, self.first, self.again):
            field.edit.setReadOnly(busy)
        for button in (self.make, self.cancel, self.other_folder):
            button.setEnabled(not busy)
        self._status.setText("Making the vault. This takes a moment." if busy else "")

    def _check(self) -> None:
        if self.first.edit.isReadOnly():
            return
        name = self.name.text().strip()
        if not name or set(name) & NOT_IN_NAMES or name.startswith(".") or not name.isprintable():
            self.name.complain("Use letters, numbers and spaces in the name, for example My vault.")
            return
        if self.folder().exists():
            self.name.complain(
                "There is a vault or file of this name already. Choose another name."
            )
            return
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
            self.ready.emit()

    def _judge(self) -> None:
        text = self.first.text()
        if not text:
            self._take(text, None)
            return

        def work() -> Strength:
            from roth_planner.vault import strength

            return strength(text)

        self._jobs.start(work, lambda found: self._take(text, found), self.jobs_failed)

    def _judge_now(self) -> None:
        if self._judged != self.first.text():
            from roth_planner.vault import strength

            self._take(self.first.text(), strength(self.first.text()))

    def _take(self, text: str, found: Strength | None) -> None:
        if text == self.first.text():
            self._judged, self._strength = text, found
            self.strength.show_strength(found)

    def jobs_failed(self, error: BaseException) -> None:
        """A fault in judging is a fault of ours; it goes where faults go."""
        raise error

    def _show_where(self) -> None:
        self._where.setText(f"It will be kept here: {self.folder()}")

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, "Where to keep the vault", str(self._home))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_folder)
        dialog.open()

    def take_folder(self, folder: str) -> None:
        """Keep the vault in this folder."""
        self._home = Path(folder)
        self._show_where()


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
