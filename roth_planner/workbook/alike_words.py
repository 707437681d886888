"""Words that are like one that was typed: they hold it, are spelt nearly so, or sound like it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SHORTEST = 3
"""Letters below which every word is like every other."""

_SOUNDS = (
    (r"ph", "f"), (r"(?<=\w)gh", ""), (r"^kn", "n"), (r"^wr", "r"), (r"sch", "sh"),
    (r"ck|q|c(?![eiyh])", "k"), (r"c(?=[eiy])", "s"), (r"z", "s"), (r"x", "ks"), (r"dg(?=e)", "j"),
    (r"(?<=[aeiou])h(?![aeiou])", ""), (r"wh", "w"), (r"y", "i"), (r"(.)\1+", r"\1"),
    (r"(?<=\w)e$", ""), (r"(?<=\w)[aeiou]+", "a"),
)  # fmt: skip
"""How letters are heard in English, in this order; vowels after the first sound alike."""


def alike_words(word: str, kept: Iterable[str], most: int) -> list[str]:
    """Up to ``most`` of the kept words that are like a word, the likest first.

    ``kept`` are in small letters without diacritics, as the index keeps them.
    """
    word = plain(word)
    if len(word) < SHORTEST:
        return []
    sound = heard(word)
    allowed = 1 if len(word) < 6 else 2
    found: list[tuple[int, int, str]] = []
    for other in kept:
        if len(other) < SHORTEST:
            continue
        if word in other:
            found.append((0, len(other), other))
        elif (steps := _steps(word, other, allowed)) is not None:
            found.append((steps, 0, other))
        elif heard(other[:2])[:1] == sound[:1] and heard(other) == sound:
            found.append((allowed + 1, abs(len(other) - len(word)), other))
    return [other for _rank, _far, other in sorted(found)[:most]]


_STROKES = str.maketrans(
    {"\u0142": "l", "\u00f8": "o", "\u0111": "d", "\u0131": "i", "\u00f0": "d"}
    | {"\u00e6": "ae", "\u0153": "oe", "\u00fe": "th"}
)
"""Letters with no diacritic to take off, as they are typed without them."""


def plain(word: str) -> str:
    """A word in small letters without diacritics and strokes."""
    split = unicodedata.normalize("NFKD", word.casefold()).translate(_STROKES)
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def lookable(text: str) -> str:
    """A text as words typed are looked for in it: plain, with no punctuation.

    What an apostrophe or a hyphen parts stands together as well: "o neill oneill".
    """
    found: list[str] = []
    for word in plain(text).split():
        pieces = re.findall(r"[^\W_]+", word)
        found += pieces
        if len(pieces) > 1:
            found.append("".join(pieces))
    return " ".join(found)


def heard(word: str) -> str:
    """How a word sounds, so that two spellings of it are the same."""
    for letters, sound in _SOUNDS:
        word = re.sub(letters, sound, word)
    return word


def _steps(word: str, other: str, allowed: int) -> int | None:
    """How many letters put in, left out, exchanged or swapped make one of the other.

    None for more than are allowed. People rarely miss the first two letters together.
    """
    if abs(len(other) - len(word)) > allowed:
        return None
    if word[0] != other[0] and word[1:3] != other[1:3] and word[0] != other[1:2]:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for y, letter in enumerate(word, 1):
        last, row, older = row, [y], before
        for x, its in enumerate(other, 1):
            cost = min(last[x] + 1, row[x - 1] + 1, last[x - 1] + (letter != its))
            if older and x > 1 and letter == other[x - 2] and word[y - 2] == its:
                cost = min(cost, older[x - 2] + 1)
            row.append(cost)
        if min(row) > allowed:
            return None
        before = last
    return row[-1] if row[-1] <= allowed else None
