"""Which questions a record answers, by the kind of record and, for told lists, by the list."""

from __future__ import annotations

from typing import NamedTuple

from roth_planner.guides.catalogue import Catalogue
from roth_planner.guides.spec import Guide, Kind, Question, Section
from roth_planner.records import Record


class Asked(NamedTuple):
    """Where a question is asked: its guide and section, and the labels on the way to it."""

    guide: Guide
    section: Section
    labels: tuple[str, ...]


class QuestionIndex:
    """Looks up questions by record; rows' own questions are found by the row's record."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._asked: dict[tuple[str, str, str], Asked] = {}
        self._by_record: dict[tuple[str, str], dict[str, Question]] = {}
        self._row: dict[tuple[str, str], Question] = {}
        self.referred_to: set[str] = set()
        """Records that a question of kind record refers to, so that paper numbers them."""
        for guide in catalogue.guides.values():
            self._take(guide.record, "", guide.questions())

    def of(self, record: Record) -> tuple[Question, ...]:
        """The questions of a record that hold an answer themselves; rows are records apart."""
        return tuple(self._questions(record.__tablename__, getattr(record, "list", "")).values())

    def question(self, record: Record, key: str) -> Question:
        """The question of this key; ``KeyError`` names only the key."""
        return self._questions(record.__tablename__, getattr(record, "list", ""))[key]

    def find(self, record: str, listed: str, key: str) -> Question | None:
        """The question of this key of a kind of record; None if it is not asked now."""
        return self._questions(record, listed).get(key)

    def asked_at(self, record: str, listed: str, key: str) -> Asked | None:
        """Where a question of a kind of record is asked; None if it is not asked now."""
        if not self._asked:
            for guide in self._catalogue.guides.values():
                for section in guide.sections:
                    self._place(guide, section, guide.record, "", section.questions, ())
        return self._asked.get((record, listed, key))

    def row_question(self, record: str, listed: str = "") -> Question | None:
        """The rows question that makes this kind of record; None for a record of its own."""
        return self._row.get((record, listed))

    def told_links(self, record: str) -> tuple[tuple[str, Question], ...]:
        """Lists whose rows can refer to this kind of record in words only, with the question."""
        return tuple(
            (listed, question)
            for (row, listed), questions in self._by_record.items()
            for question in questions.values()
            if row == "entry" and record in (question.record, question.kind.value)
        )

    def _questions(self, record: str, listed: str) -> dict[str, Question]:
        return self._by_record.get((record, listed), {})

    def _place(
        self,
        guide: Guide,
        section: Section,
        record: str,
        listed: str,
        questions: tuple[Question, ...],
        above: tuple[str, ...],
    ) -> None:
        for question in questions:
            labels = (*above, question.short or question.label)
            self._asked.setdefault((record, listed, question.key), Asked(guide, section, labels))
            if question.kind is Kind.ROWS:
                inner = question.key if question.record == "entry" else ""
                self._place(guide, section, question.record, inner, question.questions, labels)

    def _take(self, record: str, listed: str, questions: tuple[Question, ...]) -> None:
        known = self._by_record.setdefault((record, listed), {})
        for question in questions:
            if question.kind is Kind.ROWS:
                inner = question.key if question.record == "entry" else ""
                self._row.setdefault((question.record, inner), question)
                self._take(question.record, inner, question.questions)
            else:
                if question.kind is Kind.RECORD:
                    self.referred_to.add(question.record)
                known.setdefault(question.key, question)
