"""Choosing: one of a few, one of many, several, a step of a scale."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.guides.spec import Choice, Kind, Question
from tests.ui.conftest import Person, said, stops
from ui.fields.choices import Choices, Radios, Selection
from ui.fields.scale import Scale
from ui.widgets.buttons import PlainButton

BASIS = (
    Choice("seen", "Seen", "Somebody saw it"),
    Choice("told", "The young person told us"),
    Choice("rumour", "Rumour", retired=True),
)
ONE = Question(key="basis", kind=Kind.CHOICE, label="How do we know?", choices="basis")
SEVERAL = Question(key="types", kind=Kind.CHOICES, label="What kinds of harm?", choices="types")
SCALE = Question(
    key="weight",
    kind=Kind.SCALE,
    label="How much does this place drive the harm?",
    low=0,
    high=10,
    low_label="Plays no part",
    high_label="Most of the harm comes from here",
)


def heard_from(editor: QWidget) -> list[object]:
    heard: list[object] = []
    editor.edited.connect(heard.append)  # type: ignore[attr-defined]
    return heard


def test_a_choice_is_made_with_the_arrow_keys_and_taken_back_with_delete(person: Person) -> None:
    editor = person.sits_before(Radios(ONE, BASIS))
    heard = heard_from(editor)
    editor.focus_here()
    person.presses(Qt.Key.Key_Space, Qt.Key.Key_Down)
    assert heard == ["seen", "told"]
    person.presses(Qt.Key.Key_Delete)
    assert heard[-1] == ""


def test_a_choice_is_taken_back_with_the_link(person: Person) -> None:
    editor = person.sits_before(Radios(ONE, BASIS))
    heard = heard_from(editor)
    editor.show_value("told")
    editor.focus_here()
    person.tabs()
    assert said(person.at) == "Clear this answer"
    person.presses(Qt.Key.Key_Return)
    assert heard == [""]
    assert person.at in editor.takers()


def test_a_retired_choice_is_shown_only_where_it_is_the_answer(person: Person) -> None:
    editor = person.sits_before(Radios(ONE, BASIS))
    assert [said(taker) for taker in editor.takers()] == ["Seen", "The young person told us"]
    editor.show_value("rumour")
    assert [said(taker) for taker in editor.takers()][-1] == "Rumour"
    editor.show_value("seen")
    assert len(editor.takers()) == 2
    listed = person.sits_before(Selection(ONE, BASIS))
    assert listed.combo.count() == 2
    listed.show_value("rumour")
    assert listed.combo.currentText() == "Rumour"


def test_a_list_is_chosen_from_by_typing_and_cleared(person: Person) -> None:
    editor = person.sits_before(Selection(ONE, BASIS))
    heard = heard_from(editor)
    editor.focus_here()
    person.types("The")
    assert heard == ["told"]
    person.presses(Qt.Key.Key_Delete)
    assert heard[-1] == ""
    assert editor.combo.currentIndex() == -1


def test_several_are_ticked_in_the_order_of_the_list(person: Person) -> None:
    editor = person.sits_before(Choices(SEVERAL, BASIS))
    heard = heard_from(editor)
    editor.focus_here()
    person.tabs()
    person.presses(Qt.Key.Key_Space)
    person.clicks(editor.takers()[0])
    assert heard == [("told",), ("seen", "told")]


def test_many_short_choices_stand_in_two_columns(person: Person) -> None:
    choices = tuple(Choice(f"c{number}", f"Choice {number}") for number in range(8))
    editor = person.sits_before(Choices(SEVERAL, choices))
    places = {taker.x() for taker in editor.takers()}
    assert len(places) == 2


def test_the_scale_is_one_stop_of_tab(person: Person) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    before, scale, after = PlainButton("before"), Scale(SCALE), PlainButton("after")
    for widget in (before, scale, after):
        layout.addWidget(widget)
    person.sits_before(page)
    scale.show_value(4)
    before.setFocus()
    names = [said(stop) for stop in stops(person.window)]
    assert names == ["before", "4", "Clear this answer", "after"]


def test_the_scale_is_set_with_arrows_and_numbers(person: Person) -> None:
    scale = person.sits_before(Scale(SCALE))
    heard = heard_from(scale)
    scale.focus_here()
    person.presses(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Left)
    assert heard == [0, 1, 10, 9]
    person.types("3")
    assert heard[-1] == 3
    person.types("10")
    assert heard[-1] == 10
    person.presses(Qt.Key.Key_Backspace)
    assert heard[-1] == ""


def test_both_ends_of_the_scale_say_what_they_mean(person: Person) -> None:
    scale = person.sits_before(Scale(SCALE))
    scale.set_described(SCALE.label, "")
    assert said(scale.takers()[0]) == "0: Plays no part"
    assert said(scale.takers()[-1]) == "10: Most of the harm comes from here"


@pytest.mark.parametrize("width", [300, 820])
def test_the_scale_wraps_and_stays_whole(width: int, person: Person) -> None:
    scale = person.sits_before(Scale(SCALE), width=width)
    person.waits_a_moment()
    lines = {step.y() for step in scale.takers()}
    assert len(lines) == (1 if width == 820 else 2)
    for step in scale.takers():
        assert step.geometry().right() < scale.width()
