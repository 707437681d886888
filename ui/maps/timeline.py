"""The timeline: the moments of a case by date, drawn and as a list that says the same."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from roth_planner.documents.builders.own_map_figure import broken
from roth_planner.documents.figure import Area, Figure, Ink, Label, Mark, Stroke
from roth_planner.workbook import Changes, Ref
from roth_planner.workbook.caseload import parts
from roth_planner.workbook.chronology import UNDATED, Moment, moments
from roth_planner.workbook.map_cards import Measure
from roth_planner.workbook.map_words import MapLine, Sort
from ui import theme
from ui.maps import pens
from ui.maps.figure_view import FigureView
from ui.maps.map_list import MapLines, MapList
from ui.maps.scrolling import Scrolling
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.buttons import MainButton
from ui.widgets.words import Muted, Title, Words

BESIDE = 900
"""Pixels at 100 % from which picture and list stand side by side."""
NARROWEST, WIDEST = 280.0, 520.0
"""How wide the picture can be, in its own units; between them it follows the room there is."""
PICTURE, LIST = 240, 200
"""The least heights of picture and list at 100 %; with large text the page scrolls."""
SPINE, PAD = 16.0, 10.0
YEAR, DATE, WORDS, LEADING = 18.0, 15.0, 14.0, 1.3
DOT = 6.0
MOST_LINES = 3
"""Lines of a moment's words in the picture; the list has all of them."""
ABOUT = (
    "The moments you wrote down, in order of date. A hollow mark stands for a date that is known"
    " in part or guessed. Enter in the list opens the page where they are written."
)
NONE_YET = (
    "No moments yet. Write down the few that explain how harm came nearer, who could have stopped"
    " it, and what helped."
)


class TimelinePage(Page):
    """Draws the rows of the question on moments. It asks nothing itself."""

    record_wanted = Signal(object, str)  # Ref, section of its guide

    def __init__(self, session: Session, case: Ref, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._case = session, case
        self._account = parts(session.workbook, case).account
        self._look = theme.current()
        self.moments: tuple[Moment, ...] = ()
        self.picture = FigureView("Picture of the timeline")
        self.lines = MapLines(self)
        self.list = MapList("The timeline as a list", self.lines)
        self._none = Words(NONE_YET)
        self.write = MainButton("Write about moments")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(theme.SPACE_INSIDE)
        self._around = Scrolling(self.picture)
        self._around.resized.connect(self._draw)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(theme.SPACE_ROWS)
        self._across.addWidget(self._around, 3)
        self._across.addWidget(self.list, 2)
        self._about = Muted(ABOUT)
        for widget in (Title("Timeline"), self._about, self._none):
            column.addWidget(widget)
        column.addLayout(self._across, 1)
        column.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)
        page = Scrolling(inside)
        page.setWidgetResizable(True)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(page)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(self._take_changes)
        self.picture.chosen.connect(lambda about: self.list.show_key(Ref("moment", int(about))))
        self.list.chosen.connect(self._choose_in_picture)
        self.list.opened.connect(lambda _key: self._write())
        self.write.clicked.connect(self._write)
        self.refresh()

    def arrive(self) -> None:
        """Begin in the list, or with the button that begins it."""
        target: QWidget = self.list if self.lines.lines else self.write
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.choose_first()

    def refresh(self) -> None:
        """Read the moments again and draw them."""
        self.moments = moments(self._session.workbook, self._case)
        self._draw()
        key = self.list.key()
        self.lines.show_lines(timeline_lines(self.moments), {})
        self.list.show_key(key)
        some = bool(self.moments)
        for widget in (self._around, self.list, self._about):
            widget.setVisible(some)
        self._none.setVisible(not some)

    def changeEvent(self, event: QEvent) -> None:
        """Draw in other colours, and larger, when the look changes."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and theme.current() != self._look:
            self._look = theme.current()
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _take_changes(self, changes: Changes) -> None:
        if self._case in changes.removed:
            self._soon.stop()  # the page around leaves it
        else:
            self._soon.start()

    def _choose_in_picture(self, key: Ref | None) -> None:
        self.picture.choose(str(key.id) if key is not None else "")

    def _write(self) -> None:
        self.record_wanted.emit(self._account, "chronology")

    def _arrange(self) -> None:
        way, now = QBoxLayout.Direction, theme.current()
        beside = self.width() >= now.px(BESIDE)
        self._across.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._around.setMinimumHeight(now.px(PICTURE))
        self.list.setMinimumHeight(now.px(LIST))
        self._draw()

    def _draw(self) -> None:
        """As wide as there is room, so that nothing has to be scrolled sideways."""
        room = self._around.viewport().width() / theme.current().scale - 4
        wide = max(NARROWEST, min(WIDEST, room))
        self.picture.show_figure(timeline_figure(self.moments, pens.measure(), wide))
        self.picture.resize(self.picture.sizeHint())


def timeline_lines(found: Sequence[Moment]) -> list[MapLine]:
    """Every moment with all its words, under the year it was in."""
    lines: list[MapLine] = []
    for number, moment in enumerate(found):
        year = _year(moment)
        if number == 0 or year != _year(found[number - 1]):
            lines.append(MapLine(Sort.HEADING, year))
        lines.append(MapLine(Sort.PLAIN, _said(moment), moment.ref))
    return lines


def timeline_figure(found: Sequence[Moment], width_of: Measure, wide: float) -> Figure | None:
    """A line down the page with a mark and a card for each moment; None where there is none."""
    if not found:
        return None
    marks: list[Mark] = []
    y, year = 0.0, ""
    for moment in found:
        if _year(moment) != year:
            year = _year(moment)
            y += 6 if marks else 0
            marks.append(Label(SPINE + 20, y + YEAR, year, YEAR, True))
            y += YEAR * LEADING + 8
        y = _card(marks, moment, y, wide, width_of) + 10
    spine = Stroke(((SPINE, 4.0), (SPINE, y - 10)), Ink.LINE, 2)
    return Figure(wide, y, (spine, *marks), _in_short(found), letters=DATE)


def _in_short(found: Sequence[Moment]) -> str:
    dated = [one.when for one in found if one.date]
    count = "1 moment" if len(found) == 1 else f"{len(found)} moments"
    ends = dict.fromkeys((*dated[:1], *dated[-1:]))
    without = f", {len(found) - len(dated)} without a date" if len(dated) < len(found) else ""
    span = f", {' to '.join(ends)}" if ends else ""
    return f"{count}{span}{without}. The list beside the picture says all that is in it."


def _card(marks: list[Mark], moment: Moment, y: float, whole: float, width_of: Measure) -> float:
    """One moment from ``y`` on; gives where it ends."""
    x, wide = SPINE + 20, whole - SPINE - 22
    room = wide - 2 * PAD
    what = broken(moment.what or "Not written yet", WORDS, False, room, width_of)
    if len(what) > MOST_LINES:
        what = [*what[: MOST_LINES - 1], _cut(what[MOST_LINES - 1], room, width_of)]
    lines = [(moment.when, DATE, True, Ink.TEXT)]
    lines += [(line, WORDS, False, Ink.TEXT) for line in what]
    if moment.where:
        place = broken(moment.where, WORDS, False, room, width_of)
        lines += [(line, WORDS, False, Ink.MUTED) for line in place]
    high = sum(size * LEADING for _words, size, _strong, _ink in lines) + 2 * PAD - 4
    marks.append(Area(x, y, wide, high, 6, about=str(moment.ref.id)))
    date = moment.date
    known = date is not None and date.day is not None and not date.about
    middle = y + PAD + DATE / 2
    marks.append(
        Area(SPINE - DOT, middle - DOT, 2 * DOT, 2 * DOT, DOT, Ink.ACCENT, 2.5,
             fill=Ink.ACCENT if known else Ink.GROUND)
    )  # fmt: skip
    marks.append(Stroke(((SPINE + DOT + 1, middle), (x, middle)), Ink.LINE, 1.5))
    top = y + PAD - 2
    for words, size, strong, ink in lines:
        marks.append(Label(x + PAD, top + size, words, size, strong, ink))
        top += size * LEADING
    return y + high


def _cut(line: str, room: float, width_of: Measure) -> str:
    while line and width_of(f"{line}\u2026", WORDS, False) > room:
        line = line[:-1].rstrip()
    return f"{line}\u2026"


def _year(moment: Moment) -> str:
    return str(moment.date.year) if moment.date else "Without a date"


def _said(moment: Moment) -> str:
    """A moment as a screen reader says it; each part ends like a sentence."""
    said = [
        "" if moment.when == UNDATED else moment.when,
        moment.what or "Not written yet",
        f"Where: {moment.where}" if moment.where else "",
        f"How we know: {moment.known_from}" if moment.known_from else "",
        f"What it means: {moment.analysis}" if moment.analysis else "",
    ]
    return " ".join(f"{part.rstrip('.')}." for part in said if part)
