"""Packs of two invented areas on a whole case: every own question is kept, found and on paper.

And nothing of them reaches a reader whom the pack does not name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from roth_planner.documents import produce
from roth_planner.documents.text import render
from roth_planner.guides import kinds
from roth_planner.guides.local import catalogue_with, core_catalogue
from roth_planner.guides.spec import LOCAL
from roth_planner.guides.values import NoAnswer
from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.as_read import section_as_read
from roth_planner.workbook.caseload import parts, start_case
from roth_planner.workbook.search import search
from tests.fixtures import PASSPHRASE
from tests.fixtures.everything import Canary, Everything

PACKS = Path(__file__).parents[1] / "fixtures" / "packs"
PAPER = {
    "agencies": "full_plan",
    "young_person": "young_persons_copy",
    "context_partners": "context_plan",
    "guardian": "guardianship_sheet",
}


@pytest.fixture
def workbook(tmp_path: Path) -> Iterator[Workbook]:
    opened, _code = Workbook.create(tmp_path / "v", PASSPHRASE, kind="practice", cost=FLOOR)
    yield opened
    opened.close()


def filled(workbook: Workbook, area: str) -> Everything:
    workbook.use(catalogue_with(PACKS / f"{area}.toml"))
    return Everything(workbook, chosen={"paper": "full", "may_see": ("agencies",)})


def papers(whole: Everything) -> dict[str, str]:
    """The text of each kind of document."""
    found: dict[str, str] = {}
    for choice in produce.documents_of(whole.workbook, whole.case):
        outline = produce.outline_of(whole.workbook, whole.case, choice)
        found[choice.key] = found.get(choice.key, "") + render(outline)
    return found


def own(whole: Everything) -> list[Canary]:
    return [one for one in whole.canaries.values() if one.question.key.startswith(LOCAL)]


@pytest.mark.parametrize("area", ["mereshire", "northwick"])
def test_an_own_question_is_on_the_paper_of_each_reader_it_names_and_on_no_other(
    workbook: Workbook, area: str
) -> None:
    whole = filled(workbook, area)
    texts = papers(whole)
    assert own(whole), "the pack asks something in words"
    for canary in own(whole):
        for audience, paper in PAPER.items():
            on_it = canary.word in texts[paper]
            assert on_it == (audience in canary.question.audiences), (canary.question.key, paper)


def test_answers_of_every_kind_are_printed_as_people_say_them(workbook: Workbook) -> None:
    whole = filled(workbook, "mereshire")
    account, plan = whole.parts.account, whole.parts.plan
    workbook.save(account, {"local_districts": ("local_north", "local_south")})
    workbook.save(account, {"local_district": NoAnswer.NOT_KNOWN})
    texts = papers(whole)
    for words in (
        *("North Fen, South Fen", "Has the outreach boat met them? Yes", "March 2026"),
        *("since the last meeting? 7.", "Harbour? 5 out of 5", "12 March 2026"),
    ):
        assert words in " ".join(texts["full_plan"].split()), words
    copy = " ".join(texts["young_persons_copy"].split())
    assert "Harbour? 5 out of 5" in copy and "handed over? 12 March 2026" in copy
    assert "North Fen" not in copy and "since the last meeting" not in copy
    assert "Friday and Saturday, 22:00 to 02:00" in texts["context_plan"]
    assert workbook.read(plan).get("local_card_on") == dt.date(2026, 3, 12)


def test_the_areas_names_and_numbers_stand_on_paper(workbook: Workbook) -> None:
    whole = filled(workbook, "mereshire")
    texts = papers(whole)
    assert "Agreement for safety for" in texts["full_plan"]
    assert "safety plan" not in texts["full_plan"].lower()
    assert "conference" not in texts["full_plan"].lower()
    assert "Initial safety meeting" in texts["young_persons_copy"]
    assert "01632 960123" in texts["young_persons_copy"]
    assert "I can breathe there" in texts["young_persons_copy"]
    assert "I feel safe" not in texts["young_persons_copy"]


@pytest.mark.parametrize("area", ["mereshire", "northwick"])
def test_words_of_an_own_answer_are_found_with_and_without_the_pack(
    workbook: Workbook, area: str
) -> None:
    whole = filled(workbook, area)
    for canary in own(whole):
        (hit,) = search(workbook, canary.word, whole.case)
        assert hit.question is not None and hit.question.key == canary.question.key
    workbook.use(core_catalogue())
    for canary in own(whole):
        (hit,) = search(workbook, canary.word, whole.case)
        assert hit.ref == canary.ref and canary.word in hit.snippet


def test_without_its_pack_an_answer_is_still_there_to_be_read(workbook: Workbook) -> None:
    whole = filled(workbook, "mereshire")
    account = whole.parts.account
    workbook.save(account, {"local_district": NoAnswer.CHOSE_NOT_TO_SAY})
    assert workbook.not_asked(account) == ()
    workbook.use(core_catalogue())
    told = dict(workbook.not_asked(account))
    note = next(one.word for one in own(whole) if one.question.key == "local_note")
    assert told["Note"] == note
    assert told["District"] == "Chose not to say"
    assert told["Districts"] == "North"
    assert told["Boat"] == "yes"
    assert not any(canary.word in text for canary in own(whole) for text in papers(whole).values())
    workbook.use(catalogue_with(PACKS / "mereshire.toml"))
    assert workbook.read(account).get("local_note") == note


KINDS = ("date", "part_date", "whole_number", "time_window", "yes_no_not_sure", "scale", "choice")
WRITTEN = (
    "About twice a week, at high water",
    "Quay",
    "0",
    "12-34",
    "mon,tue",
    "every 25:00-26:00",
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_that_is_asked_in_another_kind_now_shows_what_was_written(
    workbook: Workbook, tmp_path: Path, kind: str
) -> None:
    pack = PACKS / "mereshire.toml"
    more = {"scale": "\nlow = 0\nhigh = 5", "choice": '\nchoices = "local_districts"'}.get(kind, "")
    was = 'key = "local_note"\nkind = "long_text"'
    changed = tmp_path / "mereshire.toml"
    changed.write_text(
        pack.read_text("utf-8").replace(was, f'key = "local_note"\nkind = "{kind}"{more}')
    )
    case = start_case(workbook, "J.")
    account = parts(workbook, case).account
    for written in WRITTEN:
        workbook.use(catalogue_with(pack))
        workbook.save(account, {"local_note": written})
        workbook.use(catalogue_with(changed))
        kept = workbook.read(account)
        question = workbook.catalogue.guide("account").question("local_note")
        value = kept.get("local_note")
        shown = kept.half_typed.get("local_note") or kinds.display(question, value)
        assert shown
        if value is None:
            assert shown == written
        plan = next(one for one in produce.documents_of(workbook, case) if one.key == "full_plan")
        produce.outline_of(workbook, case, plan)
        section_as_read(workbook, workbook.catalogue.guide("account").section("words"), account)
        workbook.use(catalogue_with(pack))
        assert workbook.read(account).get("local_note") == written, "nothing was changed by looking"


def test_a_decision_that_is_offered_no_more_stays_the_decision(workbook: Workbook) -> None:
    workbook.use(core_catalogue())
    whole = Everything(workbook, chosen={"decision": "defer", "paper": "full"})
    meeting: Ref = whole.parts.conferences[0].ref
    workbook.use(catalogue_with(PACKS / "mereshire.toml"))
    assert workbook.read(meeting).get("decision") == "defer"
    assert "Deferred, with an interim plan" in papers(whole)["full_plan"]
