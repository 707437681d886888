"""How far a section is, and what finishing it asks for; none of it stops a save."""

from __future__ import annotations

import pytest

from roth_planner.guides.values import NoAnswer
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import start_case
from roth_planner.workbook.draft import Draft
from roth_planner.workbook.progress import Gap, gaps, section_progress

from .desk import account_of, add_row, answer, question


@pytest.fixture
def account(workbook: Workbook) -> Ref:
    return account_of(workbook, start_case(workbook, "J."))


def word(workbook: Workbook, ref: Ref, section: str) -> str:
    guide = workbook.catalogue.for_record(ref.record)
    return section_progress(workbook, guide, guide.section(section), ref).word


def gaps_of(workbook: Workbook, ref: Ref, section: str) -> dict[str, Gap]:
    found = gaps(workbook, workbook.catalogue.for_record(ref.record).section(section), ref)
    return {gap.question.key: gap for gap in found}


def test_a_section_goes_from_not_started_to_done_and_back(workbook: Workbook, account: Ref) -> None:
    assert word(workbook, account, "words") == "Not started"
    answer(workbook, account, in_their_words="It is cold there.")
    assert word(workbook, account, "words") == "In progress"
    for status, shown in (("come_back", "Come back to"), ("done", "Done"), ("", "In progress")):
        workbook.set_status(account, "words", status)
        assert word(workbook, account, "words") == shown


def test_only_questions_that_are_asked_are_counted(workbook: Workbook, account: Ref) -> None:
    guide = workbook.catalogue.guide("account")
    before = section_progress(workbook, guide, guide.section("home"), account)
    answer(workbook, account, harm_in_home="possible")
    after = section_progress(workbook, guide, guide.section("home"), account)
    assert (after.answered, after.asked) == (before.answered + 1, before.asked + 1)


def test_finishing_asks_for_what_is_required_and_missing(workbook: Workbook, account: Ref) -> None:
    found = gaps_of(workbook, account, "words")
    assert set(found) == {"in_their_words", "words_absent"}
    label = question(workbook, "account.in_their_words").label.rstrip("?")
    assert found["in_their_words"].sentence == f"Answer \u201c{label}\u201d"
    answer(workbook, account, in_their_words="It is cold there.")
    assert gaps_of(workbook, account, "words") == {}


def test_chose_not_to_say_is_a_full_answer_and_asks_what_was_tried(
    workbook: Workbook, account: Ref
) -> None:
    answer(workbook, account, in_their_words=NoAnswer.CHOSE_NOT_TO_SAY)
    assert set(gaps_of(workbook, account, "words")) == {"words_absent"}


def test_rows_are_looked_into_and_one_is_asked_for_where_it_is_required(
    workbook: Workbook, account: Ref
) -> None:
    one = question(workbook, "account.harms").one
    assert gaps_of(workbook, account, "harms")["harms"].sentence == f"Add at least one {one}"
    harm = add_row(workbook, account, "account.harms", what_happened="Adults made him carry.")
    found = gaps_of(workbook, account, "harms")
    assert {"types", "contexts", "basis", "may_see"} <= set(found)
    assert found["types"].row == harm
    assert "what_happened" not in found
    assert "harms" not in found


def test_text_that_cannot_be_read_is_a_gap_even_where_nothing_is_required(
    workbook: Workbook, account: Ref
) -> None:
    harm = add_row(workbook, account, "account.harms")
    draft = Draft(workbook, harm, question(workbook, "account.harms").questions)
    draft.set(question(workbook, "account.harms.first_known"), "ages ago")
    draft.commit()
    assert "for example" in gaps_of(workbook, account, "harms")["first_known"].sentence


def test_not_known_is_no_gap_even_where_a_constraint_is_set(
    workbook: Workbook, account: Ref
) -> None:
    add_row(workbook, account, "account.harms", first_known=NoAnswer.NOT_KNOWN)
    assert "first_known" not in gaps_of(workbook, account, "harms")
