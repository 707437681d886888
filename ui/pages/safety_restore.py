"""Restoring: choose a backup, see what is in it, restore it beside the vault, and switch or not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QVBoxLayout, QWidget

from roth_planner.workbook import rescue, safety
from ui import theme
from ui.pages import safety_words
from ui.pages.safety_step import SafetyStep, Tools, secret_field
from ui.widgets.buttons import LinkButton, MainButton, PlainButton
from ui.widgets.marks import Option
from ui.widgets.words import Heading, Muted, Strong, Words

if TYPE_CHECKING:
    from roth_planner.workbook.rescue import Beside, Summary
    from roth_planner.workbook.safety import Backup

WIDTH = 680
AT_ONCE = 6
"""Backups shown before the older ones are asked for."""


class Restore(SafetyStep):
    """From a list of backups to a restored vault beside this one. Nothing here is overwritten."""

    switch_wanted = Signal(object)
    """The restored folder is to take the place of the vault's."""

    def __init__(self, tools: Tools) -> None:
        super().__init__("Restore a backup", tools, WIDTH)
        self.restored: Path | None = None
        self.choice = BackupChoice(_backups_of(tools))
        self.other = LinkButton("Choose a backup that is kept elsewhere")
        self.secret = secret_field(
            "Passphrase at the time of the backup",
            "Or the recovery code of then. If it was changed since, it is the one from before.",
        )
        self.look = MainButton("Look into this backup")
        self.facts = Words()
        self.restore = MainButton("Restore it into a new folder")
        self.switch = MainButton("Use the restored vault from now on")
        self.add(
            Muted("A backup is always restored beside the vault you have, which stays as it is.")
        )
        self.add(self.choice, gap=theme.SPACE_ROWS)
        self.add_left(self.other)
        self.add(self.secret, gap=theme.SPACE_ROWS)
        self.add(self.facts, gap=theme.SPACE_ROWS)
        begin = self.choice.options[0] if self.choice.options else self.other
        self.finish_column(
            self.look,
            self.restore,
            self.switch,
            begin=begin,
            waits=(self.choice, self.other, self.secret),
        )
        self._show_only(self.look)
        self.choice.chosen.connect(self._start_over)
        self.secret.edited.connect(self._start_over)
        self.other.clicked.connect(self._choose_file)
        self.look.clicked.connect(self._look)
        self.secret.edit.returnPressed.connect(self._look)
        self.restore.clicked.connect(self._restore)
        self.switch.clicked.connect(lambda: self.switch_wanted.emit(self.restored))

    def forget(self) -> None:
        """Empty the box."""
        self.secret.edit.clear()

    def take_file(self, file: str) -> None:
        """Offer a backup from anywhere, and choose it."""
        self.choice.add_file(Path(file))
        self._start_over()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Choose a backup", str(self.tools.folder.parent))
        dialog.setNameFilter("Backups of ROTH Planner (*.rothbackup)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def _look(self) -> None:
        file, secret = self.choice.file(), self.secret.text()
        if file is None:
            self.told.emit("There is no backup to look into. Choose one that is kept elsewhere.")
            return
        if not secret:
            self.secret.complain("Type the passphrase of that time, or the recovery code.")
            return
        folder, session = self.tools.folder, self.tools.session
        workbook = session.workbook if session is not None else None

        def work() -> tuple[Summary, Beside]:
            summary = rescue.look_into(file, secret)
            return summary, rescue.beside(summary, folder, workbook)

        self.work("Reading all of the backup.", work, self._show, self.secret)

    def _show(self, found: tuple[Summary, Beside]) -> None:
        now = dt.datetime.now(dt.UTC)
        lines = (*safety_words.inside(found[0], now), *safety_words.beside(found[1], now))
        self.facts.setText("\n".join(lines))
        self._show_only(self.restore)
        self.restore.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore(self) -> None:
        file, secret, folder = self.choice.file(), self.secret.text(), self.tools.folder
        assert file is not None
        self.work(
            "Restoring, and reading all of it back.",
            lambda: rescue.restore(file, secret, folder),
            self._restored,
            self.secret,
        )

    def _restored(self, folder: Path) -> None:
        self.restored = folder
        self.facts.setText(
            f"The backup is restored in {folder.name}, beside your vault. Your vault is as it was."
            " If you use the restored one from now on, the vault you have is put aside and kept"
            " for 30 days, and what is in it now but not in the backup is only there."
        )
        self._show_only(self.switch)
        self.switch.setFocus(Qt.FocusReason.OtherFocusReason)

    def _start_over(self) -> None:
        self.facts.setText("")
        self._show_only(self.look)

    def _show_only(self, button: PlainButton) -> None:
        for one in (self.look, self.restore, self.switch):
            one.setVisible(one is button)


class BackupChoice(QWidget):
    """The backups that are known, newest first, as options."""

    chosen = Signal()

    def __init__(self, found: tuple[Backup, ...]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._files: list[Path] = []
        self.options: list[Option] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(Heading("Backups"))
        now = dt.datetime.now(dt.UTC)
        for backup in found:
            self._add(safety_words.one_backup(backup, now), backup.path)
        for option in self.options[AT_ONCE:]:
            option.hide()
        self.older = LinkButton(f"Show {len(found) - AT_ONCE} older ones")
        self.older.setVisible(False)
        self._column.addWidget(self.older, 0, Qt.AlignmentFlag.AlignLeft)
        self.older.setVisible(len(found) > AT_ONCE)
        self.older.clicked.connect(self._show_older)
        if self.options:
            self.options[0].setChecked(True)
        else:
            self._none = Strong("There is no backup in the vault's own folder.")
            self._column.addWidget(self._none)
        self._group.idClicked.connect(lambda _number: self.chosen.emit())

    def file(self) -> Path | None:
        """The backup that is chosen."""
        number = self._group.checkedId()
        return self._files[number] if number >= 0 else None

    def add_file(self, file: Path) -> None:
        """Put a backup from elsewhere with the others, chosen."""
        self._add(file.name, file)
        self.options[-1].setChecked(True)

    def _add(self, words: str, file: Path) -> None:
        option = Option(words)
        self._group.addButton(option, len(self._files))
        self._files.append(file)
        self.options.append(option)
        self._column.addWidget(option)

    def _show_older(self) -> None:
        for option in self.options:
            option.show()
        self.older.hide()


def _backups_of(tools: Tools) -> tuple[Backup, ...]:
    found = safety.own_backups(tools.folder)
    if tools.session is not None and tools.second_place is not None:
        there = {one.path.name for one in found}
        second = safety.second_backups(tools.session.workbook, tools.second_place)
        found += tuple(one for one in second if one.path.name not in there)
    return tuple(sorted(found, key=lambda one: one.made, reverse=True))
