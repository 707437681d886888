"""The last look before paper: no child's name in a document about a place or for a guardian.

A context document with a child's name, alias or initials is refused and there is no way round:
the paper goes to people who may know none. The search covers every child in the vault, in any
spelling of case, accents or invisible characters, and reads the outline itself, so nothing that
would be printed escapes it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import msgspec

from roth_planner import paths
from roth_planner.documents.outline import Heading, Outline
from roth_planner.documents.year_groups import names_a_year_group, plain
from roth_planner.errors import BlockedDocument
from roth_planner.guides.values import MONTHS, SEASONS, NoAnswer
from roth_planner.records import CHILD_KINDS, PARTNER_KINDS
from roth_planner.workbook import Snapshot, Workbook

NAMELESS = ("context_partners", "guardian")
"""Audiences whose documents may hold no child's name, alias or initials."""

_HYPHEN = re.compile("[-'\N{RIGHT SINGLE QUOTATION MARK}]")

_LEFT, _RIGHT = r"(?<![^\W\d_])", r"(?![^\W\d_])"

_ROUND = "\"'()[]{}<>@#*_.,:!?\u2018\u2019\u201c\u201d"
"""What people set around a nickname."""
_OTHER_NAMES = re.compile(r"[,;/|&\n]|\b(?:and|or|aka|a\.k\.a\.|also|known as)\b", re.IGNORECASE)


class NameSearch:
    """Looks for the names of children in words that are to be printed."""

    def __init__(
        self,
        children: Iterable[Snapshot],
        partners: Iterable[Snapshot] = (),
        *,
        derived: bool = True,
    ) -> None:
        """``partners`` act in places by name; one may share a first name with a child.

        ``derived`` looks for the initials of each name too, beside those the chair gave.
        """
        exact: set[str] = set()
        loose: set[str] = set()
        theirs: set[str] = set()
        for child in children:
            name, aliases, code = (typed(child, key) for key in ("name", "aliases", "code"))
            for whole in (name, *_OTHER_NAMES.split(aliases)):
                theirs.add(folded(whole))
                _take_name(whole, exact, loose)
            for initials in {code, *(_initials_of(name) if derived else ())}:
                _take_code(initials, exact, loose)
        self._exact, self._folded, self._partners = _any_of(exact), _any_of(loose), None
        names = (typed(one, "name") for one in partners)
        self._partners = _whole_names(name for name in names if self._is_another(name, theirs))

    def finds(self, words: str) -> bool:
        """Whether the words hold a child's name, alias or initials."""
        searches = ((self._exact, plain(words)), (self._folded, folded(words)))
        return any(
            pattern.search(self._partners.sub("\N{BULLET}", text) if self._partners else text)
            for pattern, text in searches
            if pattern
        )

    def _is_another(self, name: str, theirs: set[str]) -> bool:
        """Whether it is a full name that no child has, even if one word of it is a child's name.

        "Jordan's aunt" is none: what is typed in place of a name must not open the way.
        """
        words = plain(name).split()
        shared = {word for whole in theirs for word in whole.split()}
        return (
            2 <= len(words) <= 4
            and folded(name) not in theirs
            and all(word[0].isupper() and not word.endswith("'s") for word in words)
            and all(folded(word) in shared or not self.finds(word) for word in words)
        )


def children_of(workbook: Workbook) -> tuple[Snapshot, ...]:
    """Every child in the vault, whichever case they belong to."""
    return tuple(one for one in workbook.all("person") if one.get("kind") in CHILD_KINDS)


def partners_of(workbook: Workbook) -> tuple[Snapshot, ...]:
    """Everybody in the vault who acts by role and may be named to a place's partners."""
    return tuple(one for one in workbook.all("person") if one.get("kind") in PARTNER_KINDS)


def typed(person: Snapshot, key: str) -> str:
    """What was typed there; that a name is not known is no name."""
    value = person.get(key)
    return value if isinstance(value, str) and not isinstance(value, NoAnswer) else ""


def refuse_names(outline: Outline, search: NameSearch, audience: str) -> None:
    """Raise ``BlockedDocument`` where a nameless document holds a child's name or year group.

    The sentence says where to look and never repeats the name.
    """
    if audience not in NAMELESS:
        return
    year = places(outline, names_a_year_group, search)
    if year:
        raise BlockedDocument(
            f"This page was not made, because a year group, a class or an age stands in {year},"
            " and in a small group that is as good as a name. Nothing was printed and your answers"
            " are as you left them. Say \u201cyoung people\u201d, \u201csome classes\u201d or the"
            " whole school there instead, then make it again."
        )
    named = places(outline, search.finds, search)
    if named:
        raise BlockedDocument(
            f"This page was not made, because a child\u2019s name or initials stand in {named}."
            " Nothing was printed and your answers are as you left them. Say"
            " \u201cyoung people\u201d there instead, or the full name of somebody who works there,"
            " then make it again. A word that only looks like a name, as a month or the first of a"
            " sentence can, has to be put another way."
        )


def places(outline: Outline, finds: Callable[[str], bool], search: NameSearch) -> str:
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


def folded(words: str) -> str:
    """The same without the difference of capitals."""
    return plain(words.casefold()).casefold()


def _take_name(whole: str, exact: set[str], loose: set[str]) -> None:
    typed_parts = [part for part in whole.split() if part.strip(_ROUND)]
    parts = [part.strip(_ROUND) for part in typed_parts]
    if len(parts) > 1:
        # "theovale" is a name on an app; with shorter parts "Tom B" would be a tomb.
        between = r"[\W_]*" if min(map(len, parts)) > 2 else r"[\W_]+"
        loose.add(between.join(re.escape(folded(part)) for part in parts))
    for place, part in enumerate(parts):
        if place and part.lower() in _listed("particles"):
            continue
        given = place < max(1, len(parts) - 1) or typed_parts[place][0] in _ROUND
        split = _HYPHEN.split(part)
        for double in {part, *part.split("-")}:
            pieces = [one for one in _HYPHEN.split(double) if one]
            if len(pieces) > 1 and len("".join(pieces)) > 2:
                loose.add(r"[\W_]?".join(re.escape(folded(one)) for one in pieces))
        for typed in {part, *split}:
            piece = plain(typed)
            if len(piece) < 2 or (typed != part and piece.lower() in _listed("particles")):
                continue
            if piece.isdigit():
                exact.add(rf"(?<!\d)(?<!\d[:.]){piece}(?![:.]?\d)")
                continue
            if piece.lower() in _listed("words"):
                if given:
                    exact.add(_capitalised(piece))
                continue
            longer = r"(?!\d)" if piece[-1].isdigit() else ""
            if len(piece) == 2:
                exact |= {re.escape(piece) + longer, re.escape(piece.upper()) + longer}
            else:
                loose.add(re.escape(folded(typed)) + longer)
                # "Jordans mum": with a capital only, because "jeans" are not Jean's.
                exact |= {re.escape(piece.capitalize()) + "s", re.escape(piece.upper()) + "S"}


def _initials_of(name: str) -> set[str]:
    """The initials of a full name: of first and last name, and of all; a double name has two."""
    parts = [
        one for one in name.split() if one.lower() not in _listed("particles") and one[0].isalpha()
    ]
    if len(parts) < 2:
        return set()
    first, last = parts[0], _HYPHEN.split(parts[-1])
    ends = {one[0] for one in (parts[-1], *last) if one[:1].isalpha()}
    every = "".join(one[0] for one in parts)
    return {initials.upper() for initials in (every, *(f"{first[0]}{end}" for end in ends))}


def _capitalised(piece: str) -> str:
    word = re.escape(piece.capitalize())
    either = f"(?:{word}|{re.escape(piece.upper())})"
    if piece.capitalize() in MONTHS or piece.lower() in SEASONS:
        return rf"(?<!\d ){either}(?! \d)"
    return either


def _take_code(code: str, exact: set[str], loose: set[str]) -> None:
    letters = re.sub(r"[\s.]", "", plain(code))
    if not letters:
        return
    if not letters.isalpha() or (not letters.isupper() and len(letters) > 2):
        _take_name(code, exact, loose)
    elif len(letters) == 1:
        initial = re.escape(letters.upper())
        exact |= {rf"{initial}\.(?!\s?[A-Z][a-z])(?![A-Za-z])", rf"{initial}(?='s)"}
    else:
        between = r"\.\s?" if letters.lower() in _listed("abbreviations") else r"\.?\s?"
        exact.add(between.join(re.escape(letter) for letter in letters.upper()))


def _whole_names(names: Iterable[str]) -> re.Pattern[str] | None:
    whole = {r"\s+".join(map(re.escape, folded(name).split())) for name in names}
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
