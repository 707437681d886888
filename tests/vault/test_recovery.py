"""The recovery code: easy to copy from paper, and a slip of the pen is told from a wrong code."""

from __future__ import annotations

import random as chance
import re

from roth_planner.vault import recovery


def _codes(count: int) -> list[str]:
    return [recovery.new(chance.Random(seed).randbytes) for seed in range(count)]


def test_a_code_is_seven_groups_of_four_without_letters_that_look_like_digits():
    for code in _codes(1000):
        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}", code)
        assert recovery.is_right(code)


def test_codes_carry_128_random_bits():
    # 26 characters are 130 bits; the first has only 3 of its 5.
    firsts = {code[0] for code in _codes(2000)}
    assert firsts == set(recovery.ALPHABET[:8])
    for place in (1, 8, 17, 30):
        assert {code[place] for code in _codes(2000)} >= set(recovery.ALPHABET)


def test_every_single_wrong_character_is_caught():
    for code in _codes(60):
        plain = recovery.tidy(code)
        for place in range(recovery.LENGTH):
            for character in set(recovery.ALPHABET) - {plain[place]}:
                assert not recovery.is_right(plain[:place] + character + plain[place + 1 :])


def test_every_two_characters_that_changed_places_are_caught():
    for code in _codes(100):
        plain = recovery.tidy(code)
        for first in range(recovery.LENGTH):
            for second in range(first + 1, recovery.LENGTH):
                if plain[first] != plain[second]:
                    swapped = list(plain)
                    swapped[first], swapped[second] = plain[second], plain[first]
                    assert not recovery.is_right("".join(swapped))


def test_a_random_code_is_right_once_in_a_thousand_only():
    dice = chance.Random(7)
    right = sum(
        recovery.is_right("".join(dice.choices(recovery.ALPHABET, k=recovery.LENGTH)))
        for _ in range(20_000)
    )
    assert right < 20_000 / 1021  # and three of four of those are over 128 bits


def test_typing_is_forgiven_case_spaces_dashes_and_look_alikes():
    code = next(code for code in _codes(200) if "0" in code and "1" in code)
    typed = [
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        f"  {code}\n",
        code.replace("-", "\u2013"),
        code.replace("1", "I").replace("0", "O"),
        code.lower().replace("1", "l").replace("0", "o"),
    ]
    for spelling in typed:
        assert recovery.is_right(spelling)
        assert recovery.tidy(spelling) == recovery.tidy(code)


def test_what_is_no_code_is_no_code():
    code = recovery.tidy(_codes(1)[0])
    for text in ("", "-", code[:-1], code + "0", code[:-1] + "U", code[:-1] + "é", "violet kettle"):
        assert not recovery.is_right(text)
        assert not recovery.has_the_shape(text)
