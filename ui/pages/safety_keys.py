"""Changing what opens the vault: passphrase, recovery code, this computer, harder guessing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from roth_planner.vault import new_recovery_code
from roth_planner.workbook import safety
from ui import theme
from ui.pages.new_passphrase import NewPassphrase
from ui.pages.page import Field, Page
from ui.pages.recovery_code import CodeStep, TypeBackStep
from ui.pages.safety_step import SafetyStep, Tools, secret_field
from ui.widgets.buttons import MainButton, PlainButton
from ui.widgets.words import Muted, Strong, Words

OLD_COPIES = (
    "Copies of the vault's folder and backups made before today still open with the passphrase of"
    " before."
)


class ChangePassphrase(SafetyStep):
    """A new passphrase in place of the one so far."""

    def __init__(self, tools: Tools) -> None:
        super().__init__("Change the passphrase", tools)
        self.secret = secret_field()
        self.new = NewPassphrase(tools.jobs, "New passphrase", "new passphrase")
        self.change = MainButton("Change the passphrase")
        self.add(Muted(f"{OLD_COPIES} If somebody may know it, choose new keys for everything."))
        self.add(self.secret, gap=theme.SPACE_ROWS)
        self.add(self.new, gap=theme.SPACE_ROWS)
        self.finish_column(self.change, begin=self.secret.edit, waits=(self.secret, self.new))
        self.change.clicked.connect(self._change)
        self.new.entered.connect(self._change)

    def forget(self) -> None:
        """Empty the boxes."""
        self.secret.edit.clear()
        self.new.forget()

    def _change(self) -> None:
        secret, new = self.secret.text(), self.new.text()
        if not secret:
            self.secret.complain("Type the passphrase so far, or your recovery code.")
            return
        if not self.new.is_good():
            return
        workbook, cost = self.tools.workbook, self.tools.cost
        self.work(
            "Changing the passphrase. This takes a moment.",
            lambda: safety.change_passphrase(workbook, secret, new, cost),
            lambda _: self.finished.emit(f"Your passphrase is changed. {OLD_COPIES}"),
            self.secret,
        )


class CodeTest(SafetyStep):
    """Whether the code on the chair's paper is the right one; nothing is changed."""

    def __init__(self, tools: Tools) -> None:
        super().__init__("Test my recovery code", tools)
        self.code = Field("Recovery code", "Seven groups of four, as on your paper.")
        self.test = MainButton("Test the code")
        self.answer = Strong()
        self.add(Muted("Nothing is opened or changed by this."))
        self.add(self.code, gap=theme.SPACE_ROWS)
        self.add(self.answer)
        self.finish_column(self.test, begin=self.code.edit, waits=(self.code,))
        self.test.clicked.connect(self._test)
        self.code.edit.returnPressed.connect(self._test)
        self.code.edited.connect(lambda: self.answer.setText(""))

    def forget(self) -> None:
        """Empty the box."""
        self.code.edit.clear()
        self.answer.setText("")

    def _test(self) -> None:
        code, workbook = self.code.text(), self.tools.workbook
        if not code.strip():
            self.code.complain("Type the code from your paper.")
            return
        self.work("Testing.", lambda: safety.is_recovery_code(workbook, code), self._tell)

    def _tell(self, right: bool) -> None:
        if right:
            self.answer.setText("This is the right code: it opens this vault. Keep the paper safe.")
            self.code.set_problem("")
        else:
            self.code.complain(
                "This is not the recovery code of this vault. Compare it with your paper, and"
                " replace the code if the paper is from before."
            )


class MakeDearer(SafetyStep):
    """The same passphrase, with every guess at it made as slow as this program now makes it."""

    def __init__(self, tools: Tools) -> None:
        super().__init__("Make guessing harder", tools)
        self.secret = secret_field("Passphrase", "It stays the same.")
        self.go = MainButton("Make guessing harder")
        self.add(
            Words(
                "This vault is from a time when a guess at its passphrase took less time and"
                " memory. Your passphrase and your cases stay as they are."
            )
        )
        self.add(self.secret, gap=theme.SPACE_ROWS)
        self.finish_column(self.go, begin=self.secret.edit, waits=(self.secret,))
        self.go.clicked.connect(self._go)
        self.secret.edit.returnPressed.connect(self._go)

    def forget(self) -> None:
        """Empty the box."""
        self.secret.edit.clear()

    def _go(self) -> None:
        secret, workbook = self.secret.text(), self.tools.workbook
        if not secret:
            self.secret.complain("Type your passphrase.")
            return
        self.work(
            "Working. This takes a moment.",
            lambda: safety.make_dearer(workbook, secret, self.tools.cost),
            lambda _: self.finished.emit(
                "Every guess at your passphrase now costs as much as in a new vault."
            ),
            self.secret,
        )


class RememberHere(SafetyStep):
    """Lets this computer's keyring open the vault, if the chair chooses so."""

    def __init__(self, tools: Tools) -> None:
        super().__init__("Remember on this computer", tools)
        self.secret = secret_field()
        self.remember = MainButton("Remember on this computer")
        self.add(
            Words(
                "The computer's own keyring then opens this vault without the passphrase, for"
                " whoever is logged in to your account, and for any program that runs there."
            ),
            Words(
                "It never replaces the passphrase or the recovery code: keep both. On a computer"
                " that others use with your account, do not choose this. You can take it back here"
                " at any time."
            ),
        )
        self.add(self.secret, gap=theme.SPACE_ROWS)
        self.finish_column(self.remember, begin=self.secret.edit, waits=(self.secret,))
        self.remember.clicked.connect(self._remember)
        self.secret.edit.returnPressed.connect(self._remember)

    def forget(self) -> None:
        """Empty the box."""
        self.secret.edit.clear()

    def _remember(self) -> None:
        secret, tools = self.secret.text(), self.tools
        if not secret:
            self.secret.complain("Type your passphrase, or your recovery code.")
            return
        self.work(
            "Asking this computer's keyring.",
            lambda: safety.remember_here(tools.workbook, secret, tools.device),
            lambda _: self.finished.emit("This computer remembers the vault now."),
            self.secret,
        )


class NewCode(Page):
    """A new code shown, and two of its groups typed back; nothing is kept until that is done."""

    cancelled = Signal()

    def __init__(
        self, step: str, last_step: str, go_on: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.cancel = PlainButton("Change nothing")
        self.cancel.clicked.connect(self.cancelled)
        self.code = CodeStep(step, self.cancel)
        self.type_back = TypeBackStep(last_step, go_on)
        self._new = ""
        self._steps = QStackedWidget()
        self._steps.addWidget(self.code)
        self._steps.addWidget(self.type_back)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._steps)
        self.code.noted.connect(lambda: self._go_to(self.type_back))
        self.type_back.back.connect(lambda: self._go_to(self.code))

    def arrive(self) -> None:
        """Begin with a code that nobody has seen."""
        self._new = new_recovery_code()
        self.code.show_code(self._new)
        self.type_back.ask_about(self._new)
        self._go_to(self.code)

    def leave(self) -> None:
        """Show the code no longer."""
        self._new = ""
        self.code.show_code("")
        self.type_back.ask_about("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, and nothing is changed."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def text(self) -> str:
        """The code that is shown."""
        return self._new

    def _go_to(self, step: Page) -> None:
        self._steps.setCurrentWidget(step)
        step.arrive()
