"""One writer at a time, whatever happens to the lock; who has it is said, and how it ended."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from roth_planner.errors import VaultInUse
from roth_planner.vault.filelock import LOCK, FileLock, Held, holder

from .test_vault import HOLD
from .tools import PASSPHRASE, ROOT, reopen


@contextmanager
def held_by_another(folder: Path) -> Iterator[subprocess.Popen[str]]:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), PASSPHRASE],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert other.stdout is not None and other.stdout.readline() == "open\n"
    try:
        yield other
    finally:
        other.kill()
        other.communicate()


def test_who_has_it_open_and_since_when_is_said_and_gone_after_closing(folder: Path) -> None:
    with reopen(folder):
        said = holder(folder)
        assert said is not None and said.process == os.getpid()
        assert abs(dt.datetime.now(dt.UTC) - said.since) < dt.timedelta(minutes=1)
    assert holder(folder) is None
    assert (folder / LOCK).read_bytes() == b""


def test_a_second_program_is_refused_and_told_where_and_since_when(folder: Path) -> None:
    with held_by_another(folder):
        said = holder(folder)
        assert said is not None
        since = f"{said.since.astimezone():%H:%M}"
        with pytest.raises(VaultInUse, match=f"on {said.computer} since {since}"):
            reopen(folder)
        assert holder(folder) == said


def test_words_that_a_killed_program_left_lead_to_a_full_check_and_go(folder: Path) -> None:
    with held_by_another(folder) as other:
        other.kill()
        other.communicate()
    assert holder(folder) is not None
    with reopen(folder) as vault:
        assert vault._lock.was_left_open
    with reopen(folder) as vault:
        assert not vault._lock.was_left_open


def test_an_opening_that_failed_leaves_what_was_to_be_checked(folder: Path) -> None:
    with held_by_another(folder) as other:
        other.kill()
        other.communicate()
    data = (folder / "data.db").read_bytes()
    (folder / "data.db").write_bytes(b"x" * len(data))
    with pytest.raises(Exception, match="damaged"):
        reopen(folder)
    (folder / "data.db").write_bytes(data)
    with reopen(folder) as vault:
        assert vault._lock.was_left_open


def test_with_the_lock_file_deleted_a_second_program_is_still_refused(folder: Path) -> None:
    with held_by_another(folder):
        (folder / LOCK).unlink()
        with pytest.raises(VaultInUse):
            reopen(folder)


def test_by_way_of_a_link_it_is_the_same_vault(folder: Path, tmp_path: Path) -> None:
    try:
        (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    with held_by_another(folder), pytest.raises(VaultInUse):
        reopen(tmp_path / "link")
    with held_by_another(tmp_path / "link"), pytest.raises(VaultInUse):
        reopen(folder)


def test_who_only_looks_makes_and_changes_nothing(folder: Path) -> None:
    (folder / LOCK).unlink(missing_ok=True)
    FileLock(folder, unseen=True).release()
    assert not (folder / LOCK).exists()
    (folder / LOCK).write_bytes(b"words")
    looking = FileLock(folder, unseen=True)
    assert looking.was_left_open
    with pytest.raises(Held):
        FileLock(folder)
    looking.release()
    assert (folder / LOCK).read_bytes() == b"words"


@pytest.mark.parametrize("words", [b"", b"{", b"\xff" * 9000, b'{"computer": 1}'])
def test_a_lock_that_says_nonsense_stops_nobody(words: bytes, folder: Path) -> None:
    (folder / LOCK).write_bytes(words)
    assert holder(folder) is None
    reopen(folder).close()
