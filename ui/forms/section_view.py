"""One section of a guide: what it is for, its questions in one column, and how to go on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from roth_planner.guides.spec import Guide, Section
from roth_planner.workbook import Changes, Ref
from roth_planner.workbook.draft import Draft
from roth_planner.workbook.progress import STATUSES, Gap, gaps, section_progress
from ui import theme
from ui.forms.choosing import SessionChooser
from ui.forms.error_summary import ErrorSummary, summary_lines
from ui.forms.place import Place, way_to
from ui.forms.question_row import QuestionRow
from ui.forms.record_form import RecordForm
from ui.forms.repeat_view import RepeatView
from ui.messages import COPY_ELSEWHERE
from ui.session import Session
from ui.widgets.banner import Banner
from ui.widgets.buttons import MainButton, PlainButton
from ui.widgets.chips import StatusWord
from ui.widgets.column import Column
from ui.widgets.flow import Flow
from ui.widgets.focus import tab_after
from ui.widgets.words import Muted, Title, Words

NOT_SAVED = "{sentence} What you typed is still here; we try again at every change."


class SectionView(QWidget):
    """Asks one section about one record, and saves as it goes."""

    guidance_wanted = Signal(object)  # Question
    finished = Signal()
    put_off = Signal()
    back_wanted = Signal()
    check_wanted = Signal()

    def __init__(
        self,
        session: Session,
        guide: Guide,
        section: Section,
        ref: Ref,
        case: Ref | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.guide, self.section, self.ref = session, guide, section, ref
        self.setAccessibleName(section.title)
        self.column = Column(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.column)
        page = self.column.page
        self.title = Title(section.title, page)
        self.column.add(self.title)
        self._status = StatusWord(page)
        self._counted = Muted(parent=page)
        self.column.add(self._progress_line(), before=4)
        if section.intro:
            self.column.add(Words(section.intro, page), before=12)
        if shared := session.shared_words(ref):
            self.column.add(Muted(shared, page), before=12)
        self.banner: Banner | None = None
        self.summary: ErrorSummary | None = None
        self._found: tuple[Gap, ...] = ()
        top = QWidget(page)
        self._top = QVBoxLayout(top)
        self._top.setContentsMargins(0, 0, 0, 0)
        self.column.add(top, before=0)
        draft = Draft(session.workbook, ref, section.questions)
        chooser = SessionChooser(session, case)
        self.form = RecordForm(session, section.questions, draft, chooser, page)
        self.column.add(self.form, before=theme.SPACE_GROUPS - theme.SPACE_INSIDE)
        self.finish_button = MainButton("Save and next", page)
        self.later_button = PlainButton("Come back to this", page)
        self.check_button = PlainButton("Check your answers", page)
        self.column.add(self._foot(), before=theme.SPACE_GROUPS)
        if session.read_only:
            self.finish_button.hide()
            self.later_button.hide()
        self._connect()
        self._show_progress()

    # -- for the window around

    def flush(self) -> bool:
        """Save what is pending now; False if it could not be saved."""
        return self.form.flush()

    def focus_first(self) -> None:
        """Begin with the first question."""
        self.form.focus_first()

    def go_to(self, key: str, row: Ref | None = None) -> bool:
        """Go to a question, through the rows it stands in; False if it is not here."""
        rows: tuple[Ref, ...] = ()
        if row is not None:
            way = way_to(self.session.workbook, self.ref, self.section.questions, row)
            rows = tuple(ref for _, ref in way)
            if not rows:
                return False
        return self.set_place(Place(key, rows))

    def place(self) -> Place | None:
        """Where the keyboard is."""
        rows: list[Ref] = []
        form = self.form
        while True:
            inner = None
            for key, row in form.rows.items():
                if not row.isAncestorOf(self.focusWidget() or self):
                    continue
                if isinstance(row, QuestionRow):
                    return Place(key, tuple(rows), row.editor.cursor_place())
                if row.panel is None or not row.panel.isAncestorOf(self.focusWidget() or self):
                    return Place(key, tuple(rows))
                rows.append(row.panel.ref)
                inner = row.panel.form
            if inner is None:
                return None
            form = inner

    def set_place(self, place: Place) -> bool:
        """Go back to where somebody was; False if it is not there any more."""
        form = self.form
        for ref in place.rows:
            inner = next(
                (
                    row
                    for row in form.rows.values()
                    if isinstance(row, RepeatView) and ref in row.model.refs
                ),
                None,
            )
            if inner is None:
                return False
            inner.open_row(ref)
            assert inner.panel is not None
            form = inner.panel.form
        if place.question not in form.rows:
            return False
        row = form.rows[place.question]
        row.focus_here()
        if isinstance(row, QuestionRow) and place.cursor:
            row.editor.set_cursor_place(place.cursor)
        self._bring_into_sight(row)
        return True

    def finish(self) -> None:
        """Say that this section is done, or what it still asks for."""
        if not self.flush():
            return
        self._found = gaps(self.session.workbook, self.section, self.ref)
        self.form.show_problems(
            {gap.question.key: gap.sentence for gap in self._found if gap.row is None}
        )
        if self._found:
            if self.session.read(self.ref).progress.get(self.section.key) == "done":
                self._keep_status("in_progress")  # an answer it had was taken out since
            self._show_summary()
            return
        if self.summary is not None:
            self.summary.clear()
        if self._keep_status("done"):
            self.finished.emit()

    def come_back_later(self) -> None:
        """Leave it as it is; the task list says to come back."""
        if not self.flush():
            return
        if self._keep_status("come_back"):
            self.put_off.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Hidden once more while it is taken apart, when nothing is left to save from.
        if "form" in self.__dict__:
            self.flush()

    # -- inside

    def _keep_status(self, status: str) -> bool:
        """Say how far this section is; False if it could not be saved."""
        return self.session.set_status(self.ref, self.section.key, status) is not None

    def _progress_line(self) -> QWidget:
        line = QWidget(self.column.page)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._counted)
        layout.addWidget(self._status)
        layout.addStretch(1)
        self._counted.setWordWrap(False)
        return line

    def _foot(self) -> QWidget:
        foot = Flow(self.column.page, gap=theme.SPACE_ROWS, line_gap=theme.SPACE_INSIDE)
        foot.add(self.finish_button)
        foot.add(self.later_button)
        foot.add(self.check_button)
        return foot

    def _connect(self) -> None:
        self.form.guidance_wanted.connect(self.guidance_wanted)
        self.form.failed.connect(self._say_not_saved)
        self.form.gone.connect(self.back_wanted)
        self.finish_button.clicked.connect(self.finish)
        self.later_button.clicked.connect(self.come_back_later)
        self.check_button.clicked.connect(self.check_wanted)
        self.session.changed.connect(self._take_changes)

    def _take_changes(self, changes: Changes) -> None:
        if self.banner is not None:
            self.banner.clear()
        if self.ref in changes.removed:
            return
        if self.ref in changes.touched or changes.added or changes.removed:
            self._show_progress()

    def _show_progress(self) -> None:
        now = section_progress(self.session.workbook, self.guide, self.section, self.ref)
        self._counted.setText(f"{now.answered} of {now.asked} answered \u00b7")
        self._status.show_status(now.status, STATUSES[now.status].lower())

    def _say_not_saved(self, sentence: str) -> None:
        if self.banner is None:
            self.banner = Banner(self.column.page)
            self._top.addSpacing(theme.SPACE_ROWS)
            self._top.addWidget(self.banner)
            tab_after(self.title, self.banner)
            self.banner.acted.connect(self.session.copy_wanted)
        words = NOT_SAVED.format(sentence=sentence)
        if self.banner.words != words:
            action = COPY_ELSEWHERE if self.session.disk_trouble else ""
            self.banner.show_message("block", words, action=action, word="Not saved yet")

    def _show_summary(self) -> None:
        if self.summary is None:
            self.summary = ErrorSummary(self.column.page)
            self.summary.picked.connect(self._go_to_gap)
            self._top.addSpacing(theme.SPACE_ROWS)
            self._top.addWidget(self.summary)
            QWidget.setTabOrder(self.title, self.summary)
        self.summary.show_lines(
            summary_lines(self.session.workbook, self.ref, self.section.questions, self._found)
        )
        self.column.verticalScrollBar().setValue(0)

    def _go_to_gap(self, gap: Gap) -> None:
        self.go_to(gap.question.key, gap.row)
        form = self._open_form(gap.row)
        if gap.row is not None and form is not None:
            here = (one for one in self._found if one.row == gap.row)
            form.show_problems({one.question.key: one.sentence for one in here})

    def _open_form(self, ref: Ref | None) -> RecordForm | None:
        """The form of a row that is open, however deep inside."""
        forms = [self.form]
        while forms:
            form = forms.pop()
            for row in form.rows.values():
                if isinstance(row, RepeatView) and row.panel is not None:
                    if row.panel.ref == ref:
                        return row.panel.form
                    forms.append(row.panel.form)
        return None

    def _bring_into_sight(self, row: QWidget) -> None:
        """Scroll once the layout knows where the row is."""
        QTimer.singleShot(0, row, lambda: self.column.show_widget(row))
