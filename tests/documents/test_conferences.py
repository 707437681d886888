"""What a conference and a meeting leave on paper, and for whom."""

from __future__ import annotations

import datetime as dt

import pytest

from roth_planner.documents import produce
from roth_planner.documents.outline import Bullets, Heading, Outline, Table
from roth_planner.documents.text import render
from roth_planner.guides.values import NoAnswer
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import parts, start_case
from tests.workbook.desk import add_row, answer, person, place

MARCH, REVIEW = dt.date(2026, 3, 12), dt.date(2026, 6, 9)


class Told:
    """A case with one conference that decided, and one panel."""

    def __init__(self, workbook: Workbook, paper: str = "full") -> None:
        self.workbook = workbook
        self.case = start_case(workbook, "J.", "Jordan Ellery", "J-2026-014")
        answer(workbook, parts(workbook, self.case).plan, paper=paper)
        self.station = place(workbook, "Kelderwick station")
        self.worker = person(workbook, "professional", name="Dawn Prosser", role="Social worker")
        self.manager = person(workbook, "professional", name="Marek Nowicki", role="Manager")
        self.friend = person(workbook, "peer", code="K.L.", name="Kofi Lane")
        self.conference = add_row(
            workbook, self.case, "case.conferences", meeting="initial", held_on=MARCH
        )
        for who, agency, contexts in (
            (self.worker, "social_work", ()),
            (self.manager, "transport", (self.station.id,)),
        ):
            add_row(
                workbook,
                self.conference,
                "chairing.attendance",
                person=who.id,
                agency=agency,
                presence="in_room",
                contexts=contexts,
            )
        answer(
            workbook,
            self.conference,
            decision="roth_plan",
            reasons="The harm lies outside the home.",
            analysis="Each agency held one piece.",
            decision_plain="It is not your fault, so there is a plan.",
            because_of_them="You said places first, so we began there.",
            disagreement="somebody",
            core_group_on=dt.date(2026, 3, 24),
            review_on=REVIEW,
            record_out_on=NoAnswer.NOT_KNOWN,
            letter="Dear both",
            withheld="A secret of the police",
        )
        add_row(workbook, self.conference, "chairing.checklist", item="Met him at the Loft")
        add_row(workbook, self.conference, "chairing.agenda", item="Welcome", crib="Be kind")
        add_row(
            workbook,
            self.conference,
            "chairing.dissents",
            person=self.manager.id,
            what="The date is too early.",
            route="recorded",
        )
        self.panel = add_row(
            workbook, self.case, "case.meetings", kind="panel", held_on=dt.date(2026, 4, 2)
        )
        answer(workbook, self.panel, purpose="To pay for things.", drift_words="We drifted.")
        add_row(
            workbook,
            self.panel,
            "meetings.links",
            other_kind="conference",
            conference=self.conference.id,
            carrier=self.worker.id,
            may_not_pass="Where the family sleeps",
        )
        add_row(workbook, self.panel, "meetings.log", what="Pay for a host", status="stuck")

    def outline(self, key: str) -> Outline:
        (choice,) = (
            one for one in produce.documents_of(self.workbook, self.case) if one.key == key
        )
        return produce.outline_of(self.workbook, self.case, choice, today=MARCH)


@pytest.fixture
def told(workbook: Workbook) -> Told:
    return Told(workbook)


def headings(outline: Outline) -> list[str]:
    return [block.words for block in outline.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize(
    ("agencies", "answer", "said"),
    [
        (1, "goes_ahead", "Not quorate: social work and 1 other agency took part."),
        (
            1,
            "quorate",
            "is \u201cYes\u201d; by the count, social work and 1 other agency took part.",
        ),
        (2, "quorate", "Quorate: social work and 2 other agencies took part."),
        (
            2,
            "goes_ahead",
            "is \u201cNo, and it went ahead\u201d; by the count, social work and 2 other agencies"
            " took part.",
        ),
    ],
)
def test_the_count_never_stands_against_what_the_chair_answered(
    told: Told, agencies: int, answer: str, said: str
) -> None:
    if agencies == 2:
        row = {"agency": "police", "presence": "remote"}
        add_row(told.workbook, told.conference, "chairing.attendance", **row)
    told.workbook.save(told.conference, {"quorum": answer})
    words = " ".join(render(told.outline("full_plan")).split())
    assert said in words
    agreed = (agencies == 2) == (answer == "quorate")
    assert ("uorate: social work" in words) == agreed


def test_the_full_plan_has_attendance_decision_disagreement_and_dates(told: Told) -> None:
    outline = told.outline("full_plan")
    words = render(outline)
    assert "Initial conference, 12 March 2026" in headings(outline)
    for said in (
        *("ROTH plan", "The harm lies outside the home.", "Each agency held one piece."),
        *("The date is too early.", "Recorded, no further step wanted"),
        *("24 March 2026", "9 June 2026", "Not known"),
        "Not quorate: social work and 1 other agency took part.",
    ):
        assert said in words, said
    (table,) = (
        block
        for block in outline.blocks
        if isinstance(block, Table) and block.caption == "Who was asked to the conference"
    )
    assert table.head == ("Who", "For whom", "How they took part", "Places they can change")
    assert table.rows[1] == (
        "Marek Nowicki (Manager)",
        "Transport",
        "In the room",
        "Kelderwick station",
    )
    assert sum(table.widths) == pytest.approx(1)


def test_the_full_plan_has_what_a_panel_agreed_and_to_which_conference_it_reports(
    told: Told,
) -> None:
    outline = told.outline("full_plan")
    words = render(outline)
    assert "Panel, 2 April 2026" in headings(outline)
    assert "Initial conference \u00b7 12 March 2026" in words
    assert (
        "Pay for a host. Nobody is named yet, no date yet. How far it is: Late or stuck." in words
    )


def test_what_is_the_chairs_alone_stands_on_no_paper(told: Told) -> None:
    for choice in produce.documents_of(told.workbook, told.case):
        words = render(produce.outline_of(told.workbook, told.case, choice, today=MARCH))
        for alone in ("Dear both", "secret", "Met him", "Be kind", "drifted", "family sleeps"):
            assert alone not in words, f"{alone} in {choice.key}"


def test_the_young_persons_copy_says_what_was_decided_in_plain_words(told: Told) -> None:
    outline = told.outline("young_persons_copy")
    words = render(outline)
    assert "What was decided" in headings(outline)
    assert "It is not your fault, so there is a plan." in words
    assert "You said places first, so we began there." in words
    assert "The plan is looked at again, 9 June 2026" in words
    for kept_back in ("Each agency held", "Marek", "The date is too early", "Panel", "To pay for"):
        assert kept_back not in words


def test_the_latest_decision_is_the_one_that_is_told(told: Told) -> None:
    review = add_row(told.workbook, told.case, "case.conferences", meeting="review", held_on=REVIEW)
    assert "It is not your fault" in render(told.outline("young_persons_copy"))
    answer(told.workbook, review, decision_plain="It has ended.")
    words = render(told.outline("young_persons_copy"))
    assert "It has ended." in words
    assert "It is not your fault" not in words
    assert "looked at again" not in words, "the day of the review has its own line"


def test_a_short_copy_has_the_dates_and_not_the_decision(workbook: Workbook) -> None:
    words = render(Told(workbook, "short").outline("young_persons_copy"))
    assert "not your fault" not in words
    assert "9 June 2026" in words


def test_a_conference_with_nothing_to_tell_has_no_part_of_its_own(workbook: Workbook) -> None:
    told = Told(workbook)
    empty = add_row(workbook, told.case, "case.conferences", meeting="core_group", held_on=REVIEW)
    add_row(workbook, empty, "chairing.checklist", item="Only mine")
    assert "Core group, 9 June 2026" not in headings(told.outline("full_plan"))


def test_a_decision_that_is_hidden_now_is_not_printed(told: Told) -> None:
    """A meeting that turns out to be a core group decides nothing; its answers are kept."""
    answer(told.workbook, told.conference, meeting="core_group")
    words = render(told.outline("full_plan"))
    assert "Each agency held one piece." not in words
    assert "It is not your fault" not in render(told.outline("young_persons_copy"))
    assert told.workbook.read(told.conference).get("analysis") == "Each agency held one piece."


def test_other_children_are_initials_in_the_list_of_who_was_there(told: Told) -> None:
    add_row(
        told.workbook,
        told.conference,
        "chairing.attendance",
        person=told.friend.id,
        agency="family",
        presence="absent",
    )
    words = render(told.outline("full_plan"))
    assert "K.L." in words
    assert "Kofi" not in words


def test_the_core_group_is_for_the_agencies(told: Told) -> None:
    answer(told.workbook, told.conference, core_group=(told.worker.id, told.manager.id))
    assert "Dawn Prosser (Social worker), Marek Nowicki (Manager)" in render(
        told.outline("full_plan")
    )
    copy = told.outline("young_persons_copy")
    (dates,) = (block for block in copy.blocks if isinstance(block, Bullets))
    assert "Marek" not in str(dates)
