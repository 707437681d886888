"""What a guide, a section and a question are; the words are XLSForm's.

Read from ``assets/guides/*.toml`` and never changed afterwards. A question is said once, here:
it is drawn, stored, searched, printed and tested from this one definition.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeAlias

from msgspec import Struct, field

Rule: TypeAlias = dict[str, Any]
"""A data expression; see ``rules.py`` for its grammar."""


LOCAL = "local_"
"""How every key begins that a local pack brings, so that no later version of the core takes it."""


PLACE_KIND = "place.kind"
"""In the rule of a prompt: the kind of the place that the record is about."""


class Kind(StrEnum):
    """The type of a question: which values it takes and which editor edits it."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO_NOT_SURE = "yes_no_not_sure"
    WHOLE_NUMBER = "whole_number"
    SCALE = "scale"
    DATE = "date"
    PART_DATE = "part_date"
    TIME_WINDOW = "time_window"
    PERSON = "person"
    CONTEXT = "context"
    RECORD = "record"
    ROWS = "rows"


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """One value of a list. A retired choice stays readable and is no longer offered."""

    key: str
    label: str
    hint: str = ""
    retired: bool = False


def unlisted(key: str) -> Choice:
    """A choice that no list holds now: the local pack that brought it is not in use."""
    if not key.startswith(LOCAL):
        return Choice(key, key, retired=True)
    words = key.removeprefix(LOCAL).replace("_", " ").capitalize()
    return Choice(key, words, "From a local pack that is not in use now", retired=True)


class PromptsFor(Struct, frozen=True, forbid_unknown_fields=True):
    """Beginnings that help only where a rule holds: of the answers beside, or ``place.kind``."""

    relevant: Rule
    prompts: tuple[str, ...]


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing asked, as a chair sees it.

    ``audiences`` are the readers who may see the answer; empty takes the section's, and after
    loading it is never empty. ``required`` is asked when a section is finished, never at save.
    ``no_answer`` offers "not known", "not yet asked" and "chose not to say".
    ``choices`` names a list; ``low`` and ``high`` bound a whole number or a scale.
    ``many`` lets a person, context or record question hold several.
    ``record`` is the record a row makes (kind rows) or refers to (kind record).
    While ``on_request`` holds, the answer is on the screen only after the chair asks to see it.
    ``people`` are the kinds of person offered, ``contexts`` the kinds of context; empty is all.
    ``questions`` are a row's own, ``summary`` the keys of those that name the row in a list,
    ``one`` what one row is called ("harm"). ``usual`` are the rows of an empty list that the chair
    can begin with, each its answers by key; one with a ``relevant`` only where that holds of the
    record the list belongs to. ``every`` is the choice of which finishing asks a row for each.
    ``prompts`` help when stuck, ``prompts_for`` where they fit. ``timescales`` are the keys of an
    area's figures that are said beside a date.
    ``short`` is the label on paper and in tables, where the question itself would be too long.
    ``source`` names where the practice behind the question comes from, as ``sources.py`` says; it
    is not shown.
    """

    key: str
    kind: Kind
    label: str
    short: str = ""
    hint: str = ""
    guidance: str = ""
    source: str = ""
    audiences: tuple[str, ...] = ()
    required: bool = False
    no_answer: bool = False
    choices: str = ""
    low: int | None = None
    high: int | None = None
    low_label: str = ""
    high_label: str = ""
    many: bool = False
    record: str = ""
    people: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    one: str = ""
    summary: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    prompts_for: tuple[PromptsFor, ...] = ()
    every: str = ""
    timescales: tuple[str, ...] = ()
    relevant: Rule | None = None
    on_request: Rule | None = None
    constraint: Rule | None = None
    constraint_message: str = ""
    usual: tuple[dict[str, Any], ...] = ()
    questions: tuple[Question, ...] = ()

    def question(self, key: str) -> Question:
        """The row question of this key; ``KeyError`` if there is none."""
        for inner in self.questions:
            if inner.key == key:
                return inner
        raise KeyError(key)


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """One page of a guide: what it is for, then its questions."""

    key: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    audiences: tuple[str, ...] = ()
    relevant: Rule | None = None


class Guide(Struct, frozen=True, forbid_unknown_fields=True):
    """One topic as a form. ``record`` is the record its answers belong to.

    ``topic`` is the resource-pack topic it guides, empty for a guide that only describes a
    record (a person, a context, a case). ``retired`` are keys that were used once, as
    ``section.question``, and may never be used again for something else.
    """

    key: str
    title: str
    record: str
    sections: tuple[Section, ...]
    intro: str = ""
    topic: str = ""
    source: str = ""
    step: str = ""
    order: int = 0
    retired: tuple[str, ...] = field(default=())

    def section(self, key: str) -> Section:
        """The section of this key; ``KeyError`` if there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def question(self, key: str) -> Question:
        """The question of this key, in whichever section; ``KeyError`` if there is none."""
        for question in self.questions():
            if question.key == key:
                return question
        raise KeyError(key)

    def questions(self) -> tuple[Question, ...]:
        """The questions of all sections, in order; rows hold their own."""
        return tuple(q for section in self.sections for q in section.questions)
