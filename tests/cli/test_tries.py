"""Every command that takes a secret counts wrong ones, so none is a way round the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roth_planner.errors import PlannerError, TooSoon, WrongSecret
from roth_planner.vault import FLOOR, backup, recovery
from roth_planner.vault.throttle import FREE
from roth_planner.workbook import Workbook, rescue, safety
from roth_planner.workbook.caseload import start_case
from roth_planner.workbook.opening import open_workbook

from .tools import Run, program

PASSPHRASE = "violet kettle ankle borough"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "mine.rothvault"
    workbook, _code = Workbook.create(folder, PASSPHRASE, cost=FLOOR)
    start_case(workbook, "J.")
    backup.make(workbook.vault)
    workbook.close()
    return folder


def newest(vault: Path) -> Path:
    return next((vault / "backups").iterdir())


def test_wrong_guesses_at_any_command_make_all_of_them_wait(
    run: Run, vault: Path, tmp_path: Path
) -> None:
    ways: tuple[tuple[object, ...], ...] = (
        ("verify", vault),
        ("backup", vault),
        ("salvage", vault, "--to", tmp_path / "saved"),
        ("restore", newest(vault), "--to", tmp_path / "restored"),
        ("print", vault, "R-1", "--to", tmp_path / "paper"),
    )
    for number in range(FREE):
        assert "does not open" in run(*ways[number], passphrase="guess").sentence
    for way in ways:
        assert "please wait" in run(*way, passphrase=PASSPHRASE).sentence
    with pytest.raises(TooSoon):
        open_workbook(vault, PASSPHRASE)


def _in_an_open_one(vault: Path, do: Callable[[Workbook], object]) -> None:
    workbook = Workbook.open(vault, PASSPHRASE)
    try:
        do(workbook)
    finally:
        workbook.close()


@pytest.mark.parametrize(
    "guess",
    [
        lambda vault: rescue.examine_closed(vault, "guess"),
        lambda vault: rescue.look_into(newest(vault), "guess"),
        lambda vault: rescue.restore(newest(vault), "guess", vault),
        lambda vault: rescue.salvage(vault, "guess"),
        lambda vault: safety.rekey(vault, "guess", "marble otter velvet trumpet", recovery.new()),
        lambda vault: _in_an_open_one(vault, lambda book: safety.check_secret(book, "guess")),
        lambda vault: _in_an_open_one(
            vault,
            lambda book: safety.change_passphrase(
                book, "guess", "marble otter velvet trumpet", FLOOR
            ),
        ),
        lambda vault: _in_an_open_one(vault, lambda book: safety.make_dearer(book, "guess")),
    ],
    ids=["health", "a backup", "restore", "salvage", "new keys", "secret", "change", "dearer"],
)
def test_no_page_of_the_window_is_a_way_round_the_wait(
    guess: Callable[[Path], object], vault: Path
) -> None:
    for _ in range(FREE):
        with pytest.raises(WrongSecret):
            guess(vault)
    with pytest.raises(TooSoon):
        guess(vault)
    with pytest.raises(PlannerError, match="please wait"):
        open_workbook(vault, PASSPHRASE)


def test_a_wait_does_not_hinder_who_only_looks_without_a_secret(vault: Path) -> None:
    for _ in range(FREE):
        with pytest.raises(WrongSecret):
            rescue.examine_closed(vault, "guess")
    assert rescue.examine_closed(vault, None).header.vault_id


def test_without_a_terminal_no_passphrase_is_asked_for_that_all_could_read(vault: Path) -> None:
    sentence = program("verify", vault).sentence
    assert "--passphrase-fd" in sentence


@pytest.mark.parametrize(
    "asked",
    [("verify",), ("frobnicate",), ("verify", "x", "--passphrase-fd", "one"), ("backup", "--odd")],
)
def test_what_is_not_understood_is_told_in_one_sentence(asked: tuple[str, ...]) -> None:
    assert "roth-planner" in program(*asked).sentence.replace(" -h.", ".")


@pytest.mark.parametrize("command", ["verify", "backup", "salvage", "restore"])
def test_a_name_that_no_system_takes_is_told_in_one_sentence(
    command: str, run: Run, tmp_path: Path
) -> None:
    to = ("--to", tmp_path / "new") if command in ("salvage", "restore") else ()
    said = run(command, tmp_path / ("n" * 300), *to, passphrase=PASSPHRASE).sentence
    assert "mistake" not in said and "may not" not in said and "not allowed" not in said


def test_nothing_is_made_inside_the_folder_of_a_vault(run: Run, vault: Path) -> None:
    """Another vault there, or the second backups, would be lost with it."""
    before = sorted(vault.iterdir())
    for way in (
        ("create", vault / "inside"),
        ("restore", newest(vault), "--to", vault / "inside"),
        ("salvage", vault, "--to", vault / "deep" / "inside"),
        ("backup", vault, "--to", vault),
    ):
        assert "inside" in run(*way, passphrase=PASSPHRASE).sentence
    assert sorted(vault.iterdir()) == before


def test_more_than_a_descriptor_can_be_is_no_mistake_of_the_program(run: Run, vault: Path) -> None:
    said = run("verify", vault, "--passphrase-fd", "9" * 20).sentence
    assert "mistake" not in said
