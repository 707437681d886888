"""People and agencies in the window; and adding somebody without writing them down twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case
from roth_planner.workbook.directory import directory
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.ui.conftest import Person, explained, said
from tests.workbook.desk import account_of, add_row, person, place, question
from ui.forms.choosing import AddForm, SessionChooser
from ui.forms.cover import SHOWN_FOR_MS
from ui.forms.question_row import QuestionRow
from ui.forms.section_view import SectionView
from ui.models.people import PeopleTable
from ui.pages.directory import DirectoryPage
from ui.pages.person_card import PersonCard
from ui.session import Session

NAME = "What is their name?"
CODE = "What should we show instead of the name?"


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    """A chair with an open vault: two cases, and a sergeant who has a part in both."""
    somebody = Chair(qtbot, tmp_path)
    folder = tmp_path / "Mine.rothvault"
    workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    cases = [start_case(workbook, code) for code in ("J.", "K.")]
    sam = person(workbook, "professional", name="Sam Hill", role="Sergeant", agency="Police")
    person(workbook, "guardian", name="Dilan Aksoy", role="Baker", agency="Corner Oven")
    for case in cases:
        add_row(workbook, case, "case.people", person=sam.id, part="Police")
    somebody.window.open_workbook(workbook, folder)
    yield somebody
    somebody.window.close()


def shown(chair: Chair) -> list[str]:
    model = chair.page(DirectoryPage).table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def opens(chair: Chair, name: str) -> None:
    table = chair.page(DirectoryPage).table
    table.setCurrentIndex(table.model().index(shown(chair).index(name), 0))
    table.setFocus()
    chair.presses("Enter")


# -- the directory


def test_people_are_found_by_any_of_their_words_and_by_agency(chair: Chair) -> None:
    chair.click("People and agencies")
    assert said(chair.at) == "Find somebody"
    assert shown(chair) == ["Dilan Aksoy", "Sam Hill"]
    for words, found in (("serg", ["Sam Hill"]), ("oven", ["Dilan Aksoy"]), ("K.", ["Sam Hill"])):
        chair.write("Find somebody", words)
        assert shown(chair) == found
    chair.write("Find somebody", "zebra")
    assert chair.sees("Nobody matches.")
    chair.write("Find somebody", "")
    chair.choose("From", "Corner Oven (1)")
    assert shown(chair) == ["Dilan Aksoy"]
    chair.presses("Home")
    assert len(shown(chair)) == 2


def test_somebody_is_put_right_once_for_every_case(chair: Chair) -> None:
    chair.click("People and agencies")
    opens(chair, "Sam Hill")
    assert chair.sees("Used in 2 cases: J., K. What you change here changes for all of them.")
    chair.write("What is their role?", "Inspector")
    chair.presses("Esc")
    assert "Sam Hill" in shown(chair)
    assert chair.window.session is not None
    (sam,) = [one for one in directory(chair.window.session.workbook) if one.role == "Inspector"]
    assert sam.cases == ("J.", "K.")
    chair.presses("Esc")
    assert chair.sees("Cases")


def test_an_agency_spelt_nearly_like_another_is_asked_about(chair: Chair) -> None:
    chair.click("People and agencies")
    opens(chair, "Sam Hill")
    card = chair.page(DirectoryPage).card
    assert isinstance(card, PersonCard)
    assert not card.same_agency.isVisible()
    chair.write("Which agency, company or group are they from?", "Corner  Ovne")
    card.flush()
    assert card.same_agency.isVisible()
    chair.click("Is the agency \u201cCorner Oven\u201d? Write it like that")
    assert not card.same_agency.isVisible()
    assert chair.reads("Which agency, company or group are they from?") == "Corner Oven"


def test_somebody_who_is_used_is_not_removed_and_the_banner_says_where(chair: Chair) -> None:
    chair.click("People and agencies")
    opens(chair, "Sam Hill")
    chair.click("Remove")
    assert "still used in" in chair.window.messages.words
    chair.click("Back to the list")
    opens(chair, "Dilan Aksoy")
    chair.click("Remove")
    assert shown(chair) == ["Sam Hill"]
    chair.presses("Ctrl+Z")
    assert shown(chair) == ["Dilan Aksoy", "Sam Hill"]


def test_somebody_new_is_added_and_goes_on_with_role_and_contact(chair: Chair) -> None:
    chair.click("People and agencies")
    chair.click("New person")
    chair.choose("Who are they to us?", "Professional")
    chair.write(CODE, "N.R.")
    chair.write(NAME, "Nadia Rahman")
    chair.click("Add this person")
    chair.write("What is their role?", "Advocate")
    chair.click("Back to the list")
    assert shown(chair) == ["Dilan Aksoy", "Nadia Rahman", "Sam Hill"]


def test_the_way_to_the_directory_and_back_is_in_the_menu(chair: Chair) -> None:
    chair.presses("Ctrl+Shift+P")
    chair.page(DirectoryPage)
    chair.presses("Alt+Home")
    chair.opens_case("J.")
    chair.presses("Ctrl+Shift+P")
    chair.page(DirectoryPage)
    chair.click("All cases")
    assert chair.sees("Cases")


def test_an_empty_directory_says_what_will_stand_here(qtbot: QtBot, session: Session) -> None:
    page = DirectoryPage(session)
    qtbot.addWidget(page)
    page.show()
    page.arrive()
    assert page._empty.isVisible()
    assert not page.table.isVisible()


def test_the_model_is_sound(workbook: Workbook, qtmodeltester: ModelTester) -> None:
    person(workbook, "professional", name="Sam Hill")
    table = PeopleTable()
    table.show_lines(directory(workbook))
    qtmodeltester.check(table)


# -- adding somebody


@pytest.fixture
def adding(person: Person, session: Session, case: Ref) -> AddForm:
    """The form for a new friend of the young person."""
    asked = question(session.workbook, "case.people.person")
    form = person.sits_before(AddForm(session, asked, "", SessionChooser(session, case)))
    form.focus_here()
    return form


def into(form: AddForm, key: str) -> QuestionRow:
    found = form.form.rows[key]
    assert isinstance(found, QuestionRow)
    found.focus_here()
    return found


def test_a_name_that_is_kept_already_is_offered_and_taken_with_one_press(
    adding: AddForm, person: Person, qtbot: QtBot, workbook: Workbook
) -> None:
    before = len(workbook.all("person"))
    into(adding, "name")
    person.types("Jordon")
    qtbot.waitUntil(lambda: bool(adding.alike.refs))
    (link,) = adding.alike.links
    assert said(link) == "J.: Young person, in the case of J."
    assert explained(link) == "Use this one instead of adding another"
    assert "Jordan" not in link.text()
    with qtbot.waitSignal(adding.added) as heard:
        person.clicks(link)
    assert heard.args == [adding.alike.refs[0].id]
    assert len(workbook.all("person")) == before


def test_the_hint_is_next_in_tab_order_and_blocks_nothing(
    adding: AddForm, person: Person, qtbot: QtBot, workbook: Workbook
) -> None:
    workbook.add("person", {"kind": "professional", "code": "S.H.", "name": "Sam Hill"})
    kind = into(adding, "kind")
    kind._typed("professional")
    into(adding, "code")
    person.types("S.H.")
    qtbot.waitUntil(lambda: bool(adding.alike.refs))
    name = into(adding, "name")
    while person.at not in adding.alike.links:
        assert name.isAncestorOf(person.at), "Tab came by without stopping at the hint"
        person.tabs()
    with qtbot.waitSignal(adding.added):
        person.clicks(adding.add_button)
    assert len([one for one in workbook.all("person") if one.get("code") == "S.H."]) == 2


def test_a_hint_goes_when_the_words_are_others(
    adding: AddForm, person: Person, qtbot: QtBot
) -> None:
    into(adding, "code")
    person.types("J")
    qtbot.waitUntil(lambda: adding.alike.isVisible())
    person.types("Q")
    qtbot.waitUntil(lambda: not adding.alike.isVisible())


@pytest.mark.parametrize("kind", ["peer", "sibling", "young_person"])
def test_another_child_is_added_with_a_reason_and_initials(
    adding: AddForm, person: Person, qtbot: QtBot, workbook: Workbook, kind: str
) -> None:
    why = adding.form.rows["why_held"]
    assert not why.isVisible()
    into(adding, "kind")._typed(kind)
    assert why.isVisible()
    into(adding, "code")
    person.types("T.M.")
    with qtbot.assertNotEmitted(adding.added):
        person.clicks(adding.add_button)
    assert why.problem
    into(adding, "why_held")
    person.types("He was there and is at risk too.")
    with qtbot.waitSignal(adding.added) as heard:
        person.clicks(adding.add_button)
    kept = workbook.read(Ref("person", heard.args[0]))
    assert kept.get("why_held") == "He was there and is at risk too."
    assert kept.get("name") is None


def test_a_name_typed_as_the_code_becomes_initials_and_is_kept_apart(
    adding: AddForm, person: Person, qtbot: QtBot, workbook: Workbook
) -> None:
    into(adding, "kind")._typed("peer")
    into(adding, "code")
    person.types("Kim Lowe")
    qtbot.waitUntil(lambda: adding.initials.isVisible())
    assert adding.initials.text() == "Show K.L. instead, and keep the name apart"
    person.clicks(adding.initials)
    assert not adding.initials.isVisible()
    into(adding, "why_held")
    person.types("They share a group chat.")
    with qtbot.waitSignal(adding.added) as heard:
        person.clicks(adding.add_button)
    kept = workbook.read(Ref("person", heard.args[0]))
    assert (kept.get("code"), kept.get("name")) == ("K.L.", "Kim Lowe")


def test_nobody_who_acts_by_their_role_is_offered_initials(
    adding: AddForm, person: Person, qtbot: QtBot
) -> None:
    into(adding, "kind")._typed("professional")
    into(adding, "name")
    person.types("Sam Hill")
    qtbot.waitUntil(lambda: not adding._look_soon.isActive())
    assert not adding.initials.isVisible()


def test_nobody_asks_why_of_the_young_person_whose_case_it_is(
    session: Session, case: Ref, person: Person
) -> None:
    child = parts(session.workbook, case).person
    guide = session.workbook.catalogue.guide("person")
    view = person.sits_before(SectionView(session, guide, guide.section("who"), child, case))
    assert not view.form.rows["why_held"].isVisible()


# -- names


def test_a_private_name_is_behind_a_link_and_hides_again(
    session: Session, case: Ref, person: Person, workbook: Workbook
) -> None:
    child = parts(workbook, case).person
    guide = workbook.catalogue.guide("person")
    view = person.sits_before(SectionView(session, guide, guide.section("who"), child, case))
    name, cover = view.form.rows["name"], view.form.covers["name"]
    assert isinstance(name, QuestionRow)
    assert not name.editor.isVisible()
    assert explained(cover.link) == NAME
    name.focus_here()
    assert person.at is cover.link
    assert cover.hide_soon.interval() == SHOWN_FOR_MS
    person.clicks(cover.link)
    assert name.editor.isVisible()
    assert person.at in name.editor.takers()
    person.types("a")
    cover.hide_soon.timeout.emit()
    assert name.editor.isVisible(), "it stays while somebody writes in it"
    other = view.form.rows["code"]
    other.focus_here()
    cover.hide_soon.timeout.emit()
    assert not name.editor.isVisible()
    assert cover.link.isVisible()
    assert workbook.read(child).get("name") == "aJordan"


def test_a_name_of_somebody_who_acts_by_their_role_stands_open(
    session: Session, person: Person, workbook: Workbook
) -> None:
    ref = workbook.add("person", {"kind": "professional", "name": "Sam Hill"}).added[0]
    guide = workbook.catalogue.guide("person")
    view = person.sits_before(SectionView(session, guide, guide.section("who"), ref))
    assert view.form.covers == {}
    name = view.form.rows["name"]
    assert isinstance(name, QuestionRow) and name.editor.isVisible()


def test_a_place_shared_by_five_cases_says_so_where_it_is_changed(
    session: Session, person: Person, workbook: Workbook
) -> None:
    park = place(workbook, "Mill Park")
    for number in range(5):
        case = start_case(workbook, f"C{number}.")
        add_row(workbook, account_of(workbook, case), "account.weightings", context=park.id)
    guide = workbook.catalogue.guide("context")
    view = person.sits_before(SectionView(session, guide, guide.section("place"), park, case))
    words = "Shared by 5 cases. What you change here changes for all of them."
    assert any(one.text() == words for one in view.findChildren(type(view._counted)))
    boundary = view.form.rows["boundary"]
    boundary.focus_here()
    person.types("Gate to bandstand")
    view.flush()
    assert workbook.read(park).get("boundary") == "Gate to bandstand"
