"""The keyring remembers how far a vault had come, also when a whole home folder is put back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from roth_planner.vault import FLOOR, Device, Vault
from roth_planner.vault.keyring_mark import DIFFERS, compare, forget, note
from roth_planner.vault.mark import marks_folder
from roth_planner.workbook import Ref, Workbook

from .test_device import Store, device, keyring
from .tools import PASSPHRASE, remembered, reopen


def a_save(folder: Path) -> None:
    workbook = Workbook.open(folder, PASSPHRASE)
    workbook.save(Ref("account", 1), {"how_connect": "Newer."})
    workbook.close()


def test_an_older_copy_with_the_mark_of_its_day_is_told_by_the_keyring(home: Path) -> None:
    store: Store = {}
    computer = device(store)
    with reopen(home) as vault:
        assert compare(vault, computer) == ""
        assert note(vault, computer)
        assert compare(vault, computer) == ""
    old, marks = home.with_name("old"), home.with_name("marks")
    shutil.copytree(home, old)
    shutil.copytree(marks_folder(), marks)
    a_save(home)
    with reopen(home) as vault:
        assert compare(vault, computer) == ""  # the keyring lags behind and only knows less
        assert note(vault, computer)
    with Vault.open(old, PASSPHRASE, marks=marks, derive=remembered) as vault:
        assert compare(vault, computer) == DIFFERS
        forget(vault.vault_id, computer)
        assert compare(vault, computer) == ""
    assert store == {}


def test_what_is_in_the_keyring_tells_nothing_of_the_vault(home: Path) -> None:
    store: Store = {}
    with reopen(home) as vault:
        note(vault, device(store))
        (((service, _user), text),) = store.items()
        assert vault.vault_id not in service + text
        assert len(text) == 64


def _raises(*_given: Any) -> None:
    raise RuntimeError("locked")


@pytest.mark.parametrize(
    "computer",
    [
        device(set_password=_raises, get_password=_raises),
        Device(lambda: keyring("keyrings.alt.file.PlaintextKeyring"), patience=5),
        Device(lambda: keyring("keyring.backends.fail.Keyring"), patience=5),
        Device(lambda: None, patience=5),
    ],
)
def test_without_a_safe_keyring_there_is_nothing_to_say_and_nothing_is_kept(
    computer: Device, home: Path
) -> None:
    with reopen(home) as vault:
        assert not note(vault, computer)
        assert compare(vault, computer) == ""


@pytest.mark.parametrize("junk", ["", "x", "A" * 64, "\u00e9", 7])
def test_junk_in_the_keyring_is_no_mark(junk: Any, home: Path) -> None:
    with reopen(home) as vault:
        assert compare(vault, device(get_password=lambda *_given: junk)) == ""


def test_a_practice_vault_leaves_no_mark(tmp_path: Path) -> None:
    store: Store = {}
    made, _code = Vault.create(tmp_path / "p", PASSPHRASE, kind="practice", cost=FLOOR)
    with made as vault:
        assert not note(vault, device(store)) and compare(vault, device(store)) == ""
    assert store == {}
