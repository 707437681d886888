"""What happened, in codes only, so that a fault can be found without reading anybody's answers.

An event is a code from the source text, and at most the type of an exception with the module and
line it came from. There is no way to hand in a value: that is the point.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, TextIO

KEPT = 200
"""Events remembered in memory; enough for the minutes before a fault."""


class Event(NamedTuple):
    """One thing that happened: when, which, and where in the program."""

    seconds: float
    code: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.seconds:9.3f} {self.code} {self.where}".rstrip()


_events: deque[Event] = deque(maxlen=KEPT)
_started = time.monotonic()


def note(code: str, error: BaseException | None = None, *, to: TextIO | None = None) -> None:
    """Remember an event; with an error also its type and place, and say it on standard error."""
    event = Event(time.monotonic() - _started, code, place(error) if error else "")
    _events.append(event)
    stream = to or (sys.stderr if error else None)  # None in a windowed bundle
    if stream is not None:
        print(f"roth-planner: {event.code} {event.where}".rstrip(), file=stream)


def events() -> tuple[Event, ...]:
    """The events remembered, oldest first."""
    return tuple(_events)


def place(error: BaseException) -> str:
    """Type of an error, and module and line of our own code it came from; never its message."""
    return " ".join([type(error).__name__, *_frames(error.__traceback__)[-1:]])


def report(error: BaseException, version: str) -> str:
    """A short report of a fault that holds no values: types, modules and lines only."""
    lines = [f"ROTH Planner {version}, Python {sys.version.split()[0]}, {sys.platform}", ""]
    seen: BaseException | None = error
    while seen is not None:
        lines += [type(seen).__name__, *(f"  {frame}" for frame in _frames(seen.__traceback__))]
        seen = seen.__cause__ or seen.__context__
    lines += ["", "Before it:", *(f"  {event}" for event in _events)]
    return "\n".join(lines) + "\n"


def _frames(trace: TracebackType | None) -> list[str]:
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        module = trace.tb_frame.f_globals.get("__name__", Path(code.co_filename).stem)
        found.append(f"{module}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found
