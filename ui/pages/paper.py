"""Paper: every document of the case by reader, its pages, and the way out to paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from roth_planner.documents import produce
from roth_planner.errors import PlannerError
from roth_planner.workbook.copies import LONGEST_READER, Way, copies_of
from ui import theme
from ui.jobs import Jobs
from ui.maps.scrolling import Scrolling
from ui.pages.copies_log import CopiesLog
from ui.pages.document_choice import DocumentLine, DocumentList
from ui.pages.page import Field, Page
from ui.pages.preview import Preview
from ui.pages.printing import print_pages
from ui.pages.save_warning import SaveWarning
from ui.session import Session
from ui.widgets.buttons import MainButton, PlainButton, QuietButton
from ui.widgets.flow import Flow
from ui.widgets.words import Words

if TYPE_CHECKING:
    from roth_planner.workbook import Ref

READER_HINT = "You may leave this empty. It goes into the log of copies and onto no paper."
NOT_NOTED = " This copy could not be put into the log of copies."
NOT_NOTED_READ_ONLY = " The vault is open to read only, so this copy is not in the log of copies."
SIDE_BY_SIDE = 640
"""Pixels at 100 % below which the list becomes one line above the pages."""
LEAST_PAGES, LEAST_PAGES_ALONE = 200, 110
"""Pixels at 100 % that the pages keep, beside the list and under the line."""


class PaperPage(Page):
    """Left the documents with what each reader may read, beside them the pages."""

    crashed = Signal(object)  # BaseException

    def __init__(
        self, session: Session, case: Ref, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._case, self._jobs = session, case, jobs
        self._choice: produce.DocumentChoice | None = None
        self.made: produce.Made | None = None
        self._wanted = 0
        self.choices = produce.documents_of(session.workbook, case)
        self.documents = DocumentList(self.choices)
        self.line = DocumentLine(self.choices)

        self.preview = Preview()
        self.facts = Words()
        self.notices = Words()
        self.print = MainButton("Print")
        self.save = PlainButton("Save as a file")
        self.reader = Field("Who gets this copy?")
        self.reader.edit.setAccessibleDescription(READER_HINT)
        self.reader.edit.setPlaceholderText(READER_HINT)
        self.reader.edit.setMaxLength(LONGEST_READER)
        self.copies = CopiesLog("Copies made so far")
        self.show_copies = QuietButton("Copies made so far")
        self.larger = QuietButton("Larger")
        self.smaller = QuietButton("Smaller")
        self.larger.setAccessibleName("Show the pages larger")
        self.smaller.setAccessibleName("Show the pages smaller")
        self.warning = SaveWarning()

        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.documents, 36)
        across.addWidget(self._pages(), 64)

        self.documents.chosen.connect(self.show_document)
        self.line.chosen.connect(self.show_document)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self.warning.begin)
        self.warning.agreed.connect(self._choose_file)
        self.warning.shown.connect(self._make_room)
        self.show_copies.clicked.connect(self._turn_over)
        self.larger.clicked.connect(lambda: self.preview.zoom(1.25))
        self.smaller.clicked.connect(lambda: self.preview.zoom(0.8))
        self._count_copies()
        if self.choices:
            self.show_document(0)

    def arrive(self) -> None:
        """Begin at the document that is chosen."""
        if self.line.isHidden():
            self.documents.focus_here()
        else:
            self.line.focus_here()

    def leave(self) -> None:
        """Let go of the pages."""
        self._wanted += 1
        self.preview.show_pages(b"")

    @property
    def ready(self) -> bool:
        """Whether the pages of the chosen document are on the screen."""
        return self.made is not None

    def show_document(self, number: int) -> None:
        """Make a document and show its pages."""
        self._choice, self.made = self.choices[number], None
        self.documents.show_chosen(number)
        self.line.show_chosen(number)
        self._wanted += 1
        wanted = self._wanted
        self.preview.show_pages(b"")
        self._say("Making the pages.", "")
        try:
            outline = produce.outline_of(self._session.workbook, self._case, self._choice)
        except PlannerError as error:
            self._say(str(error), "")
            return

        def done(made: produce.Made) -> None:
            if wanted == self._wanted:
                self._show_made(made)

        self._jobs.start(lambda: produce.set_on_pages(outline), done, self._failed)

    def save_to(self, file: str) -> None:
        """Write the document where the chair said.

        Where ".pdf" is added here, the dialog has not asked about a file of that name, so none is
        replaced.
        """
        if self.made is None:
            return
        place = Path(file)
        if place.suffix.lower() != ".pdf":
            named = [f"{place.name}.pdf", *(f"{place.name} ({n}).pdf" for n in range(2, 1000))]
            free = (place.with_name(name) for name in named)
            place = next((file for file in free if not file.exists()), place)
        try:
            produce.save(self.made.data, place)
        except PlannerError as error:
            self.told.emit(str(error))
            return
        noted = self._note("saved")
        self.facts.setText(f"{self._facts(self.made)} Saved as {place.name}, not encrypted.{noted}")

    # -- inside

    def _show_made(self, made: produce.Made) -> None:
        self.made = made
        self.preview.show_pages(made.data)
        self._say(self._facts(made), " ".join(made.notices))

    def _facts(self, made: produce.Made) -> str:
        pages = "1 page" if made.pages == 1 else f"{made.pages} pages"
        return f"{pages}. Copy {made.outline.copy_number}, for: {made.outline.audience}."

    def _say(self, facts: str, notices: str) -> None:
        self.facts.setText(facts)
        self.notices.setText(notices)
        self.notices.setVisible(bool(notices))
        for button in (self.print, self.save, self.larger, self.smaller):
            button.setEnabled(self.made is not None)
        self.warning.put_away()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, PlannerError):
            self._say(str(error), "")
        else:
            self.crashed.emit(error)

    def _print(self) -> None:
        if self.made is not None:
            print_pages(self.made.data, self, self._printed)

    def _printed(self) -> None:
        self.facts.setText(f"Sent to the printer.{self._note('printed')}")

    def _note(self, way: Way) -> str:
        """Put a copy into the log; what to say if that could not be done."""
        session = self._session
        if self._choice is None or self.made is None:
            return ""
        reader = self.reader.text()
        changes = session.note_copy(self._case, self._choice, self.made, way, reader)
        if changes is None:
            return NOT_NOTED_READ_ONLY if session.read_only else NOT_NOTED
        self.reader.edit.clear()
        self._count_copies()
        return ""

    def _count_copies(self) -> None:
        copies = copies_of(self._session.workbook, self._case)
        self.copies.show_copies(copies)
        shown = not self.copies.isHidden()
        self.show_copies.setText(
            "Show the pages" if shown else f"Copies made so far ({len(copies)})"
        )

    def _turn_over(self) -> None:
        """From the pages to the log of copies, or back."""
        self.copies.setVisible(self.copies.isHidden())
        self._count_copies()
        self._make_room()
        if not self.copies.isHidden():
            self.copies.focus_here()

    def _choose_file(self) -> None:
        if self._choice is None:
            return
        dialog = QFileDialog(self, "Save the document, not encrypted")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._choice.file_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def _pages(self) -> QWidget:
        buttons = Flow(gap=theme.SPACE_INSIDE)
        for button in (self.print, self.save, self.larger, self.smaller, self.show_copies):
            buttons.add(button)
        self._about = QWidget()
        about = QVBoxLayout(self._about)
        about.setContentsMargins(0, 0, 0, 0)
        about.setSpacing(theme.SPACE_INSIDE)
        for widget in (self.facts, self.notices, self.reader, buttons):
            about.addWidget(widget)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setSpacing(theme.SPACE_INSIDE)
        self._column.addWidget(self.line)
        self._column.addWidget(self.preview, 1)
        self._column.addWidget(self.copies, 1)
        self.copies.hide()
        self._column.addWidget(self._about)
        self._column.addWidget(self.warning)
        self._column.addStretch(0)
        # At 200 % in a small window the words below the pages need more room than there is.
        scroll = Scrolling(inside)
        scroll.setWidgetResizable(True)
        return scroll

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the list above the pages where there is no room beside them."""
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        """Larger text needs more room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._turn()

    def _turn(self) -> None:
        beside = self.width() >= theme.current().px(SIDE_BY_SIDE)
        self.documents.setVisible(beside)
        self.line.setVisible(not beside)
        least = theme.current().px(LEAST_PAGES if beside else LEAST_PAGES_ALONE)
        self.preview.setMinimumHeight(least)
        self.copies.setMinimumHeight(least)
        top = 24 if beside else theme.SPACE_INSIDE
        self._column.setContentsMargins(theme.SPACE_INSIDE, top, 24, theme.SPACE_ROWS)
        self._make_room()

    def _make_room(self) -> None:
        """The warning takes the place of the buttons, and of the pages where they are small."""
        warning = not self.warning.isHidden()
        self._about.setVisible(not warning)
        log = not self.copies.isHidden()
        self.preview.setVisible(not log and (not warning or self.line.isHidden()))
