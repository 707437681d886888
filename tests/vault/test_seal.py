"""The seal finds what SQLCipher cannot: old pages, old copies, edits, a history with gaps."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from roth_planner.errors import DamagedVault, OlderCopy
from roth_planner.vault import Vault, translate_errors
from roth_planner.vault.engine import connect
from roth_planner.vault.health import examine
from roth_planner.vault.seal_check import Flaw, Sealed
from roth_planner.vault.seal_key import kept_keys
from roth_planner.vault.troubles import OPENING
from roth_planner.workbook import Ref, Workbook

from .tools import PASSPHRASE, ROOT, database_key, remembered, reopen

PAGE = 4096
ACCOUNT = Ref("account", 1)


def checked(folder: Path) -> Sealed:
    with reopen(folder) as vault:
        return vault.check()


def outside(folder: Path, *statements: str) -> tuple[Flaw, ...]:
    """What the seal says after somebody with the key has changed the data by another program."""
    connection = connect(folder / "data.db", database_key(folder))
    connection.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return checked_unmarked(folder)


def checked_unmarked(folder: Path) -> tuple[Flaw, ...]:
    """What the seal itself says, whatever the mark does."""
    connection = connect(folder / "data.db", database_key(folder))
    try:
        from roth_planner.vault.seal_check import check

        return check(connection).flaws
    finally:
        connection.close()


def work(folder: Path, saves: int = 3) -> None:
    workbook = Workbook.open(folder, PASSPHRASE)
    for number in range(saves):
        workbook.save(ACCOUNT, {"how_connect": f"What was learned on day {number}. " * 20})
    place = workbook.add("context", {"name": "the steps by the shop"}).added[0]
    workbook.save(place, {"name": "the steps"})
    workbook.remove(place)
    workbook.close()


def kinds(flaws: tuple[Flaw, ...]) -> set[str]:
    return {flaw.kind for flaw in flaws}


def found_kinds(folder: Path) -> set[str]:
    report = examine(folder, PASSPHRASE, derive=remembered)
    return {found.kind for found in report.findings}


def test_the_work_of_a_chair_leaves_a_seal_that_holds(home: Path) -> None:
    work(home)
    workbook = Workbook.open(home, PASSPHRASE)
    workbook.undo()
    workbook.save(ACCOUNT, {"how_connect": "Once more."})
    workbook.undo()
    workbook.redo()
    workbook.close()
    sealed = checked(home)
    assert sealed.holds and sealed.head.number > 100 and sealed.records["account"] == 1


@pytest.mark.parametrize(
    ("statement", "kind", "record"),
    [
        ("UPDATE harm SET position = 9 WHERE id = 1", "record_changed", "harm"),
        ("UPDATE account SET answers = '[]' WHERE id = 1", "record_changed", "account"),
        ("DELETE FROM strength WHERE id = 1", "record_lost", "strength"),
        ("DELETE FROM harm_person", "record_changed", "harm"),
        ("UPDATE person SET circle = 'partner', kind = 'guardian' WHERE id = 1",
         "record_changed", "person"),
        ("INSERT INTO context (answers, no_answer, half_typed, progress)"
         " VALUES ('{}', '{}', '{}', '{}')", "record_unknown", "context"),
        ("UPDATE change SET after = replace(after, 'zq', 'qz')", "history_changed", "change"),
        ("UPDATE change SET at = '2020-01-01 00:00:00.000000' WHERE id = 30",
         "history_broken", "change"),
        ("UPDATE change SET row_seal = zeroblob(16) WHERE id = 30", "history_broken", "change"),
        ("DELETE FROM change WHERE id = 30", "history_removed", "change"),
        ("DELETE FROM change WHERE id > 100", "history_removed", "change"),
        ("DELETE FROM seal_key", "no_key", "change"),
        ("UPDATE seal_key SET key = zeroblob(31)", "no_key", "change"),
        ("UPDATE seal_key SET key = zeroblob(32)", "history_broken", "change"),
    ],
)  # fmt: skip
def test_what_was_changed_from_outside_is_found_and_named(
    statement: str, kind: str, record: str, home: Path
) -> None:
    both = [statement, "DELETE FROM desk WHERE key = 'seal'"] if "seal_key" in statement else []
    flaws = outside(home, *(both or [statement]))
    assert (kind, record) in {(flaw.kind, flaw.record) for flaw in flaws}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM seal_key",
        "UPDATE seal_key SET key = zeroblob(31)",
        "UPDATE seal_key SET key = zeroblob(32)",
        "DELETE FROM desk WHERE key = 'seal'",
        "UPDATE desk SET text = 'no key' WHERE key = 'seal'",
        "UPDATE desk SET text = hex(zeroblob(32)) WHERE key = 'seal'",
    ],
)
def test_one_copy_of_the_key_is_enough_and_the_other_is_written_again(
    statement: str, home: Path
) -> None:
    assert outside(home, statement) == ()
    assert "seal_key_differs" in found_kinds(home)
    work(home)
    assert checked(home).holds
    assert "seal_key_differs" not in found_kinds(home)


def test_a_copy_of_the_key_that_does_not_fit_is_never_written_over_the_other(home: Path) -> None:
    wrong = (
        "UPDATE change SET seal = zeroblob(16) WHERE id = (SELECT max(id) FROM change)",
        "UPDATE seal_key SET key = zeroblob(32)",
    )
    outside(home, *wrong)
    with reopen(home) as vault:
        first, second = kept_keys(vault._connection)
    assert first == bytes(32) and second not in (first, None)


def test_a_tie_that_was_put_in_from_outside_is_found(home: Path) -> None:
    flaws = outside(
        home,
        "INSERT INTO harm_person SELECT 1, id FROM person WHERE id NOT IN"
        " (SELECT person_id FROM harm_person WHERE harm_id = 1) LIMIT 1",
    )
    assert flaws == (Flaw("record_changed", "harm", 1),)


def test_history_that_changed_places_or_was_put_in_is_found(home: Path) -> None:
    columns = "step, at, record, record_id, before, after, undoes, content, row_seal, seal"
    swap = (
        f"INSERT INTO change (id, {columns}) SELECT 1000000, {columns} FROM change WHERE id = 40",
        "DELETE FROM change WHERE id = 40",
        "UPDATE change SET id = 40 WHERE id = 41",
        "UPDATE change SET id = 41 WHERE id = 1000000",
    )
    assert {"history_broken", "history_changed"} <= kinds(outside(home, *swap))


def test_a_row_of_history_that_was_copied_in_is_found(home: Path) -> None:
    columns = "step, at, record, record_id, before, after, undoes, content, row_seal, seal"
    put_in = f"INSERT INTO change ({columns}) SELECT {columns} FROM change WHERE id = 40"
    assert "history_broken" in kinds(outside(home, put_in))


def test_a_history_whose_end_was_cut_is_found_also_when_its_counter_was_set_back(
    home: Path,
) -> None:
    work(home)
    cut = ("DELETE FROM change WHERE id > 150",)
    twin = home.with_name("twin")
    shutil.copytree(home, twin)
    assert "history_removed" in kinds(outside(home, *cut))
    with pytest.raises(OlderCopy):
        reopen(home)
    quiet = (*cut, "UPDATE sqlite_sequence SET seq = 150 WHERE name = 'change'")
    # What the records are like does not fit a shorter history.
    assert kinds(outside(twin, *quiet)) & {"record_changed", "record_lost", "record_unknown"}
    with pytest.raises(OlderCopy):
        reopen(twin)


def _older(folder: Path) -> tuple[bytes, bytes]:
    """Last week's data file and today's."""
    workbook = Workbook.open(folder, PASSPHRASE)
    places = [
        workbook.add("context", {"name": f"place {number} " + "x" * 900}).added[0]
        for number in range(60)
    ]
    workbook.close()
    old = (folder / "data.db").read_bytes()
    work(folder)
    workbook = Workbook.open(folder, PASSPHRASE)
    for place in places:
        workbook.save(place, {"name": f"now {place.id} " + "y" * 900})
    workbook.close()
    return old, (folder / "data.db").read_bytes()


def _different(old: bytes, today: bytes) -> list[int]:
    """Where the pages begin that are not the same."""
    return [
        place
        for place in range(0, min(len(old), len(today)), PAGE)
        if old[place : place + PAGE] != today[place : place + PAGE]
    ]


def _seen(folder: Path) -> bool:
    """Whether a file that is not today's is refused, or its flaws are told."""
    try:
        with translate_errors(OPENING, anything_is_damage=True), reopen(folder) as vault:
            return not vault.check().holds
    except (DamagedVault, OlderCopy):
        return True


def test_every_page_of_an_older_copy_in_todays_file_is_found(home: Path) -> None:
    old, today = _older(home)
    different = _different(old, today)
    assert len(different) > 20
    whole = _everything(home)
    seen = 0
    for place in different:
        end = place + PAGE
        (home / "data.db").write_bytes(today[:place] + old[place:end] + today[end:])
        if _seen(home):
            seen += 1
        else:  # a page that was written again with the same in it
            assert _everything(home) == whole, place // PAGE + 1
    assert seen > len(different) - 5
    (home / "data.db").write_bytes(today)
    assert not _seen(home)


def test_any_set_of_older_pages_in_todays_file_is_found(home: Path) -> None:
    old, today = _older(home)
    different = _different(old, today)
    dice = random.Random(17)
    for _ in range(60):
        mixed = bytearray(today)
        for place in dice.sample(different, dice.randrange(2, len(different))):
            mixed[place : place + PAGE] = old[place : place + PAGE]
        (home / "data.db").write_bytes(mixed)
        assert _seen(home)


def test_a_whole_older_copy_is_told_counted_and_opens_only_when_it_is_accepted(
    home: Path,
) -> None:
    reopen(home).close()
    old = (home / "data.db").read_bytes()
    workbook = Workbook.open(home, PASSPHRASE)
    for number in range(3):
        workbook.save(ACCOUNT, {"how_connect": f"Day {number}"})
    workbook.close()
    (home / "data.db").write_bytes(old)
    with pytest.raises(OlderCopy, match="the last 3 changes are not in it"):
        reopen(home)
    assert (home / "data.db").read_bytes() == old
    with Vault.open(home, PASSPHRASE, accept_older=True, derive=remembered) as vault:
        assert vault.check().holds
    workbook = Workbook.open(home, PASSPHRASE)
    with workbook.reading() as session:
        from roth_planner.records import Change

        last = session.query(Change).order_by(Change.id.desc()).first()
        assert last is not None and last.record == "event" and last.after is not None
        assert last.after["event"] == "older-copy-used"
    workbook.save(ACCOUNT, {"how_connect": "Going on from here."})
    workbook.close()
    assert checked(home).holds


def test_a_copy_that_went_its_own_way_is_told(home: Path) -> None:
    reopen(home).close()
    fork = home.with_name("fork")
    shutil.copytree(home, fork)
    work(home)
    elsewhere = Vault.open(fork, PASSPHRASE, marks=home.with_name("marks"), derive=remembered)
    workbook = Workbook(elsewhere)
    for number in range(30):
        workbook.save(ACCOUNT, {"how_connect": f"On another computer, {number}"})
    workbook.close()
    shutil.copyfile(fork / "data.db", home / "data.db")
    with pytest.raises(OlderCopy, match="changes made here"):
        reopen(home)


def test_a_copy_that_went_on_elsewhere_from_here_is_no_older_one(home: Path) -> None:
    reopen(home).close()
    elsewhere = Vault.open(home, PASSPHRASE, marks=home.with_name("marks"), derive=remembered)
    workbook = Workbook(elsewhere)
    workbook.save(ACCOUNT, {"how_connect": "On the other laptop."})
    workbook.close()
    reopen(home).close()


def _mid_commit(folder: Path) -> tuple[bytes, bytes]:
    """A program killed in the middle of the real save of a step; the data file and its journal."""
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from roth_planner.workbook import Ref, Workbook\n"
        "from tests.vault.tools import reopen\n"
        "w = Workbook(reopen(Path(sys.argv[1])))\n"
        "c = w.vault._connection\n"
        "c.execute('PRAGMA cache_size = 4'); c.execute('PRAGMA cache_spill = 4')\n"
        "with w.saving() as step:\n"
        "    for ref in [Ref('account', 1), Ref('plan', 1), Ref('harm', 1), Ref('case', 1)]:\n"
        "        record = w._get(ref)\n"
        "        step.change(record, {'answers.extra': 'x' * 9000})\n"
        "        step.session.flush()\n"
        "    step.log()\n"
        "    c.execute('SELECT count(*) FROM change').fetchall()\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, timeout=60)
    journal = folder / "data.db-journal"
    assert journal.stat().st_size > PAGE
    return (folder / "data.db").read_bytes(), journal.read_bytes()


def test_a_save_that_was_cut_short_is_taken_back_and_a_spoilt_journal_is_found(
    home: Path,
) -> None:
    whole = _everything(home)
    data, journal = _mid_commit(home)
    lock = (home / "lock").read_bytes()
    assert lock

    def ended(with_journal: bytes | None) -> bool:
        """Whether it opens with everything as before; False if it is refused or told."""
        (home / "data.db").write_bytes(data)
        (home / "lock").write_bytes(lock)
        if with_journal is None:
            (home / "data.db-journal").unlink(missing_ok=True)
        else:
            (home / "data.db-journal").write_bytes(with_journal)
        try:
            with translate_errors(OPENING, anything_is_damage=True):
                vault = reopen(home)
        except (DamagedVault, OlderCopy):
            return False
        flaws = vault.flaws
        vault.close()
        if flaws:
            return False
        assert _everything(home) == whole
        return True

    assert ended(journal)
    spoilt = [None, journal[: len(journal) // 2], journal[:-PAGE], bytes(len(journal))]
    dice = random.Random(4)
    for _ in range(60):
        flipped = bytearray(journal)
        place = dice.randrange(len(journal) * 8)
        flipped[place // 8] ^= 1 << place % 8
        spoilt.append(bytes(flipped))
    refused = sum(not ended(one) for one in spoilt)
    assert refused > 30


def _everything(folder: Path) -> list[Any]:
    connection = connect(folder / "data.db", database_key(folder))
    tables = connection.execute(
        # Neither the desk nor the words to search by are facts; the latter are made from them.
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'desk'"
        " AND name NOT LIKE 'search%' ORDER BY name"
    ).fetchall()
    rows = [connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables]
    connection.close()
    return rows


def test_a_removed_record_that_is_back_is_found(home: Path) -> None:
    workbook = Workbook.open(home, PASSPHRASE)
    place = workbook.add("context", {"name": "gone"}).added[0]
    connection = workbook.vault._connection
    row = connection.execute("SELECT * FROM context WHERE id = ?", (place.id,)).fetchone()
    workbook.remove(place)
    workbook.close()
    connection = connect(home / "data.db", database_key(home))
    connection.execute(f"INSERT INTO context VALUES ({', '.join('?' * len(row))})", row)
    connection.close()
    assert checked_unmarked(home) == (Flaw("record_back", "context", place.id),)


def test_a_record_as_it_was_before_is_called_older(home: Path) -> None:
    reopen(home).close()
    connection = connect(home / "data.db", database_key(home))
    answers = connection.execute("SELECT answers FROM account WHERE id = 1").fetchone()[0]
    connection.close()
    workbook = Workbook.open(home, PASSPHRASE)
    workbook.save(ACCOUNT, {"how_connect": "Newer."})
    workbook.close()
    connection = connect(home / "data.db", database_key(home))
    connection.execute("UPDATE account SET answers = ? WHERE id = 1", (answers,))
    connection.close()
    assert Flaw("record_older", "account", 1) in checked_unmarked(home)


def test_a_column_that_is_added_and_empty_leaves_every_hash_as_it_was(home: Path) -> None:
    assert outside(home, "ALTER TABLE harm ADD COLUMN later TEXT") == ()
    assert outside(home, "UPDATE harm SET later = 'x' WHERE id = 1") == (
        Flaw("record_changed", "harm", 1),
    )


def test_rows_may_be_blank_only_where_a_purge_says_so(home: Path) -> None:
    twin = home.with_name("twin")
    shutil.copytree(home, twin)
    blank = "UPDATE change SET before = NULL, after = NULL WHERE id BETWEEN 20 AND 22"
    assert kinds(outside(twin, blank)) == {"history_removed"}
    with reopen(home) as vault, vault.engine.begin() as connection:
        connection.exec_driver_sql(blank)
        vault.seal.event("purged", changes=[[20, 22]])
    assert checked(home).holds
    assert kinds(outside(home, blank.replace("22", "23"))) == {"history_removed"}


def test_a_change_without_its_seal_is_never_kept(home: Path) -> None:
    """Ordinary saves go through the seal; each leaves exactly one row for each record."""
    before = checked(home).head.number
    workbook = Workbook.open(home, PASSPHRASE)
    changes = workbook.save(ACCOUNT, {"how_connect": "One."})
    workbook.close()
    assert checked(home).head.number == before + len(changes.touched)


def test_after_an_unclean_end_everything_is_checked_and_told(home: Path) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom tests.vault.tools import reopen\n"
        "vault = reopen(Path(sys.argv[1]))\n"
        "vault._connection.execute('UPDATE harm SET position = 9 WHERE id = 1')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(home)], cwd=ROOT, timeout=60)
    assert os.stat(home / "lock").st_size > 0
    with reopen(home) as vault:
        assert vault.flaws == (Flaw("record_changed", "harm", 1),)
    with reopen(home) as vault:
        assert vault.flaws == ()
