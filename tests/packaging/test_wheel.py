"""The wheel that council IT installs, and the editable install that we work with."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from roth_planner import __version__

from .tools import ROOT, build, install, run, said

WHERE = "import ui; from roth_planner import paths; print(paths.assets()); print(ui.__file__)"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment with the wheel in it."""
    return install(wheel, tmp_path_factory.mktemp("installed"))


def test_the_wheel_carries_the_program_with_all_its_content_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if not name.endswith("/")}
    modules = {
        file.relative_to(ROOT).as_posix()
        for folder in ("roth_planner", "ui")
        for file in (ROOT / folder).rglob("*.py")
    }
    content = {
        f"roth_planner/{file.relative_to(ROOT).as_posix()}"
        for file in (ROOT / "assets").rglob("*")
        if file.is_file() and not file.name.startswith(".")
    }
    about = {name for name in carried if name.startswith(f"roth_planner-{__version__}.dist-info/")}
    assert carried == modules | content | about
    assert "roth_planner/vault/migrations/versions/0001_first_schema.py" in carried
    assert {Path(name).name for name in about} >= {"LICENSE", "Qt-LGPL-3.0.txt"}


def test_the_installed_program_works_in_a_folder_of_its_own(python: Path, tmp_path: Path) -> None:
    report = json.loads(
        said(run(python.with_name("roth-planner"), "self-test", "--json", folder=tmp_path))
    )
    assert report["works"], report
    assert report["version"] == __version__
    assert list(tmp_path.iterdir()) == []


def test_the_installed_program_reads_its_own_content(python: Path, tmp_path: Path) -> None:
    assets, ui = map(Path, said(run(python, "-c", WHERE, folder=tmp_path)).splitlines())
    assert assets.parent.name == "roth_planner"
    for place in (assets, ui):
        assert place.is_relative_to(python.parents[1])


def test_both_ways_to_start_it_are_the_same(python: Path, tmp_path: Path) -> None:
    for command in ((python.with_name("roth-planner"),), (python, "-m", "roth_planner")):
        out = said(run(*command, "--version", folder=tmp_path))
        assert out == f"ROTH Planner {__version__}\n"
        out = said(run(*command, "practice", "--print-to", "plans", folder=tmp_path))
        assert "full-plan.pdf" in out


def test_an_editable_install_reads_the_checkout(tmp_path: Path) -> None:
    python = install(build(tmp_path, "editable"), tmp_path / "installed")
    assets, ui = map(Path, said(run(python, "-c", WHERE, folder=tmp_path)).splitlines())
    assert assets == ROOT / "assets"
    assert ui == ROOT / "ui" / "__init__.py"
    report = json.loads(
        said(run(python.with_name("roth-planner"), "self-test", "--json", folder=tmp_path))
    )
    assert report["works"], report
