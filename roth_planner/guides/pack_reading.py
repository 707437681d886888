"""From the bytes of a local pack to its parts, with the line of whatever cannot be read.

Each part is read on its own, so that a writer hears of every fault at once and not of one a try.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from roth_planner.errors import BadContent
from roth_planner.guides.lines import Lines, Where
from roth_planner.guides.pack import (
    Agency,
    BadPack,
    ChoiceChange,
    ExtraQuestion,
    Fault,
    Pack,
    Rewording,
)
from roth_planner.guides.timescales import HelpLine, Names, Quorum, Timescale

FORMAT = 1
LARGEST = 256 * 1024
"""Bytes of a pack; the one that comes with the program is under 10 KB."""
LONGEST_LINE = 5_000
MOST_DOTS = 60
"""Dots in a key. ``tomllib`` looks at each beginning of a dotted key: long ones take it hours."""
MOST = 500
"""Parts of one sort; the whole core has about as many questions."""

SINGLE: dict[str, Any] = {"names": Names, "quorum": Quorum}
SEVERAL: dict[str, Any] = {
    "timescales": Timescale,
    "agencies": Agency,
    "help_lines": HelpLine,
    "choices": ChoiceChange,
    "rewording": Rewording,
    "questions": ExtraQuestion,
}


NOT_UTF_8 = "this is not text in UTF-8; save the file again with that encoding"


class _About(Struct, frozen=True, forbid_unknown_fields=True):
    """The lines at the top of a pack."""

    format: int
    area: str
    edition: str = ""
    checked: dt.date | None = None
    about: str = ""


class Raw(Struct):
    """A pack on its way: its tables, its lines, and what is wrong so far.

    ``places`` are the places, in their section, of the parts that could be read.
    """

    file: str
    tables: dict[str, Any]
    lines: Lines
    faults: list[Fault]
    places: dict[str, list[int]]

    def blame(self, where: Where, reason: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(self.file, self.lines.of(where), reason))


def read(file: Path) -> Raw:
    """The tables of a pack's file.

    Raises ``BadPack`` where it is no TOML in UTF-8, ``BadContent`` where there is no reading it.
    """
    name = file.name
    try:
        if not file.is_file():  # a pipe would keep the window waiting for ever
            raise FileNotFoundError
        with file.open("rb") as source:
            data = source.read(LARGEST + 1)
    except OSError:
        raise BadContent(
            f"The local pack {name} could not be read, so it was not taken. Your answers are"
            " untouched. Look whether the file is still there."
        ) from None
    if len(data) > LARGEST:
        raise BadPack((Fault(name, 1, f"the file is larger than {LARGEST // 1024} KB"),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadPack((Fault(name, line, NOT_UTF_8),)) from None
    for number, words in enumerate(text.split("\n"), 1):
        if reason := _too_much(words):
            raise BadPack((Fault(name, number, reason),))
    try:
        tables = tomllib.loads(text)
        lines = Lines(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise BadPack((_not_toml(name, str(error), text),)) from None
    except RecursionError:
        raise BadPack((Fault(name, 1, "brackets stand too deep in one another"),)) from None
    return Raw(name, tables, lines, [], {})


def _too_much(line: str) -> str:
    """What of a line would take too long to read; "" for a line as people write it."""
    if len(line) > LONGEST_LINE:
        return f"the line is longer than {LONGEST_LINE:,} letters"
    if line.lstrip().startswith("#"):
        return ""
    runs = re.split(r"[^\w. \t-]+", line)
    return "a name has too many dots" if max(run.count(".") for run in runs) > MOST_DOTS else ""


def pack_of(raw: Raw) -> Pack:
    """The parts that could be read; the others are among ``raw.faults``."""
    known = {*_About.__struct_fields__, *SINGLE, *SEVERAL}
    for key in raw.tables:
        if key not in known:
            raw.blame((key,), f"a pack has no part called '{key}'")
    parts: dict[str, Any] = {}
    about = {key: held for key, held in raw.tables.items() if key in _About.__struct_fields__}
    first = _convert(raw, about, _About, ())
    if first is not None and first.format != FORMAT:
        raw.blame(("format",), f"format is {FORMAT} in this version of the program")
    if first is not None and not first.area.strip():
        raw.blame(("area",), "the area has no name")
    for key, kind in SINGLE.items():
        if key in raw.tables:
            parts[key] = _convert(raw, raw.tables[key], kind, (key,))
    for key, kind in SEVERAL.items():
        parts[key] = _several(raw, key, kind)
    parts = {key: held for key, held in parts.items() if held is not None}
    if first is None:
        return Pack(area="", **parts)
    return Pack(first.area, first.edition, first.checked, first.about, **parts)


def _several(raw: Raw, key: str, kind: Any) -> tuple[Any, ...]:
    items = raw.tables.get(key, [])
    found, raw.places[key] = [], []
    if not isinstance(items, list):
        raw.blame((key,), f"write [[{key}]], with two brackets, once for each")
        return ()
    if len(items) > MOST:
        raw.blame((key, MOST), f"a pack has {MOST} [[{key}]] at most")
        return ()
    for place, item in enumerate(items):
        one = _convert(raw, item, kind, (key, place))
        if one is not None:
            found.append(one)
            raw.places[key].append(place)
    return tuple(found)


def _convert(raw: Raw, held: Any, kind: Any, where: Where) -> Any:
    try:
        return msgspec.convert(held, kind)
    except msgspec.ValidationError as error:
        inner, reason = _in_words(str(error))
        raw.blame((*where, *inner), reason)
    except RecursionError:
        raw.blame(where, "brackets stand too deep in one another")
    return None


THINGS = {
    "str": "words in quotes",
    "int": "a whole number",
    "float": "a number with a point",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "date": "a date such as 2026-11-22",
    "datetime": "a date with a time",
    "time": "a time",
    "null": "nothing",
}


def _in_words(said: str) -> tuple[Where, str]:
    """The place and the reason of what msgspec says, for somebody who writes no programs."""
    reason, _, at = said.partition(" - at `$")
    inner: list[str | int] = []
    for key, number in re.findall(r"\.(\w+)|\[(\d+)\]", at.rstrip("`")):
        inner.append(key or int(number))
    if found := re.fullmatch(r"Object contains unknown field `(.+)`", reason):
        return (*inner, found[1]), f"there is nothing called '{found[1]}' here"
    if found := re.fullmatch(r"Object missing required field `(.+)`", reason):
        return tuple(inner), f"'{found[1]}' is missing"
    if found := re.fullmatch(r"Expected `([^`]+)`, got `([^`]+)`", reason):
        wanted = " or ".join(THINGS.get(one, one) for one in found[1].split(" | "))
        return tuple(inner), f"write {wanted} here, not {THINGS.get(found[2], found[2])}"
    if reason.startswith("Invalid RFC3339"):
        return tuple(inner), f"write {THINGS['date']} here"
    if found := re.fullmatch(r"Invalid enum value (.+)", reason):
        return tuple(inner), f"{found[1]} is not one of the words that can stand here"
    return tuple(inner), reason[:1].lower() + reason[1:]


IN_PLAIN_WORDS = (
    (("Cannot overwrite", "Cannot declare", "Duplicate"), "this key or table stands twice"),
    (("Invalid date",), "there is no such date"),
    (
        ("Invalid value",),
        "after the equals sign stands nothing, or words without quotes round them",
    ),
    (("Invalid statement",), "this is neither a [heading] nor a name with an equals sign"),
    (("Expected '=' after a key",), "after the name an equals sign is missing"),
    (("Expected ']'", "Expected ']]'"), "a bracket is missing at the end of the heading"),
    (("Illegal character", "Unterminated", "Expected '\"'"), "the quote at the end is missing"),
    (("Expected newline",), "something stands here that does not belong to the line"),
    (("Unclosed array",), "a bracket is missing at the end of the list"),
)
"""What tomllib complains of, for somebody who writes no programs."""


def _not_toml(name: str, said: str, text: str) -> Fault:
    """What tomllib complains of, with its line; the place it says so is the last in brackets."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", said)
    line = int(found[1]) if found and found[1] else text.count("\n") + 1
    reason = said[: found.start()] if found else said
    if any(quote in text.split("\n")[line - 1] for quote in "\u201c\u201d\u2018\u2019"):
        return Fault(name, line, "this is not TOML: the quotes are curly; write straight ones")
    for beginnings, plain in IN_PLAIN_WORDS:
        if reason.startswith(beginnings):
            return Fault(name, line, plain if "twice" in plain else f"this is not TOML: {plain}")
    return Fault(name, line, f"this is not TOML: {reason}")
