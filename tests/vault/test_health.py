"""Every kind of damage is named, its cure is offered, and the cure works when it is carried out."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from roth_planner.errors import NotAVault, VaultInUse, WrongSecret
from roth_planner.vault import FLOOR, PRACTICE_PASSPHRASE, Vault, backup
from roth_planner.vault import header as headers
from roth_planner.vault.ailments import AILMENTS, CURES, Cure, Kind
from roth_planner.vault.cures import can_cure, cure
from roth_planner.vault.engine import connect
from roth_planner.vault.health import Report, examine
from roth_planner.vault.migrations import PACKAGED
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.search import search

from .keeping import SAMPLES, sample
from .tools import (
    PASSPHRASE,
    ROOT,
    as_ordinary_user,
    database_key,
    digests,
    header_fields,
    put_header,
    remembered,
    reopen,
    with_checksum,
)

Harm = Callable[[Path], object]
PAGE = 4096


def look(folder: Path, **more: Any) -> Report:
    return examine(folder, PASSPHRASE, derive=remembered, **more)


def grave(report: Report) -> list[tuple[str, str]]:
    return [(found.kind, found.cure) for found in report.findings if found.grave]


def flip(path: Path, place: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)


def outside(folder: Path, *statements: str) -> None:
    """What somebody with the key and another program does to the data."""
    connection = connect(folder / "data.db", database_key(folder))
    connection.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def a_save(folder: Path, words: str = "More.") -> None:
    workbook = Workbook.open(folder, PASSPHRASE)
    workbook.save(Ref("account", 1), {"how_connect": words})
    workbook.close()


def with_backup(folder: Path) -> None:
    with reopen(folder) as vault:
        backup.make(vault)


def interrupted(folder: Path, statements: str) -> None:
    """A program that is killed in the middle of a commit, its journal on the disk."""
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from tests.vault.tools import reopen\n"
        "c = reopen(Path(sys.argv[1]))._connection\n"
        "c.execute('PRAGMA cache_size = 5'); c.execute('PRAGMA cache_spill = 5')\n"
        f"c.execute('BEGIN IMMEDIATE')\n{statements}\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, timeout=60)
    assert (folder / "data.db-journal").stat().st_size > PAGE


FILL = (
    "c.execute('UPDATE entry SET position = position + 1')\n"
    "for n in range(60): c.execute('INSERT INTO desk VALUES (?, hex(randomblob(3000)))', (n,))"
)


def _journal_of_another(folder: Path) -> None:
    other = folder.with_name("other")
    Vault.create(other, PASSPHRASE, cost=FLOOR, derive=remembered)[0].close()
    interrupted(other, FILL)
    shutil.copyfile(other / "data.db-journal", folder / "data.db-journal")


def _both_headers(folder: Path) -> None:
    with_backup(folder)
    for name in headers.FILES:
        flip(folder / name, 300)


def _old_header(folder: Path) -> None:
    old = (folder / "header.json").read_bytes()
    with reopen(folder) as vault:
        vault.replace_recovery_code(PASSPHRASE, derive=remembered)
        backup.make(vault)
    put_header(folder, old)


def _another_data(folder: Path) -> None:
    with_backup(folder)
    other = folder.with_name("other")
    Vault.create(other, PASSPHRASE, cost=FLOOR, derive=remembered)[0].close()
    shutil.copyfile(other / "data.db", folder / "data.db")


def _plain(folder: Path) -> None:
    with_backup(folder)
    (folder / "data.db").write_bytes(b"SQLite format 3\0" + bytes(PAGE * 3 - 16))


def _no_data(folder: Path) -> None:
    with_backup(folder)
    (folder / "data.db").unlink()


def _empty_data(folder: Path) -> None:
    with_backup(folder)
    (folder / "data.db").write_bytes(b"")


def _start_gone(folder: Path) -> None:
    raw = (folder / "data.db").read_bytes()
    (folder / "data.db").write_bytes(bytes(16) + raw[16:])


def _some_pages(folder: Path) -> None:
    for page in (40, 90, 91):
        flip(folder / "data.db", PAGE * (page - 1) + 500)


def _cut(folder: Path) -> None:
    raw = (folder / "data.db").read_bytes()
    (folder / "data.db").write_bytes(raw[: -PAGE * 3])


def _grown(folder: Path) -> None:
    with (folder / "data.db").open("ab") as file:
        file.write(b"junk" * 3000)


def _index(folder: Path) -> None:
    """Filled while it told of another column, and then told as it was."""
    there_and_back = (("account_id", "plan_id"), ("plan_id", "account_id"))
    for (old, new), then in zip(there_and_back, ("REINDEX", "SELECT 1"), strict=True):
        outside(
            folder,
            "PRAGMA writable_schema = ON",
            f"UPDATE sqlite_master SET sql = replace(sql, '({old})', '({new})')"
            " WHERE name = 'ix_entry_account_id'",
        )
        outside(folder, then)


def _tie(folder: Path) -> None:
    outside(folder, "DELETE FROM account WHERE id = 1")


def _older_record(folder: Path) -> None:
    connection = connect(folder / "data.db", database_key(folder))
    columns = [row[1] for row in connection.execute("PRAGMA table_info(account)")]
    row = connection.execute("SELECT * FROM account WHERE id = 1").fetchone()
    connection.close()
    a_save(folder)
    connection = connect(folder / "data.db", database_key(folder))
    for name, held in zip(columns, row, strict=True):
        connection.execute(f'UPDATE account SET "{name}" = ? WHERE id = 1', (held,))
    connection.close()


def _back(folder: Path) -> None:
    workbook = Workbook.open(folder, PASSPHRASE)
    link = workbook.add("context", {"name": "canary"}).added[0]
    connection = workbook.vault._connection
    columns = [row[1] for row in connection.execute("PRAGMA table_info(context)")]
    row = connection.execute("SELECT * FROM context WHERE id = ?", (link.id,)).fetchone()
    workbook.remove(link)
    workbook.close()
    connection = connect(folder / "data.db", database_key(folder))
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    connection.execute(f"INSERT INTO context ({names}) VALUES ({marks})", row)
    connection.close()


def _older_whole(folder: Path) -> None:
    before = folder.with_name("before")
    shutil.copytree(folder, before)
    a_save(folder)
    a_save(folder, "And more.")
    shutil.copyfile(before / "data.db", folder / "data.db")


def _another_way(folder: Path) -> None:
    before = folder.with_name("before")
    shutil.copytree(folder, before)
    a_save(folder, "Here.")
    shutil.copyfile(before / "data.db", folder / "data.db")
    elsewhere = Vault.open(folder, PASSPHRASE, marks=folder.with_name("marks"), derive=remembered)
    workbook = Workbook(elsewhere)
    workbook.save(Ref("account", 1), {"how_connect": "There."})
    workbook.close()


def _backup_flipped(folder: Path) -> None:
    with_backup(folder)
    flip(next((folder / "backups").iterdir()), 9000)


def _two_backups(folder: Path) -> list[Path]:
    with_backup(folder)
    a_save(folder)
    with_backup(folder)
    return sorted((folder / "backups").iterdir())


def _older_backup_flipped(folder: Path) -> None:
    flip(_two_backups(folder)[0], 9000)


def _backups_swapped(folder: Path) -> None:
    older, newer = _two_backups(folder)
    aside = older.rename(older.with_suffix(".aside"))
    newer.rename(older)
    aside.rename(newer)


def _backup_of_another(folder: Path) -> None:
    other = folder.with_name("other")
    vault, _code = Vault.create(other, PASSPHRASE, cost=FLOOR, derive=remembered)
    with vault:
        made = backup.make(vault)
    (folder / "backups").mkdir(mode=0o700)
    shutil.copy(made.path, folder / "backups")


def _newer(folder: Path) -> None:
    put_header(folder, with_checksum({**header_fields(folder), "format": 2}))


KINDS: dict[Kind, Harm] = {
    "header_copy_damaged": lambda folder: flip(folder / "header.json", 300),
    "header_lost": _both_headers,
    "header_older": _old_header,
    "newer_format": _newer,
    "newer_tables": lambda f: outside(f, "UPDATE alembic_version SET version_num = '9999'"),
    "data_missing": _no_data,
    "data_empty": _empty_data,
    "data_plain": _plain,
    "data_foreign": _another_data,
    "data_start_lost": _start_gone,
    "data_cut": _cut,
    "data_grown": _grown,
    "pages_damaged": _some_pages,
    "index_damaged": _index,
    "ties_broken": _tie,
    "tables_altered": lambda f: outside(
        f, "CREATE TRIGGER odd AFTER INSERT ON change BEGIN DELETE FROM harm; END"
    ),
    "journal_damaged": _journal_of_another,
    "save_interrupted": lambda folder: interrupted(folder, FILL),
    "seal_lost": lambda f: (
        with_backup(f), outside(f, "DELETE FROM seal_key", "DELETE FROM desk WHERE key = 'seal'")
    ),
    "seal_key_differs": lambda f: outside(f, "UPDATE seal_key SET key = zeroblob(32)"),
    "search_out_of_step": lambda f: outside(
        f, "UPDATE search SET text = 'older' WHERE rowid = (SELECT max(rowid) FROM search)"
    ),
    "records_changed": lambda f: outside(f, "UPDATE harm SET position = 77 WHERE id = 1"),
    "records_older": _older_record,
    "records_lost": lambda f: outside(f, "DELETE FROM strength WHERE id = 1"),
    "records_back": _back,
    "records_unknown": lambda f: outside(
        f, "INSERT INTO context (answers, no_answer, half_typed, progress)"
        " VALUES ('{}', '{}', '{}', '{}')",
    ),
    "history_altered": lambda f: outside(f, "UPDATE change SET after = '{}' WHERE id = 20"),
    "history_removed": lambda f: outside(f, "DELETE FROM change WHERE id = 20"),
    "older_copy": _older_whole,
    "other_copy": _another_way,
    "leftovers": lambda folder: (folder / "data.new").write_bytes(b"half"),
    "conflict_copies": lambda f: shutil.copy(f / "data.db", f / "data-LAPTOP123.db"),
    "no_backup": lambda folder: None,
    "backups_in_the_way": lambda folder: (folder / "backups").write_text("hello"),
    "backup_damaged": _backup_flipped,
    "older_backups_damaged": _older_backup_flipped,
    "backups_misnamed": _backups_swapped,
    "backup_of_another": _backup_of_another,
    "open_to_others": lambda folder: folder.chmod(0o755),
    "ballast_missing": lambda folder: (folder / "ballast").unlink(missing_ok=True),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_damage_is_named_and_its_cure_works(
    kind: Kind, home: Path, tmp_path: Path
) -> None:
    reopen(home).close()
    assert kind in NORMAL or kind not in {found.kind for found in look(home).findings}
    KINDS[kind](home)
    before = digests(home)
    report = look(home)
    assert digests(home) == before
    found = [one for one in report.findings if one.kind == kind]
    assert len(found) == 1, report.findings
    assert found[0].words == AILMENTS[kind][0]
    assert report.ok == (not found[0].grave)
    if not can_cure(found[0]):
        return
    to = tmp_path / "cured"
    cure(home, found[0], PASSPHRASE, to=to, derive=remembered)
    again = look(to if to.exists() else home)
    assert kind not in {one.kind for one in again.findings if kind != "no_backup"}
    assert again.ok, again.findings
    workbook = Workbook.open(to if to.exists() else home, PASSPHRASE)
    assert workbook.read(Ref("account", 1)).values
    workbook.close()
    if to.exists():
        assert digests(home) == before


def test_after_an_unclean_end_a_search_that_is_out_of_step_is_filled_anew(home: Path) -> None:
    """Whatever the index says: old words, none, a row too much, or nothing that can be read."""
    workbook = Workbook.open(home, PASSPHRASE)
    workbook.save(Ref("account", 1), {"how_connect": "Lanterns by the canal."})
    workbook.close()
    for harm in (
        "UPDATE search SET text = 'older words'",
        "DELETE FROM search WHERE search MATCH 'lanterns'",
        "INSERT INTO search (text) VALUES ('lanterns')",
        "DELETE FROM search_data WHERE id > 10",
        "UPDATE search_content SET c0 = 'older words'",
    ):
        outside(home, harm)
        assert "search_out_of_step" in {found.kind for found in look(home).findings}, harm
        (home / "lock").write_text('{"computer": "LAPTOP"}')
        workbook = Workbook.open(home, PASSPHRASE)
        assert workbook.vault.flaws == ()
        hits = search(workbook, "lanterns")
        assert [hit.ref for hit in hits] == [Ref("account", 1)], harm
        workbook.close()
        assert "search_out_of_step" not in {found.kind for found in look(home).findings}, harm


def test_a_folder_in_the_place_of_a_header_is_put_aside(home: Path) -> None:
    (home / "header.json").unlink()
    (home / "header.json").mkdir()
    (found,) = (one for one in look(home).findings if one.grave)
    assert (found.kind, found.cure) == ("header_copy_damaged", "repair_header")
    cure(home, found, PASSPHRASE, derive=remembered)
    assert look(home).ok and (home / "header.json.aside").is_dir()


NORMAL = ("no_backup", "ballast_missing")


def test_at_least_twelve_kinds_have_a_name_a_sentence_and_a_cure() -> None:
    assert set(AILMENTS) == set(get_args(Kind))
    assert set(CURES) == set(get_args(Cure))
    assert len(KINDS) >= 30
    for words, offered in AILMENTS.values():
        assert words.endswith(".") and CURES[offered].endswith(".")


def test_a_whole_vault_has_nothing_wrong_open_or_closed(home: Path) -> None:
    with_backup(home)
    with reopen(home) as vault:
        for report in (examine(home, vault=vault), examine(home, vault=vault)):
            assert grave(report) == []
            assert (report.seal.holds, report.integrity.structure) == (True, True)
            assert report.backups.newest_holds is True
            assert report.keys.opened
    report = look(home)
    assert report.ok and report.seal.changes > 100
    assert sum(report.seal.records.values()) > 80


def test_what_is_wrong_is_found_while_the_vault_is_open(home: Path) -> None:
    outside(home, "UPDATE harm SET position = 77 WHERE id = 1")
    with reopen(home) as vault:
        assert grave(examine(home, vault=vault)) == [("records_changed", "salvage")]


def test_without_a_secret_only_what_needs_none_is_said(home: Path) -> None:
    flip(home / "header.bak", 300)
    report = examine(home)
    assert grave(report) == [("header_copy_damaged", "repair_header")]
    assert (report.seal.checked, report.integrity.checked, report.keys.opened) == (False,) * 3


def test_no_vault_a_wrong_secret_and_an_open_one_are_told_apart(home: Path, tmp_path: Path):
    for nothing in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(NotAVault):
            look(nothing)
    with pytest.raises(WrongSecret):
        examine(home, "not the passphrase", derive=remembered)
    with reopen(home), pytest.raises(VaultInUse):
        look(home)


def test_a_vault_that_may_not_be_written_can_be_looked_into() -> None:
    with as_ordinary_user() as place:
        folder = place / "mine"
        Vault.create(folder, PASSPHRASE, cost=FLOOR, derive=remembered)[0].close()
        for path in folder.iterdir():
            path.chmod(0o400)
        folder.chmod(0o500)
        report = look(folder)
        assert report.ok and report.seal.holds and report.integrity.structure


def test_a_flipped_bit_anywhere_in_the_data_is_always_named(home: Path) -> None:
    data = home / "data.db"
    good = data.read_bytes()
    dice = random.Random(13)
    for _ in range(60):
        place = dice.randrange(len(good) * 8)
        raw = bytearray(good)
        raw[place // 8] ^= 1 << place % 8
        data.write_bytes(raw)
        report = look(home)
        kinds = {found.kind for found in report.findings}
        assert not report.ok and kinds & {"pages_damaged", "data_start_lost"}
        if "pages_damaged" in kinds:
            assert report.integrity.bad_pages == (place // 8 // PAGE + 1,)


@pytest.mark.parametrize(
    "name",
    [
        "header 2.json",
        "data (1).db",
        "data-DESKTOP-7.db",
        "header (Conflicted copy 2026-11-21).json",
        "data.sync-conflict-20261121-093012.db",
    ],
)
def test_names_that_sync_programs_give_to_copies_are_known(name: str, home: Path) -> None:
    shutil.copy(home / "header.json", home / name)
    assert ("conflict_copies", "look_at_copies") in grave(look(home))


def test_a_stranger_in_the_folder_is_mentioned_and_no_fault(home: Path) -> None:
    (home / "Thumbs.db").write_bytes(b"x")
    report = look(home)
    assert report.ok and report.strangers == ("Thumbs.db",)


def test_a_foreign_journal_is_never_played_back(home: Path) -> None:
    whole = (home / "data.db").read_bytes()
    _journal_of_another(home)
    with pytest.raises(Exception, match="belongs to another"):
        reopen(home)
    assert (home / "data.db").read_bytes() == whole
    assert os.stat(home / "data.db-journal").st_size > 0


@pytest.mark.parametrize("step", sorted(path.stem for path in SAMPLES.glob("*.zip")))
def test_a_vault_of_an_older_schema_has_nothing_wrong_before_and_after_it_is_brought_up_to_date(
    step: str, tmp_path: Path
) -> None:
    folder = sample(step, tmp_path / "old")
    for path in (folder, *folder.iterdir()):
        path.chmod(0o700)
    for schema in (step, PACKAGED.head):
        report = examine(folder, PRACTICE_PASSPHRASE, derive=remembered)
        assert (grave(report), report.integrity.schema) == ([], schema)
        Vault.open(folder, PRACTICE_PASSPHRASE, derive=remembered).close()
