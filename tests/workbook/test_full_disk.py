"""A save is one transaction: when the disk is full nothing is half-saved and nothing typed is lost.

The vault's own connection is given a real limit of pages, so SQLite itself says that it is full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from roth_planner.errors import CannotWrite
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import start_case, start_context_plan, start_guardian
from roth_planner.workbook.draft import Draft
from tests.fixtures import PASSPHRASE

from .desk import account_of, add_row, answer, change_rows, kept, place, question

LONG = "What they said, word for word. " * 3000


def pragma(workbook: Workbook, name: str) -> int:
    with workbook.vault.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


@contextmanager
def full_disk(workbook: Workbook) -> Iterator[None]:
    """No page can be added to the data file."""
    limit = pragma(workbook, "page_count") - pragma(workbook, "freelist_count")
    pragma(workbook, f"max_page_count = {limit}")
    try:
        yield
    finally:
        pragma(workbook, "max_page_count = 1073741823")


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.")


def test_a_draft_keeps_what_was_typed_and_saves_it_when_there_is_room(
    workbook: Workbook, folder: Path, case: Ref
) -> None:
    account = account_of(workbook, case)
    asked = workbook.catalogue.guide("account").questions()
    chain, gains = (question(workbook, f"account.{key}") for key in ("how_connect", "who_gains"))
    answer(workbook, account, how_connect="First.")
    draft = Draft(workbook, account, asked)
    draft.set(chain, LONG)
    draft.set(gains, "The landlord")
    before = kept(workbook)
    changes = len(change_rows(workbook))
    with full_disk(workbook):
        for _ in range(2):
            with pytest.raises(CannotWrite, match=r"disk is full.*Everything saved before is safe"):
                draft.commit()
        assert kept(workbook) == before
        assert draft.pending
        assert draft.show(chain) == (LONG.strip("\n"), "")
        assert workbook.read(account).get("how_connect") == "First."
    assert draft.commit() is not None
    assert workbook.read(account).get("how_connect") == LONG
    assert workbook.read(account).get("who_gains") == "The landlord"
    assert len(change_rows(workbook)) == changes + 1
    workbook.close()
    again = Workbook.open(folder, PASSPHRASE)
    assert again.read(account).get("how_connect") == LONG
    again.close()


Attempt = Callable[[Workbook, Ref], Any]


def _add_person(workbook: Workbook, case: Ref) -> Any:
    return workbook.add("person", {"kind": "peer", "aliases": LONG})


def _add_row(workbook: Workbook, case: Ref) -> Any:
    return workbook.add_row(
        account_of(workbook, case), question(workbook, "account.strengths"), {"what": LONG}
    )


def _start_case(workbook: Workbook, case: Ref) -> Any:
    return start_case(workbook, "K.", LONG)


@pytest.mark.parametrize("attempt", [_add_person, _add_row, _start_case])
def test_every_way_of_adding_fails_whole_and_works_again(
    workbook: Workbook, case: Ref, attempt: Attempt
) -> None:
    answer(workbook, account_of(workbook, case), how_connect="A chain.")
    before = kept(workbook)
    changes = len(change_rows(workbook))
    with full_disk(workbook):
        with pytest.raises(CannotWrite, match="disk is full"):
            attempt(workbook, case)
        assert kept(workbook) == before
        assert len(change_rows(workbook)) == changes
    attempt(workbook, case)
    assert kept(workbook) != before
    workbook.undo()
    assert kept(workbook) == before


@pytest.mark.parametrize("done_before", range(4))
def test_removing_and_stepping_back_and_forth_fail_whole_and_work_again(
    workbook: Workbook, case: Ref, done_before: int
) -> None:
    need = add_row(workbook, account_of(workbook, case), "account.needs", met_now=LONG)
    steps: list[Callable[[], Any]] = [
        lambda: workbook.remove(need),
        workbook.undo,
        workbook.redo,
        workbook.undo,
    ]
    for step in steps[:done_before]:
        step()
    with full_disk(workbook):  # the log of each step needs room, so one of the next ones fails
        for number in range(done_before, 100):
            step = steps[number % 4]
            before = kept(workbook), workbook.can_undo, workbook.can_redo
            changes = len(change_rows(workbook))
            try:
                step()
            except CannotWrite:
                break
        else:
            pytest.fail("the disk was never full")
        assert (kept(workbook), workbook.can_undo, workbook.can_redo) == before
        assert len(change_rows(workbook)) == changes
    step()
    assert kept(workbook) != before[0]


def test_starting_a_place_plan_on_a_full_disk_leaves_no_half_of_it(
    workbook: Workbook, case: Ref
) -> None:
    station = place(workbook, "Station")
    before = kept(workbook)
    with full_disk(workbook):
        failed = 0
        for start in (start_context_plan, start_guardian):
            try:
                for _ in range(200):
                    start(workbook, case, station.id)
                    before = kept(workbook)
            except CannotWrite:
                failed += 1
                assert kept(workbook) == before
        assert failed
    start_guardian(workbook, case, station.id)
    assert kept(workbook) != before
