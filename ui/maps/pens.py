"""How lines and letters on a map look: tones by colour and dash, letters that zoom with the map."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen

from roth_planner.documents.figure import DASHES
from roth_planner.workbook.map_cards import Measure, Voice
from ui import theme
from ui.theme import FALL_BACK, FAMILY, Role

TONE_ROLES = {
    "protective": Role.PROTECTIVE,
    "harmful": Role.HARMFUL,
    "mixed": Role.MIXED,
    "not_known": Role.NOT_KNOWN,
}
VOICE_ROLES = {
    Voice.NAME: Role.TEXT,
    Voice.DETAIL: Role.MUTED,
    Voice.FACT: Role.TEXT,
    Voice.GAP: Role.WARN,
}
LINE = 2.0


def tone_pen(tone: str, width: float = LINE) -> QPen:
    """The pen of a tone: its colour and its dash."""
    pen = QPen(tone_colour(tone), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if DASHES.get(tone):
        pen.setDashPattern(DASHES[tone])
    return pen


def tone_colour(tone: str) -> QColor:
    """The colour of a tone."""
    return theme.current().colour(TONE_ROLES.get(tone, Role.NOT_KNOWN))


def letters(size: float, bold: bool) -> QFont:
    """Letters of a size in units of the map: it is the map that grows, not they."""
    font = QFont()
    font.setFamilies([FAMILY, FALL_BACK])
    font.setPixelSize(round(size))
    if bold:
        font.setWeight(QFont.Weight.Bold)
    return font


def measure() -> Measure:
    """How wide words are in these letters."""
    metrics: dict[tuple[float, bool], QFontMetricsF] = {}

    def width(words: str, size: float, bold: bool) -> float:
        found = metrics.get((size, bold))
        if found is None:
            found = metrics[size, bold] = QFontMetricsF(letters(size, bold))
        return found.horizontalAdvance(words)

    return width
