"""The focus ring, messages, links and chips."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from roth_planner import paths
from tests.ui.conftest import Person, said
from ui.theme import Role, Theme, current
from ui.widgets import banner as banners
from ui.widgets import icons, speaking
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.chips import Chip, StatusWord
from ui.widgets.column import Column
from ui.widgets.frames import PracticeFrame
from ui.widgets.ring import GROUND, WIDTH


@pytest.fixture
def lines(person: Person) -> list[QLineEdit]:
    """Thirty lines in a column that is too short for them."""
    column = Column()
    made = [QLineEdit() for _ in range(30)]
    for line in made:
        column.add(line)
    person.sits_before(column, height=400)
    return made


def place_of(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def test_the_ring_is_around_what_has_the_keyboard(person: Person, lines: list[QLineEdit]) -> None:
    for line in lines[:3]:
        line.setFocus()
        assert person.ring.around is line
        edge = WIDTH + GROUND
        inner = place_of(line, person.window)
        assert person.ring.geometry() == inner.adjusted(-edge, -edge, edge, edge)


def test_the_ring_follows_when_the_page_scrolls(person: Person, lines: list[QLineEdit]) -> None:
    lines[2].setFocus()
    before = person.ring.y()
    column = person.window.findChild(Column)
    assert column is not None
    column.verticalScrollBar().setValue(20)
    assert person.ring.y() == before - 20
    column.verticalScrollBar().setValue(column.verticalScrollBar().maximum())
    assert person.ring.around is None


def test_tab_brings_ring_and_widget_into_sight(person: Person, lines: list[QLineEdit]) -> None:
    lines[0].setFocus()
    for line in lines[1:]:
        person.tabs()
        person.waits_a_moment()
        assert person.ring.around is line
        assert not line.visibleRegion().isEmpty()


def test_the_ring_takes_no_click(person: Person, lines: list[QLineEdit]) -> None:
    lines[0].setFocus()
    middle = place_of(lines[0], person.window).center()
    assert person.window.childAt(middle) is lines[0]
    edge = person.ring.geometry().topLeft() + QPoint(1, 1)
    assert person.window.childAt(edge) is not person.ring


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ring_is_drawn(
    scheme: str, person: Person, lines: list[QLineEdit], in_theme: Callable[[Theme], None]
) -> None:
    in_theme(Theme("dark" if scheme == "dark" else "light"))
    lines[1].setFocus()
    person.waits_a_moment()
    inner = place_of(lines[1], person.window)
    picture = person.window.grab().toImage()
    drawn = picture.pixelColor(inner.center().x(), inner.top() - 2)
    assert drawn == current().colour(Role.FOCUS)


def test_nothing_is_ringed_after_the_widget_is_gone(person: Person, lines: list[QLineEdit]) -> None:
    lines[0].setFocus()
    lines[0].hide()
    assert person.ring.around is not lines[0]
    lines[1].setFocus()
    lines[1].deleteLater()
    person.waits_a_moment()
    assert person.ring.around is not lines[1]


def test_a_message_has_a_word_and_is_read_aloud(
    person: Person, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(
        banners, "announce", lambda _widget, words, urgent=False: heard.append(words)
    )
    banner = person.sits_before(Banner())
    banner.show_message("block", "The disk is full.", action="Try again")
    assert heard == ["Not done. The disk is full."]
    assert said(banner) == "Not done: The disk is full."
    with qtbot.waitSignal(banner.acted):
        person.clicks(banner.findChildren(LinkButton)[0])
    close = next(b for b in banner.findChildren(PlainButton) if said(b) == "Close this message")
    with qtbot.waitSignal(banner.dismissed):
        person.clicks(close)
    assert banner.words == ""


def test_an_announcement_reaches_the_screen_reader(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[QAccessibleEvent] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", sent.append)
    speaking.announce(person.sits_before(QWidget()), "Saved", urgent=True)
    assert sent[0].type() is QAccessible.Event.Announcement


def test_practice_is_said_in_words_and_drawn_around_everything(person: Person) -> None:
    frame = person.sits_before(PracticeFrame(QWidget()))
    picture = frame.grab().toImage()
    for spot in ((1, 1), (frame.width() - 2, frame.height() - 2)):
        assert picture.pixelColor(*spot) == current().colour(Role.PRACTICE)
    assert "PRACTICE" in frame.words


def test_every_icon_has_a_licence_and_takes_the_colour_of_its_role(qtbot: QtBot) -> None:
    names = [file.stem for file in paths.assets("icons").glob("*.svg")]
    assert "calendar" in names
    for name in names:
        picture = icons.pixmap(name, Role.BLOCK, 24).toImage()
        inked = [
            picture.pixelColor(x, y).name()
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixelColor(x, y).alpha() == 255
        ]
        assert set(inked) == {current().colour(Role.BLOCK).name()}, name
        assert "ISC" in paths.assets("icons", f"{name}.svg").read_text("utf-8")


def test_a_long_link_wraps(person: Person) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    link = LinkButton("A sentence that is a good deal longer than this narrow page is wide, & more")
    layout.addWidget(link)
    layout.addStretch()
    person.sits_before(page, width=320)
    person.waits_a_moment()
    assert link.width() <= page.width()
    assert link.height() >= link.heightForWidth(link.width())
    assert link.height() > 2 * link.fontMetrics().height()
    assert said(link).endswith("wide, & more")


@pytest.mark.parametrize("key", ["", "in_progress", "come_back", "done"])
def test_a_status_is_a_word(key: str, person: Person) -> None:
    word = person.sits_before(StatusWord())
    word.show_status(key, "Done")
    assert said(word) == "Done"
    assert word.textFormat() is Qt.TextFormat.PlainText


def test_a_name_is_never_read_as_markup_in_a_tip(person: Person) -> None:
    name = "<img src=x> B & D"
    chip = person.sits_before(Chip(name))
    shown = "&lt;img src=x&gt; B &amp; D"
    assert chip.words.toolTip() == f"<p>{shown}</p>"
    assert chip.button.toolTip() == f"<p>Remove {shown}</p>"
    assert said(chip.button) == f"Remove {name}"
    chip.show_words("Riverside Park")
    assert chip.words.toolTip() == "Riverside Park"
