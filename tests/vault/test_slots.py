"""Secrets are changed while the vault is open, and whatever happens meanwhile one of them opens."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roth_planner.errors import CannotWrite, DamagedVault, PlannerError, Refused, WrongSecret
from roth_planner.vault import (
    DEFAULT,
    FLOOR,
    PRACTICE_PASSPHRASE,
    Cost,
    Vault,
    new_recovery_code,
    recovery,
)
from roth_planner.vault import header as headers
from roth_planner.vault.header import FILES
from roth_planner.vault.keys import MIB, sub_key

from .tools import (
    PASSPHRASE,
    as_ordinary_user,
    data_key,
    digests,
    disk_calls,
    files_no_larger_than,
    notes,
    opens,
    put_header,
    remembered,
    reopen,
)

NEW = "marble otter velvet trumpet"


def _change(vault: Vault, secret: str = PASSPHRASE, new: str = NEW) -> None:
    vault.change_passphrase(secret, new, cost=FLOOR, derive=remembered)


def _replace(vault: Vault, secret: str = PASSPHRASE) -> str:
    return vault.replace_recovery_code(secret, derive=remembered)


def _epochs(folder: Path) -> list[int]:
    return [headers.parse((folder / name).read_bytes()).epoch for name in FILES]


# --- the passphrase -----------------------------------------------------------------------------


def test_a_chair_changes_the_passphrase_and_only_the_new_one_opens(folder: Path, code: str):
    with reopen(folder) as vault:
        _change(vault)
        assert len(notes(vault)) == 300  # the vault stays open
    assert not opens(folder, PASSPHRASE)
    assert opens(folder, code)
    with reopen(folder, NEW) as vault:
        assert len(notes(vault)) == 300
    assert _epochs(folder) == [2, 2]
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*FILES, "data.db", "data.db-journal", "lock"]
    )


def test_a_forgotten_passphrase_is_replaced_with_the_recovery_code(folder: Path, code: str):
    with reopen(folder, code) as vault:
        _change(vault, code)
    assert opens(folder, NEW) and opens(folder, code) and not opens(folder, PASSPHRASE)


def test_secrets_can_be_changed_again_and_again_in_one_sitting(folder: Path):
    with reopen(folder) as vault:
        _change(vault)
        with pytest.raises(WrongSecret):
            _change(vault, PASSPHRASE, "another four words here")
        code = _replace(vault, NEW)
        _change(vault, code, PASSPHRASE)
        assert vault.test_code(code, derive=remembered)
    assert opens(folder, PASSPHRASE) and opens(folder, code) and not opens(folder, NEW)
    assert _epochs(folder) == [4, 4]


def test_a_new_passphrase_costs_what_a_new_vault_costs(folder: Path):
    with reopen(folder) as vault:
        vault.change_passphrase(PASSPHRASE, NEW)
    assert headers.read(folder)[0].slots[0].cost == DEFAULT


def test_real_records_do_not_get_a_weak_passphrase_and_practice_may(folder: Path, tmp_path: Path):
    before = digests(folder)
    with reopen(folder) as vault:
        for weak in (PRACTICE_PASSPHRASE, "", "password1234"):
            with pytest.raises(Refused, match="guessed too soon"):
                _change(vault, PASSPHRASE, weak)
    assert digests(folder) == before
    practice = tmp_path / "practice"
    made, _code = Vault.create(practice, PRACTICE_PASSPHRASE, kind="practice", cost=FLOOR)
    with made:
        _change(made, PRACTICE_PASSPHRASE, "easy")
    assert opens(practice, "easy")


def test_each_change_draws_a_fresh_salt_and_nonce_and_leaves_the_other_slots_alone(folder: Path):
    first = headers.read(folder)[0].slots
    with reopen(folder) as vault:
        _change(vault, PASSPHRASE, PASSPHRASE)
    second = headers.read(folder)[0].slots
    assert first[0].salt != second[0].salt
    assert first[0].nonce != second[0].nonce
    assert first[0].wrapped != second[0].wrapped
    assert first[1] == second[1]


# --- the recovery code --------------------------------------------------------------------------


def test_a_replaced_recovery_code_does_not_open_any_more(folder: Path, code: str):
    with reopen(folder) as vault:
        new = _replace(vault)
    assert recovery.is_right(new)
    assert opens(folder, new) and opens(folder, PASSPHRASE) and not opens(folder, code)
    assert _epochs(folder) == [2, 2]


def test_a_code_can_be_shown_and_proved_to_be_on_paper_before_it_counts(folder: Path, code: str):
    shown = new_recovery_code()
    with reopen(folder) as vault:
        assert not vault.test_code(shown, derive=remembered)
        assert vault.replace_recovery_code(PASSPHRASE, shown, derive=remembered) == shown
        assert vault.test_code(shown.lower().replace("-", " "), derive=remembered)
        assert not vault.test_code(code, derive=remembered)
        with pytest.raises(ValueError, match="not a recovery code"):
            vault.replace_recovery_code(PASSPHRASE, "1234", derive=remembered)
    assert opens(folder, shown)


def test_a_code_can_be_tested_any_time_and_nothing_is_opened_or_changed(folder: Path, code: str):
    slipped = code[:-1] + ("0" if code[-1] != "0" else "1")
    before = digests(folder)
    with reopen(folder) as vault:
        assert vault.test_code(code, derive=remembered)
        assert vault.test_code(f" {code.lower()} ".replace("-", ""), derive=remembered)
        for wrong in (slipped, new_recovery_code(), "", PASSPHRASE):
            assert not vault.test_code(wrong, derive=remembered)
    assert digests(folder) == before


# --- what a guess costs -------------------------------------------------------------------------


def test_a_vault_made_when_guesses_were_cheaper_is_offered_an_upgrade(folder: Path, code: str):
    with reopen(folder) as vault:
        assert vault.wants_upgrade
        for wrong in (code, NEW, ""):
            with pytest.raises(WrongSecret, match="passphrase itself"):
                vault.upgrade_cost(wrong, derive=remembered)
        assert vault.wants_upgrade
        vault.upgrade_cost(PASSPHRASE, derive=remembered)
        assert not vault.wants_upgrade
    assert headers.read(folder)[0].slots[0].cost == DEFAULT
    assert opens(folder, code)
    with reopen(folder) as vault:
        assert not vault.wants_upgrade


@pytest.mark.parametrize(
    ("cost", "weaker"),
    [
        (DEFAULT, False),
        (Cost(256 * MIB, 2), True),
        (Cost(255 * MIB, 4), True),
        (Cost(64 * MIB, 10), True),
        (Cost(512 * MIB, 2), False),
        (Cost(512 * MIB, 1), True),
        (Cost(1024 * MIB, 1), False),
    ],
)
def test_weaker_is_less_memory_or_less_work(cost: Cost, weaker: bool):
    assert cost.weaker_than(DEFAULT) is weaker


def test_a_practice_vault_is_never_offered_one(tmp_path: Path):
    made, _code = Vault.create(tmp_path / "p", PRACTICE_PASSPHRASE, kind="practice", cost=FLOOR)
    with made:
        assert not made.wants_upgrade


# --- what is refused changes nothing ------------------------------------------------------------

CHANGES: dict[str, Callable[[Vault, str, Any], object]] = {
    "passphrase": lambda vault, secret, random: vault.change_passphrase(
        secret, NEW, cost=FLOOR, derive=remembered, random=random
    ),
    "recovery code": lambda vault, secret, random: vault.replace_recovery_code(
        secret, derive=remembered, random=random
    ),
    "cost": lambda vault, secret, random: vault.upgrade_cost(
        secret, cost=Cost(20 * MIB, 2), derive=remembered, random=random
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_without_the_secret_nothing_is_changed(change: str, folder: Path):
    before = digests(folder)
    with reopen(folder) as vault:
        for wrong in ("", NEW, PASSPHRASE.upper(), new_recovery_code()):
            with pytest.raises(WrongSecret):
                CHANGES[change](vault, wrong, os.urandom)
    assert digests(folder) == before


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    "random", [lambda size: b"", bytes, lambda size: os.urandom(size - 1)], ids=["no", "0", "short"]
)
def test_without_good_random_numbers_nothing_is_changed(change: str, random: Any, folder: Path):
    before = digests(folder)
    with reopen(folder) as vault, pytest.raises(PlannerError, match="random numbers"):
        CHANGES[change](vault, PASSPHRASE, random)
    assert digests(folder) == before


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("limit", [0, 100, 700])
def test_a_full_disk_changes_nothing_and_says_so(change: str, limit: int, folder: Path):
    before = digests(folder)
    with (
        reopen(folder) as vault,
        files_no_larger_than(limit),
        pytest.raises(CannotWrite, match=r"keys were not changed\. What opened it before still"),
    ):
        CHANGES[change](vault, PASSPHRASE, os.urandom)
    assert digests(folder) == before


def test_a_read_only_folder_changes_nothing_and_says_so():
    with as_ordinary_user() as home:
        Vault.create(home / "vault", PASSPHRASE, cost=FLOOR, derive=remembered)[0].close()
        (home / "vault").chmod(0o500)
        with reopen(home / "vault") as vault, pytest.raises(CannotWrite, match="may not write in"):
            _change(vault)
        assert opens(home / "vault", PASSPHRASE)


def test_an_open_vault_keeps_neither_its_data_key_nor_a_secret(folder: Path, code: str):
    secret = [data_key(folder), sub_key(data_key(folder), "database"), PASSPHRASE, code, NEW]
    with reopen(folder) as vault:
        _change(vault)
        kept = [value for owner in (vault, vault.engine) for value in vars(owner).values()]
        assert not [value for value in kept if value in secret]
        assert PASSPHRASE not in repr(vars(vault))
        assert data_key_of(vault._header_key, folder) is None


def data_key_of(key: bytes, folder: Path) -> bytes | None:
    """What a key opens as if it were the secret of any slot."""
    header = headers.read(folder)[0]
    return next(
        (
            found
            for slot in header.slots
            if (found := headers.open_slot(header, slot.kind, key, remembered)) is not None
        ),
        None,
    )


# --- an older header put back -------------------------------------------------------------------


@pytest.mark.parametrize("change", ["passphrase", "recovery code", "both", "twice"])
@pytest.mark.parametrize("opened_since", [False, True])
@pytest.mark.parametrize("by", ["passphrase", "recovery code"])
def test_an_older_header_with_the_older_secrets_is_refused(
    change: str, opened_since: bool, by: str, folder: Path, code: str
):
    older = (folder / "header.json").read_bytes()
    with reopen(folder) as vault:
        if change in ("passphrase", "both"):
            _change(vault)
        if change in ("recovery code", "both"):
            _replace(vault, NEW if change == "both" else PASSPHRASE)
        if change == "twice":
            _change(vault)
            _change(vault, NEW, "third words that do not belong")
        new = {"recovery code": PASSPHRASE, "twice": "third words that do not belong"}
    if opened_since:
        reopen(folder, new.get(change, NEW)).close()
    put_header(folder, older)
    before = digests(folder)
    with pytest.raises(DamagedVault, match="header is older than its data"):
        reopen(folder, PASSPHRASE if by == "passphrase" else code)
    assert digests(folder) == before


@pytest.mark.parametrize("name", FILES)
def test_one_older_copy_beside_the_current_one_opens_nothing_and_is_repaired(
    name: str, folder: Path
):
    older = (folder / name).read_bytes()
    with reopen(folder) as vault:
        _change(vault)
    (folder / name).write_bytes(older)
    with pytest.raises(WrongSecret):
        reopen(folder)
    reopen(folder, NEW).close()
    assert _epochs(folder) == [2, 2]


# --- two copies ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["missing", "empty", "cut", "noise"])
def test_a_damaged_copy_is_repaired_from_the_good_one_once_a_secret_has_proved_it(
    name: str, harm: str, folder: Path
):
    good = (folder / name).read_bytes()
    (folder / name).unlink()
    if harm != "missing":
        (folder / name).write_bytes({"empty": b"", "cut": good[:99], "noise": b"\xff" * 800}[harm])
    before = digests(folder)
    with pytest.raises(WrongSecret):
        reopen(folder, NEW)
    assert digests(folder) == before
    reopen(folder).close()
    assert [(folder / name).read_bytes() for name in FILES] == [good, good]
    if os.name == "posix":
        assert (folder / name).stat().st_mode & 0o777 == 0o600


def test_what_a_power_cut_left_beside_is_tidied_but_not_by_a_stranger(folder: Path):
    left = [folder / "header.json.tmp", folder / "header.bak.tmp", folder / "data.new"]
    for path in left:
        path.write_bytes(b"half of something")
    with pytest.raises(WrongSecret):
        reopen(folder, NEW)
    assert all(path.exists() for path in left)
    with reopen(folder) as vault:
        _change(vault)
    assert not any(path.exists() for path in left)


def test_a_damaged_copy_in_a_read_only_folder_does_not_keep_the_chair_out():
    with as_ordinary_user() as home:
        Vault.create(home / "vault", PASSPHRASE, cost=FLOOR, derive=remembered)[0].close()
        (home / "vault" / "header.json").write_bytes(b"noise")
        (home / "vault").chmod(0o500)
        reopen(home / "vault").close()
        assert (home / "vault" / "header.json").read_bytes() == b"noise"


def _failing_replace(monkeypatch: pytest.MonkeyPatch, *numbers: int) -> None:
    real, seen = os.replace, [0]

    def replace(source: Any, target: Any) -> None:
        seen[0] += 1
        if seen[0] in numbers:
            raise PermissionError(13, "held by another program")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)


def test_when_the_first_copy_cannot_be_replaced_nothing_has_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    before = digests(folder)
    with reopen(folder) as vault:
        with monkeypatch.context() as broken, pytest.raises(CannotWrite):
            _failing_replace(broken, 1)
            _change(vault)
        assert digests(folder) == before
        _change(vault)
    assert opens(folder, NEW)


def test_when_only_the_second_copy_cannot_the_change_holds_and_is_finished_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    with reopen(folder) as vault, monkeypatch.context() as broken:
        _failing_replace(broken, 2)
        _change(vault)
    assert _epochs(folder) == [1, 2]
    assert not opens(folder, PASSPHRASE)
    reopen(folder, NEW).close()
    assert _epochs(folder) == [2, 2]


def test_the_good_copy_is_the_last_to_be_replaced(folder: Path, monkeypatch: pytest.MonkeyPatch):
    order: list[str] = []
    real = os.replace

    def replace(source: Any, target: Any) -> None:
        order.append(Path(target).name)
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with reopen(folder) as vault:
        for bad in FILES:
            (folder / bad).write_bytes(b"noise")
            _change(vault, PASSPHRASE, PASSPHRASE)
    assert order == [*FILES, *reversed(FILES)]


def test_each_copy_is_on_the_disk_before_it_takes_its_place_and_its_name_after(folder: Path):
    with reopen(folder) as vault, disk_calls() as said:
        _change(vault)
    assert said == [
        "sync header.bak.tmp", "sync header.json.tmp",
        "put header.bak", "sync vault", "put header.json", "sync vault",
    ]  # fmt: skip


def _cut_short(folder: Path) -> None:
    """A change of the passphrase that a power cut interrupted between the two copies."""
    older = (folder / "header.json").read_bytes()
    whole = (folder / "data.db").read_bytes()
    with reopen(folder) as vault:
        _change(vault)
    (folder / "header.json").write_bytes(older)
    (folder / "data.db").write_bytes(whole)


@pytest.mark.parametrize(("first", "other"), [(PASSPHRASE, NEW), (NEW, PASSPHRASE)])
def test_a_change_that_was_cut_short_is_settled_by_the_secret_that_is_used(
    first: str, other: str, folder: Path, code: str
):
    _cut_short(folder)
    assert opens(folder, first) and opens(folder, other)
    reopen(folder, first).close()
    assert opens(folder, first) and opens(folder, code) and not opens(folder, other)
    epochs = _epochs(folder)
    assert epochs[0] == epochs[1] >= 2
    reopen(folder, first).close()
    assert _epochs(folder) == epochs


def test_the_recovery_code_finishes_a_change_that_was_cut_short(folder: Path, code: str):
    _cut_short(folder)
    reopen(folder, code).close()
    assert opens(folder, NEW) and not opens(folder, PASSPHRASE)


def test_a_change_by_another_window_while_this_one_derives_its_key_is_noticed(folder: Path):
    from roth_planner.errors import VaultInUse

    def slowly(secret: bytes, salt: bytes, cost: Cost) -> bytes:
        if headers.read(folder)[0].epoch == 1:
            with reopen(folder) as vault:
                _change(vault)
        return remembered(secret, salt, cost)

    with pytest.raises(VaultInUse, match="has just changed the keys"):
        Vault.open(folder, PASSPHRASE, derive=slowly)
    assert opens(folder, NEW)


# --- killed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["passphrase", "code"])
def test_killed_before_or_after_any_call_the_vault_opens_with_old_or_new(
    action: str, folder: Path, code: str, tmp_path: Path
):
    from .killing import NEW, NEW_CODE, killed

    old, new = (PASSPHRASE, NEW) if action == "passphrase" else (code, NEW_CODE)
    always = code if action == "passphrase" else PASSPHRASE
    seen = set()
    for place, ending in killed(action, folder, tmp_path / "killed", "calls"):
        found = (opens(place, old), opens(place, new))
        seen.add(found)
        assert any(found) and opens(place, always)
        with reopen(place, old if found[0] else new) as vault:
            assert len(notes(vault)) == 300
        assert (opens(place, old), opens(place, new)) == (found[0], not found[0])
        assert (place / FILES[0]).read_bytes() == (place / FILES[1]).read_bytes()
        assert not list(place.glob("*.tmp"))
        if ending == "finished":
            assert found == (False, True)
    assert seen == {(True, False), (True, True), (False, True)}  # all of them did happen
