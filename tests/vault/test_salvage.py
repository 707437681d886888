"""Out of a damaged vault comes every record that can be proved right, and the rest is named."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from roth_planner.errors import CannotWrite, DamagedVault, PlannerError, WrongSecret
from roth_planner.vault import backup
from roth_planner.vault.salvage import Salvaged, salvage
from roth_planner.vault.seal_check import PURGED
from roth_planner.workbook import Ref, Workbook
from tests.workbook.desk import change_rows, compared, kept, replayed

from .test_health import FILL, PAGE, flip, interrupted, outside
from .tools import PASSPHRASE, database_key, digests, remembered, reopen

Records = dict[tuple[str, int], dict[str, Any]]


def records_of(folder: Path) -> Records:
    workbook = Workbook.open(folder, PASSPHRASE)
    try:
        return kept(workbook)
    finally:
        workbook.close()


@pytest.fixture(scope="module")
def before(lived_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Records:
    copy = tmp_path_factory.mktemp("before") / "vault"
    shutil.copytree(lived_in, copy)
    return records_of(copy)


def saved(folder: Path, to: Path) -> Salvaged:
    return salvage(folder, PASSPHRASE, to, derive=remembered)


def check_account(found: Salvaged, before: Records, to: Path) -> Records:
    """Each record is in one place, and what is said to be right is right."""
    after = records_of(to)
    lost = {(one.record, one.number) for one in found.lost}
    emptied = {(one.record, one.number) for one in found.emptied}
    assert set(before) <= set(after) | lost
    assert not set(after) & lost
    assert found.total == len(after) + len(found.lost)
    for place in set(after) - emptied - set(found.doubtful):
        assert after[place] == before[place], place
    with reopen(to) as vault:
        assert vault.check().holds
    return after


def test_of_a_whole_vault_everything_is_kept_and_can_be_worked_with(
    home: Path, before: Records, tmp_path: Path
) -> None:
    untouched = digests(home)
    found = saved(home, tmp_path / "new")
    assert found.whole and found.total == sum(found.kept.values()) == len(before)
    assert digests(home) == untouched
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(
        ["header.json", "header.bak", "data.db", "data.db-journal"]
    )
    workbook = Workbook.open(tmp_path / "new", PASSPHRASE)
    assert kept(workbook) == before
    told = replayed([row for row in change_rows(workbook) if row.record != "event"])
    assert told == compared(before)
    workbook.save(Ref("account", 1), {"how_connect": "Going on."})
    workbook.undo()
    assert kept(workbook) == before
    workbook.close()


@pytest.mark.parametrize("pages", [1, 1, 1, 2, 5, 20, 60])
def test_damaged_pages_cost_what_was_on_them_and_nothing_is_silent(
    pages: int, home: Path, before: Records, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with reopen(home) as vault:
        backup.make(vault)  # where the key of the seal is, too, should its page be hit
    dice = random.Random(request.node.name)
    count = (home / "data.db").stat().st_size // PAGE
    for page in dice.sample(range(count), pages):
        flip(home / "data.db", page * PAGE + dice.randrange(16, PAGE))
    found = saved(home, tmp_path / "new")
    check_account(found, before, tmp_path / "new")


def test_the_first_page_and_with_it_the_way_to_every_table_may_be_lost(
    home: Path, before: Records, tmp_path: Path
) -> None:
    flip(home / "data.db", 2000)
    found = saved(home, tmp_path / "new")
    assert found.whole and found.total == len(before)
    assert check_account(found, before, tmp_path / "new") == before


def test_what_was_changed_removed_or_put_in_from_outside_is_as_the_history_has_it(
    home: Path, before: Records, tmp_path: Path
) -> None:
    outside(
        home,
        "UPDATE harm SET position = 77 WHERE id = 1",
        "DELETE FROM strength WHERE id = 1",
        "DELETE FROM harm_person",
        "INSERT INTO context (answers, no_answer, half_typed, progress)"
        " VALUES ('{\"a\": \"planted\"}', '{}', '{}', '{}')",
    )
    found = saved(home, tmp_path / "new")
    assert set(found.rebuilt) >= {("strength", 1), ("harm", 1)}
    assert [(one.record, one.why) for one in found.lost] == [
        ("context", "The history does not know it: this program never wrote it.")
    ]
    after = records_of(tmp_path / "new")
    assert after == before


def test_a_record_named_by_others_that_is_lost_leaves_empty_places_that_are_named(
    home: Path, before: Records, tmp_path: Path
) -> None:
    person = next(held["chair"] for (name, _n), held in before.items() if name == "conference")
    outside(
        home,
        f"DELETE FROM person WHERE id = {person:d}",
        f"UPDATE change SET after = NULL WHERE record = 'person' AND record_id = {person:d}",
    )
    found = saved(home, tmp_path / "new")
    assert ("person", person) in {(one.record, one.number) for one in found.lost}
    assert any(one.record == "conference" and "chair" in one.why for one in found.emptied)
    check_account(found, before, tmp_path / "new")


def test_a_save_that_was_cut_short_is_taken_back_in_what_is_salvaged(
    home: Path, before: Records, tmp_path: Path
) -> None:
    interrupted(home, FILL)
    untouched = digests(home)
    assert saved(home, tmp_path / "new").whole
    assert records_of(tmp_path / "new") == before
    assert digests(home) == untouched


def test_the_salvaged_vault_says_in_its_history_what_it_is(home: Path, tmp_path: Path) -> None:
    saved(home, tmp_path / "new")
    workbook = Workbook.open(tmp_path / "new", PASSPHRASE)
    first = change_rows(workbook)[0]
    workbook.close()
    assert first.record == "event" and first.after is not None
    assert first.after["event"] == "salvaged" != PURGED
    assert first.after["lost"] == 0


def test_where_nothing_can_be_saved_nothing_is_made(home: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongSecret):
        salvage(home, "not it", tmp_path / "new", derive=remembered)
    with pytest.raises(CannotWrite):
        saved(home, home)
    outside(home, "DELETE FROM seal_key", "DELETE FROM desk WHERE key = 'seal'")
    with pytest.raises(DamagedVault, match="key of the seal"):
        saved(home, tmp_path / "new")
    size = (home / "data.db").stat().st_size
    (home / "data.db").write_bytes(random.Random(1).randbytes(size))
    with pytest.raises(DamagedVault, match="nothing to salvage"):
        saved(home, tmp_path / "new")
    (home / "data.db").unlink()
    with pytest.raises(PlannerError, match="is missing"):
        saved(home, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == [home.name]


def test_the_second_copy_of_the_key_does_where_the_page_of_the_first_is_lost(
    home: Path, before: Records, tmp_path: Path
) -> None:
    with reopen(home) as vault:
        root = vault._connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'seal_key'"
        ).fetchone()[0]
    flip(home / "data.db", (root - 1) * PAGE + 99)
    found = saved(home, tmp_path / "new")
    assert found.whole
    assert check_account(found, before, tmp_path / "new") == before


def test_a_wrong_copy_of_the_key_is_not_believed(
    home: Path, before: Records, tmp_path: Path
) -> None:
    outside(home, "UPDATE seal_key SET key = zeroblob(32)")
    found = saved(home, tmp_path / "new")
    assert found.whole
    assert check_account(found, before, tmp_path / "new") == before


def test_the_key_of_the_seal_is_taken_from_a_backup_where_its_page_is_lost(
    home: Path, before: Records, tmp_path: Path
) -> None:
    with reopen(home) as vault:
        vault._connection.execute("DELETE FROM desk WHERE key = 'seal'")
        backup.make(vault)
        root = vault._connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'seal_key'"
        ).fetchone()[0]
    flip(home / "data.db", (root - 1) * PAGE + 99)
    assert database_key(home)
    found = saved(home, tmp_path / "new")
    assert found.whole
    assert check_account(found, before, tmp_path / "new") == before


def test_a_vault_of_which_nothing_is_left_is_not_saved_as_an_empty_one(
    home: Path, tmp_path: Path
) -> None:
    """The key of the seal is still in a backup, so there is something to prove and nothing left."""
    with reopen(home) as vault:
        backup.make(vault)
    (home / "data.db").write_bytes((home / "data.db").read_bytes()[:PAGE])
    with pytest.raises(DamagedVault, match="estore the last backup"):
        saved(home, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_what_may_be_missing_at_the_end_of_the_history_is_not_called_whole(
    home: Path, tmp_path: Path
) -> None:
    outside(home, "DELETE FROM change WHERE id = 20")
    found = saved(home, tmp_path / "new")
    assert found.changes_lost == 1 and not found.whole
