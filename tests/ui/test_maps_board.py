"""The weighting board: putting places by hand, by keys and by number, one step each."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from roth_planner.workbook import Ref
from roth_planner.workbook.weights import board
from tests.ui.conftest import Person, explained, said
from tests.workbook.desk import account_of, add_row, rows_of
from tests.workbook.desk import place as somewhere
from ui.maps.weighting_board import PlaceRow, WeightingBoard
from ui.session import Session


@pytest.fixture
def station(session: Session, case: Ref) -> Ref:
    """Weighed at 8 at the initial conference; the review comes next."""
    workbook = session.workbook
    add_row(workbook, case, "case.conferences", meeting="initial", held_on=dt.date(2026, 3, 12))
    found = somewhere(workbook, "Kelderwick station", kind="route")
    account = account_of(workbook, case)
    add_row(workbook, account, "account.weightings", context=found.id, weight=8, why="Then.")
    add_row(workbook, case, "case.conferences", meeting="review", held_on=dt.date(2026, 6, 9))
    return found


@pytest.fixture
def page(session: Session, case: Ref, station: Ref, person: Person) -> WeightingBoard:
    shown = person.sits_before(WeightingBoard(session, case))
    person.waits_a_moment()
    return shown


@pytest.fixture
def row(page: WeightingBoard, station: Ref) -> PlaceRow:
    return page.rows[station]


def weights(session: Session, case: Ref) -> list[tuple[object, object]]:
    workbook = session.workbook
    rows = rows_of(workbook, account_of(workbook, case), "account.weightings")
    return [(one.get("context"), one.get("weight")) for one in rows]


def test_last_time_s_weight_stands_beside_and_is_left_alone(
    page: WeightingBoard, row: PlaceRow, person: Person, session: Session, case: Ref, station: Ref
) -> None:
    assert row.rail.weight is None
    assert row.words.text() == ("Not weighed yet, last time 8 (initial conference, 12 March 2026).")
    page.arrive()
    person.presses(Qt.Key.Key_6)
    person.waits_a_moment()
    assert weights(session, case) == [(station.id, 8), (station.id, 6)]
    assert row.words.text().startswith("6 of 10, last time 8 (initial conference")


def test_each_key_is_one_step_and_undo_takes_back_one(
    page: WeightingBoard, row: PlaceRow, person: Person, session: Session, case: Ref, station: Ref
) -> None:
    page.arrive()
    person.presses(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert row.rail.weight == 2
    person.presses(Qt.Key.Key_End, Qt.Key.Key_Left)
    assert row.rail.weight == 9
    assert weights(session, case)[1:] == [(station.id, 9)]
    session.undo()
    person.waits_a_moment()
    assert row.rail.weight == 10
    for _ in range(4):
        session.undo()
    person.waits_a_moment()
    assert row.rail.weight is None
    assert weights(session, case) == [(station.id, 8)]


def test_it_ends_at_0_and_at_10(page: WeightingBoard, row: PlaceRow, person: Person) -> None:
    page.arrive()
    person.presses(Qt.Key.Key_Home, Qt.Key.Key_Left)
    assert row.rail.weight == 0
    person.presses(Qt.Key.Key_End, Qt.Key.Key_Right)
    assert row.rail.weight == 10


def test_a_place_is_dragged_and_kept_once_when_let_go(
    page: WeightingBoard, row: PlaceRow, session: Session, case: Ref, station: Ref
) -> None:
    steps: list[object] = []
    session.changed.connect(steps.append)
    rail = row.rail
    left, y = Qt.MouseButton.LeftButton, 15
    at = [round(rail._x(number)) for number in (2, 4, 7)]
    none = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(rail, left, none, QPoint(at[0], y))
    for x in at:
        QTest.mouseMove(rail, QPoint(x, y))
    assert steps == []
    QTest.mouseRelease(rail, left, none, QPoint(at[-1], y))
    assert len(steps) == 1
    assert weights(session, case)[-1] == (station.id, 7)


def test_the_wheel_never_weighs(row: PlaceRow, session: Session, case: Ref) -> None:
    row.rail.setFocus()
    centre = QPointF(row.rail.rect().center())
    turned = QWheelEvent(
        centre,
        row.rail.mapToGlobal(centre),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(row.rail, turned)
    assert row.rail.weight is None
    assert len(weights(session, case)) == 1


def test_why_and_what_must_change_first_are_written_below_the_rail(
    page: WeightingBoard, row: PlaceRow, person: Person, session: Session, case: Ref
) -> None:
    assert not row.more.isVisible()
    page.arrive()
    person.presses(Qt.Key.Key_5)
    person.waits_a_moment()
    person.clicks(row.more)
    assert isinstance(person.at, QPlainTextEdit)
    assert said(person.at) == "Why this weight"
    person.types("Nobody looks up.")
    assert row.form is not None
    row.form.row("change_first").focus_here()
    person.types("Somebody does.")
    assert page.commit()
    person.waits_a_moment()
    kept = board(session.workbook, case).places[0]
    assert (kept.weight, kept.why, kept.change_first) == (5, "Nobody looks up.", "Somebody does.")
    assert "Must change first: Somebody does." in row.words.text()


def test_those_who_listen_hear_the_place_the_weight_and_last_time(
    page: WeightingBoard, row: PlaceRow, person: Person
) -> None:
    assert said(row.rail) == "How much Kelderwick station drives the harm"
    assert "Not weighed yet, last time 8" in explained(row.rail)
    page.arrive()
    person.presses(Qt.Key.Key_3)
    person.waits_a_moment()
    assert explained(row.rail).startswith("3 of 10, last time 8")


def test_the_board_never_speaks_of_risk_or_of_a_score(page: WeightingBoard) -> None:
    words = (
        " ".join(
            str(part)
            for one in page.findChildren(PlaceRow)
            for part in (one.name.text(), one.words.text(), said(one.rail), explained(one.rail))
        )
        + page._about.text()
        + page._ends.text()
    )
    assert "risk" not in words.lower()
    assert "score" not in words.lower()


def test_a_case_with_no_places_says_where_to_add_them(
    session: Session, case: Ref, person: Person
) -> None:
    page = person.sits_before(WeightingBoard(session, case))
    assert not page.rows
    assert page._none.isVisible()


def test_a_place_that_is_added_elsewhere_comes_on_to_the_board(
    page: WeightingBoard, person: Person, session: Session, case: Ref
) -> None:
    club = somewhere(session.workbook, "The Loft", kind="club")
    rows = session.workbook.catalogue.guide("account").question("weightings")
    session.add_row(account_of(session.workbook, case), rows, {"context": club.id, "weight": 1})
    person.waits_a_moment()
    assert page.rows[club].rail.weight == 1
