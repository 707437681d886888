"""The keyed connection: every safety setting holds, and nothing plain can be written through it."""

from __future__ import annotations

import ast
import math
import sqlite3
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from roth_planner.errors import (
    CannotWrite,
    CipherMissing,
    DamagedVault,
    PlainFile,
    Refused,
    VaultInUse,
)
from roth_planner.vault import translate_errors
from roth_planner.vault.engine import connect
from roth_planner.vault.troubles import CREATING, OPENING, SAVING

from .tools import ROOT, database_key, digests, files_no_larger_than, reopen, run_python


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("journal_mode", "truncate"),
        ("synchronous", 3),  # EXTRA
        ("locking_mode", "exclusive"),
        ("temp_store", 2),  # MEMORY
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("mmap_size", 0),
        ("cipher_use_hmac", "1"),
        ("cipher_status", "1"),
        ("cipher_memory_security", "0"),
        ("cipher_plaintext_header_size", "0"),
        ("cipher_log_level", "NONE"),
    ],
)
def test_an_open_vault_has_every_safety_setting(setting: str, value: object, folder: Path):
    with reopen(folder) as vault, vault.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {setting}").scalar() == value


def test_a_setting_that_does_not_take_hold_keeps_the_vault_closed(folder: Path):
    class Stubborn(sqlcipher.Connection):
        """SQLCipher as it is, except that it stays in the mode that loses work in power cuts."""

        def execute(self, statement: str, *values: Any) -> Any:
            return super().execute(statement.replace("synchronous = EXTRA", "synchronous = FULL"))

    def connect_stubbornly(*arguments: Any, **options: Any) -> Any:
        return sqlcipher.connect(*arguments, factory=Stubborn, **options)

    driver = SimpleNamespace(sqlite_version=sqlcipher.sqlite_version, connect=connect_stubbornly)
    with pytest.raises(CipherMissing, match="synchronous"):
        connect(folder / "data.db", database_key(folder), driver=driver)
    reopen(folder).close()


def test_without_the_cipher_nothing_is_opened_and_nothing_written(folder: Path):
    before = digests(folder)
    plain = SimpleNamespace(sqlite_version="3.53.4", connect=sqlite3.connect)
    with pytest.raises(CipherMissing, match="SQLCipher library is too old"):
        connect(folder / "data.db", database_key(folder), driver=plain)
    assert digests(folder) == before


@pytest.mark.parametrize("version", ["3.51.2", "3.40.1", "3.7.0", "2", ""])
def test_an_sqlite_that_could_lose_work_is_refused(version: str, folder: Path):
    old = SimpleNamespace(sqlite_version=version, connect=sqlcipher.connect)
    with pytest.raises(CipherMissing, match="SQLite library is too old"):
        connect(folder / "data.db", database_key(folder), driver=old)


def test_a_missing_cipher_is_told_in_words(folder: Path):
    ran = run_python(
        "import sys; sys.modules['sqlcipher3'] = None\n"
        "from pathlib import Path\n"
        "from roth_planner.vault.engine import connect\n"
        "try: connect(Path(sys.argv[1]), bytes(32))\n"
        "except Exception as error: print(type(error).__name__, error)\n",
        folder / "data.db",
    )
    assert ran.stdout.startswith("CipherMissing The encryption library SQLCipher is missing")


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_key_that_is_not_raw_is_never_taken_for_a_passphrase(size: int, tmp_path: Path):
    (tmp_path / "data.db").touch()
    with pytest.raises(ValueError, match="32 bytes"):
        connect(tmp_path / "data.db", bytes(size))
    assert (tmp_path / "data.db").read_bytes() == b""


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH 'other.db' AS other",
        "ATTACH 'plain.db' AS plain KEY ''",
        "ATTACH ':memory:' AS other",
        "DETACH main",
        "VACUUM INTO 'copy.db'",
        "SELECT sqlcipher_export('plain')",
        "SELECT load_extension('anything')",
    ],
)
def test_no_other_file_can_be_written_through_an_open_vault(
    statement: str, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(folder.parent)
    with reopen(folder) as vault, pytest.raises(Exception, match=r"(?i)auth|unknown|invalid"):
        vault._connection.execute(statement)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_nothing_in_our_code_names_a_way_to_a_plain_copy():
    # sqlcipher_export into a database attached with an empty key writes a plain file, silently.
    named = []
    for path in sorted((ROOT / "roth_planner").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                statement = node.value.upper()
                if "SQLCIPHER_EXPORT" in statement or statement.startswith(("ATTACH", "DETACH")):
                    named.append(f"{path.name}:{node.lineno}")
    assert named == []


def test_every_file_of_a_vault_is_noise(folder: Path):
    with reopen(folder) as vault, vault.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE note SET text = 'canary-of-the-vault'")
        while_open = [path.read_bytes() for path in folder.iterdir() if path.name != "data.db"]
    for content in [*while_open, *(path.read_bytes() for path in folder.iterdir())]:
        assert not content.startswith(b"SQLite format 3")
        assert b"canary" not in content
        assert b"CREATE TABLE" not in content
    data = (folder / "data.db").read_bytes()
    shares = [count / len(data) for count in Counter(data).values()]
    assert -sum(share * math.log2(share) for share in shares) > 7.9


def test_a_plain_file_would_be_noticed_by_the_test_above(tmp_path: Path):
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE note (text)")
    plain.commit()
    plain.close()
    assert (tmp_path / "plain.db").read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    "weaker",
    [
        "cipher_use_hmac = OFF",
        "cipher_page_size = 1024",
        "cipher_hmac_algorithm = HMAC_SHA1",
        "cipher_plaintext_header_size = 32",
        "cipher_compatibility = 3",
        "cipher_compatibility = 2",
        "cipher_compatibility = 1",
    ],
)
def test_a_file_made_with_weaker_settings_is_refused_although_the_key_fits(
    weaker: str, folder: Path
):
    key = database_key(folder)
    (folder / "data.db").unlink()
    crafted = sqlcipher.connect(str(folder / "data.db"))
    crafted.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    crafted.execute(f"PRAGMA {weaker}")
    crafted.execute("CREATE TABLE alembic_version (version_num TEXT)")
    crafted.execute("INSERT INTO alembic_version VALUES ('0001')")
    crafted.commit()
    crafted.close()
    with pytest.raises((DamagedVault, PlainFile)):
        reopen(folder)


def test_a_transaction_that_fails_leaves_nothing_tables_included(folder: Path):
    with reopen(folder) as vault:
        with pytest.raises(ZeroDivisionError), vault.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
            connection.exec_driver_sql("DELETE FROM note")
            _ = 1 / 0
        with vault.engine.connect() as connection:
            assert not sa.inspect(connection).has_table("half")
            assert connection.exec_driver_sql("SELECT count(*) FROM note").scalar() == 300


def test_every_transaction_takes_the_write_lock_at_once(folder: Path):
    with reopen(folder) as vault:
        seen: list[str] = []
        assert _count(vault) == 300  # SQLAlchemy asks some things of a fresh connection
        vault._connection.set_trace_callback(seen.append)
        with vault.engine.begin() as connection:
            connection.exec_driver_sql("SELECT 1")
        assert seen == ["BEGIN IMMEDIATE", "SELECT 1", "COMMIT"]


def test_what_was_being_saved_is_in_no_error_text(folder: Path):
    with (
        reopen(folder) as vault,
        pytest.raises(sa.exc.DBAPIError) as failed,
        vault.engine.begin() as connection,
    ):
        connection.execute(sa.text("INSERT INTO nowhere VALUES (:name)"), {"name": "canary"})
    assert "canary" not in str(failed.value)
    assert "canary" not in repr(failed.value)
    assert not vault.engine.echo


# --- what disks do to a save --------------------------------------------------------------------


def _save(vault: Any, text: str) -> None:
    with translate_errors(), vault.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO note (text) VALUES (?)", (text,))


def _count(vault: Any) -> int:
    with vault.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM note").scalar_one())


def test_a_full_disk_loses_nothing_saved_and_says_what_to_do(folder: Path):
    with reopen(folder) as vault:
        pages = vault._connection.execute("PRAGMA page_count").fetchone()[0]
        vault._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(CannotWrite) as told:
            for _ in range(100):
                _save(vault, "y" * 5000)
        assert str(told.value) == next(iter(SAVING.values()))
        saved = _count(vault)
        vault._connection.execute("PRAGMA max_page_count = 4294967294")
        _save(vault, "there is room again")
    with reopen(folder) as vault:
        assert _count(vault) == saved + 1


def test_a_disk_that_stops_taking_bytes_loses_nothing_saved(folder: Path):
    with reopen(folder) as vault:
        _save(vault, "before")
        saved = _count(vault)
        size = (folder / "data.db").stat().st_size
        with files_no_larger_than(size), pytest.raises(CannotWrite, match="did not take what"):
            for _ in range(100):
                _save(vault, "y" * 5000)
                saved += 1
        assert _count(vault) == saved
        _save(vault, "after")
    with reopen(folder) as vault:
        assert _count(vault) == saved + 1


def test_a_file_that_may_not_be_written_is_told_and_can_still_be_read(folder: Path):
    with reopen(folder) as vault:
        vault._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(CannotWrite, match="may not write to the vault"):
            _save(vault, "no")
        assert vault._connection.execute("SELECT count(*) FROM note").fetchone() == (300,)


def test_a_lock_is_told_as_a_lock(tmp_path: Path):
    first, second = (
        sqlcipher.connect(str(tmp_path / "any.db"), timeout=0, isolation_level=None)
        for _ in range(2)
    )
    first.execute("BEGIN EXCLUSIVE")
    with pytest.raises(VaultInUse), translate_errors():
        second.execute("BEGIN IMMEDIATE")


def test_damage_met_while_working_is_told_as_damage(folder: Path):
    path = folder / "data.db"
    harmed = bytearray(path.read_bytes())
    harmed[-2000] ^= 4
    path.write_bytes(harmed)
    with (
        reopen(folder) as vault,
        pytest.raises(DamagedVault),
        translate_errors(),
        vault.engine.connect() as connection,
    ):
        connection.exec_driver_sql("PRAGMA integrity_check").all()
        connection.exec_driver_sql("SELECT sum(length(text)) FROM note").all()


def test_bugs_are_not_dressed_up_as_troubles_of_the_disk(folder: Path):
    with reopen(folder) as vault:
        for kind, statement in (
            (sa.exc.IntegrityError, "INSERT INTO note (id) VALUES (1)"),
            (sa.exc.OperationalError, "SELECT nothing FROM nowhere"),
        ):
            with pytest.raises(kind), translate_errors(), vault.engine.begin() as connection:
                connection.exec_driver_sql(statement)
    for bug in (ValueError("x"), KeyError("x"), AttributeError("x")):
        with pytest.raises(type(bug)), translate_errors():
            raise bug
    with pytest.raises(Refused, match="as it is"), translate_errors():
        raise Refused("as it is")


def test_while_opening_anything_at_all_is_damage_memory_included():
    for error in (
        MemoryError(),
        SystemError(),
        ValueError("x"),
        UnicodeDecodeError("a", b"", 0, 1, ""),
    ):
        with pytest.raises(DamagedVault), translate_errors(OPENING, anything_is_damage=True):
            raise error
    with pytest.raises(DamagedVault), translate_errors():
        raise MemoryError


def test_each_trouble_has_its_own_sentence_on_each_occasion():
    sentences = [text for occasion in (SAVING, OPENING, CREATING) for text in occasion.values()]
    assert len(set(sentences)) == len(sentences) == 18
    for occasion, word in ((SAVING, "not saved"), (CREATING, "no vault was made")):
        assert all(word in text for text in occasion.values())
