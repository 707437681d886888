"""Keeps two faults of PySide6 6.12.0 from ending the program on Python 3.11.

It gives ``None`` and ``True`` away without counting them (measured: every call that returns nothing
lowers the count of ``None`` by one, until Python stops with "none_dealloc"); 6.11.3 does not. Since
Python 3.12 these objects are immortal (PEP 683) and nothing happens; before it, a count that can
never run out makes them so.

And it reads the arguments of an exception that left an overriding method, which crashes where the
exception was only described and not made yet, as Python 3.11 leaves most of its own (measured:
``[][1]`` in a ``resizeEvent``). Python 3.12 makes every exception at once; before it, catching one
makes it. Without this a fault there ends the program instead of reaching the crash page.

Remove each when 3.12 is the oldest Python, or when a later PySide6 passes
``tests/ui/test_binding.py`` without it.
"""

from __future__ import annotations

import ctypes
import functools
import sys
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken

PLENTY = 1 << 48


def hold() -> None:
    """Make None, True and False outlive any miscounting, and every fault in an override whole."""
    if sys.version_info >= (3, 12):
        return
    for one in (None, True, False):
        if sys.getrefcount(one) < PLENTY >> 1:
            # the count is the first word of every object of CPython 3.11 (object.h)
            count = ctypes.c_ssize_t.from_address(id(one))
            count.value += PLENTY
    Shiboken.Object.__init_subclass__ = classmethod(_make_faults_whole)  # type: ignore


def _make_faults_whole(cls: Any, **given: Any) -> None:
    """Told of every class of ours that is based on one of Qt's."""
    super(Shiboken.Object, cls).__init_subclass__(**given)
    of_qt = [vars(base) for base in cls.__mro__ if base.__module__.startswith("PySide6.")]
    for name, method in list(vars(cls).items()):
        ours = isinstance(method, FunctionType) and not name.startswith("__")
        if ours and any(name in base for base in of_qt):
            setattr(cls, name, _whole(method))


def _whole(method: FunctionType) -> Any:
    @functools.wraps(method)
    def override(*given: Any, **named: Any) -> Any:
        try:
            return method(*given, **named)
        except BaseException:
            raise  # made by being caught

    return override
