"""What one parent said is on no paper for the other, and a concern is on no parent's at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from roth_planner.documents import produce
from roth_planner.documents.audiences import Reader
from roth_planner.guides.values import Value
from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts
from tests.fixtures import PASSPHRASE
from tests.fixtures.everything import Everything

TODAY = dt.date(2026, 3, 12)


class Family:
    """A case with two parents, each word of whose rows is known."""

    def __init__(self, workbook: Workbook) -> None:
        chosen: dict[str, Value] = {"paper": "full"}
        self.whole = Everything(workbook, chosen=chosen, rows={"partners": 2})
        self.workbook, self.case = workbook, self.whole.case
        self.root = parts(workbook, self.case).once["partnership"]
        question = workbook.catalogue.guide("partnership").question("partners")
        self.rows = [row.ref for row in workbook.rows(self.root, question)]
        self.mum = self.whole.people["parent"]
        self.dad = workbook.add("person", {"kind": "parent", "code": "Dad"}).added[0].id
        for row, number in zip(self.rows, (self.mum, self.dad), strict=True):
            workbook.save(row, {"person": number})

    def words_of(self, row: Ref) -> set[str]:
        """The words of one parent's row, the lists inside it included."""
        question = self.workbook.catalogue.guide("partnership").question("partners")
        inside = {row}
        for one in question.questions:
            if one.questions:
                inside |= {kept.ref for kept in self.workbook.rows(row, one)}
        return {word for word, one in self.whole.canaries.items() if one.ref in inside}

    def read_by(self, audience: str, recipient: int | None = None) -> str:
        reader = Reader(self.workbook, audience, today=TODAY, recipient=recipient)
        told: Any = reader.sections("partnership", self.root)
        return msgspec.json.encode(told).decode()


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Family]:
    folder: Path = tmp_path_factory.mktemp("vaults") / "family"
    workbook, _code = Workbook.create(folder, PASSPHRASE, kind="practice", cost=FLOOR)
    yield Family(workbook)
    workbook.close()


def test_a_parents_paper_holds_the_row_of_that_parent_and_not_the_others(family: Family) -> None:
    first, second = family.rows
    hers, his = family.read_by("parents", family.mum), family.read_by("parents", family.dad)
    assert {word for word in family.words_of(first) if word in hers}
    assert {word for word in family.words_of(second) if word in his}
    assert not {word for word in family.words_of(second) if word in hers}
    assert not {word for word in family.words_of(first) if word in his}


def test_a_parents_paper_for_nobody_in_particular_holds_no_parents_row(family: Family) -> None:
    read = family.read_by("parents")
    for row in family.rows:
        assert not {word for word in family.words_of(row) if word in read}


def test_a_concern_is_on_no_parents_paper_and_reaches_the_agencies(family: Family) -> None:
    concern = {one.word for one in family.whole.of("partnership", "concern")}
    assert concern
    for recipient in (None, family.mum, family.dad):
        read = family.read_by("parents", recipient)
        assert not {word for word in concern if word in read}
    assert all(word in family.read_by("agencies") for word in concern)
    assert not any(word in family.read_by("young_person") for word in concern)


def test_what_may_never_be_repeated_is_for_the_chair_alone(family: Family) -> None:
    secret = {one.word for one in family.whole.of("partnership", "confidence")}
    assert len(secret) == 2
    assert all(word in family.read_by("chair") for word in secret)
    for audience in family.workbook.catalogue.audiences:
        if audience != "chair":
            read = family.read_by(audience, family.mum)
            assert not {word for word in secret if word in read}, audience


def test_no_document_that_is_made_holds_what_may_never_be_repeated(family: Family) -> None:
    secret = {one.word for one in family.whole.of("partnership", "confidence")}
    for choice in produce.documents_of(family.workbook, family.case):
        outline = produce.outline_of(family.workbook, family.case, choice, today=TODAY)
        printed = msgspec.json.encode(outline.blocks).decode()
        assert not {word for word in secret if word in printed}, choice.key


def test_the_young_person_reads_what_services_do_and_nothing_about_their_parents(
    family: Family,
) -> None:
    (choice,) = (
        one
        for one in produce.documents_of(family.workbook, family.case)
        if one.key == "young_persons_copy"
    )
    outline = produce.outline_of(family.workbook, family.case, choice, today=TODAY)
    printed = msgspec.json.encode(outline.blocks).decode()
    for guide, key in (
        ("services", "contact_works"),
        ("services", "offer"),
        ("services", "said"),
        ("services", "share_what"),
        ("education", "change"),
        ("account", "shaped"),
    ):
        mine = [
            one for one in family.whole.of(guide, key) if "young_person" in one.question.audiences
        ]
        assert mine
        assert any(one.word in printed for one in mine), key
    kept_back = [
        one.word
        for one in family.whole.canaries.values()
        if one.guide == "partnership" or (one.guide, one.question.key) == ("services", "gap")
    ]
    assert kept_back
    reader = Reader(family.workbook, "young_person", today=TODAY)
    readable: Any = [
        reader.sections(record, ref)
        for record, ref in parts(family.workbook, family.case).once.items()
    ]
    read = msgspec.json.encode(readable).decode()
    assert not {word for word in kept_back if word in printed or word in read}
