"""What people really type and paste: kept as far as it can be, and never in the way."""

from __future__ import annotations

import datetime as dt

import pytest

from roth_planner.guides.spec import Kind
from roth_planner.guides.values import PartDate
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.as_read import section_as_read
from roth_planner.workbook.caseload import parts, start_case
from roth_planner.workbook.draft import Draft
from tests.fixtures.large_case import question


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.", "Jordan")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("March 2026", PartDate(2026, 3)), ("summer 2025", PartDate(2025, season="summer"))],
)
def test_a_date_known_in_part_is_kept_in_part(
    workbook: Workbook, case: Ref, typed: str, value: PartDate
) -> None:
    account = parts(workbook, case).account
    harms = question(workbook, "account.harms")
    harm = workbook.add_row(account, harms).added[0]
    draft = Draft(workbook, harm, harms.questions)
    assert draft.set(harms.question("first_known"), typed) == ""
    draft.commit()
    assert workbook.read(harm).get("first_known") == value


def test_a_review_before_its_core_group_is_told_and_kept(workbook: Workbook, case: Ref) -> None:
    conferences = question(workbook, "case.conferences")
    held = workbook.add_row(case, conferences, {"held_on": dt.date(2026, 3, 12)}).added[0]
    asked = workbook.catalogue.for_record("conference").questions()
    draft = Draft(workbook, held, asked)
    by_key = {one.key: one for one in asked}
    assert draft.set(by_key["core_group_on"], "24 March 2026") == ""
    problem = draft.set(by_key["review_on"], "20 March 2026")
    assert problem and "invalid" not in problem.lower()
    draft.commit()
    assert workbook.read(held).get("review_on") == dt.date(2026, 3, 20)


def test_two_people_with_one_name_are_told_apart_where_they_are_chosen(
    workbook: Workbook, case: Ref
) -> None:
    for agency in ("Police", "Youth service"):
        workbook.add("person", {"kind": "professional", "name": "Sam Kerr", "agency": agency})
    asked = next(
        one for one in question(workbook, "case.people").questions if one.kind is Kind.PERSON
    )
    labels = [label for _, label in workbook.offered(asked, case) if "Sam Kerr" in label]
    assert len(labels) == 2 and len(set(labels)) == 2
    assert any("Police" in label for label in labels)


def test_pasted_control_characters_leave_clean_words(workbook: Workbook, case: Ref) -> None:
    account = parts(workbook, case).account
    asked = question(workbook, "account.in_their_words")
    draft = Draft(workbook, account, (asked,))
    assert draft.set(asked, "They\x00 said\x1b[31m:\r\nstay\u2028away\x7f\ud800 e\u0301") == ""
    draft.commit()
    assert workbook.read(account).get("in_their_words") == "They said[31m:\nstay\naway \u00e9"


def test_four_hundred_rows_are_added_removed_and_read(workbook: Workbook, case: Ref) -> None:
    account = parts(workbook, case).account
    harms = question(workbook, "account.harms")
    workbook.add_rows(account, harms, [{"what_happened": f"Number {n}."} for n in range(399)])
    last = workbook.add_row(account, harms, {"what_happened": "The last."}).added[0]
    assert len(workbook.rows(account, harms)) == 400
    section = workbook.catalogue.guide("account").section("harms")
    (line,) = (one for one in section_as_read(workbook, section, account) if one.rows)
    assert len(line.rows) == 400
    assert line.rows[-1].ref == last
    workbook.remove(line.rows[199].ref)
    assert [row.ref for row in workbook.rows(account, harms)][-1] == last
    workbook.undo()
    assert workbook.rows(account, harms)[199].get("what_happened") == "Number 199."
