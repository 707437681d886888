"""What a chair sees when the program itself is at fault: what is safe, and what to do next.

The page shows no message of the exception and no value of anything; the report holds types,
modules and lines (``roth_planner.log``), and can be read in full before it is saved.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from roth_planner import __version__, log
from ui import theme
from ui.pages.page import NarrowPage
from ui.widgets.buttons import MainButton, PlainButton
from ui.widgets.words import Heading, Large, Muted, Words

ALL_SAFE = "Everything you typed is saved in your vault."
NOT_OPEN = "No vault was open, so nothing of yours is touched."
LAST_NOT_SAFE = (
    "Your answers are saved in your vault, except the last thing you typed: we could not save it."
    " It may be worth writing it down now, if you remember it."
)


class CrashPage(NarrowPage):
    """Shown in place of the page on which the fault happened."""

    restart_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, error: BaseException, safe: str, parent: QWidget | None = None) -> None:
        super().__init__("We are sorry, the program made a mistake", theme.COLUMN, parent)
        self.report = log.report(error, __version__)
        self.restart = MainButton("Start again")
        self.keep_report = PlainButton("Save a report")
        self.leave_button = PlainButton("Close the program")
        self._said = Muted()
        text = QPlainTextEdit(self.report)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName("Report")
        text.setMinimumHeight(theme.current().px(160))

        self.add(
            Large(safe),
            Words(
                "The fault is ours, not yours. To be careful, the program does not go on from here."
                " Start again and unlock your vault; then you can go on."
            ),
            gap=theme.SPACE_INSIDE,
        )
        self.add_left(self.restart, self.keep_report, self.leave_button, gap=theme.SPACE_ROWS)
        self.add(self._said)
        self.add(Heading("The report"), gap=theme.SPACE_ROWS)
        self.add(
            Words(
                "It says where in the program the fault is. It holds no names and none of your"
                " words. If you can, save it and send it to whoever looks after the program."
            ),
            text,
        )
        self.end()
        self.restart.clicked.connect(self.restart_wanted)
        self.leave_button.clicked.connect(self.leave_wanted)
        self.keep_report.clicked.connect(self._choose_file)

    def arrive(self) -> None:
        """Begin at the way on."""
        self.restart.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Save the report", str(Path.home() / "roth-planner-report.txt"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_report)
        dialog.open()

    def save_report(self, file: str) -> None:
        """Write the report where the chair says."""
        try:
            Path(file).write_text(self.report, "utf-8")
        except OSError:
            self._said.setText("We could not save the report there. Choose another folder.")
        else:
            self._said.setText("The report is saved.")
