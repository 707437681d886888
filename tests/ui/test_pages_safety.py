"""The safety page: what opens the vault is changed by hand, and told in plain words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from roth_planner.errors import WrongSecret
from roth_planner.vault import FLOOR, Device
from roth_planner.workbook import Workbook, safety
from roth_planner.workbook.caseload import start_case
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.ui.conftest import explained, said, stops
from tests.vault.test_device import keyring
from ui.pages.caseload import CaseloadPage
from ui.pages.recovery_code import groups_of
from ui.pages.safety import SafetyPage
from ui.pages.safety_keys import NewCode
from ui.pages.safety_promises import Promises

NEW = "gravel lantern mosaic pepper"
WHY = "Why are we here, in one sentence?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Mine.rothvault"


@pytest.fixture
def code(folder: Path) -> str:
    """A vault with a case in it, and its recovery code."""
    workbook, code = Workbook.create(folder, PASSPHRASE, cost=FLOOR)
    start_case(workbook, "J.", "Jordan Ellery", "R-1")
    workbook.close()
    return code


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path, folder: Path, code: str) -> Iterator[Chair]:
    """A chair on the safety page."""
    somebody = Chair(qtbot, tmp_path)
    somebody.window.open_workbook(Workbook.open(folder, PASSPHRASE), folder)
    somebody.presses("Ctrl+Shift+S")
    yield somebody
    somebody.window.close()


def opens(folder: Path, secret: str, tmp_path: Path) -> bool:
    """Whether a copy of the folder opens."""
    copy = tmp_path / "a copy to try"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    try:
        Workbook.open(copy, secret).close()
    except WrongSecret:
        return False
    return True


def overview_says(chair: Chair, words: str) -> bool:
    page = chair.page(SafetyPage)
    return page.shown is page.overview and words in page.overview.said.text()


def types_back(chair: Chair) -> str:
    """Write the new code down, and type two groups of it back."""
    chair.waits_until(lambda: isinstance(chair.page(SafetyPage).shown, NewCode))
    step = chair.page(SafetyPage).shown
    assert isinstance(step, NewCode)
    code = step.code.shown()
    chair.click("I have written it down")
    for group in step.type_back.asked:
        chair.write(f"Group {group + 1} of your recovery code", groups_of(code)[group])
    return code


def test_the_safety_page_is_found_by_menu_and_keys_and_left_by_esc(chair: Chair) -> None:
    page = chair.page(SafetyPage)
    assert said(page.overview.back) == "Back to the cases"
    words = [said(widget) for widget in stops(chair.window)]
    assert "Change the passphrase" in words
    assert "Test my recovery code" in words
    links = {said(widget): explained(widget) for widget in stops(chair.window)}
    assert "older copies" in links["Change the passphrase"].lower()
    chair.click("Change the passphrase")
    chair.presses("Esc")
    assert page.shown is page.overview
    chair.presses("Esc")
    assert isinstance(chair.window.page, CaseloadPage)


def test_a_changed_passphrase_opens_and_the_next_answer_is_saved(
    chair: Chair, folder: Path, tmp_path: Path
) -> None:
    chair.click("Change the passphrase")
    chair.write("Passphrase so far", PASSPHRASE)
    chair.write("New passphrase", NEW)
    chair.write("The same new passphrase again", NEW)
    chair.click("Change the passphrase")
    chair.waits_until(lambda: overview_says(chair, "Your passphrase is changed"))
    assert "still open with the passphrase of before" in chair.page(SafetyPage).overview.said.text()
    # the file's own note of the change is not taken for somebody else's
    chair.click("Back to the cases")
    chair.opens_case("J.")
    chair.write(WHY, "Written after the change")
    chair.goes_to("In their words")
    chair.waits_until(lambda: chair.sees("Saved "))
    chair.window.close()
    assert opens(folder, NEW, tmp_path)
    assert not opens(folder, PASSPHRASE, tmp_path)


def test_no_key_is_changed_over_a_file_that_somebody_else_has_put_there(
    chair: Chair, folder: Path, tmp_path: Path
) -> None:
    before = (folder / "header.json").read_bytes()
    shutil.copyfile(folder / "data.db", tmp_path / "synced")
    (tmp_path / "synced").replace(folder / "data.db")
    chair.click("Change the passphrase")
    chair.write("Passphrase so far", PASSPHRASE)
    chair.write("New passphrase", NEW)
    chair.write("The same new passphrase again", NEW)
    chair.presses("Enter")
    chair.waits_until(lambda: "changed or replaced the vault" in chair.window.messages.words)
    assert (folder / "header.json").read_bytes() == before


def test_a_wrong_passphrase_so_far_is_told_at_its_field(chair: Chair) -> None:
    chair.click("Change the passphrase")
    chair.write("Passphrase so far", "violet kettle ankle burrow")
    chair.write("New passphrase", NEW)
    chair.write("The same new passphrase again", NEW)
    chair.presses("Enter")
    page = chair.page(SafetyPage)
    chair.waits_until(lambda: not page.shown.busy)  # type: ignore[attr-defined]
    assert "does not open" in page.shown.secret.problem  # type: ignore[attr-defined]
    assert page.shown.new.text() == NEW  # type: ignore[attr-defined]


def test_four_words_are_suggested_shown_and_strong_enough(chair: Chair) -> None:
    chair.click("Change the passphrase")
    chair.click("Suggest four words")
    offered = chair.reads("New passphrase")
    assert len(offered.split(" ")) == 4
    assert chair.sees("Strong: hard to guess")
    chair.click("Suggest four words")
    assert chair.reads("New passphrase") != offered


def test_the_code_on_paper_is_tested_and_nothing_is_changed(
    chair: Chair, code: str, folder: Path
) -> None:
    before = (folder / "header.json").read_bytes()
    chair.click("Test my recovery code")
    chair.write("Recovery code", code.lower().replace("-", " "))
    chair.click("Test the code")
    chair.waits_until(lambda: chair.sees("This is the right code"))
    chair.write("Recovery code", "7KQ2-M9XT-4HVB-2C8D-PR5N-J3WG-6YAZ")
    assert not chair.sees("This is the right code")
    chair.click("Test the code")
    chair.waits_until(lambda: chair.sees("This is not the recovery code of this vault"))
    assert (folder / "header.json").read_bytes() == before


def test_a_new_code_counts_only_after_two_groups_were_typed_back(
    chair: Chair, code: str, folder: Path, tmp_path: Path
) -> None:
    chair.click("Replace my recovery code")
    chair.write("Passphrase", PASSPHRASE)
    chair.presses("Enter")
    new = types_back(chair)
    assert opens(folder, code, tmp_path)
    assert not opens(folder, new, tmp_path)
    chair.click("Replace the code")
    chair.waits_until(lambda: overview_says(chair, "Your new recovery code opens the vault now"))
    chair.window.close()
    assert opens(folder, new, tmp_path)
    assert not opens(folder, code, tmp_path)


def test_going_back_from_a_new_code_changes_nothing(
    chair: Chair, code: str, folder: Path, tmp_path: Path
) -> None:
    before = (folder / "header.json").read_bytes()
    chair.click("Replace my recovery code")
    chair.write("Passphrase", PASSPHRASE)
    chair.click("Show me a new code")
    types_back(chair)
    chair.click("Show the code again")
    chair.click("Change nothing")
    page = chair.page(SafetyPage)
    assert page.shown is page.overview
    assert (folder / "header.json").read_bytes() == before


def test_new_keys_leave_nothing_of_before_working_and_all_records_there(
    chair: Chair, code: str, folder: Path, tmp_path: Path
) -> None:
    chair.click("Make a backup now")
    backups = folder / "backups"
    chair.waits_until(lambda: chair.sees("A backup is made."))
    under_the_old_keys = {path.read_bytes() for path in backups.iterdir()}
    chair.click("My passphrase or code may be known")
    chair.write("Passphrase so far", PASSPHRASE)
    chair.write("New passphrase", NEW)
    chair.write("The same new passphrase again", NEW)
    chair.click("Go on to the new recovery code")
    new = types_back(chair)
    chair.click("Make the new keys")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))
    assert "new keys throughout" in chair.window.messages.words
    assert "removed, because what was known before opens" in chair.window.messages.words
    # Within one second the new backup has the name of the old one, and takes its place.
    assert under_the_old_keys.isdisjoint(path.read_bytes() for path in backups.iterdir())
    assert list(backups.iterdir())
    chair.opens_case("J.")
    chair.write(WHY, "Written under the new keys")
    chair.window.close()
    for secret, works in ((NEW, True), (new, True), (PASSPHRASE, False), (code, False)):
        assert opens(folder, secret, tmp_path) is works


def test_the_passphrase_that_may_be_known_is_no_new_one(chair: Chair) -> None:
    chair.click("My passphrase or code may be known")
    chair.write("Passphrase so far", PASSPHRASE)
    chair.write("New passphrase", PASSPHRASE)
    chair.write("The same new passphrase again", PASSPHRASE)
    chair.click("Go on to the new recovery code")
    assert chair.sees("Choose a different one")


def test_a_computer_without_a_safe_keyring_says_so_and_changes_nothing(
    chair: Chair, folder: Path
) -> None:
    before = (folder / "header.json").read_bytes()
    no_keyring = keyring("keyring.backends.fail.Keyring")
    chair.window.surroundings = chair.window.surroundings._replace(
        device=Device(lambda: no_keyring, patience=5)
    )
    chair.presses("Ctrl+Shift+S")
    chair.click("Remember on this computer")
    chair.write("Passphrase so far", PASSPHRASE)
    chair.presses("Enter")
    chair.waits_until(lambda: "offers no safe place" in chair.window.messages.words)
    assert (folder / "header.json").read_bytes() == before


def test_a_computer_remembers_only_when_asked_and_forgets_when_told(
    chair: Chair, folder: Path
) -> None:
    store: dict[tuple[str, str], str] = {}
    safe = keyring("keyring.backends.SecretService.Keyring", store)
    device = Device(lambda: safe, patience=5)
    chair.window.surroundings = chair.window.surroundings._replace(device=device)
    chair.presses("Ctrl+Shift+S")
    assert chair.sees("No computer opens this vault without the passphrase.")
    chair.click("Remember on this computer")
    chair.write("Passphrase so far", PASSPHRASE)
    chair.click("Remember on this computer")
    chair.waits_until(lambda: overview_says(chair, "This computer remembers the vault now"))
    assert len(store) == 1
    assert PASSPHRASE not in str(store)
    assert chair.sees("A computer remembers this vault")
    chair.click("Forget it on this computer")
    chair.waits_until(lambda: overview_says(chair, "does not remember the vault any more"))
    assert store == {}


def test_an_old_vault_offers_to_make_guessing_harder_and_keeps_the_passphrase(
    chair: Chair, folder: Path, tmp_path: Path
) -> None:
    session = chair.window.session
    assert session is not None
    assert safety.wants_upgrade(session.workbook)
    chair.window.surroundings = chair.window.surroundings._replace(cost=None)
    chair.presses("Ctrl+Shift+S")
    chair.click("Make guessing harder")
    chair.write("Passphrase", PASSPHRASE)
    chair.presses("Enter")
    chair.waits_until(lambda: overview_says(chair, "now costs as much as in a new vault"))
    assert not safety.wants_upgrade(session.workbook)
    page = chair.page(SafetyPage)
    assert page.overview.dearer.isHidden()
    assert opens(folder, PASSPHRASE, tmp_path)


def test_the_promises_are_shown_with_what_is_not_promised(chair: Chair) -> None:
    chair.click("What is promised, and what is not")
    page = chair.page(SafetyPage).shown
    assert isinstance(page, Promises)
    for words in ("Not against a bad program", "hibernates", "stays closed for good", "Linux"):
        assert chair.sees(words)
    chair.presses("PgDn")
    assert page._scroll.verticalScrollBar().value() > 0


def test_the_practice_vault_has_no_keys_to_change(qtbot: QtBot, tmp_path: Path) -> None:
    chair = Chair(qtbot, tmp_path)
    chair.click("Practise on a sample case")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))
    chair.presses("Ctrl+Shift+S")
    assert chair.sees("no keys to change here")
    assert not chair.sees("Change the passphrase")
    chair.window.close()
