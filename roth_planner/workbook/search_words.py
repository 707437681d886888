"""What was typed, as FTS5 reads it, and what FTS5 found, as a person reads it.

Nothing that is typed is an operator: every part goes to the query between double quotes, and only
letters and figures of it (sqlite.org/fts5.html, 3.1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy.orm import Session

from roth_planner.workbook.alike_words import alike_words, plain
from roth_planner.workbook.search_index import CLOSES, OPENS

MOST_WORDS, LONGEST_WORD = 12, 60
"""Of what was typed; a pasted page is no search."""
MOST_ALIKE = 8
"""Words that are tried for one that was not found."""
SHORTEST_APART = 3
"""Letters below which a word is not taken apart."""
MOST_INITIALS = 6
"""Letters of a word that may be written with a full stop after each: M.A.S.H."""
ENDINGS = ("s", "t", "d", "m", "ll", "re", "ve")
"""What stands after an apostrophe in English; many leave the apostrophe out."""
TYPED_FOR = (
    *(("l", "\u0142"), ("o", "\u00f8"), ("d", "\u0111"), ("i", "\u0131"), ("ss", "\u00df")),
    *(("ae", "\u00e6"), ("oe", "\u0153"), ("th", "\u00fe"), ("d", "\u00f0")),
    *(("ffi", "\ufb03"), ("ff", "\ufb00"), ("fi", "\ufb01"), ("fl", "\ufb02")),
)
"""Letters that the index keeps apart from those that are typed for them: it folds diacritics, and
these have none. The last are printers' ligatures, as text that is copied from a PDF has them."""


def parts(words: str) -> list[tuple[str, bool]]:
    """What was typed as words and phrases; true is a phrase, which is not continued."""
    words = "".join(filter(_counts, unicodedata.normalize("NFC", words)))
    found: list[tuple[str, bool]] = []
    for number, part in enumerate(words.split('"')):
        phrase = number % 2 == 1 and words.count('"') > number
        for one in [part] if phrase else part.split():
            text = " ".join(re.findall(r"[^\W_]+", one))[:LONGEST_WORD]
            if text:
                found.append((text, phrase))
    return found[:MOST_WORDS]


def as_query(parts: Iterable[tuple[str, bool]]) -> str:
    """As FTS5 reads it: each part in quotes, so that none is an operator; a star for beginnings."""
    return " ".join(f'"{text}"' if phrase else f'"{text}"*' for text, phrase in parts)


def as_query_apart(parts: Iterable[tuple[str, bool]]) -> str:
    """The same with other ways to write each word; "" if none has any.

    An apostrophe, a hyphen or full stops that one of the two leaves out (oneill, dont, email,
    MASH), and letters that are typed without their stroke (lodz).
    """
    groups, others = [], False
    for text, phrase in parts:
        ways = [f'"{text}"' if phrase else f'"{text}"*']
        if not phrase:
            ways += _other_ways(text)
        others |= len(ways) > 1
        groups.append(f"({' OR '.join(ways)})")
    return " AND ".join(groups) if others else ""


def as_query_near(session: Session, parts: Iterable[tuple[str, bool]]) -> str:
    """The same with words of the vault that are like those typed; "" if one has none like it.

    What stands in quotes is meant as it is written.
    """
    kept = [
        word
        for (word,) in session.connection().exec_driver_sql("SELECT term FROM search_words").all()
    ]
    known = frozenset(kept)
    groups = []
    for text, phrase in parts:
        if phrase:
            return ""
        for word in text.split():
            alike = [*alike_words(word, kept, MOST_ALIKE), *_two_words(plain(word), known)]
            if not alike:
                return ""
            quoted = " OR ".join(f'"{one}"' for one in alike)
            groups.append(f"({quoted})")
    return " AND ".join(groups)


def marked(snippet: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A snippet in one line without its marks, and where they stood."""
    snippet = " ".join(snippet.split())
    words, marks = "", []
    for piece in re.split(f"({OPENS}[^{CLOSES}]*{CLOSES}?)", snippet):
        if piece.startswith(OPENS):
            text = piece.strip(OPENS + CLOSES)
            marks.append((len(words), len(words) + len(text)))
            words += text
        else:
            words += piece
    return words, tuple(marks)


def _counts(letter: str) -> bool:
    """Whether the index counts a letter as one; an accent that stands alone it passes over."""
    return not "\u0300" <= letter <= "\u036f"


def _other_ways(text: str) -> list[str]:
    """A word as somebody else may have written it, as FTS5 reads it."""
    if " " in text:
        return [f'"{text.replace(" ", "")}"*']
    ways = [f'"{one}"*' for one in _other_letters(text)]
    if len(text) < SHORTEST_APART or not text.isalpha():
        return ways
    if len(text) > SHORTEST_APART:
        ways.append(f'"{text[0]} {text[1:]}"*')
    if len(text) <= MOST_INITIALS:
        ways.append(f'"{" ".join(text)}"')
    low = text.casefold()
    ways += [
        f'"{text[: -len(end)]} {end}"'
        for end in ENDINGS
        if low.endswith(end) and len(text) > len(end)
    ]
    return ways


def _other_letters(text: str) -> list[str]:
    """The same word with and without strokes and ligatures."""
    low = plain(text)
    found = {low}
    for typed, letter in TYPED_FOR:
        found |= {one.replace(typed, letter) for one in found} if typed in low else set()
        # one of two: Boleslaw has an l of both kinds
        found |= {low.replace(typed, letter, 1), letter.join(low.rsplit(typed, 1))}
    return sorted(found - {text.casefold()})


def _two_words(word: str, known: frozenset[str]) -> list[str]:
    """A word as two that the vault has, for what is written with a hyphen or a gap there."""
    cuts = range(2, len(word) - 1)
    return [
        f"{word[:cut]} {word[cut:]}" for cut in cuts if word[:cut] in known and word[cut:] in known
    ][:MOST_ALIKE]
