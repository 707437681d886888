"""Where in a case file something stands, so that a sentence about it can name the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys from the top of the file; rows of a list are counted from 1."""

_STEP = re.compile(r"([\w-]+)(?:\[(\d+)\])?")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = r"(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')"
_ENTRY = re.compile(rf"\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*=")
_QUOTES = ('"""', "'''")


def line_of(text: str, where: str) -> int | None:
    """The line of a place such as ``account.harms[2].contexts``, or of the last step found.

    None where not even the first step of it stands in the file.
    """
    wanted = _path(where)
    best: tuple[int, int] | None = None
    for line, path in _places(text):
        shared = 0
        while shared < min(len(path), len(wanted)) and path[shared] == wanted[shared]:
            shared += 1
        whole = shared in (len(path), len(wanted))
        if whole and shared and (best is None or shared > best[0]):
            best = shared, line
    return best[1] if best else None


def _path(where: str) -> Path:
    steps: list[str | int] = []
    for found in _STEP.finditer(where):
        steps.append(found[1])
        if found[2]:
            steps.append(int(found[2]))
    return tuple(steps)


def _places(text: str) -> Iterator[tuple[int, Path]]:
    """Every table and every answer of the file, with its line."""
    counts: dict[Path, int] = {}
    table: Path = ()
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        if inside:
            inside = "" if line.count(inside) % 2 else inside
            continue
        inside = next((quote for quote in _QUOTES if line.count(quote) % 2), "")
        if header := _HEADER.match(line):
            table = _resolved(_keys(header[2]), header[1] == "[[", counts)
            yield number, table
        elif entry := _ENTRY.match(line):
            yield number, (*table, *_keys(entry[1]))


def _resolved(keys: list[str], row: bool, counts: dict[Path, int]) -> Path:
    """The path of a table by its heading: each list in it stands for its latest row."""
    path: Path = ()
    for place, key in enumerate(keys):
        path = (*path, key)
        if row and place == len(keys) - 1:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _keys(dotted: str) -> list[str]:
    return [key.strip("\"'") for key in re.findall(_KEY, dotted)]
