"""An open vault's seal: what was saved is noted, and what is there is compared with what was."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from roth_planner.errors import OlderCopy
from roth_planner.vault import refusing as words
from roth_planner.vault import switch
from roth_planner.vault.data_file import DATA
from roth_planner.vault.header import Header
from roth_planner.vault.mark import MarkFile
from roth_planner.vault.seal import Head, Seal
from roth_planner.vault.seal_check import Sealed, check_fully
from roth_planner.vault.slots import Slots
from roth_planner.vault.troubles import OPENING, translate_errors
from roth_planner.vault.watch import Watch

if TYPE_CHECKING:
    from sqlalchemy import Engine


class SealedSlots(Slots):
    """The half of an open vault that knows what was saved, and what was seen last."""

    engine: Engine
    older_accepted = False
    """Whether the chair has just chosen to use a copy that is older than what was seen last."""
    _older_than: Head | None = None

    def __init__(
        self, folder: Path, header: Header, data_key: bytes, connection: Any, marks: Path
    ) -> None:
        super().__init__(folder, header, data_key, connection)
        self.busy = RLock()
        self.watch = Watch(folder / DATA)
        self._marks = marks

    @cached_property
    def seal(self) -> Seal:
        """The hash chain over every change; raises DamagedVault if its key is gone."""
        with translate_errors(OPENING, anything_is_damage=True):
            return Seal(self._connection)

    @cached_property
    def _mark(self) -> MarkFile:
        return MarkFile(self._marks, self.vault_id, self.seal.key)

    def check(self) -> Sealed:
        """Read every record and the whole history, and compare them with the seal.

        Raises DamagedVault where something cannot even be read, or an index is not as its table.
        """
        with self.busy, translate_errors(OPENING, anything_is_damage=True):
            return check_fully(self._connection)

    def check_unchanged(self) -> None:
        """Before something is saved: raises ChangedOutside if anybody else changed the file."""
        self.watch.check()

    def committed(self) -> None:
        """Something was saved: this is what the file is like now, and what was seen last."""
        self.watch.note()
        if self.kind == "live":
            self._mark.write(self.seal.latest)

    def _put(self, header: Header) -> None:
        self.check_unchanged()
        super()._put(header)
        self.watch.note()

    def _compare_mark(self, accept_older: bool) -> None:
        """Raises OlderCopy if the vault has not come as far as it was on this computer.

        Nothing is written: what comes after may still refuse.
        """
        self.watch.note()
        if self.kind != "live":
            return
        mark, head = self._mark.read(), self.seal.head()
        known = (
            mark is None or self.seal.holds(mark) or switch.restored_over(self._connection, mark)
        )
        if mark is not None and not known:
            if not accept_older:
                raise OlderCopy(words.older(mark.number - head.number))
            self._older_than = mark

    def _note_older(self) -> None:
        """Write in the history that an older copy is used, in the transaction that is under way."""
        if self._older_than is not None:
            self.seal.event("older-copy-used", seen=self._older_than.number)
            self.older_accepted = True
