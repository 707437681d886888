"""Choosing and adding people and places from the open workbook."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.guides.spec import Guide, Kind, Question, Section
from roth_planner.guides.values import Value
from roth_planner.workbook import Ref
from roth_planner.workbook.directory import ACT_BY_ROLE, alike, initials_instead
from ui import theme
from ui.fields.editor import NewRecordForm
from ui.forms.alike import AlikeHint
from ui.forms.newcomer import Newcomer
from ui.forms.question_row import QuestionRow
from ui.forms.record_form import RecordForm
from ui.session import Session
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.flow import Flow
from ui.widgets.focus import tab_after
from ui.widgets.words import Heading, Muted

TELLS_WHO = ("code", "name", "aliases")
"""Answers by which somebody can be known again."""
LOOK_AFTER_MS = 250
TAB = Qt.FocusPolicy.TabFocus

THINGS = {Kind.PERSON: "person", Kind.CONTEXT: "place"}


class SessionChooser:
    """The people, places and records of a workbook, those of one case first."""

    def __init__(self, session: Session, case: Ref | None = None) -> None:
        self._session, self._case = session, case

    def offered(self, question: Question) -> tuple[tuple[int, str], ...]:
        """What a question offers: number and label, this case's first."""
        return self._session.workbook.offered(question, self._case)

    def label(self, record: str, number: int) -> str:
        """What one of them is called where names are not shown."""
        return self._session.workbook.label(record, number) or "Nothing written yet"

    def can_add(self, question: Question) -> bool:
        """People and places can be added from wherever they are needed."""
        return question.kind in THINGS

    def new_form(self, question: Question, words: str, parent: QWidget) -> NewRecordForm:
        """The form for somebody or some place that is not there yet."""
        return AddForm(self._session, question, words, self, parent)


class AddForm(NewRecordForm):
    """The first questions about a new person or place. The rest can be said later."""

    def __init__(
        self,
        session: Session,
        question: Question,
        words: str,
        chooser: SessionChooser,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._thing = session, THINGS[question.kind]
        guide = session.workbook.catalogue.for_record(question.kind.value)
        self._record = guide.record
        section = guide.sections[0]
        asked = tuple(one for one in section.questions if one.kind is not Kind.ROWS)
        self.newcomer = Newcomer(
            session.workbook, guide.record, guide.questions(), first_answers(question, guide, words)
        )
        self.form = RecordForm(session, asked, self.newcomer, chooser, self)
        self.add_button = PlainButton(f"Add this {self._thing}", self, icon="check")
        self.drop_link = LinkButton(f"Do not add this {self._thing}", self)
        self.alike = AlikeHint(self._thing, self)
        self._look_soon = QTimer(self)
        self._look_soon.setSingleShot(True)
        self._look_soon.setInterval(LOOK_AFTER_MS)
        self._look_soon.timeout.connect(self._look_for_alike)
        self.alike.picked.connect(self._take_other)
        self.initials = LinkButton("", self)
        self.initials.setAccessibleDescription("Initials tell a stranger nothing")
        self.initials.clicked.connect(self._use_initials)
        self.initials.hide()
        self._told_by = [one for one in asked if one.key in TELLS_WHO]
        for one in (*self._told_by, *(one for one in asked if one.key == "kind")):
            row = self.form.rows[one.key]
            assert isinstance(row, QuestionRow)
            row.edited.connect(lambda *_: self._look_soon.start())
        below = self.form.layout()
        assert isinstance(below, QVBoxLayout)
        below.insertWidget(below.indexOf(self.form.rows["name"]) + 1, self.alike)
        if "code" in self.form.rows:
            below.insertWidget(below.indexOf(self.form.rows["code"]) + 1, self.initials)
        self._lay_out(guide, section)
        if words.strip():
            self._look_soon.start()
        self.add_button.clicked.connect(self._finish)
        self.drop_link.clicked.connect(self._drop)

    def focus_here(self) -> None:
        self.form.focus_first()

    def settle(self) -> None:
        self.form.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look_soon.stop()  # the vault may be closed before it would look

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    def _lay_out(self, guide: Guide, section: Section) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(16)
        layout.addWidget(Heading(f"A new {self._thing}", self))
        more = " You can say more later." if len(guide.sections) > 1 else ""
        layout.addWidget(Muted(f"{section.intro}{more}".strip(), self))
        layout.addWidget(self.form)
        foot = Flow(self, gap=theme.SPACE_ROWS)
        foot.add(self.add_button)
        foot.add(self.drop_link)
        layout.addWidget(foot)

    def _finish(self) -> None:
        """Choose the new record, or say what is missing to know it again."""
        self.newcomer.insist()
        if not self.form.flush():
            return
        missing = {
            one.key: f"Answer \u201c{one.label.rstrip('?.: ')}\u201d"
            for one in self.form.questions
            if one.required
            and self.newcomer.relevant(one)
            and self.newcomer.show(one) == (None, "")
        }
        if missing:
            self.form.show_problems(missing)
            self.form.row(next(iter(missing))).focus_here()
            return
        self._leave()

    def _leave(self) -> None:
        """Go back; what was written is kept, and chosen."""
        self.form.flush()
        ref = self.newcomer.ref
        if ref is None:
            self.put_away.emit()
        else:
            self.added.emit(ref.id)

    def _look_for_alike(self) -> None:
        """Look whether somebody like this is kept already."""
        said = {one.key: self.newcomer.show(one)[0] for one in self._told_by}
        self._offer_initials(said)
        found = alike(self._session.workbook, self._record, said, but=self.newcomer.ref)
        self.alike.show_alike(found)
        if found:
            tab_after(_last_stop(self.form.rows["name"]), self.alike)

    def _offer_initials(self, said: dict[str, Value]) -> None:
        """Whoever does not act by their role is shown by initials; their name is kept apart."""
        kind = next((one for one in self.form.questions if one.key == "kind"), None)
        by_role = kind is not None and self.newcomer.show(kind)[0] in ACT_BY_ROLE
        code, name = str(said.get("code") or ""), str(said.get("name") or "")
        self._instead = "" if by_role or kind is None else initials_instead(code, name)
        self.initials.setText(f"Show {self._instead} instead, and keep the name apart")
        self.initials.setVisible(bool(self._instead))

    def _use_initials(self) -> None:
        """Show initials; what stood there was the name."""
        said = {one.key: self.newcomer.show(one)[0] for one in self._told_by}
        self.form.write("code", self._instead)
        if said.get("code") and not said.get("name"):
            self.form.write("name", said["code"])
        self.form.row("code").focus_here()
        self._look_for_alike()

    def _take_other(self, number: int) -> None:
        """It is somebody who is kept already: choose them, and keep nothing of this form."""
        ref = self.newcomer.ref
        self.form.stop()
        if ref is not None:
            self._session.remove(ref)
        self.added.emit(number)

    def _drop(self) -> None:
        """Go back and keep nothing; Undo brings it back."""
        ref = self.newcomer.ref
        self.form.stop()
        if ref is not None and self._session.remove(ref) is None:
            self.added.emit(ref.id)
            return
        self.put_away.emit()


def _last_stop(row: QWidget) -> QWidget:
    """Where Tab stops last in a row."""
    stops = [
        one for one in row.findChildren(QWidget) if one.focusPolicy() & TAB and one.isVisible()
    ]
    return stops[-1] if stops else row


def first_answers(question: Question, guide: Guide, words: str) -> dict[str, Value]:
    """What is known before the first key: the kind that was asked for, and what was looked for."""
    known: dict[str, Value] = {}
    kinds = question.people if question.kind is Kind.PERSON else question.contexts
    for one in guide.questions():
        if one.key == "kind" and len(kinds) == 1:
            known["kind"] = kinds[0]
        elif one.key == "name" and question.kind is Kind.CONTEXT and words.strip():
            known["name"] = " ".join(words.split())
    return known
