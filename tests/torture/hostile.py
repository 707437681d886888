"""Headers that somebody hostile wrote: each is refused before any key is derived from it."""

from __future__ import annotations

import shutil
from pathlib import Path

from roth_planner.errors import PlannerError
from roth_planner.vault import Vault
from roth_planner.vault import header as headers
from roth_planner.vault.keys import Cost
from tests.torture.common import Harness, Report, changed, forget_marks, make_base, what_is_wrong
from tests.vault.hostile_headers import FIELDS, TEXTS
from tests.vault.tools import PASSPHRASE, Counting, header_fields, put_header, with_checksum


def run(place: Path, long: bool) -> Report:
    """Every vector there is; at least 60."""
    return _try_all(place)


def teeth(place: Path) -> Report:
    """A program that takes every cost a header asks for."""
    with changed(Cost, "allowed", property(lambda cost: True)):
        return _try_all(place)


def _try_all(place: Path) -> Report:
    base = make_base(place, rows=1)
    good = (base.folder / headers.FILES[0]).read_bytes()
    bad: list[str] = []
    hostile = {name: text(good) for name, text in TEXTS.items()}
    for name, change in FIELDS.items():
        fields = header_fields(base.folder)
        change(fields)
        hostile[name] = with_checksum(fields)
    for name, raw in hostile.items():
        folder = place / "hostile"
        shutil.copytree(base.folder, folder)
        put_header(folder, raw)
        forget_marks()
        derived = Counting()
        try:
            Vault.open(folder, PASSPHRASE, derive=derived).close()
            bad.append(f"{name}: it was opened")
        except PlannerError:
            if derived.calls:
                bad.append(f"{name}: a key was derived from it")
        except Exception as error:
            bad.append(f"{name}: {what_is_wrong(error)}")
        shutil.rmtree(folder)
    if len(hostile) < 60:
        bad.append(f"only {len(hostile)} vectors")
    return Report(len(hostile), bad)


HARNESS = Harness("hostile headers", run, teeth)
