"""Where somebody put the cards of a map by hand, remembered in the vault and in no history."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from roth_planner.workbook.map_routes import Point
from roth_planner.workbook.parts import Ref
from roth_planner.workbook.workbook import Workbook

FARTHEST = 20_000.0
"""Units from the middle beyond which a card is brought back, so that none is lost."""


def tidied(workbook: Workbook, case: Ref) -> dict[Ref, Point]:
    """The middle of each card that was moved, counted from the young person's."""
    text = workbook.desk.get(_key(case))
    try:
        kept = msgspec.json.decode(text or "{}", type=dict[str, tuple[float, float]])
    except msgspec.MsgspecError:
        return {}  # a map drawn anew is better than none
    found = {}
    for name, (x, y) in kept.items():
        record, _, number = name.partition(":")
        if record in ("person", "context") and number.isdecimal():
            found[Ref(record, int(number))] = (_within(x), _within(y))
    return found


def keep_tidied(workbook: Workbook, case: Ref, cards: Mapping[Ref, Point]) -> None:
    """Remember these cards and no others; with none the program says where everything stands.

    A later one gives way to one before it, so whatever was moved last belongs at the end.
    """
    kept = {f"{ref.record}:{ref.id}": (round(x, 1), round(y, 1)) for ref, (x, y) in cards.items()}
    workbook.desk.put(_key(case), msgspec.json.encode(kept).decode() if kept else None)


def _key(case: Ref) -> str:
    return f"map.{case.id}"


def _within(at: float) -> float:
    return max(-FARTHEST, min(FARTHEST, at))
