"""What stands in each document, and in which order, for one small case told as a chair would."""

from __future__ import annotations

import datetime as dt

import pytest

from roth_planner.documents import produce
from roth_planner.documents.outline import (
    Block,
    Bullets,
    Heading,
    Notice,
    Outline,
    Paragraph,
    Quotation,
    Table,
)
from roth_planner.documents.text import render
from roth_planner.errors import BlockedDocument
from roth_planner.guides.values import NoAnswer, PartDate, TimeWindow
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import (
    parts,
    start_case,
    start_context_plan,
    start_guardian,
)
from tests.workbook.desk import add_row, answer, person, place

TODAY = dt.date(2026, 3, 12)


class SmallCase:
    """Jordan, 15: one harm, one goal with two actions, one place with a plan and a guardian."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.ref = start_case(workbook, "J.", "Jordan Ellery", "J-2026-014")
        self.station = place(workbook, "Kelderwick station", boundary="From the gate to the taxis")
        self.manager = person(workbook, "professional", name="Marek Nowicki", role="Manager")
        self.worker = person(workbook, "professional", name="Dawn Prosser", role="Social worker")
        whole = parts(workbook, self.ref)
        self.account, self.plan = whole.account, whole.plan
        answer(workbook, self.account, in_their_words="I was hungry and they had food.")
        quote = {"said": "Nobody looks up.", "when": PartDate(2026, 2)}
        add_row(workbook, self.account, "account.quotes", **quote)
        self.harm = add_row(
            workbook, self.account, "account.harms", what_happened="Adults made him carry."
        )
        answer(workbook, self.plan, what_matters="Football", paper="full")
        self.goal = add_row(
            workbook, self.plan, "plan.goals", statement="Jordan gets home without fear."
        )
        self.actions = [
            add_row(workbook, self.goal, "plan.goals.actions", what=what, owner=owner.id, due=due)
            for what, owner, due in (
                ("Take back both fines", self.manager, dt.date(2026, 3, 31)),
                ("Walk with him", self.worker, dt.date(2026, 4, 7)),
            )
        ]
        self.context_plan = start_context_plan(workbook, self.ref, self.station.id)
        answer(workbook, self.context_plan, concern="Adults wait for young people here.")
        goal = add_row(
            workbook, self.context_plan, "context_plan.goals", statement="Staff know young people."
        )
        change = {"what": "Open the waiting room", "owner": self.manager.id}
        add_row(workbook, goal, "context_plan.goals.actions", **change)
        self.guardian = start_guardian(workbook, self.ref, self.station.id)
        answer(workbook, self.guardian, ask="Please say hello.", organisation="Rail", kind="adult")

    def outline(self, key: str) -> Outline:
        (choice,) = (one for one in produce.documents_of(self.workbook, self.ref) if one.key == key)
        return produce.outline_of(self.workbook, self.ref, choice, today=TODAY)


@pytest.fixture
def case(workbook: Workbook) -> SmallCase:
    return SmallCase(workbook)


def headings(outline: Outline) -> list[str]:
    return [block.words for block in outline.blocks if isinstance(block, Heading)]


def of_kind(outline: Outline, kind: type[Block]) -> list[Block]:
    return [block for block in outline.blocks if isinstance(block, kind)]


def test_the_four_documents_are_offered_with_their_reader_and_a_plain_file_name(
    case: SmallCase,
) -> None:
    choices = produce.documents_of(case.workbook, case.ref)
    assert [(one.key, one.audience) for one in choices] == [
        ("full_plan", "Core agencies"),
        ("young_persons_copy", "The young person"),
        ("context_plan", "People who can change a place"),
        ("guardianship_sheet", "One guardian"),
    ]
    assert {one.folder for one in choices} == {"J-2026-014"}
    assert [one.file_name for one in choices] == [
        "full-plan.pdf",
        "young-persons-copy.pdf",
        f"context-plan-{case.context_plan.id}.pdf",
        f"guardianship-sheet-{case.guardian.id}.pdf",
    ]


def test_the_full_plan_begins_with_who_does_what(case: SmallCase) -> None:
    outline = case.outline("full_plan")
    assert outline.title == "Safety plan for Jordan Ellery"
    assert outline.reference == "J-2026-014"
    first = render(outline)
    assert "has 1 goal and 2 actions" in first
    assert first.index("Take back both fines") < first.index("Adults made him carry.")
    for words in ("Marek Nowicki (Manager)", "31 March 2026", "7 April 2026", "Football"):
        assert words in first
    assert headings(outline)[0] == "Who does what"


def test_the_full_plan_says_what_is_not_known_and_what_was_not_asked(case: SmallCase) -> None:
    answer(case.workbook, case.harm, first_known=NoAnswer.NOT_KNOWN)
    answer(case.workbook, case.plan, good_week=NoAnswer.NOT_YET_ASKED)
    words = render(case.outline("full_plan"))
    assert "Not known" in words
    assert "Not yet asked" in words


def test_a_place_s_plan_says_nothing_where_there_is_no_answer(case: SmallCase) -> None:
    before = render(case.outline("context_plan"))
    answer(case.workbook, case.station, times=None)
    answer(case.workbook, case.context_plan, good_here=NoAnswer.NOT_KNOWN)
    assert render(case.outline("context_plan")) == before


def test_a_case_with_nothing_in_it_still_makes_a_plan_and_a_copy(workbook: Workbook) -> None:
    ref = start_case(workbook, "K.")
    choices = produce.documents_of(workbook, ref)
    assert [one.key for one in choices] == ["full_plan", "young_persons_copy"]
    for choice in choices:
        assert produce.make(workbook, ref, choice).pages <= 2
        assert choice.reference == f"Case {ref.id}"


def test_the_young_persons_copy_begins_with_their_words_and_has_no_tables(case: SmallCase) -> None:
    outline = case.outline("young_persons_copy")
    assert outline.body_size == 14
    assert outline.title == "Your plan"
    words = render(outline)
    assert words.index("I was hungry and they had food.") < words.index("Take back both fines")
    assert "Adults have 2 things to do." in words
    assert "Adults made him carry." not in words
    assert not of_kind(outline, Table)
    (quote,) = of_kind(outline, Quotation)
    assert isinstance(quote, Quotation)
    assert (quote.words, quote.by) == ("Nobody looks up.", "February 2026")
    assert isinstance(outline.blocks[-1], Notice)
    assert "999" in render(outline)


def test_what_the_young_person_thinks_of_an_action_is_said_to_them(case: SmallCase) -> None:
    for action, view in zip(case.actions, ("agree", "no"), strict=True):
        answer(case.workbook, action, their_view=view)
    words = render(case.outline("young_persons_copy"))
    assert "You agreed with this." in words
    assert "You did not want this." in words


def test_the_short_copy_is_shorter_and_tells_no_stranger_anything(case: SmallCase) -> None:
    full = render(case.outline("young_persons_copy"))
    answer(case.workbook, case.plan, paper="short")
    short = render(case.outline("young_persons_copy"))
    assert len(short) < len(full)
    for words in ("hungry", "Nobody looks up", "fines", "Kelderwick station", "Football"):
        assert words not in short
    assert "999" in short


def test_there_is_no_copy_where_paper_is_not_safe(case: SmallCase) -> None:
    answer(case.workbook, case.plan, paper="no")
    with pytest.raises(BlockedDocument, match="Your answers are as you left them"):
        case.outline("young_persons_copy")


def test_the_plan_for_a_place_names_the_place_and_who_changes_what(case: SmallCase) -> None:
    outline = case.outline("context_plan")
    assert outline.title == "Plan for Kelderwick station"
    words = render(outline)
    for part in (
        "From the gate to the taxis",
        "Adults wait for young people here.",
        "Open the waiting room",
        "Marek Nowicki (Manager)",
        "Please say hello.",
        "has 1 goal and 1 action",
    ):
        assert part in words
    for part in ("J-2026-014", "Jordan", "J.", "fines", "Dawn Prosser", "Football"):
        assert part not in words


def test_only_the_guardians_of_that_place_stand_on_its_plan(case: SmallCase) -> None:
    arcade = place(case.workbook, "Arcade")
    start_context_plan(case.workbook, case.ref, arcade.id)
    other = start_guardian(case.workbook, case.ref, arcade.id)
    answer(case.workbook, other, ask="Please keep the door open.")
    choices = produce.documents_of(case.workbook, case.ref)
    by_title = {
        one.title: render(produce.outline_of(case.workbook, case.ref, one)) for one in choices
    }
    station, second = (
        by_title[f"Plan for a place: {name}"] for name in ("Kelderwick station", "Arcade")
    )
    assert "Please say hello." in station
    assert "Please keep the door open." not in station
    assert "Please keep the door open." in second


def test_the_guardianship_sheet_says_the_ask_and_no_fact_of_a_case(case: SmallCase) -> None:
    late = TimeWindow(("fri",), dt.time(22), dt.time(2))
    add_row(case.workbook, case.guardian, "guardian.presence", times=late)
    outline = case.outline("guardianship_sheet")
    words = render(outline)
    assert "Please say hello." in words
    assert "Friday, 22:00 to 02:00" in words
    assert "If a young person is in danger now" in words
    for part in ("J-2026-014", "Jordan", "carry", "Adults wait", "fines"):
        assert part not in words


def test_what_was_typed_is_printed_literally(case: SmallCase) -> None:
    typed = '<img src="/etc/passwd"> <b>bold</b> & &amp; {{ 7 * 7 }} %s'
    answer(case.workbook, case.account, how_connect=typed)
    outline = case.outline("full_plan")
    runs = [run for block in of_kind(outline, Paragraph) for run in block.runs]
    (kept,) = (run.text for run in runs if "passwd" in run.text)
    assert kept.removesuffix(".") == typed
    assert typed in render(outline)


def test_rows_keep_the_chairs_order_on_paper(case: SmallCase) -> None:
    case.workbook.move(case.actions[1], 0)
    words = render(case.outline("young_persons_copy"))
    assert words.index("Walk with him") < words.index("Take back both fines")


def test_practice_stands_on_every_page_of_a_practice_vault(case: SmallCase) -> None:
    for choice in produce.documents_of(case.workbook, case.ref):
        assert produce.outline_of(case.workbook, case.ref, choice).practice


def test_an_action_nobody_owns_yet_says_so(case: SmallCase) -> None:
    add_row(case.workbook, case.goal, "plan.goals.actions", what="Find a mentor")
    assert "Still to be settled: Find a mentor" in render(case.outline("young_persons_copy"))
    assert "Find a mentor" in render(case.outline("full_plan"))


def test_bullets_are_never_empty(case: SmallCase) -> None:
    for listed in ("plan.goals", "plan.trusted", "plan.signals", "plan.contingencies"):
        add_row(case.workbook, case.plan, listed)
    for key in produce.BUILDERS:
        for block in of_kind(case.outline(key), Bullets):
            assert isinstance(block, Bullets)
            assert block.items


def test_a_short_copy_is_made_until_somebody_said_that_paper_is_safe(case: SmallCase) -> None:
    for unsaid in (None, NoAnswer.NOT_YET_ASKED):
        answer(case.workbook, case.plan, paper=unsaid)
        words = render(case.outline("young_persons_copy"))
        assert "This is a short copy." in words
        assert "What you told us" not in words


def test_a_peer_guardian_stands_on_no_plan_for_a_place_with_a_time_or_an_ask(
    case: SmallCase,
) -> None:
    noon = TimeWindow(("mon",), dt.time(12), dt.time(13))
    answer(case.workbook, case.guardian, kind="peer", ask="Save a seat at lunch.")
    add_row(case.workbook, case.guardian, "guardian.presence", times=noon, spot="Dining hall")
    plan, sheet = (render(case.outline(key)) for key in ("context_plan", "guardianship_sheet"))
    assert "Young people here look out for one another too" in plan
    for words in ("Save a seat", "Dining hall", "Monday"):
        assert words not in plan
        assert words in sheet
    assert "safety is your job" in sheet


def test_agencies_read_whether_a_guardian_was_found_right_for_it(case: SmallCase) -> None:
    answer(case.workbook, case.guardian, suitability="under_way")
    assert "Under way" in render(case.outline("full_plan"))
    assert "Under way" not in render(case.outline("context_plan"))


def test_the_first_page_says_what_was_decided(case: SmallCase) -> None:
    assert "Decided:" not in render(case.outline("full_plan"))
    meeting = {"meeting": "initial", "held_on": TODAY}
    held = add_row(case.workbook, case.ref, "case.conferences", **meeting)
    answer(case.workbook, held, decision="roth_plan")
    first = case.outline("full_plan").blocks[0]
    assert isinstance(first, Paragraph)
    assert first.runs[0].text.startswith("Decided: ROTH plan (Initial conference, 12 March 2026).")


def test_what_is_done_for_a_parent_stands_on_their_copy_only_if_they_were_asked(
    case: SmallCase,
) -> None:
    answer(case.workbook, case.actions[1], target="parents")
    read = render(case.outline("young_persons_copy"))
    assert "Walk with him" not in read
    assert "Adults have 1 thing to do." in read
    assert "Walk with him" in render(case.outline("full_plan"))
    answer(case.workbook, case.actions[1], their_view="not_sure")
    assert "Walk with him" in render(case.outline("young_persons_copy"))
