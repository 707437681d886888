"""The last-seen mark survives a write that was cut short, and nothing it says can be forged."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from roth_planner.errors import OlderCopy
from roth_planner.vault import Vault
from roth_planner.vault.mark import MarkFile, marks_folder
from roth_planner.vault.seal import HASH_BYTES, Head
from roth_planner.workbook import Ref, Workbook

from .tools import PASSPHRASE, as_ordinary_user, remembered, reopen

KEY = bytes(range(32))
FIRST, SECOND, THIRD = (Head(number, bytes([number]) * HASH_BYTES) for number in (1, 2, 3))


def marked(place: Path, *heads: Head) -> MarkFile:
    mark = MarkFile(place, "vault", KEY)
    for head in heads:
        mark.write(head)
    mark.close()
    return mark


def again(place: Path, key: bytes = KEY) -> Head | None:
    return MarkFile(place, "vault", key).read()


def test_the_last_of_many_marks_is_what_is_read(tmp_path: Path) -> None:
    assert again(tmp_path) is None
    for heads in ((FIRST,), (SECOND,), (THIRD, FIRST), (SECOND,)):
        mark = MarkFile(tmp_path, "vault", KEY)
        mark.read()
        for head in heads:
            mark.write(head)
        mark.close()
        assert again(tmp_path) == heads[-1]


def test_a_write_that_was_cut_short_anywhere_leaves_the_mark_before(tmp_path: Path) -> None:
    mark = marked(tmp_path, FIRST, SECOND, THIRD)
    whole = mark.path.read_bytes()
    mark = MarkFile(tmp_path, "vault", KEY)
    mark.read()
    mark.write(FIRST)
    mark.close()
    after = mark.path.read_bytes()
    for length in range(len(whole) + 1):
        mark.path.write_bytes(after[:length] + whole[length:])
        assert again(tmp_path) in (THIRD, FIRST)


def test_a_flipped_bit_never_gives_a_mark_that_was_not_written(tmp_path: Path) -> None:
    mark = marked(tmp_path, FIRST, SECOND)
    whole = mark.path.read_bytes()
    for place in range(len(whole) * 8):
        raw = bytearray(whole)
        raw[place // 8] ^= 1 << place % 8
        mark.path.write_bytes(raw)
        assert again(tmp_path) in (FIRST, SECOND)


@pytest.mark.parametrize("size", [0, 1, 47, 48, 95, 96, 97, 5000])
def test_a_file_of_anything_is_no_mark(size: int, tmp_path: Path) -> None:
    mark = marked(tmp_path, FIRST)
    mark.path.write_bytes(random.Random(size).randbytes(size))
    assert again(tmp_path) is None


def test_a_mark_of_another_vault_or_key_is_none(tmp_path: Path) -> None:
    marked(tmp_path, FIRST)
    assert again(tmp_path, bytes(32)) is None
    assert MarkFile(tmp_path, "another", KEY).read() is None


def test_the_mark_file_tells_nothing_and_is_for_one_person(home: Path) -> None:
    with reopen(home) as vault:
        vault_id = vault.vault_id
    (file,) = marks_folder().iterdir()
    assert vault_id not in file.name and file.stat().st_size == 96
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0


def test_each_save_moves_the_mark(home: Path) -> None:
    workbook = Workbook.open(home, PASSPHRASE)
    for number in range(3):
        workbook.save(Ref("account", 1), {"how_connect": f"{number}"})
        seal = workbook.vault.seal
        (file,) = marks_folder().iterdir()
        assert MarkFile(marks_folder(), workbook.vault.vault_id, seal.key).read() == seal.head()
        assert file.is_file()
    workbook.close()


def test_without_a_place_for_marks_the_vault_still_works() -> None:
    with as_ordinary_user() as place:
        marks = place / "marks"
        marks.mkdir()
        marks.chmod(0o500)
        vault, _code = Vault.create(place / "mine", PASSPHRASE, marks=marks, derive=remembered)
        vault.close()
        Vault.open(place / "mine", PASSPHRASE, marks=marks, derive=remembered).close()
        assert list(marks.iterdir()) == []


def test_a_mark_that_is_forgotten_lets_an_older_copy_in(home: Path) -> None:
    reopen(home).close()
    old = (home / "data.db").read_bytes()
    workbook = Workbook.open(home, PASSPHRASE)
    workbook.save(Ref("account", 1), {"how_connect": "Newer."})
    key, vault_id = workbook.vault.seal.key, workbook.vault.vault_id
    workbook.close()
    (home / "data.db").write_bytes(old)
    with pytest.raises(OlderCopy):
        reopen(home)
    MarkFile(marks_folder(), vault_id, key).forget()
    reopen(home).close()
