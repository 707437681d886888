"""A scale from nothing to most, in steps that are all in sight."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from roth_planner.guides.spec import Question
from roth_planner.guides.values import Value
from ui import theme
from ui.fields.choices import check_only, clear_link
from ui.fields.editor import Editor, is_clear_key
from ui.theme import Role
from ui.widgets.buttons import LinkButton
from ui.widgets.flow import Flow
from ui.widgets.marks import Step

STEP_GAP = 4
QUICKLY = 1000
"""Milliseconds within which 1 and then 0 means 10."""
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
_STEPS: dict[int, int] = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}


class Scale(Editor):
    """Steps in a row. Arrow keys go along it, a number goes to it, Delete takes it back."""

    speaks_for_itself = True

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.low = 0 if question.low is None else question.low
        self.high = 10 if question.high is None else question.high
        self._flow = Flow(self, gap=STEP_GAP)
        self._group = QButtonGroup(self)
        self._steps: list[Step] = []
        self._typed_one_at = -QUICKLY
        for number in range(self.low, self.high + 1):
            step = _ScaleStep(str(number), self)
            self._group.addButton(step, number)
            self._flow.add(step)
            self._steps.append(step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._flow)
        if question.low_label or question.high_label:
            low, high = f"{self.low}  {question.low_label}", f"{self.high}  {question.high_label}"
            layout.addWidget(_Ends(low, high, self._steps, self))
        self._clear: LinkButton | None = None
        self._group.buttonClicked.connect(self._say)

    def show_value(self, value: Value, half_typed: str = "") -> None:
        number = value if isinstance(value, int) else None
        step = None
        if number is not None and self.low <= number <= self.high:
            step = self._steps[number - self.low]
        check_only(self._group, step)
        self._offer_clear()

    def takers(self) -> tuple[QWidget, ...]:
        return tuple(self._steps)

    def focus_here(self) -> None:
        (self._group.checkedButton() or self._steps[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def describe(self) -> None:
        super().describe()
        if self.question.low_label:
            first = self._steps[0]
            first.setAccessibleName(f"{self.low}: {self.question.low_label}")
        if self.question.high_label:
            self._steps[-1].setAccessibleName(f"{self.high}: {self.question.high_label}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_clear_key(event):
            self.clear()
        elif event.text().isdecimal():
            self._type_number(int(event.text()), event.timestamp())
        else:
            super().keyPressEvent(event)

    def step_by(self, steps: int) -> None:
        """Go along the scale; from nothing, to its low end."""
        now = self._group.checkedId()
        if now < self.low:
            self.choose(self.low)
        else:
            self.choose(max(self.low, min(self.high, now + steps)))

    def choose(self, number: int) -> None:
        """Choose a step, as a click on it does."""
        if self.low <= number <= self.high:
            step = self._steps[number - self.low]
            step.setFocus(Qt.FocusReason.OtherFocusReason)
            step.click()

    def clear(self) -> None:
        """Take the choice back."""
        if self._group.checkedButton() is not None:
            self.show_value(None)
            self.focus_here()
            self.edited.emit("")

    def _type_number(self, digit: int, at: int) -> None:
        if digit == 0 and at - self._typed_one_at < QUICKLY and self.high >= 10:
            self.choose(10)
        else:
            self.choose(digit)
        self._typed_one_at = at if digit == 1 else -QUICKLY

    def _say(self) -> None:
        self._offer_clear()
        self.edited.emit(self._group.checkedId())

    def _offer_clear(self) -> None:
        has = self._group.checkedButton() is not None
        if self._clear is None and has:
            self._clear = clear_link(self, self.clear)
            self._clear.setAccessibleDescription(self._name)
            self._flow.add(self._clear)
            QWidget.setTabOrder(self._steps[-1], self._clear)
        if self._clear is not None:
            self._clear.setVisible(has)


class _Ends(QWidget):
    """What both ends mean, under the steps they belong to. The end steps say it aloud too."""

    def __init__(self, low: str, high: str, steps: list[Step], parent: QWidget) -> None:
        super().__init__(parent)
        self._low, self._high, self._steps = low, high, steps
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(place.height() for place in self._places(width))

    def sizeHint(self) -> QSize:
        return QSize(100, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.current().colour(Role.MUTED))
        low, high = self._places(self.width())
        painter.drawText(low, _WRAP | Qt.AlignmentFlag.AlignLeft, self._low)
        painter.drawText(high, _WRAP | Qt.AlignmentFlag.AlignRight, self._high)

    def _places(self, width: int) -> tuple[QRect, QRect]:
        steps = sum(step.sizeHint().width() + STEP_GAP for step in self._steps) - STEP_GAP
        width = min(width, steps)
        half = (width - 24) // 2
        metrics = self.fontMetrics()
        low = metrics.boundingRect(QRect(0, 0, half, 1 << 16), _WRAP, self._low)
        room = QRect(width - half, 0, half, 1 << 16)
        tall = metrics.boundingRect(room, _WRAP, self._high).height()
        return low.adjusted(0, 0, 2, 0), QRect(room.left(), 0, half, tall)


class _ScaleStep(Step):
    """A step; arrow keys go along the scale even where it wraps into two lines."""

    def __init__(self, words: str, scale: Scale) -> None:
        super().__init__(words, scale)
        self._scale = scale

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _STEPS.get(event.key())
        if steps is not None:
            self._scale.step_by(steps)
        elif event.key() == Qt.Key.Key_Home:
            self._scale.choose(self._scale.low)
        elif event.key() == Qt.Key.Key_End:
            self._scale.choose(self._scale.high)
        else:
            super().keyPressEvent(event)
