"""Deleting a case for good: from the records, the history and the desk, and from our backups.

The records that go, the content of their history and the event that tells of it are one
transaction: cut short, there is all of the case or nothing. What the history told is made blank
and its rows stay, so the seal goes on holding (``vault/seal_check.py``). Freed pages hold nothing
either: ``secure_delete`` is on. Backups follow (``vault/purging.py``).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import delete, null, select, update
from sqlalchemy.orm import Session

from roth_planner.errors import DamagedVault, PlannerError, Refused
from roth_planner.records import RECORDS, Case, Change, DeskNote, Person
from roth_planner.workbook import hold, names
from roth_planner.workbook.copies import CopyMade, copies_of
from roth_planner.workbook.going import Going, going_with_case, in_words, rows_to_blank
from roth_planner.workbook.parts import Changes, Ref
from roth_planner.workbook.workbook import Workbook

if TYPE_CHECKING:
    from roth_planner.vault.backup_file import Backup

Stage: TypeAlias = Literal["backup", "check", "delete", "verify", "new_backup", "old_backups"]


class Preview(Struct, frozen=True):
    """What deleting a case would do, before anything is done.

    ``reference`` holds no name; ``code`` is what the list of cases shows. ``going`` and
    ``staying`` are in words, the latter by what each is called on screen. ``held`` is why it may
    not be deleted, "" if it may. ``backups`` are those that hold the case, oldest first.
    """

    case: Ref
    reference: str
    code: str
    going: tuple[str, ...]
    staying: tuple[str, ...]
    copies: tuple[CopyMade, ...]
    backups: tuple[Backup, ...]
    held: str = ""


class Left(Struct, frozen=True):
    """A backup that holds a deleted case still: when it was made, and in which place it is."""

    made: dt.datetime
    second_place: bool


class Certificate(Struct, frozen=True):
    """What was deleted, by whom and when, and what is left to do. Names no young person.

    ``backups_removed`` are the times of those that are gone; ``backups_left`` go by ``gone_by``,
    or with the next backup where the chair wanted them gone at once. ``trouble`` is what stood in
    the way of that.
    """

    reference: str
    at: dt.datetime
    by: str
    going: tuple[str, ...]
    staying: int
    copies: tuple[CopyMade, ...]
    purged: bool
    backups_removed: tuple[dt.datetime, ...]
    backups_left: tuple[Left, ...]
    gone_by: dt.datetime
    trouble: str
    practice: bool
    changes: Changes


def what_goes(workbook: Workbook, case: Ref, second: Path | None = None) -> Preview:
    """What deleting a case would do. ``second`` is the second place of the backups, if any.

    Raises ``Refused`` if the case is not there any more.
    """
    copies = copies_of(workbook, case)
    with workbook.reading() as session:
        found = _case(session, case)
        going = going_with_case(session, workbook.index, case)
        numbers, _steps = rows_to_blank(session, workbook.index, going.records)
        staying = tuple(_called(workbook, ref) for ref in going.staying)
        held = hold.reason_of(found) or hold.HELD if hold.is_held(found) else ""
        code = session.get_one(Person, found.person).code or names.UNNAMED["person"]
        reference = _reference(session, found)
        since, since_at = _began(session, numbers)
    backups = tuple(
        one
        for one, _second in _kept(workbook, second)
        if one.number >= since or one.made >= since_at
    )
    return Preview(
        case,
        reference,
        code,
        tuple(map(workbook.catalogue.said, in_words(going, len(numbers)))),
        staying,
        copies,
        backups,
        held,
    )


def delete_for_good(
    workbook: Workbook,
    case: Ref,
    *,
    purge_backups: bool,
    second: Path | None = None,
    by: str = "",
    progress: Callable[[Stage], None] = lambda stage: None,
    now: dt.datetime | None = None,
) -> Certificate:
    """Delete a case, and tell what was done. May run beside the window.

    Without ``purge_backups`` a verified backup is made first, and backups that hold the case are
    gone within 35 days; with it they go as soon as a new one without the case is verified.
    Raises ``Refused`` for a case on hold, and what a backup or a save raises; then the case is as
    it was. Trouble after the case is gone is told in the certificate.
    """
    from roth_planner.vault import backup, purging

    vault = workbook.vault
    at = (now or dt.datetime.now(dt.UTC)).replace(microsecond=0)
    before = what_goes(workbook, case, second)
    if before.held:
        raise Refused(hold.HELD)
    if purge_backups:
        progress("check")
        if not vault.check().holds:
            raise DamagedVault(_NOT_WHOLE)
    else:
        progress("backup")
        backup.make(vault, reason="before-delete")
    copies = _without_names(workbook, case, before.copies)
    progress("delete")
    gone_by = at if purge_backups else at + purging.PROMISE
    changes = _delete(workbook, case, gone_by)
    (purge,) = purging.purges(vault)[-1:]
    held = tuple(pair for pair in _kept(workbook, second) if purge.is_in(pair[0]))
    trouble = ""
    try:
        progress("verify")
        if not vault.check().holds:
            raise DamagedVault(_AFTERWARDS)
        if purge_backups:
            progress("new_backup")
            for place in (None, second) if second is not None else (None,):
                backup.make(vault, place)
                progress("old_backups")
                purging.remove_overdue(vault, place, at)
    except PlannerError as error:
        trouble = str(error)
    there = {one.path for one, _second in _kept(workbook, second)}
    return Certificate(
        before.reference,
        at,
        " ".join(by.split()),
        before.going,
        len(before.staying),
        copies,
        purge_backups,
        tuple(sorted({one.made for one, _second in held if one.path not in there})),
        tuple(Left(one.made, is_second) for one, is_second in held if one.path in there),
        gone_by,
        trouble,
        workbook.practice,
        changes,
    )


def _delete(workbook: Workbook, case: Ref, gone_by: dt.datetime) -> Changes:
    """The one transaction."""
    from roth_planner.vault import purging

    with workbook.vault.busy:
        with workbook.saving() as step:
            session = step.session
            _case(session, case)
            going = going_with_case(session, workbook.index, case)
            numbers, steps = rows_to_blank(session, workbook.index, going.records)
            step.delete_for_good(
                [session.get_one(RECORDS[name], id_) for name, id_ in going.records]
            )
            ranges = _ranges(numbers)
            for first, last in ranges:
                session.execute(
                    update(Change)
                    .where(Change.id.between(first, last))
                    .values(before=null(), after=null())
                    .execution_options(synchronize_session=False)
                )
            _forget_notes(session, case, going)
            step.tell(purging.told(ranges, gone_by))
        changes = step.done(remember=False)
        workbook._history.forget(steps)
        workbook._at_hand.clear()
        session.expunge_all()
    return changes


def _case(session: Session, case: Ref) -> Case:
    found = session.get(Case, case.id)
    if found is None:
        raise Refused("This case is not there any more, so there is nothing to delete.")
    return found


def _ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers in ascending order as first and last of each run without a gap."""
    ordered = list(numbers)
    if not ordered:
        return []
    breaks = [(last, first) for last, first in pairwise(ordered) if first != last + 1]
    firsts = [ordered[0], *(first for _last, first in breaks)]
    lasts = [*(last for last, _first in breaks), ordered[-1]]
    return list(zip(firsts, lasts, strict=True))


def _began(session: Session, numbers: list[int]) -> tuple[int, dt.datetime]:
    """The first row of the history that goes, and its time to the second."""
    if not numbers:
        return 0, dt.datetime.min.replace(tzinfo=dt.UTC)
    at = session.get_one(Change, numbers[0]).at
    return numbers[0], at.replace(tzinfo=dt.UTC, microsecond=0)


def _forget_notes(session: Session, case: Ref, going: Going) -> None:
    """The desk's notes that are about the case, or name somebody who goes."""
    names_of = {f"{ref.record}:{ref.id}" for ref in going.records}
    for note in session.scalars(select(DeskNote)).all():
        try:
            told = json.loads(note.text)
        except ValueError:
            told = None
        about = isinstance(told, dict) and (
            told.get("case") == [case.record, case.id] or not names_of.isdisjoint(told)
        )
        if about or note.key == f"map.{case.id}":
            session.execute(delete(DeskNote).where(DeskNote.key == note.key))


def _reference(session: Session, case: Case) -> str:
    """The case's reference, or its number where the reference holds a name."""
    reference = " ".join((case.reference or "").split())
    named = _names_somebody(reference, session.get_one(Person, case.person))
    return f"Case {case.id}" if named or not reference else reference


def _without_names(
    workbook: Workbook, case: Ref, copies: tuple[CopyMade, ...]
) -> tuple[CopyMade, ...]:
    """The copies, with no reader where that is the young person: who else it was for is told."""
    with workbook.reading() as session:
        person = session.get_one(Person, _case(session, case).person)
        return tuple(
            replace(copy, reader="") if _names_somebody(copy.reader, person) else copy
            for copy in copies
        )


def _names_somebody(words: str, person: Person) -> bool:
    parts = [
        part.strip(",.;").casefold()
        for text in (person.name, person.aliases)
        for part in (text or "").split()
    ]
    return any(len(part) > 2 and part in words.casefold() for part in parts)


def _called(workbook: Workbook, ref: Ref) -> str:
    label = workbook.label(*ref)
    return f"The plan for {label}" if ref.record == "context_plan" else label


def _kept(workbook: Workbook, second: Path | None) -> list[tuple[Backup, bool]]:
    """All backups, oldest first; and whether each is in the second place."""
    from roth_planner.vault import backup

    vault = workbook.vault
    found = [(one, False) for one in backup.backups(backup.place_of(vault.folder))]
    if second is not None:
        folder = backup.second_place(second, vault.vault_id)
        found += [(one, True) for one in backup.backups(folder)]
    return sorted(found, key=lambda pair: (pair[0].made, pair[0].number, pair[1]))


_NOT_WHOLE = (
    "The vault holds something that its seal does not confirm, so the case was not deleted and"
    " nothing changed. Check everything now on the page Safety."
)
_AFTERWARDS = (
    "The case is deleted, and reading everything afterwards showed something that the seal does not"
    " confirm. No backup was removed. Check everything now on the page Safety."
)
