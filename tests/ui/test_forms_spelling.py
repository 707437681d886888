"""Underlines while one writes: lazy, by keyboard, never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import start_case
from roth_planner.workbook.spelling import own_words
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from ui.fields.text import LongText, TextBox
from ui.forms.spelling import Spelling
from ui.ways_to_words import begin, spelling_of

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
"""The offscreen plugin cannot raise a menu above a window; the menu is there all the same."""

WHY = "Why are we here, in one sentence?"


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    """A chair in a new case, with spelling watching."""
    somebody = Chair(qtbot, tmp_path)
    folder = tmp_path / "Mine.rothvault"
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    case = start_case(workbook, "J.", "Jordan Ellerysen", "R-1")
    somebody.window.open_workbook(workbook, folder)
    somebody.window.show_case(case)
    somebody.takes_a_breath()
    begin(somebody.window)
    yield somebody
    somebody.window.close()


def spelling(chair: Chair) -> Spelling:
    found = spelling_of(chair.window)
    assert found is not None
    return found


def rests(chair: Chair) -> None:
    """Keep the hands off the keys until everything was looked up."""
    looked = spelling(chair)
    chair.waits_until(lambda: looked._speller is not None and not looked._waiting)
    looked._rest.timeout.emit()
    chair.waits_until(lambda: not looked._waiting)
    chair.takes_a_breath()


def box(chair: Chair, label: str = WHY) -> TextBox:
    found = chair._field(label)
    assert isinstance(found, TextBox)
    return found


def underlined(field: TextBox) -> list[str]:
    """What is underlined, in order."""
    found, block = [], field.document().begin()
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    while block.isValid():
        for part in block.layout().formats():
            if part.format.underlineStyle() == wave:
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + part.start)
                end = block.position() + part.start + part.length
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                found.append(cursor.selectedText())
        block = block.next()
    return found


def menu_on(chair: Chair, field: TextBox) -> QMenu:
    """Press the menu key."""
    place = field.cursorRect().center()
    reason = QContextMenuEvent.Reason.Keyboard
    at = field.mapToGlobal(place)
    QApplication.sendEvent(field, QContextMenuEvent(reason, place, at))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, words: str) -> None:
    next(one for one in menu.actions() if words in one.text()).trigger()
    menu.close()


def test_words_that_are_not_known_are_underlined_once_the_keys_rest(chair: Chair) -> None:
    chair.write(WHY, "We recieve behavior reports by the park.")
    assert underlined(box(chair)) == []
    rests(chair)
    assert underlined(box(chair)) == ["recieve", "behavior"]


def test_the_word_being_written_is_left_alone_until_it_is_left(chair: Chair) -> None:
    chair.write(WHY, "We saw the exploitaiton")
    rests(chair)
    assert underlined(box(chair)) == []
    chair.presses("Tab")
    rests(chair)
    chair.write(WHY, "We saw the exploitaiton there")
    rests(chair)
    assert underlined(box(chair)) == ["exploitaiton"]


def test_letters_beyond_the_first_plane_do_not_move_the_line(chair: Chair) -> None:
    field = box(chair)
    field.setFocus()
    field.setPlainText("\U0001f600\U0001f600 a recieve b")
    rests(chair)
    assert underlined(field) == ["recieve"]


def test_the_menu_key_offers_what_was_meant_and_undo_takes_it_back(chair: Chair) -> None:
    chair.write(WHY, "We recieve it.")
    rests(chair)
    field = box(chair)
    cursor = field.textCursor()
    cursor.setPosition(5)
    field.setTextCursor(cursor)
    choose(menu_on(chair, field), "receive")
    assert chair.reads(WHY) == "We receive it."
    rests(chair)
    assert underlined(field) == []
    chair.window.activateWindow()  # the menu had the keyboard
    chair.waits_until(chair.window.isActiveWindow)
    field.setFocus()
    chair.presses("Ctrl+Z")
    assert chair.reads(WHY) == "We recieve it."


def test_my_own_word_is_known_from_now_on_and_lies_in_the_vault(chair: Chair) -> None:
    chair.write(WHY, "They meet in the bando there.")
    rests(chair)
    field = box(chair)
    assert underlined(field) == ["bando"]
    cursor = field.textCursor()
    cursor.setPosition(field.toPlainText().index("bando") + 2)
    field.setTextCursor(cursor)
    choose(menu_on(chair, field), "Add \u201cbando\u201d to my words")
    rests(chair)
    assert underlined(field) == []
    session = chair.window.session
    assert session is not None
    assert own_words(session.workbook) == ("bando",)


def test_names_in_the_vault_are_known_also_those_that_come_later(chair: Chair) -> None:
    chair.write(WHY, "Ellerysen was in Kelderwick then.")
    rests(chair)
    assert underlined(box(chair)) == ["Kelderwick"]
    session = chair.window.session
    assert session is not None
    session.add("context", {"name": "Kelderwick"})
    rests(chair)
    assert underlined(box(chair)) == []


def test_f7_goes_from_word_to_word(chair: Chair) -> None:
    chair.write(WHY, "We recieve behavior reports.")
    rests(chair)
    chair.presses("F7")
    assert box(chair).textCursor().selectedText() == "recieve"
    chair.presses("F7")
    assert box(chair).textCursor().selectedText() == "behavior"
    chair.presses("F7")
    assert box(chair).textCursor().selectedText() == "recieve"


def test_underlining_changes_no_answer_and_saves_nothing(chair: Chair) -> None:
    chair.write(WHY, "We recieve it here.")
    chair.presses("Tab")
    session = chair.window.session
    assert session is not None
    said: list[object] = []
    steps: list[object] = []
    row = box(chair).parentWidget()
    assert isinstance(row, LongText)
    row.edited.connect(said.append)
    session.changed.connect(steps.append)
    rests(chair)
    assert underlined(box(chair)) == ["recieve"]
    assert (said, steps) == ([], [])
    assert not box(chair).document().isRedoAvailable()


def test_it_can_be_switched_off_and_stays_off(chair: Chair) -> None:
    chair.write(WHY, "We recieve it here.")
    rests(chair)
    assert underlined(box(chair))
    chair.window.actions_.spelling.trigger()
    chair.takes_a_breath()
    assert underlined(box(chair)) == []
    assert not chair.window.settings.spelling
    assert TextBox.helper is None
    chair.window.actions_.spelling.trigger()
    rests(chair)
    assert underlined(box(chair)) == ["recieve"]


def test_a_known_word_has_the_usual_menu_only(chair: Chair) -> None:
    chair.write(WHY, "We receive it here.")
    rests(chair)
    field = box(chair)
    menu = menu_on(chair, field)
    assert not any("my words" in one.text() for one in menu.actions())
    menu.close()
    place = field.viewport().mapFrom(field, QPoint(4, 4))
    assert field.cursorForPosition(place).position() >= 0
    assert field.contextMenuPolicy() is Qt.ContextMenuPolicy.DefaultContextMenu
