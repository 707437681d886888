"""Running the command line, in this process and as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.vault.tools import ROOT


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What is told when something could not be done: one line, and nothing else said."""
        assert self.code == 2
        assert self.out == ""
        assert self.err.count("\n") == 1
        assert self.err.rstrip().endswith(".")
        assert "Traceback" not in self.err
        return self.err.strip()


Run = Callable[..., Ran]


@contextmanager
def typed(passphrase: str) -> Iterator[int]:
    """A file descriptor that a passphrase can be read from."""
    reading, writing = os.pipe()
    try:
        os.write(writing, passphrase.encode() + b"\n")
        os.close(writing)
        yield reading
    finally:
        os.close(reading)


def program(*arguments: object, **more: str) -> Ran:
    """The program as one of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "roth_planner", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **more},
    )
    return Ran(done.returncode, done.stdout, done.stderr)
