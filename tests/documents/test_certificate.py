"""The certificate of deletion: on pages that conform, with every copy and every date."""

from __future__ import annotations

import datetime as dt

import pytest

from roth_planner.documents import produce, text
from roth_planner.documents.builders import certificate
from roth_planner.workbook import Ref
from roth_planner.workbook.copies import CopyMade
from roth_planner.workbook.deletion import Certificate, Left
from roth_planner.workbook.parts import Changes

from .reading import failures

AT = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def _copy(number: int) -> CopyMade:
    return CopyMade(
        Ref("copy", number),
        AT - dt.timedelta(days=number),
        "full_plan",
        "Full plan",
        "Core agencies",
        "printed" if number % 2 else "saved",
        4,
        f"{number:016x}",
        f"Reader {number}" if number % 3 else "",
        number,
    )


def _made(**more: object) -> Certificate:
    given: dict[str, object] = {
        "reference": "R-1",
        "at": AT,
        "by": "A. Chair",
        "going": ("71 records of the case itself", "1 place only used by it"),
        "staying": 2,
        "copies": (),
        "purged": False,
        "backups_removed": (),
        "backups_left": (),
        "gone_by": AT + dt.timedelta(days=35),
        "trouble": "",
        "practice": False,
        "changes": Changes(1, AT, frozenset()),
        **more,
    }
    return Certificate(**given)  # type: ignore[arg-type]


def _words(made: Certificate) -> str:
    return text.render(certificate.build(made))


def test_it_says_what_went_when_and_by_whom() -> None:
    words = _words(_made())
    for said in ("R-1", "1 March 2026", "A. Chair", "71 records of the case itself", "2 people"):
        assert said in words
    assert "Printed paper" in words
    assert "older laptop" in words
    assert "knows of no copy" in words
    assert "No backup held the case." in words
    assert "By\n" not in _words(_made(by=""))


def test_every_one_of_100_copies_is_listed_to_chase() -> None:
    made = _made(copies=tuple(_copy(number) for number in range(1, 101)))
    words = _words(made)
    assert all(f"{number:016x}" in words for number in range(1, 101))
    assert "Reader 100 (Core agencies)" in words
    pdf = produce.set_on_pages(certificate.build(made))
    assert failures(pdf.data) == []
    assert pdf.notices == ()
    assert pdf.pages > 2


@pytest.mark.parametrize("practice", [False, True])
def test_the_short_one_conforms_as_a_pdf(practice: bool) -> None:
    pdf = produce.set_on_pages(certificate.build(_made(practice=practice)))
    assert failures(pdf.data) == []
    assert pdf.pages <= 2


def test_backups_are_told_with_the_day_they_are_gone() -> None:
    left = (Left(AT, False), Left(AT, True))
    aging = _words(_made(backups_left=left))
    assert "They are gone by 5 April 2026" in aging
    assert "(in the second place)" in aging
    stuck = _words(_made(backups_left=left, purged=True, trouble="The disk is full."))
    assert "The disk is full." in stuck
    assert "Still there" in stuck
    gone = _words(_made(backups_removed=(AT,), purged=True))
    assert "Removed: 1 March 2026" in gone
    assert "Still there" not in gone
