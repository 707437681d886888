"""The open workbook with signals: the only way a page reads or changes anything kept.

A change that is kept is announced with ``changed`` and ``saved``, on the whole window at once. A
change that could not be kept is announced with ``failed`` and its sentence, and returns ``None``;
the page leaves what was typed on the screen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from roth_planner import log
from roth_planner.errors import (
    CannotWrite,
    ChangedOutside,
    DamagedVault,
    DiskFull,
    PlannerError,
)

if TYPE_CHECKING:
    from pathlib import Path

    from roth_planner.documents.produce import DocumentChoice, Made
    from roth_planner.guides.spec import Question
    from roth_planner.guides.values import Value
    from roth_planner.workbook import Changes, Ref, Snapshot, Workbook
    from roth_planner.workbook.copies import Way
    from ui.upkeep import Upkeep

_Given = TypeVar("_Given")


class Session(QObject):
    """One unlocked workbook, from unlock to lock."""

    changed = Signal(object)  # Changes
    saved = Signal(object)  # dt.datetime, aware
    failed = Signal(str)
    unsaved = Signal()
    """What was typed last is not kept yet; the page it is on says why."""
    copy_wanted = Signal()
    """The vault, and the words on the screen, are to be written on another disk."""
    room_given = Signal()
    """The disk was full; the ballast made room for what was just saved."""

    def __init__(self, workbook: Workbook, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workbook = workbook
        self.folder = folder
        self.practice = workbook.practice
        self.read_only = workbook.vault.read_only
        self.disk_trouble = False
        """Whether the last save failed because of the disk, or of somebody else's hand."""
        self.upkeep: Upkeep | None = None
        self.is_closed = False
        self._shared: dict[Ref, str] = {}

    # -- saved steps

    def save(
        self, ref: Ref, answers: Mapping[str, Value], half_typed: Mapping[str, str] | None = None
    ) -> Changes | None:
        """Keep answers of one record."""
        return self._try(lambda: self.workbook.save(ref, answers, half_typed or {}))

    def add(self, record: str, answers: Mapping[str, Value]) -> Changes | None:
        """Add a person or a place."""
        return self._try(lambda: self.workbook.add(record, answers))

    def add_row(
        self, parent: Ref, question: Question, answers: Mapping[str, Value] | None = None
    ) -> Changes | None:
        """Add a row at the end of a list."""
        return self._try(lambda: self.workbook.add_row(parent, question, answers or {}))

    def add_rows(
        self, parent: Ref, question: Question, rows: Iterable[Mapping[str, Value]]
    ) -> Changes | None:
        """Add several rows at the end of a list, in one step."""
        return self._try(lambda: self.workbook.add_rows(parent, question, rows))

    def remove(self, ref: Ref) -> Changes | None:
        """Take a record away; Undo brings it back."""
        return self._try(lambda: self.workbook.remove(ref))

    def move(self, ref: Ref, to: int) -> Changes | None:
        """Put a row at another place of its list."""
        return self._try(lambda: self.workbook.move(ref, to))

    def set_status(self, ref: Ref, section: str, status: str) -> Changes | None:
        """Say how far a section is."""
        return self._try(lambda: self.workbook.set_status(ref, section, status))

    def undo(self) -> Changes | None:
        """Take back the last saved step."""
        return self._try(self.workbook.undo)

    def redo(self) -> Changes | None:
        """Put back the step last taken back."""
        return self._try(self.workbook.redo)

    def start_case(self, code: str, name: str, reference: str) -> Ref | None:
        """Start a case for a young person who is not in the vault yet."""
        from roth_planner.workbook import caseload

        return self._start(lambda: caseload.start_case(self.workbook, code, name, reference))

    def complete_case(self, case: Ref) -> None:
        """Give a case of an older vault the records that this version keeps."""
        from roth_planner.workbook import caseload

        self._try(lambda: caseload.complete_case(self.workbook, case))

    def start_context_plan(self, case: Ref, context: int) -> Ref | None:
        """Start, or join, the plan for a place."""
        from roth_planner.workbook import caseload

        return self._start(lambda: caseload.start_context_plan(self.workbook, case, context))

    def start_guardian(self, case: Ref, context: int) -> Ref | None:
        """Start the sheet of somebody who could be a guardian in a place."""
        from roth_planner.workbook import caseload

        return self._start(lambda: caseload.start_guardian(self.workbook, case, context))

    def note_copy(
        self, case: Ref, choice: DocumentChoice, made: Made, way: Way, reader: str
    ) -> Changes | None:
        """Write down that a copy left the program."""
        from roth_planner.documents import produce

        return self._try(lambda: produce.note_copy(self.workbook, case, choice, made, way, reader))

    def announce(self, changes: Changes | None) -> None:
        """Tell the window of a step that was saved through the workbook itself."""
        if changes is not None:
            self._shared.clear()
            self.changed.emit(changes)
            self.saved.emit(changes.at)

    def keeping(self, step: Callable[[], _Given]) -> _Given:
        """Do a saving step. On a full disk the ballast is given up, and it is tried once more."""
        self.disk_trouble = False
        try:
            return step()
        except DiskFull:
            from roth_planner.workbook import rescue

            self.disk_trouble = True
            if not rescue.give_up_ballast(self.workbook):
                raise
            given = step()
            self.disk_trouble = False
            self.room_given.emit()
            return given
        except (CannotWrite, ChangedOutside, DamagedVault):
            self.disk_trouble = True
            raise

    # -- reading

    def said(self, words: str) -> str:
        """A sentence of the window's own with the area's names for what it speaks of."""
        return self.workbook.catalogue.said(words)

    def read(self, ref: Ref) -> Snapshot:
        """One record as it is kept."""
        return self.workbook.read(ref)

    def shared_words(self, ref: Ref) -> str:
        """What to say where a record of several cases is edited; looked up once between changes,
        because every table is read for it."""
        if ref not in self._shared:
            from roth_planner.workbook import uses

            self._shared[ref] = uses.shared_words(self.workbook, ref)
        return self._shared[ref]

    def close(self, patience: float = -1) -> None:
        """Close the workbook; nothing can be read or saved afterwards.

        ``patience`` is in seconds, -1 as long as it takes: how long to wait for work beside the
        window. Where that runs on, the workbook is left to the end of the process, and its vault
        is checked in full when it is opened next.
        """
        if self.upkeep is not None:
            self.upkeep.finish()
        self.is_closed = True
        busy = self.workbook.vault.busy
        if busy.acquire(timeout=patience):
            try:
                self.workbook.close()
            finally:
                busy.release()

    def _try(self, step: Callable[[], Changes | None]) -> Changes | None:
        changes = self._guard(step)
        self.announce(changes)
        return changes

    def _start(self, start: Callable[[], Ref]) -> Ref | None:
        from roth_planner.workbook import Changes

        ref = self._guard(start)
        if ref is not None:
            now = dt.datetime.now().astimezone()
            self.announce(Changes(step=0, at=now, touched=frozenset((ref,)), added=(ref,)))
        return ref

    def _guard(self, step: Callable[[], _Given]) -> _Given | None:
        try:
            return self.keeping(step)
        except PlannerError as error:
            log.note("step-refused", error)
            self.failed.emit(str(error))
            return None
