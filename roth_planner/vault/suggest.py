"""Four words for a passphrase, drawn by chance, for whoever would rather not think of one.

The words are the long list of the Electronic Frontier Foundation: 7,776 short words that are easy
to spell and to tell apart, so four of them are 51.7 bits. Three are 38.8: somebody with a stolen
laptop and a rented cluster, at 1,000 guesses a second, would need about seven years; four take
about 58,000.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from secrets import randbelow

from roth_planner.vault.passphrase import strength

WORDS = 4


def four_words(choose: Callable[[int], int] = randbelow) -> str:
    """A passphrase of four words that ``strength`` accepts; ``choose`` draws below a number."""
    words = word_list()
    while True:
        drawn = " ".join(words[choose(len(words))] for _ in range(WORDS))
        if strength(drawn).accepted:
            return drawn


@cache
def word_list() -> tuple[str, ...]:
    """The words, in the order of the alphabet."""
    from roth_planner.paths import assets

    return tuple(assets("language", "passphrase-words.txt").read_text("utf-8").split())
