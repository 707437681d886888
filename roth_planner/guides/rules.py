"""``relevant`` and ``constraint`` as data, never as code.

A rule is a table with one operator:

- ``{and = [rule, ...]}``, ``{or = [rule, ...]}``, ``{not = rule}``
- ``{answered = "key"}``: there is an answer, and it is not "not known" or the like
- ``{eq = ["key", value]}``, and likewise ``gt``, ``gte``, ``lt`` and ``lte``
- ``{in = ["key", [value, ...]]}``: the answer, or one of several answers, is in the list

The first part of a comparison is the key of a question of the same record; ``"."`` is the
question's own answer, as in XLSForm. The second part is a plain value, or ``{key = "other"}`` for
another answer, or ``{today = true}``. An unanswered question makes a comparison false.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from typing import Any

from roth_planner.guides.spec import Rule
from roth_planner.guides.values import NoAnswer, PartDate, Value

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def holds(rule: Rule, answers: Mapping[str, Value], this: Value = None, *, today: dt.date) -> bool:
    """Whether the rule is true of these answers; ``this`` is the answer that ``"."`` means."""
    ((name, body),) = rule.items()
    if name == "and":
        return all(holds(part, answers, this, today=today) for part in body)
    if name == "or":
        return any(holds(part, answers, this, today=today) for part in body)
    if name == "not":
        return not holds(body, answers, this, today=today)
    if name == "answered":
        return not _empty(this if body == "." else answers.get(body))
    key, other = body
    value = this if key == "." else answers.get(key)
    if _empty(value):
        return False
    if name == "in":
        given = value if isinstance(value, tuple) else (value,)
        return any(item in other for item in given)
    against = _operand(other, answers, today)
    if against is None:
        return False
    try:
        return bool(_COMPARE[name](_comparable(value), _comparable(against)))
    except TypeError:
        return False


def faults(rule: Any, keys: frozenset[str], where: str) -> list[str]:
    """What is wrong with a rule as written, one sentence each; empty when it can be used."""
    if not isinstance(rule, dict) or len(rule) != 1:
        return [f"{where}: a rule is a table with one operator"]
    ((name, body),) = rule.items()
    if name in ("and", "or"):
        if not isinstance(body, list) or not body:
            return [f"{where}: '{name}' takes a list of rules"]
        return [fault for part in body for fault in faults(part, keys, where)]
    if name == "not":
        return faults(body, keys, where)
    if name == "answered":
        return _key_faults(body, keys, where)
    if name not in (*_COMPARE, "in"):
        return [f"{where}: there is no operator '{name}'"]
    if not isinstance(body, list) or len(body) != 2:
        return [f"{where}: '{name}' takes a key and a value"]
    key, other = body
    found = _key_faults(key, keys, where)
    if name == "in" and not isinstance(other, list):
        found.append(f"{where}: 'in' takes a list of values")
    if isinstance(other, dict):
        if set(other) == {"key"}:
            found += _key_faults(other["key"], keys, where)
        elif other != {"today": True}:
            found.append(f"{where}: a value is plain, or {{key = ...}}, or {{today = true}}")
    return found


def _key_faults(key: Any, keys: frozenset[str], where: str) -> list[str]:
    known = isinstance(key, str) and (key == "." or key in keys)
    return [] if known else [f"{where}: there is no question '{key}' beside it"]


def _empty(value: Value) -> bool:
    return value is None or isinstance(value, NoAnswer) or value == () or value == ""


def _operand(other: Any, answers: Mapping[str, Value], today: dt.date) -> Any:
    if isinstance(other, dict):
        if "today" in other:
            return today
        value = answers.get(other["key"])
        return None if _empty(value) else value
    return other


def _comparable(value: Any) -> Any:
    return value.earliest() if isinstance(value, PartDate) else value
