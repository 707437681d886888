"""Timing two things by turns, so that what slows the computer down slows both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

LEAST = 5
"""Rounds a median is taken of, at the least."""

Work = Callable[[], object]


class Row(NamedTuple):
    """One line of the table; times are medians in milliseconds.

    ``ratio`` is the median of the ratios of neighbours, which other work on the computer moves
    least, because it slows both of a pair.
    """

    name: str
    ours: float
    bare: float
    ratio: float
    limit: float

    @property
    def ok(self) -> bool:
        return self.ratio <= self.limit

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "ours_ms": round(self.ours, 3),
            "bare_ms": round(self.bare, 3),
            "ratio": round(self.ratio, 3),
            "limit": self.limit,
            "ok": self.ok,
        }


def side_by_side(
    name: str, ours: Work, bare: Work, limit: float, *, rounds: int = LEAST, times: int = 1
) -> Row:
    """Medians of both, by turns; each round does the work ``times`` times.

    The first round is thrown away, and neither is timed while collecting the other's garbage.
    """
    taken: dict[str, list[float]] = {"ours": [], "bare": []}
    for number in range(max(rounds, LEAST) + 1):
        pair = (("ours", ours), ("bare", bare))
        for which, work in pair if number % 2 else reversed(pair):
            gc.collect()
            started = time.perf_counter()
            for _ in range(times):
                work()
            if number:
                taken[which].append((time.perf_counter() - started) * 1000 / times)
    pairs = zip(taken["ours"], taken["bare"], strict=True)
    ratio = statistics.median(one / other for one, other in pairs)
    medians = {which: statistics.median(values) for which, values in taken.items()}
    return Row(name, medians["ours"], medians["bare"], ratio, limit)
