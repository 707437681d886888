"""An area's own pack in the window: chosen, asked, printed, broken, taken away, brought back."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from roth_planner.documents import produce
from roth_planner.guides.local import core_catalogue
from roth_planner.settings import read_settings
from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import (
    CaseParts,
    case_lines,
    parts,
    start_case,
    start_context_plan,
)
from tests.fixtures import PASSPHRASE
from tests.journeys.chair import Chair
from tests.ui.conftest import said
from ui.forms.repeat_view import RepeatView
from ui.forms.row_panel import RowPanel
from ui.forms.section_view import SectionView
from ui.models.journey import Place
from ui.pages.caseload import CaseloadPage
from ui.pages.local_pack import LocalPackPage
from ui.pages.section_page import SectionPage
from ui.widgets.marks import Option, Tick

PACK = """format = 1
area = "Kent"

[[timescales]]
key = "core_group"
label = "First core group"
figure = 8
unit = "working_days"
source = "https://example.org/core-groups"
edition = "Spring 2026"
read = 2026-03-01

[[choices]]
list = "harm_types"
key = "local_begging"
label = "Forced begging <b>& stealing</b>"
[[choices]]
list = "harm_types"
key = "financial"
retired = true

[[questions]]
guide = "account"
section = "words"
key = "local_drama"
kind = "long_text"
label = "What did the drama group notice?"
guidance = "They see young people every week."
audiences = ["chair", "agencies"]
"""
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PACKS = Path(__file__).parents[1] / "fixtures" / "packs"
WHAT_THEY_NOTICED = "Somebody waits for them outside"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    file = tmp_path / "kent.toml"
    file.write_text(PACK, "utf-8")
    return file


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A vault with one case, closed."""
    folder = tmp_path / "Mine.rothvault"
    workbook, _code = Workbook.create(folder, PASSPHRASE, cost=FLOOR)
    start_case(workbook, "J.", "Jordan Ellery", "KV-1")
    workbook.close()
    return folder


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path, vault: Path) -> Iterator[Chair]:
    somebody = Chair(qtbot, tmp_path)
    goes_in(somebody, vault)
    yield somebody
    somebody.window.close()


def goes_in(chair: Chair, vault: Path) -> None:
    chair.window.open_workbook(Workbook.open(vault, PASSPHRASE), vault)
    chair.takes_a_breath()


def comes_back(chair: Chair, vault: Path) -> None:
    """Close the program, start it again and open the vault."""
    chair.window.close()
    chair.starts_the_program()
    goes_in(chair, vault)


def chooses(chair: Chair, file: Path) -> None:
    chair.window.actions_.local_pack.trigger()
    chair.click("Choose a local pack")
    answers(chair, file)


def answers(chair: Chair, file: Path) -> None:
    """Answer the system's question which file; without a desktop nothing else gives focus back."""
    chair.chooses_a_file(file)
    chair.window.activateWindow()
    chair.waits_until(chair.window.isActiveWindow)


def workbook_of(chair: Chair) -> Workbook:
    assert chair.window.session is not None
    return chair.window.session.workbook


def section(chair: Chair, key: str) -> SectionView:
    """A section of the account of the only case."""
    chair.window.show_cases()
    chair.opens_case("J.")
    assert chair.case.go_to(Place("account", key, account_of(chair)))
    chair.takes_a_breath()
    middle = chair.case.middle
    assert isinstance(middle, SectionPage)
    return middle.view


def add_harm(chair: Chair, *types: str) -> Ref:
    workbook = workbook_of(chair)
    harms = workbook.catalogue.guide("account").question("harms")
    return workbook.add_row(account_of(chair), harms, {"types": types}).added[0]


def harms_open_at(chair: Chair, harm: Ref) -> RowPanel:
    """The form of one harm."""
    view = section(chair, "harms")
    assert view.go_to("types", harm)
    rows = view.form.rows["harms"]
    assert isinstance(rows, RepeatView) and rows.panel is not None
    return rows.panel


def ticked(panel: RowPanel) -> set[str]:
    """The kinds of harm that are ticked, in words."""
    return {tick.words for tick in panel.form.rows["types"].findChildren(Tick) if tick.isChecked()}


def parts_of(chair: Chair) -> CaseParts:
    return parts(workbook_of(chair), case_lines(workbook_of(chair))[0].ref)


def account_of(chair: Chair) -> Ref:
    return parts_of(chair).account


def test_the_page_shows_each_figure_with_its_source_and_asks_to_check_it(chair: Chair) -> None:
    chair.window.actions_.local_pack.trigger()
    chair.takes_a_breath()
    assert chair.sees("In use: England")
    for one in core_catalogue().area.timescales.values():
        assert chair.sees(f"{one.label}: {one.words}")
        assert chair.sees(f"Check your edition. Read on 21 November 2026 at {one.source}")
    assert said(chair.at) == "Choose a local pack"
    chair.presses("Esc")
    assert chair.sees("Cases")


def test_an_extra_question_is_drawn_saved_found_and_printed_like_any_other(
    chair: Chair, pack: Path, vault: Path
) -> None:
    chooses(chair, pack)
    assert chair.sees("In use: Kent")
    assert chair.sees("First core group: 8 working days")
    assert chair.sees("Edition: spring 2026.")
    assert chair.sees("What did the drama group notice?")
    section(chair, "words")
    chair.write("What did the drama group notice?", WHAT_THEY_NOTICED)
    chair.click("Come back to this")
    workbook = workbook_of(chair)
    account = account_of(chair)
    assert workbook.read(account).get("local_drama") == WHAT_THEY_NOTICED
    case = case_lines(workbook)[0].ref
    texts = {}
    for choice in produce.documents_of(workbook, case):
        data = produce.make(workbook, case, choice).data
        pages = PdfReader(io.BytesIO(data)).pages
        texts[choice.key] = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "What did the drama group notice?" in texts["full_plan"]
    assert WHAT_THEY_NOTICED in texts["full_plan"]
    assert WHAT_THEY_NOTICED not in texts["young_persons_copy"]


def test_an_extra_answer_can_be_taken_back_and_put_back(chair: Chair, pack: Path) -> None:
    chooses(chair, pack)
    section(chair, "words")
    chair.write("What did the drama group notice?", WHAT_THEY_NOTICED)
    chair.window.show_cases()
    workbook, account = workbook_of(chair), account_of(chair)
    workbook.undo()
    assert workbook.read(account).get("local_drama") is None
    workbook.redo()
    assert workbook.read(account).get("local_drama") == WHAT_THEY_NOTICED


def test_a_pack_that_is_taken_away_takes_no_answer_with_it(
    chair: Chair, pack: Path, vault: Path
) -> None:
    chooses(chair, pack)
    workbook_of(chair).save(account_of(chair), {"local_drama": WHAT_THEY_NOTICED})
    harm = add_harm(chair, "local_begging", "violence")
    chair.window.actions_.local_pack.trigger()
    chair.click("Go on without it")
    assert chair.sees("In use: England")
    assert "local_drama" not in section(chair, "words").form.rows
    assert ticked(harms_open_at(chair, harm)) == {"Begging", "Serious violence or weapons"}
    chair.click("Harm online")  # an answer of the pack stays beside one that is added now
    comes_back(chair, vault)
    kept = workbook_of(chair).read(harm).get("types")
    assert set(kept) == {"local_begging", "violence", "online"}  # type: ignore[arg-type]
    chooses(chair, pack)
    section(chair, "words")
    assert chair.reads("What did the drama group notice?") == WHAT_THEY_NOTICED
    assert "Forced begging <b>& stealing</b>" in ticked(harms_open_at(chair, harm))


def test_a_choice_that_is_retired_is_no_longer_offered_and_stays_where_it_is_the_answer(
    chair: Chair, pack: Path
) -> None:
    harm = add_harm(chair, "financial")
    chooses(chair, pack)
    assert ticked(harms_open_at(chair, harm)) == {"Financial exploitation or forced debt"}
    other = add_harm(chair, "online")
    offered = {
        tick.words for tick in harms_open_at(chair, other).form.rows["types"].findChildren(Tick)
    }
    assert "Financial exploitation or forced debt" not in offered
    assert "Forced begging <b>& stealing</b>" in offered


def test_a_broken_pack_is_refused_and_the_one_in_use_stays(
    chair: Chair, pack: Path, tmp_path: Path
) -> None:
    chooses(chair, pack)
    broken = tmp_path / "broken.toml"
    broken.write_text(PACK.replace("figure = 8", 'figure = "8"'), "utf-8")
    chair.click("Choose a local pack")
    answers(chair, broken)
    assert "broken.toml was not taken, because of line 7" in chair.window.messages.words
    assert chair.sees("In use: Kent")
    assert chair.sees("Line 7: write a whole number here, not words in quotes")
    assert read_settings(tmp_path / "settings.json").local_pack == str(pack)


@pytest.mark.parametrize("broken", [b"", b"area =", "x".encode("utf-16"), None])
def test_a_pack_that_broke_since_never_keeps_the_vault_shut(
    chair: Chair, pack: Path, vault: Path, broken: bytes | None
) -> None:
    chooses(chair, pack)
    if broken is None:
        pack.unlink()
    else:
        pack.write_bytes(broken)
    comes_back(chair, vault)
    assert "The local pack kent.toml " in chair.window.messages.words
    assert "not taken" in chair.window.messages.words
    assert "for Kent that worked last" in chair.window.messages.words
    assert workbook_of(chair).catalogue.area.timescale("core_group").figure == 8
    chair.click("Look at the local pack")
    assert isinstance(chair.window.page, LocalPackPage)
    pack.write_text(PACK.replace("figure = 8", "figure = 9"), "utf-8")
    comes_back(chair, vault)
    assert chair.window.messages.words == ""
    assert workbook_of(chair).catalogue.area.timescale("core_group").figure == 9


def test_with_no_copy_that_worked_the_core_is_asked(
    chair: Chair, pack: Path, vault: Path, tmp_path: Path
) -> None:
    chooses(chair, pack)
    pack.write_text("nonsense", "utf-8")
    (tmp_path / "local-pack-that-worked.toml").unlink()
    comes_back(chair, vault)
    assert "for England that worked last" in chair.window.messages.words
    assert workbook_of(chair).catalogue is core_catalogue()


def test_words_of_a_pack_are_shown_letter_by_letter(chair: Chair, pack: Path) -> None:
    pack.write_text(PACK.replace("What did the drama", "<b>What</b> & did the drama"), "utf-8")
    chooses(chair, pack)
    section(chair, "words")
    labels = chair.window.findChildren(QLabel)
    assert any(label.text().startswith("<b>What</b> && did") for label in labels)


def test_the_areas_names_are_said_everywhere_on_the_screen(chair: Chair) -> None:
    chooses(chair, PACKS / "mereshire.toml")
    assert chair.sees("Pathway, in short: SOTH")
    assert chair.sees("Who makes a safety meeting quorate")
    chair.window.show_cases()
    headings = chair.page(CaseloadPage).table.model()
    row = Qt.Orientation.Horizontal
    assert "Next safety meeting" in [headings.headerData(n, row) for n in range(6)]
    chair.opens_case("J.")
    titles = [entry.title for entry in chair.journey()]
    assert {"Safety meeting", "Add a safety meeting", "Families beside us"} <= set(titles)
    assert chair.case.guidance.last_tab.text() == "Last safety meeting"
    chair.goes_to("Add a safety meeting")
    assert chair.sees("Which safety meeting is it?")
    chair.click("Initial safety meeting")
    everything = [label.text() for label in chair.window.findChildren(QLabel) if label.isVisible()]
    ours = [words for words in everything if words != "ROTH Planner"]
    assert not [words for words in ours if re.search("conference|ROTH", words)]


def test_answers_of_a_pack_that_is_gone_can_be_read_where_answers_are_checked(
    chair: Chair, pack: Path
) -> None:
    chooses(chair, pack)
    workbook_of(chair).save(account_of(chair), {"local_drama": WHAT_THEY_NOTICED})
    chair.window.show_cases()
    chair.opens_case("J.")
    chair.goes_to("Check your answers")
    assert not chair.sees("Answers to questions that are not asked now")
    chair.window.actions_.local_pack.trigger()
    chair.click("Go on without it")
    chair.window.show_cases()
    chair.opens_case("J.")
    chair.goes_to("Check your answers")
    assert chair.sees("Answers to questions that are not asked now")
    assert chair.sees("Drama")
    assert chair.sees(WHAT_THEY_NOTICED)


def test_every_kind_of_own_question_is_drawn_and_kept(chair: Chair) -> None:
    chooses(chair, PACKS / "mereshire.toml")
    workbook = workbook_of(chair)
    one_district = section(chair, "words").form.rows["local_district"]
    chair.write("What did the outreach boat notice?", WHAT_THEY_NOTICED)
    chair.write("Which mooring is it?", "The third")
    next(one for one in one_district.findChildren(Option) if one.words == "South Fen").click()
    chair.case.go_to(Place("plan", "what_matters", parts_of(chair).plan))
    chair.write("How often has the boat crew seen them since the last meeting?", "12")
    chair.write("On which day was the card handed over?", "12 March 2026")
    chair.click("4")
    chair.window.show_cases()
    kept = {**workbook.read(account_of(chair)).values, **workbook.read(parts_of(chair).plan).values}
    assert kept["local_note"] == WHAT_THEY_NOTICED
    assert kept["local_short"] == "The third"
    assert kept["local_district"] == "local_south"
    assert kept["local_times_seen"] == 12
    assert kept["local_card_on"] == dt.date(2026, 3, 12)
    assert kept["local_warm"] == 4


def test_an_own_condition_shows_its_question_only_when_it_holds(chair: Chair) -> None:
    chooses(chair, PACKS / "mereshire.toml")
    rows = section(chair, "words").form.rows
    assert not rows["local_met_on"].isVisible()
    workbook_of(chair).save(account_of(chair), {"local_boat": "yes"})
    rows = section(chair, "words").form.rows
    assert rows["local_met_on"].isVisible()


def test_the_areas_figure_stands_beside_the_date_it_is_about(chair: Chair) -> None:
    chooses(chair, PACKS / "mereshire.toml")
    workbook = workbook_of(chair)
    case = case_lines(workbook)[0].ref
    asked = workbook.catalogue.guide("case").question("conferences")
    meeting = workbook.add_row(case, asked, {"meeting": "initial"}).added[0]
    chair.window.show_cases()
    chair.opens_case("J.")
    assert chair.case.go_to(Place("chairing", "dates", meeting))
    chair.takes_a_breath()
    said_there = " ".join(label.text() for label in chair.case.middle.findChildren(QLabel))
    figure = "First core group after the safety meeting: 10 working days (England)."
    assert f"{figure} Check your edition." in said_there


def test_the_panel_offers_beginnings_for_this_kind_of_place_and_this_side(chair: Chair) -> None:
    workbook = workbook_of(chair)
    case = case_lines(workbook)[0].ref
    station = workbook.add("context", {"name": "The station", "kind": "route"}).added[0]
    plan = start_context_plan(workbook, case, station.id)
    chair.window.show_cases()
    chair.opens_case("J.")
    assert chair.case.go_to(Place("context_plan", "sides", plan))
    chair.click("Start with the usual list")
    rows = workbook.rows(plan, workbook.catalogue.guide("context_plan").question("sides"))
    assert [row.get("side") for row in rows] == ["young_people", "guardianship", "surroundings"]
    middle = chair.case.middle
    assert isinstance(middle, SectionPage)
    assert middle.view.go_to("there", rows[2].ref)
    chair.takes_a_breath()
    heard = " ".join(label.text() for label in chair.case.guidance.findChildren(QLabel))
    assert "Fares, fines, barriers" in heard
    assert "corridors" not in heard and "Which staff are about" not in heard
