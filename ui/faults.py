"""Catches what nobody caught, in any slot or thread, before its text can reach a screen."""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from roth_planner import log


class FaultHook(QObject):
    """Hands every fault to the window; nothing is printed with its text, nothing is swallowed."""

    met = Signal(object)  # BaseException
    _taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # In its turn, never at once: Qt's own work, such as a layout that asks a widget for its
        # size, goes on after a fault in the middle of it, and must not find the page gone.
        self._taken.connect(self.met, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take faults from now on."""
        sys.excepthook = self.take
        sys.unraisablehook = lambda fault: log.note("unraisable", fault.exc_value)
        threading.excepthook = lambda fault: log.note("thread", fault.exc_value)
        warnings.showwarning = _say_kind_only
        logging.lastResort = None  # what libraries log may quote what they were given
        logging.raiseExceptions = False
        qInstallMessageHandler(_say_weight_only())

    def take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Hand over what nobody caught; asked to stop from the keyboard, stop."""
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        log.note("fault", error)
        self._taken.emit(error)


def _say_kind_only(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A library's warning may quote a value, so only its kind and line are kept."""
    log.note(f"warning-{category.__name__}-{lineno}")


def _say_weight_only() -> Callable[[QtMsgType, object, str], None]:
    """Qt's own remarks may quote a text it was given, so only their weight is kept."""

    def handle(weight: QtMsgType, _context: object, _text: str) -> None:
        if weight not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            log.note(f"qt-{weight.name[2:-3].lower()}")

    return handle
