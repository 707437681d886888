"""Searching in every answer: of this case, or of all of them; Enter goes to where it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from roth_planner.errors import PlannerError
from roth_planner.workbook.search import MOST, NOT_SHOWN, Hit, search, way_to
from roth_planner.workbook.uses import case_codes
from ui import theme
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.flow import Flow
from ui.widgets.found_list import FoundLine, FoundList
from ui.widgets.speaking import announce
from ui.widgets.wheel import GuardedCombo
from ui.widgets.words import Muted, Strong, Title

if TYPE_CHECKING:
    from roth_planner.workbook import Ref

SOON_MS = 250
"""After the last letter: long enough not to search for every one of a word."""
NAMES_SHOWN_MS = 60_000
"""As everywhere: names hide again after a minute, because a screen is seen by others."""
ALL, THIS = "", "this"


class SearchPage(Page):
    """A box, how far to look, and what was found; the words stay when one comes back."""

    hit_chosen = Signal(object, object)  # Hit, Way
    left = Signal()

    def __init__(self, session: Session, case: Ref | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.case = session, case
        self.hits: tuple[Hit, ...] = ()
        self._find = Strong("Search for")
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.words.setAccessibleName("Search for")
        hint = "Beginnings of words are enough. Words in double quotes stand together."
        self.words.setAccessibleDescription(hint)
        self._find.setBuddy(self.words)
        self._in, self.within = Strong("In"), GuardedCombo()
        self.within.setAccessibleName("In")
        self._in.setBuddy(self.within)
        if case is not None:
            code = case_codes(session.workbook).get(case.id, "")
            self.within.addItem(f"This case ({code})" if code else "This case", THIS)
        self.within.addItem("All cases", ALL)
        self._said = Muted()
        self.show_names = LinkButton("Show names that were found")
        self.wider = LinkButton("Look in all cases")
        self.list = FoundList("What was found")
        self.back = PlainButton("Back")
        self._lay_out_page(hint)
        for widget in (self._in, self.within):  # not before they have a place
            widget.setVisible(case is not None)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.look)
        self.hide_names_soon = QTimer(self)
        self.hide_names_soon.setSingleShot(True)
        self.hide_names_soon.setInterval(NAMES_SHOWN_MS)
        self.hide_names_soon.timeout.connect(self._hide_names)
        self.words.textChanged.connect(lambda: self._soon.start())
        self.words.returnPressed.connect(self._go_into_list)
        self.within.currentIndexChanged.connect(lambda: self.look())
        self.show_names.clicked.connect(self._toggle_names)
        self.wider.clicked.connect(self._look_everywhere)
        self.list.opened.connect(self.open)
        self.back.clicked.connect(self.left)
        self._say()

    def arrive(self) -> None:
        """Begin in the box."""
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.words.selectAll()

    def come_back(self, words: str, everywhere: bool, row: int) -> None:
        """Show again what was found before, with the same line chosen."""
        self.words.setText(words)
        if everywhere:
            self.within.setCurrentIndex(self.within.findData(ALL))
        self.look()
        if self.hits:
            self.list.choose(row)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def everywhere(self) -> bool:
        """Whether all cases are looked through."""
        return bool(self.within.currentData() == ALL)

    def look(self) -> None:
        """Search for what stands in the box now."""
        self._soon.stop()
        try:
            self.hits = search(
                self._session.workbook,
                self.words.text(),
                self.case,
                only=not self.everywhere,
                names_shown=self.hide_names_soon.isActive(),
            )
        except PlannerError as error:
            self.hits = ()
            self.told.emit(str(error))
        self.list.show_lines(
            [FoundLine(" \u203a ".join(hit.where), hit.snippet, hit.marks) for hit in self.hits]
        )
        self._say()

    def open(self, row: int) -> None:
        """Go to where a line was found."""
        hit = self.hits[row]
        way = way_to(self._session.workbook, hit)
        if way is None:
            self.told.emit(
                "This is kept, and no page asks it now: the local pack that asked it is not in use."
                if hit.question is None
                else "This was removed a moment ago. Nothing else changed; search again."
            )
            return
        self.hit_chosen.emit(hit, way)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to where one was; Down goes from the box into the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down and self.words.hasFocus():
            self._go_into_list()
        else:
            super().keyPressEvent(event)

    def _go_into_list(self) -> None:
        if self._soon.isActive():
            self.look()
        if self.hits:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        sought, count = self.words.text().strip(), len(self.hits)
        said = ""
        if sought and not count:
            said = f"Nothing matches \u201c{sought}\u201d. Try fewer words, or fewer letters."
        elif count and self.hits[0].near:
            said = f"Nothing matches \u201c{sought}\u201d as it is written. Like it: {count}."
        elif count:
            said = f"The first {MOST} found." if count == MOST else f"{count} found."
        self._said.setText(said)
        self._said.setVisible(bool(said))
        self.list.setVisible(bool(count))
        self.wider.setVisible(bool(sought) and not count and not self.everywhere)
        hidden = any(hit.snippet == NOT_SHOWN for hit in self.hits)
        self.show_names.setVisible(hidden or self.hide_names_soon.isActive())
        if said:
            announce(self.list, said)

    def _look_everywhere(self) -> None:
        """Nothing was found in this case: look on in the others."""
        self.within.setCurrentIndex(self.within.findData(ALL))
        (self.list if self.hits else self.words).setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_names(self) -> None:
        if self.hide_names_soon.isActive():
            self._hide_names()
            return
        self.hide_names_soon.start()
        self.show_names.setText("Hide names")
        self._look_again()

    def _hide_names(self) -> None:
        self.hide_names_soon.stop()
        self.show_names.setText("Show names that were found")
        self._look_again()

    def _look_again(self) -> None:
        row = self.list.row
        self.look()
        self.list.choose(row)

    def _lay_out_page(self, hint: str) -> None:
        above = Flow(gap=theme.SPACE_ROWS, line_gap=theme.SPACE_INSIDE)
        above.add(self.back)
        above.add(self.wider)
        above.add(self.show_names)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_GROUPS, 24, theme.SPACE_GROUPS, 24)
        column.setSpacing(theme.SPACE_INSIDE)
        widgets: tuple[QWidget, ...] = (
            *(Title("Search"), self._find, self.words, Muted(hint)),
            *(self._in, self.within, self._said),
        )
        for widget in widgets:
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(above)
        column.addStretch(0)
