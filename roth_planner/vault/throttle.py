"""Waiting between guesses: what keeps somebody at the keyboard from trying passphrase after
passphrase.

Five tries are free, then each costs a wait of 2, 4, 8 ... at most 300 seconds, and there are never
more than ten in any five minutes (Cyber Essentials' figure). Restarting the program or moving the
clock shortens no wait. A try counts from before its key derivation, so guesses side by side or
killed half-way are counted too; what turns out right is taken back.

It stops a person at the keyboard, and only them. Whoever may write the file can delete it, and
whoever has a copy of the vault guesses without this program; what stands in *their* way is the
cost of each guess and a good passphrase. Nothing is ever destroyed after too many tries, because
that would hand anyone a delete button, and nobody is ever locked out for longer than five minutes:
a damaged file counts as ten tries a moment ago, and is written anew. Where it cannot be written or
locked, the program counts by itself and each try takes half a minute longer.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Annotated

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from roth_planner import log
from roth_planner.errors import PlannerError, TooSoon, WrongSecret
from roth_planner.vault.filelock import lock_soon

FREE = 5
LONGEST = 300.0
MOST = 10
WINDOW = 300.0
"""At most ``MOST`` tries in ``WINDOW`` seconds."""
UNCOUNTED = WINDOW / MOST
"""Seconds a try takes longer that cannot be counted for other programs: they may be as many."""
FORGIVEN = 24 * 60 * 60.0
"""Seconds without a wrong try after which the waits start small again."""

PATIENCE = 1.0
"""Seconds to wait for the lock, which no program needs for longer than a moment."""

_SIZE = 1024
"""Bytes of the file. It is written in place, so that its lock holds and a full disk has room."""
_NEXT_MOMENT = 1e-3
"""Seconds that are no wait: less than clocks tell apart."""


class _Tries(Struct, frozen=True, forbid_unknown_fields=True):
    """Tries in a row that were not right; when the last was by the wall clock, and the last ten by
    the other."""

    in_a_row: Annotated[int, Meta(ge=0, le=1_000_000)]
    last: float
    times: Annotated[tuple[float, ...], Meta(max_length=MOST)]


_NONE = _Tries(0, 0.0, ())


class Throttle:
    """The tries at one vault, counted in ``file``, which says nothing else.

    ``monotonic`` counts seconds whatever happens to the clock, for all programs alike, and starts
    again with the computer. ``clock`` is the wall clock; it can be moved, so it never ends a wait.
    ``sleep`` is what a try takes longer where the file cannot be used.
    """

    def __init__(
        self,
        file: Path,
        *,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._file = file
        self._clock = clock
        self._monotonic = monotonic
        self._sleep = sleep
        self._known = _NONE
        self._kept = True
        self._one_at_a_time = threading.Lock()
        self._open_file: IO[bytes] | None = None
        self._locked = False

    def wait_before_next(self) -> float:
        """Seconds until the next try is allowed; 0 when it is now. Ask again, it counts down."""
        with self._held(looking=True):
            return self._wait(self._read())

    def begin(self) -> float:
        """Count a try that is about to be made, unless a wait runs: then raises TooSoon.

        Gives the number to name it by in ``right`` and ``no_guess``.
        """
        with self._held():
            tries = self._read()
            wait = self._wait(tries)
            if wait > 0:
                raise TooSoon(wait_in_words(wait))
            long_ago = self._clock() - tries.last > FORGIVEN
            now = self._monotonic()
            self._write(
                _Tries(
                    1 if long_ago else min(tries.in_a_row + 1, 1_000_000),
                    self._clock(),
                    (*tries.times, now)[-MOST:],
                )
            )
            kept = self._kept
        if not kept:
            log.note("tries-not-kept")
            self._sleep(UNCOUNTED)
        return now

    def right(self, begun: float) -> None:
        """It was the right one: the next slip costs no wait. Ten wrong in five minutes stay ten."""
        with self._held():
            self._write(replace(_without(self._read(), begun), in_a_row=0))

    def no_guess(self, begun: float) -> None:
        """It told nothing about the secret: it was never tried, or was right and led nowhere."""
        with self._held():
            tries = self._read()
            self._write(replace(_without(tries, begun), in_a_row=max(0, tries.in_a_row - 1)))

    def _wait(self, tries: _Tries) -> float:
        now = self._monotonic()
        waits = [0.0]
        if tries.times and tries.in_a_row >= FREE:
            pause = min(2.0 ** min(tries.in_a_row - FREE + 1, 10), LONGEST)
            waits.append(tries.times[-1] + pause - now)
        if len(tries.times) == MOST:
            waits.append(tries.times[0] + WINDOW - now)
        wait = min(max(waits), LONGEST)
        return wait if wait > _NEXT_MOMENT else 0.0

    @contextmanager
    def _held(self, *, looking: bool = False) -> Iterator[None]:
        """Have the file, locked against every other program as far as that can be done."""
        with self._one_at_a_time:
            self._open_file = self._open(looking)
            try:
                self._locked = self._open_file is not None and lock_soon(self._open_file, PATIENCE)
                yield
            finally:
                if self._open_file is not None:
                    self._open_file.close()  # which lets go of the lock

    def _open(self, looking: bool) -> IO[bytes] | None:
        for mode in (os.O_RDWR if looking else os.O_RDWR | os.O_CREAT, os.O_RDONLY):
            try:
                if not looking:
                    self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                descriptor = os.open(self._file, mode | getattr(os, "O_BINARY", 0), 0o600)
                return os.fdopen(descriptor, "rb" if mode == os.O_RDONLY else "r+b", buffering=0)
            except OSError:
                continue
        return None

    def _read(self) -> _Tries:
        """What is known of the tries. What this program has seen itself it never forgets."""
        found = self._found()
        if found is not None:
            self._known = found if self._kept else _both(found, self._known)
        elif self._known != _NONE:
            self._write(self._known)
        now = self._monotonic()
        if any(time > now for time in self._known.times):
            # The computer was started again, so how long ago that was is not known: not at all,
            # to be safe. Kept at once, so that the wait ends although nothing else happens.
            was = self._known.times
            self._write(replace(self._known, times=tuple(min(time, now) for time in was)))
            if not self._kept:  # it would never end for a program that is started anew
                self._known = replace(self._known, times=tuple(time for time in was if time <= now))
        return self._known

    def _found(self) -> _Tries | None:
        """What the file says: the worst if it is damaged, None if it says nothing."""
        if self._open_file is None:
            return None
        try:
            raw = self._open_file.read(_SIZE + 1)
        except OSError:
            return None
        if not raw:  # made just now
            return None
        try:
            return msgspec.json.decode(raw, type=_Tries)
        except ValueError:
            if self._known != _NONE or not self._locked:
                return None
        log.note("tries-damaged")
        self._write(_Tries(FREE, self._clock(), (self._monotonic(),) * MOST))
        if not self._kept:  # a wait that is not noted would never end, as above
            self._known = _NONE
        return self._known

    def _write(self, tries: _Tries) -> None:
        self._known, self._kept = tries, False
        if self._open_file is None:
            return
        with suppress(OSError):
            self._open_file.seek(0)
            written = self._open_file.write(msgspec.json.encode(tries).ljust(_SIZE))
            self._open_file.truncate(_SIZE if written == _SIZE else 0)
            self._kept = self._locked and written == _SIZE


def _both(one: _Tries, other: _Tries) -> _Tries:
    """Tries that two programs have seen while they could not tell each other."""
    return _Tries(
        max(one.in_a_row, other.in_a_row),
        max(one.last, other.last),
        tuple(sorted((Counter(one.times) | Counter(other.times)).elements())[-MOST:]),
    )


def _without(tries: _Tries, begun: float) -> _Tries:
    times = list(tries.times)
    if begun in times:
        times.remove(begun)
    return replace(tries, times=tuple(times))


@contextmanager
def one_try(at: Path, home: Path | None = None) -> Iterator[None]:
    """One try at the secret of a vault or of a backup, which counts unless it was right.

    Everything that takes a secret from a person goes through here, or it would be a way round. It
    is counted before it is made, so one that a crash or a kill cuts short stays counted. Raises
    TooSoon without trying while a wait runs.
    """
    throttle = throttle_of(at, home)
    begun = throttle.begin()
    try:
        yield
    except WrongSecret:
        raise
    except (PlannerError, OSError):  # a refusal that comes before or after the secret is tried
        throttle.no_guess(begun)
        raise
    throttle.right(begun)


_throttles: dict[Path, Throttle] = {}
"""Those of this program: where a file cannot be written, only they remember."""


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
    file = (home or user_folder()) / "tries" / f"{name}.json"
    return _throttles.setdefault(file, Throttle(file))


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
