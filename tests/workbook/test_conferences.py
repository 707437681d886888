"""A conference and a meeting at the desk: filled, counted, finished, undone, removed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from roth_planner.errors import Refused
from roth_planner.guides.catalogue import usual_rows
from roth_planner.guides.values import NoAnswer
from roth_planner.vault import FLOOR, Vault
from roth_planner.vault.migrations import PACKAGED, Migrations
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case
from roth_planner.workbook.progress import gaps, section_progress
from roth_planner.workbook.tally import quorum, tally
from tests.fixtures import PASSPHRASE
from tests.workbook.desk import (
    account_of,
    add_row,
    answer,
    change_rows,
    compared,
    kept,
    person,
    place,
    question,
    replayed,
    rows_of,
)

MARCH = dt.date(2026, 3, 12)


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.", "Jordan", "J-2026-014")


@pytest.fixture
def conference(workbook: Workbook, case: Ref) -> Ref:
    return add_row(workbook, case, "case.conferences", meeting="initial", held_on=MARCH)


@pytest.fixture
def panel(workbook: Workbook, case: Ref) -> Ref:
    return add_row(workbook, case, "case.meetings", kind="panel", held_on=dt.date(2026, 4, 2))


def attends(workbook: Workbook, conference: Ref, agency: str, presence: str = "in_room") -> Ref:
    who = person(workbook, "professional", name=f"{agency} worker")
    answers = {"person": who.id, "agency": agency, "presence": presence}
    return add_row(workbook, conference, "chairing.attendance", **answers)


def test_conferences_and_meetings_are_parts_of_a_case_by_date(
    workbook: Workbook, case: Ref, conference: Ref, panel: Ref
) -> None:
    add_row(workbook, case, "case.conferences", meeting="review")
    add_row(workbook, case, "case.conferences", meeting="core_group", held_on=dt.date(2026, 3, 1))
    found = parts(workbook, case)
    assert [one.label for one in found.conferences] == [
        "Core group \u00b7 1 March 2026",
        "Initial conference \u00b7 12 March 2026",
        "Review conference",
    ]
    assert [(one.ref, one.label) for one in found.meetings] == [
        (panel, "Panel \u00b7 2 April 2026")
    ]


def test_the_answers_of_a_conference_are_kept_in_columns_and_can_be_taken_back(
    workbook: Workbook, conference: Ref
) -> None:
    worker = person(workbook, "professional", name="Dawn Prosser")
    answer(
        workbook,
        conference,
        decision="roth_plan",
        took_part=("part", "recording"),
        core_group_on=NoAnswer.NOT_KNOWN,
        core_group=(worker.id,),
        reasons="Adults made him carry.",
    )
    now = workbook.read(conference)
    assert now.get("decision") == "roth_plan"
    assert now.get("took_part") == ("part", "recording")
    assert now.get("core_group_on") is NoAnswer.NOT_KNOWN
    assert now.get("core_group") == (worker.id,)
    with workbook.reading() as session:
        from roth_planner.records import Conference

        row = session.get_one(Conference, conference.id)
        assert row.decision == "roth_plan"
        assert [one.id for one in row.core_group] == [worker.id]
    workbook.undo()
    assert workbook.read(conference).get("decision") is None
    workbook.redo()
    assert workbook.read(conference).get("reasons") == "Adults made him carry."
    assert replayed(change_rows(workbook)) == compared(kept(workbook))


def test_the_usual_list_comes_in_one_step_and_goes_in_one(
    workbook: Workbook, conference: Ref
) -> None:
    checklist = question(workbook, "chairing.checklist")
    first = add_row(workbook, conference, "chairing.checklist", item="Asked the landlord")
    added = workbook.add_rows(conference, checklist, usual_rows(checklist)).added
    assert len(added) == 9
    rows = workbook.rows(conference, checklist)
    assert [row.ref for row in rows] == [first, *added]
    assert rows[1].get("item") == "Met the young person, in a place they chose"
    workbook.undo()
    assert [row.ref for row in workbook.rows(conference, checklist)] == [first]


def test_a_row_of_a_conference_belongs_to_it_and_not_to_the_latest_one(
    workbook: Workbook, case: Ref, conference: Ref
) -> None:
    later = add_row(
        workbook, case, "case.conferences", meeting="review", held_on=dt.date(2026, 6, 9)
    )
    attends(workbook, conference, "police")
    assert len(rows_of(workbook, conference, "chairing.attendance")) == 1
    assert rows_of(workbook, later, "chairing.attendance") == []
    weighting = add_row(workbook, account_of(workbook, case), "account.weightings", weight=8)
    with workbook.reading() as session:
        from roth_planner.records import Weighting

        assert session.get_one(Weighting, weighting.id).conference == later.id


def test_a_meeting_is_tied_to_no_conference_until_the_chair_says_so(
    workbook: Workbook, conference: Ref, panel: Ref
) -> None:
    assert workbook.read(panel).get("conference") is None
    link = add_row(workbook, panel, "meetings.links", other_kind="conference")
    assert workbook.read(link).get("conference") is None
    answer(workbook, link, conference=conference.id)
    assert workbook.label(*link) == "Initial conference \u00b7 12 March 2026"


def test_only_conferences_and_meetings_of_this_case_are_offered(
    workbook: Workbook, case: Ref, conference: Ref, panel: Ref
) -> None:
    other = start_case(workbook, "K.", "Kim", "K-1")
    add_row(workbook, other, "case.conferences", meeting="initial", held_on=MARCH)
    add_row(workbook, other, "case.meetings", kind="strategy", held_on=MARCH)
    for key, ref in (("conference", conference), ("other", panel)):
        asked = question(workbook, f"meetings.links.{key}")
        assert [number for number, _label in workbook.offered(asked, case)] == [ref.id]


def test_a_section_can_be_finished_once_nothing_essential_is_missing(
    workbook: Workbook, conference: Ref
) -> None:
    guide = workbook.catalogue.guide("chairing")
    section = guide.section("attendance")
    missing = [gap.question.key for gap in gaps(workbook, section, conference)]
    assert missing == ["attendance", "quorum"]
    row = add_row(workbook, conference, "chairing.attendance", presence="in_room")
    answer(workbook, conference, quorum="goes_ahead")
    found = gaps(workbook, section, conference)
    assert [(gap.question.key, gap.row) for gap in found] == [
        ("person", row),
        ("agency", row),
        ("quorum_reason", None),
    ]
    answer(workbook, row, person=person(workbook, "professional").id, agency="police")
    answer(workbook, conference, quorum_reason="Waiting would be worse.")
    assert gaps(workbook, section, conference) == ()
    workbook.set_status(conference, "attendance", "done")
    assert section_progress(workbook, guide, section, conference).word == "Done"
    workbook.undo()
    assert section_progress(workbook, guide, section, conference).word == "In progress"


def test_who_disagrees_is_asked_only_where_somebody_does(
    workbook: Workbook, conference: Ref
) -> None:
    section = workbook.catalogue.guide("chairing").section("decision")
    answer(workbook, conference, disagreement="nobody")
    assert "dissents" not in [gap.question.key for gap in gaps(workbook, section, conference)]
    answer(workbook, conference, disagreement="somebody")
    assert "dissents" in [gap.question.key for gap in gaps(workbook, section, conference)]


def test_a_review_before_the_core_group_is_a_problem(workbook: Workbook, conference: Ref) -> None:
    section = workbook.catalogue.guide("chairing").section("dates")
    answer(workbook, conference, core_group_on=dt.date(2026, 3, 24), review_on=MARCH)
    sentences = [gap.sentence for gap in gaps(workbook, section, conference)]
    assert any("before the core group meets" in one for one in sentences)
    answer(workbook, conference, core_group_on=NoAnswer.NOT_KNOWN)
    sentences = [gap.sentence for gap in gaps(workbook, section, conference)]
    assert not any("before the core group meets" in one for one in sentences)


def test_a_conference_goes_with_all_its_rows_and_comes_back_with_them(
    workbook: Workbook, conference: Ref
) -> None:
    attends(workbook, conference, "police")
    add_row(workbook, conference, "chairing.agenda", item="Welcome", minutes=5)
    before = kept(workbook)
    workbook.remove(conference)
    assert not {name for name, _id in kept(workbook)} & {"conference", "attendance", "agenda_item"}
    workbook.undo()
    assert kept(workbook) == before


def test_what_a_meeting_or_a_weighting_refers_to_stays_and_the_chair_is_told_where(
    workbook: Workbook, case: Ref, conference: Ref, panel: Ref
) -> None:
    add_row(workbook, panel, "meetings.links", other_kind="conference", conference=conference.id)
    add_row(workbook, account_of(workbook, case), "account.weightings", weight=8)
    with pytest.raises(Refused) as refused:
        workbook.remove(conference)
    assert "link to another meeting (1)" in str(refused.value)
    assert "place (1)" in str(refused.value)
    worker = attends(workbook, conference, "police")
    number = workbook.read(worker).get("person")
    assert isinstance(number, int)
    with pytest.raises(Refused, match=r"person at the meeting \(1\)"):
        workbook.remove(Ref("person", number))
    workbook.remove(panel)
    workbook.remove(case)
    left = {name for name, _id in kept(workbook)}
    assert not left & {"conference", "meeting", "attendance", "meeting_link"}


def test_a_place_somebody_can_change_is_not_removed(
    workbook: Workbook, conference: Ref, panel: Ref
) -> None:
    station = place(workbook, "Station")
    row = attends(workbook, conference, "transport")
    answer(workbook, row, contexts=(station.id,))
    add_row(workbook, panel, "meetings.influence", context=station.id)
    with pytest.raises(Refused) as refused:
        workbook.remove(station)
    assert "person with influence (1)" in str(refused.value)
    assert "person at the meeting (context) (1)" in str(refused.value)


@pytest.mark.parametrize(
    ("attended", "met", "others"),
    [
        ([("social_work", "in_room"), ("police", "in_room"), ("health", "remote")], True, 2),
        ([("social_work", "in_room"), ("police", "in_room"), ("health", "report")], False, 1),
        ([("social_work", "in_room"), ("police", "in_room"), ("police", "in_room")], False, 1),
        ([("police", "in_room"), ("health", "in_room"), ("housing", "in_room")], False, 3),
        ([("social_work", "in_room"), ("family", "in_room"), ("advocate", "in_room")], False, 0),
        ([("social_work", "apology"), ("police", "in_room"), ("health", "absent")], False, 1),
        ([], False, 0),
    ],
    ids=["met", "a report does not count", "one agency twice", "no social work", "family is none",
         "apologies", "nobody"],
)  # fmt: skip
def test_the_quorum_is_social_work_and_two_other_agencies(
    attended: list[tuple[str, str]], met: bool, others: int
) -> None:
    found = quorum(attended)
    assert (found.met, found.others) == (met, others)
    assert found.sentence().startswith("Quorate:" if met else "Not quorate:")


def test_an_area_has_its_own_number() -> None:
    two = [("social_work", "in_room"), ("police", "in_room")]
    assert not quorum(two).met
    assert quorum(two, 1).met
    assert "The rule is social work and 3 other agencies." in quorum(two, 3).sentence()
    assert quorum([("police", "in_room")], 1, social_work_needed=False).met


def test_the_count_follows_what_is_written(workbook: Workbook, conference: Ref) -> None:
    attendance = question(workbook, "chairing.attendance")
    assert tally(workbook, conference, attendance) == ""
    for agency in ("social_work", "police"):
        attends(workbook, conference, agency)
    last = attends(workbook, conference, "health", "apology")
    assert tally(workbook, conference, attendance) == (
        "Not quorate: social work and 1 other agency took part."
        " The rule is social work and 2 other agencies."
    )
    answer(workbook, last, presence="remote")
    assert tally(workbook, conference, attendance) == (
        "Quorate: social work and 2 other agencies took part."
    )


def test_the_minutes_of_an_agenda_are_added_up(workbook: Workbook, conference: Ref) -> None:
    agenda = question(workbook, "chairing.agenda")
    add_row(workbook, conference, "chairing.agenda", item="Welcome", minutes=1)
    assert tally(workbook, conference, agenda) == "Together 1 minute."
    add_row(workbook, conference, "chairing.agenda", item="Plan", minutes=119)
    assert tally(workbook, conference, agenda) == "Together 2 hours."
    add_row(workbook, conference, "chairing.agenda", item="Break")
    assert tally(workbook, conference, agenda) == "Together 2 hours, and 1 with no time yet."
    checklist = question(workbook, "chairing.checklist")
    add_row(workbook, conference, "chairing.checklist", item="Met the young person")
    assert tally(workbook, conference, checklist) == ""


def test_a_conference_of_a_vault_from_before_gets_its_guide(tmp_path: Path) -> None:
    """The first version kept conferences with no sections to be done."""
    first = Migrations(PACKAGED.folder, "0001")
    empty = "'{}', '{}', '{}'"
    vault, _code = Vault.create(tmp_path / "old", PASSPHRASE, cost=FLOOR, migrate=first)
    with vault, vault.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO person (id, kind, circle, progress, answers, no_answer, half_typed)"
            f" VALUES (1, 'young_person', 'private', '{{}}', {empty})"
        )
        connection.exec_driver_sql(
            'INSERT INTO "case" (id, person_id, stage, progress, answers, no_answer, half_typed)'
            f" VALUES (1, 1, 'preparing', '{{}}', {empty})"
        )
        connection.exec_driver_sql(
            "INSERT INTO conference (id, case_id, meeting, held_on, position, answers, no_answer,"
            f" half_typed) VALUES (1, 1, 'review', '2026-03-12', 0, {empty})"
        )
    workbook = Workbook.open(tmp_path / "old", PASSPHRASE)
    ref = Ref("conference", 1)
    now = workbook.read(ref)
    assert (now.get("meeting"), now.get("held_on"), now.progress) == ("review", MARCH, {})
    workbook.set_status(ref, "attendance", "done")
    assert workbook.read(ref).progress == {"attendance": "done"}
    workbook.close()
