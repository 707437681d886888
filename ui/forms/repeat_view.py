"""A list of things of one kind: harms, actions, guardians. One line each, and a form in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.guides.spec import Question
from roth_planner.workbook import Changes, Ref
from roth_planner.workbook.draft import Draft
from roth_planner.workbook.tally import TALLIES
from ui.fields.editor import Chooser
from ui.forms.problem_line import ProblemLine
from ui.forms.question_row import description, label_text
from ui.forms.row_list import RowList
from ui.forms.row_panel import RowPanel
from ui.forms.rows_model import RowsModel
from ui.forms.tally import Tally
from ui.forms.usual_rows import UsualRows
from ui.session import Session
from ui.widgets.banner import Banner
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.flow import Flow
from ui.widgets.focus import FocusGroup, tab_after
from ui.widgets.speaking import announce
from ui.widgets.words import Muted, Strong

if TYPE_CHECKING:
    from ui.forms.record_form import RecordForm

MakeForm: TypeAlias = (
    "Callable[[Session, tuple[Question, ...], Draft, Chooser, QWidget], RecordForm]"
)
"""Makes the form of a row; handed in, because a form holds lists that hold forms."""


class RepeatView(FocusGroup):
    """The answer to a ``rows`` question: add, open, remove, reorder, all by keyboard too.

    Enter opens a row, Delete removes it, Alt+Up and Alt+Down move it.
    """

    guidance_wanted = Signal(object)  # Question
    failed = Signal(str)

    def __init__(
        self,
        session: Session,
        question: Question,
        parent_ref: Ref,
        chooser: Chooser,
        make_form: MakeForm,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.question, self.parent_ref = session, question, parent_ref
        self._chooser, self._make_form = chooser, make_form
        self._removal = 0
        self.model = RowsModel(session, question, parent_ref, self)
        self.label = Strong(label_text(question).replace("&", "&&"), self)
        self._hint = Muted(question.hint, self) if question.hint else None
        self.list = RowList(self.model, self)
        self.list.setAccessibleName(question.label)
        self.list.setAccessibleDescription(description(question, question.hint))
        self.label.setBuddy(self.list)
        self.empty = Muted(f"No {question.one} yet.", self)
        self._problem: ProblemLine | None = None
        self.banner: Banner | None = None
        self.panel: RowPanel | None = None
        self._make_buttons()
        self._lay_out()
        self.list.opened.connect(self.open_row)
        self.list.removal_wanted.connect(self.remove_row)
        self.list.move_wanted.connect(self.move_row)
        self.list.selectionModel().currentChanged.connect(self._show_buttons)
        session.changed.connect(self._take_changes)
        self._show_rows()

    # -- for the form around

    @property
    def problem(self) -> str:
        """The sentence above the list; "" when there is none."""
        return self._problem.sentence if self._problem is not None else ""

    def set_problem(self, sentence: str, *, quietly: bool = False) -> None:
        """Say what is wrong with the list as a whole, "" for nothing."""
        if self._problem is None:
            if not sentence:
                return
            self._problem = ProblemLine(self)
            self._layout.insertWidget(self._layout.indexOf(self.list), self._problem)
        self._problem.show_sentence(sentence, quietly=quietly)

    def flush(self) -> bool:
        """Save what is pending in the open row."""
        return self.panel is None or self.panel.form.flush()

    def focus_here(self) -> None:
        """Take the keyboard: the list, or the button that begins one."""
        target = self.list if self.model.refs else self.add_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected(self) -> Ref | None:
        """The row that is marked in the list."""
        index = self.list.currentIndex()
        return self.model.refs[index.row()] if index.isValid() else None

    # -- what can be done

    def add_row(self) -> None:
        """Begin a new row at the end, and open it."""
        if not self._close_panel():
            return
        changes = self.session.add_row(self.parent_ref, self.question)
        if changes is not None and changes.added:
            self._select(changes.added[0])
            self.open_row(changes.added[0])

    def open_row(self, ref: Ref | None = None) -> None:
        """Open a row, the marked one by default, under the list."""
        ref = ref or self.selected()
        if ref is None or (self.panel is not None and self.panel.ref == ref):
            if self.panel is not None:
                self.panel.form.focus_first()
            return
        if not self._close_panel():
            return
        self._select(ref)
        draft = Draft(self.session.workbook, ref, self.question.questions)
        form = self._make_form(self.session, self.question.questions, draft, self._chooser, self)
        self.panel = RowPanel(self.question, ref, form, self)
        self._title_panel()
        form.guidance_wanted.connect(self.guidance_wanted)
        form.failed.connect(self.failed)
        form.gone.connect(self._drop_panel)
        self.panel.closed.connect(self.close_row)
        self._layout.addWidget(self.panel)
        self.panel.take_tab_from(self.down_button)
        self.panel.show()
        form.focus_first()

    def close_row(self) -> None:
        """Close the open row; everything typed in it is saved. A row without a word goes."""
        if self._close_panel():
            self.focus_here()

    def remove_row(self) -> None:
        """Take the marked row away, and offer to bring it back."""
        ref = self.selected()
        if ref is None:
            return
        if self.panel is not None:
            self.panel.form.flush()
        line, place = self.model.line(ref), self.list.currentIndex().row()
        changes = self.session.remove(ref)
        if changes is None:
            return
        self._removal = changes.step
        self._select_place(place)
        self._offer_undo(line)
        self.focus_here()

    def move_row(self, by: int) -> None:
        """Move the marked row up or down."""
        ref = self.selected()
        if ref is None:
            return
        to = self.model.refs.index(ref) + by
        if not 0 <= to < len(self.model.refs) or not self.flush():
            return
        if self.session.move(ref, to) is not None:
            self._select(ref)
            announce(self.list, f"Moved to {to + 1} of {len(self.model.refs)}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panel is not None:
            self.close_row()
            return
        super().keyPressEvent(event)

    # -- inside

    def _make_buttons(self) -> None:
        one = self.question.one
        self.bar = Flow(self, gap=4)
        article = "an" if one[0] in "aeiou" else "a"
        self.add_button = PlainButton(f"Add {article} {one}", self.bar, icon="plus")
        self.usual_button = UsualRows(self.session, self.question, self.parent_ref, self.bar)
        self.open_button = QuietButton("Open", self.bar, icon="pencil")
        self.remove_button = QuietButton("Remove", self.bar, icon="trash-2")
        self.up_button = QuietButton("Move up", self.bar, icon="arrow-up")
        self.down_button = QuietButton("Move down", self.bar, icon="arrow-down")
        self.row_buttons = (
            self.open_button,
            self.remove_button,
            self.up_button,
            self.down_button,
        )
        for button in (self.add_button, self.usual_button, *self.row_buttons):
            button.setAccessibleDescription(self.question.label)
            self.bar.add(button)
        self.add_button.clicked.connect(self.add_row)
        self.usual_button.clicked.connect(self.focus_here)
        self.open_button.clicked.connect(lambda: self.open_row())
        self.remove_button.clicked.connect(self.remove_row)
        self.up_button.clicked.connect(lambda: self.move_row(-1))
        self.down_button.clicked.connect(lambda: self.move_row(1))

    def _lay_out(self) -> None:
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addWidget(self.label)
        if self._hint is not None:
            self._layout.addWidget(self._hint)
        self._layout.addWidget(self.empty)
        self._layout.addWidget(self.list)
        if self.question.record in TALLIES:
            count = Tally(self.session, self.question, self.parent_ref, self.list, self)
            self._layout.addWidget(count)
        self._layout.addWidget(self.bar)

    def _take_changes(self, changes: Changes) -> None:
        marked, place = self.selected(), self.list.currentIndex().row()
        if self.model.take_changes(changes):
            if marked is not None and marked in self.model.refs:
                self._select(marked)
            elif marked is not None:
                self._select_place(place)
        if self.panel is not None and self.panel.ref not in self.model.refs:
            self.panel.form.stop()
            self._drop_panel()
        if self.banner is not None and changes.step != self._removal:
            self.banner.clear()
        self._title_panel()
        self._show_rows()

    def _show_rows(self) -> None:
        has = bool(self.model.refs)
        if has and self.problem:
            self.set_problem("")
        self.empty.setVisible(not has)
        self.list.setVisible(has)
        self.usual_button.show_for(len(self.model.refs))
        self.list.fit()
        self._show_buttons()

    def _show_buttons(self, *_: QModelIndex) -> None:
        row, rows = self.list.currentIndex().row(), len(self.model.refs)
        for button in self.row_buttons:
            button.setVisible(bool(rows))
            button.setEnabled(row >= 0)
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(0 <= row < rows - 1)

    def _select(self, ref: Ref) -> None:
        if ref in self.model.refs:
            self._select_place(self.model.refs.index(ref))

    def _select_place(self, place: int) -> None:
        if self.model.refs:
            index = self.model.index(max(0, min(place, len(self.model.refs) - 1)))
            self.list.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def _title_panel(self) -> None:
        if self.panel is not None and self.panel.ref in self.model.refs:
            number = self.model.refs.index(self.panel.ref) + 1
            self.panel.set_title(f"{self.question.one.capitalize()} {number}")

    def _close_panel(self) -> bool:
        """Close the open row; False if it could not be saved, and then it stays open."""
        if self.panel is None:
            return True
        ref, form = self.panel.ref, self.panel.form
        if not form.flush():
            return False
        empty = form.is_empty()
        if empty:
            form.stop()
        self._drop_panel()
        if empty and ref in self.model.refs:
            self.session.remove(ref)
        return True

    def _drop_panel(self) -> None:
        if self.panel is not None:
            panel, self.panel = self.panel, None
            panel.hide()
            panel.deleteLater()

    def _offer_undo(self, words: str) -> None:
        if self.banner is None:
            self.banner = Banner(self)
            self.banner.acted.connect(self._undo)
            self._layout.insertWidget(self._layout.indexOf(self.bar) + 1, self.banner)
            tab_after(self.down_button, self.banner)
        self.banner.show_message("note", words, action="Bring it back", word="Removed")

    def _undo(self) -> None:
        if self.banner is not None:
            self.banner.clear()
        self.session.undo()
        self.focus_here()
