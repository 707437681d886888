"""How strong a passphrase is: told in words that help to choose a better one."""

from __future__ import annotations

import time

import pytest

from roth_planner.vault import PRACTICE_PASSPHRASE, strength


@pytest.mark.parametrize(
    ("passphrase", "words"),
    [
        ("", "Choose four or more words"),
        ("   ", "Choose four or more words"),
        ("xK9#vQ2!mZ7", "at least 12 characters are needed, 1 more."),
        ("password1234", "Weak: it is among the passwords"),
        ("aaaaaaaaaaaaaaaa", "repeating adds little"),
        ("abcdefghijklmnop", "sequences"),
        ("12/03/1999", "at least 12"),
        ("asdfghjkl;'asdfgh", "side by side"),
        ("safeguarding conference", "add one more unusual word"),
        ("violet kettle", "add one more unusual word"),
        (PRACTICE_PASSPHRASE, "printed in the manual"),
    ],
)
def test_a_weak_passphrase_is_not_accepted_and_one_thing_to_do_is_named(passphrase, words):
    told = strength(passphrase)
    assert not told.accepted
    assert words in told.words
    assert told.score < 4


@pytest.mark.parametrize(
    "passphrase",
    [
        "violet kettle ankle borough",
        "correct horse battery staple",
        "xK9#vQ2!mZ7p",
        "Ffion, ŵyneb y môr!",
        "اردو زبان میں ایک جملہ",
        "🦉 two owls under the bridge",
    ],
)
def test_a_good_passphrase_is_accepted_in_any_language(passphrase):
    told = strength(passphrase)
    assert told.accepted and told.score == 4 and told.words.startswith("Strong")


def test_it_keeps_up_with_typing_however_long_the_text():
    for text in ("a" * 100_000, "the same long story " * 5000, "qwertyuiop[]asdfghjkl" * 100):
        started = time.process_time()
        strength(text)
        assert time.process_time() - started < 0.5
