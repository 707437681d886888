"""From an empty laptop to a printed plan, once, as a chair goes the way the first time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from tests.journeys.chair import Chair
from ui.pages.caseload import CaseloadPage
from ui.pages.make_vault import MakeVaultPage
from ui.pages.paper import PaperPage
from ui.pages.recovery_code import groups_of
from ui.pages.unlock import UnlockPage
from ui.pages.workspace import WorkspacePage

PASSPHRASE = "violet kettle ankle borough"
WORDS = "They wait at the gate \U0001f6aa and I can not say no. \u0627\u0644\u0628\u0627\u0628"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_chair_prepares_a_first_conference_and_finds_it_again(
    chair: Chair, tmp_path: Path
) -> None:
    code = makes_a_vault(chair)
    starts_a_case(chair)
    writes_the_account(chair)
    weighs_a_place(chair)
    finishes_a_section_with_a_gap(chair)
    takes_a_step_back_and_forth(chair)
    plans_for_the_place(chair)
    asks_a_guardian(chair)
    saves_a_document(chair, tmp_path / "for the council.pdf")

    chair.locks_and_comes_back()
    chair.waits_until(lambda: isinstance(chair.window.page, UnlockPage))
    chair.write("Passphrase", code)
    chair.click("Unlock")
    chair.waits_until(lambda: isinstance(chair.window.page, WorkspacePage))

    assert isinstance(chair.paper, PaperPage), "back where they were"
    titles = [entry.title for entry in chair.journey()]
    assert "Plan for Riverside Park" in titles
    assert any(
        "Riverside Park" in title for title in titles[titles.index("Add a plan for a place") :]
    )
    assert chair.word_for("This case") == "Done"
    chair.goes_to("In their words")
    assert chair.reads("What does the young person say about what is happening?") == WORDS
    chair.goes_to("This case")
    assert chair.reads("What is the case reference?") == "../R 2026/014"


def makes_a_vault(chair: Chair) -> str:
    assert chair.sees("Welcome to ROTH Planner")
    chair.click("Make a vault")
    chair.write("Passphrase", PASSPHRASE)
    chair.write("The same passphrase again", PASSPHRASE)
    chair.click("Make the vault")
    chair.waits_until(lambda: chair.sees("Write down your recovery code"))
    step = chair.page(MakeVaultPage)
    code = step.code.shown()
    assert len(groups_of(code)) == 7
    chair.click("I have written it down")
    for group in step.type_back.asked:
        chair.write(f"Group {group + 1} of your recovery code", groups_of(code)[group].lower())
    chair.click("Open the vault")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))
    assert chair.sees("No cases yet")
    return code


def starts_a_case(chair: Chair) -> None:
    chair.click("New case")
    chair.click("Start the case")
    assert chair.sees("Write initials or a code name")
    chair.write("Initials or a code name", "J.")
    chair.write("Name", "Jordan Ellery")
    chair.presses("Enter")
    assert chair.sees("J.")
    assert not chair.sees("Jordan")
    chair.click("Show name")
    assert chair.sees("Jordan Ellery")
    chair.click("Hide name")
    assert not chair.sees("Jordan")
    assert "Jordan" not in chair.window.windowTitle()


def writes_the_account(chair: Chair) -> None:
    chair.goes_to("In their words")
    chair.write("What does the young person say about what is happening?", WORDS)
    chair.presses("Tab")
    chair.waits_until(lambda: chair.sees("Saved "))
    assert chair.word_for("In their words").startswith("1 of ")


def weighs_a_place(chair: Chair) -> None:
    """A place that nobody has written down yet is added where it is needed."""
    chair.goes_to("Places and weight")
    chair.click("Add a place")
    chair.click("Choose or add a place")
    chair.types("Riverside Park")
    chair.click("Add a new place")
    assert chair.reads("What do people call this place?") == "Riverside Park"
    chair.choose("What kind of place is it?", "Park or open space")
    chair.click("Add this place")
    chair.click("8")
    chair.write("Why this weight", "Older boys wait there after school.")
    chair.click("Done with this place")
    assert "Riverside Park" in [entry.title for entry in chair.journey()]


def finishes_a_section_with_a_gap(chair: Chair) -> None:
    chair.goes_to("This case")
    chair.click("Save and next")
    assert chair.sees("Before this section is done")
    chair.click("Answer \u201cWhat is the case reference\u201d")
    assert isinstance(chair.at, QLineEdit)
    chair.types("../R 2026\n/014".replace("\n", ""))
    chair.click("Save and next")
    assert chair.word_for("This case") == "Done"
    assert chair.sees("People and meetings")


def takes_a_step_back_and_forth(chair: Chair) -> None:
    chair.goes_to("This case")
    chair.write("Why are we here, in one sentence?", "Adults harm J. at the park.")
    chair.presses("Tab")
    chair.case.side.focus_here()
    chair.presses("Ctrl+Z")
    assert chair.reads("Why are we here, in one sentence?") == ""
    chair.presses("Ctrl+Y")
    assert chair.reads("Why are we here, in one sentence?") == "Adults harm J. at the park."


def plans_for_the_place(chair: Chair) -> None:
    chair.goes_to("Add a plan for a place")
    chair.click("Riverside Park")
    chair.click("Start the plan")
    assert "Plan for Riverside Park" in [entry.title for entry in chair.journey()]
    assert chair.sees("What needs to change")


def asks_a_guardian(chair: Chair) -> None:
    chair.goes_to("Add a guardian")
    chair.click("Riverside Park")
    chair.click("Add the guardian")
    assert chair.sees("Who it is")


def saves_a_document(chair: Chair, file: Path) -> None:
    chair.goes_to("Make the documents")
    chair.waits_until(lambda: chair.paper.ready)
    chair.click("The young person\u2019s copy")
    chair.waits_until(lambda: chair.paper.ready)
    assert chair.paper.preview.pages > 0
    chair.click("Save as a file")
    assert chair.sees("not encrypted")
    chair.click("Choose where to save")
    chair.chooses_a_file(file)
    chair.waits_until(file.exists)
    assert file.read_bytes().startswith(b"%PDF-")
    assert [one.name for one in file.parent.iterdir() if one.suffix == ".part"] == []
    assert chair.sees("Saved as for the council.pdf, not encrypted.")
