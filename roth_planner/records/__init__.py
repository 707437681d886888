"""What is kept: typed records, grouped as practice groups them."""

from __future__ import annotations

from roth_planner.records.account import Account, Entry, Harm, Strength, Weighting
from roth_planner.records.base import Base, Record, Root, Row
from roth_planner.records.changes import Change, DeskNote, SealKey
from roth_planner.records.conference import Case, Conference, Involvement
from roth_planner.records.contexts import Context, PersonContext
from roth_planner.records.guardianship import Guardian, Presence
from roth_planner.records.people import CHILD_KINDS, PARTNER_KINDS, Person, PersonLink
from roth_planner.records.plan import (
    Action,
    ContextAction,
    ContextGoal,
    ContextMeasure,
    ContextPlan,
    Contingency,
    Goal,
    Measure,
    Plan,
    PlanPlace,
    Signal,
    TrustedPerson,
)

RECORDS: dict[str, type[Record]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in sorted(Base.registry.mappers, key=lambda one: str(one.class_.__name__))
    if issubclass(mapper.class_, Record)
}
"""Every kind of record by its name, which is its table's."""

__all__ = [
    "CHILD_KINDS",
    "PARTNER_KINDS",
    "RECORDS",
    "Account",
    "Action",
    "Base",
    "Case",
    "Change",
    "Conference",
    "Context",
    "ContextAction",
    "ContextGoal",
    "ContextMeasure",
    "ContextPlan",
    "Contingency",
    "DeskNote",
    "Entry",
    "Goal",
    "Guardian",
    "Harm",
    "Involvement",
    "Measure",
    "Person",
    "PersonContext",
    "PersonLink",
    "Plan",
    "PlanPlace",
    "Presence",
    "Record",
    "Root",
    "Row",
    "SealKey",
    "Signal",
    "Strength",
    "TrustedPerson",
    "Weighting",
]
