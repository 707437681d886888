"""What is done for the vault beside the chair's work: backups, the drill, the ballast.

A backup is made after unlocking if anything was changed since the last one, and again when the
vault is locked or closed, before the program ends. Once a month a restore is tried. What could not
be done is told on the list of cases, and stays told until it is mended; it never stops the work.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from roth_planner import log
from roth_planner.errors import PlannerError
from roth_planner.vault import THIS_COMPUTER, Device
from roth_planner.workbook import rescue, safety
from ui.jobs import Jobs
from ui.pages import safety_words

if TYPE_CHECKING:
    from roth_planner.workbook import Workbook

SOON_MS = 1500
"""After the list of cases is drawn; the first seconds belong to the chair."""
NOW_AND_THEN_MS = 10 * 60 * 1000
"""Between looks whether a ballast that was given up can be made again."""
AT_MOST_MS, HURRY_MS = 2000, 300
"""How long the end of the program waits for a backup that is being made, and before a sleep. The
window is hidden by then. A backup cut short is not counted, and is made at the next unlock.
"""
MARK_PATIENCE = 0.3
"""Seconds that the end of the program gives the keyring; one that answers takes 0.05."""


class Upkeep(QObject):
    """Looks after one open vault, in threads of its own."""

    changed = Signal()
    """How the backups stand has changed."""
    told = Signal(str)
    """Something was done that the chair should know of."""
    differs = Signal(str)
    """The keyring knows of changes that are not in this copy of the vault: what to tell."""

    def __init__(
        self,
        workbook: Workbook,
        second_place: Path | None,
        parent: QObject | None = None,
        device: Device = THIS_COMPUTER,
    ) -> None:
        super().__init__(parent)
        self._workbook = workbook
        self._device = device
        self.second_place = second_place
        self.trouble = ""
        self.second_trouble = ""
        self.facts: safety.Facts | None = None
        self.differing = ""
        """What to tell of another copy that has come further; the keyring is left as it is until
        the chair has chosen this one."""
        self._compared_once = False
        self.in_a_hurry = False
        """The computer is about to sleep: no backup is made at the end."""
        self._jobs = Jobs(self)  # its own, because a page may wait for the window's
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.begin)
        self._now_and_then = QTimer(self)
        self._now_and_then.setInterval(NOW_AND_THEN_MS)
        self._now_and_then.timeout.connect(self._look_after)
        self._now_and_then.start()

    def begin_soon(self) -> None:
        """Begin once the list of cases is drawn."""
        self._soon.start()

    def begin(self) -> None:
        """Make what is due, beside the window."""
        self._soon.stop()
        workbook, second, device = self._workbook, self.second_place, self._device

        def compare() -> str:
            return safety.compare_mark(workbook, device)

        def work() -> tuple[safety.Round, str, safety.Facts]:
            rescue.keep_ballast(workbook)
            made = safety.back_up(workbook, second)
            wrong = safety.prove_if_due(workbook) if not made.trouble else ""
            return made, wrong, safety.facts(workbook)

        self._jobs.start(work, self._take, self._failed)
        self._jobs.start(compare, self._compared, self._failed)

    def use_this_copy(self) -> None:
        """The chair has chosen this copy: it is the one that counts on this computer now."""
        self.differing = ""
        self.changed.emit()
        self._note_mark()

    def look(self) -> None:
        """Read how things stand, after something else has made a backup."""
        try:
            self.facts = safety.facts(self._workbook)
        except PlannerError as error:
            self.trouble = str(error)
        else:
            if not self.facts.waiting:
                self.trouble = ""
        self.changed.emit()

    def words(self) -> str:
        """How the backups stand, in one quiet line; "" while that is not known yet."""
        if self.facts is None:
            return ""
        return safety_words.home(self.facts, dt.datetime.now(dt.UTC))

    def warning(self) -> str:
        """What the chair should know and do about; "" when all is well."""
        if self.differing:
            return self.differing
        if self.trouble:
            return self.trouble
        if self.facts is not None and safety_words.late(self.facts, dt.datetime.now(dt.UTC)):
            return safety_words.warning(self.facts)
        return self.second_trouble

    @property
    def busy(self) -> bool:
        """Whether something is being made."""
        return self._jobs.busy or self._soon.isActive()

    def finish(self) -> None:
        """Before the vault is closed: wait a little for what is being made, and make the last."""
        self._soon.stop()
        self._now_and_then.stop()
        self._jobs.wait(HURRY_MS if self.in_a_hurry else AT_MOST_MS)
        busy = self._workbook.vault.busy
        if self.in_a_hurry or self._jobs.busy or not busy.acquire(timeout=AT_MOST_MS / 1000):
            return
        busy.release()
        if self._compared_once and not self.differing:
            safety.note_mark(self._workbook, replace(self._device, patience=MARK_PATIENCE))
        try:
            # The second place may be a network folder: that one is for when the vault is open.
            made = safety.back_up(self._workbook)
        except Exception as error:  # whatever is wrong with a backup, the vault must still close
            log.note("backup-at-close", error)
        else:
            if made.trouble:
                log.note("no-backup-at-close")

    def _look_after(self) -> None:
        """Have the ballast again once there is room, and let the keyring keep up."""
        workbook = self._workbook
        self._jobs.start(lambda: rescue.keep_ballast(workbook), lambda _: None, self._failed)
        self._note_mark()

    def _note_mark(self) -> None:
        workbook, device = self._workbook, self._device
        if self._compared_once and not self.differing:
            self._jobs.start(
                lambda: safety.note_mark(workbook, device), lambda _: None, self._failed
            )

    def _compared(self, differing: str) -> None:
        self.differing, self._compared_once = differing, True
        if differing:
            self.changed.emit()
            self.differs.emit(differing)

    def _take(self, result: tuple[safety.Round, str, safety.Facts]) -> None:
        made, wrong, self.facts = result
        self.trouble = made.trouble or wrong
        self.second_trouble = made.second_trouble
        self.changed.emit()
        if made.removed:
            self.told.emit(safety_words.removed_old_keys(made.removed))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, PlannerError):
            raise error
        self.trouble = str(error)
        self.changed.emit()
