"""How strong a passphrase is, told in words while it is being chosen.

A stolen laptop is guessed at in peace, without the program, so the only thing that counts is
how many guesses a passphrase stands. zxcvbn estimates that (Wheeler, USENIX Security 2016).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

MINIMUM = 12
"""Characters. Cyber Essentials: at least 12 where no list of common passwords is the only guard,
and no maximum."""

PRACTICE_PASSPHRASE = "practice makes the plan"
"""Opens every practice vault, and is no secret: it stands here, in the manual and on the screen.

A practice vault holds invented people only, and anyone must be able to start with it at once. A
vault with real records refuses this passphrase.
"""

_JUDGED = 48
"""Characters given to zxcvbn: its time grows steeply with length and with look-alike signs. 48
take 2 ms as words and 0.8 s as look-alike signs only; 72 took 1.7 s (measured). What comes after
can only make it stronger."""

_OUR_WORDS = (
    "roth", "planner", "roth planner", "safeguarding", "conference", "child protection",
    "council", "children", "social work", "practice", PRACTICE_PASSPHRASE,
)  # fmt: skip

_WORDS = ("Very weak", "Weak", "Fair", "Nearly strong enough", "Strong")
_ACCEPTED = 4
"""zxcvbn's highest, "strong protection from offline slow-hash scenario": 10**10 guesses or more.
One score lower would stand 10**8, which a rented cluster may try within days."""


@dataclass(frozen=True)
class Strength:
    """What the chair is told: ``score`` 0 to 4, ``words`` to show, and whether it may be used."""

    score: int
    words: str
    accepted: bool


def strength(passphrase: str) -> Strength:
    """Judge a passphrase that is being chosen; about 1 to 10 ms after the first call."""
    text = unicodedata.normalize("NFKC", passphrase)
    if not text.strip():
        return Strength(0, "Choose four or more words that do not belong together.", False)
    from zxcvbn import zxcvbn

    result = zxcvbn(text[:_JUDGED], user_inputs=list(_OUR_WORDS))
    score = int(result["score"])
    missing = MINIMUM - len(text)
    if missing > 0:
        score = min(score, 1)
        advice = f"at least {MINIMUM} characters are needed, {missing} more."
    elif text == PRACTICE_PASSPHRASE:
        score, advice = 0, "this one is printed in the manual. Choose your own."
    elif score == _ACCEPTED - 1:
        advice = "add one more unusual word."
    elif score < _ACCEPTED:
        advice = _suggestion(result["sequence"])
    else:
        advice = "hard to guess, even with your laptop in hand."
    return Strength(score, f"{_WORDS[score]}: {advice}", missing <= 0 and score >= _ACCEPTED)


def _suggestion(parts: list[dict[str, Any]]) -> str:
    """One thing to do about the longest part that is easily guessed."""
    guessable = [part for part in parts if part["pattern"] != "bruteforce"]
    if not guessable:
        return "add one or two unusual words."
    worst = max(guessable, key=lambda part: len(part["token"]))
    if worst["pattern"] == "dictionary":
        return {
            "passwords": "it is among the passwords that are guessed first. Use other words.",
            "user_inputs": "words of this program and this work are guessed first. Use others.",
            "male_names": "names are guessed first. Use other words.",
            "female_names": "names are guessed first. Use other words.",
            "surnames": "names are guessed first. Use other words.",
        }.get(worst["dictionary_name"], "add one or two unusual words.")
    return {
        "spatial": "keys that lie side by side are guessed first. Use words.",
        "repeat": "repeating adds little. Add different words instead.",
        "sequence": "sequences like abc or 6543 are guessed first. Use words.",
        "date": "dates and years are guessed first. Use words.",
        "regex": "dates and years are guessed first. Use words.",
    }.get(worst["pattern"], "add one or two unusual words.")
