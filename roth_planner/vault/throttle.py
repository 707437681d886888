"""Waiting between guesses: what keeps somebody at the keyboard from trying passphrase after
passphrase.

Five tries are free, then each costs a wait of 2, 4, 8 ... at most 300 seconds, and there are never
more than ten in any five minutes (Cyber Essentials' figure). Restarting the program or moving the
clock shortens no wait.

It stops a person at the keyboard, and only them. Whoever may write the file can delete it, and
whoever has a copy of the vault guesses without this program; what stands in *their* way is the
cost of each guess and a good passphrase. Nothing is ever destroyed after too many tries, because
that would hand anyone a delete button, and nobody is ever locked out for longer than five minutes.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from roth_planner.errors import PlannerError, TooSoon, WrongSecret
from roth_planner.vault.files import beside_of, put_in_place, write_beside

FREE = 5
LONGEST = 300.0
MOST = 10
WINDOW = 300.0
"""At most ``MOST`` tries in ``WINDOW`` seconds."""
FORGIVEN = 24 * 60 * 60.0
"""Seconds without a wrong try after which the waits start small again."""

_SIZE_LIMIT = 4096


class _Tries(Struct, frozen=True, forbid_unknown_fields=True):
    """Wrong tries in a row; when the last was by the wall clock, and the last ten by the other."""

    in_a_row: Annotated[int, Meta(ge=0, le=1_000_000)]
    last: float
    times: Annotated[tuple[float, ...], Meta(max_length=MOST)]


class Throttle:
    """The wrong tries at one vault, counted in ``file``, which says nothing else.

    ``monotonic`` counts seconds whatever happens to the clock, for all programs alike, and starts
    again with the computer. ``clock`` is the wall clock; it can be moved, so it never ends a wait.
    """

    def __init__(
        self,
        file: Path,
        *,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file = file
        self._clock = clock
        self._monotonic = monotonic
        self._known = _Tries(0, 0.0, ())
        self._kept = True

    def wait_before_next(self) -> float:
        """Seconds until the next try is allowed; 0 when it is now. Ask again, it counts down."""
        tries = self._read()
        now = self._monotonic()
        waits = [0.0]
        if tries.times and tries.in_a_row >= FREE:
            pause = min(2.0 ** min(tries.in_a_row - FREE + 1, 10), LONGEST)
            waits.append(tries.times[-1] + pause - now)
        if len(tries.times) == MOST:
            waits.append(tries.times[0] + WINDOW - now)
        return min(max(waits), LONGEST)

    def failed(self) -> None:
        """Count a wrong passphrase or recovery code."""
        tries = self._read()
        long_ago = self._clock() - tries.last > FORGIVEN
        self._write(
            _Tries(
                1 if long_ago else min(tries.in_a_row + 1, 1_000_000),
                self._clock(),
                (*tries.times, self._monotonic())[-MOST:],
            )
        )

    def succeeded(self) -> None:
        """The right one was given: the next slip costs no wait. Ten in five minutes stay ten."""
        tries = self._read()
        if tries.in_a_row:
            self._write(replace(tries, in_a_row=0))

    def _read(self) -> _Tries:
        """What is known of the tries. A file that is broken or gone forgets once, and never what
        this program has seen itself."""
        with suppress(OSError, ValueError):
            with self._file.open("rb") as file:
                found = msgspec.json.decode(file.read(_SIZE_LIMIT), type=_Tries)
            if self._kept:
                self._known = found
        now = self._monotonic()
        if any(time > now for time in self._known.times):
            # The computer was started again, so how long ago that was is not known: not at all,
            # to be safe. Kept at once, so that the wait ends although nothing else happens.
            self._write(
                replace(self._known, times=tuple(min(time, now) for time in self._known.times))
            )
        return self._known

    def _write(self, tries: _Tries) -> None:
        self._known = tries
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_beside(self._file, msgspec.json.encode(tries))
            put_in_place(beside_of(self._file), self._file)
            self._kept = True
        except OSError:
            self._kept = False


@contextmanager
def one_try(at: Path, home: Path | None = None) -> Iterator[None]:
    """One try at the secret of a vault or of a backup, which is counted if it was wrong.

    Everything that takes a secret from a person goes through here, or it would be a way round. A
    try that is cut short has told nobody anything. Raises TooSoon without trying while a wait runs.
    """
    throttle = throttle_of(at, home)
    wait = throttle.wait_before_next()
    if wait > 0:
        raise TooSoon(wait_in_words(wait))
    try:
        yield
    except WrongSecret:
        throttle.failed()
        raise
    throttle.succeeded()


def throttle_of(at: Path, home: Path | None = None) -> Throttle:
    """The tries at the vault in the folder ``at``, or at the vault that ``at`` is a backup of.

    They are counted in ``home``, by default this person's folder. The file is named after a hash of
    the vault's own number, so that a copy of the vault, a link to it or a backup gives no further
    tries; where the header cannot be read, of its place.
    """
    from roth_planner.paths import user_folder
    from roth_planner.vault import backup_file, header

    try:
        is_file = os.path.isfile(at)
        what = (backup_file.look(at).header if is_file else header.read(at)[0]).vault_id
    except (PlannerError, OSError):
        what = os.path.realpath(at)
    name = hashlib.blake2b(what.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    return Throttle((home or user_folder()) / "tries" / f"{name}.json")


def in_words(seconds: float) -> str:
    """A wait as people say it: 8 seconds, 1 minute, 2 minutes and 5 seconds."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    parts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((minutes, "minute"), (rest, "second"))
        if number
    ]
    return " and ".join(parts)


def wait_in_words(seconds: float) -> str:
    """The sentence for somebody who has to wait."""
    return (
        f"There were several wrong tries, so please wait {in_words(seconds)} before the next one."
        " Nothing is lost, and nobody is locked out for longer than five minutes."
    )
