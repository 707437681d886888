"""One person of the directory: which cases they are in, and all that is kept of them, in place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.guides.spec import Kind, Question
from roth_planner.workbook import Changes, Ref
from roth_planner.workbook.directory import ACT_BY_ROLE, near_agencies
from roth_planner.workbook.draft import Draft
from roth_planner.workbook.uses import case_codes, cases_of
from ui import theme
from ui.forms.choosing import AddForm, SessionChooser
from ui.forms.record_form import RecordForm
from ui.session import Session
from ui.widgets.buttons import LinkButton, MainButton, PlainButton
from ui.widgets.column import Column
from ui.widgets.flow import Flow
from ui.widgets.words import Heading, Muted, Title, Words

SHOWN = ("who", "role")
"""Sections of a person's guide that are worth keeping right for everybody; links are a case's."""


class PersonCard(QWidget):
    """Reads and changes one person, as they stand in every case."""

    done = Signal()
    gone = Signal()

    def __init__(self, session: Session, ref: Ref, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.ref, self._near = session, ref, ""
        self.column = Column(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.column)
        self.title = Title(session.workbook.label(*ref), self.column.page)
        self.used = Words("", self.column.page)
        self.column.add(self.title)
        self.column.add(self.used, before=theme.SPACE_INSIDE)
        guide = session.workbook.catalogue.for_record("person")
        chooser = SessionChooser(session)
        self.forms: list[RecordForm] = []
        for section in guide.sections:
            if section.key not in SHOWN:
                continue
            self.column.add(Heading(section.title, self.column.page), before=theme.SPACE_GROUPS)
            draft = Draft(session.workbook, ref, guide.questions())
            form = RecordForm(session, section.questions, draft, chooser, self.column.page)
            form.gone.connect(self.gone)
            self.forms.append(form)
            self.column.add(form, before=theme.SPACE_ROWS)
        self.same_agency = LinkButton("", self.column.page)
        self.column.add(self.same_agency, before=theme.SPACE_ROWS)
        self.back = MainButton("Back to the list", self.column.page)
        self.remove = PlainButton("Remove", self.column.page, icon="trash-2")
        foot = Flow(self.column.page, gap=theme.SPACE_ROWS, line_gap=theme.SPACE_INSIDE)
        foot.add(self.back)
        foot.add(self.remove)
        self.column.add(foot, before=theme.SPACE_GROUPS)
        self.back.clicked.connect(self.done)
        self.same_agency.clicked.connect(self._use_agency)
        self.remove.clicked.connect(self._remove)
        session.changed.connect(self._take_changes)
        self._show_uses()

    def arrive(self) -> None:
        """Begin with the first question."""
        self.forms[0].focus_first()

    def flush(self) -> bool:
        """Keep what was typed."""
        kept = [form.flush() for form in self.forms]  # each of them, whatever the one before says
        return all(kept)

    def _take_changes(self, changes: Changes) -> None:
        if self.ref not in changes.removed:
            self._show_uses()

    def _show_uses(self) -> None:
        workbook = self._session.workbook
        self._show_agency()
        self.title.setText(workbook.label(*self.ref))
        codes = case_codes(workbook)
        used = [codes[case.id] for case in cases_of(workbook, self.ref)]
        if not used:
            self.used.setText("Not used in any case yet.")
            return
        where = ", ".join(used).rstrip(".")  # a code ends with a point of its own
        if len(used) == 1:
            self.used.setText(f"Used in one case: {where}.")
        else:
            self.used.setText(
                f"Used in {len(used)} cases: {where}. What you change here changes for all of them."
            )

    def _show_agency(self) -> None:
        """Ask whether an agency spelt nearly like another is that other one."""
        agency = self._session.workbook.read(self.ref).get("agency")
        near = near_agencies(self._session.workbook, agency) if isinstance(agency, str) else ()
        self._near = near[0] if near else ""
        self.same_agency.setText(f"Is the agency \u201c{self._near}\u201d? Write it like that")
        self.same_agency.setVisible(bool(near))

    def _use_agency(self) -> None:
        if self.flush():
            self._session.save(self.ref, {"agency": self._near})

    def _remove(self) -> None:
        """Take the person away, if no case needs them; the banner says where they are used."""
        if self.flush():
            self._session.remove(self.ref)


class NewPerson(QWidget):
    """Somebody new for the directory, asked as wherever else a person is added."""

    added = Signal(int)
    done = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        question = Question(key="person", kind=Kind.PERSON, label="Person", people=ACT_BY_ROLE)
        self.column = Column(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.column)
        self.form = AddForm(session, question, "", SessionChooser(session), self.column.page)
        self.column.add(Muted("They can then be chosen in every case.", self.column.page))
        self.column.add(self.form, before=theme.SPACE_INSIDE)
        self.form.added.connect(self.added)
        self.form.put_away.connect(self.done)

    def arrive(self) -> None:
        """Begin with the first question."""
        self.form.focus_here()

    def flush(self) -> bool:
        """Keep what was typed."""
        return self.form.form.flush()
