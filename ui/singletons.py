"""Keeps a fault of PySide6 6.12.0 from ending the program on Python 3.11.

That version gives ``None`` and ``True`` away without counting them (measured: every call that
returns nothing lowers the count of ``None`` by one, until Python stops with "none_dealloc").
6.11.3 does not. Since Python 3.12 these objects are immortal (PEP 683) and nothing happens; before
it, a count that can never run out makes them so. Remove this when 3.12 is the oldest Python, or
when a later PySide6 passes ``tests/ui/test_singletons.py`` without it.
"""

from __future__ import annotations

import ctypes
import sys

PLENTY = 1 << 48


def hold() -> None:
    """Make None, True and False outlive any miscounting."""
    if sys.version_info >= (3, 12):
        return
    for one in (None, True, False):
        if sys.getrefcount(one) < PLENTY >> 1:
            # the count is the first word of every object of CPython 3.11 (object.h)
            count = ctypes.c_ssize_t.from_address(id(one))
            count.value += PLENTY
