"""Older vaults are brought up to date in one step: all of it, or nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from roth_planner.errors import CannotWrite, NewerVault, PlannerError
from roth_planner.vault import FLOOR, Vault
from roth_planner.vault.migrations import HEAD, PACKAGED, Migrations

from .tools import PASSPHRASE, digests, remembered, run_python

STEP = """
import sqlalchemy as sa
from alembic import op
revision = "{revision}"
down_revision = "{previous}"
def upgrade():
    {steps}
"""


def _with_steps(folder: Path, *steps: str) -> Migrations:
    """The shipped migrations and some of tomorrow's; the folder's name is as bad as they get."""
    copy = folder / "100 % later's migrations"
    shutil.copytree(PACKAGED.folder, copy, ignore=shutil.ignore_patterns("__pycache__"))
    revision = HEAD
    for number, step in enumerate(steps):
        previous, revision = revision, f"t{number}"
        text = STEP.format(revision=revision, previous=previous, steps=step)
        (copy / "versions" / f"{revision}.py").write_text(text)
    return Migrations(copy, revision)


def _open(folder: Path, migrate: Migrations = PACKAGED) -> Vault:
    return Vault.open(folder, PASSPHRASE, migrate=migrate, derive=remembered)


def _tables(vault: Vault) -> set[str]:
    return set(sa.inspect(vault.engine).get_table_names())


def _step(vault: Vault) -> str:
    with vault.engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


NEW_TABLE = "op.create_table('later', sa.Column('id', sa.Integer, primary_key=True))"


def test_the_head_this_program_knows_is_the_newest_step_shipped():
    config = Config()
    config.set_main_option("script_location", str(PACKAGED.folder))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_shipped_steps_import_neither_models_nor_anything_else_of_ours():
    for path in PACKAGED.folder.glob("versions/*.py"):
        assert "roth_planner" not in path.read_text("utf-8")
        assert re.match(r"\d{4}_[a-z0-9_]+\.py", path.name)


def test_a_new_vault_is_at_the_head(folder: Path):
    with _open(folder) as vault:
        assert _step(vault) == HEAD


def test_an_older_vault_is_brought_up_to_date_when_it_is_opened(folder: Path, tmp_path: Path):
    later = _with_steps(tmp_path, NEW_TABLE, "op.add_column('later', sa.Column('note', sa.String))")
    with _open(folder, later) as vault:
        assert "later" in _tables(vault)
        assert _step(vault) == "t1"
        with vault.engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO later (note) VALUES ('x')")
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    _open(folder, later).close()


@pytest.mark.parametrize(
    "failing",
    [
        "raise RuntimeError('a mistake of ours')",
        "op.execute('INSERT INTO nowhere VALUES (1)')",
        "op.execute('DELETE FROM note'); op.execute('not SQL')",
    ],
)
def test_a_step_that_fails_leaves_the_vault_as_it_was_and_every_step_before_it_too(
    failing: str, folder: Path, tmp_path: Path
):
    later = _with_steps(tmp_path, NEW_TABLE, f"op.execute('DELETE FROM note'); {failing}")
    before = digests(folder)
    with pytest.raises(PlannerError, match="could not be brought up to date") as told:
        _open(folder, later)
    assert told.type is PlannerError
    assert digests(folder) == before
    with _open(folder) as vault:
        assert "later" not in _tables(vault)
        assert _step(vault) == HEAD
        with vault.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM note").scalar() == 300


def test_a_step_that_would_leave_records_without_their_owner_is_not_done(
    folder: Path, tmp_path: Path
):
    orphan = (
        "op.execute('CREATE TABLE owner (id INTEGER PRIMARY KEY)');"
        "op.execute('CREATE TABLE owned (id INTEGER PRIMARY KEY, owner_id REFERENCES owner)');"
        "op.execute('INSERT INTO owned VALUES (1, 7)')"
    )
    with pytest.raises(PlannerError, match="without what they belong to"):
        _open(folder, _with_steps(tmp_path, orphan))
    with _open(folder) as vault:
        assert "owned" not in _tables(vault)


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(folder: Path, tmp_path: Path):
    # With foreign keys on, SQLite would empty "owned" when the old "owner" is dropped.
    family = (
        "op.execute('CREATE TABLE owner (id INTEGER PRIMARY KEY, name TEXT)');"
        "op.execute('CREATE TABLE owned (id INTEGER PRIMARY KEY,"
        " owner_id INTEGER NOT NULL REFERENCES owner (id) ON DELETE CASCADE)');"
        "op.execute(\"INSERT INTO owner VALUES (1, 'x')\");"
        "op.execute('INSERT INTO owned VALUES (1, 1)')"
    )
    rebuild = (
        "batch = op.batch_alter_table('owner', recreate='always')\n"
        "    with batch as table: table.alter_column('name', new_column_name='called')"
    )
    later = _with_steps(tmp_path, family, rebuild)
    with _open(folder, later) as vault, vault.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT called FROM owner").scalar() == "x"
        assert connection.exec_driver_sql("SELECT count(*) FROM owned").scalar() == 1


def test_a_vault_from_a_newer_program_is_refused_and_not_one_byte_written(
    folder: Path, tmp_path: Path
):
    _open(folder, _with_steps(tmp_path, NEW_TABLE)).close()
    before = digests(folder)
    with pytest.raises(NewerVault, match="has changed the tables"):
        _open(folder)
    assert digests(folder) == before


def test_a_disk_that_is_full_while_a_vault_is_made_leaves_nothing(tmp_path: Path):
    full = _with_steps(tmp_path, "op.execute('PRAGMA max_page_count = 1'); " + NEW_TABLE)
    place = tmp_path / "vaults"
    place.mkdir()
    with pytest.raises(CannotWrite, match="The disk is full, so no vault was made"):
        Vault.create(place / "mine", PASSPHRASE, cost=FLOOR, migrate=full, derive=remembered)
    assert list(place.iterdir()) == []


def test_a_disk_that_is_full_while_a_vault_is_brought_up_to_date_changes_nothing(
    folder: Path, tmp_path: Path
):
    full = _with_steps(tmp_path, "op.execute('PRAGMA max_page_count = 1'); " + NEW_TABLE)
    before = digests(folder)
    with pytest.raises(CannotWrite, match="could not be made ready"):
        _open(folder, full)
    assert digests(folder) == before


def test_models_and_migrations_can_be_compared():
    ran = run_python("import tests.make_migration as m; print(type(m.differences()).__name__)")
    assert ran.stdout == "list\n", ran.stderr
