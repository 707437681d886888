"""Words that are nowhere else are put into every answer; then every file of the person is searched.

The search looks at the home, temp, runtime and vault folders while the vault is open, after it was
closed, and after kill -9: for the words as they are, in UTF-16, Base64, percent signs, and inside
compressed streams.
"""

from __future__ import annotations

import base64
import os
import re
import tempfile
import urllib.parse
import zlib
from collections.abc import Iterator
from pathlib import Path

from roth_planner.vault import backup
from tests.torture.common import Base, Harness, Report, child, enter, kill, make_base

COUNT = 300
STEM = "Quillverbranwexley"
"""Long enough not to be met by chance in what is encrypted."""
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")


def run(place: Path, long: bool) -> Report:
    """300 words, at five moments."""
    return _search(place, leak=False)


def teeth(place: Path) -> Report:
    """A program that notes one word in a temporary file, compressed."""
    return _search(place, leak=True)


def words() -> list[str]:
    """The canaries: words that look like names and are none."""
    return [f"{STEM}{number:03d}" for number in range(COUNT)]


def _search(place: Path, *, leak: bool) -> Report:
    if not hasattr(os, "fork"):
        return Report(0, [], unable="processes are started in another way here")
    base = make_base(place, rows=2)
    temp = place / "temp"
    temp.mkdir()
    usual, tempfile.tempdir = tempfile.tempdir, str(temp)
    os.environ["TMPDIR"] = str(temp)
    heard, tell = os.pipe()
    go, going = os.pipe()
    bad: list[str] = []
    try:
        pid = child(lambda: _journey(base, leak, tell, go))
        os.close(tell)
        moments = 0
        while moment := os.read(heard, 64):
            moments += 1
            name = moment.decode().strip()
            bad += [f"{name}: {found}" for found in hits(place)]
            if name == "last":
                kill(pid)
                break
            os.write(going, b".")
        bad += [f"after kill -9: {found}" for found in hits(place)]
        enter(base.folder).close()
        bad += [f"opened again: {found}" for found in hits(place)]
    finally:
        tempfile.tempdir = usual
        del os.environ["TMPDIR"]
    return Report(COUNT, bad, f"{moments + 2} moments")


def _journey(base: Base, leak: bool, tell: int, go: int) -> None:
    """A day at the desk, with a pause after each thing."""
    workbook = enter(base.folder)

    def pause(name: str) -> None:
        os.write(tell, f"{name}\n".encode())
        os.read(go, 1)

    asked = [
        question
        for question in workbook.catalogue.guide("account").questions()
        if question.kind.value == "long_text"
    ]
    for number, word in enumerate(words()):
        question = asked[number % len(asked)]
        workbook.save(base.account, {question.key: f"{word} was there. " * 3})
        if number % 10 == 0:
            kind = ("peer", "sibling", "professional")[number % 3]
            workbook.add("person", {"kind": kind, "code": "Q.", "name": word})
    pause("saved")
    from roth_planner.documents import produce
    from roth_planner.workbook.caseload import case_lines

    case = case_lines(workbook)[0].ref
    for document in produce.documents_of(workbook, case):
        produce.make(workbook, case, document)
    if leak:
        Path(tempfile.gettempdir(), "scratch").write_bytes(zlib.compress(words()[7].encode() * 9))
    pause("printed")
    backup.make(workbook.vault)
    pause("backed up")
    workbook.close()
    pause("closed")
    workbook = enter(base.folder)
    workbook.save(base.account, {asked[0].key: words()[0]})
    pause("last")


def hits(place: Path) -> Iterator[str]:
    """Files under a folder that hold a canary in any form."""
    sought = re.compile(b"|".join(re.escape(form) for form in _forms(STEM)))
    for path in sorted(place.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            streams = (_inflated(content, match.start()) for match in _ZLIB.finditer(content))
            if sought.search(content) or any(sought.search(stream) for stream in streams):
                yield str(path.relative_to(place))
            elif sought.search(str(path).encode()):
                yield f"the name of {path.name}"


def _forms(word: str) -> Iterator[bytes]:
    for spelled in (word, word.lower(), word.upper()):
        yield spelled.encode()
        yield spelled.encode("utf-16-le")
        yield spelled.encode("utf-16-be")
        yield urllib.parse.quote(spelled).encode()
        for shift in range(3):
            # What surrounds the word changes the first and the last characters only.
            yield base64.b64encode(b"\0" * shift + spelled.encode() + b"\0\0")[4:-4]


def _inflated(content: bytes, start: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(content[start:], 1 << 20)
    except zlib.error:
        return b""


HARNESS = Harness("words left behind", run, teeth)
