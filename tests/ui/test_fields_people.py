"""Who and where: chosen in place, looked up by typing, taken out again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from roth_planner.guides.spec import Kind, Question
from tests.ui.conftest import Person, said
from ui.fields.chosen import RecordChooser
from ui.fields.editor import NewRecordForm

WHO = Question(key="who", kind=Kind.PERSON, label="Who said it?")
WHERE = Question(key="places", kind=Kind.CONTEXT, label="Where does it happen?", many=True)
HARMS = Question(key="harms", kind=Kind.RECORD, label="Which harms?", record="harm", many=True)


class Street:
    """Three hundred people and places to choose from."""

    def __init__(self) -> None:
        self.names = {1: "M. (peer)", 2: "The station", 3: "T., youth worker <b>"}
        self.names |= {number: f"Somebody {number}" for number in range(4, 300)}
        self.made: list[Newcomer] = []

    def offered(self, question: Question) -> tuple[tuple[int, str], ...]:
        return tuple(self.names.items())

    def label(self, record: str, number: int) -> str:
        return self.names[number]

    def can_add(self, question: Question) -> bool:
        return question.kind is not Kind.RECORD

    def new_form(self, question: Question, words: str, parent: QWidget) -> NewRecordForm:
        self.made.append(Newcomer(self, words, parent))
        return self.made[-1]


class Newcomer(NewRecordForm):
    added = Signal(int)
    put_away = Signal()

    def __init__(self, street: Street, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = QLineEdit(words, self)
        QVBoxLayout(self).addWidget(self.line)
        self._street = street
        self.line.returnPressed.connect(self._finish)

    def focus_here(self) -> None:
        self.line.setFocus()

    def _finish(self) -> None:
        self._street.names[500] = self.line.text()
        self.added.emit(500)


@pytest.fixture
def street() -> Street:
    return Street()


def test_somebody_is_found_by_typing_and_chosen_with_enter(person: Person, street: Street) -> None:
    editor = person.sits_before(RecordChooser(WHO, street))
    heard: list[object] = []
    editor.edited.connect(heard.append)
    editor.focus_here()
    person.presses(Qt.Key.Key_Return)
    person.types("youth")
    person.presses(Qt.Key.Key_Return)
    assert heard == [3]
    assert editor.panel is not None and not editor.panel.isVisible()
    assert said(person.at) == "Change"


def test_the_list_is_walked_with_arrow_keys(person: Person, street: Street) -> None:
    editor = person.sits_before(RecordChooser(WHO, street))
    heard: list[object] = []
    editor.edited.connect(heard.append)
    person.clicks(editor.button)
    person.presses(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert heard == [2]


def test_several_are_chosen_one_after_the_other(person: Person, street: Street) -> None:
    editor = person.sits_before(RecordChooser(WHERE, street))
    heard: list[object] = []
    editor.edited.connect(heard.append)
    person.clicks(editor.button)
    person.types("station")
    person.presses(Qt.Key.Key_Return)
    person.types("peer")
    person.presses(Qt.Key.Key_Return)
    assert heard == [(2,), (2, 1)]
    assert editor.panel is not None and editor.panel.isVisible()
    assert all(editor.panel.offer.number(row) not in (1, 2) for row in range(3))
    person.presses(Qt.Key.Key_Escape)
    assert not editor.panel.isVisible()
    assert person.at is editor.button


def test_one_is_taken_out_with_its_button(person: Person, street: Street) -> None:
    editor = person.sits_before(RecordChooser(WHERE, street))
    editor.show_value((1, 2))
    heard: list[object] = []
    editor.edited.connect(heard.append)
    first = editor.takers()[0]
    assert said(first) == "Remove M. (peer)"
    person.clicks(first)
    assert heard == [(2,)]
    assert person.at is editor.button


def test_single_choice_is_emptied_by_removing_it(person: Person, street: Street) -> None:
    editor = person.sits_before(RecordChooser(WHO, street))
    editor.show_value(1)
    heard: list[object] = []
    editor.edited.connect(heard.append)
    person.clicks(editor.takers()[0])
    assert heard == [""]


def test_tab_goes_through_the_chips_first(person: Person, street: Street) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    before, editor = QLineEdit(), RecordChooser(WHERE, street)
    layout.addWidget(before)
    layout.addWidget(editor)
    person.sits_before(page)
    editor.show_value((1, 2))
    before.setFocus()
    heard = []
    for _ in range(3):
        person.tabs()
        heard.append(said(person.at))
    assert heard == ["Remove M. (peer)", "Remove The station", "Choose or add more"]


def test_tab_goes_on_from_the_open_panel(person: Person, street: Street) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    editor, after = RecordChooser(WHO, street), QLineEdit()
    layout.addWidget(editor)
    layout.addWidget(after)
    person.sits_before(page)
    person.clicks(editor.button)
    stopped = []
    for _ in range(4):
        person.tabs()
        stopped.append(said(person.at))
    assert stopped[1:3] == ["Add a new person", "Close"]
    assert person.at is after


def test_somebody_new_is_added_in_place(person: Person, street: Street) -> None:
    editor = person.sits_before(RecordChooser(WHO, street))
    heard: list[object] = []
    editor.edited.connect(heard.append)
    person.clicks(editor.button)
    person.types("K. from the park")
    assert editor.panel is not None
    assert editor.panel.none.isVisible()
    person.tabs()
    assert said(person.at) == "Add a new person"
    person.presses(Qt.Key.Key_Return)
    assert person.at is street.made[0].line
    person.presses(Qt.Key.Key_Return)
    assert heard == [500]
    assert said(editor.takers()[0]) == "Remove K. from the park"


def test_records_that_cannot_be_added_here_are_only_chosen(person: Person, street: Street) -> None:
    editor = person.sits_before(RecordChooser(HARMS, street))
    assert said(editor.button) == "Choose from the list"
    person.clicks(editor.button)
    assert editor.panel is not None
    assert not editor.panel.add.isVisible()


def test_a_long_name_wraps_in_its_chip(person: Person, street: Street) -> None:
    street.names[1] = "The bench behind the leisure centre, by the skate park " * 3
    editor = person.sits_before(RecordChooser(WHERE, street), width=420)
    editor.show_value((1,))
    person.waits_a_moment()
    chip = editor.takers()[0].parentWidget()
    assert chip is not None
    assert chip.width() <= editor.width()
    assert chip.height() > 2 * chip.fontMetrics().height()
