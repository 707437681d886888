"""What needs a new recovery code on paper: replacing the code, and new keys for everything."""

from __future__ import annotations

from PySide6.QtCore import Signal

from roth_planner.workbook import safety
from ui import theme
from ui.pages.new_passphrase import NewPassphrase
from ui.pages.safety_step import SafetyStep, Tools, secret_field
from ui.widgets.buttons import MainButton
from ui.widgets.words import Words

CodeWords = tuple[str, str, str]
"""Which step the code is, which step typing back is, and the button that goes on."""


class ReplaceCode(SafetyStep):
    """Asks who is asking; the new code comes after that."""

    code_wanted = Signal(object)  # this page
    code_words: CodeWords = ("Step 2 of 3", "Step 3 of 3", "Replace the code")
    new_passphrase = ""

    def __init__(self, tools: Tools) -> None:
        super().__init__("Replace my recovery code", tools)
        self.secret = secret_field(
            "Passphrase", "This proves that it is you. The recovery code so far will do as well."
        )
        self.go_on = MainButton("Show me a new code")
        self.add(
            Words(
                "The code you have now goes on working until you have written down the new one and"
                " typed back two of its groups. Backups made before today still open with it."
            )
        )
        self.add(self.secret, gap=theme.SPACE_ROWS)
        self.finish_column(self.go_on, begin=self.secret.edit, waits=(self.secret,))
        self.go_on.clicked.connect(self._check)
        self.secret.edit.returnPressed.connect(self._check)

    def forget(self) -> None:
        """Empty the box."""
        self.secret.edit.clear()

    def _check(self) -> None:
        secret, workbook = self.secret.text(), self.tools.workbook
        if not secret:
            self.secret.complain("Type your passphrase.")
            return
        self.work(
            "Checking.",
            lambda: safety.check_secret(workbook, secret),
            lambda _: self.code_wanted.emit(self),
            self.secret,
        )


class NewKeys(SafetyStep):
    """A new passphrase, a new code and a new data key, when one of them may be known."""

    code_wanted = Signal(object)  # this page
    code_words: CodeWords = ("Step 2 of 3", "Step 3 of 3", "Make the new keys")

    def __init__(self, tools: Tools) -> None:
        super().__init__("New keys for everything", tools)
        self.secret = secret_field()
        self.new = NewPassphrase(tools.jobs, "New passphrase", "new passphrase")
        self.go_on = MainButton("Go on to the new recovery code")
        self.add(
            Words(
                "Choose this when somebody may know your passphrase or your recovery code, or has"
                " seen your paper. All records are written again under a new key. The passphrase,"
                " the code and the computers of before open nothing in this vault any more."
            ),
            Words(
                "It cannot reach what somebody has copied already: an older copy of the folder, or"
                " a backup on a stick, still opens with what they know. So the older backups of"
                " this vault are removed once a new one is made. Destroy copies elsewhere yourself,"
                " and tell whoever looks after data protection in your council."
            ),
            Words("Keep the program open until it is done. If it is cut short, nothing is lost."),
        )
        self.add(self.secret, gap=theme.SPACE_ROWS)
        self.add(self.new, gap=theme.SPACE_ROWS)
        self.finish_column(self.go_on, begin=self.secret.edit, waits=(self.secret, self.new))
        self.go_on.clicked.connect(self._check)
        self.new.entered.connect(self._check)

    @property
    def new_passphrase(self) -> str:
        """The passphrase that was chosen."""
        return self.new.text()

    def forget(self) -> None:
        """Empty the boxes."""
        self.secret.edit.clear()
        self.new.forget()

    def _check(self) -> None:
        secret, workbook = self.secret.text(), self.tools.workbook
        if not secret:
            self.secret.complain("Type the passphrase so far, or your recovery code.")
            return
        if not self.new.is_good():
            return
        if self.new.text() == secret:
            self.new.first.complain(
                "This is the passphrase that may be known. Choose a different one."
            )
            return
        self.work(
            "Checking.",
            lambda: safety.check_secret(workbook, secret),
            lambda _: self.code_wanted.emit(self),
            self.secret,
        )
