"""A real vault to use and to ill-treat. It is made once and copied, which is the same vault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from roth_planner.vault import FLOOR, Vault

from .keeping import make_kept
from .tools import PASSPHRASE


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A closed vault with 300 notes in a table, and its recovery code."""
    folder = tmp_path_factory.mktemp("vaults") / "made"
    vault, code = Vault.create(folder, PASSPHRASE, cost=FLOOR)
    with vault, vault.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        connection.exec_driver_sql(
            "INSERT INTO note (text) VALUES (?)", [(f"note {n} " + "x" * 400,) for n in range(300)]
        )
    return folder, code


@pytest.fixture
def folder(made: tuple[Path, str], tmp_path: Path) -> Path:
    """The folder of a closed vault, to do anything to."""
    copy = tmp_path / "vault"
    shutil.copytree(made[0], copy)
    return copy


@pytest.fixture
def code(made: tuple[Path, str]) -> str:
    return made[1]


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed live vault in which every question of a case has an answer."""
    from roth_planner.workbook import Workbook
    from tests.fixtures.everything import Everything

    place = tmp_path_factory.mktemp("lived-in")
    with pytest.MonkeyPatch.context() as elsewhere:
        elsewhere.setenv("XDG_DATA_HOME", str(place / "home"))
        elsewhere.setenv("HOME", str(place / "home"))
        workbook, _code = Workbook.create(place / "vault", PASSPHRASE, cost=FLOOR)
        Everything(workbook)
        workbook.close()
    return place / "vault"


@pytest.fixture
def home(lived_in: Path, tmp_path: Path) -> Path:
    """A copy of ``lived_in``, to do anything to."""
    copy = tmp_path / "home.rothvault"
    shutil.copytree(lived_in, copy)
    return copy


@pytest.fixture(scope="session")
def made_kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vaults") / "kept"
    make_kept(folder)
    return folder


@pytest.fixture
def kept(made_kept: Path, tmp_path: Path) -> Path:
    """The folder of a closed vault with a case in it, to do anything to."""
    return Path(shutil.copytree(made_kept, tmp_path / "vault"))
