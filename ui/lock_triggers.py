"""Everything that locks the program although nobody pressed Lock.

Idle minutes, sleep, the screen lock, another user, a clock that jumped. What each system can say
is in ``idle``, ``logind``, ``windows_signals`` and ``mac_signals``. Loaded after the first page of
an open vault is drawn, and never while the program is locked: then there is nothing to lock.
"""

from __future__ import annotations

import sys
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from roth_planner import log
from ui.idle import IdleWatch, OwnInput, system_seconds


class SystemSignals(Protocol):
    """What one system says; its signal ``lock_wanted`` carries the reason, a code."""

    def let_sleep(self) -> None:
        """The vault cannot be locked now: the system need not wait."""

    def leave(self) -> None:
        """The process is about to end: the system may go to sleep once it has."""


class LockTriggers(QObject):
    """Says when to lock, and half a minute before when nobody seems to be there."""

    lock_wanted = Signal()
    soon = Signal()
    stayed = Signal()

    def __init__(self, minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._own = OwnInput(self)
        self._elsewhere = system_seconds()
        self._signals: SystemSignals | None = None
        self._stopped = False
        self.reason = ""
        """Why it was to lock, as a code."""
        self.idle = IdleWatch(minutes, self.seconds, self)
        self.idle.soon.connect(self.soon)
        self.idle.stayed.connect(self.stayed)
        self.idle.idle.connect(lambda: self._want("idle"))
        self.idle.woke.connect(lambda: self._want("clock"))

    def start(self, window: QWidget) -> None:
        """Begin to look and to hear; ``window`` gets what Windows says to windows."""
        self._signals = system_signals(window, self)
        if self._signals is not None:
            self._signals.lock_wanted.connect(self._want)  # type: ignore[attr-defined]
            if self._elsewhere is None and hasattr(self._signals, "idle_seconds"):
                self._elsewhere = self._signals.idle_seconds
        self.idle.start()

    def seconds(self) -> float:
        """Seconds since the last sign of life, here or anywhere the system can see."""
        own = self._own.seconds()
        return min(own, self._elsewhere()) if self._elsewhere is not None else own

    def let_sleep(self) -> None:
        """The system need not wait with its sleep any longer."""
        if self._signals is not None:
            self._signals.let_sleep()

    def stop(self) -> None:
        """Look no more; the process is about to end, and the system may sleep once it has."""
        self._stopped = True
        self.idle.stop()
        if self._signals is not None:
            self._signals.leave()

    def _want(self, reason: str) -> None:
        if not self._stopped:
            log.note(f"lock-{reason}")
            self.reason = reason
            self.lock_wanted.emit()


def system_signals(window: QWidget, parent: QObject) -> SystemSignals | None:
    """What this system can say about sleep and presence; None where it says nothing."""
    if sys.platform == "win32":
        from ui.windows_signals import WindowsSignals

        return WindowsSignals(window, parent)
    if sys.platform == "darwin":
        from ui.mac_signals import MacSignals

        return MacSignals(parent)
    try:
        from PySide6.QtDBus import QDBusConnection
    except ImportError:  # a system without libdbus
        return None
    from ui.logind import Logind

    heard = Logind(QDBusConnection.systemBus(), QDBusConnection.sessionBus(), parent)
    heard.start()
    return heard
