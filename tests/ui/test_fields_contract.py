"""Every editor keeps one contract, for every question of the guides that are shipped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QVBoxLayout, QWidget

from roth_planner.guides.catalogue import Catalogue, read_catalogue, walk
from roth_planner.guides.spec import Kind, Question
from roth_planner.guides.values import NoAnswer, PartDate, TimeWindow
from tests.ui.conftest import Person, explained, labels_of, said, stops
from ui.fields.editor import Editor
from ui.forms.question_row import QuestionRow, label_text
from ui.theme import Theme
from ui.widgets.buttons import PlainButton
from ui.widgets.column import Column
from ui.widgets.words import Words

CATALOGUE = read_catalogue()
ASKED = {
    where: question
    for guide in CATALOGUE.guides.values()
    for where, question, _ in walk(guide)
    if question.kind is not Kind.ROWS
}
A_NUMBER = Question(
    key="how_many",
    kind=Kind.WHOLE_NUMBER,
    label="How many times?",
    hint="Count from January.",
    guidance="A number can be checked later.",
)
"""No guide asks for a whole number today; a local pack may."""
ASKED["local.pack.how_many"] = A_NUMBER
ONE_OF_EACH = {question.kind.value: question for question in ASKED.values()}


class Friends:
    """Somebody to choose from, without a workbook."""

    def offered(self, question: Question) -> tuple[tuple[int, str], ...]:
        return ((1, "M. (peer)"), (2, "The station"), (3, "T., youth worker"))

    def label(self, record: str, number: int) -> str:
        return dict(self.offered(ONE_OF_EACH["person"]))[number]

    def can_add(self, question: Question) -> bool:
        return question.kind is not Kind.RECORD

    def new_form(self, question: Question, words: str, parent: QWidget) -> QWidget:
        raise NotImplementedError


def row_of(question: Question) -> QuestionRow:
    return QuestionRow(question, CATALOGUE, Friends())


def test_every_kind_has_an_editor() -> None:
    assert {kind.value for kind in Kind} - {Kind.ROWS.value} == set(ONE_OF_EACH)


@pytest.mark.parametrize("where", ASKED)
def test_every_question_is_said_aloud(where: str, person: Person) -> None:
    question = ASKED[where]
    row = person.sits_before(row_of(question))
    assert labels_of(row.editor.buddy()) == [label_text(question)]
    for taker in row.editor.takers():
        assert said(taker), f"{where}: {taker} has no name"
        heard = f"{said(taker)} {explained(taker)}"
        assert question.label in heard
        if question.hint:
            assert question.hint in heard
        assert question.guidance in heard
    for button in row.findChildren(QAbstractButton):
        assert said(button), f"{where}: a button has no name"


@pytest.mark.parametrize("where", ASKED)
def test_every_question_is_reached_and_left_by_tab(where: str, person: Person) -> None:
    row = row_of(ASKED[where])
    page = QWidget()
    layout = QVBoxLayout(page)
    first, last = PlainButton("before"), PlainButton("after")
    for widget in (first, row, last):
        layout.addWidget(widget)
    person.sits_before(page)
    first.setFocus()
    round_trip = stops(person.window)
    assert round_trip[0] is first and round_trip[-1] is last
    assert any(row.isAncestorOf(stop) for stop in round_trip)
    if row.reasons is not None:
        assert set(row.reasons.buttons.values()) <= set(round_trip)


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_the_wheel_never_changes_an_answer(kind: str, person: Person) -> None:
    row = person.sits_before(row_of(ONE_OF_EACH[kind]))
    row.show_value(_some_value(row.question))
    heard: list[object] = []
    row.edited.connect(lambda _question, raw: heard.append(raw))
    row.focus_here()
    for widget in (row.editor, *row.editor.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        spot = QPointF(widget.rect().center())
        event = QWheelEvent(
            spot,
            widget.mapToGlobal(spot),
            QPoint(0, -120),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)
    assert heard == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_nothing_is_cut_off(
    kind: str, scale: float, person: Person, in_theme: Callable[[Theme], None]
) -> None:
    in_theme(Theme("light", scale))
    column = Column()
    row = row_of(ONE_OF_EACH[kind])
    row.show_value(_some_value(row.question))
    row.set_problem("Write this again, as it could not be read, for example like this one here.")
    column.add(row)
    person.sits_before(column, width=640)
    person.waits_a_moment()
    for label in row.findChildren(QLabel):
        if label.isVisible() and label.text():
            room = label.contentsRect()
            assert label.heightForWidth(room.width()) <= room.height() or not label.wordWrap()
            if not label.wordWrap():
                assert label.sizeHint().width() <= label.width() + 1
    for button in row.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            wraps = button.hasHeightForWidth()
            needed = button.heightForWidth(button.width()) if wraps else button.sizeHint().height()
            assert needed <= button.height() + 1, button.text()
            assert wraps or button.sizeHint().width() <= button.width() + 1, button.text()
            assert row.rect().contains(button.geometry().translated(_offset(button, row)))


def _offset(widget: QWidget, row: QWidget) -> QPoint:
    parent = widget.parentWidget()
    assert parent is not None
    return parent.mapTo(row, QPoint(0, 0))


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_showing_an_answer_says_nothing_and_a_problem_is_heard(kind: str, person: Person) -> None:
    row = person.sits_before(row_of(ONE_OF_EACH[kind]))
    heard: list[object] = []
    row.edited.connect(lambda _question, raw: heard.append(raw))
    row.show_value(_some_value(row.question))
    row.show_value(None)
    assert heard == []
    row.set_problem("We could not read this.")
    for taker in row.editor.takers():
        assert "We could not read this." in explained(taker)
    row.set_problem("")
    for taker in row.editor.takers():
        assert "We could not read this." not in explained(taker)


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_leaving_is_noticed_once(kind: str, person: Person) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    row, other = row_of(ONE_OF_EACH[kind]), PlainButton("elsewhere")
    layout.addWidget(row)
    layout.addWidget(other)
    person.sits_before(page)
    times: list[Editor] = []
    row.editor.left.connect(lambda: times.append(row.editor))
    row.editor.focus_here()
    other.setFocus()
    assert len(times) == 1


def test_words_of_a_person_are_shown_letter_by_letter(person: Person) -> None:
    trap = '<img src="x"><b>bold</b> &amp; R&D'
    words = person.sits_before(Words(trap))
    assert words.text() == trap
    assert words.textFormat() is Qt.TextFormat.PlainText
    row = person.sits_before(row_of(ONE_OF_EACH["person"]))
    for label in row.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize("reason", list(NoAnswer))
def test_no_answer_is_an_answer_and_can_be_taken_back(reason: NoAnswer, person: Person) -> None:
    question = next(q for q in ASKED.values() if q.no_answer and q.kind is Kind.LONG_TEXT)
    row = person.sits_before(row_of(question))
    row.show_value("She goes there for the heating.")
    heard: list[object] = []
    row.edited.connect(lambda _question, raw: heard.append(raw))
    assert row.reasons is not None
    person.clicks(row.reasons.buttons[reason])
    assert heard[-1] is reason
    assert row.reasons.buttons[reason].isChecked()
    row.note_taken(reason, "")
    person.clicks(row.reasons.buttons[reason])
    assert heard[-1] == "She goes there for the heating."


def test_typing_takes_a_reason_away(person: Person) -> None:
    question = next(q for q in ASKED.values() if q.no_answer and q.kind is Kind.SHORT_TEXT)
    row = person.sits_before(row_of(question))
    row.show_value(NoAnswer.NOT_YET_ASKED)
    row.editor.focus_here()
    person.types("he")
    assert row.reasons is not None
    assert row.reasons.reason is None
    assert not any(button.isChecked() for button in row.reasons.buttons.values())


def _some_value(question: Question) -> object:
    choices = CATALOGUE.choices(question)
    first = choices[0].key if choices else ""
    values: dict[Kind, object] = {
        Kind.SHORT_TEXT: "The station",
        Kind.LONG_TEXT: "Two sentences. And one more.",
        Kind.CHOICE: first,
        Kind.CHOICES: (first,),
        Kind.YES_NO_NOT_SURE: "yes",
        Kind.WHOLE_NUMBER: 4,
        Kind.SCALE: 7,
        Kind.DATE: dt.date(2026, 3, 12),
        Kind.PART_DATE: PartDate(2026, 3),
        Kind.TIME_WINDOW: TimeWindow(("mon", "tue"), dt.time(15, 30), dt.time(18, 0)),
    }
    return values.get(question.kind, (1, 2) if question.many else 1)


def test_the_catalogue_under_test_is_the_one_that_is_shipped(catalogue: Catalogue) -> None:
    assert catalogue is CATALOGUE
