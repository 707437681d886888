"""A section as a chair fills it in: typing, leaving, finishing, coming back, stepping back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from roth_planner.errors import CannotWrite
from roth_planner.guides.values import NoAnswer, PartDate, Value
from roth_planner.workbook import Changes, Ref, Workbook
from roth_planner.workbook.caseload import parts
from roth_planner.workbook.progress import gaps
from tests.ui.conftest import Person, explained, said
from ui.forms.place import Place
from ui.forms.question_row import QuestionRow
from ui.forms.section_view import SectionView
from ui.session import Session


@pytest.fixture
def account(workbook: Workbook, case: Ref) -> Ref:
    return parts(workbook, case).account


def section(session: Session, ref: Ref, case: Ref, key: str) -> SectionView:
    guide = session.workbook.catalogue.guide(ref.record)
    return SectionView(session, guide, guide.section(key), ref, case)


@pytest.fixture
def words(person: Person, session: Session, account: Ref, case: Ref) -> SectionView:
    """The section "In their words", in front of somebody."""
    view = person.sits_before(section(session, account, case, "words"))
    view.focus_first()
    return view


def row(view: SectionView, key: str) -> QuestionRow:
    found = view.form.rows[key]
    assert isinstance(found, QuestionRow)
    return found


def test_what_is_typed_is_kept_on_leaving(
    words: SectionView, person: Person, workbook: Workbook, account: Ref
) -> None:
    person.types("I like the heater.")
    person.tabs()
    assert workbook.read(account).get("in_their_words") == "I like the heater."


def test_what_is_typed_is_kept_when_the_page_goes(
    words: SectionView, person: Person, workbook: Workbook, account: Ref
) -> None:
    person.types("Half a sen")
    words.hide()
    assert workbook.read(account).get("in_their_words") == "Half a sen"


def test_saving_is_announced_after_it_happened(
    words: SectionView, person: Person, session: Session, workbook: Workbook, account: Ref
) -> None:
    kept: list[Value] = []
    session.changed.connect(lambda _: kept.append(workbook.read(account).get("in_their_words")))
    person.types("Yes")
    assert kept == []
    words.flush()
    assert kept == ["Yes"]


def test_a_no_answer_is_kept_at_once(
    words: SectionView, person: Person, workbook: Workbook, account: Ref
) -> None:
    reasons = row(words, "in_their_words").reasons
    assert reasons is not None
    person.clicks(reasons.buttons[NoAnswer.CHOSE_NOT_TO_SAY])
    assert workbook.read(account).get("in_their_words") is NoAnswer.CHOSE_NOT_TO_SAY


def test_a_question_comes_and_goes_and_keeps_its_answer(
    words: SectionView, person: Person, workbook: Workbook, account: Ref
) -> None:
    asked = row(words, "words_absent")
    assert asked.isVisible()
    asked.focus_here()
    person.types("We wrote twice.")
    row(words, "in_their_words").focus_here()
    person.types("I am fine")
    assert not asked.isVisible()
    words.flush()
    assert workbook.read(account).get("words_absent") == "We wrote twice."
    person.presses(*[Qt.Key.Key_Backspace] * len("I am fine"))
    assert asked.isVisible()
    assert asked.editor.takers()[0].toPlainText() == "We wrote twice."  # type: ignore[attr-defined]


def test_progress_is_said_in_words(words: SectionView, person: Person) -> None:
    assert words._counted.text().startswith("0 of ")
    person.types("Yes")
    words.flush()
    assert words._counted.text().startswith("1 of ")
    assert words._status.text() == "in progress"


def test_guidance_follows_the_keyboard(words: SectionView, person: Person) -> None:
    wanted: list[str] = []
    words.guidance_wanted.connect(lambda question: wanted.append(question.key))
    row(words, "how_sought").focus_here()
    row(words, "in_their_words").focus_here()
    assert wanted == ["how_sought", "in_their_words"]


def test_finishing_says_what_is_missing_and_leads_there(
    words: SectionView, person: Person, qtbot: QtBot, workbook: Workbook, account: Ref
) -> None:
    with qtbot.assertNotEmitted(words.finished):
        person.clicks(words.finish_button)
    summary = words.summary
    assert summary is not None and summary.isVisible()
    assert person.at is summary
    sentences = [link.text() for link in summary.links]
    asked = row(words, "in_their_words")
    assert asked.problem in sentences
    assert asked.problem in explained(asked.editor.takers()[0])
    person.tabs()
    assert said(person.at) == sentences[0]
    person.presses(Qt.Key.Key_Return)
    assert person.at in asked.editor.takers()
    person.types("I want to stay at school.")
    assert asked.problem == ""


def test_a_finished_section_is_done(
    words: SectionView, person: Person, qtbot: QtBot, workbook: Workbook, account: Ref
) -> None:
    person.types("I want to stay at school.")
    with qtbot.waitSignal(words.finished):
        person.clicks(words.finish_button)
    assert workbook.read(account).progress["words"] == "done"


def test_a_section_is_not_done_any_more_when_finishing_finds_a_gap(
    words: SectionView, person: Person, workbook: Workbook, account: Ref
) -> None:
    person.types("I want to stay at school.")
    person.clicks(words.finish_button)
    workbook.save(account, {"in_their_words": None})
    person.clicks(words.finish_button)
    assert workbook.read(account).progress["words"] == "in_progress"
    person.clicks(words.later_button)
    person.clicks(words.finish_button)
    assert workbook.read(account).progress["words"] == "come_back", "that was the chair's word"


@pytest.mark.parametrize("record", ["person", "context"])
def test_the_sections_of_a_person_and_a_place_lead_on(
    record: str, person: Person, session: Session, case: Ref, qtbot: QtBot, workbook: Workbook
) -> None:
    """Also what cases share says how far it is, and finishing it goes on."""
    ref = parts(workbook, case).person
    if record == "context":
        ref = workbook.add("context", {"name": "Riverside Park", "kind": "park"}).added[0]
    for part in workbook.catalogue.guide(record).sections:
        view = person.sits_before(section(session, ref, case, part.key))
        for gap in gaps(workbook, part, ref):
            pytest.fail(f"asks for {gap.question.key} first")
        with qtbot.waitSignal(view.finished):
            person.clicks(view.finish_button)
        assert workbook.read(ref).progress[part.key] == "done"


def test_coming_back_later_asks_for_nothing(
    words: SectionView, person: Person, qtbot: QtBot, workbook: Workbook, account: Ref
) -> None:
    with qtbot.waitSignal(words.put_off):
        person.clicks(words.later_button)
    assert workbook.read(account).progress["words"] == "come_back"


def test_escape_goes_back_and_loses_nothing(
    words: SectionView, person: Person, qtbot: QtBot, workbook: Workbook, account: Ref
) -> None:
    person.types("Wait")
    with qtbot.waitSignal(words.back_wanted):
        person.presses(Qt.Key.Key_Escape)
    assert workbook.read(account).get("in_their_words") == "Wait"


def test_undo_shows_the_answer_before_and_leaves_the_keyboard(
    words: SectionView, person: Person, session: Session
) -> None:
    asked = row(words, "in_their_words")
    person.types("One")
    words.flush()
    person.types(" two")
    words.flush()
    here = person.at
    session.undo()
    assert asked.editor.takers()[0].toPlainText() == "One"  # type: ignore[attr-defined]
    assert person.at is here
    assert asked.editor.cursor_place() == 3


def test_saving_never_moves_the_cursor(words: SectionView, person: Person) -> None:
    asked = row(words, "in_their_words")
    person.types("bus station ")
    asked.editor.set_cursor_place(3)
    words.flush()
    assert asked.editor.cursor_place() == 3


def test_a_change_elsewhere_is_shown(words: SectionView, session: Session, account: Ref) -> None:
    session.save(account, {"how_sought": "Walking, with Ade."})
    asked = row(words, "how_sought")
    assert asked.editor.takers()[0].toPlainText() == "Walking, with Ade."  # type: ignore[attr-defined]


def test_a_save_that_fails_keeps_the_text_and_tries_again(
    words: SectionView,
    person: Person,
    workbook: Workbook,
    account: Ref,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = workbook.save

    def full(
        ref: Ref, answers: Mapping[str, Value], half_typed: Mapping[str, str] | None = None
    ) -> Changes:
        raise CannotWrite("The disk is full.")

    monkeypatch.setattr(workbook, "save", full)
    person.types("Keep this")
    person.tabs()
    assert words.banner is not None
    assert "The disk is full." in words.banner.words
    assert not words.flush()
    asked = row(words, "in_their_words")
    assert asked.editor.takers()[0].toPlainText() == "Keep this"  # type: ignore[attr-defined]
    monkeypatch.setattr(workbook, "save", real)
    assert words.flush()
    assert words.banner.words == ""
    assert workbook.read(account).get("in_their_words") == "Keep this"


def test_a_place_is_remembered_to_the_letter(
    words: SectionView, person: Person, session: Session, account: Ref, case: Ref
) -> None:
    asked = row(words, "how_sought")
    asked.focus_here()
    person.types("Walking")
    asked.editor.set_cursor_place(4)
    place = words.place()
    assert place == Place("how_sought", (), 4)
    words.flush()
    again = person.sits_before(section(session, account, case, "words"))
    assert again.set_place(place)
    assert person.at in row(again, "how_sought").editor.takers()
    assert row(again, "how_sought").editor.cursor_place() == 4


def test_half_a_date_is_kept_and_said_quietly(
    person: Person, session: Session, workbook: Workbook
) -> None:
    somebody = workbook.add("person", {"code": "K.", "kind": "sibling"}).added[0]
    view = person.sits_before(section(session, somebody, Ref("case", 1), "who"))
    born = row(view, "born")
    born.focus_here()
    person.types("summer holidays")
    person.tabs(2)  # past the calendar
    assert workbook.read(somebody).half_typed == {"born": "summer holidays"}
    assert born.problem and not born._problem.is_loud  # type: ignore[union-attr]
    assert born.editor.line.text() == "summer holidays"  # type: ignore[attr-defined]
    born.focus_here()
    person.presses(*[Qt.Key.Key_Backspace] * 20)
    person.types("jan 2011")
    person.tabs(2)
    assert workbook.read(somebody).get("born") == PartDate(2011, 1)
    assert born.editor.line.text() == "January 2011"  # type: ignore[attr-defined]
    assert born.problem == ""


def test_the_wheel_scrolls_the_page(words: SectionView, person: Person) -> None:
    words.window().resize(820, 400)
    person.waits_a_moment()
    assert words.column.verticalScrollBar().maximum() > 0
