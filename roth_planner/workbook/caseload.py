"""The chair's cases: a line for each, how one is started, and what belongs to one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct
from sqlalchemy import and_, func, or_, select

from roth_planner.guides import kinds
from roth_planner.records import (
    Account,
    Action,
    Case,
    Conference,
    Context,
    ContextPlan,
    Goal,
    Guardian,
    Person,
    Plan,
)
from roth_planner.workbook import names
from roth_planner.workbook.history import Step
from roth_planner.workbook.parts import Ref
from roth_planner.workbook.workbook import Workbook

FINISHED = ("done", "stopped")
"""Statuses of an action that nobody has to act on any more."""


class CaseLine(Struct, frozen=True):
    """What the list of cases shows of one case; the young person is initials or a code name."""

    ref: Ref
    code: str
    reference: str
    stage: str
    next_conference: dt.date | None
    open_actions: int
    next_due: dt.date | None


class Part(Struct, frozen=True):
    """A record that belongs to a case, with what it is called on screen.

    ``context`` is the number of the place it is, or is about.
    """

    ref: Ref
    label: str
    context: int


class CaseParts(Struct, frozen=True):
    """The records behind one case: its account, its plan, and what it shares with other cases."""

    case: Ref
    person: Ref
    account: Ref
    plan: Ref
    contexts: tuple[Part, ...]
    context_plans: tuple[Part, ...]
    guardians: tuple[Part, ...]


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
    """The case, account and plan of a young person who is in the vault already."""
    case = Case(
        person=person, reference=reference, opened=dt.date.today(), stage="preparing", **_empty()
    )
    step.add(case)
    for model in (Account, Plan):
        step.add(model(case=case.id, **_empty()))
    return Ref("case", case.id)


def parts(workbook: Workbook, case: Ref) -> CaseParts:
    """What belongs to a case. Context plans are those its plan points at."""
    with workbook.reading() as session:
        person = session.scalars(select(Case.person).where(Case.id == case.id)).one()
        account = session.scalars(select(Account.id).where(Account.case == case.id)).one()
        plan = session.scalars(select(Plan).where(Plan.case == case.id)).one()
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
            named("context", [(number, number) for number in contexts]),
            named("context_plan", [(one.id, one.context) for one in plans]),
            named("guardian", [(one.id, one.context) for one in guardians.all()]),
        )


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
