"""A vault is made, closed and opened again, wherever the chair wants it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest

from roth_planner.errors import CannotWrite, PlannerError, Refused, VaultInUse, WrongSecret
from roth_planner.vault import (
    DEFAULT,
    FLOOR,
    PRACTICE_PASSPHRASE,
    Vault,
    peek,
    recovery,
    translate_errors,
)
from roth_planner.vault import header as headers
from roth_planner.vault.header import FILES

from .tools import (
    PASSPHRASE,
    ROOT,
    as_ordinary_user,
    data_key,
    files_no_larger_than,
    remembered,
    reopen,
    run_python,
)


def _note(vault: Vault, text: str) -> None:
    with vault.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS mine (text TEXT)")
        connection.exec_driver_sql("INSERT INTO mine VALUES (?)", (text,))


def _notes(vault: Vault) -> list[str]:
    with vault.engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT text FROM mine")]


def test_a_chair_makes_a_vault_writes_closes_and_finds_it_again(tmp_path: Path):
    folder = tmp_path / "mine"
    vault, code = Vault.create(folder, PASSPHRASE, cost=FLOOR)
    _note(vault, "Zoë likes the canal, مرحبا 🦉")
    vault.close()
    for secret in (PASSPHRASE, code, code.lower().replace("-", " ")):
        with reopen(folder, secret) as again:
            assert _notes(again) == ["Zoë likes the canal, مرحبا 🦉"]
            assert (again.kind, again.vault_id) == (vault.kind, vault.vault_id)


def test_a_vault_for_real_records_costs_256_mib_a_guess_unless_told_otherwise(tmp_path: Path):
    vault, _code = Vault.create(tmp_path / "mine", PASSPHRASE)
    vault.close()
    passphrase, _recovery = headers.read(tmp_path / "mine")[0].slots
    assert passphrase.cost == DEFAULT
    assert (DEFAULT.memory_bytes, DEFAULT.passes) == (256 * 2**20, 3)
    Vault.open(tmp_path / "mine", PASSPHRASE).close()


def test_the_practice_vault_opens_with_the_passphrase_that_is_in_the_manual(tmp_path: Path):
    folder = tmp_path / "practice.rothvault"
    Vault.create(folder, PRACTICE_PASSPHRASE, kind="practice", cost=FLOOR)[0].close()
    with reopen(folder, PRACTICE_PASSPHRASE) as vault:
        assert vault.kind == "practice"
    assert peek(folder).kind == "practice"


@pytest.mark.parametrize("weak", [PRACTICE_PASSPHRASE, "", "password1234", "short", "a" * 30])
def test_real_records_are_not_kept_behind_a_weak_passphrase(weak: str, tmp_path: Path):
    with pytest.raises(Refused, match="guessed too soon"):
        Vault.create(tmp_path / "mine", weak, cost=FLOOR)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_for_one_person_alone(tmp_path: Path):
    before = os.umask(0)
    try:
        vault, _code = Vault.create(tmp_path / "mine", PASSPHRASE, cost=FLOOR)
        _note(vault, "so that there is a journal")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in vault.folder.iterdir()}
        vault.close()
    finally:
        os.umask(before)
    if os.name == "posix":
        assert modes == dict.fromkeys([*FILES, "data.db", "data.db-journal", "lock"], 0o600)
        assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o700


def test_the_header_says_when_the_vault_was_made(tmp_path: Path):
    vault, _code = Vault.create(tmp_path / "mine", PASSPHRASE, cost=FLOOR)
    vault.close()
    assert timedelta() <= datetime.now(UTC) - vault.created < timedelta(minutes=1)


def test_two_vaults_with_the_same_passphrase_have_nothing_in_common(tmp_path: Path):
    seen: dict[str, set[object]] = {}
    for number in range(8):
        folder = tmp_path / str(number)
        vault, code = Vault.create(folder, PASSPHRASE, cost=FLOOR, derive=remembered)
        vault.close()
        header = headers.read(folder)[0]
        facts = {
            "id": header.vault_id,
            "salt": header.slots[0].salt,
            "other salt": header.slots[1].salt,
            "nonce": header.slots[0].nonce,
            "wrapped": header.slots[0].wrapped,
            "key": data_key(folder),
            "code": code,
            "first page": (folder / "data.db").read_bytes()[:4096],
        }
        for name, fact in facts.items():
            seen.setdefault(name, set()).add(fact)
    assert {name: len(different) for name, different in seen.items()} == dict.fromkeys(seen, 8)


@pytest.mark.parametrize(
    "passphrase",
    [
        "Ffion, ŵyneb y môr a'r traeth",
        "Crème brûlée für Zoë im März",
        "ﬁne oﬃce Ⅷ ½ violets",
        "اردو زبان میں ایک لمبا جملہ",
        "🦉 two owls under the bridge 👩🏽‍🏫",
        "  spaces before and behind   ",
        "unusual violets by the canal, " + "long " * 200,
    ],
)
def test_a_passphrase_opens_however_the_keyboard_composes_its_letters(
    passphrase: str, tmp_path: Path
):
    Vault.create(tmp_path / "mine", passphrase, cost=FLOOR)[0].close()
    forms: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFC", "NFD", "NFKC", "NFKD")
    for form in forms:
        reopen(tmp_path / "mine", unicodedata.normalize(form, passphrase)).close()
    with pytest.raises(WrongSecret):
        reopen(tmp_path / "mine", passphrase.strip() + "!")


def test_capitals_and_spaces_of_a_passphrase_count(folder: Path):
    for wrong in (PASSPHRASE.upper(), PASSPHRASE + " ", " " + PASSPHRASE, PASSPHRASE[:-1], ""):
        with pytest.raises(WrongSecret):
            reopen(folder, wrong)


def test_half_a_character_from_a_clipboard_is_a_wrong_passphrase_and_no_crash(folder: Path):
    with pytest.raises(WrongSecret):
        reopen(folder, "violet \ud83d kettle \x00")


def test_a_passphrase_that_looks_like_a_recovery_code_still_opens(tmp_path: Path):
    mistyped = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345"
    right = next(
        code
        for last in range(1024)
        if recovery.is_right(
            code := mistyped[:-2] + recovery.ALPHABET[last >> 5] + recovery.ALPHABET[last & 31]
        )
        or last == 1023
    )
    for number, passphrase in enumerate((mistyped, right)):
        folder = tmp_path / str(number)
        vault, code = Vault.create(folder, passphrase, cost=FLOOR)
        vault.close()
        reopen(folder, passphrase).close()
        reopen(folder, code).close()


def test_a_recovery_code_of_another_vault_opens_nothing(folder: Path):
    with pytest.raises(WrongSecret, match="does not open the vault"):
        reopen(folder, recovery.new())


def test_a_slip_in_the_recovery_code_is_told_as_a_slip(folder: Path, code: str):
    slipped = code[:-1] + ("0" if code[-1] != "0" else "1")
    with pytest.raises(WrongSecret, match="a character is wrong"):
        reopen(folder, slipped)


PLACES = [
    "with spaces in it",
    "#%&?=+;,!$'()[]{}@^`~",
    "per%cent %(here)s %20",
    "quotes \" and '",
    "new\nline and\ttab",
    "emoji 🦉 and عربى",
    "file:memory?mode=ro",
    ":memory:",
    "-rf",
    "trailing dot.",
    "CON",
    "a" * 200,
    "deep/" * 30 + "end",
    "inside/../outside",
]


@pytest.mark.parametrize("place", PLACES, ids=range(len(PLACES)))
def test_a_vault_can_be_anywhere(place: str, tmp_path: Path):
    folder = tmp_path / place
    vault, _code = Vault.create(folder, PASSPHRASE, cost=FLOOR, derive=remembered)
    _note(vault, "here")
    vault.close()
    assert (vault.folder / "data.db").stat().st_size > 4096
    with reopen(folder) as again:
        assert _notes(again) == ["here"]


def test_a_vault_can_be_named_from_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    for name in ("mine", ":memory:"):
        Vault.create(Path(name), PASSPHRASE, cost=FLOOR, derive=remembered)[0].close()
        reopen(tmp_path / name).close()


# --- making that fails leaves nothing -----------------------------------------------------------


@pytest.mark.parametrize("there", ["file", "folder", "full folder", "dead link"])
def test_what_is_there_already_is_never_touched(there: str, tmp_path: Path):
    place = tmp_path / "taken"
    if there == "file":
        place.write_text("somebody's letter")
    elif there == "dead link":
        place.symlink_to(tmp_path / "nowhere")
    else:
        place.mkdir()
        if there == "full folder":
            (place / "letter").write_text("somebody's letter")
    with pytest.raises(CannotWrite, match="of this name already"):
        Vault.create(place, PASSPHRASE, cost=FLOOR)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
    if there == "file":
        assert place.read_text() == "somebody's letter"


@pytest.mark.parametrize("name", ["nul\0in it", "half \ud83d of an owl", "a" * 300])
def test_a_name_that_no_folder_can_have_is_refused(name: str, tmp_path: Path):
    with pytest.raises(CannotWrite, match="Choose a shorter, plainer name"):
        Vault.create(tmp_path / name, PASSPHRASE, cost=FLOOR)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("limit", [0, 500, 4096, 20_000])
def test_a_disk_that_is_full_leaves_no_half_vault(limit: int, tmp_path: Path):
    with files_no_larger_than(limit), pytest.raises(CannotWrite, match="no vault was made"):
        Vault.create(tmp_path / "mine", PASSPHRASE, cost=FLOOR, derive=remembered)
    assert list(tmp_path.iterdir()) == []


def test_in_a_read_only_folder_no_vault_is_made():
    with as_ordinary_user() as home:
        home.chmod(0o500)
        with pytest.raises(CannotWrite, match="may not write in the folder"):
            Vault.create(home / "mine", PASSPHRASE, cost=FLOOR, derive=remembered)
        assert list(home.iterdir()) == []


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path: Path):
    (tmp_path / "letter").write_text("x")
    with pytest.raises(CannotWrite, match="no vault was made"):
        Vault.create(tmp_path / "letter" / "mine", PASSPHRASE, cost=FLOOR, derive=remembered)


# --- a vault that may be read and not written ---------------------------------------------------


def test_a_read_only_vault_can_be_read_and_says_so_when_something_is_saved():
    with as_ordinary_user() as home:
        vault, _code = Vault.create(home / "mine", PASSPHRASE, cost=FLOOR, derive=remembered)
        _note(vault, "before")
        vault.close()
        for path in (home / "mine").iterdir():
            path.chmod(0o400)
        (home / "mine").chmod(0o500)
        with reopen(home / "mine") as again:
            assert _notes(again) == ["before"]
            with pytest.raises(CannotWrite, match="may not write"), translate_errors():
                _note(again, "after")
            assert _notes(again) == ["before"]


def test_a_vault_that_may_not_be_read_is_no_damaged_vault():
    with as_ordinary_user() as home:
        Vault.create(home / "mine", PASSPHRASE, cost=FLOOR, derive=remembered)[0].close()
        for names, words in (
            (["data.db"], "may not open the vault's data file"),
            (FILES, "not allowed to read the vault's header"),
            ([""], "may not open the vault's data file"),
        ):
            for name in names:
                (home / "mine" / name).chmod(0)
            with pytest.raises(PlannerError, match=words):
                reopen(home / "mine")


# --- one at a time ------------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from typing import Literal
from roth_planner.vault import Vault
with Vault.open(Path(sys.argv[1]), sys.argv[2]):
    print("open", flush=True)
    sys.stdin.readline()
"""
TRY = """
import sys
from pathlib import Path
from typing import Literal
from roth_planner.vault import Vault
try:
    Vault.open(Path(sys.argv[1]), sys.argv[2]).close()
    print("opened")
except Exception as error:
    print(type(error).__name__)
"""


def test_a_second_program_cannot_open_an_open_vault_not_even_to_read(folder: Path):
    with reopen(folder) as vault:
        assert run_python(TRY, folder, PASSPHRASE).stdout == "VaultInUse\n"
        _note(vault, "still mine")
    assert run_python(TRY, folder, PASSPHRASE).stdout == "opened\n"


def test_a_second_window_of_the_same_program_cannot_either_and_breaks_no_lock(folder: Path):
    with reopen(folder):
        for _ in range(3):
            with pytest.raises(VaultInUse, match="open in another window"):
                reopen(folder)
        # Closing a file handle would have dropped the lock (sqlite.org/howtocorrupt.html, 2.2).
        assert run_python(TRY, folder, PASSPHRASE).stdout == "VaultInUse\n"
    reopen(folder).close()


def test_a_vault_is_free_again_at_once_when_its_program_is_killed(folder: Path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), PASSPHRASE],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None and holder.stdout.readline() == "open\n"
    with pytest.raises(VaultInUse):
        reopen(folder)
    holder.kill()
    holder.communicate()
    reopen(folder).close()


def test_closing_twice_is_closing_once(folder: Path):
    vault = reopen(folder)
    vault.close()
    vault.close()
    reopen(folder).close()
