"""Somebody at the keyboard gets five tries for nothing and never more than ten in five minutes."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import pytest

from roth_planner.errors import TooSoon
from roth_planner.vault import Throttle
from roth_planner.vault.filelock import lock_soon

from .tools import as_ordinary_user, files_no_larger_than

FIVE_MINUTES = 300.0


class Desk:
    """A computer whose clocks the test moves, and a person who restarts the program."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.time = 0.0
        """What really passes."""
        self.wall = 1.8e9
        self.up = 5_000.0
        self.slept: list[float] = []
        self.restart()

    def restart(self) -> None:
        self.throttle = self.another()

    def another(self) -> Throttle:
        """That of another window or program."""
        return Throttle(
            self.file,
            clock=lambda: self.wall,
            monotonic=lambda: self.up,
            sleep=self.slept.append,
        )

    def reboot(self, takes: float = 40.0) -> None:
        self.wait(takes)
        self.up = 3.0
        self.restart()

    def wait(self, seconds: float) -> None:
        self.time += seconds
        self.wall += seconds
        self.up += seconds

    @property
    def left(self) -> float:
        return self.throttle.wait_before_next()

    def fail(self, times: int = 1) -> None:
        for _ in range(times):
            self.wait(self.left)
            self.throttle.begin()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "profile" / "tries")


def test_five_tries_are_free_and_then_the_waits_double(desk: Desk):
    waits = []
    for _ in range(16):
        waits.append(desk.left)
        desk.wait(desk.left)
        desk.throttle.begin()
        if len(waits) == 9:
            desk.wait(FIVE_MINUTES)  # lets the window pass
    assert waits[:9] == [0, 0, 0, 0, 0, 2, 4, 8, 16]
    assert waits[10:] == [64, 128, 256, 300, 300, 300]


def test_a_wait_counts_down_and_ends(desk: Desk):
    desk.fail(7)
    assert desk.left == 8
    desk.wait(3)
    assert desk.left == 5
    desk.wait(5)
    assert desk.left == 0
    desk.wait(1000)
    assert desk.left == 0


def test_the_eleventh_try_waits_until_five_minutes_after_the_first(desk: Desk):
    began = desk.time
    desk.fail(10)
    assert desk.time - began == 2 + 4 + 8 + 16 + 32
    desk.wait(desk.left)
    assert desk.time - began == FIVE_MINUTES


def test_the_right_passphrase_makes_the_next_slip_free_but_ten_stay_ten(desk: Desk):
    desk.fail(8)
    desk.wait(desk.left)
    desk.throttle.right(desk.throttle.begin())
    assert desk.left == 0
    desk.fail()
    assert desk.left == 0
    desk.fail()
    assert desk.left > 200


def test_a_chair_who_makes_no_mistake_never_waits_and_leaves_no_times(desk: Desk):
    assert desk.left == 0
    assert not desk.file.exists()
    for _ in range(40):
        desk.throttle.right(desk.throttle.begin())
        assert desk.left == 0
    assert json.loads(desk.file.read_text())["times"] == []


def test_a_refusal_that_has_nothing_to_do_with_the_secret_is_taken_back(desk: Desk):
    desk.fail(4)
    for _ in range(40):
        desk.throttle.no_guess(desk.throttle.begin())
    assert desk.left == 0
    desk.fail()
    assert desk.left == 2


def test_a_try_that_is_killed_half_way_stays_counted(desk: Desk):
    for _ in range(9):
        desk.wait(desk.left)
        desk.throttle.begin()
        desk.restart()
    assert desk.left == 32


# --- restarts and clocks ------------------------------------------------------------------------


def test_a_restart_of_the_program_shortens_no_wait(desk: Desk):
    desk.fail(9)
    before = desk.left
    assert before == 32
    desk.restart()
    assert desk.left == before
    desk.wait(10)
    desk.restart()
    assert desk.left == before - 10


@pytest.mark.parametrize("moved", [10, 3600, 10**6, 10**9, -10, -3600, -(10**6), -(10**9)])
@pytest.mark.parametrize("restarted", [False, True])
def test_moving_the_clock_shortens_no_wait_and_lengthens_none(
    moved: float, restarted: bool, desk: Desk
):
    desk.fail(9)
    before = desk.left
    desk.wall += moved
    if restarted:
        desk.restart()
    assert desk.left == before
    desk.wait(before)
    assert desk.left == 0


def test_a_restart_of_the_computer_shortens_no_wait_and_the_wait_ends(desk: Desk):
    desk.fail(9)
    desk.reboot()
    assert desk.left == 32
    for _ in range(4):
        desk.wait(8)
        desk.restart()
    assert desk.left == 0


def test_a_restarted_computer_never_brings_a_wait_back_that_was_over(desk: Desk):
    desk.fail(12)
    desk.reboot()
    desk.wait(desk.left)
    for _ in range(200):
        desk.wait(60)  # past the time of day at which the tries were, as the computer counts
        assert desk.left == 0


def test_a_day_later_the_waits_start_small_again(desk: Desk):
    desk.fail(20)
    desk.wait(25 * 3600)
    desk.fail(5)
    assert desk.left == 2


def test_a_day_that_only_the_clock_has_seen_does_not_lift_the_ten_in_five_minutes(desk: Desk):
    began = desk.time
    for _ in range(10):
        desk.fail()
        desk.wall += 25 * 3600
    assert desk.time == began
    assert desk.left == FIVE_MINUTES


@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_guesser_does_there_are_at_most_ten_tries_in_five_minutes(seed: int, desk: Desk):
    dice = random.Random(seed)
    tries: list[float] = []
    for _ in range(400):
        match dice.randrange(8):
            case 0:
                desk.restart()
            case 1:
                desk.wall += dice.choice([-1, 1]) * 10 ** dice.uniform(0, 8)
            case 2:
                desk.reboot(dice.uniform(20, 60))
            case 3:
                desk.wait(dice.uniform(0, 30))
            case 4 if dice.random() < 0.2:
                if desk.left == 0:
                    desk.throttle.right(desk.throttle.begin())
            case _:
                left = desk.left
                assert 0 <= left <= FIVE_MINUTES
                desk.wait(left)
                assert desk.left == pytest.approx(0, abs=1e-3)
                desk.wait(desk.left)
                tries.append(desk.time)
                desk.throttle.begin()
    assert len(tries) > 100
    for first, eleventh in zip(tries, tries[10:], strict=False):
        assert eleventh - first >= FIVE_MINUTES - 0.01


def test_two_windows_share_their_tries(desk: Desk):
    other = desk.another()
    for _ in range(2):
        desk.throttle.begin()
        other.begin()
    desk.throttle.begin()
    assert desk.left == other.wait_before_next() == 2
    with pytest.raises(TooSoon):
        other.begin()


# --- the file -----------------------------------------------------------------------------------


def test_the_file_holds_numbers_only_and_is_for_one_person(desk: Desk):
    desk.fail(12)
    kept = json.loads(desk.file.read_text())
    assert set(kept) == {"in_a_row", "last", "times"}
    assert len(kept["times"]) == 10
    assert all(isinstance(number, (int, float)) for number in kept["times"])
    assert [path.name for path in desk.file.parent.iterdir()] == ["tries"]
    if os.name == "posix":
        assert desk.file.stat().st_mode & 0o777 == 0o600
        assert desk.file.parent.stat().st_mode & 0o777 == 0o700


BROKEN = [
    b"", b"{}", b"[]", b"null", b"\x00" * 300, b"not json", b'{"in_a_row": 9e99}',
    b'{"in_a_row": -1, "last": 0, "times": []}', b'{"in_a_row": 9, "last": 0, "times": [1e999]}',
    b'{"in_a_row": true, "last": 0, "times": []}', b'{"in_a_row": 7, "times": "x"}',
    b'{"in_a_row": 9, "last": 0, "times": [1,2,3,4,5,6,7,8,9,10,11]}', b'{"who": "x"}',
    b'{"in_a_row": 9, "last": 0, "times": [NaN]}', b"[" * 4000, b"9" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_file_gives_no_free_try_and_locks_nobody_out(broken: bytes, desk: Desk):
    desk.file.parent.mkdir()
    desk.file.write_bytes(broken)
    worst = FIVE_MINUTES if broken else 0  # an empty one says no more than one that is gone
    assert desk.left == worst
    for _ in range(10):
        desk.wait(worst / 10)
        desk.restart()
    assert desk.left == 0
    desk.wait(25 * 3600)
    desk.fail(9)
    assert desk.left == 32
    desk.file.write_bytes(broken)
    assert desk.left == 32  # what this program has seen it does not forget
    desk.restart()
    assert desk.left == 32
    assert not desk.slept


def test_a_broken_file_that_cannot_be_mended_costs_time_and_locks_nobody_out(desk: Desk):
    desk.file.parent.mkdir()
    desk.file.write_bytes(b"not json")
    for _ in range(4):
        with files_no_larger_than(0):
            desk.fail()
        desk.restart()
    assert desk.slept == [30.0] * 4


def test_an_old_wait_that_cannot_be_written_ends_although_the_computer_was_restarted(desk: Desk):
    desk.fail(10)
    desk.reboot()
    with files_no_larger_than(0):
        desk.fail()
    assert desk.slept == [30.0]


EXTREME = [
    b'{"in_a_row": 1000000, "last": 1e300, "times": [1e300,1e300,1e300]}',
    b'{"in_a_row": 1000000, "last": -1e300, "times": [-1e300, 4999, 5000]}',
    b'{"in_a_row": 6, "last": 0, "times": []}',
    b'{"in_a_row": 0, "last": 0, "times": [5000,5000,5000,5000,5000,5000,5000,5000,5000,5000]}',
    b'{"in_a_row": 3, "last": 0, "times": [9e9,9e9,9e9,9e9,9e9,9e9,9e9,9e9,9e9,9e9]}',
]


@pytest.mark.parametrize("extreme", EXTREME, ids=range(len(EXTREME)))
def test_whatever_numbers_the_file_holds_nobody_waits_longer_than_five_minutes(
    extreme: bytes, desk: Desk
):
    desk.file.parent.mkdir()
    desk.file.write_bytes(extreme)
    assert desk.left <= FIVE_MINUTES
    desk.wait(FIVE_MINUTES)
    assert desk.left == 0


def test_deleting_the_file_while_the_program_runs_is_no_use(desk: Desk):
    desk.fail(9)
    desk.file.unlink()
    assert desk.left == 32
    desk.fail()
    assert desk.file.exists()


def test_where_the_file_cannot_be_written_the_program_remembers_by_itself(desk: Desk):
    desk.fail(2)
    with files_no_larger_than(0):
        desk.fail(7)
        assert desk.left == 32
    assert desk.slept == [30.0] * 7, "other programs cannot see them, so each takes longer"
    desk.fail()
    desk.restart()
    assert desk.left > 200
    assert len(desk.slept) == 7


def test_a_lock_that_somebody_keeps_costs_time_and_locks_nobody_out(desk: Desk):
    desk.fail()
    with desk.file.open("r+b") as file:
        assert lock_soon(file, 0)
        desk.fail()
    assert desk.slept == [30.0]
    desk.restart()
    desk.fail(3)
    assert desk.left == 2


def test_a_profile_that_may_not_be_written_keeps_nobody_out():
    with as_ordinary_user() as home:
        home.chmod(0o500)
        desk = Desk(home / "profile" / "tries")
        desk.fail(9)
        assert desk.left == 32


def test_a_folder_in_the_place_of_the_file_keeps_nobody_out(desk: Desk):
    desk.file.mkdir(parents=True)
    desk.fail(9)
    assert desk.left == 32
    shutil.rmtree(desk.file)
    desk.fail()
    assert desk.file.is_file()


def test_with_real_clocks_the_first_tries_are_free(tmp_path: Path):
    throttle = Throttle(tmp_path / "tries")
    for _ in range(5):
        assert throttle.wait_before_next() == 0
        throttle.begin()
    assert 1.5 < throttle.wait_before_next() <= 2
