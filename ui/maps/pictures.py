"""Which page shows a picture of a case, by its line in the journey."""

from __future__ import annotations

from typing import TypeAlias

from roth_planner.workbook import Ref
from ui.maps.map_page import MapPage
from ui.maps.own_map_page import OwnMapPage
from ui.maps.timeline import TimelinePage
from ui.maps.weighting_board import WeightingBoard
from ui.models.journey import Line
from ui.pages.change_log import ChangeLogPage
from ui.session import Session

PicturePage: TypeAlias = "MapPage | WeightingBoard | OwnMapPage | TimelinePage | ChangeLogPage"


def page_of(line: Line, session: Session, case: Ref) -> PicturePage:
    """The page of a line."""
    if line is Line.MAP:
        return MapPage(session, case)
    if line is Line.BOARD:
        return WeightingBoard(session, case)
    if line is Line.TIMELINE:
        return TimelinePage(session, case)
    if line is Line.CHANGES:
        return ChangeLogPage(session, case)
    return OwnMapPage(session, case)
