"""What the chair's desk looked like when they left: where they were, how a map was tidied.

Notes are kept in the vault, because they may tell of people. They are neither history nor sealed,
because they are no facts: a lost one costs nothing, and no step takes one back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from roth_planner.errors import PlannerError
from roth_planner.records.changes import DeskNote
from roth_planner.vault import translate_errors

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from roth_planner.vault import Vault


class Desk:
    """The notes of one open vault, by key."""

    def __init__(self, vault: Vault, session: Session) -> None:
        self._vault = vault
        self._session = session

    def get(self, key: str) -> str | None:
        """What was noted; None if nothing was."""
        with self._vault.busy, translate_errors():
            try:
                found = self._session.scalar(select(DeskNote.text).where(DeskNote.key == key))
                self._session.commit()
            except BaseException:
                self._session.rollback()
                raise
            return found

    def put(self, key: str, text: str | None) -> None:
        """Note a text in a transaction of its own, or with None forget what was noted.

        Raises what saving an answer raises; the note is then as it was.
        """
        if self.get(key) == text:
            return
        with self._vault.busy, translate_errors():
            self._vault.check_unchanged()
            try:
                if text is None:
                    self._session.execute(delete(DeskNote).where(DeskNote.key == key))
                else:
                    noting = insert(DeskNote).values(key=key, text=text)
                    self._session.execute(
                        noting.on_conflict_do_update(["key"], set_={"text": noting.excluded.text})
                    )
                self._session.commit()
            except BaseException:
                self._session.rollback()
                raise
            self._vault.committed()

    def try_put(self, key: str, text: str | None, patience: float = 0) -> bool:
        """Note a text if that can be done now; False if not, and nothing is lost but the note.

        ``patience`` is in seconds: how long to wait for work beside the window, such as a backup.
        """
        if not self._vault.busy.acquire(timeout=patience):
            return False
        try:
            self.put(key, text)
        except PlannerError:
            return False
        finally:
            self._vault.busy.release()
        return True
