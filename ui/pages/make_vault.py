"""Making a vault, in three steps: a passphrase, the recovery code, and two groups typed back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from roth_planner.errors import PlannerError
from ui import theme
from ui.jobs import Jobs
from ui.pages.page import Field, Page
from ui.pages.recovery_code import CodeStep, TypeBackStep
from ui.pages.step import Rungs, StepPage
from ui.widgets.buttons import LinkButton, MainButton, PlainButton
from ui.widgets.marks import Tick
from ui.widgets.words import Muted, Strong

if TYPE_CHECKING:
    from roth_planner.vault import Cost, Strength

ENDING = ".rothvault"
USUAL_NAME = "My vault"
WAIT_MS = 150
"""After the last key before a passphrase is judged; zxcvbn takes up to 10 ms."""
HIGHEST = 4
"""zxcvbn's highest score."""
NOT_IN_NAMES = set('/\\:*?"<>|')
"""What Windows refuses in a name of a file; the vault may be moved there."""


class MakeVaultPage(Page):
    """Leads from nothing to an open vault whose recovery code the chair holds on paper."""

    made = Signal(object, object)  # Workbook, Path
    crashed = Signal(object)  # BaseException
    left = Signal()

    def __init__(
        self, folder: Path, jobs: Jobs, cost: Cost | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._cost = jobs, cost
        self._workbook: object | None = None
        self.passphrase = PassphraseStep(folder, jobs)
        self.code = CodeStep()
        self.type_back = TypeBackStep()
        self._steps = QStackedWidget()
        for step in (self.passphrase, self.code, self.type_back):
            self._steps.addWidget(step)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._steps)

        self.passphrase.ready.connect(self._make)
        self.passphrase.left.connect(self.left)
        self.code.noted.connect(lambda: self.go_to(self.type_back))
        self.type_back.back.connect(lambda: self.go_to(self.code))
        self.type_back.right.connect(self._finish)

    def arrive(self) -> None:
        """Begin in the first field of the step."""
        step = self._steps.currentWidget()
        assert isinstance(step, Page)
        step.arrive()

    def leave(self) -> None:
        """Close a vault that was made and not gone into."""
        from roth_planner.workbook import Workbook

        if isinstance(self._workbook, Workbook):
            self._workbook.close()
        self._workbook = None
        self.passphrase.forget()
        self.code.show_code("")
        self.type_back.ask_about("")

    def _make(self) -> None:
        folder, passphrase, cost = self.passphrase.folder(), self.passphrase.text(), self._cost

        def work() -> object:
            from roth_planner.workbook import Workbook

            folder.parent.mkdir(parents=True, exist_ok=True)
            if cost is None:
                return Workbook.create(folder, passphrase)
            return Workbook.create(folder, passphrase, cost=cost)

        self.passphrase.set_busy(True)
        self._jobs.start(work, self._created, self._refused)

    def _created(self, made: tuple[object, str]) -> None:
        self._workbook, code = made
        self.passphrase.set_busy(False)
        self.code.show_code(code)
        self.type_back.ask_about(code)
        self.go_to(self.code)

    def _refused(self, error: BaseException) -> None:
        self.passphrase.set_busy(False)
        if isinstance(error, PlannerError):
            self.told.emit(str(error))
            self.passphrase.arrive()
        elif isinstance(error, OSError):
            self.told.emit(
                "We could not write in this folder, so no vault was made. Choose another folder."
            )
        else:
            self.crashed.emit(error)

    def _finish(self) -> None:
        workbook, self._workbook = self._workbook, None
        folder = self.passphrase.folder()
        self.leave()
        self.made.emit(workbook, folder)

    def go_to(self, step: Page) -> None:
        """Show one of the three steps."""
        self._steps.setCurrentWidget(step)
        step.arrive()


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
        dialog.fileSelected.connect(self._take_folder)
        dialog.open()

    def _take_folder(self, folder: str) -> None:
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
