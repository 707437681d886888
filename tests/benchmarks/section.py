"""Opening a section of 60 questions, beside the same editors in a bare QFormLayout."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QFormLayout, QScrollArea, QWidget

from roth_planner.guides.catalogue import Catalogue, read_catalogue
from roth_planner.guides.spec import Guide, Kind, Question, Section
from roth_planner.vault import FLOOR, Vault
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import parts, start_case
from tests.benchmarks.measure import Row, side_by_side
from tests.fixtures import PASSPHRASE

LIMIT = 2.5
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
    """From nothing to drawn, both in a window of the same size."""
    from ui import theme
    from ui.fields.registry import editor_for
    from ui.forms.choosing import SessionChooser
    from ui.forms.section_view import SectionView
    from ui.session import Session

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply(application, theme.Theme())
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
    session = Session(workbook, folder)
    guide = catalogue.guide("account")

    def show(widget: QWidget) -> None:
        widget.resize(900, 800)
        widget.show()
        application.processEvents()
        widget.hide()
        widget.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def ours() -> None:
        show(SectionView(session, guide, section, account, case))

    def bare() -> None:
        page = QWidget()
        form = QFormLayout(page)
        chooser = SessionChooser(session, case)
        kept = workbook.read(account)
        for question in section.questions:
            editor = editor_for(question, catalogue, chooser)
            editor.show_value(kept.get(question.key))
            form.addRow(question.label, editor)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        show(area)

    row = side_by_side("open a section of 60 rows", ours, bare, LIMIT, rounds=9)
    session.close()
    return row
