"""One section in the middle of a case, with what the guidance beside it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ui.forms.place import Place
from ui.forms.section_view import SectionView
from ui.forms.way_back import WayBack
from ui.pages.page import Page
from ui.session import Session

if TYPE_CHECKING:
    from roth_planner.guides.spec import Guide, Question, Section
    from roth_planner.workbook import Ref


class SectionPage(Page):
    """Asks one section; finishing it, or putting it off, leads to the next."""

    guidance_wanted = Signal(object)  # Question
    next_wanted = Signal()
    list_wanted = Signal()
    check_wanted = Signal()

    def __init__(
        self,
        session: Session,
        case: Ref,
        guide: Guide,
        section: Section,
        ref: Ref,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.section, self.ref = section, ref
        self._last: Place | None = None
        self._way_back: WayBack | None = None
        self.view = SectionView(session, guide, section, ref, case)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.view)
        self.view.guidance_wanted.connect(self._entered)
        self.view.finished.connect(lambda: self._leave(self.next_wanted))
        self.view.put_off.connect(lambda: self._leave(self.next_wanted))
        self.view.back_wanted.connect(lambda: self._leave(self.list_wanted))
        self.view.check_wanted.connect(self.check_wanted)
        self.view.form.failed.connect(lambda _sentence: session.unsaved.emit())

    def arrive(self) -> None:
        """Begin with the first question."""
        self.view.focus_first()

    def commit(self) -> bool:
        """Keep what was typed."""
        return self.view.flush()

    def offer_way_back(self, words: str, go: Callable[[], object]) -> None:
        """One came from elsewhere to change an answer: finishing and Esc lead back there."""
        self._way_back = WayBack(words, self)
        self._way_back.link.clicked.connect(lambda: go())
        self._column.insertWidget(0, self._way_back)

    def insert(self, text: str) -> None:
        """Put a beginning at the end of the answer one was in, as if it were typed."""
        if self._last is None or not self.view.set_place(self._last):
            return
        field = QApplication.focusWidget()
        if isinstance(field, QPlainTextEdit):
            field.moveCursor(QTextCursor.MoveOperation.End)
            before = "\n" if field.toPlainText().strip() else ""
            field.insertPlainText(before + text)
        elif isinstance(field, QLineEdit):
            field.end(False)
            field.insert((" " if field.text() else "") + text)

    def _leave(self, usual: SignalInstance) -> None:
        if self._way_back is not None:
            self._way_back.link.click()
        else:
            usual.emit()

    def _entered(self, question: Question) -> None:
        self._last = self.view.place()
        self.guidance_wanted.emit(question)
