"""The last look before paper: no child's name in a document about a place or for a guardian.

A context document with a child's name, alias or initials is refused and there is no way round
(domain rule 21). The search covers every child in the vault, in any spelling of case, accents or
invisible characters, and reads the outline itself, so nothing that would be printed escapes it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from roth_planner import paths
from roth_planner.documents.outline import Heading, Outline
from roth_planner.errors import BlockedDocument
from roth_planner.guides.values import MONTHS
from roth_planner.records import CHILD_KINDS
from roth_planner.workbook import Snapshot, Workbook

NAMELESS = ("context_partners", "guardian")
"""Audiences whose documents may hold no child's name, alias or initials."""

_LEFT, _RIGHT = r"(?<![^\W\d_])", r"(?![^\W\d_])"


class NameSearch:
    """Looks for the names of children in words that are to be printed."""

    def __init__(self, children: Iterable[Snapshot]) -> None:
        exact: set[str] = set()
        folded: set[str] = set()
        for child in children:
            name, code = _plain(str(child.get("name") or "")), _plain(str(child.get("code") or ""))
            aliases = re.split(r"[,;\n]", _plain(str(child.get("aliases") or "")))
            for whole in (name, *aliases):
                _take_name(whole.strip(), exact, folded)
            _take_code(code.strip(), exact, folded)
        self._exact = _any_of(exact, 0)
        self._folded = _any_of(folded, re.IGNORECASE)

    def finds(self, words: str) -> bool:
        """Whether the words hold a child's name, alias or initials."""
        plain = _plain(words)
        return any(pattern.search(plain) for pattern in (self._exact, self._folded) if pattern)


def children_of(workbook: Workbook) -> tuple[Snapshot, ...]:
    """Every child in the vault, whichever case they belong to."""
    return tuple(one for one in workbook.all("person") if one.get("kind") in CHILD_KINDS)


def refuse_names(outline: Outline, search: NameSearch, audience: str) -> None:
    """Raise ``BlockedDocument`` where a nameless document holds a child's name or initials.

    The sentence says where to look and never repeats the name.
    """
    if audience not in NAMELESS:
        return
    found = (place for place, words in _passages(outline) if search.finds(words))
    places = tuple(dict.fromkeys("a heading" if search.finds(place) else place for place in found))
    if places:
        where = ", ".join(f"\u201c{place}\u201d" for place in places[:5])
        raise BlockedDocument(
            f"This page was not made, because a child\u2019s name or initials stand in {where}."
            " Nothing was printed and your answers are as you left them. Say"
            " \u201cyoung people\u201d there instead, then make it again."
        )


def _passages(outline: Outline) -> Iterator[tuple[str, str]]:
    yield "the title", outline.title
    yield "the footer", f"{outline.reference} {outline.subject}"
    place = "the first page"
    for block in outline.blocks:
        here = "a heading" if isinstance(block, Heading) else getattr(block, "label", place)
        for words in _strings(msgspec.to_builtins(block)):
            yield here, words
        if isinstance(block, Heading):
            place = block.words


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "type":
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _plain(words: str) -> str:
    """Without accents and invisible characters, with straight apostrophes and single spaces."""
    split = unicodedata.normalize("NFKD", words.replace("\u2019", "'"))
    kept = (c for c in split if unicodedata.category(c) not in ("Mn", "Cf"))
    return " ".join("".join(kept).split())


def _take_name(whole: str, exact: set[str], folded: set[str]) -> None:
    parts = [part for part in re.split(r"\s+", whole) if part]
    if not parts:
        return
    if len(parts) > 1:
        folded.add(r"[\W_]+".join(re.escape(part) for part in parts))
    for place, part in enumerate(parts):
        pieces = {part, *re.split(r"[-']", part)}
        for piece in pieces:
            if len(piece) < 2:
                continue
            if piece.lower() in _ordinary_words():
                if place == 0:
                    exact.add(_capitalised(piece))
            elif len(piece) == 2:
                exact |= {re.escape(piece), re.escape(piece.upper())}
            else:
                folded.add(re.escape(piece))


def _capitalised(piece: str) -> str:
    word = re.escape(piece.capitalize())
    either = f"(?:{word}|{re.escape(piece.upper())})"
    if piece.capitalize() in MONTHS:
        return rf"(?<!\d ){either}(?! \d)"
    return either


def _take_code(code: str, exact: set[str], folded: set[str]) -> None:
    letters = re.sub(r"[\s.]", "", code)
    if not letters:
        return
    if not letters.isalpha() or (not letters.isupper() and len(letters) > 2):
        _take_name(code, exact, folded)
    elif len(letters) == 1:
        initial = re.escape(letters.upper())
        exact |= {rf"{initial}\.(?!\s?[A-Z][a-z])(?![A-Za-z])", rf"{initial}(?='s)"}
    else:
        exact.add(r"\.?\s?".join(re.escape(letter) for letter in letters.upper()))


def _any_of(patterns: set[str], flags: int) -> re.Pattern[str] | None:
    if not patterns:
        return None
    longest_first = sorted(patterns, key=len, reverse=True)
    return re.compile(f"{_LEFT}(?:{'|'.join(longest_first)}){_RIGHT}", flags)


@cache
def _ordinary_words() -> frozenset[str]:
    file = paths.assets("language", "names-that-are-words.toml")
    return frozenset(tomllib.loads(file.read_text("utf-8"))["words"])
