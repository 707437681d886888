"""Locking: what was typed is kept, the vault is closed, and a fresh, locked program takes over.

The process ends, because only then are the keys and the texts surely gone from memory:
Python does not overwrite a text that it lets go of.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QProcess


def start_again() -> bool:
    """Start a fresh, locked program beside this one; False when the system would not."""
    if getattr(sys, "frozen", False):
        started = QProcess.startDetached(sys.executable, [])
    else:
        started = QProcess.startDetached(sys.executable, ["-m", "roth_planner"])
    return bool(started[0] if isinstance(started, tuple) else started)
