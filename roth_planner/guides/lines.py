"""On which line of a TOML file something stands, so that a fault can be found by its writer.

``tomllib`` gives lines for its own complaints only. This reads the same text a second time, only
after ``tomllib`` has accepted it, and notes the line of every table, key and array element. It
knows no values; it needs only to tell strings, brackets and comments apart.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

Where = tuple[str | int, ...]
"""The way to a value: keys, and places in arrays counted from 0."""

_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r]+|\#[^\n]*)
    |(?P<end>\n)
    |(?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<mark>[\[\]{},=])
    |(?P<bare>[^\s\[\]{},=#"']+)
    """,
    re.VERBOSE | re.DOTALL,
)


class Lines:
    """The lines of one file's tables, keys and array elements."""

    def __init__(self, text: str) -> None:
        self._found: dict[Where, int] = {}
        self._counts: dict[Where, int] = {}
        self._tokens = list(_tokens(text))
        self._at = 0
        self._read_all()

    def of(self, where: Where) -> int:
        """The line of a value, or of the nearest thing around it that has one; 1 for the file."""
        while where and where not in self._found:
            where = where[:-1]
        return self._found.get(where, 1)

    def _read_all(self) -> None:
        table: Where = ()
        while self._at < len(self._tokens):
            kind, words, line = self._tokens[self._at]
            if kind == "end":
                self._at += 1
            elif words == "[" and kind == "mark":
                table = self._header(line)
            else:
                self._pair(table)

    def _header(self, line: int) -> Where:
        self._at += 1
        many = self._tokens[self._at][1] == "["
        self._at += many
        keys = self._keys("]")
        self._at += 1 + many
        where: Where = ()
        for place, key in enumerate(keys, 1):
            where = (*where, key)
            last = place == len(keys)
            if last and many:
                self._counts[where] = self._counts.get(where, -1) + 1
            if where in self._counts:
                self._found.setdefault(where, line)
                where = (*where, self._counts[where])
            self._found.setdefault(where, line)
        return where

    def _pair(self, table: Where) -> None:
        line = self._tokens[self._at][2]
        where = table
        for key in self._keys("="):
            where = (*where, key)
            self._found.setdefault(where, line)
        self._at += 1
        self._value(where)

    def _keys(self, until: str) -> list[str]:
        """The parts of a dotted key, up to a mark."""
        keys: list[str] = []
        while self._tokens[self._at][1] != until:
            kind, words, _line = self._tokens[self._at]
            if kind == "text":
                keys.append(tomllib.loads(f"key = {words}")["key"])
            else:
                keys += [part for part in words.split(".") if part]
            self._at += 1
        return keys

    def _value(self, where: Where) -> None:
        """Read on to the end of one value: to the comma, the bracket or the line end after it."""
        if self._at >= len(self._tokens):
            return
        kind, words, _line = self._tokens[self._at]
        if kind == "mark" and words == "[":
            self._array(where)
        elif kind == "mark" and words == "{":
            self._inline_table(where)
        else:
            while self._at < len(self._tokens) and self._tokens[self._at][0] in ("text", "bare"):
                self._at += 1

    def _array(self, where: Where) -> None:
        self._at += 1
        place = 0
        while self._tokens[self._at][1] != "]" or self._tokens[self._at][0] != "mark":
            kind, words, line = self._tokens[self._at]
            if kind == "end" or (kind == "mark" and words == ","):
                self._at += 1
                continue
            self._found[*where, place] = line
            self._value((*where, place))
            place += 1
        self._at += 1

    def _inline_table(self, where: Where) -> None:
        self._at += 1
        while self._tokens[self._at][1] != "}" or self._tokens[self._at][0] != "mark":
            kind, words, _line = self._tokens[self._at]
            if kind == "end" or (kind == "mark" and words == ","):
                self._at += 1
                continue
            self._pair(where)
        self._at += 1


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    line = 1
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind != "blank":
            yield kind, found.group(), line
        line += found.group().count("\n")
