"""Somebody, or some place, that is not in the workbook yet: added with the first saved word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from roth_planner.guides import kinds, rules
from roth_planner.guides.spec import Question
from roth_planner.guides.values import Value
from roth_planner.workbook import Changes, Ref, Workbook
from roth_planner.workbook.draft import Draft

WHY, CHILDREN = "why_held", ("young_person", "peer", "sibling")
"""Whoever adds another child says why it is needed (Contextual Safeguarding, law and ethics of
assessing a friendship group: ``peer_law`` in ``assets/guides/sources.toml``). It is not asked of
the young person whose case it is: that is why they are asked about only while being added."""


class Newcomer:
    """Answers that become a record at their first save; from then on they are a draft of it.

    So nothing typed is lost on a lock, and a form that was opened by mistake leaves nobody behind.
    """

    def __init__(
        self,
        workbook: Workbook,
        record: str,
        questions: Iterable[Question],
        answers: Mapping[str, Value],
    ) -> None:
        self._workbook, self._record = workbook, record
        self._questions = tuple(questions)
        self._answers: dict[str, Value] = dict(answers)
        self._half_typed: dict[str, str] = {}
        self._typed = False
        self._draft: Draft | None = None

    @property
    def ref(self) -> Ref | None:
        """The record, once there is one."""
        return self._draft.ref if self._draft else None

    @property
    def pending(self) -> bool:
        """Whether something typed is not in the vault yet."""
        return self._draft.pending if self._draft else self._typed

    def refresh(self) -> None:
        """Read the record again, if there is one."""
        if self._draft:
            self._draft.refresh()

    def show(self, question: Question) -> tuple[Value, str]:
        """The answer to show, and half-typed text."""
        if self._draft:
            return self._draft.show(question)
        return self._answers.get(question.key), self._half_typed.get(question.key, "")

    def set(self, question: Question, raw: Any) -> str:
        """Take what was typed; gives what is wrong with it, or ""."""
        if self._draft:
            return self._draft.set(question, raw)
        self._typed = True
        self._half_typed.pop(question.key, None)
        self._answers.pop(question.key, None)
        try:
            value = kinds.parse(question, raw)
        except kinds.Problem as problem:
            self._half_typed[question.key] = kinds.clean_text(str(raw))
            return str(problem)
        if value is not None:
            self._answers[question.key] = value
        return self.problem(question)

    def problem(self, question: Question) -> str:
        """What is wrong with the answer as it stands, or ""."""
        if self._draft:
            return self._draft.problem(question)
        value, half_typed = self.show(question)
        if half_typed:
            try:
                kinds.parse(question, half_typed)
            except kinds.Problem as problem:
                return str(problem)
        if question.constraint is None or value is None:
            return ""
        good = rules.holds(question.constraint, self._answers, value, today=dt.date.today())
        return "" if good else question.constraint_message

    def relevant(self, question: Question) -> bool:
        """Whether the question is asked, given the other answers."""
        if question.key == WHY and self._is_a_child():
            return True
        if self._draft:
            return self._draft.relevant(question)
        if question.relevant is None:
            return True
        return rules.holds(question.relevant, self._answers, today=dt.date.today())

    def _is_a_child(self) -> bool:
        kind = next((one for one in self._questions if one.key == "kind"), None)
        return kind is not None and self.show(kind)[0] in CHILDREN

    def insist(self) -> None:
        """Add the record at the next save, even if all that is known was known before."""
        self._typed = True

    def save_in(self, copy: Workbook) -> None:
        """Add the record, or save what is pending, in a copy of the vault."""
        if self._draft:
            self._draft.save_in(copy)
        elif self._typed and self._answers:
            copy.add(self._record, self._answers)

    def commit(self) -> Changes | None:
        """Add the record, or save what is pending; None if there is nothing to keep."""
        if self._draft:
            return self._draft.commit()
        if not self._typed or not self._answers:
            return None
        changes = self._workbook.add(self._record, self._answers)
        self._draft = Draft(self._workbook, changes.added[0], self._questions)
        for question in self._questions:
            if question.key in self._half_typed:
                self._draft.set(question, self._half_typed[question.key])
        return changes
