"""What every test needs: nobody's real folders, and a real workbook in an empty one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from tests.fixtures import PASSPHRASE

settings.register_profile(
    "ours",
    deadline=None,  # one slow disk flush is no fault
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("ours")


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def somebody_elses_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An empty home folder, so that no test finds or touches what a person keeps."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    return home


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the vault of ``workbook`` is."""
    return tmp_path / "kept.rothvault"


@pytest.fixture
def workbook(folder: Path) -> Iterator[Workbook]:
    """An empty practice workbook in a real, encrypted vault."""
    made, _code = Workbook.create(folder, PASSPHRASE, kind="practice", cost=FLOOR)
    yield made
    made.close()
