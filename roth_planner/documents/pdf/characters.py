"""What can be printed as it was typed, and what is named in words instead.

Nothing a person typed is dropped without a word. A character our fonts lack, or that ReportLab
cannot set right (right-to-left and joined scripts, emoji, direction controls), is printed as its
name in square brackets and counted, so that the pre-flight can say so before paper is made.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from msgspec import Struct


class Unprintable(Struct, frozen=True):
    """Something typed that stands on paper as its name in brackets.

    ``character`` is what was typed (of a script, the first letter met), ``name`` the words that
    stand for it, such as ``grinning face`` or ``Arabic text``, and ``count`` how many there were.
    """

    character: str
    name: str
    count: int


_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_HARD_SPACES = re.compile("[\u2007\u202f]")
_SPACES = re.compile("[\t\u1680\u2000-\u200a\u205f\u3000]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\ufeff]")


def clean(text: str) -> str:
    """Text with one kind of line end and of space, composed (NFC), without control characters.

    Soft hyphens and byte order marks go too: they show nothing of their own.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _HARD_SPACES.sub("\xa0", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


# Emoji sequences as in UTS #51: flags, keycaps, and pictographs with their variation
# selectors, skin tones and joiners.
_SYMBOL = "[\u2190-\u2bff\u3030-\u3299\U0001f000-\U0001faff]"
_DRESS = "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]"
_PIECE = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
    "|[0-9#*]\ufe0f?\u20e3"
    f"|{_SYMBOL}{_DRESS}*(?:\u200d{_SYMBOL}{_DRESS}*)*"
    "|.",
    re.DOTALL,
)
_WORN = {"\u200d", "\ufe0e", "\ufe0f", "\u20e3"}
_SKIN = {
    "\U0001f3fb": "light skin tone",
    "\U0001f3fc": "medium-light skin tone",
    "\U0001f3fd": "medium skin tone",
    "\U0001f3fe": "medium-dark skin tone",
    "\U0001f3ff": "dark skin tone",
}
_NATIONS = {"gbeng": "England", "gbsct": "Scotland", "gbwls": "Wales"}

# Unicode Bidirectional Algorithm (UAX #9), section 2: explicit directional formatting.
_DIRECTIONS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# DejaVu has these, but they need joining or reordering, which ReportLab does not do.
_UNSHAPED = {"Arabic", "Hebrew", "Nko", "Lao", "Syriac", "Thaana"}

_SCRIPTS = {
    "CJK": "Chinese or Japanese",
    "IDEOGRAPHIC": "Chinese or Japanese",
    "HIRAGANA": "Chinese or Japanese",
    "KATAKANA": "Chinese or Japanese",
    "KATAKANA-HIRAGANA": "Chinese or Japanese",
    "HANGUL": "Korean",
    "GURMUKHI": "Punjabi (Gurmukhi)",
    "DEVANAGARI": "Hindi or Nepali (Devanagari)",
    "ARABIC-INDIC": "Arabic",
    "EXTENDED": "Arabic",
}

# What a file of text cannot hold, or what would mislead its reader.
_MISLEADING = re.compile(f"[{''.join(sorted(_DIRECTIONS))}\ud800-\udfff\ufffe\uffff]")

_PRINTS = ""
_ALONE = "alone"


def _script(character: str) -> str:
    """The script in a reader's words, from the first word of the Unicode name."""
    word = unicodedata.name(character, "").partition(" ")[0]
    return _SCRIPTS.get(word, word.capitalize())


def _name(character: str) -> str:
    """What one character is called."""
    if character in _SKIN:
        return _SKIN[character]
    unnamed = {
        "Co": "private use character",
        "Cs": "half of a broken character",
    }.get(unicodedata.category(character), "character")
    name = unicodedata.name(character, "").lower()
    return name or f"{unnamed} U+{ord(character):04X}"


def _piece_name(piece: str) -> str:
    """What a character or an emoji sequence is called, part by part."""
    if len(piece) == 1:
        return _name(piece)
    if "\U0001f1e6" <= piece[0] <= "\U0001f1ff":
        return "flag: " + "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in piece)
    if piece[-1] == "\U000e007f":
        letters = "".join(chr(ord(tag) - 0xE0000) for tag in piece[1:-1])
        return "flag: " + _NATIONS.get(letters, letters)
    if piece[-1] == "\u20e3":
        return f"keycap {piece[0]}"
    return ", ".join(_name(part) for part in piece if part not in _WORN)


def plain(text: str) -> str:
    """Cleaned text for where no glyph is drawn: direction controls and broken halves are named."""
    text = clean(text)
    if text.isascii():
        return text
    return _MISLEADING.sub(lambda found: f"[{_name(found.group())}]", text)


def one_line(text: str, longest: int | None = None) -> str:
    """Plain text on one line, for a title or a bookmark, cut short with an ellipsis if need be."""
    line = " ".join(plain(text).split())
    if longest is None or len(line) <= longest:
        return line
    return line[: longest - 1].rstrip() + "\u2026"


class Namer:
    """Writes what cannot be printed as words in brackets, and keeps count of it.

    ``has_glyph`` says whether any of our fonts can draw a character.
    """

    def __init__(self, has_glyph: Callable[[str], bool]) -> None:
        self._has_glyph = has_glyph
        self._kinds: dict[str, str] = {"\n": _PRINTS}
        self._plain: set[str] = {"\n"}
        self._found: dict[str, tuple[str, int]] = {}

    def spell(self, text: str) -> str:
        """The text as it can be set: cleaned, and every unprintable character named."""
        text = clean(text)
        if self._plain.issuperset(text):
            return text
        pieces: list[str] = _PIECE.findall(text)
        spelt: list[str] = []
        at = 0
        while at < len(pieces):
            kind = self._kind(pieces[at])
            if kind == _PRINTS:
                spelt.append(pieces[at])
                at += 1
            elif kind == _ALONE:
                spelt.append(self._named(pieces[at], _piece_name(pieces[at])))
                at += 1
            else:
                end = self._end_of_run(pieces, at, kind)
                spelt.append(self._run("".join(pieces[at:end]), kind))
                at = end
        return "".join(spelt)

    def found(self) -> tuple[Unprintable, ...]:
        """All that was named so far, in the order it was met."""
        return tuple(
            Unprintable(character, name, count) for name, (character, count) in self._found.items()
        )

    def _kind(self, piece: str) -> str:
        """``_PRINTS``, ``_ALONE`` (named by itself) or the script it belongs to."""
        kind = self._kinds.get(piece)
        if kind is None:
            kind = self._kinds[piece] = self._judge(piece)
            if kind == _PRINTS and len(piece) == 1:
                self._plain.add(piece)
        return kind

    def _judge(self, piece: str) -> str:
        if len(piece) > 1:
            plain = all(part < "\U0001f000" and self._has_glyph(part) for part in piece)
            return _PRINTS if plain and "\u200d" not in piece else _ALONE
        category = unicodedata.category(piece)
        if piece in _DIRECTIONS or category in ("Co", "Cs", "Cn"):
            return _ALONE
        emoji = piece >= "\U0001f000" and category[0] == "S"
        script = _script(piece)
        if self._has_glyph(piece) and not emoji and script not in _UNSHAPED:
            return _PRINTS
        return script if category[0] in "LMN" and script not in ("", "Combining") else _ALONE

    def _end_of_run(self, pieces: list[str], start: int, script: str) -> int:
        """Where a run of one script ends; spaces and signs between its words belong to it."""
        end = at = start + 1
        while at < len(pieces):
            if self._kind(pieces[at]) == script:
                end = at + 1
            elif pieces[at] == "\n" or pieces[at].isalnum() or self._kind(pieces[at]) != _PRINTS:
                break
            at += 1
        return end

    def _run(self, run: str, script: str) -> str:
        """How a run of a script we cannot set is written."""
        styled = unicodedata.normalize("NFKC", run)
        if styled != run and all(self._kind(letter) == _PRINTS for letter in styled):
            self._count(run[0], "styled letters", len(run))
            return f"[styled letters: {styled}]"
        if len(run) == 1:
            return self._named(run, _name(run))
        letters = sum(unicodedata.category(character)[0] == "L" for character in run)
        if script.startswith("Chinese") or not letters:
            count, unit = sum(not character.isspace() for character in run), "character"
        else:
            count, unit = letters, "letter"
        self._count(run[0], f"{script} text", count)
        return f"[{script} text: {count} {unit}{'' if count == 1 else 's'}]"

    def _named(self, piece: str, name: str) -> str:
        self._count(piece, name, 1)
        return f"[{name}]"

    def _count(self, character: str, name: str, count: int) -> None:
        first, before = self._found.get(name, (character, 0))
        self._found[name] = (first, before + count)
