"""A plan for a place has no way to a young person: in the schema itself, whatever the code does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Table, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roth_planner.guides.catalogue import read_catalogue
from roth_planner.records import (
    CHILD_KINDS,
    PARTNER_KINDS,
    RECORDS,
    Base,
    Context,
    ContextAction,
    ContextGoal,
    ContextPlan,
    Person,
    Record,
)
from roth_planner.workbook import Workbook

ABOUT_ONE_CHILD = {"case", "plan", "account", "conference", "meeting"}
PERSON_KINDS = [choice.key for choice in read_catalogue().lists["person_kinds"]]
PRIVATE_KINDS = [kind for kind in PERSON_KINDS if kind not in PARTNER_KINDS]
EMPTY = {"answers": {}, "no_answer": {}, "half_typed": {}}


def tables_reached(start: str) -> set[str]:
    """Every table that foreign keys lead to, one after another; not through the people."""

    def onwards(table: Table) -> Iterator[Table]:
        for key in table.foreign_keys:
            yield key.column.table

    reached: set[str] = set()
    ahead = [Base.metadata.tables[start]]
    while ahead:
        table = ahead.pop()
        for found in onwards(table):
            if found.name not in reached:
                reached.add(found.name)
                ahead.append(found)
    return reached


def records_reached(start: type[Record]) -> set[str]:
    """Every record that the program's own attributes lead to, one after another."""
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        for tie in inspect(ahead.pop()).relationships:
            found = tie.mapper.class_
            if found.__tablename__ not in reached:
                reached.add(found.__tablename__)
                ahead.append(found)
    return reached


@pytest.mark.parametrize(
    "start",
    ["context", "context_plan", "context_goal", "context_measure", "context_action", "guardian"],
)
def test_from_a_place_no_case_plan_or_account_is_ever_reached(start: str) -> None:
    assert not tables_reached(start) & ABOUT_ONE_CHILD
    assert not records_reached(RECORDS[start]) & ABOUT_ONE_CHILD


def test_the_search_would_find_them_if_they_were_there() -> None:
    assert tables_reached("action") >= {"goal", "plan", "case", "person"}
    assert records_reached(RECORDS["plan"]) == {"context_plan"}


def test_a_place_plan_points_at_people_by_circle_and_only_at_partners() -> None:
    for name in ("context_plan", "context_goal", "context_measure", "context_action"):
        table = Base.metadata.tables[name]
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table.name == "person":
                columns = [element.column.name for element in constraint.elements]
                assert columns == ["id", "circle"], f"{name} points at anybody"


def with_place_plan(session: Session) -> ContextGoal:
    """A goal in the plan of a place."""
    place = Context(name="Station", **EMPTY)
    session.add(place)
    session.flush()
    plan = ContextPlan(context=place.id, progress={}, **EMPTY)
    session.add(plan)
    session.flush()
    goal = ContextGoal(context_plan=plan.id, position=0, **EMPTY)
    session.add(goal)
    session.flush()
    return goal


@pytest.mark.parametrize("kind", PERSON_KINDS)
def test_the_database_itself_refuses_a_child_or_parent_on_a_place_plan(
    workbook: Workbook, kind: str
) -> None:
    with Session(workbook.vault.engine) as session:
        goal = with_place_plan(session)
        person = Person(kind=kind, code="K.", **EMPTY)
        session.add(person)
        session.flush()
        session.add(ContextAction(context_goal=goal.id, owner=person.id, position=0, **EMPTY))
        if kind in PARTNER_KINDS:
            session.flush()
        else:
            with pytest.raises(IntegrityError, match="FOREIGN KEY"):
                session.flush()


@pytest.mark.parametrize("kind", PRIVATE_KINDS)
def test_nor_can_one_lead_it(workbook: Workbook, kind: str) -> None:
    with Session(workbook.vault.engine) as session:
        goal = with_place_plan(session)
        person = Person(kind=kind, code="K.", **EMPTY)
        session.add(person)
        session.flush()
        plan = session.get_one(ContextPlan, goal.context_plan)
        plan.lead = person.id
        with pytest.raises(IntegrityError, match="FOREIGN KEY"):
            session.flush()


@pytest.mark.parametrize("table", ["context_action", "context_plan"])
def test_the_circle_cannot_be_lied_about_in_plain_sql(workbook: Workbook, table: str) -> None:
    column = "owner" if table == "context_action" else "lead"
    with Session(workbook.vault.engine) as session:
        goal = with_place_plan(session)
        child = Person(kind="young_person", code="K.", **EMPTY)
        session.add(child)
        session.add(ContextAction(context_goal=goal.id, position=0, **EMPTY))
        session.flush()
        pretend = text(f"UPDATE {table} SET {column}_id = :child, {column}_circle = 'private'")
        with pytest.raises(IntegrityError, match="CHECK"):
            session.execute(pretend, {"child": child.id})


@pytest.mark.parametrize("kind", CHILD_KINDS)
def test_a_child_cannot_be_put_among_the_partners(workbook: Workbook, kind: str) -> None:
    with Session(workbook.vault.engine) as session:
        child = Person(kind=kind, code="K.", **EMPTY)
        session.add(child)
        session.flush()
        for lie in ("UPDATE person SET circle = 'partner'", "UPDATE person SET circle = ''"):
            with pytest.raises(IntegrityError, match="CHECK"), session.begin_nested():
                session.execute(text(lie))


def test_circles_and_kinds_say_the_same_in_code_and_content() -> None:
    assert set(PARTNER_KINDS) | set(PRIVATE_KINDS) == set(PERSON_KINDS)
    assert set(CHILD_KINDS) <= set(PRIVATE_KINDS)
    for kind in PERSON_KINDS:
        circle = "partner" if kind in PARTNER_KINDS else "private"
        assert Person(kind=kind).circle == circle
