"""Deleting a case for good: what goes, what stays, who has copies; and the certificate of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QWidget

from roth_planner.documents import produce
from roth_planner.documents.builders import certificate as paper
from roth_planner.errors import PlannerError
from roth_planner.guides.kinds import day_in_words
from roth_planner.workbook import deletion
from ui import theme
from ui.pages.copies_log import CopiesLog
from ui.pages.page import Field
from ui.pages.safety_step import SafetyStep, Tools
from ui.widgets.buttons import MainButton, PlainButton
from ui.widgets.marks import Option
from ui.widgets.speaking import announce
from ui.widgets.words import Heading, Muted, Strong, Words

if TYPE_CHECKING:
    from roth_planner.workbook import Ref
    from roth_planner.workbook.deletion import Certificate, Preview, Stage

WIDTH = 720
LEAST_COPIES = 180
"""Pixels at 100 % for the table of copies: three rows and the headings."""
PROMISE_DAYS = 35
NOWHERE = (
    "The certificate is not saved anywhere yet, and the program keeps no copy of it. Save it, or go"
    " on once more to leave without it."
)

ABOUT = (
    "Deleting is not the same as taking away: Undo does not bring it back. The records of this"
    " case and what the history told of them are overwritten in the vault."
)
DOING: dict[Stage, str] = {
    "backup": "Making a backup first, and reading all of it back.",
    "check": "Reading everything first, to be certain that the vault is whole.",
    "delete": "Deleting the case.",
    "verify": "Reading everything back, to be certain that the rest is whole.",
    "new_backup": "Making a backup without the case, and reading all of it back.",
    "old_backups": "Removing the backups that hold the case.",
}


class _Done(NamedTuple):
    """What came of it; ``pdf`` is the certificate if ``trouble`` kept it from being saved."""

    certificate: Certificate
    trouble: str
    pdf: bytes


class DeleteCase(SafetyStep):
    """One case, and the question whether it is to be deleted. Nothing happens by one key alone."""

    reached = Signal(str)

    def __init__(self, tools: Tools, case: Ref) -> None:
        super().__init__("Delete this case for good", tools, WIDTH)
        self._case = case
        self._file: Path | None = None
        self._pdf = b""
        self._warned = False
        self.done: Certificate | None = None
        found = self.preview = deletion.what_goes(tools.workbook, case, tools.second_place)
        self.copies = CopiesLog("Copies to chase")
        self.copies.show_copies(found.copies)
        self.copies.setMinimumHeight(theme.current().px(LEAST_COPIES) if found.copies else 0)
        self.later = Option(
            f"Let the backups age: gone within {PROMISE_DAYS} days",
            "A backup is made just before, so a mistake can be put right until then.",
        )
        self.now = Option(*_at_once(found))
        self.by = Field("Your name, for the certificate", "You may leave this empty.")
        self.place = PlainButton("Choose where the certificate goes")
        self._where = Muted("Choose this first: the program keeps no copy of the certificate.")
        self.confirm = Field(
            f"Type {found.reference} to confirm", f"Or what the list calls it: {found.code}"
        )
        self.delete = MainButton("Delete this case for good")
        self.again = MainButton("Save the certificate somewhere else")
        self.said = Strong() if found.held else Words()
        self.said.hide()
        self.add(self.said, gap=theme.SPACE_INSIDE)
        self._asked = self._questions(found)
        waits = (self.later, self.now, self.by, self.place, self.confirm)
        begin = self.back if found.held else self.later
        self.finish_column(self.delete, self.again, begin=begin, waits=waits)
        self.again.hide()
        if found.held:
            self._refuse(found.held)
        self.reached.connect(lambda stage: self._status.setText(DOING.get(stage, "")))
        self.delete.clicked.connect(self._delete)
        self.confirm.edit.returnPressed.connect(self._delete)
        self.place.clicked.connect(self._choose_place)
        self.again.clicked.connect(self._choose_place)

    def commit(self) -> bool:
        """Ask once more before a certificate that is nowhere is given up."""
        if not self._pdf or self._warned:
            return True
        self._warned = True
        self.told.emit(NOWHERE)
        return False

    def forget(self) -> None:
        """Leave nothing of the certificate."""
        self._pdf = b""

    def take_file(self, file: str) -> None:
        """The certificate goes here; where the case is deleted already, it is saved now."""
        place = Path(file)
        if place.suffix.lower() != ".pdf":
            place = place.with_name(f"{place.name}.pdf")
        self._file = place
        self._where.setText(f"The certificate goes into {place.name}")
        if self.done is not None:
            self._save_again(place)

    def _questions(self, found: Preview) -> tuple[QWidget, ...]:
        """Everything that is told and asked before; it goes when the case is deleted."""
        group = QButtonGroup(self)
        for option in (self.later, self.now):
            group.addButton(option)
        self.later.setChecked(True)
        stays = "\n".join(found.staying) or "Nothing: no other case uses what this one uses."
        shown: tuple[QWidget, ...] = (
            Words(ABOUT),
            Heading("What goes"),
            Words("\n".join(found.going)),
            Heading("What stays, because others need it"),
            Words(stays),
            self.copies,
            Heading("Backups"),
            self.later,
            self.now,
            self.by,
            self.place,
            self._where,
            self.confirm,
        )
        for widget in shown:
            gap = theme.SPACE_INSIDE if isinstance(widget, Heading | Field | CopiesLog) else 0
            self.add(widget, gap=gap)
        return shown

    def _refuse(self, why: str) -> None:
        self.said.setText(f"This case is on hold and cannot be deleted. {why}")
        self.said.show()
        for widget in (self.later, self.now, self.by, self.place, self.confirm, self.delete):
            widget.setEnabled(False)

    def _choose_place(self) -> None:
        dialog = QFileDialog(self, "Save the certificate, not encrypted")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        name = produce.safe_name(self.preview.reference, f"case-{self._case.id}")
        dialog.selectFile(f"deleted-{name}.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def _delete(self) -> None:
        if self.busy or self.done is not None or self.preview.held:
            return
        if self._file is None:
            self._where.setText("Choose first where the certificate goes.")
            self.place.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        typed = " ".join(self.confirm.text().split()).casefold()
        if typed not in {self.preview.reference.casefold(), self.preview.code.casefold()}:
            self.confirm.complain(f"Nothing was deleted. Type {self.preview.reference} here.")
            return
        self.work("Getting ready.", self._job(), self._told)

    def _job(self) -> Callable[[], _Done]:
        workbook, case, second = self.tools.workbook, self._case, self.tools.second_place
        purge, by, file = self.now.isChecked(), self.by.text(), self._file

        def work() -> _Done:
            made = deletion.delete_for_good(
                workbook,
                case,
                purge_backups=purge,
                second=second,
                by=by,
                progress=self.reached.emit,
            )
            pdf = produce.set_on_pages(paper.build(made)).data
            assert file is not None
            try:
                produce.save(pdf, file)
            except PlannerError as error:
                return _Done(made, str(error), pdf)
            return _Done(made, "", b"")

        return work

    def _told(self, done: _Done) -> None:
        self.done, self._pdf = done.certificate, done.pdf
        for widget in (*self._asked, self.delete):
            widget.hide()
        self._heading.setText("This case is deleted")
        sentences = [*_words(done.certificate)]
        if done.trouble:
            sentences.append(f"The certificate is not saved yet. {done.trouble}")
            self.again.show()
        elif self._file is not None:
            sentences.append(f"The certificate is saved as {self._file.name}, not encrypted.")
        self._say(sentences)
        self.back.setText("Go to the list of cases")
        (self.again if done.trouble else self.back).setFocus(Qt.FocusReason.OtherFocusReason)
        assert self.tools.session is not None
        self.tools.session.announce(done.certificate.changes)

    def _save_again(self, file: Path) -> None:
        try:
            produce.save(self._pdf, file)
        except PlannerError as error:
            self.told.emit(str(error))
            return
        assert self.done is not None
        self._pdf = b""
        self.again.hide()
        saved = f"The certificate is saved as {file.name}, not encrypted."
        self._say([*_words(self.done), saved])
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentences: list[str]) -> None:
        self.said.setText("\n".join(sentences))
        self.said.show()
        announce(self, " ".join(sentences))


def _at_once(found: Preview) -> tuple[str, str]:
    count = len(found.backups)
    several = "1 backup holds" if count == 1 else f"{count} backups hold"
    return (
        f"Remove the backups now: {several} the case",
        "They go as soon as a new backup without it is whole. Then nothing brings it back.",
    )


def _words(done: Certificate) -> Iterator[str]:
    """What was done, and what is left to do, a sentence each."""
    yield f"{done.reference} is deleted for good. The rest of the vault is as it was."
    if done.trouble:
        yield done.trouble
    if done.purged and not done.backups_left:
        yield "No backup holds it any more."
    elif done.backups_left and not done.purged:
        last = day_in_words(done.gone_by.astimezone().date())
        yield f"The backups that hold it are gone by {last}."
    if done.copies:
        count = "1 copy is" if len(done.copies) == 1 else f"{len(done.copies)} copies are"
        yield f"{count} still with somebody. They are listed in the certificate."
