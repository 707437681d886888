"""The last look before paper: no child's name in a document about a place or for a guardian.

A context document with a child's name, alias or initials is refused and there is no way round
(domain rule 21). The search covers every child in the vault, in any spelling of case, accents or
invisible characters, and reads the outline itself, so nothing that would be printed escapes it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import msgspec

from roth_planner import paths
from roth_planner.documents.outline import Heading, Outline
from roth_planner.errors import BlockedDocument
from roth_planner.guides.values import MONTHS, SEASONS
from roth_planner.records import CHILD_KINDS, PARTNER_KINDS
from roth_planner.workbook import Snapshot, Workbook

NAMELESS = ("context_partners", "guardian")
"""Audiences whose documents may hold no child's name, alias or initials."""

# Letters that no accent can be taken from, as people without them on the keyboard write them.
_SPELT = str.maketrans(
    {
        **{"\u2019": "'", "\u0142": "l", "\u0141": "L", "\u00f8": "o", "\u00d8": "O"},
        **{"\u0111": "d", "\u0110": "D", "\u00f0": "d", "\u00d0": "D", "\u0131": "i"},
        **{"\u00e6": "ae", "\u00c6": "Ae", "\u0153": "oe", "\u0152": "Oe", "\u00df": "ss"},
        **{"\u00fe": "th", "\u00de": "Th"},
    }
)

_LEFT, _RIGHT = r"(?<![^\W\d_])", r"(?![^\W\d_])"

_WHOLE_SCHOOL = re.compile(
    r"\b(?:years?|yrs?|y) ?7 ?(?:to|-|\u2013) ?(?:year |yr |y)?1[1-3]\b", re.I
)
_YEAR_GROUP = re.compile(
    r"(?<!\ba )(?<!\bper )(?<!\bone )(?<!\beach )(?<!\bevery )(?<!\bthis )(?<!\blast )(?<!\bnext )"
    r"(?<!\d )\b(?:years?|yrs?\.?|year groups?)[ -]?"
    r"(?:[7-9]|1[0-3]|seven|eight|nine|ten|eleven|twelve|thirteen)s?\b(?! months?)"
    r"|\bY ?(?:[7-9]|1[0-3])s?\b(?! bus)",
    re.IGNORECASE,
)


class NameSearch:
    """Looks for the names of children in words that are to be printed."""

    def __init__(self, children: Iterable[Snapshot], partners: Iterable[Snapshot] = ()) -> None:
        """``partners`` act in places by name; one may share a first name with a child."""
        exact: set[str] = set()
        folded: set[str] = set()
        theirs: set[str] = set()
        for child in children:
            name, aliases, code = (str(child.get(k) or "") for k in ("name", "aliases", "code"))
            for whole in (name, *re.split(r"[,;\n]", aliases)):
                theirs.add(_folded(whole))
                _take_name(whole, exact, folded)
            _take_code(code, exact, folded)
        self._exact, self._folded, self._partners = _any_of(exact), _any_of(folded), None
        names = (str(one.get("name") or "") for one in partners)
        self._partners = _whole_names(name for name in names if self._is_another(name, theirs))

    def finds(self, words: str) -> bool:
        """Whether the words hold a child's name, alias or initials."""
        searches = ((self._exact, _plain(words)), (self._folded, _folded(words)))
        return any(
            pattern.search(self._partners.sub("\N{BULLET}", text) if self._partners else text)
            for pattern, text in searches
            if pattern
        )

    def _is_another(self, name: str, theirs: set[str]) -> bool:
        """Whether it is a full name that no child has, even if one word of it is a child's name.

        "Jordan's aunt" is none: what is typed in place of a name must not open the way.
        """
        words = _plain(name).split()
        shared = {word for whole in theirs for word in whole.split()}
        return (
            2 <= len(words) <= 4
            and _folded(name) not in theirs
            and all(word[0].isupper() and not word.endswith("'s") for word in words)
            and all(_folded(word) in shared or not self.finds(word) for word in words)
        )


def children_of(workbook: Workbook) -> tuple[Snapshot, ...]:
    """Every child in the vault, whichever case they belong to."""
    return tuple(one for one in workbook.all("person") if one.get("kind") in CHILD_KINDS)


def partners_of(workbook: Workbook) -> tuple[Snapshot, ...]:
    """Everybody in the vault who acts by role and may be named to a place's partners."""
    return tuple(one for one in workbook.all("person") if one.get("kind") in PARTNER_KINDS)


def refuse_names(outline: Outline, search: NameSearch, audience: str) -> None:
    """Raise ``BlockedDocument`` where a nameless document holds a child's name or year group.

    The sentence says where to look and never repeats the name.
    """
    if audience not in NAMELESS:
        return
    year = _places(outline, names_a_year_group, search)
    if year:
        raise BlockedDocument(
            f"This page was not made, because a year group stands in {year}, and in a small group"
            " that is as good as a name. Nothing was printed and your answers are as you left"
            " them. Say \u201cyoung people\u201d, \u201csome classes\u201d or the whole school"
            " there instead, then make it again."
        )
    named = _places(outline, search.finds, search)
    if named:
        raise BlockedDocument(
            f"This page was not made, because a child\u2019s name or initials stand in {named}."
            " Nothing was printed and your answers are as you left them. Say"
            " \u201cyoung people\u201d there instead, or the full name of somebody who works there,"
            " then make it again."
        )


def names_a_year_group(words: str) -> bool:
    """Whether they point at one school year, as "Year 10" does and "Years 7 to 11" does not."""
    return bool(_YEAR_GROUP.search(_WHOLE_SCHOOL.sub(" ", _plain(words))))


def _places(outline: Outline, finds: Callable[[str], bool], search: NameSearch) -> str:
    """Where something stands, in words, "" if nowhere; a place that holds a name is not quoted."""
    found = dict.fromkeys(
        "a heading" if finds(place) or search.finds(place) else place
        for place, words in _passages(outline)
        if finds(words)
    )
    return ", ".join(f"\u201c{place}\u201d" for place in list(found)[:5])


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
    split = unicodedata.normalize("NFKD", words).translate(_SPELT)
    kept = (c for c in split if unicodedata.category(c) not in ("Mn", "Cf"))
    return " ".join("".join(kept).split())


def _folded(words: str) -> str:
    """The same without the difference of capitals."""
    return _plain(words.casefold()).casefold()


def _take_name(whole: str, exact: set[str], folded: set[str]) -> None:
    parts = whole.split()
    if len(parts) > 1:
        folded.add(r"[\W_]+".join(re.escape(_folded(part)) for part in parts))
    for place, part in enumerate(parts):
        for typed in {part, *re.split("[-'\N{RIGHT SINGLE QUOTATION MARK}]", part)}:
            piece = _plain(typed)
            if len(piece) < 2:
                continue
            if piece.isdigit():
                exact.add(rf"(?<!\d)(?<!\d[:.]){piece}(?![:.]?\d)")
            elif piece.lower() in _listed("words"):
                if place == 0:
                    exact.add(_capitalised(piece))
            elif len(piece) == 2:
                exact |= {re.escape(piece), re.escape(piece.upper())}
            else:
                folded.add(re.escape(_folded(typed)))
                # "Jordans mum": with a capital only, because "jeans" are not Jean's.
                exact |= {re.escape(piece.capitalize()) + "s", re.escape(piece.upper()) + "S"}


def _capitalised(piece: str) -> str:
    word = re.escape(piece.capitalize())
    either = f"(?:{word}|{re.escape(piece.upper())})"
    if piece.capitalize() in MONTHS or piece.lower() in SEASONS:
        return rf"(?<!\d ){either}(?! \d)"
    return either


def _take_code(code: str, exact: set[str], folded: set[str]) -> None:
    letters = re.sub(r"[\s.]", "", _plain(code))
    if not letters:
        return
    if not letters.isalpha() or (not letters.isupper() and len(letters) > 2):
        _take_name(code, exact, folded)
    elif len(letters) == 1:
        initial = re.escape(letters.upper())
        exact |= {rf"{initial}\.(?!\s?[A-Z][a-z])(?![A-Za-z])", rf"{initial}(?='s)"}
    else:
        between = r"\.\s?" if letters.lower() in _listed("abbreviations") else r"\.?\s?"
        exact.add(between.join(re.escape(letter) for letter in letters.upper()))


def _whole_names(names: Iterable[str]) -> re.Pattern[str] | None:
    whole = {r"\s+".join(map(re.escape, _folded(name).split())) for name in names}
    longest_first = sorted(whole, key=len, reverse=True)
    pattern = rf"(?<![\w-])(?:{'|'.join(longest_first)})(?![\w-])"
    return re.compile(pattern, re.IGNORECASE) if whole else None


def _any_of(patterns: set[str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    longest_first = sorted(patterns, key=len, reverse=True)
    return re.compile(f"{_LEFT}(?:{'|'.join(longest_first)}){_RIGHT}")


@cache
def _listed(name: str) -> frozenset[str]:
    """The ordinary words, or the abbreviations, that look like names."""
    file = paths.assets("language", "names-that-are-words.toml")
    return frozenset(tomllib.loads(file.read_text("utf-8"))[name])
