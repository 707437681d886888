"""What is being typed and not saved yet: answers are read and checked here, then saved together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from roth_planner.guides import kinds, rules
from roth_planner.guides.spec import Question
from roth_planner.guides.values import NoAnswer, Value
from roth_planner.records import RECORDS
from roth_planner.workbook import stored
from roth_planner.workbook.parts import Changes, Ref, Snapshot
from roth_planner.workbook.workbook import Workbook


class Draft:
    """Edits of one record on their way to the vault.

    An answer that cannot be read is kept as it was typed, shown again, and never stops the others.
    """

    def __init__(
        self,
        workbook: Workbook,
        ref: Ref,
        questions: Iterable[Question],
        *,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        self._workbook = workbook
        self._today = today
        self._questions = {question.key: question for question in questions}
        self._answers: dict[str, Value] = {}
        self._half_typed: dict[str, str] = {}
        self.ref = ref
        self._kept = workbook.read(ref)

    @property
    def kept(self) -> Snapshot:
        """The record as it was last read or saved."""
        return self._kept

    @property
    def pending(self) -> bool:
        """Whether something typed is not in the vault yet."""
        return bool(self._answers or self._half_typed)

    def refresh(self) -> None:
        """Read the record again, after an undo or a change elsewhere; pending edits stay."""
        self._kept = self._workbook.read(self.ref)

    def show(self, question: Question) -> tuple[Value, str]:
        """The answer to show, and the text that could not be read, "" if there is none."""
        key = question.key
        if key in self._half_typed:
            return None, self._half_typed[key]
        if key in self._answers:
            return self._answers[key], ""
        return self._kept.get(key), self._kept.half_typed.get(key, "")

    def set(self, question: Question, raw: Any) -> str:
        """Take what was typed; gives the sentence about what is wrong with it, or ""."""
        key = question.key
        try:
            value = kinds.parse(question, raw)
        except kinds.Problem as problem:
            self._answers.pop(key, None)
            self._half_typed[key] = kinds.clean_text(str(raw))
            return str(problem)
        self._half_typed.pop(key, None)
        if value is None and key in stored.needed(RECORDS[self.ref.record]):
            self._answers.pop(key, None)
            return stored.NEEDED
        if value == self._kept.get(key) and key not in self._kept.half_typed:
            self._answers.pop(key, None)
        else:
            self._answers[key] = value
        return self.problem(question)

    def problem(self, question: Question) -> str:
        """What is wrong with the answer as it stands, or ""."""
        value, half_typed = self.show(question)
        if half_typed:
            try:
                kinds.parse(question, half_typed)
            except kinds.Problem as problem:
                return str(problem)
        if question.constraint is None or value is None or isinstance(value, NoAnswer):
            return ""
        good = rules.holds(question.constraint, self.answers(), value, today=self._today())
        return "" if good else question.constraint_message

    def relevant(self, question: Question) -> bool:
        """Whether the question is asked, given the other answers; hidden answers are kept."""
        if question.relevant is None:
            return True
        return rules.holds(question.relevant, self.answers(), today=self._today())

    def answers(self) -> dict[str, Value]:
        """All answers as they would be after a save."""
        return {**self._kept.values, **self._answers}

    def commit(self) -> Changes | None:
        """Save what is pending in one step; None if there is nothing. A failed save keeps it."""
        if not self.pending:
            return None
        changes = self._workbook.save(self.ref, self._answers, self._half_typed)
        self._answers, self._half_typed = {}, {}
        self.refresh()
        return changes

    def save_in(self, copy: Workbook) -> None:
        """Save what is pending in a copy of the vault; here it stays pending."""
        if self.pending:
            copy.save(self.ref, self._answers, self._half_typed)
