"""The young person's own map: how their places feel to them, in a picture and as a list."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from roth_planner.documents.audiences import Reader, ToldRow
from roth_planner.documents.builders.own_map_figure import (
    OwnPlace,
    fields,
    own_map_figure,
    own_places,
)
from roth_planner.workbook import Changes, Ref
from roth_planner.workbook.caseload import parts
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

BESIDE = 860
"""Pixels at 100 % from which picture and list stand side by side."""
NARROWEST, WIDEST = 260.0, 620.0
"""How wide the picture can be, in its own units; between them it follows the room there is."""
PICTURE, LIST = 260, 200
"""The least heights of picture and list at 100 %; with large text the page scrolls."""
ABOUT = (
    "How their places feel to them, in their words. It is theirs: look at it together, and begin"
    " with where it feels safe. Adults change the places, so that their world need not get smaller."
)
NONE_YET = (
    "Nothing is on their map yet. Go through their places together, and write down what they say."
)


class OwnMapPage(Page):
    """Draws the rows of the question on places in the plan."""

    record_wanted = Signal(object, str)  # Ref, section of its guide

    def __init__(self, session: Session, case: Ref, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._case = session, case
        self._plan = parts(session.workbook, case).plan
        self._look = theme.current()
        self.picture = FigureView("Picture of their own map")
        self.lines = MapLines(self)
        self.list = MapList("Their places as a list", self.lines)
        self._none = Words(NONE_YET)
        self.write = MainButton("Write about their places")
        self._places: tuple[OwnPlace, ...] = ()
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
        for widget in (Title("Their own map"), Muted(ABOUT), self._none):
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
        self.picture.chosen.connect(lambda about: self.list.show_key(self._key(about)))
        self.list.chosen.connect(self._choose_in_picture)
        self.list.opened.connect(lambda _key: self._write())
        self.write.clicked.connect(self._write)
        self.refresh()

    def arrive(self) -> None:
        """Begin in the list, or with the button that begins the map."""
        target: QWidget = self.list if self.lines.lines else self.write
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.choose_first()

    def refresh(self) -> None:
        """Read the rows again and draw them."""
        workbook = self._session.workbook
        reader = Reader(workbook, "chair", today=dt.date.today())
        rows = reader.row("plan", self._plan).rows("places")
        question = workbook.catalogue.guide("plan").question("places")
        # A row in which nothing is written yet is not told, so it is not counted here either.
        self._refs = [one.ref for one in workbook.rows(self._plan, question) if one.values]
        self._places = own_places(rows)
        drawn = self._draw()
        key = self.list.key()
        self.lines.show_lines(self._told(rows), {})
        self.list.show_key(key)
        self._around.setVisible(drawn)
        self.list.setVisible(bool(rows))
        self._none.setVisible(not rows)

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

    def _told(self, rows: tuple[ToldRow, ...]) -> list[MapLine]:
        lines: list[MapLine] = []
        said = [(key, words) for key, words, _tone in fields(self._words())]
        for key, words in (*said, ("", "Not said yet")):
            here = [n for n, row in enumerate(rows) if row.keys.get("feels", "") == key]
            if here:
                lines.append(MapLine(Sort.HEADING, words))
            for number in here:
                lines.append(MapLine(Sort.PLAIN, _said(rows[number]), self._refs[number]))
        return lines

    def _words(self) -> dict[str, str]:
        """How a place can feel, in the words of the list."""
        feelings = self._session.workbook.catalogue.lists["feelings"]
        return {one.key: one.label for one in feelings}

    def _key(self, about: str) -> Ref:
        return self._refs[int(about)]

    def _choose_in_picture(self, key: Ref | None) -> None:
        self.picture.choose(str(self._refs.index(key)) if key in self._refs else "")

    def _write(self) -> None:
        self.record_wanted.emit(self._plan, "places")

    def _arrange(self) -> None:
        way, now = QBoxLayout.Direction, theme.current()
        beside = self.width() >= now.px(BESIDE)
        self._across.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._around.setMinimumHeight(now.px(PICTURE))
        self.list.setMinimumHeight(now.px(LIST))
        self._draw()

    def _draw(self) -> bool:
        """As wide as there is room; False where there is nothing to draw."""
        room = self._around.viewport().width() / theme.current().scale - 4
        wide = max(NARROWEST, min(WIDEST, room))
        figure = own_map_figure(self._places, pens.measure(), self._words(), wide)
        self.picture.show_figure(figure)
        self.picture.resize(self.picture.sizeHint())
        return figure is not None


def _said(row: ToldRow) -> str:
    parts_ = [row.words("context") or "A place", row.words("times"), row.words("why")]
    first = ". ".join(part.rstrip(".") for part in parts_ if part)
    adults = row.words("adults_will")
    return f"{first}. Adults will: {adults}" if adults else f"{first}."
