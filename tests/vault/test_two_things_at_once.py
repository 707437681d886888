"""Damage that looks like something else, or comes twice: it is named rightly, what is offered
helps, and nobody else's records are taken for these."""

from __future__ import annotations

import datetime as dt
import shutil
import struct
from pathlib import Path

import pytest

from roth_planner.errors import DamagedVault, NotAVault
from roth_planner.vault import FLOOR, Vault, backup
from roth_planner.vault import header as headers
from roth_planner.vault.backup_file import name as backup_name
from roth_planner.vault.cures import cure
from roth_planner.vault.health import examine
from roth_planner.workbook import Ref, Workbook

from .test_health import (
    FILL,
    PAGE,
    a_save,
    flip,
    grave,
    interrupted,
    look,
    outside,
    with_backup,
)
from .tools import PASSPHRASE, digests, put_header, remembered, reopen

OTHER = "marble otter velvet trumpet"
LATER = backup_name(dt.datetime(2099, 1, 1, tzinfo=dt.UTC), 999)


def mended(folder: Path, kind: str, to: Path, secret: str = PASSPHRASE) -> Path:
    """The folder of the vault after what is offered for a finding was carried out."""
    report = examine(folder, secret, derive=remembered)
    (found,) = (one for one in report.findings if one.kind == kind)
    cure(folder, found, secret, to=to, derive=remembered)
    return to if to.exists() else folder


def answers(folder: Path, secret: str = PASSPHRASE) -> object:
    workbook = Workbook.open(folder, secret)
    try:
        assert workbook.vault.check().holds
        return workbook.read(Ref("account", 1)).values
    finally:
        workbook.close()


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """Another vault with the same passphrase, and a backup in it."""
    folder = tmp_path / "stranger"
    vault, _code = Vault.create(folder, PASSPHRASE, cost=FLOOR, derive=remembered)
    with vault:
        vault.seal.event("begun")
        backup.make(vault)
    return folder


# -- the data file


@pytest.mark.parametrize("size", [1, 15, 511, PAGE - 1])
def test_what_is_left_of_a_file_that_is_shorter_than_a_page_is_never_written_to(
    size: int, home: Path
) -> None:
    """SQLite takes a single byte for an empty file and begins it anew."""
    (home / "data.db").write_bytes((home / "data.db").read_bytes()[:size])
    before = digests(home)
    with pytest.raises(DamagedVault):
        reopen(home)
    assert digests(home) == before
    assert grave(look(home)) == [("data_foreign", "restore_backup")]


def test_a_file_cut_inside_its_last_page_is_not_said_to_have_grown(home: Path) -> None:
    (home / "data.db").write_bytes((home / "data.db").read_bytes()[:-1])
    kinds = {kind for kind, _cure in grave(look(home))}
    assert "data_cut" in kinds and "data_grown" not in kinds


def test_a_damaged_first_page_is_not_said_to_have_lost_its_beginning_only(home: Path) -> None:
    raw = bytearray((home / "data.db").read_bytes())
    raw[:512] = bytes(512)
    (home / "data.db").write_bytes(raw)
    assert grave(look(home)) == [("pages_damaged", "salvage")]


def test_an_index_in_a_place_where_none_is_makes_no_check_pass_in_silence(home: Path) -> None:
    """The check itself ends with an error there, so it has not found everything well."""
    outside(
        home,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master"
        " WHERE name = 'change') WHERE name = 'sqlite_autoindex_alembic_version_1'",
    )
    report = look(home)
    assert not report.ok and report.integrity.structure is not True


@pytest.mark.parametrize("held", ["'many'", "NULL", "x'00ff'"])
def test_the_highest_number_of_the_history_may_be_anything(
    held: str, home: Path, tmp_path: Path
) -> None:
    before = answers(home)
    outside(home, f"UPDATE sqlite_sequence SET seq = {held} WHERE name = 'change'")
    assert grave(look(home)) == [("history_altered", "salvage")]
    assert answers(mended(home, "history_altered", tmp_path / "new")) == before


@pytest.mark.parametrize(
    "done",
    [
        "DROP TABLE desk",
        "DROP TABLE alembic_version",
        "DELETE FROM alembic_version",
        "UPDATE alembic_version SET version_num = '0001'",
        "CREATE VIEW odd AS SELECT * FROM person",
        "CREATE TABLE odd (words)",
        "ALTER TABLE harm ADD COLUMN odd TEXT",
        "DROP INDEX ix_entry_account_id",
    ],
)
def test_tables_that_are_not_as_the_program_makes_them_are_named_and_left_behind(
    done: str, home: Path, tmp_path: Path
) -> None:
    before = answers(home)
    outside(home, done)
    assert ("tables_altered", "salvage") in grave(look(home))
    new = mended(home, "tables_altered", tmp_path / "new")
    assert look(new).ok and answers(new) == before


def test_files_of_another_way_of_saving_are_not_touched_by_a_check(home: Path) -> None:
    for end in ("-wal", "-shm"):
        (home / f"data.db{end}").write_bytes(bytes(9000))
    before = digests(home)
    assert look(home).ok
    assert digests(home) == before


# -- the journal


@pytest.mark.parametrize("pages", [0, 1, 20])
def test_a_journal_that_would_cut_the_data_off_is_never_played_back(pages: int, home: Path) -> None:
    """All its pages are genuine; the length it tells is proved by nothing (one bit is enough)."""
    before = answers(home)
    interrupted(home, FILL)
    with (home / "data.db-journal").open("r+b") as file:
        file.seek(16)
        file.write(struct.pack(">I", pages))
    untouched = digests(home)
    with pytest.raises(DamagedVault, match="journal"):
        reopen(home)
    assert digests(home) == untouched
    assert ("journal_damaged", "set_journal_aside") in grave(look(home))
    assert digests(home) == untouched
    mended(home, "journal_damaged", home.with_name("new"))
    new = home.with_name("saved")
    for kind, offered in grave(look(home)):
        if offered == "salvage":
            assert answers(mended(home, kind, new)) == before
            return
    assert answers(home) == before


def test_a_folder_in_the_place_of_the_journal_is_put_aside(home: Path) -> None:
    (home / "data.db-journal").unlink(missing_ok=True)
    (home / "data.db-journal").mkdir()
    assert grave(look(home)) == [("journal_damaged", "set_journal_aside")]
    assert look(mended(home, "journal_damaged", home.with_name("new"))).ok


# -- the header


def test_the_header_of_another_vault_with_the_same_passphrase_does_not_shut_this_one(
    home: Path, stranger: Path
) -> None:
    before, own = answers(home), (home / "header.bak").read_bytes()
    shutil.copyfile(stranger / "header.json", home / "header.json")
    assert grave(look(home)) == [("header_differs", "open_once")]
    assert answers(home) == before
    assert (home / "header.json").read_bytes() == own
    assert look(home).ok


def test_a_lost_header_is_never_taken_from_a_backup_of_another_vault(
    home: Path, stranger: Path
) -> None:
    before = answers(home)
    with_backup(home)
    (newest,) = (stranger / "backups").iterdir()
    shutil.copyfile(newest, home / "backups" / LATER)
    for file in headers.FILES:
        (home / file).unlink()
    assert answers(mended(home, "header_lost", home.with_name("new"))) == before


def test_an_old_header_is_known_by_the_new_passphrase_and_put_right_from_a_backup(
    home: Path,
) -> None:
    """A program that copies folders has put both files of last week back."""
    before, old = answers(home), (home / "header.json").read_bytes()
    with reopen(home) as vault:
        vault.change_passphrase(PASSPHRASE, OTHER, cost=FLOOR, derive=remembered)
        backup.make(vault)
    put_header(home, old)
    for secret in (OTHER, PASSPHRASE):
        assert grave(examine(home, secret, derive=remembered)) == [
            ("header_older", "header_from_backup")
        ]
    assert answers(mended(home, "header_older", home.with_name("new"), OTHER), OTHER) == before


def test_where_no_backup_keeps_a_newer_header_the_records_are_saved_into_a_new_vault(
    home: Path, tmp_path: Path
) -> None:
    before, old = answers(home), (home / "header.json").read_bytes()
    with_backup(home)
    with reopen(home) as vault:
        vault.replace_recovery_code(PASSPHRASE, derive=remembered)
    put_header(home, old)
    assert grave(look(home)) == [("header_older", "salvage")]
    new = mended(home, "header_older", tmp_path / "new")
    assert look(new).ok and answers(new) == before


# -- backups


def test_records_are_restored_from_the_newest_backup_that_is_whole_and_this_vaults(
    home: Path, stranger: Path, tmp_path: Path
) -> None:
    with_backup(home)
    before = answers(home)
    a_save(home)
    with_backup(home)
    (foreign,) = (stranger / "backups").iterdir()
    newest = max((home / "backups").iterdir())
    flip(newest, 9000)
    shutil.copyfile(foreign, home / "backups" / LATER)
    (home / "data.db").unlink()
    assert answers(mended(home, "data_missing", tmp_path / "new")) == before


def test_where_every_backup_is_damaged_that_is_what_is_told(home: Path, tmp_path: Path) -> None:
    with_backup(home)
    for path in (home / "backups").iterdir():
        flip(path, 9000)
    (home / "data.db").unlink()
    with pytest.raises(DamagedVault, match="backup is damaged"):
        mended(home, "data_missing", tmp_path / "new")
    shutil.rmtree(home / "backups")
    with pytest.raises(NotAVault, match="no backup"):
        mended(home, "data_missing", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_junk_under_the_name_of_a_backup_of_tomorrow_is_put_aside(home: Path) -> None:
    (home / "backups").mkdir()
    (home / "backups" / LATER).write_bytes(b"junk")
    report = look(home)
    assert grave(report) == [("backup_damaged", "renew_backup")]
    assert report.backups.number == 0
    report = look(mended(home, "backup_damaged", home.with_name("new")))
    assert report.ok and report.backups.number == 1 and report.backups.newest_holds
    assert (home / "backups" / f"{LATER}.damaged").read_bytes() == b"junk"


def test_a_backup_under_the_name_of_a_later_one_does_not_count_as_that(home: Path) -> None:
    with_backup(home)
    (older,) = (home / "backups").iterdir()
    a_save(home)
    with reopen(home) as vault:
        newer = backup.make(vault)
        assert not backup.due(vault)
        newer.path.unlink()
        older.rename(newer.path)
        assert backup.due(vault)


# -- what a cure leaves


def test_a_data_file_made_anew_that_is_not_finished_is_not_said_to_settle_itself(
    home: Path,
) -> None:
    (home / "data.db").rename(home / "data.new")
    assert ("data_missing", "restore_backup") in grave(look(home))


def test_a_folder_under_the_name_of_a_leftover_is_put_aside(home: Path) -> None:
    (home / "header.json.tmp").mkdir()
    assert look(mended(home, "leftovers", home.with_name("new"))).ok


def test_where_not_one_record_is_left_a_backup_is_offered_and_not_an_empty_vault(
    home: Path, tmp_path: Path
) -> None:
    """All that lies behind the first page moved by a few bytes, as a bad copying program does."""
    with_backup(home)
    before, raw = answers(home), (home / "data.db").read_bytes()
    (home / "data.db").write_bytes(raw[:PAGE] + b"moved" + raw[PAGE:-5])
    assert grave(look(home)) == [("pages_damaged", "restore_backup")]
    assert answers(mended(home, "pages_damaged", tmp_path / "new")) == before
