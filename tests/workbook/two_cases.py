"""Two cases that share a friend, a worker and a place; every text tells whose it is.

``GOES`` is a word in every text that only the first case has, ``STAYS`` in all others. Nothing else
in the vault holds either.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from roth_planner.vault import FLOOR, Vault
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case, start_context_plan, start_guardian
from tests.vault.tools import PASSPHRASE, remembered

from .desk import account_of, add_row, answer, person, place

GOES, STAYS = "Wrxqouves", "Bzjkaelit"


class TwoCases(NamedTuple):
    """The records that a test asks after."""

    first: Ref
    second: Ref
    young_person: Ref
    mum: Ref
    friend: Ref
    worker: Ref
    alley: Ref
    park: Ref
    alley_plan: Ref
    park_plan: Ref
    park_guardian: Ref


def opened(folder: Path) -> Workbook:
    """The vault, with last-seen marks of its own: a copy of it is no older copy."""
    marks = folder.with_name(f"{folder.name}-marks")
    return Workbook(Vault.open(folder, PASSPHRASE, marks=marks, derive=remembered))


def make(folder: Path) -> TwoCases:
    """A closed vault with both cases."""
    workbook, _code = Workbook.create(folder, PASSPHRASE, cost=FLOOR)
    try:
        return fill(workbook)
    finally:
        workbook.close()


def fill(workbook: Workbook) -> TwoCases:
    """Both cases, written by hand in the order a chair would."""
    first = start_case(workbook, f"{GOES} J.", f"{GOES} Jordan Ellery", "R-1")
    second = start_case(workbook, f"{STAYS} S.", f"{STAYS} Sam", "R-2")
    young_person, sam = parts(workbook, first).person, parts(workbook, second).person
    mum = person(workbook, "parent", code=f"{GOES} Mum", name=f"{GOES} Dana")
    friend = person(workbook, "peer", code=f"{STAYS} K.", name=f"{STAYS} Kit")
    worker = person(workbook, "professional", name=f"{STAYS} Okoro", role="Social worker")
    lane = person(workbook, "professional", name=f"{STAYS} Lane", role="In the directory only")
    person(workbook, "professional", name=f"{STAYS} Reed", role="In the directory, tied to nobody")
    # Only a worker of both leads to somebody whom no case uses.
    add_row(workbook, worker, "person.links", other=lane.id)
    alley = place(workbook, f"{GOES} Alley")
    park = place(workbook, f"{STAYS} Riverside Park")
    for case, who, words in (
        (first, (mum, friend, worker), GOES),
        (second, (friend, worker), STAYS),
    ):
        for number, one in enumerate(who):
            add_row(workbook, case, "case.people", person=one.id, part=f"{words} part {number}")
        answer(workbook, account_of(workbook, case), how_connect=f"{words} connects")
    answer(workbook, first, why_here=f"{GOES} is why")
    account = account_of(workbook, first)
    for where in (alley, park):
        add_row(
            workbook,
            account,
            "account.harms",
            what_happened=f"{GOES} in {where.id}",
            contexts=(where.id,),
            people=(friend.id,),
        )
    add_row(
        workbook,
        account_of(workbook, second),
        "account.harms",
        what_happened=f"{STAYS} was hurt",
        contexts=(park.id,),
        people=(friend.id, worker.id),
    )
    # A friend who stays speaks of somebody who goes, and of somebody who stays.
    for other in (young_person, mum, sam):
        add_row(workbook, friend, "person.links", other=other.id)
    alley_plan = start_context_plan(workbook, first, alley.id)
    answer(workbook, alley_plan, concern=f"{GOES} is not lit")
    park_plan = start_context_plan(workbook, first, park.id)
    assert start_context_plan(workbook, second, park.id) == park_plan
    answer(workbook, park_plan, concern=f"{STAYS} has no warden")
    start_guardian(workbook, first, alley.id)
    park_guardian = start_guardian(workbook, first, park.id)
    # What was removed long ago is in the history still.
    row = add_row(workbook, account, "account.needs", need=f"{GOES} money")
    workbook.remove(row)
    aunt = person(workbook, "family_network", code=f"{GOES} Aunt")
    row = add_row(workbook, first, "case.people", person=aunt.id, part=f"{GOES} aunt")
    workbook.remove(row)
    workbook.remove(aunt)
    workbook.desk.put(f"map.{first.id}", '{"person:1": [1.0, 2.0]}')
    workbook.desk.put(f"map.{second.id}", '{"person:2": [1.0, 2.0]}')
    workbook.desk.put("where", f'{{"case": ["case", {first.id}], "word": "{GOES}"}}')
    return TwoCases(
        first, second, young_person, mum, friend, worker, alley, park,
        alley_plan, park_plan, park_guardian,
    )  # fmt: skip
