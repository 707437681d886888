"""A case file says all of a conference and of a meeting, and is refused with the place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from roth_planner.errors import BadContent
from roth_planner.guides.values import NoAnswer
from roth_planner.practice.case_file import load_case_file
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import parts
from tests.fixtures import SMALL_CASE
from tests.workbook.desk import change_rows, compared, kept, replayed, rows_of

CHAIR = 'chair = "chair"\n'
CONFERENCE = """\
chair = "chair"
id = "first"
decision = "roth_plan"
took_part = ["part", "letter"]
review_on = 2026-06-09
record_out_on = { no_answer = "not_known" }
core_group = ["chair", "host"]

[case.conferences.progress]
decision = "done"

[[case.conferences.attendance]]
person = "host"
agency = "transport"
presence = "remote"
contexts = ["station"]

[[case.conferences.dissents]]
person = "mum"
what = "The date"
answered_on = 2026-03-22

[[case.meetings]]
id = "panel"
kind = "panel"
held_on = 2026-04-02
level = "context"

[case.meetings.progress]
purpose = "come_back"

[[case.meetings.links]]
other_kind = "conference"
conference = "first"

[[case.meetings.links]]
other_kind = "meeting"
other = "strategy"

[[case.meetings.influence]]
context = "station"
person = { no_answer = "not_known" }

[[case.meetings]]
id = "strategy"
kind = "strategy"
"""


def written(folder: Path, conference: str) -> Path:
    text = SMALL_CASE.read_text("utf-8")
    assert text.count(CHAIR) == 1
    file = folder / "case.toml"
    file.write_text(text.replace(CHAIR, conference), "utf-8")
    return file


def test_a_file_says_all_of_a_conference_and_of_a_meeting(
    workbook: Workbook, tmp_path: Path
) -> None:
    case = load_case_file(workbook, written(tmp_path, CONFERENCE))
    whole = parts(workbook, case)
    ((first, _label, _place),) = [(one.ref, one.label, one.context) for one in whole.conferences]
    conference = workbook.read(first)
    assert conference.get("decision") == "roth_plan"
    assert conference.get("review_on") == dt.date(2026, 6, 9)
    assert conference.get("record_out_on") is NoAnswer.NOT_KNOWN
    assert len(conference.get("core_group") or ()) == 2  # type: ignore[arg-type]
    assert conference.progress == {"decision": "done"}
    (attended,) = rows_of(workbook, first, "chairing.attendance")
    assert attended.get("contexts") == (whole.contexts[0].ref.id,)
    (dissent,) = rows_of(workbook, first, "chairing.dissents")
    assert dissent.get("answered_on") == dt.date(2026, 3, 22)
    panel, strategy = (one.ref for one in whole.meetings)
    assert workbook.read(panel).progress == {"purpose": "come_back"}
    tied, other = rows_of(workbook, panel, "meetings.links")
    assert tied.get("conference") == first.id
    assert other.get("other") == strategy.id
    (influence,) = rows_of(workbook, panel, "meetings.influence")
    assert influence.get("person") is NoAnswer.NOT_KNOWN
    assert replayed(change_rows(workbook)) == compared(kept(workbook))
    workbook.remove(case)
    assert not {name for name, _id in kept(workbook)} & {"conference", "meeting", "attendance"}


@pytest.mark.parametrize(
    ("good", "bad", "where"),
    [
        ('"roth_plan"', '"plan"', "case.conferences[1].decision"),
        ('agency = "transport"', 'agency = "trains"', "case.conferences[1].attendance[1].agency"),
        ('person = "mum"', 'person = "aunt"', "case.conferences[1].dissents[1].person"),
        ('other = "strategy"', 'other = "first"', "case.meetings[1].links[2].other"),
        ('level = "context"', "levels = 2", "case.meetings[1].levels"),
        ('decision = "done"', 'decision = "ready"', "case.conferences[1].progress.decision"),
        ("answered_on = 2026-03-22", 'answered_on = "soon"', "dissents[1].answered_on"),
    ],
)
def test_a_mistake_in_it_is_named_with_its_place(
    workbook: Workbook, tmp_path: Path, good: str, bad: str, where: str
) -> None:
    assert CONFERENCE.count(good) == 1
    with pytest.raises(BadContent) as refused:
        load_case_file(workbook, written(tmp_path, CONFERENCE.replace(good, bad)))
    assert where in str(refused.value)
    assert change_rows(workbook) == []
