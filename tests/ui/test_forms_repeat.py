"""Lists of harms, goals and actions: added, opened, removed, moved, with the keyboard alone."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from roth_planner.guides.catalogue import read_catalogue, walk
from roth_planner.guides.spec import Kind, Question
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts
from tests.ui.conftest import Person, explained, labels_of, said, stops
from ui.forms.choosing import SessionChooser
from ui.forms.place import Place
from ui.forms.question_row import QuestionRow
from ui.forms.record_form import RecordForm
from ui.forms.repeat_view import RepeatView
from ui.forms.row_list import MOST_IN_SIGHT, MOST_WRAPPED, in_two
from ui.forms.section_view import SectionView
from ui.session import Session

LISTS = {
    where: (guide, question)
    for guide in read_catalogue().guides.values()
    for where, question, beside in walk(guide)
    if question.kind is Kind.ROWS and question in guide.questions()
}


@pytest.fixture
def account(workbook: Workbook, case: Ref) -> Ref:
    return parts(workbook, case).account


@pytest.fixture
def page(person: Person, session: Session, account: Ref, case: Ref) -> SectionView:
    guide = session.workbook.catalogue.guide("account")
    return person.sits_before(SectionView(session, guide, guide.section("words"), account, case))


@pytest.fixture
def quotes(page: SectionView) -> RepeatView:
    found = page.form.rows["quotes"]
    assert isinstance(found, RepeatView)
    return found


def write(quotes: RepeatView, person: Person, *words: str) -> None:
    """Add rows with these words, by keyboard."""
    for text in words:
        quotes.add_button.setFocus()
        person.presses(Qt.Key.Key_Return)
        person.types(text)
        person.presses(Qt.Key.Key_Escape)


def lines(view: RepeatView) -> list[str]:
    return [view.model.line(ref) for ref in view.model.refs]


def test_a_row_is_added_written_and_closed_by_keyboard(
    quotes: RepeatView, person: Person, workbook: Workbook
) -> None:
    assert quotes.empty.isVisible() and not quotes.list.isVisible()
    write(quotes, person, "It is warm there")
    assert lines(quotes) == ["It is warm there"]
    assert quotes.panel is None
    assert person.at is quotes.list
    row = workbook.read(quotes.model.refs[0])
    assert row.get("said") == "It is warm there"


def test_a_long_row_has_two_lines_until_there_are_very_many(
    quotes: RepeatView, person: Person, session: Session, account: Ref
) -> None:
    long = "\U0001f600 You lot keep saying stay away from the station, so how do I get home? " * 3
    session.add_rows(account, quotes.question, [{"said": "Short."}, {"said": long}])
    person.waits_a_moment()
    one, two = quotes.list.sizeHintForRow(0), quotes.list.sizeHintForRow(1)
    line = quotes.list.fontMetrics().lineSpacing()
    assert one + line <= two < one + 2 * line
    assert quotes.list.height() >= one + two
    drawn = in_two(f"12.  {long}", quotes.list.font(), 400)
    above, below = drawn.split("\u2028")
    assert above.startswith("12.  \U0001f600 You lot") and below.endswith("\u2026")
    assert below.startswith("\u00a0"), "under the words, not under the number"
    assert all(quotes.list.fontMetrics().horizontalAdvance(part) <= 400 for part in (above, below))
    session.add_rows(account, quotes.question, [{"said": long}] * MOST_WRAPPED)
    person.waits_a_moment()
    assert quotes.list.sizeHintForRow(1) == one
    assert quotes.list.height() <= MOST_IN_SIGHT * one + 2


def test_a_row_that_was_opened_by_mistake_leaves_nothing(
    quotes: RepeatView, person: Person
) -> None:
    write(quotes, person, "")
    assert quotes.model.refs == []
    assert person.at is quotes.add_button


def test_enter_opens_a_row_and_tab_goes_through_it(quotes: RepeatView, person: Person) -> None:
    write(quotes, person, "One", "Two")
    person.presses(Qt.Key.Key_Home, Qt.Key.Key_Return)
    assert quotes.panel is not None
    assert quotes.panel.title.text() == "Quotation 1"
    first = person.at
    assert quotes.panel.isAncestorOf(first)
    seen: list[QWidget] = []
    while quotes.panel.isAncestorOf(person.at):
        seen.append(person.at)
        person.tabs()
        assert len(seen) < 60
    assert seen[-1] is quotes.panel.done
    assert not quotes.isAncestorOf(person.at)


def test_removing_offers_to_bring_it_back(quotes: RepeatView, person: Person) -> None:
    write(quotes, person, "One", "Two", "Three")
    person.presses(Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Delete)
    assert lines(quotes) == ["One", "Three"]
    assert quotes.banner is not None
    assert quotes.banner.words == "Two"
    assert person.at is quotes.list
    quotes.banner.acted.emit()
    assert lines(quotes) == ["One", "Two", "Three"]
    assert quotes.banner.words == ""


def test_the_offer_goes_when_something_else_is_saved(quotes: RepeatView, person: Person) -> None:
    write(quotes, person, "One", "Two")
    person.presses(Qt.Key.Key_Delete)
    write(quotes, person, "Three")
    assert quotes.banner is not None
    assert quotes.banner.words == ""


def test_rows_move_with_alt_and_arrows_and_stay_marked(quotes: RepeatView, person: Person) -> None:
    write(quotes, person, "One", "Two", "Three")
    person.presses(Qt.Key.Key_End)
    person.presses(Qt.Key.Key_Up, alt=True)
    assert lines(quotes) == ["One", "Three", "Two"]
    person.presses(Qt.Key.Key_Up, alt=True)
    person.presses(Qt.Key.Key_Up, alt=True)
    assert lines(quotes) == ["Three", "One", "Two"]
    assert quotes.selected() == quotes.model.refs[0]
    person.clicks(quotes.down_button)
    assert lines(quotes) == ["One", "Three", "Two"]


def test_undo_of_an_added_row_closes_it(
    quotes: RepeatView, person: Person, session: Session
) -> None:
    person.clicks(quotes.add_button)
    assert quotes.panel is not None
    session.undo()
    assert quotes.panel is None
    assert quotes.model.refs == []


def test_a_change_in_the_open_row_shows_in_its_line(quotes: RepeatView, person: Person) -> None:
    write(quotes, person, "One")
    person.presses(Qt.Key.Key_Return)
    person.presses(Qt.Key.Key_End)
    person.types(" more")
    quotes.flush()
    assert lines(quotes) == ["One more"]


def test_a_row_that_cannot_be_removed_stays_and_says_why(
    person: Person,
    session: Session,
    workbook: Workbook,
    page: SectionView,
    quotes: RepeatView,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from roth_planner.errors import Refused

    def refuse(ref: Ref) -> None:
        raise Refused("This is still used, so it was not removed.")

    write(quotes, person, "One")
    monkeypatch.setattr(workbook, "remove", refuse)
    heard: list[str] = []
    session.failed.connect(heard.append)
    person.presses(Qt.Key.Key_Delete)
    assert lines(quotes) == ["One"]
    assert heard == ["This is still used, so it was not removed."]


def test_rows_inside_rows(person: Person, session: Session, workbook: Workbook, case: Ref) -> None:
    plan = parts(workbook, case).plan
    guide = workbook.catalogue.guide("plan")
    view = person.sits_before(SectionView(session, guide, guide.section("goals"), plan, case))
    goals = next(row for row in view.form.rows.values() if isinstance(row, RepeatView))
    person.clicks(goals.add_button)
    assert goals.panel is not None
    person.types("Adults are at the stop")
    inner = next(row for row in goals.panel.form.rows.values() if isinstance(row, RepeatView))
    person.clicks(inner.add_button)
    assert inner.panel is not None
    assert inner.panel.isAncestorOf(person.at)
    text = next(
        row
        for row in inner.panel.form.rows.values()
        if isinstance(row, QuestionRow) and row.question.kind is Kind.LONG_TEXT
    )
    text.focus_here()
    person.types("Ask the bus company")
    place = view.place()
    assert place is not None
    assert place.rows == (goals.panel.ref, inner.panel.ref)
    person.presses(Qt.Key.Key_Escape)
    assert inner.panel is None and goals.panel is not None
    person.presses(Qt.Key.Key_Escape)
    assert goals.panel is None
    assert view.set_place(Place(place.question, place.rows))
    assert "Ask the bus company" in person.at.toPlainText()  # type: ignore[attr-defined]


def test_finishing_names_the_row_and_opens_it(
    page: SectionView, quotes: RepeatView, person: Person
) -> None:
    write(quotes, person, "One")
    page.finish()
    assert page.summary is not None
    link = next(link for link in page.summary.links if link.text().startswith("Quotation 1: "))
    person.clicks(link)
    assert quotes.panel is not None
    who = quotes.panel.form.rows["who"]
    assert who.problem != ""
    assert who.isAncestorOf(person.at)


def test_somebody_new_is_added_from_inside_a_row(
    quotes: RepeatView, person: Person, workbook: Workbook
) -> None:
    write(quotes, person, "One")
    person.presses(Qt.Key.Key_Return)
    assert quotes.panel is not None
    who = quotes.panel.form.rows["who"]
    who.focus_here()
    person.presses(Qt.Key.Key_Return)
    panel = who.editor.panel  # type: ignore[union-attr]
    person.clicks(panel.add)
    new = panel.form
    assert new.isAncestorOf(person.at)
    code = new.form.rows["code"]
    code.focus_here()
    person.types("Z.")
    person.clicks(new.add_button)
    assert new.form.rows["why_held"].problem, "another child is kept only with a reason"
    person.types("They share a group chat.")
    person.clicks(new.add_button)
    number = workbook.read(quotes.panel.ref).get("who")
    assert isinstance(number, int)
    assert workbook.read(Ref("person", number)).values == {
        "kind": "young_person",
        "code": "Z.",
        "why_held": "They share a group chat.",
    }


def test_somebody_who_is_not_added_after_all_is_not_kept(
    quotes: RepeatView, person: Person, workbook: Workbook
) -> None:
    write(quotes, person, "One")
    person.presses(Qt.Key.Key_Return)
    assert quotes.panel is not None
    who = quotes.panel.form.rows["who"]
    before = len(workbook.all("person"))
    who.focus_here()
    person.presses(Qt.Key.Key_Return)
    panel = who.editor.panel  # type: ignore[union-attr]
    person.clicks(panel.add)
    panel.form.form.rows["code"].focus_here()
    person.types("Z.")
    person.clicks(panel.form.drop_link)
    assert len(workbook.all("person")) == before
    assert workbook.read(quotes.panel.ref).get("who") is None
    assert panel.isVisible() and person.at is panel.line


@pytest.mark.parametrize("where", LISTS)
def test_every_list_and_its_rows_are_said_and_reached(
    where: str, person: Person, session: Session, workbook: Workbook, case: Ref
) -> None:
    guide, question = LISTS[where]
    owner = _owner(workbook, guide.record, case)
    chooser = SessionChooser(session, case)
    view = person.sits_before(RepeatView(session, question, owner, chooser, RecordForm))
    assert said(view.list) == question.label
    assert question.guidance in explained(view.list)
    assert labels_of(view.list)
    person.clicks(view.add_button)
    assert view.panel is not None
    reached = set(stops(person.window))
    for row in view.panel.form.rows.values():
        if row.isVisible():
            assert any(row.isAncestorOf(stop) for stop in reached), row.question.key
    assert view.panel.done in reached
    person.presses(Qt.Key.Key_Escape)


def _owner(workbook: Workbook, record: str, case: Ref) -> Ref:
    if record == "case":
        return case
    mine = parts(workbook, case)
    if record in ("account", "plan"):
        return mine.account if record == "account" else mine.plan
    if record in mine.once:
        return mine.once[record]
    if record in ("person", "context"):
        return workbook.add(record, {}).added[0]
    if record in ("conference", "meeting"):
        listed = workbook.index.row_question(record)
        assert listed is not None
        return workbook.add_row(case, listed).added[0]
    from roth_planner.workbook.caseload import start_context_plan, start_guardian

    place = workbook.add("context", {"name": "The station"}).added[0]
    start = start_context_plan if record == "context_plan" else start_guardian
    return start(workbook, case, place.id)


def test_the_model_keeps_qts_rules(
    quotes: RepeatView, person: Person, qtmodeltester: ModelTester
) -> None:
    write(quotes, person, "One", "Two")
    qtmodeltester.check(quotes.model)


def test_four_hundred_rows_stay_quick(
    person: Person, session: Session, workbook: Workbook, account: Ref, case: Ref, qtbot: QtBot
) -> None:
    question = _question(workbook, "quotes")
    with workbook.saving() as step:
        from roth_planner.records import RECORDS

        for number in range(400):
            row = RECORDS["entry"](
                account=account.id,
                list="quotes",
                position=number,
                answers={"said": f"Sentence {number}"},
                no_answer={},
                half_typed={},
            )
            step.add(row)
    chooser = SessionChooser(session, case)
    started = time.perf_counter()
    view = person.sits_before(RepeatView(session, question, account, chooser, RecordForm))
    person.waits_a_moment()
    view.focus_here()
    person.presses(Qt.Key.Key_End)
    person.presses(Qt.Key.Key_Up, alt=True)
    assert time.perf_counter() - started < 2.5
    assert len(view.model.refs) == 400
    assert view.list.height() < 400


def _question(workbook: Workbook, key: str) -> Question:
    guide = workbook.catalogue.guide("account")
    return next(one for one in guide.questions() if one.key == key)
