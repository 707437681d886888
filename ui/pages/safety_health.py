"""Health: everything is read and compared, and each thing that is wrong comes with its cure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.workbook import rescue
from ui import theme
from ui.pages.safety_step import SafetyStep, Tools, secret_field
from ui.widgets.buttons import MainButton, PlainButton
from ui.widgets.flow import Flow
from ui.widgets.frames import Card
from ui.widgets.words import Heading, Muted, Strong, Words

if TYPE_CHECKING:
    from roth_planner.workbook.rescue import Finding, Report

WIDTH = 680
ALL_WELL = (
    "All is well. Every record and every change was read, and each is as the program wrote it."
)
BUTTONS = {
    "make_backup": "Make a backup now",
    "renew_backup": "Make a backup now",
    "name_backups": "Give them their names",
    "make_ballast": "Make the file",
    "restore_backup": "Restore a backup",
    "salvage": "Save what can be proved right",
    "repair_header": "Repair the header",
    "header_from_backup": "Put back the header of a backup",
    "rewrite_start": "Write the beginning again",
    "cut_surplus": "Cut off what was added",
    "rebuild_indexes": "Make the list again",
    "rebuild_search": "Make the list of the search again",
    "set_journal_aside": "Put the file aside",
    "remove_leftovers": "Remove these files",
    "clear_the_way": "Put the file aside",
    "close_to_others": "Close the folder to others",
}
"""What the button of a cure says; the other cures are for a person, and told in words only."""


class Health(SafetyStep):
    """Checks when it is come to, and shows what was found."""

    cure_wanted = Signal(str, object)
    """A cure, and the finding it is for."""

    def __init__(self, tools: Tools) -> None:
        super().__init__("Check everything", tools, WIDTH)
        self._found = QWidget()
        self._list = QVBoxLayout(self._found)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.SPACE_ROWS)
        self.verdict = Strong()
        self.report: Report | None = None
        self.secret = secret_field(
            "Passphrase or recovery code", "Without it only what is outside can be checked."
        )
        if tools.secret:
            self.secret.edit.setText(tools.secret)
        self.secret.setVisible(False)
        self.again = MainButton("Check again")
        self.add(
            Muted(
                "This reads every record, the whole history, the keys and the newest backup. It"
                " changes nothing."
            ),
            self.secret,
            self.verdict,
            self._found,
        )
        self.secret.setVisible(tools.session is None)
        self.finish_column(self.again, begin=self.again, waits=(self._found,))
        self.again.clicked.connect(self.check)
        self.secret.edit.returnPressed.connect(self.check)

    def arrive(self) -> None:
        """Begin to check at once: that is what the chair came for."""
        super().arrive()
        self.check()

    def forget(self) -> None:
        """Empty the box."""
        self.secret.edit.clear()

    def typed(self) -> str | None:
        """The secret, if one was typed."""
        return self.secret.text() or None

    def check(self) -> None:
        """Look at everything once more."""
        tools, secret = self.tools, self.typed()
        self.verdict.setText("")
        self._show_findings(())

        def look() -> Report:
            if tools.session is not None:
                return rescue.examine(tools.session.workbook, tools.device)
            return rescue.examine_closed(tools.folder, secret, tools.device)

        doing = "Checking everything. With many cases this takes a few seconds."
        self.work(doing, look, self.show_report, self.secret)

    def show_report(self, report: Report) -> None:
        """Show what was found."""
        self.report = report
        serious = [one for one in report.findings if one.grave]
        slight = [one for one in report.findings if not one.grave]
        if not serious:
            self.verdict.setText(_all_well(report))
        elif len(serious) == 1:
            self.verdict.setText("One thing is wrong. Nothing was changed yet.")
        else:
            self.verdict.setText(f"{len(serious)} things are wrong. Nothing was changed yet.")
        self._show_findings((*serious, *slight))
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_findings(self, found: tuple[Finding, ...]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        slight = False
        for one in found:
            if not one.grave and not slight:
                slight = True
                self._list.addWidget(Heading("Worth knowing"))
            self._list.addWidget(FindingCard(one, partial(self._cure, one)))

    def _cure(self, finding: Finding) -> None:
        self.cure_wanted.emit(finding.cure, finding)


class FindingCard(Card):
    """One finding: what it is, where, and what can be done."""

    def __init__(self, finding: Finding, cure: Callable[[], None]) -> None:
        super().__init__()
        self.setAccessibleName(finding.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(theme.SPACE_INSIDE)
        column.addWidget(Strong(finding.words))
        if finding.where:
            column.addWidget(Muted(f"Where: {finding.where}"))
        about = rescue.cure_in_words(finding)
        column.addWidget(Words(about))
        words = BUTTONS.get(finding.cure)
        if words is not None:
            button = PlainButton(words)
            button.setAccessibleDescription(f"{finding.words} {about}")
            button.clicked.connect(cure)
            line = Flow()
            line.add(button)
            column.addWidget(line)


def _all_well(report: Report) -> str:
    if report.keys.opened:
        return ALL_WELL
    return (
        "Nothing wrong was found from outside. What is inside can be read only with the passphrase."
    )
