"""Which words are spelled as British English spells them, with the chair's own words beside.

The dictionary is the Hunspell one for British English, read by Spylls, which is Python through and
through, so that there is nothing to build for any computer. Nothing leaves the vault: words the
chair adds are a note on the desk, and names of people and places are read when they are needed.
"""

from __future__ import annotations

import difflib
import io
import json
import re
import time
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import select

from roth_planner import paths
from roth_planner.records import Context, Person

if TYPE_CHECKING:
    from roth_planner.workbook.workbook import Workbook

KEY = "words"
"""Of the note on the desk that holds the words a chair added."""
LONGEST_WORD = 45
"""Letters; what is longer is no word of the dictionary and costs more the longer it is."""
MOST_SUGGESTIONS = 5
ENOUGH_SECONDS = 0.7
"""After which no further suggestion is looked for: a menu is waiting."""

_LINK = re.compile(r"\S*(?:@|://|www\.)\S*")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_loading = Lock()


class Dictionary(Protocol):
    """What is asked of a dictionary."""

    def lookup(self, word: str) -> bool: ...
    def suggest(self, word: str) -> Iterator[str]: ...


@cache
def _read() -> Dictionary:
    from spylls.hunspell import Dictionary as Hunspell
    from spylls.hunspell.readers import read_aff, read_dic
    from spylls.hunspell.readers.file_reader import BaseReader

    class Lines(BaseReader):  # type: ignore[misc]
        """Spylls's own reader leaves its file open (0.1.7) until Python happens to notice."""

        def __init__(self, name: str) -> None:
            text = paths.assets("language", name).read_text("utf-8-sig")
            super().__init__(io.StringIO(text))

        def reset_encoding(self, encoding: str) -> None:
            """The text is read already."""

    affixes, context = read_aff(Lines("en_GB.aff"))
    read: Dictionary = Hunspell(affixes, read_dic(Lines("en_GB.dic"), aff=affixes, context=context))
    return read


def british_english() -> Dictionary:
    """The dictionary, read once in a run; that takes a second or two."""
    with _loading:
        return _read()


@cache
def words_of_the_field() -> frozenset[str]:
    """Words of this practice that the dictionary does not have."""
    text = paths.assets("language", "words-of-the-field.txt").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))


def words_in(text: str) -> Iterator[tuple[int, str]]:
    """The words of a text worth looking up, with the place each begins.

    Left out are links and addresses, initials, abbreviations in capitals, and what holds figures.
    """
    hidden = [match.span() for match in _LINK.finditer(text)] if _may_hold_link(text) else []
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        if len(word) < 2 or len(word) > LONGEST_WORD or _is_abbreviation(word):
            continue
        if _touches_figure(text, start, end) or any(a <= start < b for a, b in hidden):
            continue
        yield start, word


class Speller:
    """Knows words, and offers others for those it does not know."""

    def __init__(self, dictionary: Dictionary, own: Iterable[str] = ()) -> None:
        self._dictionary = dictionary
        self._own = {plain(word) for word in own}
        self._names: frozenset[str] = frozenset()
        self.checked: dict[str, bool] = {}
        """What was looked up so far, so that typing never looks anything up."""

    def know_names(self, names: frozenset[str]) -> bool:
        """Count these as known, as ``names_in`` gives them; True if they are others than before."""
        if names == self._names:
            return False
        self._names = names
        self._forget_doubts()
        return True

    def learn(self, word: str) -> None:
        """Count a word as known from now on."""
        self._own.add(plain(word))
        self._forget_doubts()

    def knows(self, word: str) -> bool:
        """Whether a word is spelled as it should be, as far as anybody here knows."""
        known = self.checked.get(word)
        if known is None:
            known = self.checked[word] = self._knows(word)
        return known

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Words that may have been meant, the likeliest first; what was learned comes first."""
        near = difflib.get_close_matches(plain(word), self._own, 2, 0.8)
        until = time.monotonic() + ENOUGH_SECONDS
        found = list(near)
        for offer in islice(self._dictionary.suggest(word), MOST_SUGGESTIONS):
            found.append(offer)
            if time.monotonic() > until:
                break
        return tuple(dict.fromkeys(found))[:MOST_SUGGESTIONS]

    def _knows(self, word: str) -> bool:
        return self._at_hand(word) or bool(self._dictionary.lookup(word))

    def _at_hand(self, word: str) -> bool:
        known = plain(word)
        stem = re.sub(r"'s?$", "", known)
        field = words_of_the_field()
        return any(one in held for one in (known, stem) for held in (self._own, self._names, field))

    def _forget_doubts(self) -> None:
        self.checked = {word: known for word, known in self.checked.items() if known}


def plain(word: str) -> str:
    """A word as it is compared: in small letters, with a typewriter's apostrophe."""
    return word.casefold().replace("\u2019", "'")


def own_words(workbook: Workbook) -> tuple[str, ...]:
    """The words the chair added to this vault, in order; none if the note cannot be read."""
    try:
        found: Any = json.loads(workbook.desk.get(KEY) or "[]")
    except ValueError:
        return ()
    return tuple(word for word in found if isinstance(word, str)) if type(found) is list else ()


def add_own_word(workbook: Workbook, word: str) -> None:
    """Keep a word of the chair's. Raises what saving an answer raises."""
    _keep(workbook, {*own_words(workbook), plain(word)})


def forget_own_word(workbook: Workbook, word: str) -> None:
    """Take a word of the chair's out again."""
    _keep(workbook, {*own_words(workbook)} - {plain(word)})


def names_in(workbook: Workbook) -> frozenset[str]:
    """Every word in the name of a person, an agency or a place in this vault."""
    with workbook.reading() as session:
        rows = [
            *session.execute(select(Person.name, Person.code, Person.role, Person.agency)),
            *session.execute(select(Context.name)),
        ]
    texts = (text for row in rows for text in row if text)
    return frozenset(plain(word) for text in texts for _, word in words_in(text))


def _keep(workbook: Workbook, words: set[str]) -> None:
    workbook.desk.put(KEY, json.dumps(sorted(words), ensure_ascii=False) if words else None)


def _may_hold_link(text: str) -> bool:
    return "@" in text or "://" in text or "www." in text


def _is_abbreviation(word: str) -> bool:
    """Capitals, also with a plural's or an owner's s: NRM, GPs, MACE's."""
    stem = re.sub(r"['\u2019]?s$", "", word)
    return stem.isupper()


def _touches_figure(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return before.isdigit() or after.isdigit() or before == "_" or after == "_"
