"""Locking: what was typed is kept, the vault is closed, and a fresh, locked program takes over.

The process ends, because only then are the keys and the texts surely gone from memory:
Python does not overwrite a text that it lets go of.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QProcess


def start_again(arguments: tuple[str, ...]) -> bool:
    """Start a fresh, locked program beside this one; False when the system would not."""
    module = () if getattr(sys, "frozen", False) else ("-m", "roth_planner")
    started = QProcess.startDetached(sys.executable, [*module, *arguments])
    return bool(started[0] if isinstance(started, tuple) else started)
