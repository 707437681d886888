"""The first step of a vault: what it is called, where it is, and the passphrase, typed twice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog

from ui import theme
from ui.jobs import Jobs
from ui.pages.new_passphrase import NewPassphrase
from ui.pages.page import Field
from ui.pages.step import StepPage
from ui.widgets.buttons import LinkButton, MainButton, PlainButton
from ui.widgets.words import Muted, Words

ENDING = ".rothvault"
USUAL_NAME = "My vault"
NOT_IN_NAMES = set('/\\:*?"<>|')
"""What Windows refuses in a name of a file; the vault may be moved there."""


class PassphraseStep(StepPage):
    """Where the vault will be, and the passphrase, typed twice."""

    ready = Signal()
    left = Signal()

    def __init__(self, folder: Path, jobs: Jobs) -> None:
        super().__init__("Make a vault", "Step 1 of 3")
        self._home = folder
        self.name = Field("Name of the vault", "Only you see it. Do not use a young person's name.")
        self.name.edit.setText(USUAL_NAME)
        self.name.edit.setMaxLength(60)
        self._where = Muted()
        self._copied = Words()
        self._copied.setVisible(False)
        self.other_folder = LinkButton("Keep it in another folder")
        self.other_folder.clicked.connect(self._choose_folder)
        self.passphrase = NewPassphrase(jobs)
        self.first, self.again = self.passphrase.first, self.passphrase.again
        self.strength = self.passphrase.strength
        self.make = MainButton("Make the vault")
        self.cancel = PlainButton("Go back")
        self._status = Muted()

        self.add(self.name, gap=theme.SPACE_ROWS)
        self.add(self._where, self._copied)
        self.add_left(self.other_folder)
        self.add(self.passphrase, gap=theme.SPACE_ROWS)
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
        self.make.clicked.connect(self._check)
        self.name.edit.returnPressed.connect(self._check)
        self.passphrase.entered.connect(self._check)
        self.cancel.clicked.connect(self.left)
        self._show_where()

    def arrive(self) -> None:
        """Begin in the passphrase, the first thing that has to be thought of."""
        self.first.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def folder(self) -> Path:
        """Where the vault will be."""
        return self._home / (self.name.text().strip() + ENDING)

    def text(self) -> str:
        """The passphrase."""
        return self.passphrase.text()

    def forget(self) -> None:
        """Empty the two boxes."""
        self.passphrase.forget()

    def set_busy(self, busy: bool) -> None:
        """Say that the vault is being made; the fields wait."""
        self.name.edit.setReadOnly(busy)
        self.passphrase.set_busy(busy)
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
        if self.passphrase.is_good():
            self.ready.emit()

    def _show_where(self) -> None:
        from roth_planner.vault.synced import syncing, warning

        self._where.setText(f"It will be kept here: {self.folder()}")
        self._copied.setText(warning(syncing(self.folder().absolute())))
        self._copied.setVisible(bool(self._copied.text()))

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
