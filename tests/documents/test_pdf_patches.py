"""The corrections to ReportLab hold for one version, and say so when it is another."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from reportlab.pdfbase import pdfmetrics

from roth_planner.documents.pdf import fonts, patches


@pytest.mark.parametrize("version", ["5.0.4", "5.2.0", "4.4.9", "6.0"])
def test_another_version_is_refused_in_words(version: str) -> None:
    with pytest.raises(patches.WrongReportLab, match=f"ReportLab {version} is installed"):
        patches.apply(version)


def test_applying_twice_changes_nothing() -> None:
    patches.apply()
    patches.apply()


def test_letters_beyond_the_basic_plane_map_back_to_one_character() -> None:
    written = patches.to_unicode_map("Font", [0, 0x1D4DB, 0x41, 0xFEFF])
    assert "<01> <D835DCDB>" in written
    assert "<02> <0041>" in written
    assert "2 beginbfchar" in written


def test_no_block_of_the_map_is_longer_than_readers_take() -> None:
    written = patches.to_unicode_map("Font", range(0x20, 0x120))
    assert [line for line in written.split("\n") if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "56 beginbfchar",
    ]


def test_the_letters_of_documents_made_side_by_side_are_their_own() -> None:
    """Without our lock nearly every round of this gives wrong letters or an error."""
    face = pdfmetrics.getFont(fonts.regular().main.name).face
    wanted = [[0, *range(33, 127), *range(192 + first, 383)] for first in range(20)]
    alone = [face.makeSubset(characters) for characters in wanted]
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as workers:
            for _round in range(5):
                assert list(workers.map(face.makeSubset, wanted)) == alone
    finally:
        sys.setswitchinterval(often)
