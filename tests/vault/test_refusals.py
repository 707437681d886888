"""Everything that is refused says so in a sentence of its own, and changes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from roth_planner.errors import (
    DamagedVault,
    NewerVault,
    NotAVault,
    PlainFile,
    PlannerError,
    VaultInUse,
    WrongSecret,
)
from roth_planner.vault import FLOOR, Vault
from roth_planner.vault.header import FILES

from .tools import PASSPHRASE, digests, put_header, remembered, reopen, spelled


def _nothing(folder: Path) -> None:
    shutil.rmtree(folder)


def _a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("a letter")


def _no_header(folder: Path) -> None:
    for name in FILES:
        (folder / name).unlink()


def _no_data(folder: Path) -> None:
    (folder / "data.db").unlink()


def _empty_data(folder: Path) -> None:
    (folder / "data.db").write_bytes(b"")


def _broken_headers(folder: Path) -> None:
    put_header(folder, b"{}")


def _newer(folder: Path) -> None:
    put_header(folder, spelled({"format": 2}))


def _plain(folder: Path) -> None:
    (folder / "data.db").unlink()
    plain = sqlite3.connect(folder / "data.db")
    plain.execute("CREATE TABLE alembic_version (version_num TEXT)")
    plain.execute("INSERT INTO alembic_version VALUES ('0001')")
    plain.commit()
    plain.close()


def _foreign(folder: Path) -> None:
    """The data of another vault with the same passphrase."""
    other = folder.parent / "other"
    Vault.create(other, PASSPHRASE, cost=FLOOR, derive=remembered)[0].close()
    shutil.move(other / "data.db", folder / "data.db")
    shutil.rmtree(other)


def _noise(folder: Path) -> None:
    (folder / "data.db").write_bytes(os.urandom(40_960))


def _text(folder: Path) -> None:
    (folder / "data.db").write_text("this is not a database " * 1000)


def _cut(folder: Path) -> None:
    with (folder / "data.db").open("r+b") as file:
        file.truncate(4096)


def _no_record_of_steps(folder: Path) -> None:
    with reopen(folder) as vault:
        vault._connection.execute("DROP TABLE alembic_version")


def _steps_we_do_not_know(folder: Path) -> None:
    with reopen(folder) as vault:
        vault._connection.execute("UPDATE alembic_version SET version_num = '9999'")


REFUSALS: dict[str, tuple[Callable[[Path], None], type[PlannerError], str]] = {
    "no folder": (_nothing, NotAVault, "no vault at this place"),
    "no header": (_no_header, NotAVault, "header.json and header.bak are missing"),
    "no data": (_no_data, NotAVault, "data.db is missing"),
    "empty data": (_empty_data, DamagedVault, "data.db is empty"),
    "both headers broken": (_broken_headers, DamagedVault, "header are damaged"),
    "newer header": (_newer, NewerVault, "newer version of ROTH Planner made this vault"),
    "newer tables": (_steps_we_do_not_know, NewerVault, "has changed the tables"),
    "plain data": (_plain, PlainFile, "not encrypted"),
    "foreign data": (_foreign, DamagedVault, "belongs to another vault"),
    "no record of steps": (_no_record_of_steps, DamagedVault, "does not hold the tables"),
}
ALIKE: dict[str, tuple[Callable[[Path], None], type[PlannerError], str]] = {
    "a file": (_a_file, NotAVault, "no vault at this place"),
    "noise as data": (_noise, DamagedVault, "is damaged, or belongs to another"),
    "text as data": (_text, DamagedVault, "is damaged, or belongs to another"),
    "data cut to one page": (_cut, DamagedVault, "is damaged, or belongs to another"),
}


def _all(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.mark.parametrize("name", [*REFUSALS, *ALIKE])
def test_what_is_no_good_vault_is_refused_in_words_and_not_one_byte_is_written(
    name: str, folder: Path
):
    harm, kind, words = {**REFUSALS, **ALIKE}[name]
    harm(folder)
    before, there = digests(folder.parent), _all(folder.parent)
    with pytest.raises(PlannerError) as refused:
        reopen(folder)
    assert refused.type is kind
    assert words in str(refused.value)
    assert (digests(folder.parent), _all(folder.parent)) == (before, there)


def _told(folder: Path, harm: Callable[[Path], None]) -> str:
    harm(folder)
    with pytest.raises(PlannerError) as refused:
        reopen(folder)
    return str(refused.value)


def test_every_refusal_has_a_sentence_of_its_own_that_gives_nothing_away(
    made: tuple[Path, str], tmp_path: Path
):
    told = {}
    for number, (name, (harm, _kind, _words)) in enumerate(REFUSALS.items()):
        folder = tmp_path / f"secret-place-{number}"
        shutil.copytree(made[0], folder)
        told[name] = _told(folder, harm)
    folder = tmp_path / "secret-place"
    shutil.copytree(made[0], folder)
    with reopen(folder), pytest.raises(VaultInUse) as refused:
        reopen(folder)
    told["in use"] = str(refused.value)
    code = made[1]
    for secret in ("wrong kettle ankle", code[:-1] + ("2" if code[-1] != "2" else "3")):
        with pytest.raises(WrongSecret) as refused:
            reopen(folder, secret)
        told[secret] = str(refused.value)
    assert len(set(told.values())) == len(told) == 13
    for sentence in told.values():
        assert sentence.endswith(".")
        assert len(sentence) < 300
        for hidden in (
            "secret-place",
            PASSPHRASE,
            "wrong kettle",
            code,
            "/",
            "\\",
            "Error",
            "SQL ",
        ):
            assert hidden not in sentence
        assert any(word in sentence for word in ("Nothing", "not touched"))  # what is safe


def test_a_wrong_secret_is_told_the_same_whichever_slot_it_was_meant_for(folder: Path):
    from roth_planner.vault import recovery

    told = set()
    for secret in ("wrong kettle ankle", "", PASSPHRASE[:-1], recovery.new(), recovery.new()):
        with pytest.raises(WrongSecret) as refused:
            reopen(folder, secret)
        told.add(str(refused.value))
    assert len(told) == 1


def test_a_refused_vault_opens_again_when_the_harm_is_undone(folder: Path, tmp_path: Path):
    for name in ("data.db", *FILES):
        kept = (folder / name).read_bytes()
        (folder / name).write_bytes(os.urandom(5000))
        with pytest.raises(PlannerError) if name == "data.db" else reopen(folder):
            if name == "data.db":
                reopen(folder)
        (folder / name).write_bytes(kept)
    reopen(folder).close()
