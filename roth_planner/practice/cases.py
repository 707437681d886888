"""The practice vault: made on first use from the sample cases, for invented young people only.

Its passphrase is published, because nothing in it is real; its header says practice, and every
screen and page made from it does too.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from roth_planner import paths
from roth_planner.errors import BadContent
from roth_planner.practice.case_file import load_case_file
from roth_planner.vault import FLOOR, PRACTICE_PASSPHRASE, translate_errors
from roth_planner.workbook import Workbook


def sample_cases() -> tuple[Path, ...]:
    """The case files that come with the program."""
    return tuple(sorted(paths.assets("cases").glob("*.toml")))


def open_practice(home: Path | None = None, case_file: Path | None = None) -> Workbook:
    """The practice workbook of this person, made on first use. Raises as ``practice_folder``."""
    folder = practice_folder(home, case_file)
    if folder.exists():
        return Workbook.open(folder, PRACTICE_PASSPHRASE)
    return make_practice(folder, (case_file,) if case_file else sample_cases())


def practice_folder(home: Path | None = None, case_file: Path | None = None) -> Path:
    """Where the practice vault of this person is.

    A case file of one's own gets a practice vault of its own, by what the file holds. Raises
    ``BadContent`` if that cannot be read.
    """
    folder = paths.practice_vault(home)
    return folder.with_stem(f"practice-{_mark(case_file)}") if case_file is not None else folder


def make_practice(folder: Path, case_files: tuple[Path, ...]) -> Workbook:
    """A new practice vault with these cases in it.

    It is made beside its place and put there when it is whole, so that a case that cannot be used,
    or a stop half-way, leaves none behind.
    """
    with translate_errors():
        folder.parent.mkdir(parents=True, exist_ok=True)
        making = folder.with_name(f".making-{secrets.token_hex(8)}")
        _fill(making, case_files).close()
        making.rename(folder)
    return Workbook.open(folder, PRACTICE_PASSPHRASE)


@contextmanager
def fleeting_practice(case_files: tuple[Path, ...]) -> Iterator[Workbook]:
    """A practice workbook that is gone afterwards, for printing without a window."""
    with TemporaryDirectory(prefix="roth-planner-") as folder:
        workbook = _fill(Path(folder) / "practice.rothvault", case_files)
        try:
            yield workbook
        finally:
            workbook.close()


def _fill(folder: Path, case_files: tuple[Path, ...]) -> Workbook:
    workbook, _code = Workbook.create(folder, PRACTICE_PASSPHRASE, kind="practice", cost=FLOOR)
    try:
        for file in case_files:
            load_case_file(workbook, file)
    except BaseException:
        workbook.close()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return workbook


def _mark(case_file: Path) -> str:
    try:
        return hashlib.sha256(case_file.read_bytes()).hexdigest()[:12]
    except OSError as error:
        raise BadContent(f"{case_file.name} could not be read. Nothing was changed.") from error
