"""Anything in any order at the desk, beside a model in memory: they never differ."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.torture.common import Harness, Report, changed, what_is_wrong
from tests.workbook.test_any_sequence import Desk

STEPS = 30


def run(place: Path, long: bool) -> Report:
    """8 sequences of 30 actions, or 10,000."""
    return _sequences(place, 10_000 if long else 8)


def teeth(place: Path) -> Report:
    """A workbook whose undo forgets the order of rows."""
    from roth_planner.workbook.history import Step

    whole = Step.change

    def forgetful(step: Step, record: object, keys: dict[str, object]) -> None:
        whole(step, record, {key: held for key, held in keys.items() if key != "position"})  # type: ignore[arg-type]

    with changed(Step, "change", forgetful):
        return _sequences(place, 40)


def _sequences(place: Path, times: int) -> Report:
    begun = 0

    class Counted(Desk):
        def __init__(self) -> None:
            nonlocal begun
            begun += 1
            super().__init__()

    ours = settings(
        max_examples=times, stateful_step_count=STEPS, phases=[Phase.generate], deadline=None,
        database=None, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    usual, tempfile.tempdir = tempfile.tempdir, str(place)
    try:
        run_state_machine_as_test(Counted, settings=ours)
    except Exception as error:
        return Report(begun, [what_is_wrong(error)])
    finally:
        tempfile.tempdir = usual
    return Report(begun, [], f"{STEPS} actions each")


HARNESS = Harness("any sequence of actions", run, teeth)
