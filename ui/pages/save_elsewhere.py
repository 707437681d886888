"""Save a copy elsewhere: the vault as it is, and the words on the screen, on another disk.

For a disk that is full, may not be written, was taken away, or on which something else has changed
the vault. A dialog, because the page below with its words must stay as it is.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from roth_planner.errors import PlannerError, WrongSecret
from roth_planner.workbook import rescue
from ui import theme
from ui.forms.record_form import RecordForm
from ui.jobs import Jobs
from ui.pages.page import Field
from ui.session import Session
from ui.widgets.buttons import MainButton, PlainButton
from ui.widgets.flow import Flow
from ui.widgets.speaking import announce
from ui.widgets.words import Muted, Title, Words


class SaveElsewhere(QDialog):
    """Asks for a folder and the passphrase, writes the copy, and offers to go on in it."""

    crashed = Signal(object)  # BaseException
    copy_wanted = Signal(str, object)
    """Go on in the copy: the secret that opens it, and its folder."""

    def __init__(self, session: Session, page: QWidget, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Save a copy elsewhere")
        self._session, self._page, self._jobs = session, page, jobs
        self._window = parent
        self._place: Path | None = None
        self.copy: Path | None = None
        self.choose = PlainButton("Choose a folder")
        self._where = Muted()
        self.secret = Field(
            "Passphrase or recovery code", "The copy opens with the same.", secret=True
        )
        self.save = MainButton("Save a copy there")
        self.go_on = MainButton("Go on in the copy")
        self.cancel = PlainButton("Close this")
        self.said = Words()
        buttons = Flow(gap=theme.SPACE_INSIDE)
        for button in (self.save, self.go_on, self.cancel):
            buttons.add(button)
        self.go_on.setVisible(False)
        self._inside = inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(theme.SPACE_ROWS)
        column.addWidget(Title("Save a copy elsewhere"))
        column.addWidget(
            Words(
                "Everything in the vault, and what you typed and could not save, is written into a"
                " new vault in a folder on another disk, and read back. What is on the screen"
                " stays there."
            )
        )
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self._where, self.secret, self.said, buttons):
            column.addWidget(widget)
        self._where.hide()
        self.said.hide()
        self.choose.clicked.connect(self._choose)
        self.save.clicked.connect(self._save)
        self.secret.edit.returnPressed.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._go_on)
        column.addStretch(1)
        self._scroll = scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scroll)
        self._fit()
        self.choose.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """As large as what there is to read, within the window; what does not fit scrolls."""
        wide = min(theme.current().px(560), self._window.width() - 40)
        high = max(self._inside.heightForWidth(wide), self._inside.sizeHint().height())
        self.resize(wide, min(high, self._window.height() - 40))

    def take_folder(self, folder: str) -> None:
        """Write the copy into this folder."""
        self._place = Path(folder)
        self._where.setText(f"The copy goes into {folder}")
        self._where.show()
        self.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """Leave no secret in the field."""
        self.secret.edit.clear()
        super().done(result)

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Choose a folder on another disk")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_folder)
        dialog.open()

    def _save(self) -> None:
        if self._place is None:
            self._say("Choose a folder first, best on another disk or a stick.")
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        secret = self.secret.text()
        if not secret:
            self.secret.complain("Type your passphrase, or your recovery code.")
            return
        forms = self._page.findChildren(RecordForm)
        for form in forms:
            form.settle()
        drafts = [form.draft for form in forms if form.draft.pending]
        workbook, place = self._session.workbook, self._place
        self._set_busy(True)
        self._say("Writing the copy, and reading all of it back.")
        self._jobs.start(
            lambda: rescue.save_elsewhere(workbook, secret, place, drafts),
            self._saved,
            self._failed,
        )

    def _saved(self, folder: Path) -> None:
        self._set_busy(False)
        self.copy = folder
        self._say(
            f"The copy is in {folder}, with the words that were not saved here. Go on in the copy,"
            " and use it from now on: the vault here is the older one."
        )
        self.save.setVisible(False)
        self.go_on.setVisible(True)
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.go_on))

    def _failed(self, error: BaseException) -> None:
        self._set_busy(False)
        if isinstance(error, WrongSecret):
            self._say("")
            self.secret.complain(str(error))
        elif isinstance(error, PlannerError):
            self._say(str(error))
        else:
            self.reject()
            self.crashed.emit(error)

    def _go_on(self) -> None:
        secret, folder = self.secret.text(), self.copy
        self.accept()
        self.copy_wanted.emit(secret, folder)

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.choose, self.secret, self.save, self.cancel):
            widget.setEnabled(not busy)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        self._fit()
        if sentence:
            announce(self, sentence)
