"""What records are called, which of them a question offers, and where one is referred to.

On screen a young person, a peer or a family member is initials or a code name until the chair asks.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from roth_planner.guides import kinds
from roth_planner.guides.catalogue import Catalogue
from roth_planner.guides.spec import Kind, Question
from roth_planner.records import (
    RECORDS,
    Account,
    Action,
    Case,
    Conference,
    Context,
    ContextPlan,
    Education,
    Goal,
    Guardian,
    Harm,
    Involvement,
    Person,
    Plan,
    PlanPlace,
    Record,
    Row,
    Setting,
    Weighting,
)
from roth_planner.workbook import stored
from roth_planner.workbook.index import QuestionIndex
from roth_planner.workbook.parts import Ref

UNNAMED = {"person": "Somebody with no initials yet", "context": "A place with no name yet"}
LONGEST_SUMMARY = 140
"""Characters of a row's summary in a list; two lines of the list at 100 %."""


class Names:
    """Says what records are called and what a question offers. Reads; never changes anything."""

    def __init__(self, session: Session, index: QuestionIndex, catalogue: Catalogue) -> None:
        self._session = session
        self._index = index
        self._catalogue = catalogue

    def label(self, ref: Ref) -> str:
        """What a record is called where names are not shown."""
        record = self._session.get(RECORDS[ref.record], ref.id)
        if record is None:
            return "Removed"
        if isinstance(record, Person):
            return self._told_apart(record)
        if isinstance(record, Context):
            return record.name or UNNAMED["context"]
        if isinstance(record, Guardian | ContextPlan):
            return self._about_a_context(record)
        return self._row_summary(record)

    def full_name(self, number: int) -> str:
        """The name kept for a person, or their code."""
        person = self._session.get(Person, number)
        return "Removed" if person is None else (person.name or person_label(person))

    def offered(self, question: Question, case: Ref | None) -> tuple[tuple[int, str], ...]:
        """Records to choose from, with what each is called: this case's first, then by name."""
        if question.kind is Kind.RECORD:
            found = _of_the_case(self._session, question.record, case)
            return tuple((number, self.label(Ref(question.record, number))) for number in found)
        model: type[Person] | type[Context]
        if question.kind is Kind.PERSON:
            model, kept, here = Person, question.people, case_people(self._session, case)
        else:
            model, kept, here = Context, question.contexts, case_contexts(self._session, case)
        chosen = select(model)
        if kept:
            chosen = chosen.where(model.kind.in_(kept))
        found_here = list(self._session.scalars(chosen))
        if model is Person:
            labels = Counter(person_label(one) for one in self._session.scalars(select(Person)))
            named = [(one.id, self._told_apart(one, labels)) for one in found_here]  # type: ignore[arg-type]
        else:
            named = [(one.id, self.label(Ref("context", one.id))) for one in found_here]
        return tuple(sorted(named, key=lambda one: (one[0] not in here, one[1].casefold())))

    def _told_apart(self, person: Person, labels: Counter[str] | None = None) -> str:
        """What a person is called; where another is called the same, also what they are.

        ``labels`` counts what everybody is called; without it the others are looked up.
        """
        label = person_label(person)
        if label == UNNAMED["person"]:
            return label
        if labels is None:
            by_name = person.circle == "partner" and person.name
            same = Person.name == person.name if by_name else Person.code == person.code
            labels = Counter(
                person_label(one) for one in self._session.scalars(select(Person).where(same))
            )
        if labels[label] < 2:
            return label
        kinds_of_person = self._catalogue.lists["person_kinds"]
        kind = next((one.label for one in kinds_of_person if one.key == person.kind), person.kind)
        return f"{label} ({person.agency or kind}, no. {person.id})"

    def _row_summary(self, record: Record) -> str:
        """A row in one line, from the answers that its question says name it."""
        rows = self._index.row_question(record.__tablename__, getattr(record, "list", ""))
        if rows is None:
            return ""
        parts = []
        for key in rows.summary:
            question = rows.question(key)
            text = kinds.display(
                question,
                stored.value_of(record, question),
                choices=self._catalogue.labels(question),
                name=lambda kind, number: self.label(Ref(kind, number)),
            )
            if text:
                parts.append(" ".join(text.split()))
        text = " \u00b7 ".join(parts)
        if len(text) <= LONGEST_SUMMARY:
            return text
        return text[: LONGEST_SUMMARY - 1].rstrip() + "\u2026"

    def _about_a_context(self, record: Guardian | ContextPlan) -> str:
        context = self._session.get(Context, record.context)
        place = (context.name if context else None) or UNNAMED["context"]
        if isinstance(record, ContextPlan):
            return place
        person = self._session.get(Person, record.person) if record.person else None
        return f"{person_label(person) if person else 'Guardian'} at {in_sentence(place)}"


def in_sentence(label: str) -> str:
    """A label inside a sentence: what stands for a missing name begins small there."""
    return label[:1].lower() + label[1:] if label in UNNAMED.values() else label


def person_label(person: Person) -> str:
    """Code or initials for a private person; name with role for somebody who acts by role."""
    if person.circle == "partner" and person.name:
        return f"{person.name}, {person.role}" if person.role else person.name
    known = person.code or person.role or UNNAMED["person"]
    return f"{known} ({person.role})" if person.code and person.role else known


def case_people(session: Session, case: Ref | None) -> frozenset[int]:
    """Everybody with a part in a case, the young person included."""
    if case is None:
        return frozenset()
    with_part = session.scalars(select(Involvement.person).where(Involvement.case == case.id))
    child = session.scalars(select(Case.person).where(Case.id == case.id))
    return frozenset(number for number in [*with_part, *child] if number is not None)


def case_contexts(session: Session, case: Ref | None) -> frozenset[int]:
    """Every context that a case's account or plan speaks of."""
    if case is None:
        return frozenset()
    account = select(Account.id).where(Account.case == case.id)
    plan = select(Plan.id).where(Plan.case == case.id)
    found: set[int | None] = set()
    found |= set(session.scalars(select(Weighting.context).where(Weighting.account.in_(account))))
    found |= set(session.scalars(select(PlanPlace.context).where(PlanPlace.plan.in_(plan))))
    education = select(Education.id).where(Education.case == case.id)
    found |= set(session.scalars(select(Setting.context).where(Setting.education.in_(education))))
    for harm in session.scalars(select(Harm).where(Harm.account.in_(account))):
        found |= {context.id for context in harm.contexts}
    for one in session.scalars(select(Plan).where(Plan.case == case.id)):
        found |= {context_plan.context for context_plan in one.context_plans}
    return frozenset(number for number in found if number is not None)


def current_conference(session: Session, account: Ref) -> int | None:
    """The conference that a case is prepared for now: the latest by date."""
    case = select(Account.case).where(Account.id == account.id).scalar_subquery()
    found = select(Conference.id).where(Conference.case == case)
    return session.scalars(found.order_by(Conference.held_on.desc(), Conference.id.desc())).first()


def _told_or_planned(record: str, case: Ref) -> Select[int]:
    """What a case's account tells or its plan holds, in the chair's order."""
    account = select(Account.id).where(Account.case == case.id)
    goals = select(Goal.id).where(Goal.plan.in_(select(Plan.id).where(Plan.case == case.id)))
    if record == "action":
        actions = select(Action.id).where(Action.goal.in_(goals))
        return actions.order_by(Action.goal, Action.position)
    if record == "goal":
        return goals.order_by(Goal.position)
    model = Harm if record == "harm" else Weighting
    return select(model.id).where(model.account.in_(account)).order_by(model.position)


def _of_the_case(session: Session, record: str, case: Ref | None) -> list[int]:
    model = RECORDS[record]
    if case is not None and record in ("harm", "weighting", "goal", "action"):
        return list(session.scalars(_told_or_planned(record, case)))
    if case is not None and "case" in stored.columns(model) and issubclass(model, Row):
        own = select(model.id).where(model.case == case.id)  # type: ignore[attr-defined]
        return list(session.scalars(own.order_by(model.position)))
    return list(session.scalars(select(model.id).order_by(model.id)))
