"""Safety: how the vault is opened, copied and checked; from the list of cases, and the menu."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from roth_planner.workbook import rescue, safety
from ui.pages.safety_health import Health
from ui.pages.safety_keys import ChangePassphrase, CodeTest, MakeDearer, NewCode, RememberHere
from ui.pages.safety_new_keys import NewKeys, ReplaceCode
from ui.pages.safety_overview import SafetyOverview
from ui.pages.safety_promises import Promises
from ui.pages.safety_restore import Restore
from ui.pages.safety_step import SafetyStep, Tools
from ui.pages.safety_steps import Steps

if TYPE_CHECKING:
    from roth_planner.workbook import Workbook
    from roth_planner.workbook.rescue import Finding

FORGOTTEN = "This computer does not remember the vault any more."
PERHAPS_FORGOTTEN = (
    "The vault opens by its passphrase or its recovery code only. We could not make certain that"
    " this computer's keyring dropped its key; it may still open older copies of the folder."
)
STEPS: dict[str, Callable[[Tools], SafetyStep]] = {
    "passphrase": ChangePassphrase,
    "test_code": CodeTest,
    "new_code": ReplaceCode,
    "dearer": MakeDearer,
    "remember": RememberHere,
    "rekey": NewKeys,
    "restore": Restore,
    "health": Health,
    "promises": Promises,
}
"""What can be begun from the overview, each on a page of its own."""
OPEN_CURES: dict[str, Callable[[Workbook], object]] = {
    "make_backup": safety.make_backup,
    "renew_backup": safety.renew_backups,
    "name_backups": safety.name_backups,
    "make_ballast": rescue.keep_ballast,
}
"""Cures for which the vault need not be closed."""


class SafetyPage(Steps):
    """Everything there is to do for an open vault."""

    left = Signal()
    new_keys_wanted = Signal(str, str, str)
    """Secret so far, new passphrase and new recovery code: for the vault when it is closed."""
    switch_wanted = Signal(object)
    """A restored folder is to take the place of the vault's."""
    help_wanted = Signal(str)
    """Something that can only be done while the vault is closed: a name of ``LockedHelp``."""
    second_place_chosen = Signal(str)
    backed_up = Signal()

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        assert tools.session is not None
        self.overview = SafetyOverview(tools.session)
        super().__init__(tools, self.overview, parent)
        self.overview.show_second_place(tools.second_place)
        self.overview.left.connect(self.left)
        self.overview.chosen.connect(self.do)
        self._acts: dict[str, Callable[[], None]] = {
            "forget": self._forget,
            "backup": self._back_up,
            "prove": self._prove,
            "second_place": self._choose_second_place,
            "put_aside": self._remove_put_aside,
            "no_second_place": lambda: self.take_second_place(""),
        }

    def do(self, name: str) -> None:
        """Begin one of the things there are to do."""
        self.overview.say("")
        if name in self._acts:
            self._acts[name]()
            return
        step = STEPS[name](self.tools)
        if isinstance(step, ReplaceCode | NewKeys):
            step.code_wanted.connect(self._show_code)
        elif isinstance(step, Restore):
            step.switch_wanted.connect(self.switch_wanted)
        elif isinstance(step, Health):
            step.cure_wanted.connect(self._cure)
        self.begin(step)

    def say(self, sentence: str) -> None:
        """Tell what was just done, on the overview."""
        self.overview.say(sentence)

    def take_second_place(self, folder: str) -> None:
        """Keep backups in this folder too from now on; "" for none."""
        place = Path(folder) if folder else None
        self.tools = self.tools._replace(second_place=place)
        self.second_place_chosen.emit(folder)
        self.overview.show_second_place(place)
        if place is None:
            self.overview.say(
                "Backups are now kept in the vault's folder only. Nothing was removed."
            )
            return
        workbook = self.tools.workbook
        self._say_of_backups("Making a backup in the second place.")
        self.work(
            lambda: safety.make_backup(workbook, place),
            lambda _: self._backed_up("A backup is in the second place now, read in full."),
        )

    # -- inside

    def _show_code(self, step: ReplaceCode | NewKeys) -> None:
        """Show a new code and have two groups typed back, before anything is changed by it."""
        page = NewCode(*step.code_words)
        secret, new = step.secret.text(), step.new_passphrase

        def right() -> None:
            if isinstance(step, NewKeys):
                self.new_keys_wanted.emit(secret, new, page.text())
            else:
                page.type_back.setEnabled(False)
                self._replace_code(secret, page.text())

        page.type_back.right.connect(right)
        page.cancelled.connect(self.show_overview)
        self.show_step(page)

    def _replace_code(self, secret: str, code: str) -> None:
        workbook = self.tools.workbook

        def done(_: object) -> None:
            self.finish(
                "Your new recovery code opens the vault now, and the one before does not. Destroy"
                " the old paper."
            )

        def failed(error: BaseException) -> None:
            self.show_overview()
            self.fail(error)

        self.tools.jobs.start(
            lambda: safety.replace_recovery_code(workbook, secret, code), done, failed
        )

    def _forget(self) -> None:
        workbook, device = self.tools.workbook, self.tools.device

        def done(certain: bool) -> None:
            self.overview.show_facts()
            self.overview.say(FORGOTTEN if certain else PERHAPS_FORGOTTEN)

        self.work(lambda: safety.forget_here(workbook, device), done)

    def _back_up(self) -> None:
        workbook = self.tools.workbook
        self._say_of_backups("Making a backup, and reading all of it back.")
        self.work(
            lambda: safety.make_backup(workbook),
            lambda _: self._backed_up("A backup is made. All of it was read back and is whole."),
        )

    def _backed_up(self, sentence: str) -> None:
        self.backed_up.emit()
        self.overview.show_facts()
        self._say_of_backups(sentence)

    def _say_of_backups(self, sentence: str) -> None:
        self.overview.say(sentence, backups=True)

    def _prove(self) -> None:
        workbook = self.tools.workbook
        self._say_of_backups("Restoring the last backup on trial.")
        self.work(
            lambda: safety.prove(workbook),
            lambda _: self._backed_up(
                "The last backup was restored on trial, compared with itself, and removed again."
            ),
        )

    def _remove_put_aside(self) -> None:
        workbook = self.tools.workbook

        def done(gone: tuple[Path, ...]) -> None:
            self.overview.show_facts()
            names = ", ".join(path.name for path in gone)
            self._say_of_backups(f"Removed: {names}. The vault in use was not touched.")

        self.work(lambda: safety.remove_put_aside(workbook, dt.datetime.now(dt.UTC)), done)

    def fail(self, error: BaseException) -> None:
        """Tell of trouble in the banner, and no more of what was being done."""
        self.overview.say("")
        super().fail(error)

    def _choose_second_place(self) -> None:
        dialog = QFileDialog(self, "Choose a folder for backups, best on another disk")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_second_place)
        dialog.open()

    def _cure(self, cure: str, _finding: Finding) -> None:
        step, workbook = self.shown, self.tools.workbook
        if cure == "restore_backup":
            self.do("restore")
        elif cure in OPEN_CURES and isinstance(step, Health):
            make = OPEN_CURES[cure]
            step.work("Working.", lambda: make(workbook), lambda _: step.check())
        else:
            self.help_wanted.emit("salvage" if cure == "salvage" else "health")
