"""A case that is deleted for good: nothing of it is left, and nothing of another is missing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from roth_planner.errors import Refused
from roth_planner.vault import backup, backup_file, keys
from roth_planner.vault.purging import PROMISE, purges
from roth_planner.vault.rotation import superfluous
from roth_planner.workbook import Workbook, copies, deletion, safety
from roth_planner.workbook.caseload import case_lines, parts, start_case
from roth_planner.workbook.parts import Ref
from tests.fixtures.everything import Everything
from tests.vault.plain_pages import plain, plain_file
from tests.vault.tools import data_key, database_key

from .desk import account_of, add_row, answer, change_rows, kept, rows_of
from .two_cases import GOES, STAYS, TwoCases, make, opened


@pytest.fixture
def cases(folder: Path) -> TwoCases:
    return make(folder)


def _delete(workbook: Workbook, case: Ref, *, purge: bool = False) -> deletion.Certificate:
    return deletion.delete_for_good(workbook, case, purge_backups=purge)


def _data(folder: Path) -> bytes:
    return plain_file(folder / "data.db", database_key(folder))


def _backup_data(folder: Path, path: Path) -> bytes:
    data = path.read_bytes()[: backup_file.look(path).length]
    return plain(data, keys.sub_key(data_key(folder), "backup"))


def _note(workbook: Workbook, case: Ref, reader: str = "") -> None:
    copies.note_copy(
        workbook,
        case,
        document="full_plan",
        subject=parts(workbook, case).plan,
        title="Full plan",
        audience="Core agencies",
        way="printed",
        pages=3,
        data=b"%PDF-",
        reader=reader,
    )


# -- the file


@pytest.mark.parametrize("purge", [False, True])
def test_no_page_of_the_file_holds_a_word_of_it_and_the_seal_holds(
    folder: Path, cases: TwoCases, purge: bool
) -> None:
    before = _data(folder)
    assert before.count(GOES.encode()) > 20
    workbook = opened(folder)
    _note(workbook, cases.first, f"{GOES} reader")
    _delete(workbook, cases.first, purge=purge)
    assert workbook.vault.check().holds
    assert workbook.vault.check().flaws == ()
    workbook.close()
    after = _data(folder)
    assert GOES.encode() not in after
    assert GOES.lower().encode() not in after, "the index of the search holds it"
    assert after.count(STAYS.encode()) > 10
    again = opened(folder)
    assert again.vault.flaws == ()
    assert again.vault.check().holds
    again.close()


def test_a_case_with_an_answer_to_every_question_leaves_none(folder: Path, cases: TwoCases) -> None:
    workbook = opened(folder)
    everything = Everything(workbook)
    workbook.save(everything.case, {"hold": "no"})
    workbook.close()
    before = _data(folder)
    assert all(word.encode() in before for word in everything.canaries)
    workbook = opened(folder)
    _delete(workbook, everything.case)
    workbook.close()
    after = _data(folder)
    assert [word for word in everything.canaries if word.encode() in after] == []
    assert STAYS.encode() in after


# -- what stays


def test_the_other_case_keeps_everything_it_has(folder: Path, cases: TwoCases) -> None:
    workbook = opened(folder)
    before = kept(workbook)
    _delete(workbook, cases.first)
    after = kept(workbook)
    gone = {key for key in before if key not in after}
    assert {key for key in after if key not in before} == set()
    assert all(before[key] == after[key] for key in after)
    assert {record for record, _number in gone} >= {"case", "account", "plan", "harm", "context"}
    words = {key: str(held) for key, held in before.items()}
    assert [key for key in gone if STAYS in words[key]] == []
    assert [key for key in after if GOES in words[key]] == []
    for stays in (cases.friend, cases.worker, cases.park, cases.park_plan, cases.park_guardian):
        assert tuple(stays) in after
    for goes in (cases.young_person, cases.mum, cases.alley, cases.alley_plan):
        assert tuple(goes) not in after
    (link,) = rows_of(workbook, cases.friend, "person.links")
    assert link.get("other") == parts(workbook, cases.second).person.id
    assert [line.ref for line in case_lines(workbook)] == [cases.second]
    assert parts(workbook, cases.second).guardians[0].ref == cases.park_guardian
    workbook.close()


def test_what_stays_is_named_before_and_what_goes_is_counted(folder: Path, cases: TwoCases) -> None:
    workbook = opened(folder)
    found = deletion.what_goes(workbook, cases.first)
    assert (found.reference, found.held) == ("R-1", "")
    assert "2 people only known from this case" in found.going
    assert "1 place only used by it" in found.going
    assert "1 plan for a place" in found.going
    staying = "; ".join(found.staying)
    assert f"{STAYS} K." in staying
    assert f"The plan for {STAYS} Riverside Park" in staying
    assert GOES not in staying
    number = workbook.vault.seal.head().number
    assert deletion.what_goes(workbook, cases.first) == found
    assert workbook.vault.seal.head().number == number, "looking changes nothing"
    made = _delete(workbook, cases.first)
    assert (made.going, made.staying) == (found.going, len(found.staying))
    workbook.close()


def test_the_young_person_stays_where_another_case_speaks_of_them(
    folder: Path, cases: TwoCases
) -> None:
    workbook = opened(folder)
    row = add_row(
        workbook, cases.second, "case.people", person=cases.young_person.id, part="Friend"
    )
    _delete(workbook, cases.first)
    after = kept(workbook)
    assert tuple(cases.young_person) in after
    assert tuple(row) in after
    assert tuple(cases.mum) not in after
    assert workbook.vault.check().holds
    workbook.close()


def test_both_cases_can_go_one_after_the_other(folder: Path, cases: TwoCases) -> None:
    workbook = opened(folder)
    _delete(workbook, cases.first)
    _delete(workbook, cases.second, purge=True)
    left = {str(held.get("name")) for held in kept(workbook).values()}
    assert left == {f"{STAYS} Reed"}, "who is tied to nobody stays"
    assert workbook.vault.check().holds
    workbook.close()
    assert GOES.encode() not in _data(folder)


# -- the way back


def test_undo_passes_by_the_steps_that_touched_it_and_takes_back_the_others(
    folder: Path, cases: TwoCases
) -> None:
    workbook = opened(folder)
    account = account_of(workbook, cases.second)
    answer(workbook, account, how_connect="one")
    answer(workbook, account, how_connect="two")
    answer(workbook, account_of(workbook, cases.first), how_connect="other case")
    workbook.undo()
    answer(workbook, account_of(workbook, cases.first), how_connect="other case again")
    _delete(workbook, cases.first)
    assert not workbook.can_redo
    workbook.undo()
    assert workbook.read(account).get("how_connect") == "one"
    workbook.undo()
    assert workbook.read(account).get("how_connect") == f"{STAYS} connects"
    assert workbook.undo() is None
    assert workbook.redo() is not None
    assert workbook.vault.check().holds
    workbook.close()


def test_the_history_says_that_something_was_there_and_not_what(
    folder: Path, cases: TwoCases
) -> None:
    workbook = opened(folder)
    before = change_rows(workbook)
    texts = {row.id: (row.step, row.at, row.record, row.record_id) for row in before}
    _delete(workbook, cases.first)
    after = change_rows(workbook)
    for row in after[: len(before)]:
        assert texts[row.id] == (row.step, row.at, row.record, row.record_id)
    blank = [row for row in after if row.before is None and row.after is None]
    assert len(blank) > 20
    assert not [row for row in after if GOES in f"{row.before}{row.after}"]
    workbook.close()


def test_notes_of_the_desk_about_it_go_and_others_stay(folder: Path, cases: TwoCases) -> None:
    workbook = opened(folder)
    _delete(workbook, cases.first)
    assert workbook.desk.get(f"map.{cases.first.id}") is None
    assert workbook.desk.get("where") is None
    assert workbook.desk.get(f"map.{cases.second.id}") is not None
    workbook.close()


def test_a_case_that_is_gone_cannot_go_again(folder: Path, cases: TwoCases) -> None:
    workbook = opened(folder)
    _delete(workbook, cases.first)
    with pytest.raises(Refused, match="not there any more"):
        _delete(workbook, cases.first)
    workbook.close()


# -- a hold


@pytest.mark.parametrize("said", ["yes", "not_sure"])
def test_a_case_on_hold_goes_on_no_path(folder: Path, cases: TwoCases, said: str) -> None:
    workbook = opened(folder)
    third = start_case(workbook, "L.", "Lee", "R-3")
    workbook.undo()
    workbook.redo()
    workbook.save(third, {"hold": said, "hold_reason": "The coroner asked."})
    before, number = kept(workbook), workbook.vault.seal.head().number
    assert deletion.what_goes(workbook, third).held == "The coroner asked."
    for purge in (False, True):
        with pytest.raises(Refused, match="on hold"):
            _delete(workbook, third, purge=purge)
    with pytest.raises(Refused, match="on hold"):
        workbook.remove(third)
    assert (kept(workbook), workbook.vault.seal.head().number) == (before, number)
    assert backup.backups(backup.place_of(folder)) == ()
    workbook._history.undoable.pop()  # as if the answer were of an earlier sitting
    with pytest.raises(Refused, match="on hold"):
        workbook.undo()
    assert kept(workbook) == before
    workbook.save(third, {"hold": "no"})
    _delete(workbook, third)
    assert third not in [line.ref for line in case_lines(workbook)]
    workbook.close()


# -- backups


def test_without_purging_a_verified_backup_is_made_first_and_ages_out_in_35_days(
    folder: Path, cases: TwoCases
) -> None:
    workbook = opened(folder)
    ordinary = safety.make_backup(workbook)
    made = _delete(workbook, cases.first)
    found = backup.backups(backup.place_of(folder))
    (before,) = (one for one in found if one.reason == "before-delete")
    assert GOES.encode() in _backup_data(folder, before.path)
    assert [left.made for left in made.backups_left] == sorted([ordinary.made, before.made])
    assert made.gone_by - made.at == dt.timedelta(days=35)
    # By the ordinary rule alone it would be one of the last for years to come.
    for days, there in ((34, True), (36, False)):
        later = made.at + dt.timedelta(days=days)
        answer(workbook, account_of(workbook, cases.second), how_connect=f"{STAYS} {days}")
        backup.make(workbook.vault, clock=lambda later=later: later)
        assert ordinary.path.exists() is there
    assert not before.path.exists()
    workbook.close()


def test_a_backup_that_comes_back_goes_again_though_nothing_new_is_to_be_backed_up(
    folder: Path, cases: TwoCases
) -> None:
    workbook = opened(folder)
    old = safety.make_backup(workbook)
    data = old.path.read_bytes()
    _delete(workbook, cases.first, purge=True)
    assert not old.path.exists()
    old.path.write_bytes(data)  # as a program does that copies folders
    assert not safety.back_up(workbook).made
    (left,) = backup.backups(backup.place_of(folder))
    assert left.path != old.path
    assert GOES.encode() not in _backup_data(folder, left.path)
    workbook.close()


def test_purging_leaves_no_backup_with_a_word_of_it_in_either_place(
    folder: Path, cases: TwoCases, tmp_path: Path
) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    workbook = opened(folder)
    old = [safety.make_backup(workbook), safety.make_backup(workbook, second)]
    assert all(GOES.encode() in _backup_data(folder, one.path) for one in old)
    assert len(deletion.what_goes(workbook, cases.first, second).backups) == 2
    made = deletion.delete_for_good(workbook, cases.first, purge_backups=True, second=second)
    assert (made.trouble, made.backups_left) == ("", ())
    assert made.backups_removed == (old[0].made,)
    assert not any(one.path.exists() for one in old)
    there = [*backup.backups(backup.place_of(folder)), *safety.second_backups(workbook, second)]
    assert len(there) == 2
    for one in there:
        data = _backup_data(folder, one.path)
        assert GOES.encode() not in data
        assert STAYS.encode() in data
    workbook.close()


def test_a_backup_from_before_the_case_was_begun_is_not_touched(
    folder: Path, cases: TwoCases
) -> None:
    workbook = opened(folder)
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    old = backup.make(workbook.vault, clock=lambda: yesterday)
    later = start_case(workbook, "L.", reference="R-3")
    new = safety.make_backup(workbook)
    assert deletion.what_goes(workbook, later).backups == (new,)
    made = _delete(workbook, later, purge=True)
    assert made.backups_removed == (new.made,)
    assert old.path.exists()
    assert not new.path.exists()
    workbook.close()


def test_a_second_place_that_is_not_there_is_told_and_purged_when_it_is_back(
    folder: Path, cases: TwoCases, tmp_path: Path
) -> None:
    second, away = tmp_path / "stick", tmp_path / "away"
    second.mkdir()
    workbook = opened(folder)
    old = safety.make_backup(workbook, second)
    second.rename(away)
    made = deletion.delete_for_good(workbook, cases.first, purge_backups=True, second=second)
    assert "second place" in made.trouble
    away.rename(second)
    assert old.path.exists()
    assert not safety.back_up(workbook, second).second_trouble
    assert not old.path.exists()
    workbook.close()


def test_the_promise_is_kept_by_the_rule_of_rotation_itself(folder: Path, cases: TwoCases) -> None:
    workbook = opened(folder)
    _delete(workbook, cases.first)
    (purge,) = purges(workbook.vault)
    old = backup.backups(backup.place_of(folder))
    late = purge.at + PROMISE + dt.timedelta(days=1)
    assert superfluous(old, late, [purge]) == (), "never the only one there is"
    new = safety.make_backup(workbook)
    assert superfluous([*old, new], late, [purge]) == old
    assert superfluous([*old, new], late) == old, "30 days by the ordinary rule"
    almost = purge.at + PROMISE - dt.timedelta(days=6)
    assert superfluous([*old, new], almost, [purge]) == ()
    workbook.close()


# -- the certificate


def test_the_certificate_lists_every_copy_and_names_no_young_person(
    folder: Path, cases: TwoCases
) -> None:
    workbook = opened(folder)
    for number in range(100):
        _note(workbook, cases.first, f"Reader {number}")
    _note(workbook, cases.first, "Jordan, by hand")
    _note(workbook, cases.second, "Somebody else")
    answer(workbook, cases.first, reference="Ellery 2026")
    made = deletion.delete_for_good(workbook, cases.first, purge_backups=True, by="  A  Chair ")
    assert len(made.copies) == 101
    assert {copy.number for copy in made.copies} == set(range(1, 102))
    assert made.reference == f"Case {cases.first.id}"
    assert made.by == "A Chair"
    assert "Jordan" not in repr(made)
    assert [copy.reader for copy in copies.copies_of(workbook, cases.second)] == ["Somebody else"]
    workbook.close()
