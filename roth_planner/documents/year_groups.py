"""A school year, a class or an age in words: in a small group it is as good as a name."""

from __future__ import annotations

import re
import unicodedata

# Letters that no accent can be taken from, as people without them on the keyboard write them.
_SPELT = str.maketrans(
    {
        **{"\u2019": "'", "\u0142": "l", "\u0141": "L", "\u00f8": "o", "\u00d8": "O"},
        **{"\u0111": "d", "\u0110": "D", "\u00f0": "d", "\u00d0": "D", "\u0131": "i"},
        **{"\u00e6": "ae", "\u00c6": "Ae", "\u0153": "oe", "\u0152": "Oe", "\u00df": "ss"},
        **{"\u00fe": "th", "\u00de": "Th"},
    }
)

_WHOLE_SCHOOL = re.compile(
    r"\b(?:years?|yrs?|y) ?7 ?(?:to|-|\u2013) ?(?:year |yr |y)?1[1-3]\b", re.I
)
_YEAR_GROUP = re.compile(
    r"(?<!\ba )(?<!\bper )(?<!\bone )(?<!\beach )(?<!\bevery )(?<!\bthis )(?<!\blast )(?<!\bnext )"
    r"(?<!\d )\b(?:years?|yrs?\.?|year groups?)[ -]?"
    r"(?:[7-9]|1[0-3]|seven|eight|nine|ten|eleven|twelve|thirteen)s?\b(?! months?)"
    r"|\bY ?(?:[7-9]|1[0-3])s?\b(?! bus)"
    r"|\byears? [1-6]s?(?= (?:children|pupils?|students?|girls?|boys?|kids|class))"
    r"|\b(?:(?:lower|upper) sixth|sixth[ -]?form(?:er)?s?)\b"
    r"(?! (?:college|centre|center|block|building|campus|entrance))",
    re.IGNORECASE,
)
# "10B" is a class and "Flat 10B" is a door; so is a number that a street follows.
_CLASS = re.compile(
    r"(?<![\w.:\u00a3-])(?:[7-9]|1[0-3])[ABCDEFGHJLNPQRSTWXYZ]\b"
    r"(?!,? (?:[Bb]us|[Tt]ram|[Tt]rain"
    r"|(?:[A-Z]\w+ )+(?:Road|Street|Lane|Avenue|Close|Court|House)))"
)
_NO_CLASS = re.compile(
    r"\b(?:apartment|bay|block|building|bus|door|exit|flat|floor|gate|house|line|no\.?|number|plot"
    r"|platform|plug|room|route|section|service|shop|stand|stop|tram|unit|zone)s? $",
    re.IGNORECASE,
)
_AGES = r"(?:[7-9]|1[0-7]|(?:four|fif|six|seven|thir)teen|ten|eleven|twelve)"
# An age points at somebody; a span of ages, or an age that a law names, does not.
_AGE = re.compile(
    rf"(?<![\w.-])(?<!\bover )(?<!\bunder )(?<!\bto )(?<!\band )(?<!\bor )(?<!\d[-\u2013]){_AGES}"
    r"(?:[ -]years?[ -]olds?\b|[ -]?y/?o\b|[ -]yr[ -]olds?\b)(?! (?:or|and) (?:over|under|older))"
    r"(?! (?:building|business|carpet|contract|lease|order|plan|scheme|shop))"
    rf"|\bage[ds]? {_AGES}\b(?! ?(?:-|\u2013|to\b|and\b|or\b|plus\b|\+|upwards))",
    re.IGNORECASE,
)


def names_a_year_group(words: str) -> bool:
    """Whether they point at one school year, class or age, as "Year 10" and "aged 14" do.

    "Years 7 to 11" and "aged 11 to 16" do not.
    """
    spelt = _WHOLE_SCHOOL.sub(" ", plain(words))
    return bool(_YEAR_GROUP.search(spelt) or _AGE.search(spelt)) or any(
        not _NO_CLASS.search(spelt[: found.start()]) for found in _CLASS.finditer(spelt)
    )


def plain(words: str) -> str:
    """Without accents and invisible characters, with straight apostrophes and single spaces."""
    split = unicodedata.normalize("NFKD", words).translate(_SPELT)
    kept = (c for c in split if unicodedata.category(c) not in ("Mn", "Cf"))
    return " ".join("".join(kept).split())
