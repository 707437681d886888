"""An older vault is brought up to date on a copy, and every record is as it was."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from roth_planner.errors import CannotWrite, NewerVault, OlderCopy, PlannerError
from roth_planner.vault import PRACTICE_PASSPHRASE, Vault
from roth_planner.vault.backup import backups, place_of, read
from roth_planner.vault.migrations import HEAD, PACKAGED, Migrations
from roth_planner.vault.restore import restore
from roth_planner.vault.seal import Head
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines
from tests.make_sample_vault import table

from .keeping import SAMPLES, all_of, sample, workbook_of, write, written
from .killing import killed
from .test_migrations import _with_steps
from .tools import PASSPHRASE, as_ordinary_user, digests, files_no_larger_than, remembered, reopen

STEPS = sorted(path.stem for path in SAMPLES.glob("*.zip"))
OLDER = [step for step in STEPS if step < HEAD]
PARTS = {"data.db", "data.db-journal", "header.bak", "header.json", "lock"}


def _open(folder: Path, migrate: Migrations = PACKAGED, secret: str = PASSPHRASE) -> Vault:
    return Vault.open(folder, secret, migrate=migrate, derive=remembered)


def program_of(step: str, folder: Path) -> Migrations:
    """The steps that the program of an earlier schema knew."""
    copy = folder / f"program of {step}"
    shutil.copytree(PACKAGED.folder, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (copy / "versions").glob("0*.py"):
        if path.name[:4] > step:
            path.unlink()
    return Migrations(copy, step)


def _step(vault: Vault) -> str:
    return str(vault._connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _last(vault: Vault) -> list[tuple[Any, ...]]:
    return list(
        vault._connection.execute(
            "SELECT record, record_id, before, after FROM change ORDER BY id DESC"
        )
    )


def every_file(folder: Path) -> dict[str, str]:
    """The lock among them, which says nothing once a vault is closed."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# --- the samples of every released schema -------------------------------------------------------


def _touched(step: str) -> set[str]:
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory.from_config(PACKAGED._config())
    return {
        name
        for later in steps.iterate_revisions(HEAD, step)
        for name in getattr(later.module, "touches", ())
    }


def test_there_is_a_sample_of_every_schema_before_this_one():
    released = sorted(path.name[:4] for path in PACKAGED.folder.glob("versions/0*.py"))
    assert [step for step in released if step < HEAD] == OLDER


@pytest.mark.parametrize("step", STEPS)
def test_the_sample_of_every_released_schema_opens_with_every_answer_as_recorded(
    step: str, tmp_path: Path
):
    told = json.loads((SAMPLES / f"{step}.json").read_text("utf-8"))
    with _open(sample(step, tmp_path / "vault"), secret=PRACTICE_PASSPHRASE) as vault:
        assert _step(vault) == HEAD
        assert vault.check().holds
        assert vault.seal.holds(Head(told["changes"], bytes.fromhex(told["seal"])))
        compared = 0
        for name, recorded in told["tables"].items():
            columns = recorded["columns"]
            if name == "desk":  # no record: opening puts the second key of the seal there
                continue
            if name in _touched(step) or any(f"{name}.{one}" in _touched(step) for one in columns):
                continue
            assert table(vault._connection, name, columns) == recorded, name
            compared += recorded["rows"]
        assert compared > 10
        workbook = Workbook(vault)
        assert len(case_lines(workbook)) == 1
        assert written(workbook) == "At first."
        write(workbook, "It goes on.")
        assert vault.check().holds


@pytest.mark.parametrize("step", OLDER)
def test_the_backup_made_before_takes_the_vault_back_to_the_older_program(
    step: str, tmp_path: Path
):
    older = program_of(step, tmp_path)
    folder = sample(step, tmp_path / "vault")
    with Vault.open(
        shutil.copytree(folder, tmp_path / "as-it-was"), PRACTICE_PASSPHRASE,
        migrate=older, derive=remembered,
    ) as vault:  # fmt: skip
        whole = all_of(vault)
    _open(folder, secret=PRACTICE_PASSPHRASE).close()
    (made,) = backups(place_of(folder))
    assert made.reason == "before-upgrade"
    with pytest.raises(NewerVault):
        _open(folder, older, PRACTICE_PASSPHRASE)
    restore(made.path, PRACTICE_PASSPHRASE, tmp_path / "back", migrate=older, derive=remembered)
    with _open(tmp_path / "back", older, PRACTICE_PASSPHRASE) as vault:
        assert _step(vault) == step
        assert all_of(vault) == whole
        assert vault.check().holds


@pytest.mark.parametrize("step", OLDER)
def test_killed_before_or_after_any_call_it_is_the_older_vault_or_the_newer_and_opens(
    step: str, tmp_path: Path
):
    base, older, outcomes = sample(step, tmp_path / "base"), program_of(step, tmp_path), []
    for place, _ending in killed("upgrade", base, tmp_path / "killed", "calls"):
        try:
            _open(place, older, PRACTICE_PASSPHRASE).close()
            outcomes.append("older")
        except NewerVault:
            outcomes.append("newer")
        with _open(place, secret=PRACTICE_PASSPHRASE) as vault:
            assert _step(vault) == HEAD and vault.check().holds
            assert written(Workbook(vault)) == "At first."
        for one in backups(place_of(place)):
            with read(one.path, PRACTICE_PASSPHRASE, derive=remembered) as opened:
                assert opened.summary.records["case"] == 1
        assert {path.name for path in place.iterdir() if path.is_file()} <= PARTS
    assert outcomes == sorted(outcomes, reverse=True) and set(outcomes) == {"older", "newer"}
    assert len(outcomes) > 20


# --- what the steps change, and what they may not -----------------------------------------------

EMPTY_COLUMN = "op.add_column('person', sa.Column('later', sa.String))"
FILLED_COLUMN = (
    "op.add_column('person', sa.Column('later', sa.String, nullable=False, server_default='x'))"
)


def test_a_new_empty_column_changes_no_seal(kept: Path, tmp_path: Path):
    with _open(kept) as vault:
        length = vault.seal.head().number
    with _open(kept, _with_steps(tmp_path, EMPTY_COLUMN)) as vault:
        assert vault.check().holds
        assert vault.seal.head().number == length + 1
        assert _last(vault)[0][:3] == ("event", 0, None)
        assert json.loads(_last(vault)[0][3]) == {"event": "migrated", "from": HEAD, "to": "t0"}


def test_a_new_filled_column_seals_every_record_again_and_tells_nothing_of_it(
    kept: Path, tmp_path: Path
):
    with _open(kept) as vault:
        people = vault.check().records["person"]
    with _open(kept, _with_steps(tmp_path, FILLED_COLUMN)) as vault:
        assert vault.check().holds
        assert {row[0] for row in _last(vault)[:people]} == {"person"}
        assert {row[2:] for row in _last(vault)[:people]} == {("{}", "{}")}
        assert _last(vault)[people][0] == "event"


def test_records_that_a_step_adds_and_removes_are_sealed_as_that(kept: Path, tmp_path: Path):
    new_table = (
        "op.create_table('later', sa.Column('id', sa.Integer, primary_key=True),"
        " sa.Column('text', sa.String)); op.execute(\"INSERT INTO later VALUES (1, 'a')\")"
    )
    gone = "op.execute('DELETE FROM later'); op.drop_table('later')"
    with _open(kept, _with_steps(tmp_path / "one", new_table)) as vault:
        assert vault.check().holds
        assert _last(vault)[0][:2] == ("later", 1)
    later = _with_steps(tmp_path / "two", new_table, gone)
    _declare(later, "t1", "later")
    with _open(kept, later) as vault:
        assert vault.check().holds
        assert _last(vault)[0][:2] == ("later", 1)


def _declare(migrate: Migrations, step: str, *touches: str) -> None:
    with (migrate.folder / "versions" / f"{step}.py").open("a", encoding="utf-8") as file:
        file.write(f"\ntouches = {touches!r}\n")


UNSAID = {
    "a value": "op.execute(\"UPDATE person SET code = code || 'x' WHERE id = 1\")",
    "a row less": "op.execute('DELETE FROM desk')",
    "a column less": (
        "batch = op.batch_alter_table('desk')\n    with batch as t: t.drop_column('text')"
    ),
    "a table less": "op.drop_table('desk')",
    "the history": "op.execute('UPDATE change SET step = step + 1')",
}


@pytest.mark.parametrize("what", UNSAID)
def test_what_no_step_says_it_changes_stays_or_nothing_is_done(
    what: str, kept: Path, tmp_path: Path
):
    with _open(kept) as vault:
        vault._connection.execute("INSERT INTO desk VALUES ('a', 'b')")
    before = every_file(kept)
    with pytest.raises(PlannerError, match="were to stay as they are"):
        _open(kept, _with_steps(tmp_path, UNSAID[what]))
    assert every_file(kept) == before
    with _open(kept) as vault:
        assert vault.check().holds


def test_what_a_step_says_it_changes_it_may(kept: Path, tmp_path: Path):
    later = _with_steps(tmp_path, UNSAID["a value"])
    _declare(later, "t0", "person.code")
    with _open(kept, later) as vault:
        assert vault.check().holds
        codes = vault._connection.execute("SELECT code FROM person WHERE id = 1").fetchone()[0]
        assert codes.endswith("x")


def test_an_upgrade_mends_no_record_that_something_else_had_changed(kept: Path, tmp_path: Path):
    with _open(kept) as vault:
        vault._connection.execute("UPDATE person SET code = 'Q' WHERE id = 1")
        wrong = vault.check().flaws
    with _open(kept, _with_steps(tmp_path, FILLED_COLUMN)) as vault:
        assert vault.check().flaws == wrong != ()


# --- refused, and the vault is as it was --------------------------------------------------------


def _failing(number: int) -> Iterator[str]:
    for step in range(4):
        yield (
            "raise RuntimeError('a mistake of ours')"
            if step == number
            else (f"op.create_table('later{step}', sa.Column('id', sa.Integer, primary_key=True))")
        )


@pytest.mark.parametrize("number", range(4))
def test_a_step_that_fails_leaves_every_file_as_it_was(number: int, kept: Path, tmp_path: Path):
    before = every_file(kept)
    with pytest.raises(PlannerError, match="as it was before"):
        _open(kept, _with_steps(tmp_path, *_failing(number)))
    assert every_file(kept) == before
    with _open(kept) as vault:
        assert vault.check().holds


def test_a_failed_step_takes_away_no_backup_but_its_own(kept: Path, tmp_path: Path):
    from roth_planner.vault.backup import make

    with _open(kept) as vault:
        made = make(vault)
    with pytest.raises(PlannerError):
        _open(kept, _with_steps(tmp_path, *_failing(0)))
    assert backups(place_of(kept)) == (made,)


def test_a_vault_of_a_newer_program_is_refused_and_no_byte_of_any_file_is_written(
    kept: Path, tmp_path: Path
):
    _open(kept, _with_steps(tmp_path, EMPTY_COLUMN)).close()
    before = every_file(kept)
    times = {path: path.stat().st_mtime_ns for path in kept.rglob("*.db")}
    with pytest.raises(NewerVault):
        _open(kept)
    assert every_file(kept) == before
    assert {path: path.stat().st_mtime_ns for path in kept.rglob("*.db")} == times


@pytest.mark.parametrize("limit", [0, 4096, 65_536, 300_000])
def test_a_full_disk_changes_nothing(limit: int, kept: Path, tmp_path: Path):
    later, before = _with_steps(tmp_path, FILLED_COLUMN), digests(kept)
    with files_no_larger_than(limit), pytest.raises(CannotWrite, match="The disk"):
        _open(kept, later)
    assert digests(kept) == before


def test_an_older_copy_is_left_as_it_is_until_the_chair_has_chosen(kept: Path, tmp_path: Path):
    older = tmp_path / "older"
    shutil.copytree(kept, older)
    workbook = workbook_of(kept)
    write(workbook, "later")
    workbook.close()
    before, later = every_file(older), _with_steps(tmp_path, FILLED_COLUMN)
    with pytest.raises(OlderCopy):
        _open(older, later)
    assert every_file(older) == before
    with Vault.open(
        older, PASSPHRASE, accept_older=True, migrate=later, derive=remembered
    ) as vault:
        assert vault.check().holds
        assert [row[3] for row in _last(vault) if "older-copy" in (row[3] or "")]
    _open(older, later).close()


def test_where_this_account_may_not_write_the_older_vault_stays_as_it_is(
    kept: Path, tmp_path: Path
):
    parts = {path.name: path.read_bytes() for path in kept.iterdir() if path.name != "lock"}
    with as_ordinary_user() as place:
        later = _with_steps(place, EMPTY_COLUMN)
        folder = place / "vault"
        folder.mkdir()
        for name, content in parts.items():
            (folder / name).write_bytes(content)
            (folder / name).chmod(0o400)
        folder.chmod(0o500)
        before = every_file(folder)
        with pytest.raises(CannotWrite):
            _open(folder, later)
        assert every_file(folder) == before


def test_a_copy_that_lost_power_while_it_took_the_others_place_is_found(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from roth_planner.vault import upgrade

    later = _with_steps(tmp_path, FILLED_COLUMN)

    class PowerCut(BaseException):
        pass

    def cut(new: Path, data_file: Path) -> None:
        shutil.copy(new, tmp_path / "finished")
        raise PowerCut

    with monkeypatch.context() as power, pytest.raises(PowerCut):
        power.setattr(upgrade, "put_in_place", cut)
        _open(kept, later)
    (kept / "data.db").unlink()  # a stick without a journal
    shutil.move(tmp_path / "finished", kept / "data.new")
    with _open(kept, later) as vault:
        assert vault.check().holds and _step(vault) == "t0"
    reopen_later = _open(kept, later)
    reopen_later.close()
    with pytest.raises(NewerVault):
        reopen(kept)
