"""A program that was really installed, run as a person would, away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]

_PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


def run(
    *command: object, folder: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in ``folder``; nothing of this checkout or this Python is in its reach."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PYTEST", "VIRTUAL_ENV", "COV"))
    }
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**kept, "QT_QPA_PLATFORM": "offscreen", **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
    )


def said(done: subprocess.CompletedProcess[str], code: int = 0) -> str:
    """What it printed; fails with everything it said when it ended otherwise than with ``code``."""
    assert done.returncode == code, f"{done.args}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def build(folder: Path, kind: str = "wheel") -> Path:
    """A ``wheel`` or an ``editable`` one, by the backend that pip calls too; nothing is fetched."""
    script = f"import sys; from hatchling import build; print(build.build_{kind}(sys.argv[1]))"
    return folder / said(run(sys.executable, "-c", script, folder, folder=ROOT)).split()[-1]


def install(wheel: Path, folder: Path) -> Path:
    """A fresh environment with the wheel and the libraries it says it needs; gives its Python.

    The libraries are linked from the environment of the tests, so nothing is fetched; one that
    is used and not declared is missing there, as it would be on a chair's laptop.
    """
    venv.create(folder, with_pip=False)
    places = sysconfig.get_paths("venv", {"base": str(folder), "platbase": str(folder)})
    python = Path(places["scripts"]) / Path(sys.executable).name
    said(run(*_PIP, "--python", python, "install", "--no-deps", "--no-index", wheel, folder=folder))
    libraries = Path(places["purelib"])
    (ours,) = Distribution.discover(name="roth-planner", path=[str(libraries)])
    for library in _needed_by(ours):
        _link(library, libraries)
    return python


def _needed_by(start: Distribution) -> list[Distribution]:
    found: dict[tuple[str, str], Distribution] = {}
    waiting = [(start, "")]
    while waiting:
        one, extra = waiting.pop()
        for line in one.requires or ():
            wanted = Requirement(line)
            if wanted.marker is not None and not wanted.marker.evaluate({"extra": extra}):
                continue
            for key in ((wanted.name, more) for more in ("", *wanted.extras)):
                if key not in found:
                    found[key] = distribution(wanted.name)
                    waiting.append((found[key], key[1]))
    return list(found.values())


def _link(library: Distribution, libraries: Path) -> None:
    for name in {file.parts[0] for file in library.files or ()} - {"..", "__pycache__"}:
        here, there = Path(str(library.locate_file(name))), libraries / name
        if here.is_dir() and not there.exists():
            there.symlink_to(here, target_is_directory=True)
        elif here.is_file():
            shutil.copy(here, there)
