"""Making a vault and unlocking it: what is said when something is not as it should be."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook, safety
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.ui.conftest import explained, said, stops
from ui.leftovers import MARKS
from ui.pages.caseload import CaseloadPage
from ui.pages.make_vault import MakeVaultPage
from ui.pages.recovery_code import SHOWN_MS, groups_of
from ui.pages.safety import SafetyPage
from ui.pages.safety_keys import NewCode
from ui.pages.unlock import UnlockPage
from ui.pages.welcome import WelcomePage


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    somebody = Chair(qtbot, tmp_path)
    yield somebody
    somebody.window.close()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A locked vault."""
    folder = tmp_path / "Kept.rothvault"
    Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0].close()
    return folder


def test_the_first_page_offers_three_ways_by_keyboard_alone(chair: Chair) -> None:
    found = [said(widget) for widget in stops(chair.window)]
    assert found[0] == "Make a vault"
    assert {"Open a vault I have", "Practise on a sample case", "View", "Menu"} <= set(found)
    chair.presses("Enter")
    assert isinstance(chair.window.page, MakeVaultPage)


def test_what_is_promised_can_be_read_before_there_is_a_vault_and_while_it_is_locked(
    chair: Chair, kept: Path
) -> None:
    chair.click("What is promised, and what is not")
    assert chair.sees("Without your passphrase or your recovery code the vault cannot be read.")
    assert chair.sees("Not against a bad program on your computer.")
    chair.presses("Esc")
    chair.page(WelcomePage)
    chair.window.show_unlock(kept)
    chair.window.actions_.promises.trigger()
    assert chair.sees("Not against a bad program on your computer.")
    chair.click("Go back")
    has_a_code_before_them(chair)
    assert not chair.window.actions_.promises.isEnabled(), "the code would be lost"


def test_only_the_window_itself_ever_comes_up(chair: Chair) -> None:
    chair.click("Make a vault")
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert shown == [chair.window]


@pytest.mark.parametrize("name", ["../away", "a/b", "", "..", "con:1", "a\nb/"])
def test_a_name_that_is_no_name_is_told_beside_its_field(chair: Chair, name: str) -> None:
    chair.click("Make a vault")
    step = chair.page(MakeVaultPage).passphrase
    step.name.edit.setText(name)
    chair.write("Passphrase", PASSPHRASE)
    chair.write("The same passphrase again", PASSPHRASE)
    chair.click("Make the vault")
    assert "letters, numbers and spaces" in step.name.problem
    assert step.text() == PASSPHRASE
    assert list(chair.home.glob("*.rothvault")) == []


def test_a_weak_passphrase_is_told_how_to_get_stronger(chair: Chair) -> None:
    chair.click("Make a vault")
    chair.write("Passphrase", "password2026")
    chair.click("Make the vault")
    step = chair.page(MakeVaultPage).passphrase
    assert "guessed too soon" in step.first.problem
    chair.waits_until(lambda: "guessed first" in step.strength.words.text())
    assert "guessed too soon" in explained(step.first.edit)


def test_two_different_passphrases_make_no_vault(chair: Chair) -> None:
    chair.click("Make a vault")
    chair.write("Passphrase", PASSPHRASE)
    chair.write("The same passphrase again", PASSPHRASE + "x")
    chair.click("Make the vault")
    step = chair.page(MakeVaultPage).passphrase
    assert "not the same" in step.again.problem
    assert chair.at is step.again.edit
    chair.click("Show what I type")
    assert step.first.edit.echoMode() is QLineEdit.EchoMode.Normal


def test_a_folder_that_cannot_be_written_is_a_sentence(chair: Chair) -> None:
    in_the_way = chair.home / "a file"
    in_the_way.write_text("no folder")
    chair.click("Make a vault")
    chair.page(MakeVaultPage).passphrase.take_folder(str(in_the_way))
    chair.write("Passphrase", PASSPHRASE)
    chair.write("The same passphrase again", PASSPHRASE)
    chair.click("Make the vault")
    chair.waits_until(lambda: bool(chair.window.messages.words))
    assert chair.page(MakeVaultPage).passphrase.text() == PASSPHRASE


def test_a_wrong_group_of_the_recovery_code_goes_no_further(chair: Chair) -> None:
    chair.click("Make a vault")
    chair.write("Passphrase", PASSPHRASE)
    chair.write("The same passphrase again", PASSPHRASE)
    chair.presses("Enter")
    chair.waits_until(lambda: chair.sees("Write down your recovery code"))
    chair.click("I have written it down")
    chair.click("Open the vault")
    page = chair.page(MakeVaultPage)
    assert all(field.problem for field in page.type_back.fields)
    chair.click("Show the code again")
    assert chair.sees("Write down your recovery code")


def has_a_code_before_them(chair: Chair) -> MakeVaultPage:
    chair.click("Make a vault")
    chair.write("Passphrase", PASSPHRASE)
    chair.write("The same passphrase again", PASSPHRASE)
    chair.presses("Enter")
    chair.waits_until(lambda: chair.sees("Write down your recovery code"))
    return chair.page(MakeVaultPage)


def types_two_groups_back(chair: Chair, code: str) -> None:
    chair.click("I have written it down")
    step = chair.page(MakeVaultPage).type_back
    for field, group in zip(step.fields, step.asked, strict=True):
        field.edit.setText(groups_of(code)[group])
    chair.click("Open the vault")
    chair.page(CaseloadPage)


def test_a_copied_recovery_code_is_marked_and_goes_when_the_program_closes(chair: Chair) -> None:
    code = has_a_code_before_them(chair).code.shown()
    chair.click("Copy the code")
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == code
    assert all(clipboard.mimeData().data(name).data() == MARKS[name] for name in MARKS)
    leftovers = chair.window.leftovers
    assert leftovers is not None
    assert leftovers.take_back_later.isActive(), "after a minute it goes in any case"
    chair.window.close()
    assert clipboard.text() == ""


def test_a_code_that_nobody_looks_at_hides_and_can_be_shown_again(chair: Chair) -> None:
    step = has_a_code_before_them(chair).code
    assert step.hide_later.isActive()
    assert step.hide_later.interval() == SHOWN_MS
    code = step.shown()
    step.hide_later.timeout.emit()
    assert not step.card.isVisible()
    assert chair.sees("The code is hidden")
    chair.click("Show the code")
    assert step.card.isVisible()
    assert step.shown() == code
    assert step.hide_later.isActive()


def test_a_copied_recovery_code_goes_when_the_new_vault_is_locked(chair: Chair) -> None:
    code = has_a_code_before_them(chair).code.shown()
    chair.click("Copy the code")
    types_two_groups_back(chair, code)
    assert QGuiApplication.clipboard().text() == code
    chair.locks_and_comes_back()
    assert QGuiApplication.clipboard().text() == ""


def test_a_vault_whose_code_nobody_wrote_down_is_not_left_behind(chair: Chair) -> None:
    has_a_code_before_them(chair)
    assert len(list(chair.home.glob("*.rothvault"))) == 1
    chair.window.close()
    assert list(chair.home.glob("*.rothvault")) == []
    chair.starts_the_program()
    code = has_a_code_before_them(chair).code.shown()
    types_two_groups_back(chair, code)
    chair.window.close()
    (made,) = chair.home.glob("*.rothvault")
    Workbook.open(made, code).close()


def test_after_a_power_cut_before_the_code_was_written_down_a_new_one_is_asked_for(
    chair: Chair, tmp_path: Path
) -> None:
    has_a_code_before_them(chair)
    (made,) = chair.home.glob("*.rothvault")
    shutil.copytree(made, tmp_path / "after" / made.name)
    left = tmp_path / "after" / made.name
    chair.window.close()
    chair.starts_the_program()
    opens(chair, left)
    assert chair.sees("before you had written down the recovery code")
    chair.click("Make a new recovery code")
    chair.write("Passphrase", PASSPHRASE)
    chair.click("Show me a new code")
    chair.waits_until(lambda: chair.sees("Write down your recovery code"))
    page = chair.page(SafetyPage).shown
    assert isinstance(page, NewCode)
    code = page.text()
    chair.click("I have written it down")
    for field, group in zip(page.type_back.fields, page.type_back.asked, strict=True):
        field.edit.setText(groups_of(code)[group])
    page.type_back.open.click()
    chair.waits_until(lambda: chair.sees("Your new recovery code opens the vault now"))
    chair.locks_and_comes_back()
    opens(chair, left)
    chair.takes_a_breath()
    assert not chair.sees("before you had written down")
    assert safety_code_opens(left, code, chair)


def opens(chair: Chair, folder: Path) -> None:
    chair.window.show_unlock(folder)
    chair.write("Passphrase", PASSPHRASE)
    chair.click("Unlock")
    chair.waits_until(lambda: chair.window.session is not None)
    chair.takes_a_breath()


def safety_code_opens(folder: Path, code: str, chair: Chair) -> bool:
    session = chair.window.session
    assert session is not None
    return session.folder == folder and safety.is_recovery_code(session.workbook, code)


def test_the_recovery_code_is_heard_letter_by_letter(chair: Chair) -> None:
    chair.click("Make a vault")
    page = chair.page(MakeVaultPage)
    page.code.show_code("7KQ2-M9XT")
    assert page.code.card.accessibleName().endswith("Group 1: 7 K Q 2. Group 2: M 9 X T")


def test_a_wrong_passphrase_stays_in_the_field_selected(chair: Chair, kept: Path) -> None:
    chair.window.show_unlock(kept)
    chair.write("Passphrase", "violet kettle ankle burrow")
    chair.presses("Enter")
    page = chair.page(UnlockPage)
    assert page.busy
    chair.waits_until(lambda: not page.busy)
    assert "does not open" in page.secret.problem
    assert page.secret.text() == "violet kettle ankle burrow"
    assert page.secret.edit.selectedText()
    assert chair.at is page.secret.edit


def test_the_window_goes_on_while_the_passphrase_is_tried(chair: Chair, kept: Path) -> None:
    chair.window.show_unlock(kept)
    chair.write("Passphrase", PASSPHRASE)
    chair.click("Unlock")
    assert chair.sees("Unlocking.")
    chair.click("Show what I type")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))


@pytest.mark.parametrize("missing", ["data.db", "header.json"])
def test_a_vault_that_lacks_a_part_is_told_in_the_banner(
    chair: Chair, kept: Path, missing: str
) -> None:
    for file in kept.glob(f"{Path(missing).stem}*"):
        file.unlink()
    chair.window.show_unlock(kept)
    chair.write("Passphrase", PASSPHRASE)
    chair.click("Unlock")
    chair.waits_until(lambda: "missing" in chair.window.messages.words)
    assert chair.page(UnlockPage).secret.text() == PASSPHRASE


def test_an_empty_passphrase_is_asked_for(chair: Chair, kept: Path) -> None:
    chair.window.show_unlock(kept)
    chair.click("Unlock")
    assert "Type your passphrase" in chair.page(UnlockPage).secret.problem


def test_letters_of_any_script_are_taken_as_they_are(chair: Chair, tmp_path: Path) -> None:
    secret = "\u06a9\u062a\u0627\u0628 \u0646\u06cc\u0644\u06cc \U0001f33b ankle borough"
    folder = tmp_path / "Urdu.rothvault"
    Workbook.create(folder, secret, cost=FLOOR)[0].close()
    chair.window.show_unlock(folder)
    chair.write("Passphrase", secret)
    QApplication.processEvents()
    chair.click("Unlock")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))
    chair.locks_and_comes_back()
    assert isinstance(chair.window.page, UnlockPage)
    assert chair.page(UnlockPage).folder == folder
