"""Writing: one line, many lines, whole numbers."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from roth_planner.guides.spec import Kind, Question
from tests.ui.conftest import Person
from ui.fields.text import LONG, MOST_LINES, LongText, ShortText, WholeNumber
from ui.widgets.buttons import PlainButton

LONG_TEXT = Question(key="what", kind=Kind.LONG_TEXT, label="What happened?")
SHORT_TEXT = Question(key="name", kind=Kind.SHORT_TEXT, label="What is it called?")
NUMBER = Question(key="many", kind=Kind.WHOLE_NUMBER, label="How many?", low=0, high=20)
ARABIC = "\u0645\u062d\u0637\u0629 \U0001f642 na\u00efve"


def test_what_is_typed_is_said_letter_by_letter(person: Person) -> None:
    editor = person.sits_before(ShortText(SHORT_TEXT))
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.focus_here()
    person.types("Bus")
    assert said == ["B", "Bu", "Bus"]


@pytest.mark.parametrize("text", [ARABIC, "<b>R&D</b>", "a  b"])
def test_any_letters_are_kept(text: str, person: Person) -> None:
    editor = person.sits_before(ShortText(SHORT_TEXT))
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.line.insert(text)
    assert said == [text]


def test_showing_the_same_text_leaves_the_cursor_alone(person: Person) -> None:
    editor = person.sits_before(ShortText(SHORT_TEXT))
    editor.show_value("The bus station")
    editor.focus_here()
    editor.set_cursor_place(4)
    editor.show_value("The bus station")
    assert editor.cursor_place() == 4
    editor.show_value("The bus stop")
    assert editor.cursor_place() == 4


def test_a_number_field_eats_no_letters(person: Person) -> None:
    editor = person.sits_before(WholeNumber(NUMBER))
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.focus_here()
    person.types("about 4")
    assert said[-1] == "about 4"
    assert editor.line.text() == "about 4"


def test_tab_leaves_a_long_text_and_enter_makes_a_line(person: Person) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    editor, after = LongText(LONG_TEXT), PlainButton("after")
    layout.addWidget(editor)
    layout.addWidget(after)
    person.sits_before(page)
    editor.focus_here()
    person.types("One")
    person.presses(Qt.Key.Key_Return)
    person.types("two")
    person.tabs()
    assert editor.box.toPlainText() == "One\ntwo"
    assert person.at is after


def test_the_box_grows_with_the_text_and_stops_at_twelve_lines(person: Person) -> None:
    editor = LongText(LONG_TEXT)
    page = QWidget()
    QVBoxLayout(page).addWidget(editor)
    person.sits_before(page)
    low = editor.box.height()
    editor.show_value("\n".join("line" for _ in range(8)))
    middle = editor.box.height()
    editor.show_value("\n".join("line" for _ in range(MOST_LINES)))
    high = editor.box.height()
    editor.show_value("\n".join("line" for _ in range(300)))
    assert low < middle < high == editor.box.height()
    editor.show_value("one long line " * 40)
    assert low < editor.box.height() <= high
    editor.show_value(None)
    assert editor.box.height() == low


def test_eight_lines_are_in_sight_without_scrolling(person: Person) -> None:
    editor = person.sits_before(LongText(LONG_TEXT))
    editor.show_value("\n".join("line" for _ in range(8)))
    person.waits_a_moment()
    assert editor.box.verticalScrollBar().maximum() == 0


def test_rich_text_is_pasted_as_plain_text(person: Person) -> None:
    editor = person.sits_before(LongText(LONG_TEXT))
    page = QMimeData()
    page.setHtml("<h1>Big</h1><img src='x'>")
    page.setText("Big")
    QApplication.clipboard().setMimeData(page)
    editor.focus_here()
    editor.box.paste()
    QApplication.clipboard().clear()  # what lies there at the end of the process crashes Qt
    assert editor.box.toPlainText() == "Big"


def test_two_hundred_thousand_letters_stay_quick(person: Person) -> None:
    editor = person.sits_before(LongText(LONG_TEXT))
    text = ("She said that the man at the kiosk keeps an eye on them. " * 20 + "\n") * 175
    assert len(text) > 199_000
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.show_value(text)
    editor.focus_here()
    editor.set_cursor_place(len(text))
    started = time.perf_counter()
    person.types("and more")
    assert time.perf_counter() - started < 0.8
    editor.settle()
    assert str(said[-1]).endswith("and more")


def test_a_long_text_is_handed_over_soon_after_a_key(person: Person, qtbot: object) -> None:
    editor = person.sits_before(LongText(LONG_TEXT))
    editor.show_value("a" * LONG)
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.focus_here()
    person.types("b")
    assert said == []
    qtbot.waitUntil(lambda: len(said) == 1)  # type: ignore[attr-defined]


def test_undo_inside_a_text_is_the_editors_own(person: Person) -> None:
    editor = person.sits_before(LongText(LONG_TEXT))
    editor.focus_here()
    person.types("abc")
    editor.box.undo()
    assert editor.box.toPlainText() == ""
