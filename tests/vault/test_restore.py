"""Restoring: into a new folder, all of it or nothing; and putting it in the old one's place."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from roth_planner.errors import (
    CannotWrite,
    DamagedVault,
    NotAVault,
    OlderCopy,
    PlannerError,
    VaultInUse,
    WrongSecret,
)
from roth_planner.vault import FLOOR, Vault, drill, peek, switch
from roth_planner.vault.backup import Backup, backups, make, place_of
from roth_planner.vault.restore import replace, restore, settle, tidy_old
from roth_planner.vault.seal_check import Flaw
from roth_planner.workbook import Workbook

from .keeping import all_of, workbook_of, write, written
from .killing import NEW, killed
from .tools import PASSPHRASE, digests, files_no_larger_than, remembered, reopen

DAY = dt.timedelta(days=1)
TODAY = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


def _backed_up(folder: Path) -> Backup:
    with reopen(folder) as vault:
        return make(vault)


def _restore(backup: Backup, to: Path, secret: str = PASSPHRASE) -> Any:
    return restore(backup.path, secret, to, derive=remembered)


# --- restoring ----------------------------------------------------------------------------------


def test_a_restored_vault_holds_what_the_backup_held_and_says_where_it_comes_from(
    kept: Path, tmp_path: Path
):
    workbook = workbook_of(kept)
    write(workbook, "What was kept.")
    whole, made = all_of(workbook.vault), make(workbook.vault)
    write(workbook, "What came after.")
    workbook.close()
    before = digests(kept)
    summary = _restore(made, tmp_path / "restored")
    assert (summary.number, summary.flaws, summary.records["case"]) == (made.number, (), 1)
    assert digests(kept) == before
    workbook = workbook_of(tmp_path / "restored")
    assert written(workbook) == "What was kept."
    assert all_of(workbook.vault) == whole
    assert workbook.vault.check().holds
    last = workbook.vault._connection.execute(
        "SELECT id, record, after FROM change ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert last[:2] == (made.number + 1, "event")
    assert f'"number": {made.number}' in last[2] and '"restored"' in last[2]
    write(workbook, "It goes on.")
    assert make(workbook.vault).number == made.number + 2
    workbook.close()
    assert not list(tmp_path.glob(".making-*"))


def test_what_is_restored_is_not_told_to_be_old_and_what_it_was_made_from_is_from_then_on(
    kept: Path, tmp_path: Path
):
    workbook = workbook_of(kept)
    made = make(workbook.vault)
    for number in range(5):
        write(workbook, f"later {number}")
    workbook.close()
    _restore(made, tmp_path / "restored")
    reopen(kept).close()  # looking at what is in a backup is no reason to doubt the vault
    workbook = workbook_of(tmp_path / "restored")
    write(workbook, "It goes on.")
    workbook.close()
    with pytest.raises(OlderCopy):
        reopen(kept)


def test_what_is_restored_is_an_older_copy_if_the_other_one_went_on(kept: Path, tmp_path: Path):
    workbook = workbook_of(kept)
    made = make(workbook.vault)
    write(workbook, "later")
    _restore(made, tmp_path / "restored")
    write(workbook, "later still")
    workbook.close()
    with pytest.raises(OlderCopy):
        reopen(tmp_path / "restored")


def test_an_old_copy_of_a_restored_vault_is_found_like_any_other(kept: Path, tmp_path: Path):
    workbook = workbook_of(kept)
    made = make(workbook.vault)
    write(workbook, "later")
    workbook.close()
    _restore(made, tmp_path / "restored")
    shutil.copytree(tmp_path / "restored", tmp_path / "copy")
    workbook = workbook_of(tmp_path / "restored")
    write(workbook, "It goes on.")
    workbook.close()
    with pytest.raises(OlderCopy):
        reopen(tmp_path / "copy")


def test_the_recovery_code_restores_too_and_a_wrong_passphrase_leaves_nothing(tmp_path: Path):
    vault, code = Vault.create(tmp_path / "v", PASSPHRASE, cost=FLOOR, derive=remembered)
    with vault:
        made = make(vault)
    with pytest.raises(WrongSecret, match="does not open the backup"):
        _restore(made, tmp_path / "restored", NEW)
    assert not (tmp_path / "restored").exists()
    _restore(made, tmp_path / "restored", code)
    reopen(tmp_path / "restored").close()


def test_nothing_that_is_there_is_restored_over(kept: Path, tmp_path: Path):
    made = _backed_up(kept)
    (tmp_path / "file").write_text("mine")
    for there in (kept, tmp_path / "file", tmp_path):
        with pytest.raises(CannotWrite, match="already"):
            _restore(made, there)
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("limit", [0, 1000, 65_536, 300_000])
def test_a_full_disk_restores_nothing_and_leaves_nothing(limit: int, kept: Path, tmp_path: Path):
    made = _backed_up(kept)
    place = tmp_path / "place"
    place.mkdir()
    with files_no_larger_than(limit), pytest.raises(CannotWrite, match="nothing was restored"):
        _restore(made, place / "restored")
    assert list(place.iterdir()) == []


def test_of_a_damaged_backup_nothing_is_restored(kept: Path, tmp_path: Path):
    made = _backed_up(kept)
    raw, chance = made.path.read_bytes(), random.Random(8)
    place = tmp_path / "place"
    place.mkdir()
    for _ in range(20):
        harmed = bytearray(raw)
        harmed[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        made.path.write_bytes(harmed)
        with pytest.raises(PlannerError):
            _restore(made, place / "restored")
        assert list(place.iterdir()) == []


def test_a_restored_vault_that_does_not_read_back_is_not_put_in_place(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made = _backed_up(kept)
    real = drill.copying.copy_to

    def spoilt(connection: Any, new: Path, key: bytes, epoch: int) -> None:
        from roth_planner.vault.engine import connect

        real(connection, new, key, epoch)
        copy = connect(new, key)
        copy.execute("INSERT INTO desk VALUES ('one', 'row more')")
        copy.close()

    monkeypatch.setattr(drill.copying, "copy_to", spoilt)
    with pytest.raises(DamagedVault):
        _restore(made, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_what_was_not_whole_is_restored_as_it_is_and_told(kept: Path, tmp_path: Path):
    with reopen(kept) as vault:
        number = vault._connection.execute("SELECT min(id) FROM person").fetchone()[0]
        vault._connection.execute("UPDATE person SET code = 'Z' WHERE id = ?", (number,))
        with pytest.raises(DamagedVault):
            make(vault)
    summary = _restore(backups(place_of(kept))[0], tmp_path / "restored")
    assert summary.flaws == (Flaw("record_changed", "person", number),)
    with reopen(tmp_path / "restored") as vault:
        assert vault.check().flaws == summary.flaws


def test_thirty_changed_vaults_are_the_same_after_backup_and_restore(kept: Path, tmp_path: Path):
    workbook, chance = workbook_of(kept), random.Random(84)
    for number in range(30):
        for _ in range(chance.randint(1, 4)):
            write(workbook, "Zoë 🦉 \x00 مر " * chance.randint(1, 900) + str(number))
        if chance.random() < 0.3:
            workbook.undo()
        whole, made = all_of(workbook.vault), make(workbook.vault)
        _restore(made, tmp_path / str(number))
        with Vault.open(
            tmp_path / str(number), PASSPHRASE, derive=remembered, marks=tmp_path / "marks"
        ) as vault:
            assert all_of(vault) == whole
        shutil.rmtree(tmp_path / str(number))
        shutil.rmtree(tmp_path / "marks")
    workbook.close()


def test_killed_before_or_after_any_call_a_restore_is_whole_or_is_not_there(
    kept: Path, tmp_path: Path
):
    _backed_up(kept)
    base = tmp_path / "base"
    base.mkdir()
    shutil.move(kept, base / "vault")
    with reopen(base / "vault") as vault:
        whole = all_of(vault)
    before = digests(base)
    outcomes = []
    for place, _ending in killed("restore", base, tmp_path / "killed", "calls"):
        restored = place / "restored"
        outcomes.append(restored.exists())
        if restored.exists():
            with Vault.open(
                restored, PASSPHRASE, derive=remembered, marks=place / "marks"
            ) as vault:
                assert all_of(vault) == whole and vault.check().holds
        for name, found in before.items():
            assert digests(place)[name] == found
    assert outcomes == sorted(outcomes) and set(outcomes) == {True, False}


# --- in the place of the present one ------------------------------------------------------------


@pytest.fixture
def both(kept: Path, tmp_path: Path) -> Path:
    """A folder with a vault that has gone on, and what was restored beside it."""
    base = tmp_path / "base"
    base.mkdir()
    shutil.move(kept, base / "vault")
    workbook = workbook_of(base / "vault")
    write(workbook, "before")
    made = make(workbook.vault)
    write(workbook, "after")
    workbook.close()
    _restore(made, base / "restored")
    return base


def _said(folder: Path) -> str:
    workbook = workbook_of(folder)
    words = written(workbook)
    workbook.close()
    return words


def test_the_restored_vault_takes_the_name_and_the_present_one_is_kept(both: Path):
    old = replace(both / "vault", both / "restored", now=TODAY)
    assert old == both / "vault.before-2026-11-21"
    assert sorted(path.name for path in both.iterdir()) == ["vault", "vault.before-2026-11-21"]
    assert _said(both / "vault") == "before"
    assert len(backups(place_of(both / "vault"))) == 1, "the backups went along"
    with pytest.raises(OlderCopy):
        reopen(old)
    with Vault.open(old, PASSPHRASE, accept_older=True, derive=remembered) as vault:
        assert vault.check().holds


def test_two_restores_on_one_day_keep_both(both: Path):
    replace(both / "vault", both / "restored", now=TODAY)
    _restore(backups(place_of(both / "vault"))[0], both / "again")
    assert replace(both / "vault", both / "again", now=TODAY).name == "vault.before-2026-11-21-2"
    assert _said(both / "vault") == "before"


def test_an_open_vault_is_not_replaced_nor_put_in_place(both: Path):
    before = digests(both)
    for name in ("vault", "restored"):
        with (
            Vault.open(both / name, PASSPHRASE, accept_older=True, derive=remembered) as vault,
            pytest.raises(VaultInUse, match="open in another window"),
        ):
            replace(both / "vault", both / "restored")
        assert vault
    assert digests(both).keys() == before.keys()


def test_what_is_no_vault_takes_no_place(both: Path, tmp_path: Path):
    before = digests(both)
    (both / "empty").mkdir()
    for wrong, words in ((both / "empty", "missing"), (both / "nowhere", "no vault")):
        with pytest.raises(NotAVault, match=words):
            replace(both / "vault", wrong)
    with pytest.raises(CannotWrite, match="another folder"):
        replace(both / "vault", tmp_path / "elsewhere" / "restored")
    assert digests(both) == before


def test_a_rename_that_is_refused_leaves_both_as_they_were(
    both: Path, monkeypatch: pytest.MonkeyPatch
):
    before, real = digests(both), os.rename

    def rename(source: Any, target: Any, **more: Any) -> None:
        if Path(source).name == "restored":
            raise PermissionError(13, "held by another program")
        real(source, target, **more)

    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(CannotWrite, match="Both are whole"):
        replace(both / "vault", both / "restored")
    assert digests(both) == before


def test_killed_before_or_after_any_call_looking_for_the_vault_finds_one_and_both_are_kept(
    both: Path, tmp_path: Path
):
    outcomes = []
    for place, _ending in killed("replace", both, tmp_path / "killed", "calls"):
        assert peek(place / "vault").kind == "live"
        with Vault.open(
            place / "vault", PASSPHRASE, derive=remembered, marks=place / "marks"
        ) as vault:
            assert vault.check().holds
            outcomes.append(written(Workbook(vault)))
        shutil.rmtree(place / "marks")
        others = [path for path in place.iterdir() if path.name != "vault" and path.is_dir()]
        assert len(others) == 1
        other = Vault.open(others[0], PASSPHRASE, derive=remembered, marks=place / "marks")
        other.close()
        assert len(backups(place_of(place / "vault"))) == 1
        assert not list(place.glob(".vault.switch"))
    assert outcomes == sorted(outcomes) and set(outcomes) == {"after", "before"}
    assert len(outcomes) > 10


@pytest.mark.parametrize(
    "note",
    [
        b"", b"junk", b"{}", b'{"restored": "..", "kept": "vault.before-2026-11-21"}',
        b'{"restored": "a/b", "kept": "c"}', b'{"restored": "restored", "kept": "restored"}',
    ],
)  # fmt: skip
def test_a_note_that_makes_no_sense_moves_nothing(note: bytes, both: Path):
    (both / ".vault.switch").write_bytes(note)
    shutil.move(both / "vault", both / "vault.before-2026-11-21")
    settle(both / "vault")
    assert (both / "vault.before-2026-11-21" / "data.db").is_file()
    assert not (both / "vault").exists()


def test_old_vaults_go_after_thirty_days_and_never_the_only_one(both: Path):
    old = replace(both / "vault", both / "restored", now=TODAY)
    (both / "vault.before-2020-01-01.txt").write_text("a letter")
    (both / "vault.before-2020-13-41").mkdir()
    (both / "another.before-2020-01-01").mkdir()
    assert [path for path, _when in switch.old(both)][-1] == old
    assert tidy_old(both, TODAY + 30 * DAY) == ()
    assert old.is_dir()
    assert tidy_old(both, TODAY + 32 * DAY) == (old,)
    assert sorted(path.name for path in both.iterdir()) == [
        "another.before-2020-01-01", "vault", "vault.before-2020-01-01.txt",
        "vault.before-2020-13-41",
    ]  # fmt: skip


def test_only_the_named_vault_is_tidied_where_one_is_named(both: Path):
    for name in ("vault.before-2020-01-01", "another.before-2020-01-01"):
        (both / name).mkdir()
    (both / "another").mkdir()
    assert tidy_old(both, TODAY, "vault") == (both / "vault.before-2020-01-01",)
    assert (both / "another.before-2020-01-01").is_dir()


def test_what_a_killed_restore_left_is_tidied_at_the_next_opening_and_no_younger(kept: Path):
    left, making = kept.with_name(".making-" + "0" * 16), kept.with_name(".making-" + "1" * 16)
    mine = kept.with_name(".making-cheese")
    for folder in (left, making, mine):
        folder.mkdir()
        (folder / "data.db").write_bytes(b"half")
    for path in (left / "data.db", left, mine / "data.db", mine):
        os.utime(path, (0, 0))
    note = kept.with_name(f".{kept.name}.switch.tmp")
    note.write_bytes(b"{")
    reopen(kept).close()
    assert (left.exists(), making.exists(), mine.exists(), note.exists()) == (
        (False, True, True, False)
    )
    os.utime(making / "data.db", (0, 0))
    os.utime(making, (0, 0))
    _restore(_backed_up(kept), kept.with_name("again"))
    assert not making.exists()
