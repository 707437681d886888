"""Which questions a record answers, by the kind of record and, for told lists, by the list."""

from __future__ import annotations

from roth_planner.guides.catalogue import Catalogue
from roth_planner.guides.spec import Kind, Question
from roth_planner.records import Record


class QuestionIndex:
    """Looks up questions by record; rows' own questions are found by the row's record."""

    def __init__(self, catalogue: Catalogue) -> None:
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
