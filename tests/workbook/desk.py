"""What somebody at the desk does again and again: ask a question by its place, answer it."""

from __future__ import annotations

from typing import Any

from roth_planner.guides.spec import Question
from roth_planner.guides.values import Value
from roth_planner.records import RECORDS, Change
from roth_planner.workbook import Changes, Ref, Snapshot, Workbook, stored
from roth_planner.workbook.caseload import parts


def question(workbook: Workbook, place: str) -> Question:
    """A question by its place: ``account.harms.what_happened``."""
    guide, first, *inner = place.split(".")
    found = workbook.catalogue.guide(guide).question(first)
    for key in inner:
        found = found.question(key)
    return found


def answer(workbook: Workbook, ref: Ref, **answers: Value) -> Changes:
    return workbook.save(ref, answers)


def add_row(workbook: Workbook, ref: Ref, place: str, **answers: Value) -> Ref:
    """A new row of a list."""
    return workbook.add_row(ref, question(workbook, place), answers).added[0]


def person(workbook: Workbook, kind: str, **answers: Value) -> Ref:
    return workbook.add("person", {"kind": kind, **answers}).added[0]


def place(workbook: Workbook, name: str, **answers: Value) -> Ref:
    return workbook.add("context", {"name": name, **answers}).added[0]


def account_of(workbook: Workbook, case: Ref) -> Ref:
    return parts(workbook, case).account


def plan_of(workbook: Workbook, case: Ref) -> Ref:
    return parts(workbook, case).plan


def rows_of(workbook: Workbook, ref: Ref, listed: str) -> list[Snapshot]:
    return list(workbook.rows(ref, question(workbook, listed)))


def kept(workbook: Workbook) -> dict[tuple[str, int], dict[str, Any]]:
    """Everything in the vault, in stored form, read afresh from the disk."""
    with workbook.reading() as session:
        session.expire_all()
        found = {}
        for name, model in RECORDS.items():
            for record in session.query(model):
                found[name, record.id] = stored.whole(record)
        return found


def change_rows(workbook: Workbook) -> list[Change]:
    with workbook.reading() as session:
        return list(session.query(Change).order_by(Change.id))


def replayed(changes: list[Change]) -> dict[tuple[str, int], dict[str, Any]]:
    """What the records must be, from the change rows alone and nothing else."""
    records: dict[tuple[str, int], dict[str, Any]] = {}
    for change in changes:
        key = (change.record, change.record_id)
        before, after = change.before, change.after
        if before is None:
            assert key not in records, f"{key} was added twice"
            records[key] = dict(after or {})
        elif after is None:
            assert filled(records.pop(key)) == filled(before), f"{key} was not what was removed"
        else:
            there = {name: records[key].get(name) for name in before}
            assert filled(there) == filled(before), f"{key} was not what was changed"
            records[key].update(after)
    return compared(records)


def compared(records: dict[tuple[str, int], dict[str, Any]]) -> dict[Any, Any]:
    """Records without what is empty: an empty tie and no tie are the same."""
    return {key: filled(record) for key, record in records.items()}


def filled(record: dict[str, Any]) -> dict[str, Any]:
    return {name: held for name, held in record.items() if held is not None and held != []}
