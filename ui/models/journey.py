"""The journey through one case as a task list: its steps, and under them the sections.

A part with a guide of its own (a plan for a place, a guardian) is one line until it is opened;
then its sections stand under it.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from roth_planner.guides import rules
from roth_planner.workbook import caseload, progress
from roth_planner.workbook.names import in_sentence

if TYPE_CHECKING:
    from roth_planner.guides.spec import Guide
    from roth_planner.workbook import Ref, Workbook
    from roth_planner.workbook.caseload import CaseParts

Index = QModelIndex | QPersistentModelIndex

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
STATUS_ROLE = ENTRY_ROLE + 1


class Line(StrEnum):
    """What a line of the journey is."""

    STEP = "step"
    PART = "part"
    SECTION = "section"
    ADD = "add"
    CHECK = "check"
    PAPER = "paper"
    MAP = "map"
    BOARD = "board"
    OWN_MAP = "own_map"
    TIMELINE = "timeline"
    CHANGES = "changes"


class Place(NamedTuple):
    """Where in a case one is: a section of a guide, answered for one record."""

    guide: str
    section: str
    ref: Ref


class Entry(NamedTuple):
    """One line: what it says, how far it is, and where it leads.

    ``leads_to`` is a place for a section and for a part (its first section); ``adds`` is the
    record that an "Add ..." line starts. A step leads nowhere.
    """

    line: Line
    title: str
    word: str = ""
    depth: int = 0
    leads_to: Place | None = None
    adds: str = ""
    status: str = ""

    @property
    def chosen_by_keys(self) -> bool:
        """Whether it can be chosen; a step is only a heading."""
        return self.line is not Line.STEP


PLACED = {"person": "Prepare", "context": "Account"}
"""Where the young person and the places stand, whose guides belong to no step of their own."""

PLACES = "The places"
"""One line for all places of the account, until one of them is opened; there may be a dozen."""
NOT_STARTED = progress.STATUSES[""]
"""Said to those who listen; on the screen a line without a word is one not started, as a list
where every line says so is hard to read."""

CHECK = Entry(Line.CHECK, "Check your answers", depth=1)
PAPER = Entry(Line.PAPER, "Make the documents", depth=1)
PICTURES = {
    "Account": (
        Entry(Line.MAP, "Map", depth=1),
        Entry(Line.BOARD, "Weighting board", depth=1),
        Entry(Line.TIMELINE, "Timeline", depth=1),
        Entry(Line.CHANGES, "Every change", depth=1),
    ),
    "Plan": (Entry(Line.OWN_MAP, "Their own map", depth=1),),
}
"""What is drawn from the answers of a step; it asks nothing and has no status."""
ADD = {
    "conference": "Add a conference",
    "meeting": "Add a panel or meeting",
    "context_plan": "Add a plan for a place",
    "guardian": "Add a guardian",
}
STEPS = ("Prepare", "Account", "Conference", "Plan")
"""The order of the journey. Guides are ordered among themselves, and a step can have several."""


def journey(workbook: Workbook, case: Ref, opened: Ref | None) -> tuple[Entry, ...]:
    """All lines for a case; ``opened`` is the record whose sections are shown."""
    with workbook.one_look():
        return _journey(workbook, case, opened)


def _journey(workbook: Workbook, case: Ref, opened: Ref | None) -> tuple[Entry, ...]:
    parts = caseload.parts(workbook, case)
    steps: dict[str, list[Entry]] = {}
    guides = workbook.catalogue.guides.values()
    for guide in sorted(guides, key=lambda guide: guide.record in PLACED):
        step = PLACED.get(guide.record, guide.step)
        if step:
            lines = _guide_lines(workbook, guide, parts, opened)
            steps.setdefault(step, []).extend(lines)
    found: list[Entry] = []
    said = workbook.catalogue.said
    for step in sorted(steps, key=lambda one: STEPS.index(one) if one in STEPS else len(STEPS)):
        found += [Entry(Line.STEP, said(step)), *steps[step], *PICTURES.get(step, ())]
    return (*found, Entry(Line.STEP, "Paper"), CHECK, PAPER)


def _guide_lines(
    workbook: Workbook, guide: Guide, parts: CaseParts, opened: Ref | None
) -> list[Entry]:
    single = {"case": parts.case, "account": parts.account, "plan": parts.plan}
    if guide.record in single:
        return _section_lines(workbook, guide, single[guide.record], 1)
    many = {
        "person": [
            (parts.person, "The young person"),
            *_visited("person", parts, opened, workbook),
        ],
        "context": [
            *((one.ref, one.label) for one in parts.contexts),
            *_visited("context", parts, opened, workbook),
        ],
        "context_plan": [
            (one.ref, f"Plan for {in_sentence(one.label)}") for one in parts.context_plans
        ],
        "guardian": [(one.ref, one.label) for one in parts.guardians],
        **{record: [(ref, guide.title)] for record, ref in parts.once.items()},
        "conference": [(one.ref, one.label) for one in parts.conferences],
        "meeting": [(one.ref, one.label) for one in parts.meetings],
    }
    lines: list[Entry] = []
    gathered = guide.record == "context" and len(many["context"]) > 1
    for ref, title in many.get(guide.record, ()):
        sections = _section_lines(workbook, guide, ref, 2)
        word, status = _together(sections)
        depth = 2 if gathered else 1
        lines.append(Entry(Line.PART, title, word, depth, sections[0].leads_to, "", status))
        lines += sections if ref == opened and len(sections) > 1 else []
    if gathered:
        word, status = _together(lines)
        whole = Entry(Line.PART, PLACES, word, 1, lines[0].leads_to, "", status)
        lines = [whole, *(lines if opened and opened.record == "context" else [])]
    if guide.record in ADD:
        words = workbook.catalogue.said(ADD[guide.record])
        lines.append(Entry(Line.ADD, words, depth=1, adds=guide.record))
    return lines


def _visited(
    record: str, parts: CaseParts, opened: Ref | None, workbook: Workbook
) -> list[tuple[Ref, str]]:
    """Somebody or some place that is open, from the map, and has no line of its own."""
    known = {parts.person, *(one.ref for one in parts.contexts)}
    if opened is None or opened.record != record or opened in known:
        return []
    there = any(one.ref == opened for one in workbook.all(record))
    return [(opened, workbook.label(*opened))] if there else []


def _section_lines(workbook: Workbook, guide: Guide, ref: Ref, depth: int) -> list[Entry]:
    kept = workbook.read(ref)
    begun = progress.lists_begun(workbook, guide.sections, ref)
    today = dt.date.today()
    lines = []
    for section in guide.sections:
        if section.relevant and not rules.holds(section.relevant, kept.values, today=today):
            continue
        far = progress.section_progress(workbook, guide, section, ref, kept, begun)
        word = far.word if far.status else ""
        if far.status == "in_progress":
            word = f"{far.answered} of {far.asked}"
        lines.append(
            Entry(
                Line.SECTION,
                section.title,
                word,
                depth,
                Place(guide.key, section.key, ref),
                "",
                far.status,
            )
        )
    return lines


def _together(sections: list[Entry]) -> tuple[str, str]:
    """The word and the status of a part, from those of its lines."""
    if len(sections) == 1:
        return sections[0].word, sections[0].status
    found = {entry.status for entry in sections}
    status = found.pop() if len(found) == 1 else "in_progress"
    return progress.STATUSES[status] if status else "", status


class JourneyList(QAbstractListModel):
    """The lines of a journey for the list on the left."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these lines; where only words changed the place in the list is kept."""
        same = [(entry.line, entry.leads_to, entry.adds) for entry in entries] == [
            (entry.line, entry.leads_to, entry.adds) for entry in self.entries
        ]
        if same and entries:
            self.entries = entries
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def row_of(self, place: Place | Line | str | None) -> int:
        """The row that leads to a place, the innermost; or is of a line, or adds; -1 if none."""
        found = [
            (entry.line is Line.SECTION, entry.depth, row)
            for row, entry in enumerate(self.entries)
            if place is not None and place in (entry.leads_to, entry.line, entry.adds)
        ]
        return max(found)[-1] if found else -1

    def rowCount(self, parent: Index | None = None) -> int:
        """Lines in the list."""
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One line, for a role."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            far = entry.word or (NOT_STARTED if entry.leads_to else "")
            return f"{entry.title}, {far}" if far else entry.title
        if role == STATUS_ROLE:
            return entry.word
        if role == ENTRY_ROLE:
            return entry
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Steps are headings: they are read out and never chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if not self.entries[index.row()].chosen_by_keys:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
