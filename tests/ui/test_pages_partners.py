"""Parents, education and services in the window: a line each, also in an older vault's case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.workbook.desk import add_row, kept, plan_of
from ui.fields.chosen import RecordChooser

LINES = ("Parents and carers", "Education", "What they need from us")


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    """A chair before the list of cases; the only case is of an older vault."""
    somebody = Chair(qtbot, tmp_path)
    folder = tmp_path / "Mine.rothvault"
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    case = start_case(workbook, "J.", "Jordan Ellery", "R-1")
    for ref in parts(workbook, case).once.values():
        workbook.remove(ref)
    somebody.window.open_workbook(workbook, folder)
    somebody.takes_a_breath()
    yield somebody
    somebody.window.close()


def workbook_of(chair: Chair) -> Workbook:
    assert chair.window.session is not None
    return chair.window.session.workbook


def case_of(chair: Chair) -> Ref:
    return chair.case.case


def test_a_case_of_an_older_vault_is_completed_when_it_is_opened_and_not_before(
    chair: Chair,
) -> None:
    names = {"partnership", "education", "services"}
    assert not names & {record for record, _number in kept(workbook_of(chair))}
    chair.opens_case("J.")
    assert names <= {record for record, _number in kept(workbook_of(chair))}
    titles = [entry.title for entry in chair.journey()]
    assert all(titles.count(line) == 1 for line in LINES)


def test_a_parent_is_written_down_and_the_section_says_what_is_missing(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.goes_to("Parents and carers")
    assert chair.sees("Which parents and carers are there?")
    assert "Working together" in [entry.title for entry in chair.journey()]
    chair.click("Add a parent or carer")
    chair.write("What they see", "The car is there on Thursdays.")
    chair.click("Done with this parent or carer")
    chair.click("Save and next")
    assert chair.sees("Before this section is done")
    chair.goes_to("Working together")
    chair.write("What do brothers and sisters need from us?", "Their own bed.")
    chair.click("Save and next")
    assert chair.word_for("Working together") == "Done"


def test_a_line_of_its_own_closes_when_another_is_opened(chair: Chair) -> None:
    chair.opens_case("J.")
    chair.goes_to("What they need from us")
    inside = ("Somebody who stays", "Needs and offers", "We said, we did")
    assert set(inside) <= {entry.title for entry in chair.journey()}
    chair.goes_to("Education")
    assert not set(inside) & {entry.title for entry in chair.journey()}
    assert chair.sees("Where do they learn now?")


def test_words_are_pinned_to_a_goal_by_choosing_it(chair: Chair) -> None:
    workbook = workbook_of(chair)
    chair.opens_case("J.")
    add_row(workbook, plan_of(workbook, case_of(chair)), "plan.goals", statement="Safe ways home")
    chair.goes_to("In their words")
    chair.click("Add a quotation")
    pins = chair.window.findChildren(RecordChooser)
    goals = next(one for one in pins if one.isVisible() and one.question.key == "shaped_goals")
    goals.button.setFocus()
    chair.presses("Space")
    chair.types("Safe")
    chair.presses("Enter")
    quotes = [one for one in workbook.all("entry") if one.get("shaped_goals")]
    assert len(quotes) == 1
