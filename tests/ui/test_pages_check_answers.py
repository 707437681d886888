"""Checking answers before finishing and before paper, and what was said last time beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from roth_planner.guides.kinds import day_in_words
from roth_planner.guides.values import NoAnswer
from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case
from tests.fixtures import PASSPHRASE
from tests.fixtures.large_case import question
from tests.journeys.chair import Chair
from tests.ui.conftest import explained, said
from ui.forms.section_view import SectionView
from ui.models.journey import Place
from ui.pages.check_answers import CheckAnswersPage, sections
from ui.pages.checked_lines import MOST_ROWS, ChangeLink
from ui.pages.paper import PaperPage
from ui.pages.section_page import SectionPage

WHY = "Why are we here, in one sentence?"
THEIR_WORDS = "What does the young person say about what is happening?"


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    """A chair in a case with some answers."""
    somebody = Chair(qtbot, tmp_path)
    folder = tmp_path / "Mine.rothvault"
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    case = start_case(workbook, "J.", "Jordan Ellery", "R-1")
    account = parts(workbook, case).account
    workbook.save(account, {"in_their_words": NoAnswer.CHOSE_NOT_TO_SAY})
    harms = question(workbook, "account.harms")
    workbook.add_row(account, harms, {"what_happened": "Taken to the arcade"})
    somebody.window.open_workbook(workbook, folder)
    somebody.window.show_case(case)
    somebody.takes_a_breath()
    yield somebody
    somebody.window.close()


def workbook_of(chair: Chair) -> Workbook:
    assert chair.window.session is not None
    return chair.window.session.workbook


def account_of(chair: Chair) -> Ref:
    return parts(workbook_of(chair), chair.case.case).account


def checking(chair: Chair) -> CheckAnswersPage:
    """The page, once every section is filled in."""
    page = chair.case.middle
    assert isinstance(page, CheckAnswersPage)
    chair.waits_until(lambda: not page._turn.isActive())
    chair.takes_a_breath()
    return page


def test_the_whole_case_reads_as_it_is_and_gaps_are_said_in_words(chair: Chair) -> None:
    chair.goes_to("Check your answers")
    page = checking(chair)
    assert chair.sees("Chose not to say")
    assert chair.sees("Taken to the arcade")
    assert chair.sees("Not answered yet")
    assert chair.sees("answers are still needed, in")
    assert not chair.sees("Jordan Ellery")
    assert not page.back.isHidden()


def test_arrow_keys_pass_over_the_page_and_the_keyboard_stays_in_the_list(chair: Chair) -> None:
    chair.goes_to("Check your answers")
    assert chair.at is chair.case.side.journey


def test_every_section_of_the_case_is_there_once(chair: Chair) -> None:
    asked = sections(workbook_of(chair), chair.case.case)
    places = [one.place for one in asked]
    assert len(places) == len(set(places))
    shown = {entry.leads_to for entry in chair.journey() if entry.leads_to}
    assert shown <= set(places)


def test_change_leads_to_the_answer_and_esc_back_to_the_same_place(chair: Chair) -> None:
    chair.goes_to("Check your answers")
    checking(chair)
    chair.click(f"Change: {THEIR_WORDS}")
    middle = chair.case.middle
    assert isinstance(middle, SectionPage)
    assert middle.section.key == "words"
    assert middle.isAncestorOf(chair.at)
    assert chair.sees("In their words")
    chair.presses("Esc")
    checking(chair)
    at = chair.at
    assert isinstance(at, ChangeLink)
    assert said(at) == f"Change: {THEIR_WORDS}"
    assert explained(at) == "Chose not to say"
    assert not at.visibleRegion().isEmpty()


def test_change_of_a_row_opens_the_row(chair: Chair) -> None:
    chair.goes_to("Check your answers")
    checking(chair)
    chair.click("Change: Harm 1")
    middle = chair.case.middle
    assert isinstance(middle, SectionPage)
    place = middle.view.place()
    assert place is not None and len(place.rows) == 1
    chair.click("Back to checking your answers")
    checking(chair)
    assert said(chair.at) == "Change: Harm 1"


def test_what_was_changed_reads_changed_when_one_is_back(chair: Chair) -> None:
    chair.goes_to("Check your answers")
    checking(chair)
    chair.click(f"Answer: {WHY}")
    chair.types("Adults do harm there.")
    chair.presses("Esc")
    checking(chair)
    assert chair.sees("Adults do harm there.")
    assert said(chair.at) == f"Change: {WHY}"


def test_one_section_is_checked_before_it_is_finished(chair: Chair) -> None:
    chair.goes_to("In their words")
    chair.click("Check your answers")
    page = checking(chair)
    assert page.only is not None and page.only.section == "words"
    assert isinstance(chair.at, ChangeLink)
    chair.click("Back to the section")
    middle = chair.case.middle
    assert isinstance(middle, SectionPage) and middle.section.key == "words"


def test_the_key_checks_the_section_and_esc_goes_back(chair: Chair) -> None:
    chair.goes_to("In their words")
    chair.presses("Ctrl+Shift+A")
    checking(chair)
    chair.presses("Esc")
    assert chair.case.place is not None and chair.case.place.section == "words"


def test_gap_after_gap_can_be_gone_to_and_paper_comes_after(chair: Chair) -> None:
    chair.goes_to("Check your answers")
    page = checking(chair)
    found = []
    for _ in range(3):
        chair.click("Go to the next gap")
        found.append(said(chair.at))
    assert len(set(found)) == 3
    assert all(name.startswith("Answer: ") for name in found)
    page.go_on.click()
    chair.takes_a_breath()
    assert isinstance(chair.case.middle, PaperPage)


def test_a_section_with_nothing_missing_says_so(chair: Chair) -> None:
    workbook = workbook_of(chair)
    account = account_of(chair)
    section = workbook.catalogue.guide("account").section("words")
    required = [one for one in section.questions if one.required and one.no_answer]
    workbook.save(account, {one.key: NoAnswer.NOT_YET_ASKED for one in required})
    chair.case.go_to(Place("account", "words", account))
    chair.presses("Ctrl+Shift+A")
    checking(chair)
    if not any(one.required and not one.no_answer for one in section.questions):
        assert chair.sees("Nothing that is needed is missing.")


def test_a_long_list_shows_its_first_rows_and_the_others_when_asked(chair: Chair) -> None:
    workbook = workbook_of(chair)
    harms = question(workbook, "account.harms")
    rows = [{"what_happened": f"Number {number}."} for number in range(MOST_ROWS + 5)]
    workbook.add_rows(account_of(chair), harms, rows)
    chair.case.go_to(Place("account", "harms", account_of(chair)))
    chair.presses("Ctrl+Shift+A")
    checking(chair)
    last = f"Number {MOST_ROWS + 4}."
    assert not chair.sees(last)
    chair.click("Show the other 6")
    assert chair.sees(last)


@pytest.mark.parametrize("per_cent", [100, 200])
def test_the_page_is_no_wider_than_the_window(chair: Chair, per_cent: int) -> None:
    chair.window.resize(1024, 680)
    while chair.window.settings.text_size < per_cent:
        chair.window.actions_.larger.trigger()
    chair.goes_to("Check your answers")
    page = checking(chair)
    column = page._column
    assert column.page.width() <= column.viewport().width()
    chair.window.actions_.usual_size.trigger()


# -- last time


def held_yesterday(chair: Chair) -> Ref:
    workbook = workbook_of(chair)
    day = dt.date.today() - dt.timedelta(days=1)
    asked = question(workbook, "case.conferences")
    answers = {"meeting": "initial", "held_on": day}
    return workbook.add_row(chair.case.case, asked, answers).added[0]


def tomorrow_is(chair: Chair) -> None:
    """As if a day had passed since everything was written."""
    workbook = workbook_of(chair)
    asked = question(workbook, "case.conferences")
    answers = {"meeting": "initial", "held_on": dt.date.today()}
    workbook.add_row(chair.case.case, asked, answers)
    day = dt.date.today() + dt.timedelta(days=1)
    chair.case.last_time._today = lambda: day


def beside(chair: Chair, section: str) -> None:
    chair.window.resize(1400, 860)
    chair.case.go_to(Place("account", section, account_of(chair)))
    chair.click("Last conference")


def test_before_any_conference_there_is_nothing_to_show(chair: Chair) -> None:
    beside(chair, "words")
    assert chair.sees("No conference was held before this one")


def test_what_was_not_there_yet_is_said_in_words(chair: Chair) -> None:
    held_yesterday(chair)
    beside(chair, "words")
    today = day_in_words(dt.date.today())
    assert chair.sees(f"This came into the vault on {today}, after that conference")


def test_a_conference_has_the_record_of_the_one_before_beside_it(chair: Chair) -> None:
    """Also one that was written up after its day, as minutes often are."""
    session = chair.window.session
    assert session is not None
    first = held_yesterday(chair)
    asked = question(session.workbook, "case.conferences")
    day = dt.date.today()
    added = session.add_row(chair.case.case, asked, {"meeting": "review", "held_on": day})
    assert added is not None
    chair.window.resize(1400, 860)
    decision = next(
        one
        for one in session.workbook.catalogue.guide("chairing").sections
        if any(asked.key == "reasons" for asked in one.questions)
    )
    chair.case.go_to(Place("chairing", decision.key, added.added[0]))
    chair.click("Last conference")
    assert chair.sees("Nothing is written here for that conference.")
    session.save(first, {"reasons": "The harm lies outside the home."})
    chair.waits_until(lambda: chair.sees("The harm lies outside the home."))
    assert chair.sees("As the record of that conference reads now.")
    label = question(session.workbook, "chairing.reasons").label
    chair.click(f"Copy this down: {label}")
    assert session.read(added.added[0]).get("reasons") == "The harm lies outside the home."
    assert session.read(first).get("reasons") == "The harm lies outside the home."


def test_an_answer_of_last_time_is_copied_below_what_is_written(chair: Chair) -> None:
    session = chair.window.session
    assert session is not None
    account = account_of(chair)
    session.save(account, {"in_their_words": "They follow me."})
    tomorrow_is(chair)
    chair.case.last_time._looked_up = False
    beside(chair, "words")
    assert chair.sees("They follow me.") and chair.sees("The same as now")
    chair.write(THEIR_WORDS, "It is better now.")
    chair.presses("Tab")
    chair.waits_until(lambda: session.read(account).get("in_their_words") == "It is better now.")
    # what was then is told by the moment, and the moment is still to come: nothing to copy yet
    panel = chair.case.last_time
    assert panel._then is not None
    chair.click(f"Copy this down: {THEIR_WORDS}")
    assert session.read(account).get("in_their_words") == "It is better now.\nThey follow me."
    assert chair.reads(THEIR_WORDS) == "It is better now.\nThey follow me."
    session.undo()
    assert session.read(account).get("in_their_words") == "It is better now."


def test_rows_of_last_time_are_copied_in_one_step(chair: Chair) -> None:
    session = chair.window.session
    assert session is not None
    account = account_of(chair)
    tomorrow_is(chair)
    chair.case.last_time._looked_up = False
    beside(chair, "harms")
    harms = question(session.workbook, "account.harms")
    (row,) = session.workbook.rows(account, harms)
    session.remove(row.ref)
    chair.takes_a_breath()
    chair.click(f"Copy these down: {harms.label}")
    assert [one.get("what_happened") for one in session.workbook.rows(account, harms)] == [
        "Taken to the arcade"
    ]
    session.undo()
    assert session.workbook.rows(account, harms) == ()


def test_the_key_turns_to_last_time_and_back(chair: Chair) -> None:
    chair.window.resize(1400, 860)
    chair.takes_a_breath()
    chair.presses("Shift+F2")
    assert chair.case.last_time.isVisible()
    assert said(chair.at) == "Last conference"
    chair.presses("Shift+F2")
    assert not chair.case.last_time.isVisible()


def test_a_prompt_never_goes_over_what_is_typed(chair: Chair) -> None:
    chair.window.resize(1400, 860)
    chair.goes_to("This case")
    chair.write(WHY, "Mine stays.")
    chair.presses("Ctrl+A")
    chair.click("Put this in my answer")
    assert chair.reads(WHY).startswith("Mine stays.\n")
    assert isinstance(chair.case.middle, SectionPage)
    assert isinstance(chair.case.middle.view, SectionView)
