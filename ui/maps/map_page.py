"""The map of a case: the picture, and beside it the same as a list, always in step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from roth_planner.errors import PlannerError
from roth_planner.workbook import Changes, Ref
from roth_planner.workbook.case_map import CaseMap, Key, case_map, narrowed
from roth_planner.workbook.map_layout import MapLayout, anchors, lay_out
from roth_planner.workbook.map_routes import Point
from roth_planner.workbook.map_tidy import keep_tidied, tidied
from roth_planner.workbook.map_words import counts, summary, told
from ui import theme
from ui.maps import pens
from ui.maps.filters import Filters
from ui.maps.legend import Legend
from ui.maps.map_list import MapLines, MapList
from ui.maps.map_scene import MapScene
from ui.maps.map_view import STEP, MapView
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.buttons import QuietButton
from ui.widgets.flow import Flow
from ui.widgets.words import Muted, Title

BESIDE = 900
"""Pixels at 100 % from which picture and list stand side by side; else one above the other."""
PICTURE, LIST = 320, 180
"""The least heights of picture and list at 100 %; with large text the page scrolls."""
NO_MAP_FOR = ("guardian",)
"""Readers to whom the program gives no picture of a case, however little is on it."""


class MapPage(Page):
    """Draws what the pages say. Choosing in the picture chooses in the list, and back."""

    record_wanted = Signal(object, str)  # Ref, section of its guide or ""

    def __init__(self, session: Session, case: Ref, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._case = session, case
        self._scale = theme.current()
        workbook = session.workbook
        self._whole = case_map(workbook, case)
        self.shown: CaseMap = self._whole
        self._laid: MapLayout
        self.scene = MapScene()
        self.view = MapView(self.scene)
        self.lines = MapLines(self)
        self.list = MapList("The map as a list", self.lines)
        places = workbook.catalogue.labels(workbook.catalogue.guide("context").question("kind"))
        audiences = {
            key: one.label
            for key, one in workbook.catalogue.audiences.items()
            if key not in ("chair", *NO_MAP_FOR)
        }
        self.filters = Filters(self._whole.tone_words, audiences, places)
        self._counts = Muted()
        self.take_back = QuietButton("Take back the last move")
        self.tidy = QuietButton("Put everything back in place")
        self._hands: list[dict[Ref, Point]] = []
        self._lay_out_page()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self.scene.chosen.connect(self.list.show_key)
        self.scene.opened.connect(self.open)
        self.scene.moved.connect(self._keep_moved)
        self.view.opened.connect(lambda: self.open(self.scene.key))
        self.list.chosen.connect(self._choose_in_picture)
        self.list.opened.connect(self.open)
        self.filters.changed.connect(self.refresh)
        self.view.taken_back.connect(self._take_back)
        self.take_back.clicked.connect(self._take_back)
        self.tidy.clicked.connect(lambda: self._step_to({}))
        session.changed.connect(self._take_changes)
        self.refresh()

    def arrive(self) -> None:
        """Begin in the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.choose_first()

    def refresh(self) -> None:
        """Read the case again and draw it."""
        whole = case_map(self._session.workbook, self._case, self.filters.reader())
        chosen = self.filters
        self.shown = narrowed(
            whole, chosen.kinds(), chosen.tones(), with_their_people=chosen.of_one_kind
        )
        self._hand = tidied(self._session.workbook, self._case)
        self._draw()

    def open(self, key: Key | None) -> None:
        """Go to the page where something is written down."""
        if key is None:
            return
        if isinstance(key, Ref):
            self.record_wanted.emit(key, "ties" if key.record == "person" else "")
            return
        tie = next((tie for tie in self.shown.ties if tie.key == key), None)
        if tie is not None:
            self.record_wanted.emit(tie.said[0].holder, tie.said[0].section)

    def changeEvent(self, event: QEvent) -> None:
        """Draw in other colours, and larger, when the look changes."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and theme.current() != self._scale:
            self._scale = theme.current()
            self._draw()
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

    def _draw(self) -> None:
        """Draw what was read."""
        young = self.shown.young_person.ref if self.shown.young_person else None
        room = self.view.viewport().size()
        wide = room.width() / max(room.height(), 1) if room.width() > 200 else 1.2
        self._laid = lay_out(self.shown, pens.measure(), self._hand, max(0.7, min(1.8, wide)))
        key = self.scene.key
        self.scene.show_layout(self._laid, young)
        self.lines.show_lines(told(self.shown), {tie.key: tie.tone for tie in self.shown.ties})
        self.list.show_key(key)
        self._counts.setText(counts(self.shown))
        self.view.setAccessibleName(f"Picture of the map. {summary(self.shown)}")
        self.tidy.setEnabled(bool(self._hand))
        self.take_back.setEnabled(bool(self._hands))
        self.view.can_take_back = bool(self._hands)
        self.view.fit_again()

    def _choose_in_picture(self, key: Key | None) -> None:
        self.scene.choose(key)
        if key is not None:
            self.view.bring_into_sight(self.scene.box_of(key))

    def _keep_moved(self, moved: dict[Ref, Point]) -> None:
        """Remember a card that was moved. From the first on all others stay where they are too."""
        young = self.shown.young_person.ref if self.shown.young_person else None
        others = self._hand or anchors(self._laid, young)
        self.view.stay()
        self._step_to({ref: at for ref, at in others.items() if ref not in moved} | moved)

    def _take_back(self) -> None:
        """Put the card that was moved last back where it was."""
        if self._hands and self._keep(self._hands[-1]):
            del self._hands[-1]
            self.refresh()

    def _step_to(self, cards: dict[Ref, Point]) -> None:
        before = self._hand
        if self._keep(cards):
            self._hands.append(before)
        self._soon.start()

    def _keep(self, cards: dict[Ref, Point]) -> bool:
        try:
            keep_tidied(self._session.workbook, self._case, cards)
        except PlannerError as error:
            self.told.emit(str(error))
            return False
        return True

    def _lay_out_page(self) -> None:
        tools = Flow(gap=4)
        for words, act in (
            ("Larger", lambda: self.view.zoom_by(STEP)),
            ("Smaller", lambda: self.view.zoom_by(1 / STEP)),
            ("100 %", self.view.usual_size),
            ("Fit it in", self.view.fit),
        ):
            button = QuietButton(words)
            button.clicked.connect(lambda _checked=False, act=act: act())
            tools.add(button)
        tools.add(self.take_back)
        tools.add(self.tidy)
        picture = QWidget()
        below = QVBoxLayout(picture)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.SPACE_INSIDE)
        below.addWidget(self.view, 1)
        below.addWidget(Legend(self._whole.tone_words))
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(picture)
        self._split.addWidget(self.list)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(theme.SPACE_INSIDE)
        for widget in (Title("The map"), self._counts, self.filters, tools):
            column.addWidget(widget)
        column.addWidget(self._split, 1)
        around = QScrollArea()
        around.setFrameShape(QFrame.Shape.NoFrame)
        around.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        around.setWidgetResizable(True)
        around.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        around.setWidget(inside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(around)

    def _arrange(self) -> None:
        self.view.setMinimumHeight(theme.current().px(PICTURE))
        self.list.setMinimumHeight(theme.current().px(LIST))
        beside = self.width() >= theme.current().px(BESIDE)
        way = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self._split.orientation() != way or not self._split.property("arranged"):
            self._split.setOrientation(way)
            self._split.setProperty("arranged", True)
            whole = self._split.width() if beside else self._split.height()
            self._split.setSizes([whole * 64 // 100, whole * 36 // 100])
