"""Which backups are kept: the rule to the letter, and never none, whatever the clock does."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roth_planner.vault.backup_file import Backup, name
from roth_planner.vault.rotation import DAYS, LAST, MONTHS, WEEKS, superfluous

START = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
MOST = 2 * (LAST + DAYS + WEEKS + MONTHS)


def _backup(made: dt.datetime, number: int, reason: str = "") -> Backup:
    made = made.replace(microsecond=0)
    return Backup(Path(name(made, number, reason)), made, number, 1, reason)


class Shelf:
    """A folder of backups into which one is put after another."""

    def __init__(self) -> None:
        self.there: list[Backup] = []
        self.number = 0

    def make(self, now: dt.datetime, reason: str = "", *, new: bool = True) -> Backup:
        self.number += new
        made = _backup(now, self.number, reason)
        self.there = [one for one in self.there if one.path != made.path] + [made]
        if reason != "not-whole":
            gone = superfluous(self.there, now)
            self.there = [one for one in self.there if one not in gone]
        return made


def by_the_letter(made: list[Backup]) -> set[Backup]:
    """The rule said in another way: look at each backup, and ask whether something keeps it."""
    newest_first = sorted(made, key=lambda one: (one.made, one.number), reverse=True)
    kept = set(newest_first[:10])
    for period, number in (("%Y-%m-%d", 14), ("%G-%V", 8), ("%Y-%m", 3)):
        spelled = [one.made.strftime(period) for one in newest_first]
        named = sorted(set(spelled), reverse=True)[:number]
        kept |= {newest_first[spelled.index(one)] for one in named}
    return kept


@settings(max_examples=8)
@given(st.integers(0, 2**32), st.integers(1, 4))
def test_over_400_days_exactly_what_the_rule_names_is_kept(seed: int, busiest: int):
    chance, shelf, ever = random.Random(seed), Shelf(), []
    for day in range(400):
        for hour in sorted(chance.sample(range(9), chance.randint(0, busiest))):
            ever.append(shelf.make(START + day * DAY + dt.timedelta(hours=hour)))
        if day % 20 == 19:
            assert set(shelf.there) == by_the_letter(ever)
    assert len(shelf.there) <= LAST + DAYS + WEEKS + MONTHS


@settings(max_examples=15)
@given(st.integers(0, 2**32))
def test_over_400_days_with_a_clock_that_jumps_and_backups_that_fail_there_is_always_a_good_one(
    seed: int,
):
    chance, shelf = random.Random(seed), Shelf()
    off = dt.timedelta()
    for day in range(400):
        if chance.random() < 0.03:
            off = chance.choice(
                [dt.timedelta(), 365 * DAY, -365 * DAY, -1 * DAY, dt.timedelta(hours=1)]
            )
        for _ in range(chance.randint(0, 3)):
            now = START + day * DAY + off + dt.timedelta(seconds=chance.randint(0, 36_000))
            kind = chance.random()
            if kind < 0.2:
                continue  # it failed: nothing was made, and nothing is rotated
            if chance.random() < 0.02:
                shelf.number = max(0, shelf.number - chance.randint(1, 90))  # restored
            reason = "not-whole" if kind < 0.3 else "before-rekey" if kind < 0.35 else ""
            made = shelf.make(now, reason)
            assert made in shelf.there, "what was just made is never what goes"
            good = [one for one in shelf.there if one.reason != "not-whole"]
            assert good or reason == "not-whole"
            assert len([one for one in shelf.there if not one.reason]) <= MOST


def test_a_year_in_the_future_by_mistake_costs_no_daily_backup():
    shelf = Shelf()
    for day in range(60):
        shelf.make(START + day * DAY)
    for minute in range(30):
        shelf.make(START + 400 * DAY + dt.timedelta(minutes=minute))
    kept_days = {one.made.date() for one in shelf.there if one.made < START + 61 * DAY}
    assert len(kept_days) >= DAYS - 1
    for day in range(60, 90):
        made = shelf.make(START + day * DAY)
        assert made in shelf.there
    recent = {one.made.date() for one in shelf.there if one.made < START + 91 * DAY}
    assert {(START + day * DAY).date() for day in range(76, 90)} <= recent


def test_a_year_in_the_past_by_mistake_costs_neither_the_old_ones_nor_the_new():
    shelf = Shelf()
    for day in range(60):
        shelf.make(START + day * DAY)
    before = set(shelf.there)
    new = [shelf.make(START + dt.timedelta(days=-365, minutes=minute)) for minute in range(8)]
    assert before <= set(shelf.there)
    assert set(new) <= set(shelf.there)


def test_a_long_leave_costs_no_backup():
    shelf = Shelf()
    for day in range(30):
        shelf.make(START + day * DAY)
    before = len(shelf.there)
    shelf.make(START + 300 * DAY)
    assert len(shelf.there) >= before - 2


@pytest.mark.parametrize("reason", ["before-upgrade", "before-restore", "before-rekey"])
def test_what_was_made_before_a_big_step_is_kept_for_thirty_days_and_counts_for_nothing_else(
    reason: str,
):
    shelf = Shelf()
    special = shelf.make(START, reason)
    for day in range(31):
        shelf.make(START + day * DAY)
        assert special in shelf.there
    regular = {one for one in shelf.there if not one.reason}
    assert regular == by_the_letter(list(regular))
    shelf.make(START + 31 * DAY)
    assert special not in shelf.there


def test_what_is_not_whole_pushes_out_nothing_and_is_never_what_remains_alone():
    shelf = Shelf()
    good = [shelf.make(START + dt.timedelta(minutes=minute)) for minute in range(10)]
    for minute in range(50):
        shelf.make(START + dt.timedelta(hours=1, minutes=minute), "not-whole")
    assert set(good) <= set(shelf.there)
    assert superfluous([_backup(START, 1, "before-rekey")], START + 400 * DAY) == ()


def test_with_the_same_second_the_higher_number_is_the_later_one():
    shelf = Shelf()
    made = [shelf.make(START) for _ in range(15)]
    assert set(shelf.there) == set(made[-10:])
