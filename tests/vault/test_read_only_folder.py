"""A vault that this account may not change can still be read, from a checked copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from roth_planner.errors import CannotWrite, Refused
from roth_planner.vault.health import examine
from roth_planner.workbook.caseload import case_lines
from roth_planner.workbook.opening import open_to_read, open_workbook

from .keeping import make_kept, workbook_of
from .tools import PASSPHRASE, as_ordinary_user, digests, remembered


def test_a_vault_in_a_folder_that_may_not_be_written_is_read_from_a_copy_and_left_alone(
    kept: Path,
) -> None:
    workbook_of(kept).close()  # so that all is imported: an ordinary user may not read the packages
    with as_ordinary_user() as mine:
        folder = mine / "Mine.rothvault"
        make_kept(folder)
        home = mine / "home"
        home.mkdir()
        before = digests(folder)
        for path in (*folder.rglob("*"), folder, mine):
            path.chmod(0o500 if path.is_dir() else 0o400)
        home.chmod(0o700)
        try:
            with pytest.raises(CannotWrite, match="may not"):
                open_workbook(folder, PASSPHRASE, home)
            report = examine(folder, PASSPHRASE, derive=remembered)
            assert report.ok and report.seal.holds
            workbook = open_to_read(folder, PASSPHRASE, home)
            try:
                assert workbook.vault.read_only
                (line,) = case_lines(workbook)
                with pytest.raises(Refused, match="read only"):
                    workbook.save(line.ref, {"reference": "X"})
            finally:
                workbook.close()
            assert digests(folder) == before
            assert list((home / "reading").iterdir()) == []
        finally:
            mine.chmod(0o700)
            for path in (folder, *folder.rglob("*")):
                path.chmod(0o700)
