"""The bundle in ``dist/``, asked whether it works:  pytest tests/packaging/bundle.py

Not among the usual tests, because the bundle has to be made first: ``pyinstaller build.spec``.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

import pytest
from PyInstaller.archive.readers import CArchiveReader

from roth_planner import __version__

from .tools import ROOT, run, said

FOLDER = ROOT / "dist" / "roth-planner"
PROGRAM = FOLDER / ("roth-planner.exe" if sys.platform == "win32" else "roth-planner")
LARGEST = 190 * 1000**2
"""Bytes on disk; it was 165 million when this was written."""


@pytest.fixture(scope="module")
def files() -> dict[str, Path]:
    """Every file of the bundle, by its path inside."""
    return {
        file.relative_to(FOLDER).as_posix(): file
        for file in FOLDER.rglob("*")
        if file.is_file() and not file.is_symlink()
    }


@pytest.fixture(scope="module")
def modules() -> set[str]:
    """Every Python module that is packed into the program."""
    program = CArchiveReader(str(PROGRAM))
    return set(program.open_embedded_archive("PYZ.pyz").toc)


def test_every_part_works_in_a_folder_of_its_own(tmp_path: Path) -> None:
    report = json.loads(said(run(PROGRAM, "self-test", "--json", folder=tmp_path)))
    assert report["works"], report
    assert report["version"] == __version__
    assert list(tmp_path.iterdir()) == []


def test_it_prints_the_practice_case(tmp_path: Path) -> None:
    said(run(PROGRAM, "practice", "--print-to", "plans", folder=tmp_path))
    made = list((tmp_path / "plans").rglob("*.pdf"))
    assert "full-plan.pdf" in {file.name for file in made}
    assert all(file.read_bytes().startswith(b"%PDF-") for file in made)


def test_there_is_no_way_to_a_plain_database_or_a_server_in_it(
    files: dict[str, Path], modules: set[str]
) -> None:
    assert not {"sqlite3", "_sqlite3", "ssl", "_ssl", "tests", "pytest"} & modules
    unwanted = re.compile(
        r"/(libsqlite3|_ssl|libssl|libcrypto|Qt6?Sql|.*qopenssl|.*VirtualKeyboard)"
    )
    assert not [name for name in files if unwanted.search(name)]


def test_no_link_in_it_leads_nowhere() -> None:
    assert not [link for link in FOLDER.rglob("*") if link.is_symlink() and not link.exists()]


def test_the_licences_of_what_it_carries_are_in_it(files: dict[str, Path]) -> None:
    carried = {name.partition("assets/licences/")[2] for name in files if "licences" in name}
    assert carried >= {"Qt-LGPL-3.0.txt", "Qt-GPL-3.0.txt", "AtkinsonHyperlegibleNext-OFL.txt"}
    assert {name.partition("/")[0] for name in carried} >= {
        "PyNaCl",
        "Python",
        "SQLAlchemy",
        "keyring",
        "reportlab",
        "roth-planner",
        "sqlcipher3",
    }


def test_it_is_no_larger_and_no_slower_than_it_must_be(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    size = sum(file.stat().st_size for file in files.values())
    seconds = {}
    for command in ("--version", "self-test"):
        before = time.perf_counter()
        said(run(PROGRAM, command, folder=tmp_path))
        seconds[command] = time.perf_counter() - before
    with capsys.disabled():
        print(f"\nbundle: {size / 1000**2:.0f} million bytes in {len(files)} files;", end=" ")
        print(", ".join(f"{name} {taken:.2f} s" for name, taken in seconds.items()))
    assert size < LARGEST
