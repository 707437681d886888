"""What was typed, as FTS5 reads it, and what FTS5 found, as a person reads it.

Nothing that is typed is an operator: every part goes to the query between double quotes, and only
letters and figures of it (sqlite.org/fts5.html, 3.1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy.orm import Session

from roth_planner.workbook.alike_words import alike_words
from roth_planner.workbook.search_index import CLOSES, OPENS

MOST_WORDS, LONGEST_WORD = 12, 60
"""Of what was typed; a pasted page is no search."""
MOST_ALIKE = 8
"""Words that are tried for one that was not found."""


def parts(words: str) -> list[tuple[str, bool]]:
    """What was typed as words and phrases; true is a phrase, which is not continued."""
    words = unicodedata.normalize("NFC", words)
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


def as_query_near(session: Session, parts: Iterable[tuple[str, bool]]) -> str:
    """The same with words of the vault that are like those typed; "" if one has none like it.

    What stands in quotes is meant as it is written.
    """
    kept = [
        word
        for (word,) in session.connection().exec_driver_sql("SELECT term FROM search_words").all()
    ]
    groups = []
    for text, phrase in parts:
        if phrase:
            return ""
        for word in text.split():
            alike = alike_words(word, kept, MOST_ALIKE)
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
