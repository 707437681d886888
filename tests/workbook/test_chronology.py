"""The chronology: moments in order of date, and every change told in words."""

from __future__ import annotations

import datetime as dt

import pytest

from roth_planner.guides.values import NoAnswer, PartDate
from roth_planner.practice.case_file import load_case_file
from roth_planner.practice.cases import sample_cases
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case
from roth_planner.workbook.chronology import (
    ADDED,
    CHANGED,
    NAME_KEPT_BACK,
    NOT_KNOWN,
    REMOVED,
    UNDATED,
    ChangeLog,
    LogLine,
    in_order,
    moments,
)

from .desk import account_of, add_row, answer, person, place, question


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.", "Jordan Ellery")


def log(workbook: Workbook, case: Ref, section: str = "") -> tuple[LogLine, ...]:
    return ChangeLog(workbook, case, section).more(10_000)


def newest(workbook: Workbook, case: Ref) -> LogLine:
    return ChangeLog(workbook, case).more(1)[0]


# -- moments


def test_moments_stand_in_order_of_date_however_much_of_it_is_known(
    workbook: Workbook, case: Ref
) -> None:
    account = account_of(workbook, case)
    dates = (
        *(PartDate(2026, 1, 19), None, PartDate(2025, season="summer"), PartDate(2025)),
        *(NoAnswer.NOT_KNOWN, PartDate(2025, 6), PartDate(2025, 6, 1), PartDate(2025, 1)),
        *(PartDate(2025, season="winter"), PartDate(2025, 11, 30), PartDate(2026)),
        *(PartDate(2026, about=True), PartDate(2026, 1, 19, about=True)),
    )
    for number, date in enumerate(dates):
        add_row(workbook, account, "account.moments", happened=date, what=f"Moment {number}")
    told = moments(workbook, case)
    assert [one.when for one in told] == [
        *("2025", "January 2025", "Summer 2025", "June 2025", "1 June 2025"),
        *("30 November 2025", "Winter 2025", "About 2026", "2026"),
        *("About 19 January 2026", "19 January 2026", UNDATED, NOT_KNOWN),
    ]
    assert [one.what for one in told[-2:]] == ["Moment 1", "Moment 4"], "as they were written down"


def test_a_moment_says_where_how_it_is_known_and_what_it_means(
    workbook: Workbook, case: Ref
) -> None:
    station = place(workbook, "Kelderwick station")
    row = add_row(
        workbook,
        account_of(workbook, case),
        "account.moments",
        happened=PartDate(2026, 3),
        what="A fine was\nwritten.",
        context=station.id,
        known_from="Railway records",
        analysis="Nobody asked why he was there.",
    )
    (told,) = moments(workbook, case)
    assert told.ref == row
    assert told.what == "A fine was written."
    assert (told.where, told.known_from) == ("Kelderwick station", "Railway records")
    assert told.analysis == "Nobody asked why he was there."


def test_the_practice_case_tells_ten_moments_in_order(workbook: Workbook) -> None:
    case = load_case_file(workbook, sample_cases()[0])
    told = moments(workbook, case)
    assert len(told) == 10
    assert [in_order(one.date) for one in told] == sorted(in_order(one.date) for one in told)
    assert all(one.what and one.analysis and one.known_from for one in told)


# -- every change


def test_a_change_says_where_and_what_it_was_and_became(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    before = dt.datetime.now().astimezone()
    answer(workbook, account, who_gains="The shop.")
    answer(workbook, account, who_gains="The shop and the flat.")
    line = newest(workbook, case)
    assert (line.did, line.section) == (CHANGED, "Harms")
    assert line.question.startswith("Who gains")
    assert (line.before, line.after) == ("The shop.", "The shop and the flat.")
    assert before <= line.at <= dt.datetime.now().astimezone()


def test_every_kind_of_answer_is_told_in_words(workbook: Workbook, case: Ref) -> None:
    station = place(workbook, "Kelderwick station")
    harm = add_row(workbook, account_of(workbook, case), "account.harms")
    for answers, after in (
        ({"types": ("criminal", "online")}, "Criminal exploitation, Harm online"),
        ({"first_known": PartDate(2025, season="summer")}, "Summer 2025"),
        ({"contexts": (station.id,)}, "Kelderwick station"),
        ({"basis": "told_us"}, "The young person told us"),
        ({"contexts": NoAnswer.NOT_KNOWN}, "Not known"),
    ):
        answer(workbook, harm, **answers)  # type: ignore[arg-type]
        lines = {line.after for line in ChangeLog(workbook, case).more(3)}
        assert after in lines, after
    workbook.save(harm, {}, {"first_known": "harvest"})
    assert newest(workbook, case).after == "half typed: harvest"
    meeting = add_row(workbook, case, "case.conferences", held_on=dt.date(2026, 3, 12))
    assert "12 March 2026" in {line.after for line in log(workbook, case)}
    workbook.set_status(account_of(workbook, case), "harms", "come_back")
    line = newest(workbook, case)
    assert (line.section, line.before, line.after) == ("Harms", "Not started", "Come back to")
    assert meeting.record == "conference"


def test_what_was_taken_back_is_marked_and_what_was_put_back_is_not(
    workbook: Workbook, case: Ref
) -> None:
    answer(workbook, account_of(workbook, case), who_gains="The shop.")
    assert not newest(workbook, case).taken_back
    workbook.undo()
    undoing, done = ChangeLog(workbook, case).more(2)
    assert undoing.takes_back and not undoing.taken_back
    assert done.taken_back and not done.takes_back
    workbook.redo()
    again, undoing, done = ChangeLog(workbook, case).more(3)
    assert not again.taken_back and undoing.taken_back and not done.taken_back


def test_a_row_that_was_removed_keeps_its_place_in_the_log(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    need = add_row(workbook, account, "account.needs", need="To eat at midday")
    workbook.remove(need)
    gone, added = ChangeLog(workbook, case, "Needs").more(2)
    assert (gone.did, gone.before) == (REMOVED, "To eat at midday")
    assert (added.did, added.after) == (ADDED, "To eat at midday")


def test_another_case_stays_out_and_shared_places_are_in(workbook: Workbook, case: Ref) -> None:
    other = start_case(workbook, "K.")
    answer(workbook, account_of(workbook, other), who_gains="Somebody else entirely")
    station, arcade = place(workbook, "Kelderwick station"), place(workbook, "The arcade")
    add_row(workbook, account_of(workbook, case), "account.weightings", context=station.id)
    add_row(workbook, account_of(workbook, other), "account.weightings", context=arcade.id)
    told = str(log(workbook, case))
    assert "Somebody else" not in told and "arcade" not in told
    assert "Kelderwick station" in told


def test_private_names_and_who_typed_are_left_out(workbook: Workbook, case: Ref) -> None:
    child = parts(workbook, case).person
    answer(workbook, child, name="Jordan Bellamy", aliases="Jojo")
    assert newest(workbook, case).after == NAME_KEPT_BACK
    told = str(log(workbook, case))
    for name in ("Jordan", "Ellery", "Bellamy", "Jojo"):
        assert name not in told
    friend = person(workbook, "peer", code="K.", name="Kwame")
    add_row(workbook, child, "person.links", other=friend.id)
    assert "K." in str(log(workbook, case)) and "Kwame" not in str(log(workbook, case))


def test_one_section_and_page_by_page(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    rows = [{"need": f"Need {number}"} for number in range(450)]
    workbook.add_rows(account, question(workbook, "account.needs"), rows)
    answer(workbook, account, who_gains="The shop.")
    only = ChangeLog(workbook, case, "Needs")
    pages = []
    while page := only.more(100):
        pages.append(page)
    assert [len(page) for page in pages] == [100, 100, 100, 100, 50]
    assert pages[0][0].after == "Need 449" and pages[-1][-1].after == "Need 0"
    assert {line.section for page in pages for line in page} == {"Needs"}


def test_reading_the_log_changes_nothing(workbook: Workbook, case: Ref) -> None:
    answer(workbook, account_of(workbook, case), who_gains="The shop.")
    before = log(workbook, case)
    assert log(workbook, case) == before
    assert workbook.can_undo and not workbook.can_redo
