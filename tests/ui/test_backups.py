"""Backups and restores as a chair meets them: made unasked, told quietly, and gone back to."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from roth_planner.vault import FLOOR, Device, Vault, backup, new_recovery_code
from roth_planner.vault.ballast import NAME, SIZE
from roth_planner.workbook import Workbook, safety
from roth_planner.workbook.caseload import start_case
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.vault.test_device import Store, keyring
from tests.vault.test_device import device as computer
from ui.pages import safety_words
from ui.pages.caseload import CaseloadPage
from ui.pages.closed import ClosedPage
from ui.pages.safety import SafetyPage
from ui.pages.safety_health import ALL_WELL, Health
from ui.pages.safety_locked import LockedHelp
from ui.pages.safety_restore import Restore
from ui.pages.unlock import UnlockPage
from ui.upkeep import Upkeep
from ui.ways_while_closed import close_and_help, make_new_keys, show_help

NEW = "gravel lantern mosaic pepper"
WHY = "Why are we here, in one sentence?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Mine.rothvault"


@pytest.fixture
def kept(folder: Path) -> Path:
    """A locked vault with a case."""
    workbook, _code = Workbook.create(folder, PASSPHRASE, cost=FLOOR)
    start_case(workbook, "J.", "Jordan Ellery", "R-1")
    workbook.close()
    return folder


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path, kept: Path) -> Iterator[Chair]:
    """A chair who has just unlocked."""
    somebody = Chair(qtbot, tmp_path)
    unlocks(somebody, kept)
    yield somebody
    somebody.window.close()


def unlocks(chair: Chair, folder: Path) -> None:
    chair.window.show_unlock(folder)
    chair.write("Passphrase", PASSPHRASE)
    chair.click("Unlock")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))


def upkeep(chair: Chair) -> Upkeep:
    assert chair.window.session is not None
    found = chair.window.session.upkeep
    assert found is not None
    return found


def is_looked_after(chair: Chair) -> None:
    """What is done in the background after unlocking, at once and to its end."""
    upkeep(chair).begin()
    chair.waits_until(lambda: not upkeep(chair).busy)


def files(folder: Path) -> list[Path]:
    return sorted((folder / "backups").glob("*.rothbackup"))


def overview_says(chair: Chair, words: str) -> bool:
    page = chair.page(SafetyPage)
    return page.shown is page.overview and words in page.overview.said_of_backups.text()


# -- without asking


def test_after_unlocking_a_backup_is_made_tried_and_told_in_one_line(
    chair: Chair, kept: Path
) -> None:
    assert files(kept) == []
    is_looked_after(chair)
    assert len(files(kept)) == 1
    assert (kept / NAME).stat().st_size == SIZE
    assert chair.sees("Last backup: today at ")
    assert chair.sees("Last proven restore: today at ")
    assert chair.window.messages.words == ""
    before = files(kept)
    is_looked_after(chair)
    assert files(kept) == before, "nothing was changed since"


def test_locking_makes_the_last_backup_before_the_program_ends(chair: Chair, kept: Path) -> None:
    chair.opens_case("J.")
    chair.write(WHY, "Typed a moment ago")
    chair.presses("Ctrl+L")
    assert chair.started == 1
    newest = files(kept)[-1]
    to = kept.with_name("looked at")
    shutil.copytree(kept, to)
    assert safety.own_backups(kept)[0].path == newest
    with Vault.open(to, PASSPHRASE) as vault:
        assert safety.own_backups(kept)[0].number == vault.seal.head().number


def test_a_computer_about_to_sleep_is_not_kept_waiting_for_a_backup(
    chair: Chair, kept: Path
) -> None:
    upkeep(chair).in_a_hurry = True
    upkeep(chair).finish()
    assert files(kept) == []


def test_a_backup_that_cannot_be_made_is_told_once_there_is_nothing_else_to_say(
    chair: Chair, kept: Path
) -> None:
    (kept / "backups").write_text("a file in the way")
    is_looked_after(chair)
    assert re.search("no backup was made|none was made", chair.window.messages.words)
    chair.click("Look at the backups")
    assert isinstance(chair.window.page, SafetyPage)
    (kept / "backups").unlink()


def test_the_practice_vault_is_left_alone(qtbot: QtBot, tmp_path: Path) -> None:
    chair = Chair(qtbot, tmp_path)
    chair.click("Practise on a sample case")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))
    assert chair.window.session is not None
    assert chair.window.session.upkeep is None
    chair.window.close()


# -- by hand


def test_a_second_place_gets_a_backup_at_once_and_is_told_when_it_is_away(
    chair: Chair, kept: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    chair.presses("Ctrl+Shift+S")
    page = chair.page(SafetyPage)
    page.take_second_place(str(stick))
    chair.waits_until(lambda: overview_says(chair, "in the second place now"))
    assert len(list(stick.rglob("*.rothbackup"))) == 1
    assert chair.window.settings.second_place == str(stick)
    stick.rename(tmp_path / "unplugged")
    chair.presses("Ctrl+Shift+S")
    assert chair.sees("It is not connected now.")
    chair.click("Back to the cases")
    is_looked_after(chair)
    assert "second place for backups is not there" in chair.window.messages.words
    assert len(files(kept)) == 1, "the first place does not wait for the second"


def test_a_backup_and_a_trial_by_hand_are_told(chair: Chair, kept: Path) -> None:
    chair.presses("Ctrl+Shift+S")
    assert chair.sees("There is no backup of this vault yet.")
    assert chair.sees("Last proven restore: none yet.")
    chair.click("Make a backup now")
    chair.waits_until(lambda: overview_says(chair, "A backup is made"))
    assert len(files(kept)) == 1
    assert chair.sees(f"1 backup is kept in {kept / 'backups'}")
    chair.click("Try a restore now")
    chair.waits_until(lambda: overview_says(chair, "was restored on trial"))
    assert chair.sees("Last proven restore: today at ")


def test_going_back_to_a_backup_and_keeping_what_was_there(chair: Chair, kept: Path) -> None:
    is_looked_after(chair)
    chair.opens_case("J.")
    chair.write(WHY, "Written after the backup")
    chair.presses("Ctrl+Shift+S")
    chair.click("Restore a backup")
    step = chair.page(SafetyPage).shown
    assert isinstance(step, Restore)
    chair.write("Passphrase at the time of the backup", "not this one")
    chair.click("Look into this backup")
    chair.waits_until(lambda: bool(step.secret.problem))
    chair.write("Passphrase at the time of the backup", PASSPHRASE)
    chair.click("Look into this backup")
    chair.waits_until(lambda: chair.sees("It holds 1 case"))
    assert chair.sees("all of it is as the program wrote it")
    assert chair.sees("Your vault was changed after this backup, last today at ")
    chair.click("Restore it into a new folder")
    chair.waits_until(lambda: chair.sees("Your vault is as it was."))
    chair.click("Use the restored vault from now on")
    chair.waits_until(lambda: isinstance(chair.window.page, ClosedPage))
    assert chair.sees("kept for 30 days")
    chair.starts_afresh_by("Go to unlocking")
    assert chair.page(UnlockPage).folder == kept
    unlocks(chair, kept)
    chair.opens_case("J.")
    assert chair.reads(WHY) == ""
    chair.window.close()
    before = next(one for one in kept.parent.iterdir() if ".before-" in one.name)
    shutil.rmtree(before / "backups", ignore_errors=True)
    with pytest.MonkeyPatch.context() as elsewhere:
        elsewhere.setenv("XDG_DATA_HOME", str(kept.parent / "nobody"))
        old = Workbook.open(before, PASSPHRASE)
    assert old.all("case")[0].get("why_here") == "Written after the backup"
    old.close()


def test_a_damaged_backup_is_refused_in_words(chair: Chair, kept: Path) -> None:
    is_looked_after(chair)
    file = files(kept)[0]
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    chair.presses("Ctrl+Shift+S")
    chair.click("Restore a backup")
    chair.write("Passphrase at the time of the backup", PASSPHRASE)
    chair.presses("Enter")
    chair.waits_until(lambda: bool(chair.window.messages.words))
    assert "damaged" in chair.window.messages.words
    assert not chair.sees("Restore it into a new folder")


# -- health


def test_a_healthy_vault_is_said_to_be_well(chair: Chair, kept: Path) -> None:
    is_looked_after(chair)
    chair.presses("Ctrl+Shift+S")
    chair.click("Check everything now")
    chair.waits_until(lambda: chair.sees(ALL_WELL[:30]))


def test_what_is_missing_is_named_and_mended_by_its_button(chair: Chair, kept: Path) -> None:
    is_looked_after(chair)
    (kept / NAME).unlink()
    for file in files(kept):
        file.unlink()
    chair.presses("Ctrl+Shift+S")
    chair.click("Check everything now")
    step = chair.page(SafetyPage).shown
    assert isinstance(step, Health)
    chair.waits_until(lambda: step.report is not None and not step.busy)
    chair.waits_until(lambda: chair.sees("There is no backup of this vault yet."))
    chair.click("Make a backup now")
    chair.waits_until(lambda: not step.busy and not chair.sees("There is no backup"))
    assert len(files(kept)) == 1
    chair.click("Make the file")
    chair.waits_until(lambda: not step.busy and (kept / NAME).exists())
    assert step.report is not None
    assert step.report.findings == ()


# -- copies and damage at the lock


def test_an_older_copy_is_told_and_used_only_when_chosen(
    qtbot: QtBot, tmp_path: Path, kept: Path
) -> None:
    older = tmp_path / "older"
    shutil.copytree(kept, older)
    workbook = Workbook.open(kept, PASSPHRASE)
    start_case(workbook, "K.", "Kim", "R-2")
    workbook.close()
    shutil.rmtree(kept)
    older.rename(kept)
    chair = Chair(qtbot, tmp_path)
    chair.window.show_unlock(kept)
    chair.write("Passphrase", PASSPHRASE)
    chair.click("Unlock")
    chair.waits_until(lambda: "older" in chair.window.messages.words)
    assert isinstance(chair.window.page, UnlockPage)
    assert chair.page(UnlockPage).to_read.isVisible()
    chair.click("Use this older copy anyway")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))
    chair.window.close()


def test_a_damaged_vault_shows_ways_out_and_a_backup_brings_it_back(
    qtbot: QtBot, tmp_path: Path, kept: Path
) -> None:
    workbook = Workbook.open(kept, PASSPHRASE)
    safety.make_backup(workbook)
    workbook.close()
    raw = bytearray((kept / "data.db").read_bytes())
    raw[5000:9000] = bytes(4000)
    (kept / "data.db").write_bytes(raw)
    chair = Chair(qtbot, tmp_path)
    chair.window.show_unlock(kept)
    chair.write("Passphrase", PASSPHRASE)
    chair.click("Unlock")
    page = chair.page(UnlockPage)
    chair.waits_until(lambda: not page.busy)
    chair.click("Ways out: check it, restore a backup, save what is left")
    assert isinstance(chair.window.page, LockedHelp)
    chair.click("Check what is wrong")
    chair.waits_until(lambda: chair.sees("damaged"))
    chair.presses("Esc")
    chair.click("Restore a backup")
    chair.write("Passphrase at the time of the backup", PASSPHRASE)
    chair.click("Look into this backup")
    chair.waits_until(lambda: chair.sees("It holds 1 case"))
    chair.click("Restore it into a new folder")
    chair.waits_until(lambda: chair.sees("Your vault is as it was."))
    chair.click("Use the restored vault from now on")
    chair.waits_until(lambda: isinstance(chair.window.page, ClosedPage))
    chair.starts_afresh_by("Go to unlocking")
    unlocks(chair, kept)
    chair.opens_case("J.")
    chair.window.close()


def test_a_cure_that_needs_the_vault_closed_is_carried_out_there(
    qtbot: QtBot, tmp_path: Path, kept: Path
) -> None:
    chair = Chair(qtbot, tmp_path)
    unlocks(chair, kept)
    is_looked_after(chair)
    good = (kept / "header.json").read_bytes()
    (kept / "header.bak").write_bytes(b"{}")
    chair.presses("Ctrl+Shift+S")
    chair.click("Check everything now")
    chair.waits_until(lambda: chair.sees("One of the two copies of the header is damaged"))
    chair.click("Repair the header")
    assert isinstance(chair.window.page, LockedHelp)
    assert chair.window.session is None
    step = chair.page(LockedHelp).shown
    assert isinstance(step, Health)
    chair.waits_until(lambda: step.report is not None and not step.busy)
    chair.click("Repair the header")
    assert step.secret.problem, "the passphrase is asked for"
    chair.write("Passphrase or recovery code", PASSPHRASE)
    chair.click("Repair the header")
    chair.waits_until(lambda: not step.busy and chair.sees(ALL_WELL[:30]))
    assert (kept / "header.bak").read_bytes() == good
    chair.click("Go back")
    chair.waits_until(lambda: chair.window.triggers is not None)
    chair.starts_afresh_by("Back to unlocking")
    assert chair.page(UnlockPage).folder == kept
    chair.window.close()


def test_a_backup_says_whether_anything_is_newer_and_whose_it_is(
    chair: Chair, tmp_path: Path
) -> None:
    is_looked_after(chair)
    other = Workbook.create(tmp_path / "Other.rothvault", PASSPHRASE, cost=FLOOR)[0]
    start_case(other, "K.", "", "R-2")
    theirs = backup.make(other.vault).path
    other.close()
    chair.presses("Ctrl+Shift+S")
    chair.click("Restore a backup")
    chair.write("Passphrase at the time of the backup", PASSPHRASE)
    chair.click("Look into this backup")
    chair.waits_until(lambda: chair.sees("It holds 1 case"))
    assert chair.sees("Nothing was changed in your vault after this backup.")
    step = chair.page(SafetyPage).shown
    assert isinstance(step, Restore)
    step.take_file(str(theirs))
    chair.click("Look into this backup")
    chair.waits_until(lambda: chair.sees("It is a backup of another vault, not of this one."))
    assert not chair.sees("Nothing was changed in your vault")


def test_a_vault_that_is_closed_for_a_cure_locks_as_if_it_were_open(
    qtbot: QtBot, tmp_path: Path, kept: Path
) -> None:
    chair = Chair(qtbot, tmp_path)
    unlocks(chair, kept)
    chair.waits_until(lambda: chair.window.triggers is not None)
    close_and_help(chair.window, "health")
    assert chair.window.session is None
    triggers = chair.window.triggers
    assert triggers is not None, "its words are still in the memory of this program"
    chair.waits_until(lambda: not chair.window.jobs.busy)
    triggers.idle.idle.emit()
    assert chair.started == 1
    assert not chair.window.isVisible()


def test_a_lock_waits_for_new_keys_in_the_making_and_then_comes(
    qtbot: QtBot, tmp_path: Path, kept: Path
) -> None:
    chair = Chair(qtbot, tmp_path)
    unlocks(chair, kept)
    chair.waits_until(lambda: chair.window.triggers is not None)
    make_new_keys(chair.window, PASSPHRASE, NEW, new_recovery_code())
    assert chair.window.session is None
    chair.window.lock()
    assert chair.started == 0, "half-made keys would be left"
    chair.waits_until(lambda: chair.started == 1)
    Workbook.open(kept, NEW).close()


def test_what_is_left_of_a_damaged_vault_is_saved_and_the_rest_is_listed(
    qtbot: QtBot, tmp_path: Path, kept: Path
) -> None:
    raw = bytearray((kept / "data.db").read_bytes())
    raw[-3000:-1000] = bytes(2000)
    (kept / "data.db").write_bytes(raw)
    chair = Chair(qtbot, tmp_path)
    chair.window.show_unlock(kept)
    show_help(chair.window, kept, "The vault is damaged.", PASSPHRASE, first="salvage")
    chair.click("Save into a new vault")
    chair.waits_until(lambda: chair.sees("The damaged one is as it was."))
    assert (kept.parent / "Mine saved.rothvault" / "data.db").is_file()
    chair.window.close()


def test_a_computer_that_remembers_opens_the_vault_by_one_click(
    qtbot: QtBot, tmp_path: Path, kept: Path
) -> None:
    safe = keyring("keyring.backends.SecretService.Keyring", {})
    device = Device(lambda: safe, patience=5)
    workbook = Workbook.open(kept, PASSPHRASE)
    safety.remember_here(workbook, PASSPHRASE, device)
    workbook.close()
    chair = Chair(qtbot, tmp_path)
    chair.window.surroundings = chair.window.surroundings._replace(device=device)
    chair.window.show_unlock(kept)
    page = chair.page(UnlockPage)
    chair.waits_until(page.by_device.isVisible)
    chair.click("Open it without the passphrase: this computer remembers it")
    chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))
    chair.window.close()


def test_an_unclean_end_with_something_wrong_is_told_after_unlocking(
    qtbot: QtBot, tmp_path: Path, kept: Path
) -> None:
    workbook = Workbook.open(kept, PASSPHRASE)
    with workbook.vault.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET name = 'somebody else'")
    left = (kept / "lock").read_bytes()
    workbook.close()
    (kept / "lock").write_bytes(left)
    chair = Chair(qtbot, tmp_path)
    unlocks(chair, kept)
    chair.waits_until(lambda: "did not end as it should" in chair.window.messages.words)
    chair.click("See what was found")
    chair.waits_until(lambda: chair.sees("changed by something other than this program"))
    chair.window.close()


# -- words


def test_times_are_said_as_people_say_them() -> None:
    now = dt.datetime(2026, 3, 12, 14, 2).astimezone()
    assert safety_words.when(now, now) == "today at 14:02"
    assert safety_words.when(now - dt.timedelta(days=1), now) == "yesterday at 14:02"
    assert safety_words.when(now - dt.timedelta(days=2), now) == "10 March 2026 at 14:02"


@pytest.mark.parametrize(
    ("days", "waiting", "late"),
    [(6, True, False), (8, True, True), (8, False, False), (None, True, True)],
)
def test_seven_days_without_a_backup_of_what_was_changed_are_too_long(
    tmp_path: Path, days: int | None, waiting: bool, late: bool
) -> None:
    now = dt.datetime(2026, 3, 12, tzinfo=dt.UTC)
    newest = None if days is None else now - dt.timedelta(days=days)
    facts = safety.Facts(newest, 0 if days is None else 1, tmp_path, None, waiting)
    assert safety_words.late(facts, now) is late


def remembering(chair: Chair, store: Store) -> Chair:
    """The same chair at a computer with a keyring."""
    chair.window.surroundings = chair.window.surroundings._replace(device=computer(store))
    return chair


def put_back(older: Path, folder: Path, marks: Path) -> None:
    """Somebody puts a whole home folder back, the vault and the mark file in it."""
    from roth_planner.vault.mark import marks_folder

    for source, target in ((older, folder), (marks, marks_folder())):
        shutil.rmtree(target)
        shutil.copytree(source, target)


def test_the_keyring_tells_of_an_older_home_folder_until_the_chair_chooses_it(
    qtbot: QtBot, tmp_path: Path, kept: Path
) -> None:
    from roth_planner.vault.keyring_mark import DIFFERS
    from roth_planner.vault.mark import marks_folder

    older, marks = tmp_path / "older", tmp_path / "older marks"
    store: Store = {}
    shutil.copytree(kept, older)
    shutil.copytree(marks_folder(), marks)
    chair = remembering(Chair(qtbot, tmp_path), store)
    unlocks(chair, kept)
    assert chair.window.session is not None
    start_case(chair.window.session.workbook, "K.", "Kit", "R-2")
    is_looked_after(chair)
    assert chair.window.messages.words == ""
    chair.window.close()
    assert len(store) == 1
    put_back(older, kept, marks)
    for _ in range(2):  # locking at once, or later, does not make it forget
        chair = remembering(Chair(qtbot, tmp_path), store)
        unlocks(chair, kept)
        is_looked_after(chair)
        assert chair.window.messages.words == DIFFERS
        assert "older_copy" in health_of(chair)
        chair.window.close()
    chair = remembering(Chair(qtbot, tmp_path), store)
    unlocks(chair, kept)
    chair.window.close()  # before the keyring was asked
    chair = remembering(Chair(qtbot, tmp_path), store)
    unlocks(chair, kept)
    is_looked_after(chair)
    assert chair.window.messages.words == DIFFERS
    chair.click("Go on with this copy")
    chair.waits_until(lambda: not upkeep(chair).busy)
    assert "older_copy" not in health_of(chair)
    chair.window.close()
    chair = remembering(Chair(qtbot, tmp_path), store)
    unlocks(chair, kept)
    is_looked_after(chair)
    assert chair.window.messages.words == ""
    chair.window.close()


def health_of(chair: Chair) -> set[str]:
    from roth_planner.workbook import rescue

    assert chair.window.session is not None
    report = rescue.examine(chair.window.session.workbook, chair.window.surroundings.device)  # type: ignore[arg-type]
    return {found.kind for found in report.findings}


def test_an_older_copy_that_was_chosen_at_unlocking_is_not_asked_about_again(
    qtbot: QtBot, tmp_path: Path, kept: Path
) -> None:
    store: Store = {}
    older = Path(shutil.copytree(kept, tmp_path / "older"))
    chair = remembering(Chair(qtbot, tmp_path), store)
    unlocks(chair, kept)
    assert chair.window.session is not None
    start_case(chair.window.session.workbook, "K.", "Kit", "R-2")
    is_looked_after(chair)
    chair.window.close()
    shutil.rmtree(kept)
    older.rename(kept)
    for chosen in (True, False):
        chair = remembering(Chair(qtbot, tmp_path), store)
        chair.window.show_unlock(kept)
        chair.write("Passphrase", PASSPHRASE)
        chair.click("Unlock")
        if chosen:
            chair.waits_until(lambda: "older than" in chair.window.messages.words)  # noqa: B023
            chair.click("Use this older copy anyway")
        chair.waits_until(lambda: isinstance(chair.window.page, CaseloadPage))  # noqa: B023
        is_looked_after(chair)
        assert chair.window.messages.words == ""
        chair.window.close()


def test_a_restored_vault_in_its_place_is_no_older_copy_to_the_keyring(
    qtbot: QtBot, tmp_path: Path, kept: Path
) -> None:
    from roth_planner.workbook import rescue

    store: Store = {}
    chair = remembering(Chair(qtbot, tmp_path), store)
    unlocks(chair, kept)
    is_looked_after(chair)
    assert chair.window.session is not None
    workbook = chair.window.session.workbook
    made = safety.own_backups(kept)[0].path
    start_case(workbook, "K.", "Kit", "R-2")
    chair.window.close()
    start_case(workbook := Workbook.open(kept, PASSPHRASE), "L.", "Lee", "R-3")
    workbook.close()  # elsewhere, without the keyring: it lags behind the mark file
    restored = rescue.restore(made, PASSPHRASE, kept)
    chair = remembering(Chair(qtbot, tmp_path), store)
    unlocks(chair, restored)
    is_looked_after(chair)
    assert chair.window.messages.words == ""
    chair.window.close()
    rescue.switch(kept, restored, computer(store))
    assert store == {}


def test_a_vault_of_before_a_restore_is_offered_for_removal_after_thirty_days(
    chair: Chair, kept: Path
) -> None:
    old = kept.with_name(f"{kept.name}.before-2020-01-01")
    young = kept.with_name(f"{kept.name}.before-{dt.date.today()}")
    for folder in (old, young):
        shutil.copytree(kept, folder)
    chair.window.actions_.safety.trigger()
    page = chair.page(SafetyPage)
    assert not page.overview.aside.isHidden()
    chair.click("Remove what was kept after a restore")
    chair.waits_until(lambda: not old.exists() and page.overview.aside.isHidden())
    assert young.is_dir() and kept.is_dir()
    assert chair.sees(f"Removed: {old.name}.")
