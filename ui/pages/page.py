"""What every page of the window shares: a heading, a column in the middle, and a way to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.flow import Flow
from ui.widgets.words import Muted, Strong, Title

if TYPE_CHECKING:
    from ui.forms.problem_line import ProblemLine

NARROW = 560
"""Width of a column with few, short fields, in pixels at 100 %."""
TOP = 36


class Page(QWidget):
    """One page of the window. What it could not do, it says with ``told``."""

    told = Signal(str)
    """A sentence for the banner: something could not be done."""

    def commit(self) -> bool:
        """Keep what was typed; False when it could not be kept, and is still on the screen."""
        return True

    def arrive(self) -> None:
        """Put the keyboard where a person would begin."""

    def leave(self) -> None:
        """The page is about to be hidden or thrown away."""


class NarrowPage(Page):
    """A page with one column in the middle, that scrolls when the text is large."""

    def __init__(self, title: str, width: int = NARROW, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._width = width
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setSpacing(theme.SPACE_INSIDE)
        self._heading = Title(title)
        self.column.addWidget(self._heading)

        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(self.inside, 100)
        across.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(middle)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._scroll)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the column as wide as the text asks."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def sizeHint(self) -> QSize:
        """Any size will do: what does not fit scrolls."""
        return QSize(640, 480)

    def add(self, *widgets: QWidget, gap: int = 0) -> None:
        """Put widgets under the last one, after a gap."""
        if gap:
            self.column.addSpacing(gap)
        for widget in widgets:
            self.column.addWidget(widget)

    def add_left(self, *widgets: QWidget, gap: int = 0) -> None:
        """Put widgets in one line at their own width; the line wraps when the text is large."""
        line = Flow(gap=theme.SPACE_ROWS, line_gap=theme.SPACE_INSIDE)
        for widget in widgets:
            line.add(widget)
        self.add(line, gap=gap)

    def end(self) -> None:
        """Nothing comes below: the column stays at the top."""
        self.column.addStretch(1)

    def _fit(self) -> None:
        now = theme.current()
        self.inside.setMaximumWidth(now.px(self._width) + 2 * theme.SPACE_GROUPS)
        side = theme.SPACE_GROUPS
        self.column.setContentsMargins(side, TOP, side, side)


class Field(QWidget):
    """A line to type in, with its label above, a hint, and what is wrong with it below."""

    edited = Signal()

    def __init__(self, label: str, hint: str = "", *, secret: bool = False) -> None:
        super().__init__()
        self.label = Strong(label)
        self.hint = Muted(hint)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(label)
        self.edit.setAccessibleDescription(hint)
        self.label.setBuddy(self.edit)
        self._problem: ProblemLine | None = None
        if secret:
            self.show_letters(False)
        self.edit.textEdited.connect(self._edited)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        for widget in (self.label, self.hint, self.edit):
            self._column.addWidget(widget)
        self.hint.setVisible(bool(hint))  # not before it has a place, or it would be a window

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def rename(self, label: str) -> None:
        """Ask for something else."""
        self.label.setText(label)
        self.edit.setAccessibleName(label)

    @property
    def problem(self) -> str:
        """What is said to be wrong; "" when nothing is."""
        return self._problem.sentence if self._problem is not None else ""

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong, or "" when nothing is."""
        if self._problem is None and sentence:
            from ui.forms.problem_line import ProblemLine  # not needed to show the first page

            self._problem = ProblemLine(self)
            self._column.insertWidget(self._column.indexOf(self.edit), self._problem)
        if self._problem is not None:
            self._problem.show_sentence(sentence, quietly=False)
        hint = self.hint.text() if self.hint.isVisibleTo(self) else ""
        self.edit.setAccessibleDescription(". ".join(part for part in (sentence, hint) if part))

    def complain(self, sentence: str) -> None:
        """Say what is wrong, with the keyboard in the field and its text selected."""
        self.set_problem(sentence)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()
        QTimer.singleShot(0, self, self._bring_into_sight)  # once the sentence has its place

    def show_letters(self, shown: bool) -> None:
        """Show what is typed, or dots instead."""
        mode = QLineEdit.EchoMode
        self.edit.setEchoMode(mode.Normal if shown else mode.Password)
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        self.edit.setInputMethodHints(hints | Qt.InputMethodHint.ImhNoAutoUppercase)

    def _bring_into_sight(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self)

    def _edited(self) -> None:
        self.set_problem("")
        self.edited.emit()
