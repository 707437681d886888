"""When what is typed is kept: on leaving a field, soon after typing stops, and while it goes on.

The one place with these times. A save that fails loses nothing: what was typed stays pending and
the next moment to save tries again.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from roth_planner.errors import PlannerError
from roth_planner.workbook import Changes

AFTER_TYPING = 800
"""Milliseconds after the last key."""
AT_LEAST_EVERY = 5000
"""Milliseconds between saves while somebody types on and on."""


class Autosave(QObject):
    """Saves one draft at the right moments; ``commit`` saves it and gives what changed."""

    saved = Signal(object)  # Changes, after the commit returned
    failed = Signal(str)

    def __init__(self, commit: Callable[[], Changes | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commit = commit
        self._quiet = self._timer(AFTER_TYPING)
        self._longest = self._timer(AT_LEAST_EVERY)

    def typed(self) -> None:
        """Something was typed: save when the typing stops, or after five seconds of it."""
        self._quiet.start()
        if not self._longest.isActive():
            self._longest.start()

    def flush(self) -> bool:
        """Save what is pending now; False if it could not be saved and is still pending."""
        self._quiet.stop()
        self._longest.stop()
        try:
            changes = self._commit()
        except PlannerError as error:
            self.failed.emit(str(error))
            return False
        if changes is not None:
            self.saved.emit(changes)
        return True

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.flush)
        return timer
