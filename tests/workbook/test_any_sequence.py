"""Whatever is done in whatever order, the workbook holds what a simple model says it must hold.

The model is plain dictionaries with a stack of copies for undo. The change rows, replayed from
nothing, must give the same as well.
"""

from __future__ import annotations

import copy
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from roth_planner.errors import Refused
from roth_planner.guides.values import NoAnswer, PartDate, Value
from roth_planner.vault import FLOOR
from roth_planner.workbook import Changes, Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case
from tests.fixtures import PASSPHRASE

from .desk import change_rows, compared, kept, question, replayed

WORDS = st.one_of(
    st.none(),
    st.sampled_from(list(NoAnswer)),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).filter(
        lambda text: text.strip() == text
    ),
)
PART_DATES = st.one_of(
    st.none(),
    st.sampled_from(list(NoAnswer)),
    st.builds(PartDate, st.integers(2000, 2026), st.integers(1, 12)),
)
PICK = st.integers(0, 5)
LISTS = ("account.harms", "account.strengths", "account.needs")
TEXT_OF = {"account.harms": "effect", "account.strengths": "what", "account.needs": "need"}

Answers = dict[str, Value]


class Model:
    """What must be kept: answers by record, and the order of each list."""

    def __init__(self) -> None:
        self.records: dict[Ref, Answers] = {}
        self.lists: dict[str, list[Ref]] = {listed: [] for listed in LISTS}

    def places(self) -> list[Ref]:
        return [ref for ref in self.records if ref.record == "context"]

    def used(self, place: Ref) -> bool:
        return any(
            place.id in (answers.get("contexts") or ()) or answers.get("context") == place.id
            for answers in self.records.values()
        )


class Desk(RuleBasedStateMachine):
    """Somebody at the desk who does anything in any order."""

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="roth-")) / "vault"
        self.workbook, _code = Workbook.create(self.folder, PASSPHRASE, kind="practice", cost=FLOOR)
        case = start_case(self.workbook, "J.")
        self.account = parts(self.workbook, case).account
        self.model = Model()
        self.model.records[self.account] = {}
        self.undoable: list[Model] = []
        self.redoable: list[Model] = []

    # -- what can be done

    @rule(words=WORDS)
    def answer_the_account(self, words: Value) -> None:
        self.save(self.account, {"who_gains": words})

    @rule(name=WORDS.filter(lambda name: not isinstance(name, NoAnswer)))
    def add_a_place(self, name: Value) -> None:
        changes = self.workbook.add("context", {"name": name})
        self.step(changes)
        self.model.records[changes.added[0]] = with_answers({}, {"name": name})

    @rule(listed=st.sampled_from(LISTS), words=WORDS)
    def add_a_row(self, listed: str, words: Value) -> None:
        answers = {TEXT_OF[listed]: words}
        changes = self.workbook.add_row(self.account, question(self.workbook, listed), answers)
        self.step(changes)
        self.model.records[changes.added[0]] = with_answers({}, answers)
        self.model.lists[listed].append(changes.added[0])

    @precondition(lambda self: self.model.lists["account.harms"])
    @rule(pick=PICK, places=st.sets(PICK), known=PART_DATES)
    def say_where_a_harm_happens(self, pick: int, places: set[int], known: Value) -> None:
        here = self.model.places()
        chosen = {here[number % len(here)].id for number in places} if here else set()
        value = tuple(sorted(chosen)) or None
        self.save(self.row("account.harms", pick), {"contexts": value, "first_known": known})

    @precondition(lambda self: self.model.lists["account.strengths"] and self.model.places())
    @rule(pick=PICK, place=PICK, none=st.booleans(), words=WORDS)
    def say_where_a_strength_is(self, pick: int, place: int, none: bool, words: Value) -> None:
        here = self.model.places()
        value = None if none else here[place % len(here)].id
        self.save(self.row("account.strengths", pick), {"context": value, "what": words})

    @precondition(lambda self: any(self.model.lists.values()))
    @rule(pick=PICK, to=st.integers(-1, 7), which=PICK)
    def move_a_row(self, pick: int, to: int, which: int) -> None:
        filled = [listed for listed in LISTS if self.model.lists[listed]]
        listed = filled[which % len(filled)]
        ref = self.row(listed, pick)
        order = [one for one in self.model.lists[listed] if one != ref]
        order.insert(max(0, to), ref)
        before = copy.deepcopy(self.model)
        changes = self.workbook.move(ref, to)
        self.model.lists[listed] = order
        if changes.touched:
            self.note(before)
        else:
            assert order == before.lists[listed]

    @precondition(lambda self: any(self.model.lists.values()))
    @rule(pick=PICK, which=PICK)
    def remove_a_row(self, pick: int, which: int) -> None:
        filled = [listed for listed in LISTS if self.model.lists[listed]]
        listed = filled[which % len(filled)]
        ref = self.row(listed, pick)
        self.step(self.workbook.remove(ref))
        self.model.lists[listed].remove(ref)
        del self.model.records[ref]

    @precondition(lambda self: self.model.places())
    @rule(pick=PICK)
    def remove_a_place(self, pick: int) -> None:
        here = self.model.places()
        place = here[pick % len(here)]
        if self.model.used(place):
            with pytest.raises(Refused):
                self.workbook.remove(place)
        else:
            self.step(self.workbook.remove(place))
            del self.model.records[place]

    @rule()
    def undo(self) -> None:
        if not self.undoable:
            return
        assert self.workbook.undo() is not None
        self.redoable.append(self.model)
        self.model = self.undoable.pop()

    @rule()
    def redo(self) -> None:
        changes = self.workbook.redo()
        assert (changes is None) == (not self.redoable)
        if self.redoable:
            self.undoable.append(self.model)
            self.model = self.redoable.pop()

    # -- what must hold

    @invariant()
    def nothing_differs(self) -> None:
        for ref, answers in self.model.records.items():
            assert self.workbook.read(ref).values == answers
        for listed, order in self.model.lists.items():
            rows = self.workbook.rows(self.account, question(self.workbook, listed))
            assert [row.ref for row in rows] == order
        assert [one.ref for one in self.workbook.all("context")] == sorted(self.model.places())
        assert self.workbook.can_redo == bool(self.redoable)

    def teardown(self) -> None:
        if not hasattr(self, "workbook"):
            return
        try:
            changes = change_rows(self.workbook)
            assert replayed(changes) == compared(kept(self.workbook))
            self.workbook.close()
            self.workbook = Workbook.open(self.folder, PASSPHRASE)
            for ref, answers in self.model.records.items():
                assert self.workbook.read(ref).values == answers
        finally:
            self.workbook.close()
            shutil.rmtree(self.folder.parent)

    # -- help

    def row(self, listed: str, pick: int) -> Ref:
        rows = self.model.lists[listed]
        return rows[pick % len(rows)]

    def save(self, ref: Ref, answers: Answers) -> None:
        changes = self.workbook.save(ref, answers)
        after = with_answers(self.model.records[ref], answers)
        assert bool(changes.touched) == (after != self.model.records[ref])
        if changes.touched:
            self.note(copy.deepcopy(self.model))
        self.model.records[ref] = after

    def step(self, changes: Changes) -> None:
        assert changes.touched
        self.note(copy.deepcopy(self.model))

    def note(self, before: Model) -> None:
        self.undoable.append(before)
        self.redoable.clear()


def with_answers(before: Answers, answers: Answers) -> Answers:
    merged: dict[str, Any] = {**before, **answers}
    return {key: value for key, value in merged.items() if value is not None}


def test_any_sequence_of_steps_leaves_no_difference_to_the_model() -> None:
    # Without shrinking: a failure is told at once, and making it small takes minutes of vaults.
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=20, stateful_step_count=30, phases=[Phase.generate], print_blob=True
        ),
    )
