"""How the program looks: every colour by its role, the sizes of type and space, light and dark.

Colours are written here and nowhere else. Widgets are styled by their class in one style sheet of
the application, or ask ``current()`` when they draw themselves, so ``apply`` again is all it takes
to change the colours or the size of the text while the window is open.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Literal, NamedTuple, TypeAlias

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from roth_planner import paths
from ui.sheet import style_sheet

Scheme: TypeAlias = Literal["light", "dark"]

FAMILY = "Atkinson Hyperlegible Next"
FALL_BACK = "DejaVu Sans"
"""Has the letters that Atkinson Hyperlegible lacks."""

SPACE_INSIDE = 8
SPACE_ROWS = 16
SPACE_GROUPS = 32
COLUMN = 720
"""Width of the column of questions at 100 %: lines that the eye finds its way back from."""
SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)


class Role(StrEnum):
    """What a colour is for."""

    PAGE = "page"
    SURFACE = "surface"
    SOFT = "soft"
    """Ground of chips, and of what is pointed at."""
    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ACCENT_DEEP = "accent_deep"
    """The accent, pressed or pointed at."""
    ON_ACCENT = "on_accent"
    LINE = "line"
    HAIRLINE = "hairline"
    """Parts pages from each other; never the only sign of anything."""
    FOCUS = "focus"
    FOCUS_GROUND = "focus_ground"
    PROTECTIVE = "protective"
    HARMFUL = "harmful"
    MIXED = "mixed"
    NOT_KNOWN = "not_known"
    NOTE = "note"
    WARN = "warn"
    BLOCK = "block"
    PRACTICE = "practice"


COLOURS: dict[Role, tuple[str, str]] = {
    Role.PAGE: ("#F7F6F2", "#131C24"),
    Role.SURFACE: ("#FFFFFF", "#1B2732"),
    Role.SOFT: ("#E7EFED", "#243541"),
    Role.TEXT: ("#1C2833", "#E9EFF3"),
    Role.MUTED: ("#4B5B69", "#B3C1CB"),
    Role.ACCENT: ("#0B6663", "#63C7C1"),
    Role.ACCENT_DEEP: ("#084D4B", "#8ADAD5"),
    Role.ON_ACCENT: ("#FFFFFF", "#131C24"),
    Role.LINE: ("#7A8A97", "#6E8191"),
    Role.HAIRLINE: ("#DCDAD2", "#2C3B48"),
    Role.FOCUS: ("#1C2833", "#FFD84D"),
    Role.FOCUS_GROUND: ("#FFD84D", "#131C24"),
    Role.PROTECTIVE: ("#17663D", "#7FD6A4"),
    Role.HARMFUL: ("#9C2A10", "#FF9A85"),
    Role.MIXED: ("#56468A", "#C3B4F5"),
    Role.NOT_KNOWN: ("#5F6B76", "#A9B6C0"),
    Role.NOTE: ("#4B5B69", "#B3C1CB"),
    Role.WARN: ("#7A4B00", "#F2BF5E"),
    Role.BLOCK: ("#9C2A10", "#FF9A85"),
    Role.PRACTICE: ("#8A4B00", "#FFC66B"),
}

GROUNDS = (Role.PAGE, Role.SURFACE, Role.SOFT)
WORD_PAIRS: tuple[tuple[Role, Role], ...] = (
    *(
        (word, ground)
        for ground in GROUNDS
        for word in (
            Role.TEXT,
            Role.MUTED,
            Role.ACCENT,
            Role.ACCENT_DEEP,
            Role.PROTECTIVE,
            Role.HARMFUL,
            Role.MIXED,
            Role.NOT_KNOWN,
            Role.NOTE,
            Role.WARN,
            Role.BLOCK,
            Role.PRACTICE,
        )
    ),
    (Role.ON_ACCENT, Role.ACCENT),
    (Role.ON_ACCENT, Role.ACCENT_DEEP),
)
"""Words and the grounds they stand on: 4.5 to 1 at least."""

PART_PAIRS: tuple[tuple[Role, Role], ...] = (
    *((part, ground) for ground in GROUNDS for part in (Role.LINE, Role.ACCENT, Role.FOCUS)),
    (Role.FOCUS, Role.FOCUS_GROUND),
)
"""Borders and marks and what is beside them: 3 to 1 at least."""


class Size(IntEnum):
    """The scale of type, in points at 100 %."""

    BODY = 11
    LARGE = 13
    HEADING = 15
    TITLE = 19
    DISPLAY = 24


class Theme(NamedTuple):
    """Light or dark, and how large the text is: 1.0 to 2.0."""

    scheme: Scheme = "light"
    scale: float = 1.0

    def colour(self, role: Role) -> QColor:
        """The colour of a role."""
        return QColor(self.hex(role))

    def hex(self, role: Role) -> str:
        """The colour of a role, as style sheets and SVG write it."""
        light, dark = COLOURS[role]
        return dark if self.scheme == "dark" else light

    def px(self, pixels: float) -> int:
        """Pixels at 100 % made larger with the text."""
        return round(pixels * self.scale)

    def points(self, size: Size) -> float:
        """Points of a step of the scale."""
        return size * self.scale

    def font(self, size: Size = Size.BODY, *, bold: bool = False) -> QFont:
        """The font of a step of the scale."""
        font = QFont()
        font.setFamilies([FAMILY, FALL_BACK])
        font.setPointSizeF(self.points(size))
        if bold:
            font.setWeight(QFont.Weight.Bold)
        return font

    def palette(self) -> QPalette:
        """The roles as Qt knows them, for what no style rule reaches."""
        palette = QPalette(self.colour(Role.SURFACE), self.colour(Role.PAGE))
        for qt_role, role in _PALETTE.items():
            palette.setColor(qt_role, self.colour(role))
        for qt_role in (
            QPalette.ColorRole.Text,
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.ButtonText,
        ):
            palette.setColor(QPalette.ColorGroup.Disabled, qt_role, self.colour(Role.MUTED))
        return palette


_PALETTE = {
    QPalette.ColorRole.Window: Role.PAGE,
    QPalette.ColorRole.WindowText: Role.TEXT,
    QPalette.ColorRole.Base: Role.SURFACE,
    QPalette.ColorRole.AlternateBase: Role.SOFT,
    QPalette.ColorRole.Text: Role.TEXT,
    QPalette.ColorRole.Button: Role.SURFACE,
    QPalette.ColorRole.ButtonText: Role.TEXT,
    QPalette.ColorRole.BrightText: Role.ON_ACCENT,
    QPalette.ColorRole.Highlight: Role.ACCENT,
    QPalette.ColorRole.HighlightedText: Role.ON_ACCENT,
    QPalette.ColorRole.Accent: Role.ACCENT,
    QPalette.ColorRole.PlaceholderText: Role.MUTED,
    QPalette.ColorRole.ToolTipBase: Role.SURFACE,
    QPalette.ColorRole.ToolTipText: Role.TEXT,
    QPalette.ColorRole.Link: Role.ACCENT,
    QPalette.ColorRole.LinkVisited: Role.ACCENT,
    QPalette.ColorRole.Light: Role.SURFACE,
    QPalette.ColorRole.Midlight: Role.SOFT,
    QPalette.ColorRole.Mid: Role.LINE,
    QPalette.ColorRole.Dark: Role.LINE,
    QPalette.ColorRole.Shadow: Role.LINE,
}

_now = Theme()
_STYLED = "roth_styled"
SOON = 100
"""Milliseconds after which the first page is on the screen; what it does not need can come then."""
_fonts_loaded = False


def current() -> Theme:
    """The theme in use, for widgets that draw themselves."""
    return _now


def of_system(app: QApplication, scale: float = 1.0) -> Theme:
    """The theme that the computer is set to."""
    dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return Theme("dark" if dark else "light", scale)


def new_application(name: str) -> QApplication:
    """The program's application, in the style that the theme draws on.

    The style is asked for here because ``QApplication.setStyle`` gives a QStyle back, and wrapping
    that class takes 12 ms of the start (measured with PySide6 6.12).
    """
    app = QApplication([name, "-style", "fusion"])
    app.setProperty(_STYLED, True)
    return app


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole program this theme, now and for every window to come."""
    global _now
    _load_fonts()
    _now = theme
    if app.property(_STYLED) is None:
        app.setStyle("fusion")
        app.setProperty(_STYLED, True)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    app.setFont(theme.font())
    app.setPalette(theme.palette())
    app.setStyleSheet(style_sheet(theme))


def _load_fonts() -> None:
    """The two cuts that the first page is set in; the others once it is drawn."""
    global _fonts_loaded
    if _fonts_loaded:
        return
    folder = paths.assets("fonts")
    first = [folder / f"AtkinsonHyperlegibleNext-{cut}.ttf" for cut in ("Regular", "Bold")]
    rest = [file for file in sorted(folder.glob("*.ttf")) if file not in first]
    for file in first:
        QFontDatabase.addApplicationFont(str(file))
    QTimer.singleShot(SOON, lambda: [QFontDatabase.addApplicationFont(str(file)) for file in rest])
    _fonts_loaded = True
