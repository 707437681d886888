"""Sleep, screen lock, user switch and a dropped remote desktop on Windows. Not tested here.

Windows says them to a window: WM_POWERBROADCAST, and WM_WTSSESSION_CHANGE once the window has
asked for it (learn.microsoft.com, WTSRegisterSessionNotification). Windows does not wait with its
sleep for more than two seconds, and needs no asking.
"""

from __future__ import annotations

import ctypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

POWER, SESSION = 0x0218, 0x02B1
SAID = {
    (POWER, 4): "sleep",  # PBT_APMSUSPEND
    (POWER, 18): "awake",  # PBT_APMRESUMEAUTOMATIC
    (SESSION, 2): "user-switch",  # WTS_CONSOLE_DISCONNECT
    (SESSION, 4): "remote",  # WTS_REMOTE_DISCONNECT
    (SESSION, 6): "logoff",  # WTS_SESSION_LOGOFF
    (SESSION, 7): "screen-lock",  # WTS_SESSION_LOCK
}


class _Message(ctypes.Structure):
    """MSG of winuser.h, as far as it is read."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("first", ctypes.c_size_t),
        ("second", ctypes.c_ssize_t),
    )


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, signals: WindowsSignals) -> None:
        super().__init__()
        self._signals = signals

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Hear what Windows says; every message goes on as it was."""
        if QByteArray(kind).data() == b"windows_generic_MSG":
            said = _Message.from_address(int(message))
            reason = SAID.get((said.message, said.first))
            if reason is not None:
                self._signals.lock_wanted.emit(reason)
        return False, 0


class WindowsSignals(QObject):
    """Hears what Windows says to ``window``."""

    lock_wanted = Signal(str)

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filter = _Filter(self)
        application = QCoreApplication.instance()
        assert application is not None
        application.installNativeEventFilter(self._filter)
        sessions = ctypes.windll.wtsapi32  # type: ignore[attr-defined]
        only_this_session = 0
        sessions.WTSRegisterSessionNotification(
            ctypes.c_void_p(int(window.winId())), only_this_session
        )

    def let_sleep(self) -> None:
        """Windows does not wait."""

    def leave(self) -> None:
        """Windows does not wait."""
