"""One window for each vault: a second start brings the first to the front.

While a window shows a vault, locked or open, it holds an operating-system lock on an empty file
named after a hash of the vault's place, in the person's own folder. The system lets go of it when
the program ends, however it ends. A second start finds the lock held and calls by making a file
beside it; the first window sees that, removes the file as its answer, and comes to the front. No
file holds a word. Qt's own way to do this, QLocalServer, is in QtNetwork, and nothing of ours loads
that.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

ANSWER_MS = 2000
"""How long a second start waits for the first window to come to the front."""
LOOK_MS = 50


class Presence(QObject):
    """The place of one window at one vault; ``run`` is the folder of the lock files."""

    def __init__(self, run: Path, vault: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        name = hashlib.blake2b(os.fsencode(os.path.realpath(vault)), digest_size=16).hexdigest()
        self._lock = run / f"{name}.window"
        self._call = run / f"{name}.call"
        self._file: IO[bytes] | None = None
        self._watcher: QFileSystemWatcher | None = None

    def take(self, called: Callable[[], None]) -> bool:
        """Be the window of this vault; ``called`` is called when another start asks for it.

        False when another window is already. Where no lock can be had, every window is the first.
        """
        import portalocker

        try:
            self._lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.fdopen(os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600), "r+b", 0)
        except OSError:
            return True
        try:
            portalocker.lock(file, portalocker.LOCK_EX | portalocker.LOCK_NB)
        except portalocker.AlreadyLocked:
            file.close()
            return False
        except portalocker.LockException:
            file.close()
            return True
        self._file = file
        self._call.unlink(missing_ok=True)  # from a call that nobody was there to hear
        self._watcher = QFileSystemWatcher([str(self._lock.parent)], self)
        self._watcher.directoryChanged.connect(lambda _folder: self._look(called))
        return True

    def call(self, answered: Callable[[bool], None]) -> None:
        """Ask the window that has the vault to come to the front; ``answered`` says if it did."""
        try:
            self._call.touch(mode=0o600)
        except OSError:
            answered(False)
            return
        timer = QTimer(self)
        timer.setInterval(LOOK_MS)
        left = [ANSWER_MS // LOOK_MS]

        def look() -> None:
            left[0] -= 1
            heard = not self._call.exists()
            if heard or left[0] <= 0:
                timer.stop()
                self._call.unlink(missing_ok=True)
                answered(heard)

        timer.timeout.connect(look)
        timer.start()

    def stop(self) -> None:
        """Be no longer the window of this vault. A second time does nothing."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        if self._file is not None:
            self._file.close()
            self._file = None

    def _look(self, called: Callable[[], None]) -> None:
        if self._file is not None and self._call.exists():
            self._call.unlink(missing_ok=True)
            called()
