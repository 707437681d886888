"""New keys for everything: what opened before does not any more, and no record is lost."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from roth_planner.errors import (
    CannotWrite,
    DamagedVault,
    PlannerError,
    Refused,
    VaultInUse,
    WrongSecret,
)
from roth_planner.vault import DEFAULT, FLOOR, PRACTICE_PASSPHRASE, Vault, recovery, rekey
from roth_planner.vault import header as headers
from roth_planner.vault.backup import backups, place_of
from roth_planner.vault.backup_file import check_data, look
from roth_planner.vault.copying import contents, copy_to
from roth_planner.vault.engine import connect
from roth_planner.vault.header import FILES
from roth_planner.vault.keys import sub_key
from roth_planner.vault.rekey import REKEYING, STEPS, _verify
from roth_planner.vault.troubles import translate_errors

from .killing import NEW, NEW_CODE, killed
from .tools import (
    PASSPHRASE,
    database_key,
    digests,
    disk_calls,
    files_no_larger_than,
    notes,
    opens,
    put_header,
    remembered,
    reopen,
    run_python,
)

NAMES = sorted([*FILES, "data.db", "data.db-journal", "lock"])


def _rekey(folder: Path, secret: str = PASSPHRASE, new: str = NEW, **options: Any) -> str:
    return rekey(folder, secret, new, **{"cost": FLOOR, "derive": remembered} | options).code


def _names(folder: Path) -> list[str]:
    """The files in a vault's folder; its backups, each of which is as it was written, are apart."""
    for backup in backups(place_of(folder)):
        check_data(backup.path, look(backup.path))
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def _contents(folder: Path, secret: str) -> dict[str, tuple[int, bytes]]:
    with reopen(folder, secret) as vault:
        return contents(vault._connection)


def _put_in(folder: Path, statements: list[tuple[str, tuple[object, ...]]]) -> None:
    with reopen(folder) as vault, vault.engine.begin() as connection:
        for statement, values in statements:
            connection.exec_driver_sql(statement, values)


EVERYTHING: list[tuple[str, tuple[object, ...]]] = [
    ("CREATE TABLE kinds (a, b REAL, c TEXT, d BLOB, e INTEGER)", ()),
    ("INSERT INTO kinds VALUES (?,?,?,?,?)", (None, 0.1, "Zoë 🦉 مر\x00", b"\xff\x00", -(2**63))),
    ("INSERT INTO kinds VALUES (CAST(x'fffe' AS TEXT), 1e300, '', x'', 0)", ()),
    ("CREATE TABLE pairs (a TEXT, b TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID", ()),
    ("INSERT INTO pairs VALUES ('x', 'y'), ('a', 'b')", ()),
    ("CREATE INDEX covering ON pairs (b, a)", ()),
    ('CREATE TABLE "odd ""name"" of a table" (n INTEGER PRIMARY KEY AUTOINCREMENT)', ()),
    ('INSERT INTO "odd ""name"" of a table" DEFAULT VALUES', ()),
    ("CREATE VIRTUAL TABLE words USING fts5(text)", ()),
    ("INSERT INTO words VALUES ('unusual violets by the canal')", ()),
    ("CREATE VIEW seen AS SELECT * FROM pairs", ()),
    ("CREATE TRIGGER noticed AFTER INSERT ON pairs BEGIN SELECT 1; END", ()),
    ("DELETE FROM note WHERE id % 7 = 0 OR id > 200", ()),
]  # fmt: skip


# --- as it should be ----------------------------------------------------------------------------


def test_a_chair_whose_passphrase_may_be_known_gets_new_keys_for_everything(
    folder: Path, code: str
):
    _put_in(folder, EVERYTHING)
    before, old_key = _contents(folder, PASSPHRASE), database_key(folder)
    summary = headers.read(folder)[0]
    pages = set(_pages(folder))
    new_code = _rekey(folder)
    assert recovery.is_right(new_code)
    assert opens(folder, NEW) and opens(folder, new_code)
    assert not opens(folder, PASSPHRASE) and not opens(folder, code)
    assert _contents(folder, NEW) == before
    assert _names(folder) == NAMES
    with pytest.raises(DamagedVault):
        connect(folder / "data.db", old_key)
    assert pages.isdisjoint(_pages(folder))
    header = headers.read(folder)[0]
    assert (header.vault_id, header.kind, header.created) == (
        summary.vault_id, summary.kind, summary.created,
    )  # fmt: skip
    assert header.epoch > summary.epoch
    with reopen(folder, NEW) as vault, vault.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM words('violets')").scalar()
        assert found == 1


def _pages(folder: Path) -> list[bytes]:
    data = (folder / "data.db").read_bytes()
    return [data[start : start + 4096] for start in range(0, len(data), 4096)]


def test_the_recovery_code_does_for_the_secret_and_the_new_one_can_be_shown_before(
    folder: Path, code: str
):
    assert _rekey(folder, code, code=NEW_CODE) == NEW_CODE
    assert opens(folder, NEW_CODE) and opens(folder, NEW)
    with pytest.raises(ValueError, match="not a recovery code"):
        _rekey(folder, NEW, PASSPHRASE, code="1234")


def test_keys_can_be_renewed_again_and_the_vault_is_used_in_between(folder: Path):
    secrets = [PASSPHRASE, NEW, "candle orbit thistle jacket", PASSPHRASE]
    for old, new in pairwise(secrets):
        _rekey(folder, old, new)
        with reopen(folder, new) as vault:
            vault.replace_recovery_code(new, derive=remembered)
    assert len(_contents(folder, PASSPHRASE)["note"]) == 2


def test_each_step_is_told_before_it_is_done(folder: Path):
    told: list[tuple[str, list[str]]] = []

    def progress(step: str) -> None:
        told.append((step, _names(folder)))

    _rekey(folder, progress=progress)
    assert [step for step, _names in told] == list(STEPS)
    assert [step for step, names in told if "data.new" in names] == ["verify", "header", "swap"]


def test_new_keys_cost_what_a_new_vault_costs(folder: Path):
    rekey(folder, PASSPHRASE, NEW)
    assert headers.read(folder)[0].slots[0].cost == DEFAULT


def test_this_computer_has_to_be_told_again(folder: Path):
    from .test_device import Store, device

    store: Store = {}
    with reopen(folder) as vault:
        vault.remember_on_this_computer(PASSPHRASE, device=device(store), derive=remembered)
    assert len(store) == 1
    _rekey(folder, device=device(store))
    assert store == {}
    with reopen(folder, NEW) as vault:
        assert not vault.remembered


def test_a_practice_vault_can_be_renewed_with_any_passphrase(tmp_path: Path):
    Vault.create(tmp_path / "p", PRACTICE_PASSPHRASE, kind="practice", cost=FLOOR)[0].close()
    _rekey(tmp_path / "p", PRACTICE_PASSPHRASE, "easy")
    with reopen(tmp_path / "p", "easy") as vault:
        assert vault.kind == "practice"


def test_the_new_data_is_on_the_disk_before_a_header_needs_it(folder: Path):
    with disk_calls() as said:
        _rekey(folder)
    began, ended = said.index("sync data.new"), said.index("put data.db") + 2
    assert said[began:ended] == [
        "sync data.new",  # still empty
        "sync data.new", "sync vault", "sync header.bak.tmp", "sync header.json.tmp",
        "put header.bak", "sync vault", "put header.json", "sync vault",
        "put data.db", "sync vault",
    ]  # fmt: skip


# --- what is refused changes nothing ------------------------------------------------------------


@pytest.mark.parametrize(
    ("secret", "new", "kind"),
    [
        (NEW, "candle orbit thistle jacket", WrongSecret),
        (PASSPHRASE, "password1234", Refused),
        (PASSPHRASE, PASSPHRASE, Refused),
    ],
)
def test_a_wrong_secret_and_a_useless_passphrase_are_refused(
    secret: str, new: str, kind: type[PlannerError], folder: Path
):
    before = digests(folder)
    with pytest.raises(kind):
        _rekey(folder, secret, new)
    assert digests(folder) == before


def test_with_the_recovery_code_the_passphrase_of_before_is_refused_too(folder: Path, code: str):
    with pytest.raises(Refused, match="may be known"):
        _rekey(folder, code, PASSPHRASE)


def test_an_open_vault_is_not_renewed_by_another_window(folder: Path):
    with reopen(folder), pytest.raises(VaultInUse):
        _rekey(folder)
    assert opens(folder, PASSPHRASE)


@pytest.mark.parametrize(
    "random", [lambda size: b"", bytes, lambda size: os.urandom(size - 1)], ids=["no", "0", "short"]
)
def test_without_good_random_numbers_nothing_is_changed(
    random: Callable[[int], bytes], folder: Path
):
    before = digests(folder)
    with pytest.raises(PlannerError, match="random numbers"):
        _rekey(folder, random=random)
    assert digests(folder) == before


@pytest.mark.parametrize("limit", [0, 700, 4096, 65_536, 150_000])
def test_a_full_disk_changes_nothing_leaves_nothing_and_says_so(limit: int, folder: Path):
    before = digests(folder)
    with files_no_larger_than(limit), pytest.raises(CannotWrite, match="still does"):
        _rekey(folder)
    assert digests(folder) == before


def test_a_header_that_cannot_be_written_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    from roth_planner.vault import copies

    def fail(_path: Path, _content: bytes) -> None:
        raise OSError(28, "full")

    before = digests(folder)
    monkeypatch.setattr(copies, "write_beside", fail)
    with pytest.raises(CannotWrite, match="did not get new keys"):
        _rekey(folder)
    assert digests(folder) == before


def test_data_that_cannot_be_put_in_place_is_put_there_at_the_next_open(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    before = _contents(folder, PASSPHRASE)
    with monkeypatch.context() as broken:
        real = os.replace

        def replace(source: Any, target: Any) -> None:
            if Path(target).name == "data.db":
                raise PermissionError(13, "held by another program")
            real(source, target)

        broken.setattr(os, "replace", replace)
        _rekey(folder, code=NEW_CODE)
        assert (folder / "data.new").is_file()
        with pytest.raises(CannotWrite, match="interrupted"):
            reopen(folder, NEW)
    assert not opens(folder, PASSPHRASE)
    assert opens(folder, NEW_CODE)
    assert _contents(folder, NEW) == before
    assert _names(folder) == NAMES


# --- the copy is checked ------------------------------------------------------------------------


def _spoil(statement: str) -> Callable[[Path, bytes], None]:
    def spoil(new: Path, key: bytes) -> None:
        connection = connect(new, key)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement)
        connection.close()

    return spoil


def _flip(new: Path, _key: bytes) -> None:
    raw = bytearray(new.read_bytes())
    raw[len(raw) // 2] ^= 1
    new.write_bytes(raw)


def _cut(new: Path, _key: bytes) -> None:
    os.truncate(new, new.stat().st_size - 4096)


def _swap_indexes(new: Path, key: bytes) -> None:
    """Damage that no row shows, and that only SQLite's own check finds."""
    connection = connect(new, key)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_master SET rootpage = (SELECT sum(rootpage) FROM sqlite_master"
        " WHERE name IN ('first', 'second')) - rootpage WHERE name IN ('first', 'second')"
    )
    connection.close()


SPOILT: dict[str, Callable[[Path, bytes], None]] = {
    "one row less": _spoil("DELETE FROM note WHERE id = 150"),
    "one row more": _spoil("INSERT INTO note (text) VALUES ('x')"),
    "one letter": _spoil("UPDATE note SET text = text || 'x' WHERE id = 1"),
    "text as a blob": _spoil("UPDATE note SET text = CAST(text AS BLOB) WHERE id = 1"),
    "a table less": _spoil("DROP TABLE note"),
    "a table more": _spoil("CREATE TABLE more (x)"),
    "another column": _spoil("ALTER TABLE note ADD COLUMN extra TEXT"),
    "indexes that changed places": _swap_indexes,
    "a flipped bit": _flip,
    "cut at a page": _cut,
    "empty": lambda new, key: os.truncate(new, 0),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_copy_that_is_not_the_same_to_the_last_byte_is_never_used(how: str, folder: Path):
    _put_in(
        folder,
        [
            ("CREATE INDEX first ON note (text)", ()),
            ("CREATE TABLE other (text TEXT)", ()),
            ("CREATE INDEX second ON other (text)", ()),
        ],
    )
    before = digests(folder)
    made: list[bytes] = []

    def random(size: int) -> bytes:
        made.append(os.urandom(size))
        return made[-1]

    def progress(step: str) -> None:
        if step == "verify":
            SPOILT[how](folder / "data.new", sub_key(made[1], "database"))

    with pytest.raises(DamagedVault, match="could not all be copied and checked"):
        _rekey(folder, random=random, progress=progress)
    assert digests(folder) == before


def test_a_flipped_bit_in_any_page_of_the_copy_is_found_in_free_ones_too(folder: Path):
    _put_in(folder, EVERYTHING)
    key, pages = database_key(folder), 0
    with reopen(folder) as vault:
        new = folder.parent / "copied"
        copy_to(vault._connection, new, key, 1)
        _verify(vault._connection, new, key)
        good = new.read_bytes()
        for start in range(0, len(good), 4096):
            harmed = bytearray(good)
            harmed[start + 2000] ^= 8
            new.write_bytes(harmed)
            with (
                pytest.raises(DamagedVault),
                translate_errors(REKEYING, anything_is_damage=True),  # as a rekey does
            ):
                _verify(vault._connection, new, key)
            pages += 1
        free = vault._connection.execute("PRAGMA freelist_count").fetchone()[0]
    assert pages > 40 and free > 2


def test_records_without_what_they_belong_to_are_not_taken_along(folder: Path):
    with reopen(folder) as vault:
        vault._connection.execute("PRAGMA foreign_keys = OFF")
        vault._connection.execute("CREATE TABLE owned (x REFERENCES note (id))")
        vault._connection.execute("INSERT INTO owned VALUES (9999)")
    before = digests(folder)
    with pytest.raises(DamagedVault, match="could not all be copied and checked"):
        _rekey(folder)
    assert digests(folder) == before


def test_a_damaged_vault_is_not_renewed(folder: Path):
    raw = bytearray((folder / "data.db").read_bytes())
    raw[-2000] ^= 1
    (folder / "data.db").write_bytes(raw)
    before = digests(folder)
    with pytest.raises(DamagedVault, match="could not all be copied and checked"):
        _rekey(folder)
    assert digests(folder) == before


# --- cut short ----------------------------------------------------------------------------------


def _settled(place: Path, code: str, whole: dict[str, tuple[int, bytes]], chance: Any) -> str:
    """Check what a kill left behind, then open it; whether it has the old keys or the new."""
    old, new = (PASSPHRASE, code), (NEW, NEW_CODE)
    first = [opens(place, secret) for secret in (*old, *new)]
    assert first in ([True, True, False, False], [False, False, True, True], [True] * 4)
    secret = chance.choice([s for s, fits in zip((*old, *new), first, strict=True) if fits])
    assert _contents(place, secret) == whole
    then = [opens(place, secret) for secret in (*old, *new)]
    assert then == [secret in old] * 2 + [secret in new] * 2
    assert _names(place) == NAMES
    assert (place / FILES[0]).read_bytes() == (place / FILES[1]).read_bytes()
    with reopen(place, secret) as vault, vault.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM note")  # it is a vault like any other
    return "both" if all(first) else "old" if first[0] else "new"


def test_killed_at_each_step_it_opens_with_old_or_new_and_is_whole(
    folder: Path, code: str, tmp_path: Path
):
    whole, chance = _contents(folder, PASSPHRASE), random.Random(4)
    endings = [
        _settled(place, code, whole, chance)
        for place, ending in killed("rekey", folder, tmp_path / "killed", "steps")
        if ending == "killed"
    ]
    assert endings == ["old", "old", "old", "old", "new", "new", "new"]


def test_killed_before_or_after_any_call_it_opens_with_old_or_new_and_is_whole(
    folder: Path, code: str, tmp_path: Path
):
    whole, chance = _contents(folder, PASSPHRASE), random.Random(5)
    endings = [
        _settled(place, code, whole, chance)
        for place, _ending in killed("rekey", folder, tmp_path / "killed", "calls")
    ]
    assert len(endings) > 40
    assert endings == sorted(endings, key=["old", "both", "new"].index)
    assert set(endings) == {"old", "both", "new"}


def test_killed_at_forty_random_moments_nothing_is_lost(folder: Path, code: str, tmp_path: Path):
    rows = [("INSERT INTO note (text) VALUES (?)", ("y" * 1000,)) for _ in range(2000)]
    _put_in(folder, [*EVERYTHING, *rows])
    whole, chance = _contents(folder, PASSPHRASE), random.Random(6)
    runs = killed("rekey", folder, tmp_path / "killed", "40")
    for place, _ending in runs:
        _settled(place, code, whole, chance)
    assert [ending for _place, ending in runs].count("killed") >= 20


@pytest.mark.parametrize("action", ["finish", "undo"])
def test_killed_while_it_is_settled_it_is_settled_the_next_time(
    action: str, folder: Path, code: str, tmp_path: Path
):
    whole, chance = _contents(folder, PASSPHRASE), random.Random(7)
    # Of all that a killed rekey can leave, each kind once.
    left: dict[tuple[object, ...], Path] = {}
    for place, _ending in killed("rekey", folder, tmp_path / "killed", "calls"):
        if opens(place, NEW if action == "finish" else PASSPHRASE):
            epochs = [header.epoch for header in headers.read(place)]
            left.setdefault((*epochs, (place / "data.new").exists()), place)
    assert len(left) == 3
    for number, base in enumerate(left.values()):
        for place, _ending in killed(action, base, tmp_path / f"{action}-{number}", "calls"):
            _settled(place, code, whole, chance)


# --- old and new do not mix ---------------------------------------------------------------------


def test_an_old_header_beside_the_new_data_opens_nothing_nor_the_other_way(
    folder: Path, code: str, tmp_path: Path
):
    old = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    new_code = _rekey(folder)
    new = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    put_header(folder, old["header.json"])
    for secret in (PASSPHRASE, code):
        with pytest.raises(DamagedVault, match="belongs to another vault"):
            reopen(folder, secret)
    put_header(folder, new["header.json"])
    (folder / "data.db").write_bytes(old["data.db"])
    for secret in (NEW, new_code):
        with pytest.raises(DamagedVault, match="belongs to another vault"):
            reopen(folder, secret)
    (folder / "data.db").write_bytes(new["data.db"])
    assert opens(folder, NEW)


def test_data_of_the_same_key_from_another_time_is_not_taken_for_a_renewed_vault(folder: Path):
    _rekey(folder)
    older = (folder / "data.db").read_bytes()
    with reopen(folder, NEW) as vault:
        vault.change_passphrase(NEW, PASSPHRASE, cost=FLOOR, derive=remembered)
    (folder / "data.new").write_bytes(older)
    (folder / "data.db").write_bytes(b"noise" * 1000)
    before = digests(folder)
    with pytest.raises(DamagedVault):
        reopen(folder)
    assert digests(folder) == before


def test_junk_in_the_place_of_the_new_data_is_no_harm(folder: Path):
    for junk in (b"", b"junk", b"\x00" * 8192):
        (folder / "data.new").write_bytes(junk)
        reopen(folder).close()
        assert not (folder / "data.new").exists()


@pytest.mark.parametrize("state", ["swap not begun", "neither in place"])
def test_what_a_stick_without_a_journal_may_lose_is_found(state: str, folder: Path):
    whole = _contents(folder, PASSPHRASE)
    old = (folder / "data.db").read_bytes()
    _rekey(folder)
    shutil.move(folder / "data.db", folder / "data.new")
    if state == "swap not begun":
        (folder / "data.db").write_bytes(old)
    assert _contents(folder, NEW) == whole
    assert _names(folder) == NAMES


def test_two_windows_that_finish_at_once_do_each_other_no_harm(folder: Path):
    old = (folder / "data.db").read_bytes()
    _rekey(folder)
    shutil.move(folder / "data.db", folder / "data.new")
    (folder / "data.db").write_bytes(old)
    ran = run_python(
        "import os, sys, threading\n"
        "from pathlib import Path\n"
        "from roth_planner.vault import Vault\n"
        "told = []\n"
        "def go():\n"
        "    try: Vault.open(Path(sys.argv[1]), sys.argv[2]); told.append('open')\n"
        "    except Exception as error: told.append(type(error).__name__)\n"
        "both = [threading.Thread(target=go) for _ in range(2)]\n"
        "[one.start() for one in both]; [one.join() for one in both]\n"
        "print(*sorted(told))\n",
        folder, NEW,
    )  # fmt: skip
    assert "open" in ran.stdout or "VaultInUse" in ran.stdout, ran.stderr
    with reopen(folder, NEW) as vault:
        assert len(notes(vault)) == 300
