"""A page about a place is stopped by a child's name in any answer, and the chair told where."""

from __future__ import annotations

from pathlib import Path

import pytest

from roth_planner.documents import preflight, produce
from roth_planner.documents.outline import Answer, Heading, Outline, Paragraph, Run, text
from roth_planner.errors import BlockedDocument
from roth_planner.guides.catalogue import walk
from roth_planner.guides.spec import Kind
from roth_planner.workbook import Workbook
from tests.fixtures.everything import Everything

from .reading import outline
from .test_preflight import JORDAN


def sentence(document: Outline, audience: str = "context_partners") -> str:
    with pytest.raises(BlockedDocument) as refused:
        preflight.refuse_names(document, JORDAN, audience)
    return str(refused.value)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (outline(title="Plan for Jordan's corner"), "the title"),
        (outline(reference="Jordan"), "the footer"),
        (outline(subject="Jordan"), "the footer"),
        (outline(Paragraph(text("Near Jordan."))), "the first page"),
        (outline(Heading(1, "Jordan")), "a heading"),
        (outline(Heading(1, "Sides"), Paragraph(text("x ", Run("J.")))), "Sides"),
        (outline(Answer("What is there?", "Jordan")), "What is there?"),
    ],
)
def test_the_chair_is_told_where_to_look_and_never_the_name(document: Outline, place: str) -> None:
    for audience in preflight.NAMELESS:
        told = sentence(document, audience)
        assert f"\u201c{place}\u201d" in told
        assert not JORDAN.finds(told)
        assert "Nothing was printed" in told


def test_a_label_that_holds_the_name_is_not_repeated_either() -> None:
    document = outline(Heading(1, "Jordan's place"), Answer("Jordan?", "Jordan"))
    assert not JORDAN.finds(sentence(document))


def test_readers_who_may_know_the_name_are_not_stopped() -> None:
    for audience in ("agencies", "young_person", "parents"):
        preflight.refuse_names(outline(Heading(1, "Jordan")), JORDAN, audience)


SPELLINGS = ("Jordan", "jordan\u2019s", "ELLERY", "Jo\u200brdan", "Jords", "J.", "jayz99")


@pytest.fixture
def named(workbook: Workbook) -> Everything:
    """A case with a named child, and with every answer of the place and guardian guides."""
    whole = Everything(workbook, chosen={"paper": "full"})
    for ref in (whole.parts.person,):
        workbook.save(ref, {"name": "Jordan Ellery", "aliases": "Jords, jayz99", "code": "J."})
    return whole


def nameless(whole: Everything) -> list[produce.DocumentChoice]:
    return [
        choice
        for choice in produce.documents_of(whole.workbook, whole.case)
        if produce.BUILDERS[choice.key][1] in preflight.NAMELESS
    ]


def test_a_name_typed_in_any_answer_that_would_be_printed_stops_the_page(
    named: Everything,
) -> None:
    workbook = named.workbook
    documents = nameless(named)
    assert {one.key for one in documents} == {"context_plan", "guardianship_sheet"}
    printed = {one.key: str(produce.outline_of(workbook, named.case, one)) for one in documents}
    tried = 0
    for number, canary in enumerate(list(named.canaries.values())):
        stops = [one for one in documents if canary.word in printed[one.key]]
        if not stops or canary.guide == "person":  # partners' names have tests of their own
            continue
        tried += 1
        words = f"It was {SPELLINGS[number % len(SPELLINGS)]} who said so"
        workbook.save(canary.ref, {canary.question.key: words})
        for choice in stops:
            with pytest.raises(BlockedDocument) as refused:
                produce.make(workbook, named.case, choice)
            assert not JORDAN.finds(str(refused.value))
        workbook.undo()
    texts = {
        where
        for guide in ("context_plan", "guardian")
        for where, question, _beside in walk(workbook.catalogue.guide(guide))
        if question.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT)
        and set(question.audiences) & set(preflight.NAMELESS)
    }
    assert tried >= len(texts)
    for choice in documents:
        assert produce.make(workbook, named.case, choice).pages


@pytest.mark.parametrize("kind", ["peer", "sibling"])
def test_other_childrens_names_and_those_of_other_cases_stop_it_too(
    named: Everything, kind: str
) -> None:
    workbook = named.workbook
    workbook.add("person", {"kind": kind, "name": "Kayleigh Stone", "code": "K.S."})
    workbook.save(named.context_plan, {"concern": "KS sits there"})
    with pytest.raises(BlockedDocument):
        produce.make(workbook, named.case, nameless(named)[0])
    workbook.save(named.context_plan, {"concern": "Young people sit there"})
    produce.make(workbook, named.case, nameless(named)[0])


def test_the_list_of_names_that_are_words_is_lower_case_and_has_the_months() -> None:
    words = preflight._listed("words")
    assert words >= {"may", "april", "june", "will", "brown", "summer"}
    assert all(word == word.lower() for word in words)


def test_nothing_is_written_where_a_page_is_stopped(named: Everything, tmp_path: Path) -> None:
    named.workbook.save(named.context_plan, {"concern": "Jordan"})
    with pytest.raises(BlockedDocument):
        produce.make(named.workbook, named.case, nameless(named)[0])
    assert {path.name for path in tmp_path.iterdir()} <= {"kept.rothvault"}
