"""Starting a case, in place of the list: initials, and what is known already."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from roth_planner.workbook.directory import initials_instead
from ui import theme
from ui.pages.page import Field, NarrowPage
from ui.session import Session
from ui.widgets.buttons import LinkButton, MainButton, PlainButton


class NewCase(NarrowPage):
    """Asks three things; only initials or a code name have to be said."""

    started = Signal(object)  # Ref
    put_away = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("A new case", parent=parent)
        self._session = session
        self.code = Field("Initials or a code name", "Shown on screen instead of the name.")
        self.name = Field("Name", "Optional. Kept encrypted, and shown only when you ask for it.")
        self.reference = Field(
            "Council reference", "Optional. Printed on every page, so never a name."
        )
        self.start = MainButton("Start the case")
        self.cancel = PlainButton("Not now")
        self.initials = LinkButton("", self)
        self.initials.setAccessibleDescription("Initials tell a stranger nothing")
        self.initials.clicked.connect(self._use_initials)
        for field in (self.code, self.name, self.reference):
            field.edit.returnPressed.connect(self._start)
            self.add(field, gap=theme.SPACE_INSIDE)
            if field is self.code:
                self.add_left(self.initials)
        for field in (self.code, self.name):
            field.edit.textChanged.connect(self._offer_initials)
        self._offer_initials()
        self.add_left(self.start, self.cancel, gap=theme.SPACE_ROWS)
        self.end()
        self.start.clicked.connect(self._start)
        self.cancel.clicked.connect(self.put_away)

    def arrive(self) -> None:
        """Begin in the first field."""
        self.code.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def words(self) -> tuple[str, ...]:
        """What was typed and is in no case yet."""
        return tuple(field.text() for field in (self.code, self.name, self.reference))

    def take_words(self, words: tuple[str, ...]) -> None:
        """Show again what was typed before."""
        for field, text in zip((self.code, self.name, self.reference), words, strict=True):
            field.edit.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; what was typed is there again when it opens."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away.emit()
            return
        super().keyPressEvent(event)

    def _offer_initials(self) -> None:
        """A full name in the first field would stand on every screen and on paper."""
        code, name = self.code.text().strip(), self.name.text().strip()
        self._instead = initials_instead(code, name)
        self.initials.setText(f"Show {self._instead} instead, and keep the name apart")
        self.initials.setVisible(bool(self._instead))

    def _use_initials(self) -> None:
        """Show initials; what stood there was the name."""
        instead, said = self._instead, self.code.text().strip()
        self.code.set_problem("")
        self.code.edit.setText(instead)
        if said and not self.name.text().strip():
            self.name.edit.setText(said)
        self.code.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _start(self) -> None:
        code = self.code.text().strip()
        if not code:
            self.code.complain("Write initials or a code name, for example J.")
            return
        case = self._session.start_case(code, self.name.text(), self.reference.text())
        if case is None:
            return  # the banner says why, and what was typed is still here
        for field in (self.code, self.name, self.reference):
            field.edit.clear()
        self.started.emit(case)
