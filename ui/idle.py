"""Notices that nobody is there: no key and no mouse for some minutes, or a computer that slept.

Where the system tells how long it has been idle, that counts together with the program's own keys
and mouse, whichever was later: a chair who reads on another window is there. Tested here: the
program's own, and org.freedesktop.ScreenSaver. Not tested here: GNOME's idle monitor, Windows
(GetLastInputInfo) and macOS (CGEventSourceSecondsSinceLastEventType).
"""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

NOTICE = 30
"""Seconds before the lock at which it is announced."""
LOOK_EVERY_MS = 1000
JUMP = 60
"""Seconds by which wall clock and running clock may part: more is a sleep, or a moved clock."""

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletPress,
    }
)


class OwnInput(QObject):
    """When the program itself last saw a key or the mouse, in any of its windows.

    It looks at whole windows, not at every event of every widget, which would slow the program.
    """

    def __init__(
        self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last = clock()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        for window in application.topLevelWindows():
            window.installEventFilter(self)
        application.focusWindowChanged.connect(self._watch)

    def seconds(self) -> float:
        """Seconds since the last key or movement."""
        return self._clock() - self._last

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note a key or the mouse; every event goes on as it was."""
        if event.type() in _SIGNS_OF_LIFE:
            self._last = self._clock()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)  # or it would be asked twice
            window.installEventFilter(self)


class IdleWatch(QObject):
    """Counts the minutes in which nobody is there.

    ``seconds`` says how long that is now; ``wall`` is the clock that a sleeping computer moves on
    and ``clock`` the one that measures.
    """

    soon = Signal()
    """Nobody was there for so long that the lock is near."""
    stayed = Signal()
    """Somebody came back in time."""
    idle = Signal()
    woke = Signal()
    """The wall clock jumped: the computer slept and did not say so, or the clock was moved."""

    def __init__(
        self,
        minutes: int,
        seconds: Callable[[], float],
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self.minutes = minutes
        self._seconds, self._clock, self._wall = seconds, clock, wall
        self._apart = wall() - clock()
        self._announced = False
        self._again = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look, once a second."""
        self._apart = self._wall() - self._clock()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """See how long nobody was there, and say what follows from it."""
        apart = self._wall() - self._clock()
        jumped, self._apart = abs(apart - self._apart) > JUMP, apart
        if jumped:
            self.woke.emit()
            return
        left = self.minutes * 60 - self._seconds()
        if left <= 0:
            self._announced = False
            if self._clock() >= self._again:  # where the lock was refused it is tried again
                self._again = self._clock() + NOTICE
                self.idle.emit()
        elif left <= NOTICE and not self._announced:
            self._announced = True
            self.soon.emit()
        elif left > NOTICE and self._announced:
            self._announced = False
            self.stayed.emit()


def seconds_on_windows() -> float:
    """Seconds since the last key or mouse anywhere in this Windows session. Not tested here."""

    class LastInput(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint), ("at", ctypes.c_uint))

    last = LastInput(ctypes.sizeof(LastInput), 0)
    windows = ctypes.windll  # type: ignore[attr-defined]
    if not windows.user32.GetLastInputInfo(ctypes.byref(last)):
        return float("inf")
    # both count milliseconds in 32 bits and begin again at 0 together
    return float((windows.kernel32.GetTickCount() - last.at) & 0xFFFFFFFF) / 1000


def seconds_on_mac() -> float:
    """Seconds since the last key or mouse anywhere in this macOS session. Not tested here."""
    services = ctypes.CDLL(
        "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
    )
    ask = services.CGEventSourceSecondsSinceLastEventType
    ask.restype, ask.argtypes = ctypes.c_double, (ctypes.c_int32, ctypes.c_uint32)
    of_this_session, any_event = 0, 0xFFFFFFFF
    return float(ask(of_this_session, any_event))


def system_seconds() -> Callable[[], float] | None:
    """How to ask this system how long nobody was there; None where only the program can tell."""
    if sys.platform == "win32":
        return seconds_on_windows
    if sys.platform == "darwin":
        return seconds_on_mac
    return None
