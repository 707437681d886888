"""Searching 20,000 records, in one case and everywhere, beside the query that FTS5 has to answer.

Both run on the vault's own connection; ours also says where each hit is and what to go to.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import insert

from roth_planner.records import Account, Case, Context, Entry, Harm, Person, Plan, Weighting
from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.search import MOST, rebuild, search
from tests.benchmarks.measure import Row, side_by_side
from tests.fixtures import PASSPHRASE

LIMIT = 2.0
CASES, RECORDS = 100, 20_000
ASKED = ("station", "sta", "barrier guard", '"nobody looked up"', "lanternfish")
"""A word that stands in many answers, its beginning, two words, a phrase, and one rare word."""
WORDS = (
    "The guard at the barrier of the {place} saw it and nobody looked up from the {thing}.",
    "Somebody was waiting by the {thing}; it was dark, and the {place} was closed by then.",
    "After {place} they went on to the {thing}, and no adult asked anything at all that night.",
)
PLACES = ("station", "arcade", "library", "market", "depot", "canal", "stairwell", "park")
THINGS = ("till", "counter", "bench", "phone", "bus", "gate", "screen", "kettle", "ticket", "door")
EMPTY: dict[str, dict[str, str]] = {"no_answer": {}, "half_typed": {}}

BARE = (
    "SELECT rowid, snippet(search, 0, char(2), char(3), '\u2026', 24) FROM search"
    " WHERE search MATCH ? ORDER BY rank LIMIT ?"
)


def fill(workbook: Workbook) -> int:
    """Cases with harms, weighed places and told lists of a few sentences each; how many records."""
    made: dict[type[Any], list[dict[str, Any]]] = {}

    def add(model: type[Any], answers: dict[str, str], **columns: Any) -> int:
        rows = made.setdefault(model, [])
        number = len(rows) + 1
        told = {key: f"{text} ({model.__tablename__} {number})" for key, text in answers.items()}
        roots = {"progress": {}} if model in (Case, Account, Plan, Person, Context) else {}
        rows.append({"id": number, "answers": told, **EMPTY, **roots, **columns})
        return number

    def sentence(number: int) -> str:
        words = WORDS[number % 3]
        return words.format(place=PLACES[number % 8], thing=THINGS[number // 8 % 10])

    for number in range(200):
        add(Context, {"setting": sentence(number)}, name=f"{PLACES[number % 8]} {number}")
    for number in range(CASES):
        child = add(Person, {}, kind="young_person", circle="private", code=f"{number}.")
        case = add(Case, {}, person=child, stage="plan_live")
        account = add(Account, {"who_gains": sentence(number)}, case=case)
        add(Plan, {}, case=case)
        for place in range(8):
            harm = {"what_happened": sentence(number + place), "effect": sentence(place)}
            add(Harm, harm, account=account, position=place)
            add(Weighting, {}, account=account, position=place, context=number * 2 % 200 + 1)
        while sum(map(len, made.values())) < RECORDS * (number + 1) / CASES:
            told = {"need": sentence(len(made.get(Entry, ())))}
            add(Entry, told, account=account, list="needs", position=0)
    made[Entry][-1]["answers"]["need"] = "A lanternfish was painted on the wall."
    with workbook.saving() as step:
        for model, rows in made.items():
            step.session.execute(insert(model), rows)
    rebuild(workbook)
    return sum(map(len, made.values()))


def measure(folder: Path) -> Row:
    """All that is asked one after the other, in one case and everywhere."""
    workbook, _code = Workbook.create(
        folder / "many.rothvault", PASSPHRASE, kind="practice", cost=FLOOR
    )
    assert fill(workbook) >= RECORDS
    connection = workbook.vault.engine.raw_connection()
    queries = ("station*", "sta*", "barrier* guard*", '"nobody looked up"', "lanternfish*")

    def bare() -> list[list[Any]]:
        cursor = connection.cursor()
        found = [cursor.execute(BARE, (query, MOST)).fetchall() for query in queries]
        cursor.close()
        return found

    def ours() -> list[Any]:
        return [search(workbook, words) for words in ASKED]

    assert [len(one) for one in ours()] == [len(one) for one in bare()]
    assert all(search(workbook, words, Ref("case", CASES)) for words in ASKED)
    row = side_by_side("search 20,000 records", ours, bare, LIMIT, rounds=15)
    connection.close()
    workbook.close()
    return row
