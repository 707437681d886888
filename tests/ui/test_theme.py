"""Every pair of colours can be read, text grows to 200 %, and colours live in one place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QLineEdit

import ui
from ui import theme
from ui.theme import PART_PAIRS, WORD_PAIRS, Role, Size, Theme
from ui.widgets.buttons import MainButton
from ui.widgets.words import Title, Words

UI = Path(ui.__file__).parent
SetTheme = Callable[[Theme], None]


def luminance(colour: QColor) -> float:
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), WORD_PAIRS)
def test_words_can_be_read(scheme: theme.Scheme, word: Role, ground: Role) -> None:
    now = Theme(scheme)
    assert contrast(now.colour(word), now.colour(ground)) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("part", "ground"), PART_PAIRS)
def test_parts_can_be_seen(scheme: theme.Scheme, part: Role, ground: Role) -> None:
    now = Theme(scheme)
    assert contrast(now.colour(part), now.colour(ground)) >= 3


def test_the_four_kinds_of_tie_differ_from_each_other() -> None:
    ties = (Role.PROTECTIVE, Role.HARMFUL, Role.MIXED, Role.NOT_KNOWN)
    for scheme in ("light", "dark"):
        assert len({theme.COLOURS[tie][scheme == "dark"] for tie in ties}) == 4


def test_no_colour_is_written_anywhere_else() -> None:
    written = re.compile(r"#[0-9A-Fa-f]{6}\b|Qt\.GlobalColor\.(?!transparent)|setStyleSheet")
    found = [
        f"{file.relative_to(UI)}: {line.strip()}"
        for file in UI.rglob("*.py")
        if file.name != "theme.py"
        for line in file.read_text("utf-8").splitlines()
        if written.search(line)
    ]
    assert found == []


def test_the_bundled_fonts_are_used(qapp: QApplication) -> None:
    assert {theme.FAMILY, theme.FALL_BACK} <= set(QFontDatabase.families())
    assert QFontInfo(qapp.font()).family() == theme.FAMILY


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_text_is_as_large_as_asked(in_theme: SetTheme, qtbot: object, scale: float) -> None:
    in_theme(Theme("light", scale))
    title, words, line = Title("Places"), Words("Words"), QLineEdit()
    for widget in (title, words, line):
        widget.ensurePolished()
    assert title.font().pointSizeF() == Size.TITLE * scale
    assert words.font().pointSizeF() == Size.BODY * scale
    assert line.font().pointSizeF() == Size.BODY * scale


def test_everything_follows_when_the_theme_changes(in_theme: SetTheme) -> None:
    button, words = MainButton("Save and next"), Words("A place")
    for widget in (button, words):
        widget.ensurePolished()
    small, low = button.sizeHint(), words.sizeHint()
    in_theme(Theme("dark", 2.0))
    assert button.sizeHint().height() > 1.5 * small.height()
    assert words.sizeHint().width() > 1.8 * low.width()
    assert words.palette().color(words.foregroundRole()) == Theme("dark").colour(Role.TEXT)


def test_an_input_is_high_enough_to_hit(in_theme: SetTheme) -> None:
    line, button = QLineEdit(), MainButton("Save and next")
    for widget in (line, button):
        widget.ensurePolished()
        assert widget.sizeHint().height() >= 34
