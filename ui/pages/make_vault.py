"""Making a vault, in three steps: a passphrase, the recovery code, and two groups typed back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from roth_planner.errors import PlannerError
from ui.jobs import Jobs
from ui.pages.page import Page
from ui.pages.passphrase_step import PassphraseStep
from ui.pages.recovery_code import CodeStep, TypeBackStep

if TYPE_CHECKING:
    from roth_planner.vault import Cost


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
        """Remove a vault that was made and not gone into: nobody holds its recovery code.

        It is empty, and the chair was never in it.
        """
        from roth_planner.workbook import Workbook

        if isinstance(self._workbook, Workbook):
            self._workbook.close()
            shutil.rmtree(self._workbook.vault.folder, ignore_errors=True)
        self._workbook = None
        self.passphrase.forget()
        self.code.show_code("")
        self.type_back.ask_about("")

    def _make(self) -> None:
        folder, passphrase, cost = self.passphrase.folder(), self.passphrase.text(), self._cost

        def work() -> object:
            from roth_planner.vault import DEFAULT
            from roth_planner.workbook import Workbook, safety

            folder.parent.mkdir(parents=True, exist_ok=True)
            made = Workbook.create(folder, passphrase, cost=cost or DEFAULT)
            safety.note_code(made[0], noted=False)
            return made

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
        from roth_planner.workbook import Workbook, safety

        assert isinstance(workbook, Workbook)
        safety.note_code(workbook, noted=True)
        self.made.emit(workbook, folder)

    def go_to(self, step: Page) -> None:
        """Show one of the three steps."""
        self._steps.setCurrentWidget(step)
        step.arrive()
