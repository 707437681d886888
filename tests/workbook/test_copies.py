"""The log of copies: every one that leaves the program, and nothing that Undo can take away."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from roth_planner.documents import produce
from roth_planner.errors import Refused
from roth_planner.workbook import Ref, Workbook, copies
from roth_planner.workbook.caseload import case_lines, start_case, start_context_plan
from roth_planner.workbook.opening import open_to_read

from .desk import kept, place
from .two_cases import make


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.", "Jordan", "R-1")


def _print(workbook: Workbook, case: Ref, number: int = 0, reader: str = "") -> produce.Made:
    choice = produce.documents_of(workbook, case)[number]
    made = produce.make(workbook, case, choice)
    produce.note_copy(workbook, case, choice, made, "printed", reader)
    return made


def test_a_copy_is_told_with_all_that_tells_it_from_others(workbook: Workbook, case: Ref) -> None:
    made = _print(workbook, case, reader="  Ms\nOkoro ")
    (copy,) = copies.copies_of(workbook, case)
    assert (copy.document, copy.title, copy.audience) == (
        "full_plan",
        "Full plan",
        "Core agencies",
    )
    assert (copy.way, copy.pages, copy.reader, copy.number) == (
        "printed",
        made.pages,
        "Ms Okoro",
        1,
    )
    assert copy.fingerprint == hashlib.blake2b(made.data, digest_size=8).hexdigest()
    assert len(copy.fingerprint) == 16
    assert copy.at.tzinfo is not None


def test_copies_of_each_document_are_counted_apart(workbook: Workbook, case: Ref) -> None:
    other = start_case(workbook, "S.", "Sam", "R-2")
    for name in ("Alley", "Park"):
        start_context_plan(workbook, case, place(workbook, name).id)
    for number in (0, 0, 2, 3, 2):
        _print(workbook, case, number)
    told = [(one.title, one.number) for one in reversed(copies.copies_of(workbook, case))]
    assert told == [
        ("Full plan", 1),
        ("Full plan", 2),
        ("Plan for a place (Place 1)", 1),
        ("Plan for a place (Place 2)", 1),
        ("Plan for a place (Place 1)", 2),
    ]
    assert copies.copies_of(workbook, other) == ()
    assert workbook.vault.check().holds


def test_undo_passes_by_a_copy_that_is_out(workbook: Workbook, case: Ref) -> None:
    workbook.save(case, {"reference": "R-2"})
    _print(workbook, case)
    workbook.undo()
    assert len(copies.copies_of(workbook, case)) == 1
    assert workbook.read(case).get("reference") == "R-1"
    assert workbook.redo() is not None


def test_taking_back_the_start_of_a_case_takes_its_copies_and_redo_brings_them(
    workbook: Workbook, case: Ref
) -> None:
    _print(workbook, case)
    before = kept(workbook)
    workbook.undo()
    assert case_lines(workbook) == ()
    assert workbook.vault.check().holds, "no row went without a word in the history"
    workbook.redo()
    assert kept(workbook) == before
    assert len(copies.copies_of(workbook, case)) == 1
    assert workbook.vault.check().holds


def test_in_a_vault_that_is_only_read_nothing_is_noted(tmp_path: Path) -> None:
    folder = tmp_path / "kept.rothvault"
    cases = make(folder)
    workbook = open_to_read(folder, "violet kettle ankle borough", tmp_path)
    choice = produce.documents_of(workbook, cases.first)[0]
    made = produce.make(workbook, cases.first, choice)
    assert produce.note_copy(workbook, cases.first, choice, made, "printed") is None
    assert copies.copies_of(workbook, cases.first) == ()
    workbook.close()


def test_a_case_that_is_gone_has_no_copies(workbook: Workbook, case: Ref) -> None:
    choice = produce.documents_of(workbook, case)[0]
    made = produce.make(workbook, case, choice)
    workbook.undo()
    with pytest.raises(Refused, match="not there any more"):
        produce.note_copy(workbook, case, choice, made, "saved")


def test_no_document_tells_who_else_has_a_copy(workbook: Workbook, case: Ref) -> None:
    _print(workbook, case, reader="Zqreaderzq")
    for choice in produce.documents_of(workbook, case):
        assert "Zqreaderzq" not in repr(produce.outline_of(workbook, case, choice))
