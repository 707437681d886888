"""The panel on the right: why a question is asked, ideas when stuck, and last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from roth_planner.guides.spec import Kind
from ui import theme
from ui.theme import Role
from ui.widgets.buttons import IconButton, LinkButton, QuietButton
from ui.widgets.flow import Flow
from ui.widgets.words import Heading, Muted, Strong, Words

if TYPE_CHECKING:
    from roth_planner.guides.spec import Question


class GuidancePanel(QWidget):
    """Helps with the question one is in. Folded away it leaves a button to bring it back."""

    insert_wanted = Signal(str)
    fold_wanted = Signal(bool)

    def __init__(
        self, parent: QWidget | None = None, *, last_time: str = "Last conference"
    ) -> None:
        """``last_time`` is what the second tab is called."""
        super().__init__(parent)
        self.setAccessibleName("Guidance")
        self._last_time = last_time
        self._prompts: list[QWidget] = []
        self.fold = IconButton("x", "Hide guidance")
        self.unfold = IconButton("circle-help", "Show guidance (F2)")
        self._inside = QWidget()
        self._heading = Heading("Why we ask")
        self._about = Muted()
        self._words = Words()
        self._stuck = Strong("If you are stuck")
        self._stuck_hint = Muted("Put a beginning into your answer, then change it.")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(theme.SPACE_ROWS, theme.SPACE_INSIDE, theme.SPACE_ROWS, 24)
        self._column.setSpacing(theme.SPACE_INSIDE)
        for widget in (self._heading, self._about, self._words, self._stuck, self._stuck_hint):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(1, 0, 0, 0)
        outside.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignTop)
        outside.addWidget(self._make_tabs())
        outside.addWidget(self._scroll, 1)
        self._outside = outside
        self._beside: QWidget | None = None
        self.fold.clicked.connect(lambda: self.fold_wanted.emit(True))
        self.unfold.clicked.connect(lambda: self.fold_wanted.emit(False))
        self.show_nothing()
        self.show_folded(False)

    @property
    def folded(self) -> bool:
        """Whether only the button is left."""
        return self.tabs.isHidden()

    def show_folded(self, folded: bool) -> None:
        """Fold away, or open."""
        self.tabs.setVisible(not folded)
        self.unfold.setVisible(folded)
        self._show_tab()
        if folded:
            self.setFixedWidth(self.unfold.sizeHint().width() + 8)

    def put_beside(self, panel: QWidget) -> None:
        """Show this under the second tab: what was said last time."""
        self._beside = panel
        self._outside.addWidget(panel, 1)
        self._show_tab()

    def turn(self) -> None:
        """Show the other tab, with the keyboard on it."""
        other = self.why_tab if self.last_tab.isChecked() else self.last_tab
        if self.folded:
            self.fold_wanted.emit(False)
            other = self.last_tab
        other.click()
        other.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_nothing(self) -> None:
        """Before a question is chosen."""
        self._heading.setText("Guidance")
        self._about.setVisible(False)
        self._words.setText("Go into a question, and this tells you why it is asked.")
        self._show_prompts(())

    def show_question(self, question: Question) -> None:
        """Why this question is asked."""
        self._heading.setText("Why we ask")
        self._about.setText(question.label)
        self._about.setVisible(True)
        self._words.setText(question.guidance)
        self._show_prompts(question.prompts, question.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline parts the panel from the page."""
        QPainter(self).fillRect(0, 0, 1, self.height(), theme.current().colour(Role.HAIRLINE))

    def _make_tabs(self) -> QWidget:
        self.tabs = QWidget(self)
        self.why_tab, self.last_tab = QuietButton("Why we ask"), QuietButton(self._last_time)
        self._group = QButtonGroup(self.tabs)
        line = Flow(self.tabs, gap=4)
        for tab in (self.why_tab, self.last_tab):
            tab.setCheckable(True)
            self._group.addButton(tab)
            line.add(tab)
        self.why_tab.setChecked(True)
        self._group.buttonToggled.connect(lambda *_: self._show_tab())
        across = QHBoxLayout(self.tabs)
        across.setContentsMargins(8, 16, theme.SPACE_INSIDE, 0)
        across.addWidget(line, 1)
        across.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        return self.tabs

    def _show_tab(self) -> None:
        last = self._beside is not None and self.last_tab.isChecked()
        self._scroll.setVisible(not self.folded and not last)
        if self._beside is not None:
            self._beside.setVisible(not self.folded and last)

    def _show_prompts(self, prompts: tuple[str, ...], can_insert: bool = False) -> None:
        for old in self._prompts:
            self._column.removeWidget(old)
            old.deleteLater()
        self._prompts = []
        self._stuck.setVisible(bool(prompts))
        self._stuck_hint.setVisible(bool(prompts) and can_insert)
        for prompt in prompts:
            words = Words(prompt)
            self._put(words)
            if not can_insert:
                continue
            insert = LinkButton("Put this in my answer")
            insert.setAccessibleDescription(prompt)
            insert.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            insert.clicked.connect(lambda _on=False, text=prompt: self.insert_wanted.emit(text))
            self._put(insert)

    def _put(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)
        self._prompts.append(widget)
