"""Opening sections, beside the same editors in a bare QFormLayout: one of 60 questions of every
kind, and each section of the sample case; the worst of them is the one reported."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QWidget,
)

from roth_planner.guides.catalogue import Catalogue, read_catalogue
from roth_planner.guides.spec import Guide, Kind, Question, Section
from roth_planner.vault import FLOOR, Vault
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import case_lines, parts, start_case
from tests.benchmarks.measure import Row, side_by_side
from tests.fixtures import PASSPHRASE

LIMIT = 2.5
NEAR = 0.8
"""Of the limit; what comes so near is measured again with more rounds."""
LIST_BUTTONS = ("Add", "Open", "Remove", "Move up", "Move down")
MIXED = (
    *(Kind.LONG_TEXT, Kind.SHORT_TEXT, Kind.CHOICE, Kind.YES_NO_NOT_SURE, Kind.LONG_TEXT),
    *(Kind.DATE, Kind.CHOICES, Kind.SCALE, Kind.PART_DATE, Kind.TIME_WINDOW),
    *(Kind.LONG_TEXT, Kind.PERSON, Kind.WHOLE_NUMBER, Kind.CONTEXT, Kind.CHOICE),
)
ROWS = 60


def sixty_questions() -> Section:
    """Kinds mixed as in the account, with hints, reasons for no answer, lists short and long."""
    return Section("long", "A long section", tuple(map(_question, range(ROWS))), "For measuring.")


def _question(number: int) -> Question:
    kind = MIXED[number % len(MIXED)]
    scale = {"low": 0, "high": 10} if kind is Kind.SCALE else {}
    lists = {Kind.CHOICE: ("basis", "person_kinds")[number % 2], Kind.CHOICES: "harm_types"}
    return Question(
        f"asked_{number}",
        kind,
        f"What should we know about part {number}?",
        hint="Facts first: who did what, where, how often." if number % 3 else "",
        guidance="The reader should see what was done, and not what is supposed to be wrong.",
        audiences=("chair", "agencies"),
        required=number % 2 == 0,
        no_answer=number % 3 == 0,
        choices=lists.get(kind, ""),
        **scale,
    )


def with_guide(catalogue: Catalogue, section: Section) -> Catalogue:
    """The catalogue, with the account asked by this section alone."""
    guide = Guide("account", "Account", "account", (section,))
    return msgspec.structs.replace(catalogue, guides={**catalogue.guides, "account": guide})


def measure(folder: Path) -> Row:
    """The worst of all sections, from nothing to drawn, in a window of the same size."""
    rows = [sixty_rows(folder), *sections_of_the_sample(folder)]
    return max(rows, key=lambda row: row.ratio)


def sections_of_the_sample(folder: Path) -> list[Row]:
    """Each section of the sample case that has editors, once for each kind of record.

    Sections are measured with few rounds first, and again with more where they come near.
    """
    from roth_planner.practice.cases import make_practice, sample_cases
    from ui.pages.check_answers import sections

    workbook = make_practice(folder / "sample.rothvault", sample_cases()[:1])
    case = case_lines(workbook)[0].ref
    rows, seen = [], set()
    for asked in sections(workbook, case):
        where = (asked.place.guide, asked.place.section)
        guide = workbook.catalogue.guide(asked.place.guide)
        section = guide.section(asked.place.section)
        if where in seen:
            continue
        seen.add(where)
        name = f"open {'.'.join(where)}"
        row = _compare(name, workbook, guide, section, asked.place.ref, case, rounds=5)
        if row.ratio > NEAR * LIMIT:
            row = _compare(name, workbook, guide, section, asked.place.ref, case, rounds=15)
        rows.append(row)
    workbook.close()
    return rows


def sixty_rows(folder: Path) -> Row:
    """A section longer than any, with every kind in it."""
    section = sixty_questions()
    catalogue = with_guide(read_catalogue(), section)
    vault, _code = Vault.create(
        folder / "section.rothvault", PASSPHRASE, kind="practice", cost=FLOOR
    )
    workbook = Workbook(vault, catalogue)
    case = start_case(workbook, "J.")
    for number in range(12):
        workbook.add("person", {"kind": "professional", "name": f"Somebody {number}"})
        workbook.add("context", {"name": f"Place {number}"})
    account = parts(workbook, case).account
    texts = [q for q in section.questions if q.kind in (Kind.LONG_TEXT, Kind.SHORT_TEXT)]
    workbook.save(account, {question.key: "What we know so far. " * 8 for question in texts})
    guide = catalogue.guide("account")
    row = _compare("open a section of 60 rows", workbook, guide, section, account, case, rounds=9)
    workbook.close()
    return row


def _compare(
    name: str,
    workbook: Workbook,
    guide: Guide,
    section: Section,
    ref: Ref,
    case: Ref,
    *,
    rounds: int,
) -> Row:
    """A section as we draw it, and its bare editors; a list is a bare list of its rows
    with its buttons."""
    from ui import theme
    from ui.fields.registry import editor_for
    from ui.forms.choosing import SessionChooser
    from ui.forms.section_view import SectionView
    from ui.session import Session

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply(application, theme.Theme())
    session = Session(workbook, workbook.vault.folder)

    def show(widget: QWidget) -> None:
        widget.resize(900, 800)
        widget.show()
        application.processEvents()
        widget.hide()
        widget.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def ours() -> None:
        show(SectionView(session, guide, section, ref, case))

    def bare() -> None:
        page = QWidget()
        form = QFormLayout(page)
        chooser = SessionChooser(session, case)
        kept = workbook.read(ref)
        for question in section.questions:
            if question.kind is Kind.ROWS:
                rows = QListWidget()
                rows.addItems([workbook.label(*row.ref) for row in workbook.rows(ref, question)])
                form.addRow(question.label, rows)
                bar = QWidget()
                line = QHBoxLayout(bar)
                for words in LIST_BUTTONS:
                    line.addWidget(QPushButton(words))
                form.addRow(bar)
                continue
            editor = editor_for(question, workbook.catalogue, chooser)
            editor.show_value(kept.get(question.key))
            form.addRow(question.label, editor)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        show(area)

    return side_by_side(name, ours, bare, LIMIT, rounds=rounds)
