"""What was answered at the last conference, put back together from the changes since."""

from __future__ import annotations

import datetime as dt

import pytest

from roth_planner.guides.values import NoAnswer, PartDate
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case
from roth_planner.workbook.last_time import (
    as_it_was,
    can_copy,
    copied,
    first_kept,
    last_conference,
    rows_as_they_were,
    rows_to_copy,
    section_then,
)
from tests.fixtures.large_case import question

TODAY = dt.date(2026, 6, 20)


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.", "Jordan")


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def conference(
    workbook: Workbook, case: Ref, held_on: dt.date | None, meeting: str = "initial"
) -> Ref:
    answers = {"meeting": meeting, "held_on": held_on}
    return workbook.add_row(case, question(workbook, "case.conferences"), answers).added[0]


def test_the_last_conference_is_the_latest_whose_day_is_over(workbook: Workbook, case: Ref) -> None:
    assert last_conference(workbook, case, today=TODAY) is None
    first = conference(workbook, case, dt.date(2026, 3, 12))
    second = conference(workbook, case, dt.date(2026, 6, 19))
    coming = conference(workbook, case, TODAY)
    conference(workbook, case, None)
    last = last_conference(workbook, case, today=TODAY)
    assert last is not None
    assert (last.conference, last.held_on) == (second, dt.date(2026, 6, 19))
    midnight = dt.datetime(2026, 6, 20).astimezone()
    assert last.moment == midnight
    before = last_conference(workbook, case, second, today=TODAY)
    assert before is not None and before.conference == first
    assert before.stands_for(second) == first
    assert last.stands_for(coming) == second
    assert last.stands_for(case) == case
    assert last_conference(workbook, case, first, today=TODAY) is None


def test_a_conference_is_compared_with_one_that_was_for_the_same(
    workbook: Workbook, case: Ref
) -> None:
    held = {
        kind: conference(workbook, case, dt.date(2026, 3, day), kind)
        for day, kind in ((12, "initial"), (24, "core_group"), (30, "context"))
    }
    review = conference(workbook, case, dt.date(2026, 6, 9), "review")
    group = conference(workbook, case, dt.date(2026, 4, 9), "core_group")

    def before(shown: Ref | None, today: dt.date = TODAY) -> Ref | None:
        last = last_conference(workbook, case, shown, today=today)
        return last and last.conference

    assert before(review) == held["initial"]
    assert before(group) == held["core_group"]
    assert before(held["context"]) is None, "it is about a place, and was the first of its kind"
    account = parts(workbook, case).account
    assert before(account, dt.date(2026, 4, 1)) == held["core_group"]
    assert before(account) == review


def test_the_record_of_a_conference_reads_as_now_whenever_it_was_written(
    workbook: Workbook, case: Ref
) -> None:
    first = conference(workbook, case, dt.date(2026, 3, 12))
    review = conference(workbook, case, dt.date(2026, 6, 9), "review")
    workbook.save(first, {"reasons": "Written up today."})
    step = question(workbook, "chairing.checklist")
    workbook.add_row(first, step, {"item": "Met them"})
    last = last_conference(workbook, case, review, today=TODAY)
    assert last is not None
    there = last.stands_for(review)
    assert last.as_of(there) is None
    asked = (question(workbook, "chairing.reasons"), step)
    told = section_then(workbook, asked, there, last.as_of(there))
    assert told is not None
    assert [one.words or one.rows[0].answers[0].words for one in told] == [
        "Written up today.",
        "Met them",
    ]
    account = parts(workbook, case).account
    assert last.as_of(account) == last.moment
    assert section_then(workbook, asked, account, last.moment) is None, (
        "no earlier state is made up"
    )
    assert first_kept(workbook, account) == dt.date.today()


def test_a_record_is_as_it_was_however_it_changed_since(workbook: Workbook, case: Ref) -> None:
    account = parts(workbook, case).account
    before = now()
    workbook.save(account, {"in_their_words": "First words."}, {})
    workbook.set_status(account, "words", "done")
    then = now()
    workbook.save(account, {"in_their_words": "Later words."}, {})
    workbook.save(account, {"in_their_words": None}, {})
    workbook.save(account, {"in_their_words": NoAnswer.NOT_KNOWN}, {})
    workbook.set_status(account, "words", "come_back")
    was = as_it_was(workbook, account, then)
    assert was is not None
    assert was.get("in_their_words") == "First words."
    assert was.progress == {"words": "done"}
    empty = as_it_was(workbook, account, before)
    assert empty is not None and empty.values.get("in_their_words") is None
    assert as_it_was(workbook, account, before - dt.timedelta(days=1)) is None
    latest = as_it_was(workbook, account, now())
    assert latest == workbook.read(account)


def test_undone_steps_are_as_they_were_too(workbook: Workbook, case: Ref) -> None:
    account = parts(workbook, case).account
    workbook.save(account, {"in_their_words": "One."}, {})
    workbook.save(account, {"in_their_words": "Two."}, {})
    with_two = now()
    workbook.undo()
    with_one = now()
    workbook.redo()
    for moment, words in ((with_two, "Two."), (with_one, "One."), (now(), "Two.")):
        was = as_it_was(workbook, account, moment)
        assert was is not None and was.get("in_their_words") == words


def test_rows_added_removed_and_moved_since_stand_as_they_stood(
    workbook: Workbook, case: Ref
) -> None:
    account = parts(workbook, case).account
    harms = question(workbook, "account.harms")
    when = PartDate(2026, 3)
    rows = [
        workbook.add_row(account, harms, {"what_happened": word, "first_known": when}).added[0]
        for word in ("a", "b", "c")
    ]
    then = now()
    workbook.remove(rows[1])
    workbook.move(rows[2], 0)
    workbook.save(rows[0], {"what_happened": "changed", "first_known": None})
    late = workbook.add_row(account, harms, {"what_happened": "d"}).added[0]
    old = rows_as_they_were(workbook, account, harms, then)
    assert [(row.ref, row.get("what_happened")) for row in old] == list(
        zip(rows, "abc", strict=True)
    )
    assert {row.get("first_known") for row in old} == {when}
    today = rows_as_they_were(workbook, account, harms, now())
    assert [row.ref for row in today] == [rows[2], rows[0], late]
    assert today == workbook.rows(account, harms)
    workbook.undo()
    workbook.undo()
    assert rows_as_they_were(workbook, account, harms, then) == old


def test_ties_between_records_come_back_as_they_were(workbook: Workbook, case: Ref) -> None:
    account = parts(workbook, case).account
    harms = question(workbook, "account.harms")
    places = [workbook.add("context", {"name": name}).added[0].id for name in ("Park", "Arcade")]
    harm = workbook.add_row(
        account, harms, {"what_happened": "x", "contexts": tuple(places)}
    ).added[0]
    then = now()
    workbook.save(harm, {"contexts": (places[1],)})
    workbook.remove(Ref("context", places[0]))
    was = as_it_was(workbook, harm, then)
    assert was is not None and was.get("contexts") == tuple(places)
    section = workbook.catalogue.guide("account").section("harms")
    told = section_then(workbook, section.questions, account, then)
    assert told is not None
    (rows,) = (one for one in told if one.question.key == "harms")
    words = {one.question.key: one.words for row in rows.rows for one in row.answers}
    assert words["contexts"] == "Removed, Arcade"
    assert workbook.read(harm).get("contexts") == (places[1],), "looking back changes nothing"
    assert not workbook._session.new and not workbook._session.dirty


def test_only_rows_that_are_not_here_are_copied(workbook: Workbook, case: Ref) -> None:
    account = parts(workbook, case).account
    harms = question(workbook, "account.harms")
    kept = workbook.add_row(account, harms, {"what_happened": "kept"}).added[0]
    gone = workbook.add_row(account, harms, {"what_happened": "gone"}).added[0]
    then = now()
    workbook.remove(gone)
    section = workbook.catalogue.guide("account").section("harms")
    told = section_then(workbook, section.questions, account, then)
    assert told is not None
    (rows,) = (one for one in told if one.question.key == "harms")
    copies = rows_to_copy(workbook, rows, account)
    assert [row["what_happened"] for row in copies] == ["gone"]
    workbook.add_rows(account, harms, copies)
    assert rows_to_copy(workbook, rows, account) == ()
    workbook.remove(kept)
    assert [row["what_happened"] for row in rows_to_copy(workbook, rows, account)] == ["kept"]


def test_words_go_below_what_is_written_and_other_answers_take_its_place(
    workbook: Workbook,
) -> None:
    words = question(workbook, "account.in_their_words")
    assert copied(words, "Old.", "New.") == "New.\nOld."
    assert copied(words, "Old.", None) == "Old."
    assert copied(words, "Old.", NoAnswer.NOT_KNOWN) == "Old."
    assert can_copy(words, "Old.", "New.")
    assert not can_copy(words, "Old.", "New. Old. And more.")
    assert not can_copy(words, "Old.", "Old.")
    assert not can_copy(words, None, "New.")
    assert can_copy(words, NoAnswer.NOT_KNOWN, "It is not_known yet")
