"""The one style sheet of the application: a few rules by widget class, from roles and type scale.

Short on purpose: every rule is tried on every widget that is made, and a section makes hundreds.
What can be said by the palette is said there.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.theme import Theme

_SHEET = Template("""
Words { color: $text; }
Muted { color: $muted; }
Strong { font-weight: 600; }
Heading { font-size: ${heading}pt; font-weight: 700; }
Title { font-size: ${title}pt; font-weight: 700; }
Display { font-size: ${display}pt; font-weight: 700; }
Large { font-size: ${large}pt; }
ProblemWords { color: $block; font-weight: 600; }
PracticeWord { color: $practice; font-weight: 700; }

QLineEdit, QPlainTextEdit, QComboBox {
    background: $surface; color: $text; border: 1px solid $line; border-radius: 4px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit { padding: ${p6}px ${p8}px; }
QPlainTextEdit { padding: ${p4}px; }
QComboBox { padding: ${p6}px ${p32}px ${p6}px ${p8}px; }
QComboBox::drop-down { border: none; width: ${p28}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { border: 1px solid $line; background: $surface; color: $text; }
QLineEdit:read-only { background: $page; }

QPushButton {
    background: $surface; color: $text; border: 1px solid $line; border-radius: 4px;
    padding: ${p7}px ${p16}px;
}
QPushButton:hover, QPushButton:checked { background: $soft; }
QPushButton:focus { outline: none; }
QPushButton:pressed { background: $hairline; }
QPushButton:disabled { color: $muted; border-color: $hairline; background: $page; }
MainButton {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 700;
    padding: ${p8}px ${p24}px;
}
MainButton:hover, MainButton:pressed { background: $accent_deep; border-color: $accent_deep; }
QuietButton { background: transparent; border: none; padding: ${p4}px ${p8}px; }
QuietButton:hover { background: $soft; }
IconButton { background: transparent; border: none; border-radius: 4px; padding: ${p6}px; }
IconButton:hover, IconButton:checked { background: $soft; }

Column, ColumnPage { background: $page; border: none; }
Card { background: $surface; border: 1px solid $hairline; border-radius: 6px; }
Panel { background: $surface; border: 1px solid $line; border-radius: 6px; }
QListView, QTableView, QTreeView {
    background: $surface; color: $text; border: 1px solid $line; border-radius: 4px;
    outline: none; alternate-background-color: $page;
}
JourneyView { background: transparent; border: none; }
QListView::item { padding: ${p6}px ${p8}px; }
QListView::item:hover { background: $soft; }
QListView::item:selected, QTableView::item:selected { background: $accent; color: $on_accent; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton {
    background: transparent; color: $text; border: none; border-radius: 4px; padding: ${p6}px;
}
QCalendarWidget QToolButton:hover { background: $soft; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QTableView { border: none; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: ${p4}px; }

QScrollBar:vertical { background: transparent; width: ${p14}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${p14}px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def style_sheet(theme: Theme) -> str:
    """The style sheet of a theme."""
    from ui.theme import Role, Size

    values: dict[str, object] = {role.value: theme.hex(role) for role in Role}
    values |= {size.name.lower(): theme.points(size) for size in Size}
    values |= {f"p{pixels}": theme.px(pixels) for pixels in range(1, 33)}
    return _SHEET.substitute(values)
