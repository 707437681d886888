"""New keys for the vault are new keys for its backups: what opened it before opens none."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

from roth_planner.errors import CannotWrite, WrongSecret
from roth_planner.vault import FLOOR, Vault, rekey
from roth_planner.vault.backup import (
    backups,
    left_by_rekey,
    make,
    place_of,
    read,
    second_place,
    under_other_keys,
)
from roth_planner.vault.rekey import Rekeyed
from roth_planner.vault.restore import restore
from roth_planner.workbook import Workbook, safety

from .keeping import write
from .killing import NEW, killed
from .tools import PASSPHRASE, digests, files_no_larger_than, remembered, reopen

TOMORROW = dt.datetime.now(dt.UTC) + dt.timedelta(1)


def _rekey(folder: Path, **options: Any) -> Rekeyed:
    return rekey(folder, PASSPHRASE, NEW, cost=FLOOR, derive=remembered, **options)


def _opens(path: Path, secret: str) -> bool:
    try:
        with read(path, secret, derive=remembered):
            return True
    except WrongSecret:
        return False


def test_a_new_backup_is_made_and_then_all_under_the_old_keys_go(kept: Path, tmp_path: Path):
    with reopen(kept) as vault:
        make(vault, clock=lambda: TOMORROW)
        make(vault, reason="before-restore")
        make(vault, tmp_path)
        elsewhere = second_place(tmp_path, vault.vault_id)
    done = _rekey(kept, second=tmp_path)
    assert (done.removed, done.left, done.trouble) == (4, 0, "")
    assert done.backup == backups(place_of(kept))[0]
    for place in (place_of(kept), elsewhere):
        (one,) = backups(place)
        assert _opens(one.path, NEW) and _opens(one.path, done.code)
        assert not _opens(one.path, PASSPHRASE)


def test_a_stick_that_is_not_there_is_told_and_its_backups_count_as_left(
    kept: Path, tmp_path: Path
):
    with reopen(kept) as vault:
        make(vault, clock=lambda: TOMORROW)
    done = _rekey(kept, second=tmp_path / "gone")
    assert done.backup is not None and done.removed == 2
    assert "stick may be unplugged" in done.trouble


def test_without_room_for_the_backup_before_no_key_is_changed(kept: Path):
    before = digests(kept)
    with files_no_larger_than(4096), pytest.raises(CannotWrite, match="still does"):
        _rekey(kept)
    assert digests(kept) == before


def test_without_room_for_the_backup_after_those_of_before_are_kept_and_told(kept: Path):
    with reopen(kept) as vault:
        make(vault, clock=lambda: TOMORROW)
    limits: list[Any] = []

    def progress(step: str) -> None:
        if step == "renew":
            limits.append(files_no_larger_than(4096))
            limits[0].__enter__()

    try:
        done = _rekey(kept, progress=progress)
    finally:
        limits[0].__exit__(None, None, None)
    assert (done.backup, done.removed, done.left) == (None, 0, 2)
    assert "no backup was made" in done.trouble
    with reopen(kept, NEW) as vault:
        assert len(under_other_keys(vault)) == 2
        make(vault)
        assert len(under_other_keys(vault)) == 2
    assert sum(_opens(one.path, PASSPHRASE) for one in backups(place_of(kept))) == 2


def test_killed_before_or_after_any_call_there_is_always_a_backup_that_opens(
    kept: Path, tmp_path: Path
):
    with reopen(kept) as vault:
        make(vault)
    for place, _ending in killed("rekey", kept, tmp_path / "killed", "calls"):
        there = backups(place_of(place))
        openable = [_opens(one.path, PASSPHRASE) or _opens(one.path, NEW) for one in there]
        assert there and all(openable)


def test_what_a_rekey_cut_short_has_left_goes_after_the_next_backup(kept: Path, tmp_path: Path):
    """But never the backup of another vault, nor one of later keys."""
    with reopen(kept) as vault:
        old = make(vault)
    other = tmp_path / "other"
    made, _code = Vault.create(other, PASSPHRASE, cost=FLOOR, derive=remembered)
    with made:
        foreign = make(made)
    kept_aside = tmp_path / old.path.name
    shutil.copy(old.path, kept_aside)
    _rekey(kept)
    with reopen(kept, NEW) as vault:
        (new,) = backups(place_of(kept))
        new.path.rename(tmp_path / "new")
    shutil.copy(kept_aside, old.path)  # as if it had been killed before it removed this one
    shutil.copy(foreign.path, place_of(kept) / foreign.path.name)
    workbook = Workbook(Vault.open(kept, NEW, derive=remembered))
    write(workbook, "Later.")  # or the next backup may have the name of the old one
    assert left_by_rekey(workbook.vault) == ()  # none under the new keys yet
    done = safety.back_up(workbook)
    assert (done.made, done.removed, done.trouble) == (True, 1, "")
    assert {one.path.name for one in backups(place_of(kept))} >= {foreign.path.name}
    assert not old.path.exists()
    assert safety.back_up(workbook).removed == 0
    workbook.close()
    aside = tmp_path / "restored"
    restore(kept_aside, PASSPHRASE, aside, derive=remembered)
    with reopen(aside) as vault:
        make(vault)
        shutil.copy(tmp_path / "new", place_of(aside) / new.path.name)
        assert left_by_rekey(vault) == ()
