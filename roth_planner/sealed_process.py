"""Keeps other programs of this person out of the memory of this one, memory out of files, and other
accounts out of the files.

A crash writes no core file and sends no report with memory in it, and no other program of the
same account may look inside. Called once at the start, by the window and the command line alike.
Tested here: Linux. Not tested here: Windows and macOS. What it cannot do: keep out whoever runs as
administrator, or the system's own swap and hibernation files; disk encryption does that.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

PR_SET_DUMPABLE = 4
SEM_NO_CRASH_BOX = 0x0001 | 0x0002
"""SEM_FAILCRITICALERRORS and SEM_NOGPFAULTERRORBOX: a crash asks nobody and sends nothing."""


def close_memory() -> None:
    """Let no file or other program have what is in memory, as far as the system allows it."""
    if sys.platform == "win32":
        _close_on_windows()
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def close_files() -> None:
    """Let what is written from here on, settings too, be read by this account alone.

    On Windows the rights of the person's own folders do that; not tested here.
    """
    if sys.platform != "win32":
        os.umask(0o077)


def _close_on_windows() -> None:
    """Leave Windows Error Reporting out: it would keep, and may send, a copy of the memory."""
    windows = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    with suppress(OSError, AttributeError):
        windows.kernel32.SetErrorMode(SEM_NO_CRASH_BOX)
        only_this_person = 0
        windows.wer.WerAddExcludedApplication(sys.executable, only_this_person)
