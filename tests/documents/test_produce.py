"""From a case to files: names that are safe, files that are whole or absent, pages that conform."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PageObject

from roth_planner.documents import preflight, produce
from roth_planner.documents.pdf import Rendered
from roth_planner.errors import CannotWrite
from roth_planner.practice.cases import fleeting_practice, sample_cases
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines, parts, start_case
from tests.vault.tools import as_ordinary_user, files_no_larger_than
from tests.workbook.desk import answer

from .reading import copied, failures, opened

CASES = sample_cases()


# -- names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("J-2026-014", "J-2026-014"),
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\Windows", "Windows"),
        ("two\nlines", "two-lines"),
        ("C:\\x", "C-x"),
        ("CON", "instead"),
        ("con", "instead"),
        ("LPT1", "instead"),
        ("console", "console"),
        ("a" * 300, "a" * 60),
        ("", "instead"),
        ("...", "instead"),
        ("\U0001f642", "instead"),
        ("\u0645\u0631", "instead"),
        ("Zo\u00eb & Co.", "Zoe-Co"),
        ("a\x00b", "a-b"),
        ("-rf *", "rf"),
        ("~", "instead"),
        ("x" * 59 + "--y", "x" * 59),
    ],
)
def test_a_name_for_a_file_is_plain_and_no_path(typed: str, name: str) -> None:
    assert produce.safe_name(typed, "instead") == name


@given(typed=st.text())
def test_any_text_gives_a_name_that_every_system_takes(typed: str) -> None:
    name = produce.safe_name(typed, "instead")
    assert 0 < len(name) <= 60
    assert name.isascii()
    assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")
    assert name[0] != "-" != name[-1]


def test_no_two_cases_share_a_folder_whatever_they_are_called(workbook: Workbook) -> None:
    called = ["X", "x", "X-1", "X/2", "", "Case 5", "case-5", "../X", "CON", "X-1-1", "x-2"]
    cases = [start_case(workbook, "J.", reference=name) for name in called]
    folders = [produce.documents_of(workbook, case)[0].folder.casefold() for case in cases]
    assert len(set(folders)) == len(folders), folders


def test_a_case_called_like_a_path_is_written_below_the_folder_chosen(
    workbook: Workbook, tmp_path: Path
) -> None:
    case = start_case(workbook, "J.", reference="../../above\n")
    chosen = tmp_path / "chosen"
    for choice in produce.documents_of(workbook, case):
        file = chosen / choice.folder / choice.file_name
        produce.save(b"x", file)
        assert file.resolve().is_relative_to(chosen.resolve())


# -- writing


def test_a_document_is_written_whole_and_replaces_the_last_one(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "plan.pdf"
    assert produce.save(b"first", file) == file
    produce.save(b"second", file)
    assert file.read_bytes() == b"second"
    assert [path.name for path in file.parent.iterdir()] == ["plan.pdf"]


def test_a_full_disk_leaves_no_half_file_and_the_last_one_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    produce.save(b"first", file)
    with (
        files_no_larger_than(4096),
        pytest.raises(CannotWrite, match=r"Nothing half-written was left"),
    ):
        produce.save(b"x" * 100_000, file)
    assert file.read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.pdf"]
    produce.save(b"x" * 100_000, file)
    assert file.stat().st_size == 100_000


def test_a_folder_that_may_not_be_written_is_told_in_a_sentence() -> None:
    with as_ordinary_user() as folder:
        folder.chmod(0o500)
        with pytest.raises(CannotWrite, match="Choose another place"):
            produce.save(b"x", folder / "plan.pdf")
        with pytest.raises(CannotWrite, match="Choose another place"):
            produce.save(b"x", folder / "below" / "plan.pdf")
        assert list(folder.iterdir()) == []


def test_a_file_where_a_folder_should_be_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(CannotWrite):
        produce.save(b"x", tmp_path / "taken" / "plan.pdf")


@pytest.mark.skipif(os.name == "nt", reason="rights of files are set differently on Windows")
def test_a_written_document_is_for_this_person_alone(tmp_path: Path) -> None:
    file = produce.save(b"x", tmp_path / "plan.pdf")
    assert file.stat().st_mode & 0o077 == 0


# -- making


def test_text_of_200_000_characters_is_printed_to_its_last_word(workbook: Workbook) -> None:
    case = start_case(workbook, "J.", "Jordan")
    words = "He said that nobody looks up. " * 6666 + "These are the last words."
    answer(workbook, parts(workbook, case).account, how_connect=words)
    made = produce.make(workbook, case, produce.documents_of(workbook, case)[0])
    assert "Thesearethelastwords." in copied_text(made)
    assert made.notices == ()
    assert made.pages > 40


def test_what_cannot_be_printed_is_named_on_the_page_and_told_to_the_chair(
    workbook: Workbook,
) -> None:
    case = start_case(workbook, "J.", "Jordan")
    typed = "He wrote \U0001f642 and \u0645\u0631\u062d\u0628\u0627"
    answer(workbook, parts(workbook, case).account, how_connect=typed)
    made = produce.make(workbook, case, produce.documents_of(workbook, case)[0])
    (notice,) = made.notices
    assert "slightly smiling face (1)" in notice
    assert "Arabic text (5)" in notice
    assert "safe in the workbook" in notice
    assert "[slightlysmilingface]" in copied_text(made)
    assert failures(made.data) == []


def test_markup_that_was_typed_is_printed_letter_for_letter(workbook: Workbook) -> None:
    case = start_case(workbook, "J.", '<font color="red">Jordan</font>')
    typed = '<img src="/etc/passwd"> <b>x</b> &amp; <a href="file:///">y</a> <para>'
    answer(workbook, parts(workbook, case).account, how_connect=typed)
    made = produce.make(workbook, case, produce.documents_of(workbook, case)[0])
    assert "".join(typed.split()) in copied_text(made)
    assert '<fontcolor="red">Jordan</font>' in copied_text(made)
    assert b"/URI" not in made.data
    assert failures(made.data) == []


def copied_text(made: produce.Made) -> str:
    return copied(Rendered(made.data, made.pages, ()))


# -- practice cases


def test_there_is_a_practice_case() -> None:
    assert CASES


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_every_document_of_every_practice_case_conforms(file: Path) -> None:
    with fleeting_practice((file,)) as workbook:
        (line,) = case_lines(workbook)
        search = preflight.NameSearch(
            preflight.children_of(workbook), preflight.partners_of(workbook)
        )
        kinds = set()
        for choice in produce.documents_of(workbook, line.ref):
            kinds.add(choice.key)
            made = produce.make(workbook, line.ref, choice)
            assert failures(made.data) == [], choice.title
            assert made.notices == (), choice.title
            if produce.BUILDERS[choice.key][1] in preflight.NAMELESS:
                page_texts = " ".join(page.extract_text() for page in opened_pages(made))
                assert not search.finds(page_texts), choice.title
        assert kinds == set(produce.BUILDERS)


def opened_pages(made: produce.Made) -> list[PageObject]:
    return list(opened(Rendered(made.data, made.pages, ())).pages)
