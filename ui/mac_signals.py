"""Screen lock, user switch and sleep on macOS. Not tested here.

The screen lock is a distributed notification; sleep is told by the power management of IOKit,
which waits up to thirty seconds until it is allowed (developer.apple.com, system power).
Both are called on the main thread, whose run loop Qt uses.
"""

from __future__ import annotations

import ctypes
from typing import Any

from PySide6.QtCore import QObject, Signal

FRAMEWORKS = "/System/Library/Frameworks"
NOTICES = {
    b"com.apple.screenIsLocked": "screen-lock",
    b"com.apple.screensaver.didstart": "screen-lock",
    b"com.apple.sessionDidMoveOffConsole": "user-switch",
}
CAN_SLEEP, WILL_SLEEP, IS_AWAKE = 0xE0000270, 0xE0000280, 0xE0000300
UTF8 = 0x08000100
AT_ONCE = 4
"""CFNotificationSuspensionBehaviorDeliverImmediately."""

_Notified = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 5)
_Powered = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p
)


class MacSignals(QObject):
    """Hears what macOS says about sleep and presence."""

    lock_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = ctypes.CDLL(f"{FRAMEWORKS}/CoreFoundation.framework/CoreFoundation")
        self._kit = ctypes.CDLL(f"{FRAMEWORKS}/IOKit.framework/IOKit")
        self._kept: list[Any] = []  # what C calls must stay alive
        self._waiting: ctypes.c_void_p | None = None
        self._root = 0
        self._hear_notices()
        self._hear_power()

    def let_sleep(self) -> None:
        """All is locked, or cannot be: the computer may sleep."""
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._kit.IOAllowPowerChange(ctypes.c_uint32(self._root), waiting)

    def leave(self) -> None:
        """macOS would wait for a program that has ended, so it is allowed to sleep before."""
        self.let_sleep()

    def _hear_notices(self) -> None:
        core = self._core
        core.CFNotificationCenterGetDistributedCenter.restype = ctypes.c_void_p
        core.CFStringCreateWithCString.restype = ctypes.c_void_p
        core.CFStringCreateWithCString.argtypes = (
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_uint32,
        )
        add = core.CFNotificationCenterAddObserver
        add.restype = None
        add.argtypes = (*[ctypes.c_void_p] * 5, ctypes.c_long)
        center = core.CFNotificationCenterGetDistributedCenter()
        for name, reason in NOTICES.items():
            heard = _Notified(lambda *_said, reason=reason: self.lock_wanted.emit(reason))
            self._kept.append(heard)
            text = core.CFStringCreateWithCString(None, name, UTF8)
            add(center, None, ctypes.cast(heard, ctypes.c_void_p), text, None, AT_ONCE)

    def _hear_power(self) -> None:
        kit, core = self._kit, self._core
        heard = _Powered(self._take_power)
        self._kept.append(heard)
        port, notifier = ctypes.c_void_p(), ctypes.c_uint32()
        kit.IORegisterForSystemPower.restype = ctypes.c_uint32
        self._root = kit.IORegisterForSystemPower(
            None, ctypes.byref(port), heard, ctypes.byref(notifier)
        )
        if not self._root:
            return
        kit.IONotificationPortGetRunLoopSource.restype = ctypes.c_void_p
        kit.IONotificationPortGetRunLoopSource.argtypes = (ctypes.c_void_p,)
        core.CFRunLoopGetMain.restype = ctypes.c_void_p
        core.CFRunLoopAddSource.argtypes = (ctypes.c_void_p,) * 3
        common = ctypes.c_void_p.in_dll(core, "kCFRunLoopCommonModes")
        source = kit.IONotificationPortGetRunLoopSource(port)
        core.CFRunLoopAddSource(core.CFRunLoopGetMain(), source, common)

    def _take_power(self, _given: int, _service: int, kind: int, argument: int) -> None:
        if kind in (CAN_SLEEP, WILL_SLEEP):
            self._waiting = ctypes.c_void_p(argument)
        if kind == CAN_SLEEP:
            self.let_sleep()
        elif kind == WILL_SLEEP:
            self.lock_wanted.emit("sleep")
        elif kind == IS_AWAKE:
            self.lock_wanted.emit("awake")
