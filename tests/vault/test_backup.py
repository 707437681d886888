"""Backups: each is whole, opens, and is what was saved; nothing that fails costs one."""

from __future__ import annotations

import datetime as dt
import math
import os
import random
import shutil
import stat
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roth_planner.errors import (
    CannotWrite,
    DamagedVault,
    NewerVault,
    NotAVault,
    PlannerError,
    WrongSecret,
)
from roth_planner.vault import FLOOR, PRACTICE_PASSPHRASE, Vault, backup, backup_file, copying, keys
from roth_planner.vault.backup import MAKING, backups, due, make, place_of, read, second_place
from roth_planner.vault.engine import connect

from .keeping import account, all_of, workbook_of, write
from .killing import NEW, killed
from .tools import (
    PASSPHRASE,
    Counting,
    data_key,
    digests,
    disk_calls,
    files_no_larger_than,
    remembered,
    reopen,
)

NOON = dt.datetime.now(dt.UTC).replace(hour=12, minute=0, second=0, microsecond=0) + dt.timedelta(1)
"""Tomorrow, so that everything in a vault was changed before."""


def _read(path: Path, secret: str = PASSPHRASE) -> Any:
    return read(path, secret, derive=remembered)


def _backed_up(folder: Path) -> Path:
    with reopen(folder) as vault:
        return make(vault).path


# --- as it should be ----------------------------------------------------------------------------


def test_a_backup_is_one_file_and_says_what_is_in_it(kept: Path):
    workbook = workbook_of(kept)
    vault = workbook.vault
    assert due(vault)
    before = all_of(vault)
    made = make(vault, clock=lambda: NOON)
    assert not due(vault)
    assert made.path.name == f"{NOON:%Y-%m-%d}T120000Z-{vault.seal.latest.number:06d}.rothbackup"
    assert backups(place_of(kept)) == (made,)
    assert list(place_of(kept).iterdir()) == [made.path]
    assert (made.made, made.size) == (NOON, made.path.stat().st_size)
    with _read(made.path) as opened:
        assert opened.summary.vault_id == vault.vault_id
        assert opened.summary.records == vault.check().records
        assert opened.summary.records["case"] == 1
        assert opened.summary.flaws == ()
        assert copying.contents(opened.connection) == copying.contents(vault._connection)
        last = opened.summary.last_change
        assert last is not None and abs(dt.datetime.now(dt.UTC) - last) < dt.timedelta(hours=1)
    assert all_of(vault) == before
    write(workbook, "Something new.")
    assert due(vault)
    workbook.close()


def test_a_backup_tells_nothing_to_who_has_no_key(kept: Path):
    raw = _backed_up(kept).read_bytes()
    data = raw[: backup_file.look(backups(place_of(kept))[0].path).length]
    counted = Counter(data)
    entropy = -sum(n / len(data) * math.log2(n / len(data)) for n in counted.values())
    assert entropy > 7.9
    assert not raw.startswith(b"SQLite format 3")
    assert b"CREATE TABLE" not in raw


def test_a_backup_is_under_a_key_of_its_own_and_not_that_of_the_data(kept: Path):
    path = _backed_up(kept)
    with pytest.raises(DamagedVault):
        connect(path, keys.sub_key(data_key(kept), "database"), reading=True)
    connect(path, keys.sub_key(data_key(kept), "backup"), reading=True).close()


def test_only_what_was_changed_since_makes_a_backup_due(kept: Path):
    with reopen(kept) as vault:
        make(vault)
        make(vault, reason="before-restore")
        assert not due(vault)
    workbook = workbook_of(kept)
    write(workbook, "One.")
    assert due(workbook.vault)
    make(workbook.vault, clock=lambda: NOON - dt.timedelta(days=401))
    assert due(workbook.vault), "a clock that is wrong makes one too many, never one too few"
    make(workbook.vault)
    assert not due(workbook.vault)
    workbook.close()
    shutil.rmtree(place_of(kept))
    with reopen(kept) as vault:
        assert due(vault)


def test_an_empty_new_vault_has_nothing_to_back_up(tmp_path: Path):
    vault, _code = Vault.create(tmp_path / "new", PASSPHRASE, cost=FLOOR)
    with vault:
        assert not due(vault)
        assert make(vault).number == 0


def test_a_practice_vault_is_backed_up_like_any_other(tmp_path: Path):
    vault, _code = Vault.create(tmp_path / "p", PRACTICE_PASSPHRASE, kind="practice", cost=FLOOR)
    with vault:
        assert backup_file.look(make(vault).path).header.kind == "practice"


def test_what_opened_the_vault_then_opens_the_backup_and_nothing_else_does(kept: Path):
    first = _backed_up(kept)
    with reopen(kept) as vault:
        code = vault.replace_recovery_code(PASSPHRASE, derive=remembered)
        vault.change_passphrase(PASSPHRASE, NEW, cost=FLOOR, derive=remembered)
    with reopen(kept, NEW) as vault:
        second = make(vault, clock=lambda: NOON + dt.timedelta(days=2)).path
    for path, secret, other in ((first, PASSPHRASE, NEW), (second, NEW, PASSPHRASE)):
        with _read(path, secret) as opened:
            assert opened.summary.records["case"] == 1
        with pytest.raises(WrongSecret, match="when it was made"), _read(path, other):
            pass
    with _read(second, code):
        pass


def test_while_answers_are_saved_each_backup_is_one_of_the_states_that_were_saved(kept: Path):
    workbook = workbook_of(kept)
    said, stop = {write(workbook, "0"): "0"}, threading.Event()

    def chair() -> None:
        for number in range(1, 10_000):
            said[write(workbook, str(number))] = str(number)
            if stop.wait(0.1):  # ten edits a second
                return

    writer = threading.Thread(target=chair)
    writer.start()
    made = [make(workbook.vault, clock=lambda n=n: NOON + dt.timedelta(days=n)) for n in range(12)]
    stop.set()
    writer.join()
    number = account(workbook).id
    workbook.close()
    assert len({one.number for one in made}) > 1
    for one in made:
        with _read(one.path) as opened:
            found = opened.connection.execute(
                "SELECT json_extract(answers, '$.how_connect') FROM account WHERE id = ?", (number,)
            ).fetchone()[0]
        assert found == said[one.number]


def test_a_backup_is_not_made_in_the_middle_of_a_change(kept: Path):
    workbook = workbook_of(kept)
    with pytest.raises(ValueError, match="inside a change"), workbook.saving():
        workbook._session.connection()
        make(workbook.vault)
    workbook.close()


def test_it_is_on_the_disk_and_read_back_before_it_has_its_name_and_before_any_goes(kept: Path):
    with reopen(kept) as vault:
        old = [make(vault, clock=lambda n=n: NOON + dt.timedelta(minutes=n)) for n in range(10)]
        with disk_calls() as said:
            new = make(vault, clock=lambda: NOON + dt.timedelta(hours=1))
    assert said == [
        "sync making.tmp", "sync making.tmp", "sync backups", "sync making.tmp",
        f"put {new.path.name}", "sync backups", "sync backups",
    ]  # fmt: skip
    assert [one.path for one in backups(place_of(kept))] == [
        new.path, *(one.path for one in old[:0:-1]),
    ]  # fmt: skip


# --- a second place -----------------------------------------------------------------------------


def test_a_second_place_gets_the_same_file_in_a_folder_for_this_vault(kept: Path, tmp_path: Path):
    stick = tmp_path / "stick"
    stick.mkdir()
    with reopen(kept) as vault:
        assert due(vault, stick)
        first, second = make(vault), make(vault, stick)
        assert second.path.parent == second_place(stick, vault.vault_id)
        assert second.path.parent.name == vault.vault_id[:8]
        assert second.path.read_bytes() == first.path.read_bytes()
        assert not due(vault, stick)
    with _read(second.path):
        pass


def test_a_second_place_gets_its_own_when_the_first_has_none(kept: Path, tmp_path: Path):
    with reopen(kept) as vault:
        made = make(vault, tmp_path)
    assert not place_of(kept).exists()
    with _read(made.path) as opened:
        assert opened.summary.records["case"] == 1


def test_a_stick_that_is_not_there_is_a_sentence_and_no_harm(kept: Path, tmp_path: Path):
    with reopen(kept) as vault:
        first = make(vault)
        with pytest.raises(CannotWrite, match="stick may be unplugged"):
            make(vault, tmp_path / "gone")
    assert backups(place_of(kept)) == (first,)
    assert not (tmp_path / "gone").exists()


def test_a_damaged_backup_is_not_handed_on_to_the_second_place(kept: Path, tmp_path: Path):
    with reopen(kept) as vault:
        first = make(vault)
        _flip(first.path, 5000, 1)
        with pytest.raises(PlannerError):
            make(vault, tmp_path)
        assert backups(second_place(tmp_path, vault.vault_id)) == ()


# --- what is damaged is never taken for good ----------------------------------------------------


def _flip(path: Path, place: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ bit]))


def _refused(path: Path) -> str:
    counting = Counting()
    with pytest.raises(PlannerError) as told, read(path, PASSPHRASE, derive=counting):
        pass
    assert counting.calls == 0, "nothing is derived for a file that is damaged"
    return str(told.value)


def test_two_hundred_flipped_bits_are_each_found(kept: Path):
    path = _backed_up(kept)
    size, chance = path.stat().st_size, random.Random(86)
    end = size - backup_file.look(path).length
    # Half of them in the end, which is small and says what is what.
    places = [chance.randrange(size) for _ in range(100)]
    places += [size - 1 - chance.randrange(end) for _ in range(100)]
    for place in places:
        bit = 1 << chance.randrange(8)
        _flip(path, place, bit)
        assert "Nothing" in _refused(path) or "nothing" in _refused(path)
        _flip(path, place, bit)
    with _read(path):
        pass


def test_a_cut_an_empty_and_a_longer_file_are_refused(kept: Path):
    path = _backed_up(kept)
    whole = path.read_bytes()
    for length in (0, 1, 100, 4096, len(whole) // 2, len(whole) - 4096, len(whole) - 1):
        path.write_bytes(whole[:length])
        _refused(path)
    for more in (b"\x00", b"x" * 4096, whole[-200:]):
        path.write_bytes(whole + more)
        _refused(path)
    path.write_bytes(whole)
    with _read(path):
        pass


def test_what_is_no_backup_is_told_so(kept: Path, tmp_path: Path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF" * 1000)
    for path in (tmp_path / "letter.pdf", tmp_path / "missing", kept):
        with pytest.raises(NotAVault, match="not a backup"), _read(path):
            pass


def test_parts_of_two_backups_do_not_make_one(kept: Path, tmp_path: Path):
    workbook = workbook_of(kept)
    one = make(workbook.vault)
    write(workbook, "More.")
    two = make(workbook.vault)
    workbook.close()
    other, _code = Vault.create(tmp_path / "other", PASSPHRASE, cost=FLOOR, derive=remembered)
    with other:
        foreign = make(other)

    def parts(found: backup_file.Backup) -> tuple[bytes, bytes]:
        raw = found.path.read_bytes()
        length = backup_file.look(found.path).length
        return raw[:length], raw[length:]

    forged = tmp_path / "forged.rothbackup"
    for data, end in ((one, two), (two, one), (foreign, one), (one, foreign)):
        forged.write_bytes(parts(data)[0] + parts(end)[1])
        _refused(forged)
    # With the digest set right by somebody who knows the format and lacks the key:
    theirs = backup_file.look(foreign.path)
    data = parts(one)[0]
    forged.write_bytes(data)
    digest = backup_file.digest_of(forged, len(data))
    end = backup_file.ending(theirs.header, bytes(32), len(data), NOON, one.number, digest)
    forged.write_bytes(data + end)
    with pytest.raises(DamagedVault, match="does not belong"), _read(forged):
        pass


def test_a_backup_by_a_newer_program_is_told_from_a_damaged_one(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as later:
        later.setattr(backup_file, "VERSION", 2)
        newer = _backed_up(kept)
    with pytest.raises(NewerVault), _read(newer):
        pass
    with reopen(kept) as vault:
        vault._connection.execute("UPDATE alembic_version SET version_num = '9999'")
        made = make(vault, tmp_path)
    with pytest.raises(NewerVault), _read(made.path):
        pass


def test_a_backup_on_a_stick_that_may_not_be_written_is_read_and_not_touched(kept: Path):
    path = _backed_up(kept)
    path.chmod(stat.S_IRUSR)
    path.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    before, changed = digests(path.parent), path.stat()
    with _read(path) as opened:
        assert opened.summary.records["case"] == 1
        with pytest.raises(Exception, match="readonly"):
            opened.connection.execute("DELETE FROM person")
    path.parent.chmod(0o700)
    assert digests(path.parent) == before
    assert path.stat() == changed


# --- a vault that is not whole ------------------------------------------------------------------


def test_of_a_vault_whose_seal_does_not_hold_a_copy_is_kept_apart_and_none_goes(kept: Path):
    with reopen(kept) as vault:
        good = [make(vault, clock=lambda n=n: NOON + dt.timedelta(minutes=n)) for n in range(10)]
        vault._connection.execute("UPDATE person SET code = 'someone else'")
        with pytest.raises(DamagedVault, match="does not count as a backup"):
            make(vault)
        apart = [one for one in backups(place_of(kept)) if one.reason == "not-whole"]
        assert len(apart) == 1
        assert {one.path for one in good} < {one.path for one in backups(place_of(kept))}
        shutil.rmtree(place_of(kept))
        with pytest.raises(DamagedVault):
            make(vault)
        assert due(vault), "what is not whole is no backup"
    with _read(backups(place_of(kept))[0].path) as opened:
        assert {flaw.kind for flaw in opened.summary.flaws} == {"record_changed"}


def test_a_damaged_page_makes_no_backup_and_costs_none(kept: Path):
    good, refused = _backed_up(kept), 0
    with reopen(kept) as vault:
        whole = all_of(vault)
    for place in range(900, (kept / "data.db").stat().st_size, 9 * 4096):
        _flip(kept / "data.db", place, 4)
        try:
            with reopen(kept) as vault:
                made = make(vault, clock=lambda: NOON).path
        except DamagedVault:
            refused += 1
        else:  # nothing is kept in that page
            with _read(made) as opened:
                found = copying.contents(opened.connection)
                assert all(found[name] == held for name, held in whole.items())
            made.unlink()
        _flip(kept / "data.db", place, 4)
        assert list(place_of(kept).iterdir()) == [good]
    assert refused > 8


SPOILING: dict[str, str] = {
    "one row less": "DELETE FROM harm WHERE id = (SELECT max(id) FROM harm)",
    "a note less": "DELETE FROM seal_key",
    "one letter": "UPDATE person SET code = code || 'x' WHERE id = 1",
    "history cut": "DELETE FROM change WHERE id = (SELECT max(id) FROM change)",
    "a note of the desk less": "DELETE FROM desk",
    "an event less at the end": "DELETE FROM change WHERE id = (SELECT max(id) FROM change);"
    "UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'change'",
    "indexes that changed places": "PRAGMA writable_schema = ON;UPDATE sqlite_master SET rootpage ="
    " (SELECT sum(rootpage) FROM sqlite_master WHERE name IN ('ix_services_case_id',"
    " 'ix_services_lead_id')) - rootpage WHERE name IN"
    " ('ix_services_case_id', 'ix_services_lead_id')",
    "an orphan": "UPDATE harm SET account_id = 999",
}


@pytest.mark.parametrize("how", SPOILING)
def test_a_copy_that_is_not_like_the_vault_never_counts(
    how: str, kept: Path, monkeypatch: pytest.MonkeyPatch
):
    real = copying.copy_to

    def spoilt(connection: Any, new: Path, key: bytes, epoch: int) -> None:
        real(connection, new, key, epoch)
        copy = connect(new, key)
        copy.execute("PRAGMA foreign_keys = OFF")
        for statement in SPOILING[how].split(";"):
            copy.execute(statement)
        copy.close()

    with reopen(kept) as vault:
        vault._connection.execute("INSERT INTO desk VALUES ('a', 'b')")
        with vault.engine.begin():
            vault.seal.event("older-copy-used", seen=1)
        first = make(vault)
        monkeypatch.setattr(copying, "copy_to", spoilt)
        with pytest.raises(DamagedVault):
            make(vault, clock=lambda: NOON)
    assert [one for one in backups(place_of(kept)) if not one.reason] == [first]


# --- cut short, and a full disk -----------------------------------------------------------------


@pytest.mark.parametrize("limit", [0, 1000, 4096, 65_536, 300_000])
def test_a_full_disk_makes_no_backup_leaves_nothing_and_costs_none(limit: int, kept: Path):
    with reopen(kept) as vault:
        with files_no_larger_than(limit), pytest.raises(CannotWrite, match="no backup was made"):
            make(vault)
        assert not place_of(kept).exists()
        first = make(vault)
        with files_no_larger_than(limit), pytest.raises(CannotWrite):
            make(vault, clock=lambda: NOON)
    assert list(place_of(kept).iterdir()) == [first.path]


def test_a_disk_that_is_full_at_the_end_of_the_file_leaves_nothing(kept: Path):
    with reopen(kept) as vault:
        length = backup_file.look(make(vault).path).length
        with files_no_larger_than(length + 10), pytest.raises(CannotWrite):
            make(vault, clock=lambda: NOON)
    assert len(list(place_of(kept).iterdir())) == 1


def test_killed_before_or_after_any_call_every_backup_is_whole_and_the_next_one_tidies(
    kept: Path, tmp_path: Path
):
    workbook = workbook_of(kept)
    for number in range(11):
        write(workbook, f"state {number}")
        make(workbook.vault, clock=lambda n=number: NOON + dt.timedelta(minutes=n))
    write(workbook, "not yet in any")
    workbook.close()
    before = {one.path.name for one in backups(place_of(kept))}
    kills = killed("backup", kept, tmp_path / "killed", "calls")
    assert len(kills) > 20
    outcomes = []
    for place, _ending in kills:
        there = backups(place_of(place))
        for one in there[:2]:
            with _read(one.path) as opened:
                assert opened.summary.number == one.number
        names = {one.path.name for one in there}
        new = names - before
        assert len(names) >= 10 and len(new) <= 1
        assert new or names == before, "none goes before the new one counts"
        outcomes.append(bool(new))
        with reopen(place) as vault:
            assert due(vault) is not bool(new)
            make(vault)
            assert not (place_of(place) / MAKING).exists()
    assert outcomes == sorted(outcomes) and {True, False} == set(outcomes)


# --- the drill ----------------------------------------------------------------------------------


def _proving(folder: Path, act: Callable[[Vault], object] = lambda vault: None) -> list[str]:
    with reopen(folder) as vault:
        act(vault)
        backup.prove(vault, clock=lambda: NOON)
        return sorted(path.name for path in folder.iterdir())


def test_the_drill_restores_the_last_backup_takes_it_away_and_notes_when(kept: Path):
    with reopen(kept) as vault:
        assert not backup.proof_due(vault), "there is nothing to try yet"
        with pytest.raises(NotAVault, match="no backup yet"):
            backup.prove(vault)
        made = make(vault)
        assert backup.last_proof(vault) is None and backup.proof_due(vault)
        names = sorted(path.name for path in kept.iterdir())
        proof = backup.prove(vault, clock=lambda: NOON)
        assert (proof.backup, proof.at) == (made, NOON)
        assert proof.records == vault.check().records
        assert sorted(path.name for path in kept.iterdir()) == names
        assert not due(vault), "a note is no change"
        vault.check_unchanged()
    with reopen(kept) as vault:
        assert backup.last_proof(vault) == NOON
        for days, wanted in ((0, False), (29, False), (30, True), (400, True), (-31, True)):
            assert backup.proof_due(vault, NOON + dt.timedelta(days=days)) is wanted


def test_a_last_backup_that_cannot_be_restored_is_told_and_not_noted(kept: Path):
    with reopen(kept) as vault:
        _flip(make(vault).path, 9000, 1)
        with pytest.raises(DamagedVault, match="damaged"):
            backup.prove(vault)
        assert backup.last_proof(vault) is None
        assert not list(kept.glob(".drill-*"))


def test_killed_in_the_drill_nothing_is_noted_wrongly_and_nothing_stays(kept: Path, tmp_path: Path):
    _backed_up(kept)
    for place, ending in killed("prove", kept, tmp_path / "killed", "calls"):
        with reopen(place) as vault:
            noted = backup.last_proof(vault)
            assert ending == "killed" or noted is not None
            assert noted is None or not list(place.glob(".drill-*"))
            assert vault.flaws == ()
            backup.prove(vault)
        assert not list(place.glob(".drill-*"))


def test_a_folder_of_backups_may_hold_anything_else(kept: Path):
    made = _backed_up(kept)
    for name in ("2026-99-99T213605Z-000412.rothbackup", "notes.txt", "copy of " + made.name):
        shutil.copy(made, made.parent / name)
    (made.parent / "2026-11-21T213605Z-000412.rothbackup").mkdir()
    assert [one.path for one in backups(made.parent)] == [made]
    assert backups(made.parent / "nowhere") == ()
    os.remove(made)


def test_a_file_with_a_fitting_name_that_is_no_backup_of_this_vault_does_not_count(
    kept: Path, tmp_path: Path
):
    with reopen(kept) as vault:
        mine = make(vault)
        assert not due(vault)
        whole = mine.path.read_bytes()
        mine.path.write_bytes(whole[:-1])
        assert due(vault)
        other, _code = Vault.create(tmp_path / "other", PASSPHRASE, cost=FLOOR, derive=remembered)
        with other:
            shutil.copy(make(other).path, mine.path)
        assert due(vault)
        mine.path.write_bytes(whole)
        assert not due(vault)
