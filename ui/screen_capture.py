"""Keeps the window out of screenshots, recordings and shared screens, where the system can.

Windows 10 (2004) and later and macOS can, and neither is tested here; on Linux no desktop offers
it to a program, and the page that switches it says so. Chairs do share screens in meetings, so it
can be switched off for half an hour.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import sys
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

MINUTES = 30
WDA_NONE, WDA_EXCLUDEFROMCAPTURE = 0x00, 0x11
SHARING_NONE, SHARING_READ_ONLY = 0, 1
"""NSWindowSharingType of AppKit."""


def possible() -> bool:
    """Whether this system can leave a window out of what others see of the screen."""
    return sys.platform in ("win32", "darwin")


class ScreenCapture(QObject):
    """Leaves every window of the program out, but for half an hour when the chair asks."""

    changed = Signal(bool)
    """Whether the windows can be seen by others from now on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.over = QTimer(self)
        self.over.setSingleShot(True)
        self.over.setInterval(MINUTES * 60_000)
        self.over.timeout.connect(self.stop_sharing)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._take_window)
        self._set_all()

    @property
    def shared(self) -> bool:
        """Whether others can see the windows now."""
        return self.over.isActive()

    @property
    def until(self) -> dt.datetime:
        """When the windows are left out again."""
        left = dt.timedelta(milliseconds=max(0, self.over.remainingTime()))
        return dt.datetime.now().astimezone() + left

    def share(self) -> None:
        """Let others see the windows for half an hour."""
        self.over.start()
        self._set_all()
        self.changed.emit(True)

    def stop_sharing(self) -> None:
        """Leave the windows out again."""
        self.over.stop()
        self._set_all()
        self.changed.emit(False)

    def _take_window(self, window: QWindow | None) -> None:
        if window is not None:
            leave_out(window, not self.shared)

    def _set_all(self) -> None:
        for window in QGuiApplication.topLevelWindows():
            leave_out(window, not self.shared)


def leave_out(window: QWindow, out: bool) -> None:
    """Leave one window out of what others see of the screen, or let them see it."""
    if not possible() or not window.isVisible():  # its id would make it a native window
        return
    with suppress(OSError, AttributeError):
        if sys.platform == "win32":
            user32 = ctypes.windll.user32  # type: ignore[attr-defined,unused-ignore]
            affinity = WDA_EXCLUDEFROMCAPTURE if out else WDA_NONE
            user32.SetWindowDisplayAffinity(ctypes.c_void_p(int(window.winId())), affinity)
        else:
            _set_sharing_on_mac(int(window.winId()), SHARING_NONE if out else SHARING_READ_ONLY)


def _set_sharing_on_mac(view: int, sharing: int) -> None:
    """``[[view window] setSharingType: sharing]``; Qt's id of a window is its NSView."""
    runtime = ctypes.CDLL("/usr/lib/libobjc.A.dylib")
    runtime.sel_registerName.restype = ctypes.c_void_p
    runtime.sel_registerName.argtypes = (ctypes.c_char_p,)
    ask = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(
        ("objc_msgSend", runtime)
    )
    tell = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)(
        ("objc_msgSend", runtime)
    )
    window = ask(view, runtime.sel_registerName(b"window"))
    if window:
        tell(window, runtime.sel_registerName(b"setSharingType:"), sharing)
