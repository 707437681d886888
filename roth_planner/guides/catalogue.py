"""All that is asked: guides, lists of choices, audiences and sources, read from assets.

``read_catalogue`` reads the core content once; ``faults`` is the lint that the tests and
``roth-planner guides`` run over it.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from roth_planner import paths
from roth_planner.errors import BadContent
from roth_planner.guides import kinds, own_names, rule_fit, rules, sources
from roth_planner.guides.sources import Source
from roth_planner.guides.spec import LOCAL, PLACE_KIND, Choice, Guide, Kind, Question, Section
from roth_planner.guides.timescales import CHECK_YOUR_EDITION, Area
from roth_planner.guides.values import Value

LISTS = "lists.toml"
AUDIENCES = "audiences.toml"
SOURCES = "sources.toml"
NO_GUIDES = (LISTS, AUDIENCES, SOURCES)
YES_NO_NOT_SURE_LIST = "yes_no_not_sure"
ONLY = "relevant"
"""In a usual row: where it is offered. It is no question of a row."""
MOST_STEPS = 20
"""Steps of a scale: each is a button, and they stand beside one another."""


class Audience(Struct, frozen=True, forbid_unknown_fields=True):
    """A reader of paper; ``may_read`` says in a sentence what this reader gets."""

    key: str
    label: str
    may_read: str


class Catalogue(Struct, frozen=True):
    """Guides, lists, audiences and sources by key, in the order they are shown.

    ``area`` holds the facts of the area it is used in; empty without a local pack.
    """

    guides: dict[str, Guide]
    lists: dict[str, tuple[Choice, ...]]
    audiences: dict[str, Audience]
    sources: dict[str, Source]
    area: Area = Area()

    def guide(self, key: str) -> Guide:
        """The guide of this key; ``KeyError`` if there is none."""
        return self.guides[key]

    def for_record(self, record: str) -> Guide:
        """The guide whose answers belong to this kind of record; ``KeyError`` if there is none."""
        for guide in self.guides.values():
            if guide.record == record:
                return guide
        raise KeyError(record)

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """What may be chosen, retired choices included; () where the kind has no list."""
        if question.kind is Kind.YES_NO_NOT_SURE:
            return self.lists[YES_NO_NOT_SURE_LIST]
        return self.lists[question.choices] if question.choices else ()

    def said(self, words: str) -> str:
        """A sentence of the program's own with the area's names for what it speaks of."""
        return own_names.said(words, self.area.names)

    def figures(self, question: Question) -> str:
        """The area's figures for a date, and that they are to be checked; "" if it has none."""
        found = [self.area.timescales[key] for key in question.timescales if self.area.timescales]
        told = [f"{one.label}: {one.words} ({self.area.whose[one.key]})." for one in found]
        return " ".join([*told, CHECK_YOUR_EDITION]) if told else ""

    def labels(self, question: Question) -> dict[str, str]:
        """Label of each choice of a question by its key."""
        return {choice.key: choice.label for choice in self.choices(question)}


@cache
def read_catalogue(folder: Path | None = None) -> Catalogue:
    """The catalogue of a folder of guides, the program's own by default.

    Raises ``BadContent`` naming the file and the reason when a file cannot be read.
    """
    folder = folder or paths.assets("guides")
    lists = {
        key: msgspec.convert(items, tuple[Choice, ...])
        for key, items in _read(folder / LISTS, dict[str, tuple[Choice, ...]]).items()
    }
    audiences = _read(folder / AUDIENCES, dict[str, list[Audience]])["audiences"]
    files = [file for file in sorted(folder.glob("*.toml")) if file.name not in NO_GUIDES]
    guides = [_resolve(_read(file, Guide)) for file in files]
    guides.sort(key=lambda guide: (guide.order, guide.key))
    return Catalogue(
        {guide.key: guide for guide in guides},
        lists,
        {audience.key: audience for audience in audiences},
        _read(folder / SOURCES, dict[str, Source]),
    )


def walk(guide: Guide) -> Iterator[tuple[str, Question, tuple[Question, ...]]]:
    """Every question, rows' own included, with where it stands and the questions beside it."""

    def inside(where: str, questions: tuple[Question, ...]) -> Iterator[Any]:
        for question in questions:
            here = f"{where}.{question.key}"
            yield here, question, questions
            yield from inside(here, question.questions)

    for section in guide.sections:
        for here, question, beside in inside(f"{guide.key}.{section.key}", section.questions):
            yield here, question, guide.questions() if beside is section.questions else beside


def usual_rows(
    question: Question, answers: Mapping[str, Value] | None = None
) -> tuple[dict[str, Value], ...]:
    """The rows a list can begin with, as answers, for a record that has these ``answers``.

    Raises ``KeyError`` or ``Problem`` if wrong.
    """
    return tuple(
        {key: kinds.parse(question.question(key), raw) for key, raw in row.items() if key != ONLY}
        for row in question.usual
        if ONLY not in row or rules.holds(row[ONLY], answers or {}, today=dt.date.today())
    )


def faults(catalogue: Catalogue) -> list[str]:
    """What is wrong with the content, one sentence each, with where it is."""
    found = sources.list_faults(catalogue.sources)
    for name, choices in catalogue.lists.items():
        found += _repeated([choice.key for choice in choices], f"list {name}")
        shown = [choice.label for choice in choices if not choice.retired]
        found += _repeated(shown, f"list {name}")
    elsewhere = _asked_elsewhere(catalogue)
    for guide in catalogue.guides.values():
        found += sources.faults(guide.source, catalogue.sources, guide.key)
        found += _repeated([section.key for section in guide.sections], guide.key)
        found += _repeated([question.key for question in guide.questions()], guide.key)
        for where, question, beside in walk(guide):
            if beside == guide.questions():
                beside = (*beside, *elsewhere.get(guide.record, ()))
            found += _question_faults(catalogue, guide, where, question, beside)
    return found


def _asked_elsewhere(catalogue: Catalogue) -> dict[str, tuple[Question, ...]]:
    """What another guide asks in a list of records that have a guide of their own."""
    return {
        question.record: question.questions
        for guide in catalogue.guides.values()
        for _where, question, _beside in walk(guide)
        if question.kind is Kind.ROWS and question.record != "entry"
    }


def _question_faults(
    catalogue: Catalogue, guide: Guide, where: str, question: Question, beside: tuple[Question, ...]
) -> list[str]:
    found: list[str] = []
    keys = frozenset(other.key for other in beside)
    if where.partition(".")[2] in guide.retired:
        found.append(f"{where}: this key was retired and may not be used again")
    if not question.audiences:
        found.append(f"{where}: nobody is said to see the answer")
    found += [
        f"{where}: there is no audience '{audience}'"
        for audience in question.audiences
        if audience not in catalogue.audiences
    ]
    needs_list = question.kind in (Kind.CHOICE, Kind.CHOICES)
    if needs_list != bool(question.choices):
        found.append(f"{where}: a list of choices goes with a choice, and only with one")
    elif question.choices and question.choices not in catalogue.lists:
        found.append(f"{where}: there is no list '{question.choices}'")
    found += [f"{where}: {said}" for said in _ends_faults(question)]
    if (question.kind is Kind.ROWS) != bool(question.questions):
        found.append(f"{where}: rows have questions of their own, and only rows")
    if question.kind is Kind.ROWS:
        inner = {row_question.key for row_question in question.questions}
        found += _repeated([row_question.key for row_question in question.questions], where)
        if not question.one or not question.summary or not set(question.summary) <= inner:
            found.append(f"{where}: rows say what one is called and which answers name it")
    found += _usual_faults(where, question, keys)
    every = next((one for one in question.questions if one.key == question.every), None)
    if question.every and (every is None or every.kind is not Kind.CHOICE):
        found.append(f"{where}: rows have no choice '{question.every}' to ask every one of")
    if question.kind in (Kind.ROWS, Kind.RECORD) and not question.record:
        found.append(f"{where}: says no record")
    elif question.record and question.kind not in (Kind.ROWS, Kind.RECORD):
        found.append(f"{where}: only rows and records say a record")
    known = catalogue.area.timescales
    found += [
        f"{where}: there is no timescale '{key}'"
        for key in question.timescales
        if known and key not in known
    ]
    if question.many and question.kind not in (Kind.PERSON, Kind.CONTEXT, Kind.RECORD):
        found.append(f"{where}: only people, contexts and records can be many")
    unsound: list[str] = []
    for rule in (question.relevant, question.on_request, question.constraint):
        if rule is not None:
            unsound += rules.faults(rule, keys, where)
    for fitting in question.prompts_for:
        unsound += rules.faults(fitting.relevant, keys | {PLACE_KIND}, where)
    misfits = [] if unsound else rule_fit.misfits(question, beside, catalogue.labels)
    found += [*unsound, *(f"{where}: {said}" for said in misfits)]
    if bool(question.constraint) != bool(question.constraint_message):
        found.append(f"{where}: a constraint comes with its message")
    if not question.label.strip() or not question.guidance.strip():
        found.append(f"{where}: says neither what it asks nor why")
    if not question.key.startswith(LOCAL):
        found += sources.faults(question.source, catalogue.sources, where)
    return found


def _ends_faults(question: Question) -> list[str]:
    low, high = question.low, question.high
    if question.kind not in (Kind.SCALE, Kind.WHOLE_NUMBER):
        return [] if low is None and high is None else ["only a number or a scale has two ends"]
    if question.kind is Kind.SCALE and (low is None or high is None):
        return ["a scale needs its two ends"]
    if low is not None and high is not None and low >= high:
        return ["the low end has to be below the high end"]
    if question.kind is Kind.SCALE and low is not None and high is not None:
        return [f"a scale has {MOST_STEPS} steps at most"] if high - low > MOST_STEPS else []
    return []


def _usual_faults(where: str, question: Question, keys: frozenset[str]) -> list[str]:
    found = [
        fault
        for row in question.usual
        if ONLY in row
        for fault in rules.faults(row[ONLY], keys, where)
    ]
    plain = ({key: raw for key, raw in row.items() if key != ONLY} for row in question.usual)
    try:
        usual_rows(msgspec.structs.replace(question, usual=tuple(plain)))
    except KeyError as missing:
        return [f"{where}: a usual row answers {missing}, which is not asked of a row"]
    except kinds.Problem as problem:
        return [f"{where}: a usual row cannot be read: {problem}"]
    return found


def _repeated(keys: list[str], where: str) -> list[str]:
    return [f"{where}: '{key}' is used twice" for key, times in Counter(keys).items() if times > 1]


def _resolve(guide: Guide) -> Guide:
    sections = tuple(
        msgspec.structs.replace(section, questions=_inherit(section.questions, section))
        for section in guide.sections
    )
    return msgspec.structs.replace(guide, sections=sections)


def _inherit(questions: tuple[Question, ...], owner: Section | Question) -> tuple[Question, ...]:
    heirs = []
    for question in questions:
        heir = msgspec.structs.replace(question, audiences=question.audiences or owner.audiences)
        heirs.append(msgspec.structs.replace(heir, questions=_inherit(heir.questions, heir)))
    return tuple(heirs)


def _read(file: Path, kind: Any) -> Any:
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8")), kind)
    except (OSError, UnicodeDecodeError) as error:
        raise BadContent(f"{file.name} could not be read, so nothing was changed.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadContent(
            f"{file.name} is not written as TOML: {error}. Nothing was changed."
        ) from error
    except msgspec.ValidationError as error:
        raise BadContent(f"{file.name} cannot be used: {error}. Nothing was changed.") from error
