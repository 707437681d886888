"""Whether a rule that is well written can come true: its values exist and nothing waits on itself.

``rules.faults`` looks at one rule alone; this looks at it among the questions it speaks of. A rule
that fails here would hide a question for good without anybody being told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from roth_planner.guides.spec import Kind, Question, Rule

_CHOSEN = (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO_NOT_SURE)
_ORDERED = ("gt", "gte", "lt", "lte")
_DATES = (Kind.DATE, Kind.PART_DATE)
_NUMBERS = (Kind.WHOLE_NUMBER, Kind.SCALE)
DEEPEST = 20
"""Rules in one another; the core's deepest has three."""

Labels = Callable[[Question], Mapping[str, str]]


def misfits(question: Question, beside: Iterable[Question], labels: Labels) -> list[str]:
    """What can never be true in the rules of a question, one sentence each."""
    known = {other.key: other for other in beside}
    found = []
    for rule in (question.relevant, question.on_request, question.constraint):
        if rule is None:
            continue
        if _depth(rule) > DEEPEST:
            found.append("the rule has too many rules in one another")
            continue
        for name, key, value in _compared(rule):
            other = question if key == "." else known.get(key)
            if other is not None and (said := _never(name, other, value, known, labels)):
                found.append(said)
    if question.relevant is not None and _waits_on_itself(question.key, known):
        found.append("it is asked only when it is answered already: its rule leads back to it")
    return found


def _never(
    name: str, other: Question, value: Any, known: Mapping[str, Question], labels: Labels
) -> str:
    """Why a comparison can never be true; "" where it can."""
    if isinstance(value, dict):
        beside = known.get(str(value.get("key", "")))
        kinds = {other.kind, beside.kind if beside is not None else Kind.DATE}
        both = any(kinds <= set(one) for one in (_DATES, _NUMBERS))
        return "" if name == "eq" or both else f"'{other.key}' cannot be compared with that"
    if other.kind in _CHOSEN:
        if name in _ORDERED:
            return f"the choices of '{other.key}' have no order"
        return "" if value in labels(other) else f"'{other.key}' has no choice '{value}'"
    number = isinstance(value, int) and not isinstance(value, bool)
    if name in _ORDERED and not (other.kind in _NUMBERS and number):
        return f"'{other.key}' cannot be compared with '{value}'"
    if other.kind in _NUMBERS and not number:
        return f"'{other.key}' is a number and never '{value}'"
    return ""


def _compared(rule: Rule) -> Iterator[tuple[str, str, Any]]:
    """Every comparison: its operator, the key and the value; each value of a list apart."""
    ((name, body),) = rule.items()
    if name in ("and", "or"):
        for part in body:
            yield from _compared(part)
    elif name == "not":
        yield from _compared(body)
    elif name == "in":
        for value in body[1]:
            yield name, body[0], value
    elif name != "answered":
        yield name, body[0], body[1]


def _keys(rule: Rule) -> Iterator[str]:
    ((name, body),) = rule.items()
    if name == "answered":
        yield body
    elif name == "not":
        yield from _keys(body)
    elif name in ("and", "or"):
        for part in body:
            yield from _keys(part)
    else:
        yield body[0]


def _waits_on_itself(key: str, known: Mapping[str, Question]) -> bool:
    """Whether the rules of the questions it waits on lead back to a question."""
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        rule = known[one].relevant if (one := waiting.pop()) in known else None
        if rule is None or _depth(rule) > DEEPEST:
            continue
        for other in _keys(rule):
            if other in (key, "."):
                return other == key or one == key
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return False


def _depth(rule: Any) -> int:
    """How many rules stand in one another."""
    deep, level = 0, [rule]
    while level:
        deep += 1
        level = [part for one in level for part in _inner(one)]
    return deep


def _inner(rule: Any) -> list[Any]:
    ((name, body),) = rule.items()
    return body if name in ("and", "or") else [body] if name == "not" else []
