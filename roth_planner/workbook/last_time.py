"""What was answered at the last conference, shown beside what is asked now.

A conference's own record is shown as it reads now: minutes are often written up days later, and
whenever that is, they are that conference's. Any other record is put back together as it was when
the day of that conference ended: from how it is now, the change rows since then are taken back,
newest first. That way round it also holds for records that an older version began (their first
change row may lack what a later one added). What first came into the vault later, such as a case
that was loaded from a file, has no earlier state, and none is made up.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec import Struct
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from roth_planner.guides import rules
from roth_planner.guides.spec import Kind, Question
from roth_planner.guides.values import NoAnswer, Value
from roth_planner.records import RECORDS, Change, Conference, Record
from roth_planner.workbook import stored
from roth_planner.workbook.as_read import OUT_OF_SIGHT, in_words
from roth_planner.workbook.parts import Ref, Snapshot
from roth_planner.workbook.workbook import Workbook

LEFT_OUT = {
    "initial": ("core_group", "context"),
    "review": ("core_group", "context"),
    "context": ("initial", "review", "core_group"),
}
"""Kinds of meeting that are no last time for one of this kind (our judgement): a core group decides
no threshold, and a context conference is never about one young person."""
ABOUT_PLACES: tuple[str, ...] = ("context",)
"""Left out beside everything else."""


class LastTime(Struct, frozen=True):
    """The last conference that was held: which it was, its day, and the moment that day ended."""

    conference: Ref
    held_on: dt.date
    moment: dt.datetime

    def stands_for(self, ref: Ref) -> Ref:
        """The record to look into: for the pages of a later conference those of this one."""
        return self.conference if ref.record == "conference" else ref

    def as_of(self, ref: Ref) -> dt.datetime | None:
        """The moment as of which a record is shown; None for how it reads now."""
        return None if ref.record == "conference" else self.moment


def last_conference(
    workbook: Workbook, case: Ref, shown: Ref | None = None, today: dt.date | None = None
) -> LastTime | None:
    """The latest conference of a case whose day is over; None before there was one.

    ``shown`` is the record on the screen: on the pages of a conference it is the one before that
    which was for the same (``LEFT_OUT``).
    """
    day = today or dt.date.today()
    with workbook.reading() as session:
        found = select(Conference).where(Conference.case == case.id, Conference.held_on < day)
        left_out = ABOUT_PLACES
        if shown is not None and shown.record == "conference":
            this = session.get(Conference, shown.id)
            found = found.where(Conference.id != shown.id)
            if this is not None and this.held_on is not None:
                found = found.where(Conference.held_on <= this.held_on)
            if this is not None:
                left_out = LEFT_OUT.get(this.meeting or "", ABOUT_PLACES)
        found = found.where(Conference.meeting.is_(None) | Conference.meeting.not_in(left_out))
        last = session.scalars(
            found.order_by(Conference.held_on.desc(), Conference.id.desc())
        ).first()
        if last is None or last.held_on is None:
            return None
        after = dt.datetime.combine(last.held_on + dt.timedelta(days=1), dt.time())
        return LastTime(Ref("conference", last.id), last.held_on, after.astimezone(dt.UTC))


def as_it_was(workbook: Workbook, ref: Ref, moment: dt.datetime) -> Snapshot | None:
    """A record as it was at a moment (aware); None if it was not there yet, or not any more."""
    with workbook.reading() as session:
        states = _states(session, ref.record, _cut(session, moment), ref.id)
        state = states[ref.id] if ref.id in states else _now(session, ref)
        return None if state is None else _snapshot(workbook, session, ref, state)


def rows_as_they_were(
    workbook: Workbook, parent: Ref, question: Question, moment: dt.datetime
) -> tuple[Snapshot, ...]:
    """The rows of a list as they were at a moment, in the order they had then."""
    record = question.record
    with workbook.reading() as session:
        states = _states(session, record, _cut(session, moment))
        for row in workbook.rows(parent, question):
            if row.ref.id not in states:
                states[row.ref.id] = _now(session, row.ref)
        told = "list" in stored.columns(RECORDS[record])
        there = [
            (state.get("position", 0), number, state)
            for number, state in states.items()
            if state is not None
            and state.get(parent.record) == parent.id
            and (not told or state.get("list") == question.key)
        ]
        there.sort(key=lambda one: one[:2])
        return tuple(
            _snapshot(workbook, session, Ref(record, number), state) for _, number, state in there
        )


class Then(Struct, frozen=True):
    """A question as it was answered then: its value and words, or the rows of its list."""

    question: Question
    value: Value
    words: str
    rows: tuple[ThenRow, ...] = ()


class ThenRow(Struct, frozen=True):
    """A row as it was: what was answered in it, and its questions that had an answer."""

    values: dict[str, Value]
    answers: tuple[Then, ...]


def section_then(
    workbook: Workbook, questions: tuple[Question, ...], ref: Ref, moment: dt.datetime | None
) -> tuple[Then, ...] | None:
    """The questions that had an answer at a moment, or have one now where that is None.

    None if the record was not there then.
    """
    was = as_it_was(workbook, ref, moment) if moment else workbook.read(ref)
    return None if was is None else _then(workbook, questions, was, moment)


def first_kept(workbook: Workbook, ref: Ref) -> dt.date | None:
    """The day, here, on which a record came into this vault: typed, or loaded from a file.

    None if that is not known any more, as in a vault that was salvaged.
    """
    with workbook.reading() as session:
        of = (Change.record == ref.record, Change.record_id == ref.id)
        first = session.scalars(select(Change.at).where(*of).order_by(Change.id)).first()
    return first.replace(tzinfo=dt.UTC).astimezone().date() if first is not None else None


def _then(
    workbook: Workbook, questions: tuple[Question, ...], was: Snapshot, moment: dt.datetime | None
) -> tuple[Then, ...]:
    found = []
    today = moment.date() if moment else dt.date.today()
    for question in questions:
        if question.kind is Kind.ROWS:
            kept = (
                rows_as_they_were(workbook, was.ref, question, moment)
                if moment
                else workbook.rows(was.ref, question)
            )
            rows = tuple(
                ThenRow(row.values, _then(workbook, question.questions, row, moment))
                for row in kept
            )
            if rows:
                found.append(Then(question, None, "", rows))
            continue
        value = was.get(question.key)
        if value is not None:
            hidden = question.on_request is not None and rules.holds(
                question.on_request, was.values, today=today
            )
            words = OUT_OF_SIGHT if hidden else in_words(workbook, question, value)
            found.append(Then(question, value, words))
    return tuple(found)


def rows_to_copy(workbook: Workbook, then: Then, parent: Ref) -> tuple[dict[str, Value], ...]:
    """The answers of those rows of last time that no row of the list holds now."""
    keys = {one.key for one in then.question.questions if one.kind is not Kind.ROWS}
    now = [_only(row.values, keys) for row in workbook.rows(parent, then.question)]
    old = [_only(row.values, keys) for row in then.rows]
    return tuple(row for row in old if row and row not in now)


def _only(values: dict[str, Value], keys: set[str]) -> dict[str, Value]:
    return {key: value for key, value in values.items() if key in keys}


def can_copy(question: Question, then: Value, now: Value) -> bool:
    """Whether an answer of last time can be put down now: it was one, and it is not here yet."""
    if then is None or then == now:
        return False
    return not (_are_words(question, then, now) and str(then) in str(now))


def copied(question: Question, then: Value, now: Value) -> Value:
    """The answer with last time's in it: words go below what is written, others take its place."""
    if not _are_words(question, then, now):
        return then
    return f"{now}\n{then}" if question.kind is Kind.LONG_TEXT else f"{now} {then}"


def _are_words(question: Question, *values: Value) -> bool:
    """Whether all are text that somebody wrote; a reason for no answer is text to Python only."""
    written = (isinstance(value, str) and not isinstance(value, NoAnswer) for value in values)
    return question.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT) and all(written)


def _cut(session: Session, moment: dt.datetime) -> int:
    """The last change row before a moment.

    Rows are told apart by number from there on, so that a clock that was put back or forward
    never tears one record's changes out of their order.
    """
    at = moment.astimezone(dt.UTC).replace(tzinfo=None)  # rows hold UTC without saying so
    return session.scalar(select(func.max(Change.id)).where(Change.at < at)) or 0


def _states(
    session: Session, record: str, cut: int, number: int | None = None
) -> dict[int, dict[str, Any] | None]:
    """Stored keys, as of a cut, of the records of a kind that changed since; None if not there."""
    since = select(Change.record_id, Change.before, Change.after)
    since = since.where(Change.id > cut, Change.record == record)
    if number is not None:
        since = since.where(Change.record_id == number)
    states: dict[int, dict[str, Any] | None] = {}
    for one, before, after in session.execute(since.order_by(Change.id.desc())):
        if one not in states:
            states[one] = _now(session, Ref(record, one))
        state = states[one]
        if before is None:
            states[one] = None
        elif after is None or state is None:
            states[one] = dict(before)
        else:
            state.update(before)
    return states


def _now(session: Session, ref: Ref) -> dict[str, Any] | None:
    record = session.get(RECORDS[ref.record], ref.id)
    return None if record is None else stored.whole(record)


def _snapshot(workbook: Workbook, session: Session, ref: Ref, state: dict[str, Any]) -> Snapshot:
    """The plain data of a state. The record made here never joins the session."""
    model = RECORDS[ref.record]
    record: Record = model(id=ref.id, answers={}, no_answer={}, half_typed={})
    if "progress" in inspect(model).column_attrs:
        record.progress = {}  # type: ignore[attr-defined]
    tied = stored.ties(model)
    stored.write_keys(session, record, {k: held for k, held in state.items() if k not in tied})
    values: dict[str, Value] = {}
    for question in workbook.index.of(record):
        value = stored.value_of(record, question)
        if question.key in tied and not isinstance(value, NoAnswer):
            value = tuple(sorted(state.get(question.key) or ())) or None
        if value is not None:
            values[question.key] = value
    return Snapshot(ref, values, dict(record.half_typed), dict(getattr(record, "progress", {})))
