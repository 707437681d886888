"""Between an answer's value and the form in which a record keeps it.

The stored form is plain JSON: it is what change rows hold as before and after, so undo, history
and export read and write records only through here. A stored key is a column's name, or
``answers.KEY``, ``no_answer.KEY``, ``half_typed.KEY``, ``progress.SECTION``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Date, inspect
from sqlalchemy.orm import Session

from roth_planner.errors import Refused
from roth_planner.guides import kinds
from roth_planner.guides.spec import LOCAL, Kind, Question
from roth_planner.guides.values import NoAnswer, Value
from roth_planner.records import Record

MAPS = ("answers", "no_answer", "half_typed", "progress")

FOLLOWS = frozenset({"circle", "lead_circle", "owner_circle"})
"""Columns the database derives from others; they are no fact of their own and are not logged."""

NEEDED = "This cannot be left empty, so the last answer stays. Choose another one instead."
BROKEN_TIE = (
    "This was not saved and nothing changed. It points at something that was removed, or it would"
    " put a name into a plan for a place of somebody who does not act there by their role. Choose"
    " again."
)
"""What the database itself refuses; what is missing and what is private look alike to it."""

GONE = "What was chosen here was removed a moment ago, so nothing was changed. Choose again."


@cache
def columns(model: type[Record]) -> frozenset[str]:
    """Names of the mapped columns of a record, its number and its maps left out."""
    return frozenset(inspect(model).column_attrs.keys()) - {"id", *MAPS} - FOLLOWS


@cache
def needed(model: type[Record]) -> frozenset[str]:
    """Names of the columns that always hold something."""
    attributes = inspect(model).column_attrs
    return frozenset(name for name in columns(model) if not attributes[name].columns[0].nullable)


@cache
def ties(model: type[Record]) -> dict[str, type[Record]]:
    """Names of the attributes that hold several records, with the kind of record they hold."""
    return {name: tie.mapper.class_ for name, tie in inspect(model).relationships.items()}


@cache
def dates(model: type[Record]) -> frozenset[str]:
    """Names of the columns that hold a date."""
    attributes = inspect(model).column_attrs
    return frozenset(name for name, a in attributes.items() if isinstance(a.columns[0].type, Date))


def value_of(record: Record, question: Question) -> Value:
    """The answer a record holds to a question."""
    reason = record.no_answer.get(question.key)
    if reason is not None:
        return NoAnswer(reason)
    model = type(record)
    if question.key in ties(model):
        return tuple(sorted(other.id for other in getattr(record, question.key))) or None
    if question.key in columns(model):
        held = getattr(record, question.key)
        if held is None:
            return None
        if question.kind in (Kind.PART_DATE, Kind.TIME_WINDOW):
            return kinds.from_text(question, held)
        return tuple(held) or None if isinstance(held, list) else held
    text = record.answers.get(question.key)
    return None if text is None else _read(question, text)


def unread(record: Record, question: Question) -> str:
    """An answer that is kept and is none to the question as it is asked now; "" otherwise.

    A local pack can ask a question of its own in another kind than it did before.
    """
    text = record.answers.get(question.key)
    return text if text is not None and _read(question, text) is None else ""


def _read(question: Question, text: str) -> Value:
    try:
        return kinds.from_text(question, text)
    except ValueError:
        if not question.key.startswith(LOCAL):
            raise
        return None


def stored_answer(record: Record, question: Question, value: Value) -> dict[str, Any]:
    """The stored keys that an answer sets; ``None`` empties one.

    "Not known" and the like empty the answer itself and keep the reason. Raises ``Refused`` for
    an answer that cannot be empty.
    """
    model = type(record)
    reason = value.value if isinstance(value, NoAnswer) else None
    plain = None if isinstance(value, NoAnswer) else value
    keys: dict[str, Any] = {f"no_answer.{question.key}": reason, f"half_typed.{question.key}": None}
    if plain is None and question.key in needed(model):
        raise Refused(NEEDED)
    if question.key in ties(model):
        keys[question.key] = sorted(set(plain or ()))  # type: ignore[arg-type]
    elif question.key in columns(model):
        if isinstance(plain, tuple):
            keys[question.key] = list(plain)
        elif isinstance(plain, dt.date):
            keys[question.key] = plain.isoformat()
        elif plain is not None and question.kind in (Kind.PART_DATE, Kind.TIME_WINDOW):
            keys[question.key] = kinds.to_text(question, plain)
        else:
            keys[question.key] = plain
    else:
        keys[f"answers.{question.key}"] = None if plain is None else kinds.to_text(question, plain)
    return keys


def read_key(record: Record, key: str) -> Any:
    """What a record holds under a stored key."""
    name, _, inner = key.partition(".")
    if inner:
        return getattr(record, name, {}).get(inner)
    if name in ties(type(record)):
        return sorted(other.id for other in getattr(record, name))
    held = getattr(record, name)
    return held.isoformat() if isinstance(held, dt.date) else held


def write_keys(session: Session, record: Record, keys: Mapping[str, Any]) -> None:
    """Put stored keys into a record. Raises ``Refused`` if a tied record is not there."""
    model = type(record)
    for name in MAPS:
        inner = {
            key.partition(".")[2]: held for key, held in keys.items() if key.startswith(name + ".")
        }
        if inner:
            merged = {**getattr(record, name), **inner}
            setattr(record, name, {key: held for key, held in merged.items() if held is not None})
    for name, held in keys.items():
        if "." in name:
            continue
        if name in ties(model):
            other = ties(model)[name]
            found = [session.get(other, number) for number in held]
            if None in found:
                raise Refused(GONE)
            setattr(record, name, found)
        elif name in dates(model) and held is not None:
            setattr(record, name, dt.date.fromisoformat(held))
        else:
            setattr(record, name, held)


def whole(record: Record) -> dict[str, Any]:
    """Everything a record holds, in stored form, as kept for a record that is removed."""
    return dict(_whole(record))


def _whole(record: Record) -> Iterator[tuple[str, Any]]:
    for name in sorted(columns(type(record)) | ties(type(record)).keys()):
        held = read_key(record, name)
        if held is not None:
            yield name, held
    for name in MAPS:
        for key, held in getattr(record, name, {}).items():
            yield f"{name}.{key}", held
