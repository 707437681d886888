"""A deletion that is cut short leaves the whole case or nothing of it, and whole backups."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from roth_planner.errors import CannotWrite, DamagedVault, PlannerError
from roth_planner.vault import backup, backup_file, keys
from roth_planner.vault.purging import purges
from roth_planner.workbook import Workbook, deletion, safety
from roth_planner.workbook.caseload import case_lines
from tests.vault.keeping import all_of
from tests.vault.killing import killed
from tests.vault.plain_pages import plain, plain_file
from tests.vault.tools import as_ordinary_user, data_key, database_key, files_no_larger_than

from .desk import account_of, answer
from .two_cases import GOES, STAYS, TwoCases, make, opened

KILLS = 30


@pytest.fixture
def cases(folder: Path) -> TwoCases:
    made = make(folder)
    workbook = opened(folder)
    safety.make_backup(workbook)
    workbook.close()
    return made


def _holds_it(folder: Path, path: Path) -> bool:
    data = path.read_bytes()[: backup_file.look(path).length]
    return GOES.encode() in plain(data, keys.sub_key(data_key(folder), "backup"))


def _check_all_or_nothing(folder: Path, before: object, *, purged: bool = True) -> bool:
    """Whether the case is gone. Whatever happened, the vault is whole and has a backup."""
    workbook = opened(folder)
    assert workbook.vault.flaws == ()
    assert workbook.vault.check().holds
    gone = len(case_lines(workbook)) == 1
    if not gone:
        assert all_of(workbook.vault) == before
        assert purges(workbook.vault) == ()
    found = backup.backups(backup.place_of(folder))
    assert found
    if gone and purged:  # the next visit keeps the promise that the killed program could not
        assert safety.back_up(workbook).trouble == ""
        found = backup.backups(backup.place_of(folder))
        assert [one for one in found if _holds_it(folder, one.path)] == []
    for one in found:
        assert safety_read(workbook, one)
    workbook.close()
    if gone:
        assert GOES.encode() not in plain_file(folder / "data.db", database_key(folder))
    return gone


def safety_read(workbook: Workbook, one: backup.Backup) -> bool:
    return backup.summary(workbook.vault, one).flaws == ()


def _before(folder: Path) -> object:
    workbook = opened(folder)
    held = all_of(workbook.vault)
    workbook.close()
    return held


@pytest.mark.parametrize("when", ["calls", "each", str(KILLS)])
def test_killed_anywhere_there_is_all_of_the_case_or_nothing(
    folder: Path, cases: TwoCases, tmp_path: Path, when: str
) -> None:
    before = _before(folder)
    ends = {
        _check_all_or_nothing(killed_folder, before)
        for killed_folder, _how in killed("delete-case", folder, tmp_path / "out", when)
    }
    assert ends == {True, False}


@pytest.mark.parametrize("purge", [False, True])
def test_a_full_disk_deletes_nothing_or_all_and_says_so(
    folder: Path, cases: TwoCases, tmp_path: Path, purge: bool
) -> None:
    before, size = _before(folder), (folder / "data.db").stat().st_size
    ends = set()
    for part in range(0, 13, 2):
        copy = Path(shutil.copytree(folder, tmp_path / f"copy {part}"))
        workbook = opened(copy)
        with files_no_larger_than(size * part // 10):
            try:
                made = deletion.delete_for_good(workbook, cases.first, purge_backups=purge)
            except PlannerError as error:
                assert str(error).endswith(".")
            else:
                assert not purge or bool(made.trouble) == bool(made.backups_left)
        workbook.close()
        ends.add(_check_all_or_nothing(copy, before, purged=purge))
        workbook = opened(copy)
        answer(workbook, account_of(workbook, cases.second), how_connect=f"{STAYS} afterwards")
        workbook.close()
    assert ends == {True, False}


def _records(folder: Path) -> list[object]:
    workbook = opened(folder)
    lines = list(case_lines(workbook))
    workbook.close()
    return lines


def test_a_deletion_that_is_given_up_half_way_is_no_change_from_outside(
    folder: Path, cases: TwoCases
) -> None:
    """What is too much for SQLite's memory is written into the file before the end."""
    workbook = opened(folder)
    long = "What they said, word for word. " * 6000
    for number in range(20):
        answer(workbook, account_of(workbook, cases.first), how_connect=f"{long} {number}")
    with workbook.vault.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA cache_size = 10")
    before = all_of(workbook.vault)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(deletion, "_forget_notes", _fail)
        with pytest.raises(CannotWrite):
            deletion.delete_for_good(workbook, cases.first, purge_backups=True)
    assert all_of(workbook.vault) == before
    answer(workbook, account_of(workbook, cases.second), how_connect=f"{STAYS} afterwards")
    assert workbook.vault.check().holds
    workbook.close()


def _fail(*_given: object) -> None:
    raise CannotWrite("The disk took no more.")


def test_a_new_backup_that_cannot_be_made_is_told_and_the_old_ones_stay(
    folder: Path, cases: TwoCases
) -> None:
    workbook = opened(folder)
    (old,) = backup.backups(backup.place_of(folder))
    size = (folder / "data.db").stat().st_size

    def fill_the_disk(stage: str) -> None:
        if stage == "new_backup":
            limit.__enter__()

    limit = files_no_larger_than(size // 2)
    made = deletion.delete_for_good(
        workbook, cases.first, purge_backups=True, progress=fill_the_disk
    )
    limit.__exit__(None, None, None)
    assert "disk" in made.trouble
    assert [left.made for left in made.backups_left] == [old.made]
    assert backup.backups(backup.place_of(folder)) == (old,)
    assert safety.back_up(workbook).made
    assert not old.path.exists()
    workbook.close()


def test_a_vault_that_may_not_be_written_keeps_its_case(tmp_path: Path) -> None:
    with as_ordinary_user() as place:
        folder = place / "kept.rothvault"
        cases = make(folder)
        workbook = opened(folder)
        backup.place_of(folder).mkdir()
        backup.place_of(folder).chmod(0o500)
        with pytest.raises(CannotWrite):
            deletion.delete_for_good(workbook, cases.first, purge_backups=False)
        assert len(case_lines(workbook)) == 2
        workbook.close()


@pytest.mark.parametrize("purge", [False, True])
def test_a_vault_that_is_not_whole_deletes_nothing(
    folder: Path, cases: TwoCases, purge: bool
) -> None:
    workbook = opened(folder)
    with workbook.vault.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET agency = 'edited' WHERE id = 2")
    with pytest.raises(DamagedVault):
        deletion.delete_for_good(workbook, cases.first, purge_backups=purge)
    assert len(case_lines(workbook)) == 2
    workbook.close()


def test_a_copy_to_read_only_deletes_nothing_and_notes_no_copy(
    folder: Path, cases: TwoCases, tmp_path: Path
) -> None:
    from roth_planner.workbook.opening import open_to_read
    from tests.vault.tools import PASSPHRASE

    workbook = open_to_read(folder, PASSPHRASE, tmp_path)
    try:
        with pytest.raises(PlannerError):
            deletion.delete_for_good(workbook, cases.first, purge_backups=True)
        assert len(case_lines(workbook)) == 2
    finally:
        workbook.close()
    assert len(_records(folder)) == 2
