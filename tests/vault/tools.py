"""What the tests of the vault do again and again, to real vaults on a real disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from roth_planner.errors import WrongSecret
from roth_planner.vault import header as headers
from roth_planner.vault import keys
from roth_planner.vault.keys import Cost
from roth_planner.vault.vault import Vault

PASSPHRASE = "violet kettle ankle borough"
ROOT = Path(__file__).resolve().parents[2]

_derived: dict[tuple[bytes, bytes, Cost], bytes] = {}


def remembered(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """The real derivation, done once for each secret: for tests that open hundreds of times."""
    question = (secret, salt, cost)
    if question not in _derived:
        _derived[question] = keys.derive(*question)
    return _derived[question]


class Counting:
    """The real derivation, and how often it was asked for."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, secret: bytes, salt: bytes, cost: Cost) -> bytes:
        self.calls += 1
        return remembered(secret, salt, cost)


def reopen(folder: Path, secret: str = PASSPHRASE) -> Vault:
    return Vault.open(folder, secret, derive=remembered)


def data_key(folder: Path) -> bytes:
    """The data key, as its holder would get at it."""
    header = headers.read(folder)[0]
    found = headers.open_slot(header, "passphrase", PASSPHRASE.encode(), remembered)
    assert found is not None
    return found


def database_key(folder: Path) -> bytes:
    return keys.sub_key(data_key(folder), "database")


def put_header(folder: Path, raw: bytes) -> None:
    """Write both copies of the header."""
    for name in headers.FILES:
        (folder / name).write_bytes(raw)


def header_fields(folder: Path) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.json.decode((folder / headers.FILES[0]).read_bytes())
    return fields


def spelled(fields: object) -> bytes:
    """JSON in the header's own spelling."""
    return msgspec.json.format(msgspec.json.encode(fields), indent=2) + b"\n"


def with_checksum(fields: dict[str, Any]) -> bytes:
    """The header that somebody who knows the format would forge: only keys are missing to him."""
    blank = spelled({**fields, "checksum": ""})
    checksum = hashlib.blake2b(blank, digest_size=16).digest()
    return spelled({**fields, "checksum": checksum})


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in a folder, but for the lock, which says who has it open."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def run_python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a fresh process of this program."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def run_module(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a module of the tests in a fresh process."""
    return subprocess.run(
        [sys.executable, "-m", name, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )


def notes(vault: Vault) -> list[str]:
    """The 300 notes of the vault of ``conftest.py``."""
    with vault.engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT text FROM note ORDER BY id")]


def opens(folder: Path, secret: str) -> bool:
    """Whether a secret opens a copy of the vault; nothing is changed in the vault itself."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "copy"
        shutil.copytree(folder, copy)
        try:
            reopen(copy, secret).close()
        except WrongSecret:
            return False
        return True


@contextmanager
def as_ordinary_user() -> Iterator[Path]:
    """An empty folder of somebody whom the system does not let do everything.

    The administrator may write to read-only files, so his rights are laid down meanwhile.
    """
    if not hasattr(os, "geteuid"):
        pytest.skip("rights of files are set differently on Windows")
    folder = Path(tempfile.mkdtemp(prefix="roth-"))
    nobody = 65534
    root = os.geteuid() == 0
    try:
        if root:
            os.chown(folder, nobody, nobody)
            try:
                os.setegid(nobody)
                os.seteuid(nobody)
            except OSError:
                pytest.skip("the rights of the administrator cannot be laid down here")
        yield folder
    finally:
        if root:
            os.seteuid(0)
            os.setegid(0)
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o700)
        shutil.rmtree(folder)


@contextmanager
def disk_calls() -> Iterator[list[str]]:
    """What was made durable and what took whose place, in order: ``sync NAME``, ``put NAME``."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("which file was synced can only be seen on Linux")
    said: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(descriptor: int) -> None:
        fsync(descriptor)
        said.append("sync " + Path(os.readlink(f"/proc/self/fd/{descriptor}")).name)

    def noted_replace(source: Path, target: Path) -> None:
        replace(source, target)
        said.append("put " + target.name)

    with pytest.MonkeyPatch.context() as watched:
        watched.setattr(os, "fsync", noted_fsync)
        watched.setattr(os, "replace", noted_replace)
        yield said


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """A real refusal by the system to write more than ``size`` bytes into any file."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
