"""Editors of choices: one of a few, one of many, several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from roth_planner.guides.spec import Choice, Question
from roth_planner.guides.values import NoAnswer, Value
from ui import theme
from ui.fields.editor import Editor, is_clear_key, visible_choices
from ui.widgets.buttons import LinkButton
from ui.widgets.flow import Flow
from ui.widgets.marks import Option, Tick
from ui.widgets.wheel import GuardedCombo

TWO_COLUMNS_FROM = 6
SHORT_LABEL = 34
"""Letters of a label that still fits in half the column."""


class Radios(Editor):
    """One of a few, all in sight. Arrow keys go round them; Delete, or Clear, takes it back."""

    speaks_for_itself = True

    def __init__(
        self,
        question: Question,
        choices: Sequence[Choice],
        parent: QWidget | None = None,
        *,
        side_by_side: bool = False,
    ) -> None:
        super().__init__(question, parent)
        self._choices = tuple(choices)
        self._flow = Flow(self, gap=24) if side_by_side else None
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._down = QVBoxLayout()
        self._down.setSpacing(0)
        if self._flow is not None:
            self._across.addWidget(self._flow, 1)
        else:
            self._across.addLayout(self._down, 1)
        self._group = QButtonGroup(self)
        self._options: dict[str, Option] = {}
        self._clear: LinkButton | None = None
        self._fill(frozenset())
        self._group.buttonClicked.connect(self._say)

    def show_value(self, value: Value, half_typed: str = "") -> None:
        key = value if isinstance(value, str) and not isinstance(value, NoAnswer) else ""
        self._fill(frozenset({key}) if key else frozenset())
        check_only(self._group, self._options.get(key))
        self._offer_clear()

    def takers(self) -> tuple[QWidget, ...]:
        return tuple(self._options.values())

    def focus_here(self) -> None:
        chosen = self._group.checkedButton()
        (chosen or self.takers()[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_clear_key(event):
            self.clear()
            return
        super().keyPressEvent(event)

    def clear(self) -> None:
        """Take the choice back."""
        if self._group.checkedButton() is None:
            return
        self.show_value(None)
        self.focus_here()
        self.edited.emit("")

    def _fill(self, chosen: frozenset[str]) -> None:
        """Draw the choices; a retired one only while it is the answer."""
        wanted = visible_choices(self._choices, chosen)
        keys = [choice.key for choice in wanted]
        if keys == list(self._options):
            return
        for key in [key for key in self._options if key not in keys]:
            option = self._options.pop(key)
            self._group.removeButton(option)
            option.hide()
            option.deleteLater()
        for choice in wanted:
            if choice.key in self._options:
                continue
            option = Option(choice.label, choice.hint, self._flow or self)
            self._options[choice.key] = option
            self._group.addButton(option)
            if self._flow is not None:
                self._flow.add(option)
            else:
                self._down.addWidget(option, 0, Qt.AlignmentFlag.AlignLeft)
        if self._name and self._options:
            self.describe()

    def _say(self) -> None:
        self._offer_clear()
        self.edited.emit(self._chosen())

    def _chosen(self) -> str:
        button = self._group.checkedButton()
        return next((key for key, option in self._options.items() if option is button), "")

    def _offer_clear(self) -> None:
        """Make the link when it is first of use; most questions never need it."""
        has = bool(self._chosen())
        if self._clear is None and has:
            self._clear = clear_link(self, self.clear)
            if self._flow is not None:
                self._flow.add(self._clear)
            else:
                self._across.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignTop)
            self._clear.setAccessibleDescription(self._name)
            QWidget.setTabOrder(list(self._options.values())[-1], self._clear)
        if self._clear is not None:
            self._clear.setVisible(has)


class Selection(Editor):
    """One of many, in a list that opens."""

    def __init__(
        self, question: Question, choices: Sequence[Choice], parent: QWidget | None = None
    ) -> None:
        super().__init__(question, parent)
        self._choices = tuple(choices)
        self._clear: LinkButton | None = None
        self.combo = GuardedCombo(self)
        self.combo.setPlaceholderText("Choose one")
        self.combo.setSizeAdjustPolicy(
            GuardedCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(12)
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.addWidget(self.combo, 1)
        self._fill(frozenset())
        self.combo.activated.connect(self._say)

    def show_value(self, value: Value, half_typed: str = "") -> None:
        key = value if isinstance(value, str) and not isinstance(value, NoAnswer) else ""
        blocker = QSignalBlocker(self.combo)
        self._fill(frozenset({key}) if key else frozenset())
        self.combo.setCurrentIndex(self.combo.findData(key) if key else -1)
        blocker.unblock()
        self._offer_clear()

    def takers(self) -> tuple[QWidget, ...]:
        return (self.combo,)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_clear_key(event):
            self.clear()
            return
        super().keyPressEvent(event)

    def clear(self) -> None:
        """Take the choice back."""
        if self.combo.currentIndex() >= 0:
            self.show_value(None)
            self.combo.setFocus()
            self.edited.emit("")

    def _fill(self, chosen: frozenset[str]) -> None:
        wanted = visible_choices(self._choices, chosen)
        if [one.key for one in wanted] == [
            self.combo.itemData(index) for index in range(self.combo.count())
        ]:
            return
        self.combo.clear()
        for choice in wanted:
            self.combo.addItem(choice.label, choice.key)
            if choice.hint:
                last = self.combo.count() - 1
                self.combo.setItemData(last, choice.hint, Qt.ItemDataRole.ToolTipRole)

    def _say(self) -> None:
        self._offer_clear()
        self.edited.emit(self.combo.currentData() or "")

    def _offer_clear(self) -> None:
        has = self.combo.currentIndex() >= 0
        if self._clear is None and has:
            self._clear = clear_link(self, self.clear)
            self._clear.setAccessibleDescription(self._name)
            self._across.addWidget(self._clear)
            QWidget.setTabOrder(self.combo, self._clear)
        if self._clear is not None:
            self._clear.setVisible(has)


class Choices(Editor):
    """Several that may go together, in one column or two."""

    speaks_for_itself = True

    def __init__(
        self, question: Question, choices: Sequence[Choice], parent: QWidget | None = None
    ) -> None:
        super().__init__(question, parent)
        self._choices = tuple(choices)
        self._ticks: dict[str, Tick] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE_ROWS)
        self._grid.setVerticalSpacing(0)
        self._columns = 1
        self._fill(frozenset())

    def show_value(self, value: Value, half_typed: str = "") -> None:
        keys = frozenset(str(key) for key in value) if isinstance(value, tuple) else frozenset()
        self._fill(keys)
        for key, tick in self._ticks.items():
            blocker = QSignalBlocker(tick)
            tick.setChecked(key in keys)
            blocker.unblock()

    def takers(self) -> tuple[QWidget, ...]:
        return tuple(self._ticks.values())

    def _fill(self, chosen: frozenset[str]) -> None:
        wanted = visible_choices(self._choices, chosen)
        if [choice.key for choice in wanted] == list(self._ticks):
            return
        for tick in self._ticks.values():
            tick.hide()
            tick.deleteLater()
        self._ticks = {}
        short = all(len(one.label) <= SHORT_LABEL and not one.hint for one in wanted)
        self._columns = 2 if short and len(wanted) >= TWO_COLUMNS_FROM else 1
        down = -(-len(wanted) // self._columns)
        for index, choice in enumerate(wanted):
            tick = Tick(choice.label, choice.hint, self)
            tick.toggled.connect(self._say)
            self._ticks[choice.key] = tick
            self._grid.addWidget(tick, index % down, index // down, Qt.AlignmentFlag.AlignLeft)
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1)
        self.describe()

    def _say(self) -> None:
        self.edited.emit(tuple(key for key, tick in self._ticks.items() if tick.isChecked()))


def check_only(group: QButtonGroup, button: QAbstractButton | None) -> None:
    """Check this one of the group, or none, and let Tab stop there alone."""
    buttons = group.buttons()
    group.setExclusive(False)
    for one in buttons:
        one.setChecked(one is button)
    group.setExclusive(True)
    stop = button or buttons[0]
    for one in buttons:  # Qt itself does so only once the group had the keyboard
        one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is stop else Qt.FocusPolicy.ClickFocus)


def clear_link(editor: QWidget, clear: object) -> LinkButton:
    """The link that empties an answer made by choosing."""
    link = LinkButton("Clear", editor)
    link.setAccessibleName("Clear this answer")
    link.clicked.connect(clear)
    return link
