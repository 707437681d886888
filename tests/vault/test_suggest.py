"""Four words by chance: from the whole list, strong enough, never twice the same."""

from __future__ import annotations

from itertools import count

from roth_planner.vault import four_words, strength
from roth_planner.vault.suggest import WORDS, word_list


def test_the_list_is_the_one_whose_bits_are_counted_on() -> None:
    words = word_list()
    assert len(set(words)) == 7776
    assert all(word.isascii() and word == word.strip().lower() for word in words)
    assert max(map(len, words)) <= 9


def test_what_is_suggested_is_accepted_and_differs() -> None:
    found = {four_words() for _ in range(50)}
    assert len(found) == 50
    for passphrase in found:
        parts = passphrase.split(" ")
        assert len(parts) == WORDS
        assert set(parts) <= set(word_list())
        assert strength(passphrase).accepted


def test_four_times_the_same_word_is_drawn_again() -> None:
    drawn = count()
    passphrase = four_words(lambda below: 0 if next(drawn) < WORDS else next(drawn) * 97 % below)
    assert strength(passphrase).accepted
    assert passphrase != "abacus abacus abacus abacus"
