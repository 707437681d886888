"""What is being typed: never lost, never in the way of the rest, and told what is wrong with it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from roth_planner.guides.spec import Question
from roth_planner.guides.values import NoAnswer, PartDate
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import start_case, start_guardian
from roth_planner.workbook.draft import Draft
from tests.fixtures import PASSPHRASE

from .desk import account_of, add_row, answer, person, place, question

TODAY = dt.date(2026, 3, 12)


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.", reference="J-2026-014")


@pytest.fixture
def harm(workbook: Workbook, case: Ref) -> Ref:
    return add_row(workbook, account_of(workbook, case), "account.harms")


def draft_of(workbook: Workbook, ref: Ref, listed: str = "") -> Draft:
    asked: tuple[Question, ...] = (
        question(workbook, listed).questions
        if listed
        else workbook.catalogue.for_record(ref.record).questions()
    )
    return Draft(workbook, ref, asked, today=lambda: TODAY)


def test_what_is_typed_is_saved_together_in_one_step(workbook: Workbook, harm: Ref) -> None:
    draft = draft_of(workbook, harm, "account.harms")
    known = question(workbook, "account.harms.first_known")
    happened = question(workbook, "account.harms.what_happened")
    assert draft.set(known, "summer 2025") == ""
    assert draft.set(happened, "Adults at the flat made him carry.") == ""
    assert draft.pending
    changes = draft.commit()
    assert changes is not None
    assert changes.touched == {harm}
    assert not draft.pending
    assert draft.commit() is None
    assert workbook.read(harm).get("first_known") == PartDate(2025, season="summer")
    workbook.undo()
    assert workbook.read(harm).values == {}


def test_half_typed_text_survives_closing_and_opening_again(
    workbook: Workbook, folder: Path, harm: Ref
) -> None:
    known = question(workbook, "account.harms.first_known")
    answer(workbook, harm, first_known=PartDate(2025))
    draft = draft_of(workbook, harm, "account.harms")
    sentence = draft.set(known, "some time in the spri")
    assert "for example 12 March 2026" in sentence
    draft.commit()
    workbook.close()
    again = Workbook.open(folder, PASSPHRASE)
    draft = draft_of(again, harm, "account.harms")
    assert draft.show(known)[1] == "some time in the spri"
    assert draft.problem(known) == sentence
    assert again.read(harm).get("first_known") == PartDate(2025), "the last good answer stays"
    assert draft.set(known, "spring 2026") == ""
    draft.commit()
    assert draft_of(again, harm, "account.harms").show(known) == (
        PartDate(2026, season="spring"),
        "",
    )
    again.close()


def test_text_that_cannot_be_read_does_not_stop_the_other_answers(
    workbook: Workbook, harm: Ref
) -> None:
    draft = draft_of(workbook, harm, "account.harms")
    draft.set(question(workbook, "account.harms.first_known"), "ages ago")
    draft.set(question(workbook, "account.harms.effect"), "He cannot sleep.")
    draft.commit()
    assert workbook.read(harm).get("effect") == "He cannot sleep."
    assert workbook.read(harm).half_typed == {"first_known": "ages ago"}


def test_going_back_to_the_kept_answer_leaves_nothing_to_save(
    workbook: Workbook, harm: Ref
) -> None:
    known = question(workbook, "account.harms.first_known")
    answer(workbook, harm, first_known=PartDate(2025))
    draft = draft_of(workbook, harm, "account.harms")
    draft.set(known, "2026")
    draft.set(known, "2025")
    assert not draft.pending


def test_half_typed_text_is_forgotten_when_the_old_answer_is_typed_again(
    workbook: Workbook, harm: Ref
) -> None:
    known = question(workbook, "account.harms.first_known")
    answer(workbook, harm, first_known=PartDate(2025))
    draft = draft_of(workbook, harm, "account.harms")
    draft.set(known, "in the rain")
    draft.commit()
    draft.set(known, "2025")
    draft.commit()
    assert workbook.read(harm).half_typed == {}
    assert workbook.read(harm).get("first_known") == PartDate(2025)


def test_a_date_in_the_future_is_told_and_kept_all_the_same(workbook: Workbook, harm: Ref) -> None:
    known = question(workbook, "account.harms.first_known")
    draft = draft_of(workbook, harm, "account.harms")
    assert "in the future" in draft.set(known, "April 2026")
    draft.commit()
    assert workbook.read(harm).get("first_known") == PartDate(2026, 4)
    assert "in the future" in draft.problem(known)


@pytest.mark.parametrize("reason", list(NoAnswer))
def test_not_known_is_never_a_date_in_the_future(
    workbook: Workbook, harm: Ref, reason: NoAnswer
) -> None:
    known = question(workbook, "account.harms.first_known")
    draft = draft_of(workbook, harm, "account.harms")
    assert draft.set(known, reason) == ""
    draft.commit()
    assert draft.problem(known) == ""
    assert workbook.read(harm).get("first_known") is reason


def test_the_guardian_cannot_be_their_own_back_up(workbook: Workbook, case: Ref) -> None:
    guardian = start_guardian(workbook, case, place(workbook, "Station").id)
    manager = person(workbook, "guardian", name="Ms Park")
    other = person(workbook, "professional", name="Mr Reed")
    draft = draft_of(workbook, guardian)
    draft.set(question(workbook, "guardian.person"), manager.id)
    backup = question(workbook, "guardian.backup")
    assert draft.set(backup, manager.id) == "This is the guardian. Choose somebody else as back-up."
    assert draft.set(backup, other.id) == ""


def test_an_answer_that_cannot_be_empty_says_so_and_the_last_one_stays(
    workbook: Workbook, case: Ref
) -> None:
    stage = question(workbook, "case.stage")
    answer(workbook, case, stage="review")
    draft = draft_of(workbook, case)
    draft.set(stage, "ended")
    assert "cannot be left empty" in draft.set(stage, "")
    assert not draft.pending
    assert draft.show(stage) == ("review", "")


def test_hidden_answers_are_kept_and_come_back(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    inside = question(workbook, "account.harm_in_home")
    what = question(workbook, "account.harm_in_home_what")
    draft = draft_of(workbook, account)
    draft.set(inside, "possible")
    draft.set(what, "A school nurse asked.")
    draft.commit()
    assert draft.relevant(what)
    draft.set(inside, "none")
    draft.commit()
    assert not draft.relevant(what)
    assert workbook.read(account).get("harm_in_home_what") == "A school nurse asked."
    draft.set(inside, "significant")
    assert draft.relevant(what)
    assert draft.show(what) == ("A school nurse asked.", "")


def test_edits_wait_through_an_undo_made_elsewhere(workbook: Workbook, harm: Ref) -> None:
    effect = question(workbook, "account.harms.effect")
    happened = question(workbook, "account.harms.what_happened")
    answer(workbook, harm, effect="He cannot sleep.")
    draft = draft_of(workbook, harm, "account.harms")
    draft.set(happened, "Adults made him carry.")
    workbook.undo()
    draft.refresh()
    assert draft.show(effect) == (None, "")
    assert draft.show(happened) == ("Adults made him carry.", "")
    assert draft.answers() == {"what_happened": "Adults made him carry."}


def test_control_characters_in_half_typed_text_go_and_the_words_stay(
    workbook: Workbook, harm: Ref
) -> None:
    known = question(workbook, "account.harms.first_known")
    draft = draft_of(workbook, harm, "account.harms")
    draft.set(known, "about\x00 \x1bMarch")
    draft.commit()
    assert workbook.read(harm).half_typed == {"first_known": "about March"}
