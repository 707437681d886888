"""A case file goes in whole, or not one row of it does and the reader is told where and why."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roth_planner.errors import BadContent, CannotWrite
from roth_planner.guides.values import NoAnswer, PartDate
from roth_planner.practice.case_file import LARGEST, load_case_file, read_case_file
from roth_planner.practice.cases import sample_cases
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines, parts
from tests.fixtures import SMALL_CASE
from tests.workbook.desk import change_rows, compared, kept, replayed, rows_of
from tests.workbook.test_full_disk import full_disk

GOOD = SMALL_CASE.read_text("utf-8")
BAD_CASES = tomllib.loads(SMALL_CASE.with_name("bad-cases.toml").read_text("utf-8"))["bad"]


def refused(workbook: Workbook, file: Path) -> str:
    """The sentence about a file that cannot be used; the workbook has not one row more."""
    before = kept(workbook)
    with pytest.raises(BadContent) as found:
        load_case_file(workbook, file)
    assert kept(workbook) == before
    assert change_rows(workbook) == []
    assert not workbook.can_undo
    return str(found.value)


def test_a_good_file_gives_the_whole_case(workbook: Workbook) -> None:
    case = load_case_file(workbook, SMALL_CASE)
    (line,) = case_lines(workbook, dt.date(2026, 3, 1))
    assert (line.code, line.reference, line.stage) == ("S.", "T-2026-001", "preparing")
    assert (line.next_conference, line.open_actions) == (dt.date(2026, 3, 20), 1)
    whole = parts(workbook, case)
    assert workbook.read(whole.person).get("born") == PartDate(2011, season="summer")
    account = workbook.read(whole.account)
    assert account.get("in_their_words") is NoAnswer.CHOSE_NOT_TO_SAY
    assert account.progress == {"words": "come_back"}
    assert workbook.read(case).progress == {"case": "done"}
    (harm,) = rows_of(workbook, whole.account, "account.harms")
    (goal,) = rows_of(workbook, whole.plan, "plan.goals")
    (action,) = rows_of(workbook, goal.ref, "plan.goals.actions")
    (station,) = whole.contexts
    assert harm.get("people") is NoAnswer.NOT_KNOWN
    assert harm.get("contexts") == action.get("contexts") == (station.ref.id,)
    assert action.get("harms") == (harm.ref.id,)
    (weighting,) = rows_of(workbook, whole.account, "account.weightings")
    assert weighting.get("weight") == 8
    assert [one.label for one in whole.guardians] == [
        "Leila Haddad, Station host at Kelderwick station"
    ]
    assert workbook.read(whole.context_plans[0].ref).get("lead")
    assert replayed(change_rows(workbook)) == compared(kept(workbook))
    assert not workbook.can_undo, "an import is taken back by removing the case"
    workbook.remove(case)


def test_the_same_file_twice_is_two_cases_with_their_own_people(workbook: Workbook) -> None:
    first, second = (load_case_file(workbook, SMALL_CASE) for _ in range(2))
    assert parts(workbook, first).person != parts(workbook, second).person
    assert len(case_lines(workbook)) == 2


@pytest.mark.parametrize("file", sample_cases(), ids=lambda file: file.stem)
def test_every_sample_case_can_be_loaded_and_says_practice(workbook: Workbook, file: Path) -> None:
    assert read_case_file(file)["practice"] is True
    load_case_file(workbook, file)
    assert replayed(change_rows(workbook)) == compared(kept(workbook))


@pytest.mark.parametrize("change", BAD_CASES, ids=lambda change: change["bad"][:30] or "left out")
def test_a_bad_file_is_refused_with_its_name_the_place_and_the_reason(
    workbook: Workbook, tmp_path: Path, change: dict[str, str]
) -> None:
    assert change["good"] in GOOD
    file = tmp_path / "mine.toml"
    file.write_text(GOOD.replace(change["good"], change["bad"], 1), "utf-8")
    sentence = refused(workbook, file)
    assert sentence.startswith("mine.toml")
    assert change["where"] in sentence
    assert change["reason"] in sentence
    assert sentence.endswith("Nothing was changed.")
    assert "line " in sentence or "format = 1" in sentence
    assert str(tmp_path) not in sentence


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"format = 1\nabout = '\xff\xfe'", "is not text in UTF-8"),
        (GOOD.encode("utf-16"), "is not text in UTF-8"),
        (b"", "does not say format = 1"),
        (b"\x00\x01\x02", "is not written as TOML"),
        (b"format = 1", "a case file has a [case] table"),
        (b"format = 1\ncase = 3", "this is a table"),
        (b"format = 1\naccount = []\n[case]", "this is a table"),
        (b"format = 1\npeople = 3\n[case]", "these are tables"),
        (b"format = 1\npeople = [3]\n[case]", "these are tables"),
        (b"format = 1\na = " + b"[" * 100_000, "is not written as TOML"),
        (b"format = 1\n[" + b"a." * 5_000 + b"a]\n", "nested too deep"),
        (b"format = 1\n" + b"a." * 20_000 + b"a = 1\n", "nested too deep"),
        (b"format = 1\na = " + b"9" * 400_000, "a number too long"),
        (b"format = true\n[case]", "does not say format = 1"),
        (b"format = 1.0\n[case]", "does not say format = 1"),
        (GOOD.encode() + b"[[account.moments]]\n" * 20_001, "no more than 20,000 rows"),
    ],
)
def test_a_file_that_is_none_is_refused(
    workbook: Workbook, tmp_path: Path, raw: bytes, reason: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(raw)
    assert reason in refused(workbook, file)


def test_a_file_with_a_byte_order_mark_and_windows_lines_is_fine(
    workbook: Workbook, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    load_case_file(workbook, file)
    assert len(case_lines(workbook)) == 1


def test_a_huge_file_is_refused_before_it_is_read(workbook: Workbook, tmp_path: Path) -> None:
    file = tmp_path / "huge.toml"
    with file.open("wb") as out:
        out.truncate(LARGEST + 1)
    assert "too large" in refused(workbook, file)


def test_a_missing_file_or_a_folder_is_refused(workbook: Workbook, tmp_path: Path) -> None:
    assert "could not be read" in refused(workbook, tmp_path / "none.toml")
    assert "could not be read" in refused(workbook, tmp_path)


def test_a_full_disk_takes_none_of_it(workbook: Workbook, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GOOD.replace('"Football"', f'"{"Football. " * 9000}"'), "utf-8")
    with full_disk(workbook):
        with pytest.raises(CannotWrite):
            load_case_file(workbook, file)
        assert kept(workbook) == {}
    load_case_file(workbook, file)
    assert len(case_lines(workbook)) == 1


def test_long_and_unusual_text_in_a_file_is_kept(workbook: Workbook, tmp_path: Path) -> None:
    words = '<img src="x"> \U0001f642 \u0645\u0631 ' + "a" * 200_000
    file = tmp_path / "mine.toml"
    file.write_text(GOOD.replace('"Football"', f"'{words}'"), "utf-8")
    case = load_case_file(workbook, file)
    assert workbook.read(parts(workbook, case).plan).get("what_matters") == words


LINES = GOOD.splitlines()
STRANGE = st.sampled_from(
    ["= 3", "= []", "= {}", "= true", '= ""', "= 2026-01-01", "= [[]]", "= -1", '= "x"', "= nan"]
)


@settings(max_examples=60)
@given(number=st.integers(0, len(LINES) - 1), instead=STRANGE, drop=st.booleans())
def test_any_line_changed_or_missing_loads_whole_or_changes_nothing(
    workbook: Workbook, tmp_path: Path, number: int, instead: str, drop: bool
) -> None:
    lines = list(LINES)
    if drop:
        del lines[number]
    elif "=" in lines[number]:
        lines[number] = f"{lines[number].partition('=')[0]}{instead}"
    file = tmp_path / "mine.toml"
    file.write_text("\n".join(lines), "utf-8")
    before = kept(workbook)
    try:
        load_case_file(workbook, file)
    except BadContent as error:
        assert str(error).startswith("mine.toml")
        assert kept(workbook) == before
    else:
        assert len(kept(workbook)) >= len(before) + 8
