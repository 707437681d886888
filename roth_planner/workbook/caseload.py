"""The chair's cases: a line for each, how one is started, and what belongs to one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from roth_planner.guides import kinds
from roth_planner.records import (
    Account,
    Action,
    Case,
    Conference,
    Context,
    ContextPlan,
    Education,
    Goal,
    Guardian,
    Meeting,
    Partnership,
    Person,
    Plan,
    Root,
    Services,
)
from roth_planner.workbook import names
from roth_planner.workbook.history import Step
from roth_planner.workbook.parts import Changes, Ref
from roth_planner.workbook.workbook import Workbook

FINISHED = ("done", "stopped")
"""Statuses of an action that nobody has to act on any more."""

ONCE: tuple[type[Root], ...] = (Account, Plan, Partnership, Education, Services)
"""What each case has one of."""
LATER = ONCE[2:]
"""Those of them that a case in an older vault may still lack."""


class CaseLine(Struct, frozen=True):
    """What the list of cases shows of one case; the young person is initials or a code name."""

    ref: Ref
    code: str
    reference: str
    stage: str
    next_conference: dt.date | None
    open_actions: int
    next_due: dt.date | None


class CaseHead(Struct, frozen=True):
    """Whom a case is about, by initials or code name, and when it meets next."""

    person: int
    code: str
    next_conference: dt.date | None


class Part(Struct, frozen=True):
    """A record that belongs to a case, with what it is called on screen.

    ``context`` is the number of the place it is, or is about; 0 for a conference or meeting.
    """

    ref: Ref
    label: str
    context: int


class CaseParts(Struct, frozen=True):
    """The records behind one case: account, plan, meetings, and what it shares with others.

    ``once`` are the further records a case has one of, by kind; what it has not got yet is absent.
    ``people`` are everybody with a part in it, the young person included.
    """

    case: Ref
    person: Ref
    account: Ref
    plan: Ref
    once: dict[str, Ref]
    contexts: tuple[Part, ...]
    context_plans: tuple[Part, ...]
    guardians: tuple[Part, ...]
    conferences: tuple[Part, ...] = ()
    meetings: tuple[Part, ...] = ()
    people: tuple[Ref, ...] = ()


def case_lines(workbook: Workbook, today: dt.date | None = None) -> tuple[CaseLine, ...]:
    """Every case in one query: those with a conference or an action due soonest first."""
    day = today or dt.date.today()
    meeting = (
        select(Conference.case.label("case"), func.min(Conference.held_on).label("held_on"))
        .where(Conference.held_on >= day)
        .group_by(Conference.case)
        .subquery()
    )
    still_open = or_(Action.status.is_(None), Action.status.not_in(FINISHED))
    actions = (
        select(
            Plan.case.label("case"), func.count().label("open"), func.min(Action.due).label("due")
        )
        .join(Goal, Goal.plan == Plan.id)
        .join(Action, and_(Action.goal == Goal.id, still_open))
        .group_by(Plan.case)
        .subquery()
    )
    lines = (
        select(
            Case.id,
            Person.code,
            Case.reference,
            Case.stage,
            meeting.c.held_on,
            actions.c.open,
            actions.c.due,
        )
        .join(Person, Person.id == Case.person)
        .outerjoin(meeting, meeting.c.case == Case.id)
        .outerjoin(actions, actions.c.case == Case.id)
        .order_by(
            func.coalesce(
                func.min(meeting.c.held_on, actions.c.due),
                meeting.c.held_on,
                actions.c.due,
                dt.date.max,
            ),
            Case.id,
        )
    )
    with workbook.reading() as session:
        return tuple(
            CaseLine(
                Ref("case", number),
                code or names.UNNAMED["person"],
                reference or "",
                stage,
                held_on,
                open_actions or 0,
                due,
            )
            for number, code, reference, stage, held_on, open_actions, due in session.execute(lines)
        )


def case_head(workbook: Workbook, case: Ref, today: dt.date | None = None) -> CaseHead | None:
    """What stands above the journey of a case; None where the case is not there any more."""
    soonest = (
        select(func.min(Conference.held_on))
        .where(Conference.case == Case.id, Conference.held_on >= (today or dt.date.today()))
        .scalar_subquery()
    )
    asked = select(Case.person, Person.code, soonest).join(Person, Person.id == Case.person)
    with workbook.reading() as session:
        found = session.execute(asked.where(Case.id == case.id)).first()
    if found is None:
        return None
    person, code, held_on = found
    return CaseHead(person, code or names.UNNAMED["person"], held_on)


def start_case(workbook: Workbook, code: str, name: str = "", reference: str = "") -> Ref:
    """A new case with an empty account and plan, in one step; undo takes all of it back."""
    with workbook.saving() as step:
        person = Person(
            kind="young_person",
            code=_line(code),
            name=_line(name),
            **_empty(),
        )
        step.add(person)
        ref = begin_case(step, person.id, _line(reference))
    step.done()
    return ref


def begin_case(step: Step, person: int, reference: str | None) -> Ref:
    """The case, account and plan of a young person who is in the vault already.

    When the work began is asked: it is the day of a strategy discussion, seldom today.
    """
    case = Case(person=person, reference=reference, stage="preparing", **_empty())
    step.add(case)
    for model in ONCE:
        step.add(model(case=case.id, **_empty()))
    return Ref("case", case.id)


def complete_case(workbook: Workbook, case: Ref) -> Changes | None:
    """Give a case the records that newer versions keep; None where it has them all.

    Done when a case is opened to work on, never while it is only listed, read or printed. It is
    no step of the chair's, so Undo passes it by.
    """
    have = parts(workbook, case).once
    missing = [model for model in LATER if model.__tablename__ not in have]
    if not missing:
        return None
    with workbook.saving() as step:
        for model in missing:
            step.add(model(case=case.id, **_empty()))
    return step.done(remember=False)


def parts(workbook: Workbook, case: Ref) -> CaseParts:
    """What belongs to a case. Context plans are those its plan points at."""
    with workbook.reading() as session:
        person = session.scalars(select(Case.person).where(Case.id == case.id)).one()
        account = session.scalars(select(Account.id).where(Account.case == case.id)).one()
        plan = session.scalars(select(Plan).where(Plan.case == case.id)).one()
        once = {}
        for model in LATER:
            found = session.scalars(select(model.id).where(model.case == case.id)).first()  # type: ignore[attr-defined]
            if found is not None:
                once[model.__tablename__] = Ref(model.__tablename__, found)
        here = names.case_contexts(session, case)
        contexts = session.scalars(
            select(Context.id).where(Context.id.in_(here)).order_by(Context.name, Context.id)
        )
        plans = sorted(plan.context_plans, key=lambda one: one.id)
        guardians = session.scalars(
            select(Guardian).where(Guardian.context.in_(here)).order_by(Guardian.id)
        )

        def named(record: str, numbers: Iterable[tuple[int, int]]) -> tuple[Part, ...]:
            return tuple(
                Part(Ref(record, number), workbook.label(record, number), context)
                for number, context in numbers
            )

        return CaseParts(
            case,
            Ref("person", person),
            Ref("account", account),
            Ref("plan", plan.id),
            once,
            named("context", [(number, number) for number in contexts]),
            named("context_plan", [(one.id, one.context) for one in plans]),
            named("guardian", [(one.id, one.context) for one in guardians.all()]),
            conferences=named("conference", _dated(session, Conference, case)),
            meetings=named("meeting", _dated(session, Meeting, case)),
            people=tuple(Ref("person", one) for one in sorted(names.case_people(session, case))),
        )


def _dated(
    session: Session, model: type[Conference] | type[Meeting], case: Ref
) -> list[tuple[int, int]]:
    """A case's conferences or meetings by date, about no place; with no date yet they come last."""
    found = select(model.id).where(model.case == case.id)
    found = found.order_by(model.held_on.is_(None), model.held_on, model.id)
    return [(number, 0) for number in session.scalars(found)]


def start_context_plan(workbook: Workbook, case: Ref, context: int) -> Ref:
    """A plan for a place, joined to this case's plan. The place's plan is shared if it has one."""
    with workbook.saving() as step:
        session = step.session
        plan = session.scalars(select(Plan).where(Plan.case == case.id)).one()
        found = session.scalars(select(ContextPlan).where(ContextPlan.context == context)).first()
        if found is None:
            found = ContextPlan(context=context, **_empty())
            step.add(found)
        joined = sorted({one.id for one in plan.context_plans} | {found.id})
        step.change(plan, {"context_plans": joined})
    step.done()
    return Ref("context_plan", found.id)


def start_guardian(workbook: Workbook, case: Ref, context: int) -> Ref:
    """Somebody who could be asked to act as a guardian in a place of this case."""
    with workbook.saving() as step:
        guardian = Guardian(context=context, **_empty())
        step.add(guardian)
    step.done()
    return Ref("guardian", guardian.id)


def _empty() -> dict[str, dict[str, str]]:
    return {"answers": {}, "no_answer": {}, "half_typed": {}, "progress": {}}


def _line(text: str) -> str | None:
    return " ".join(kinds.clean_text(text).split()) or None
