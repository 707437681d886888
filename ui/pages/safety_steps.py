"""A page that leads from an overview to one thing at a time, and back with a word about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from roth_planner.errors import PlannerError
from ui.pages.page import Page
from ui.pages.safety_step import SafetyStep, Tools


class Steps(Page):
    """Holds the overview, and at most one thing that is being done."""

    crashed = Signal(object)  # BaseException

    def __init__(self, tools: Tools, overview: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools = tools
        self._home = overview
        self._pages = QStackedWidget()
        self._pages.addWidget(overview)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._pages)

    @property
    def shown(self) -> Page:
        """The overview, or what is being done."""
        page = self._pages.currentWidget()
        assert isinstance(page, Page)
        return page

    def arrive(self) -> None:
        """Begin in what is shown."""
        self.shown.arrive()

    def leave(self) -> None:
        """Leave no secret in a field."""
        if self.shown is not self._home:
            self.shown.leave()

    def show_overview(self) -> None:
        """Go back to everything there is to do."""
        self.show_step(self._home)

    def finish(self, sentence: str) -> None:
        """Go back, and tell what was done."""
        self.show_overview()
        self.say(sentence)

    def say(self, sentence: str) -> None:
        """Tell what was just done, on the overview."""

    def begin(self, step: SafetyStep) -> None:
        """Show a thing to do, which comes back by itself."""
        step.left.connect(self.show_overview)
        step.finished.connect(self.finish)
        step.told.connect(self.told)
        step.crashed.connect(self.crashed)
        self.show_step(step)

    def show_step(self, page: Page) -> None:
        """Show a page in place of the one before, which is thrown away."""
        old = self.shown
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        page.arrive()
        if old is not self._home and old is not page:
            old.leave()
            self._pages.removeWidget(old)
            old.deleteLater()

    def work(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Do something beside the window; trouble is told in the banner."""
        self.tools.jobs.start(work, done, self.fail)

    def fail(self, error: BaseException) -> None:
        """Tell of trouble, or hand on a fault of ours."""
        if isinstance(error, PlannerError):
            self.told.emit(str(error))
        else:
            self.crashed.emit(error)
