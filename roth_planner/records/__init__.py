"""What is kept: typed records, grouped as practice groups them."""

from __future__ import annotations

from roth_planner.records.account import Account, Entry, Harm, Strength, Weighting
from roth_planner.records.base import Base, Record, Root, Row
from roth_planner.records.changes import Change, DeskNote, SealKey
from roth_planner.records.chronology import Moment
from roth_planner.records.conference import (
    AgendaItem,
    Attendance,
    Case,
    ChecklistItem,
    Conference,
    Dissent,
    Involvement,
    ParentPart,
)
from roth_planner.records.contexts import Context, PersonContext
from roth_planner.records.copies import Copy
from roth_planner.records.education import (
    Education,
    LearningNeed,
    SchoolChange,
    SchoolSpot,
    Setting,
)
from roth_planner.records.guardianship import Guardian, Presence
from roth_planner.records.meetings import (
    Escalation,
    Influence,
    LoggedAction,
    Meeting,
    MeetingLink,
)
from roth_planner.records.partnership import (
    Agreement,
    Attempt,
    Barrier,
    Confidence,
    ParentingConcern,
    Partner,
    Partnership,
    Support,
    Threat,
)
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
from roth_planner.records.searching import SearchPlace
from roth_planner.records.services import ServiceFeedback, ServiceNeed, ServicePromise, Services

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
    "AgendaItem",
    "Agreement",
    "Attempt",
    "Attendance",
    "Barrier",
    "Base",
    "Case",
    "Change",
    "ChecklistItem",
    "Conference",
    "Confidence",
    "Context",
    "ContextAction",
    "ContextGoal",
    "ContextMeasure",
    "ContextPlan",
    "Contingency",
    "Copy",
    "DeskNote",
    "Dissent",
    "Education",
    "Entry",
    "Escalation",
    "Goal",
    "Guardian",
    "Harm",
    "Influence",
    "Involvement",
    "LearningNeed",
    "LoggedAction",
    "Measure",
    "Meeting",
    "MeetingLink",
    "Moment",
    "ParentPart",
    "ParentingConcern",
    "Partner",
    "Partnership",
    "Person",
    "PersonContext",
    "PersonLink",
    "Plan",
    "PlanPlace",
    "Presence",
    "Record",
    "Root",
    "Row",
    "SchoolChange",
    "SchoolSpot",
    "SealKey",
    "SearchPlace",
    "ServiceFeedback",
    "ServiceNeed",
    "ServicePromise",
    "Services",
    "Setting",
    "Signal",
    "Strength",
    "Support",
    "Threat",
    "TrustedPerson",
    "Weighting",
]
