"""What one audience may read, and nothing else.

A builder is given a ``Reader`` and never the workbook. The reader gives answers only to questions
that name its audience, leaves out records the chair kept from it, and calls each person what this
audience may call them. What is not allowed is absent, not hidden.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from roth_planner.guides import kinds, rules
from roth_planner.guides.spec import Guide, Kind, Question, Section
from roth_planner.guides.values import NoAnswer, Value
from roth_planner.records import CHILD_KINDS, PARTNER_KINDS
from roth_planner.workbook import Ref, Snapshot, Workbook
from roth_planner.workbook.case_map import CaseMap, case_map

NAMES_FAMILY = ("agencies", "young_person", "chair", "parents")
"""Audiences that may read the names of the young person and the adults of the family."""

READS_CODES = ("agencies", "chair")
"""Audiences that may read the initials of other children and of adults of concern."""

UNTIL_THE_CHAIR_SAYS = ("chair", "agencies")
"""Who sees a row while the question of who may see it has no answer."""

SOMEBODY = {
    "young_person": "a young person",
    "peer": "another young person",
    "sibling": "a brother or sister",
    "parent": "a parent or carer",
    "family_network": "someone in the family",
    "adult_of_concern": "an adult",
}
"""What a private person is called where even initials may not be read, by kind."""
NO_PLACE_NAME = "a place with no name"

ONLY_ANSWERS = ("context_partners", "guardian", "young_person")
"""Audiences that are told answers only, and not that something is unknown or was not said."""

DATED = ("conference", "meeting")
"""Records that are called by their kind and date, which stand in the same row for a reader."""

OWN_ROWS = {"partner": "person"}
"""Rows about one parent, by record, with the question that says which. Of these a parents' copy
holds only the row of the parent it is made for: what one said is not for the other."""

IN_WORDS = {"goal": "statement", "action": "what", "weighting": "context"}
"""Rows that carry no number on paper, with the answer by which others refer to one."""

DECIDES = frozenset({("plan", "paper"), ("guardian", "kind"), ("chairing", "quorum")})
"""Questions whose answer decides whether and how a document is made."""


class Told(Struct, frozen=True):
    """One answer as this audience reads it; ``rows`` for a question of kind rows.

    ``unknown`` where nobody knows or asked yet; that somebody chose not to say is an answer.
    """

    key: str
    label: str
    kind: Kind
    words: str
    rows: tuple[ToldRow, ...] = ()
    unknown: bool = False


class ToldRow(Struct, frozen=True):
    """One row as this audience reads it: its one-line name and its answers in order.

    ``keys`` are the keys chosen from lists and the dates in ISO form, for builders that sort or
    count by them. ``named_by`` are the answers that the name is made of.
    """

    name: str
    told: tuple[Told, ...]
    keys: dict[str, str] = {}
    named_by: tuple[str, ...] = ()

    def words(self, key: str) -> str:
        """An answer's words; "" where there is none or it is not for this audience."""
        return next((one.words for one in self.told if one.key == key), "")

    def rows(self, key: str) -> tuple[ToldRow, ...]:
        """The rows inside this row."""
        return next((one.rows for one in self.told if one.key == key), ())


class ToldSection(Struct, frozen=True):
    """A section of a guide with the answers this audience may read."""

    key: str
    title: str
    told: tuple[Told, ...]


class Reader:
    """Reads one case as one audience would. Holds no way back to the workbook for a builder."""

    def __init__(
        self, workbook: Workbook, audience: str, *, today: dt.date, recipient: int | None = None
    ) -> None:
        """``recipient`` is the number of the parent or carer whom a parents' copy is for."""
        self.__workbook = workbook
        self.__recipient = recipient
        self.__people: dict[int, str] = {}
        self.audience = audience
        self.today = today
        self.practice = workbook.practice
        self.label = workbook.catalogue.audiences[audience].label
        self.area = workbook.catalogue.area

    def labels(self, choices: str) -> dict[str, str]:
        """The words of a list of choices, by key."""
        return {one.key: one.label for one in self.__workbook.catalogue.lists[choices]}

    def said(self, words: str) -> str:
        """A sentence of a builder's own with the area's names for what it speaks of."""
        return self.__workbook.catalogue.said(words)

    def sections(self, guide: str, ref: Ref) -> tuple[ToldSection, ...]:
        """The sections of a guide about a record, empty ones left out."""
        found: Guide = self.__workbook.catalogue.guide(guide)
        kept = self.__workbook.read(ref)
        told = [
            ToldSection(section.key, section.title, self.__told(section.questions, kept))
            for section in found.sections
            if self.__asked(section, kept.values)
        ]
        return tuple(section for section in told if section.told)

    def row(self, guide: str, ref: Ref) -> ToldRow:
        """All of a record's answers as one row, for builders that compose a page by hand."""
        told = tuple(one for section in self.sections(guide, ref) for one in section.told)
        return ToldRow("", told)

    def decision(self, guide: str, ref: Ref, key: str) -> str:
        """The key chosen in answer to a question about making this document, "" if none.

        It decides what is made and is never printed, so it is read for every audience.
        """
        if (guide, key) not in DECIDES:
            raise KeyError(key)
        return _chosen(self.__workbook.read(ref).get(key))

    def person(self, number: int) -> str:
        """What this audience calls a person."""
        if number not in self.__people:
            self.__people[number] = self.__name_of(self.__workbook.read(Ref("person", number)))
        return self.__people[number]

    def context(self, number: int) -> str:
        """What a place is called; every audience of a page about it may read that."""
        return str(self.__workbook.read(Ref("context", number)).get("name") or NO_PLACE_NAME)

    def case_map(self, case: Ref) -> CaseMap:
        """The map of a case with what this audience may read on it."""
        return case_map(self.__workbook, case, self.audience)

    def __told(self, questions: tuple[Question, ...], kept: Snapshot) -> tuple[Told, ...]:
        found = []
        for question in questions:
            if self.audience not in question.audiences or not self.__asked(question, kept.values):
                continue
            if question.kind is Kind.ROWS:
                rows = self.__rows(question, kept.ref)
                if rows:
                    found.append(
                        Told(
                            question.key, question.short or question.label, question.kind, "", rows
                        )
                    )
                continue
            value = kept.get(question.key)
            words = self.__words(question, value)
            if words:
                label = question.short or question.label
                unknown = isinstance(value, NoAnswer) and value is not NoAnswer.CHOSE_NOT_TO_SAY
                found.append(Told(question.key, label, question.kind, words, unknown=unknown))
        return tuple(found)

    def __rows(self, question: Question, parent: Ref) -> tuple[ToldRow, ...]:
        rows = []
        numbered = question.record in self.__workbook.index.referred_to - IN_WORDS.keys()
        kept_rows = self.__workbook.rows(parent, question)
        shown = (kept for kept in kept_rows if self.__shown(question, kept))
        for number, kept in enumerate(shown, 1):
            told = self.__told(question.questions, kept)
            named = [one for key in question.summary for one in told if one.key == key]
            name = " ".join(" \u2013 ".join(one.words for one in named).split())
            name = f"{question.one.capitalize()} {number}: {name}" if numbered else name
            allowed = {one.key for one in told}
            chosen = {key: value for key in allowed if (value := _chosen(kept.get(key)))}
            rows.append(ToldRow(name, told, chosen, tuple(one.key for one in named)))
        return tuple(row for row in rows if row.told)

    def __words(self, question: Question, value: Value) -> str:
        if isinstance(value, NoAnswer) and self.audience in ONLY_ANSWERS:
            return ""
        labels = self.__workbook.catalogue.labels(question)
        return kinds.display(question, value, choices=labels, name=self.__name)

    def __name(self, record: str, number: int) -> str:
        if record == "person":
            return self.person(number)
        if record == "context":
            return self.context(number)
        return self.__summary(Ref(record, number))

    def __summary(self, ref: Ref) -> str:
        if ref.record == "context_plan":
            return self.__workbook.label(*ref)
        row = self.__workbook.index.row_question(ref.record)
        if row is None or self.audience not in row.audiences:
            return ""
        kept = self.__workbook.read(ref)
        if not self.__shown(row, kept):
            return ""
        if ref.record in IN_WORDS:
            told = {one.key: one.words.rstrip(".") for one in self.__told(row.questions, kept)}
            return told.get(IN_WORDS[ref.record], "")
        if ref.record in DATED:
            return self.__workbook.label(*ref)
        # Counted among those that this audience may see, so that no gap tells of another.
        beside = [one.ref for one in self.__workbook.rows_beside(ref) if self.__shown(row, one)]
        return f"{row.one} {beside.index(ref) + 1}"

    def __shown(self, rows: Question, kept: Snapshot) -> bool:
        """Whether this audience may see a row: its own, and let through by the chair."""
        if self.audience == "parents" and rows.record in OWN_ROWS:
            whose = kept.get(OWN_ROWS[rows.record])
            return self.__recipient is not None and whose == self.__recipient
        if not any(question.key == "may_see" for question in rows.questions):
            return True
        may_see = kept.get("may_see")
        allowed = may_see if isinstance(may_see, tuple) and may_see else UNTIL_THE_CHAIR_SAYS
        return self.audience in allowed

    def __asked(self, asked: Question | Section, answers: Mapping[str, Value]) -> bool:
        return asked.relevant is None or rules.holds(asked.relevant, answers, today=self.today)

    def __name_of(self, person: Snapshot) -> str:
        kind, name, code = (str(person.get(key) or "") for key in ("kind", "name", "code"))
        role = str(person.get("role") or "")
        if kind in PARTNER_KINDS:
            named = name or code or role or "somebody"
            return f"{named} ({role})" if role and role != named else named
        if self.audience not in NAMES_FAMILY:
            return SOMEBODY.get(kind, "somebody")
        if kind == "young_person":
            return name or code
        if kind in CHILD_KINDS or kind == "adult_of_concern":
            if self.audience not in READS_CODES:
                return SOMEBODY[kind]
            return f"{code} ({role})" if code and role else code or SOMEBODY[kind]
        return name or code or role or SOMEBODY.get(kind, "somebody")


def begun(words: str) -> str:
    """A stand-in for a name with a capital, as a line begins; a name stays as it was typed."""
    stands_in = words in SOMEBODY.values() or words in ("somebody", NO_PLACE_NAME)
    return words[:1].upper() + words[1:] if stands_in else words


def _chosen(value: Value) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, str) and not isinstance(value, NoAnswer) else ""
