"""No answer reaches a reader its question does not name: not on the page, not inside the file.

Every text answer of a case is a word of its own, every document is made, and everything in the
outline and in the file is searched for the words.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from roth_planner.documents import produce
from roth_planner.documents.audiences import NAMES_FAMILY, Reader
from roth_planner.errors import BlockedDocument
from roth_planner.guides.values import Value
from roth_planner.records import CHILD_KINDS, PARTNER_KINDS
from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case
from tests.fixtures import PASSPHRASE
from tests.fixtures.everything import DAY, Canary, Everything

EVERY_READER = ("agencies", "young_person", "parents", "context_partners", "guardian")
WORD = re.compile(r"zq\d{4}z")


@pytest.fixture(scope="module", params=["full", "short"])
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Everything]:
    """A case with every question answered; the young person's copy in full, then short."""
    folder = tmp_path_factory.mktemp("vaults") / "everything"
    workbook, _code = Workbook.create(folder, PASSPHRASE, kind="practice", cost=FLOOR)
    yield filled(workbook, request.param)
    workbook.close()


def filled(workbook: Workbook, paper: str, may_see: tuple[str, ...] = EVERY_READER) -> Everything:
    chosen: Mapping[str, Value] = {"paper": paper, "may_see": may_see}
    return Everything(workbook, chosen=chosen, rows={"harms": 2, "goals": 2})


def allowed(whole: Everything, canary: Canary, audience: str) -> bool:
    """Whether this reader may see this answer, by the guides and the one rule for names."""
    if canary.guide == "person":
        kind = next(k for k, number in whole.people.items() if number == canary.ref.id)
        if canary.question.key in called_by(kind, audience):
            return True
    if not whole.asked(canary) and canary.guide != "person":
        return False
    return all(audience in one.audiences for one in (*canary.chain, canary.question))


def called_by(kind: str, audience: str) -> tuple[str, ...]:
    """What of a person may stand on paper for a reader, so that they can be told apart."""
    if kind in PARTNER_KINDS:
        return ("name", "role")
    if audience in NAMES_FAMILY and kind not in (*CHILD_KINDS[1:], "adult_of_concern"):
        return ("name",)
    return ("code",) if audience == "agencies" else ()


def made(whole: Everything) -> Iterator[tuple[produce.DocumentChoice, str, produce.Made]]:
    for choice in produce.documents_of(whole.workbook, whole.case):
        audience = produce.BUILDERS[choice.key][1]
        yield choice, audience, produce.make(whole.workbook, whole.case, choice)


def words_in(document: produce.Made) -> set[str]:
    """Every word of ours in the outline, on the pages and anywhere inside the file."""
    reader = PdfReader(io.BytesIO(document.data))
    pages = " ".join(page.extract_text() for page in reader.pages)
    everything = [
        str(msgspec.to_builtins(document.outline)),
        "".join(pages.split()),
        *texts_inside(reader),
    ]
    return {word for text in everything for word in WORD.findall(text)}


def texts_inside(reader: PdfReader) -> Iterator[str]:
    """Every string and every stream of a file, as it may be read with any tool."""
    for number in range(1, len(reader.xref[0]) + 1):
        yield from _texts(reader.get_object(IndirectObject(number, 0, reader)))
    yield from _texts(reader.trailer)


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, StreamObject):
        raw = found.get_data()
        for encoding in ("latin-1", "utf-16-be"):
            yield raw.decode(encoding, "ignore")
    if isinstance(found, DictionaryObject):
        for key, value in found.items():
            yield str(key)
            if not isinstance(value, IndirectObject):
                yield from _texts(value)
    elif isinstance(found, ArrayObject):
        for value in found:
            if not isinstance(value, IndirectObject):
                yield from _texts(value)
    elif isinstance(found, str | bytes):
        yield found if isinstance(found, str) else found.decode("latin-1")


def test_no_answer_stands_in_a_document_whose_reader_may_not_see_it(whole: Everything) -> None:
    kinds = set()
    for choice, audience, document in made(whole):
        kinds.add(choice.key)
        leaked = {
            f"{one.guide}.{one.question.key} of {one.ref.record}"
            for one in (whole.canaries[word] for word in words_in(document))
            if not allowed(whole, one, audience)
        }
        assert leaked == set(), f"{choice.key} for {audience}"
    assert kinds == set(produce.BUILDERS)


def test_the_search_finds_what_is_there(whole: Everything) -> None:
    """Otherwise the test above could not fail."""
    for choice, _audience, document in made(whole):
        assert len(words_in(document)) >= 4, choice.key
        inside = "".join(texts_inside(PdfReader(io.BytesIO(document.data))))
        title = document.outline.title
        assert title in inside, "the metadata is read"


@pytest.mark.parametrize(
    ("document", "guides"),
    [
        (
            "full_plan",
            (
                "account",
                "plan",
                "case",
                "chairing",
                "meetings",
                "partnership",
                "education",
                "services",
            ),
        ),
        ("context_plan", ("context_plan", "context")),
        ("guardianship_sheet", ("guardian",)),
        ("young_persons_copy", ("chairing", "education", "services")),
    ],
)
def test_nothing_that_a_reader_may_see_is_left_out(
    whole: Everything, document: str, guides: tuple[str, ...]
) -> None:
    for choice, audience, made_one in made(whole):
        if choice.key != document or "This is a short copy" in str(made_one.outline):
            continue
        there = words_in(made_one)
        places = {part.ref.id for part in whole.parts.context_plans}
        missing = {
            f"{one.guide}.{one.question.key}"
            for one in whole.canaries.values()
            if one.guide in guides
            and allowed(whole, one, audience)
            and one.word not in there
            and (one.guide != "context" or one.ref.id in places)
        }
        assert missing == set()


def test_hidden_answers_are_kept_and_not_printed(whole: Everything) -> None:
    hidden = [one for one in whole.canaries.values() if not whole.asked(one)]
    assert hidden
    told = {word for _choice, _audience, document in made(whole) for word in words_in(document)}
    for canary in hidden:
        assert whole.workbook.read(canary.ref).get(canary.question.key) == canary.word
        if canary.guide != "person":
            assert canary.word not in told


def test_names_of_children_stand_only_where_they_may(whole: Everything) -> None:
    names = {
        kind: {one.word for one in whole.of("person", "name") if one.ref.id == number}
        for kind, number in whole.people.items()
    }
    for choice, _audience, document in made(whole):
        there = words_in(document)
        for kind in ("peer", "sibling", "adult_of_concern"):
            assert not names[kind] & there, f"{kind} in {choice.key}"
        if choice.key in ("context_plan", "guardianship_sheet"):
            for kind in ("young_person", "parent", "family_network"):
                assert not names[kind] & there, f"{kind} in {choice.key}"


@pytest.mark.parametrize("audience", EVERY_READER)
def test_each_reader_calls_each_person_what_they_may(whole: Everything, audience: str) -> None:
    reader = Reader(whole.workbook, audience, today=DAY)
    for kind, number in whole.people.items():
        told = set(WORD.findall(reader.person(number)))
        answers = whole.workbook.read(Ref("person", number)).values
        permitted = {answers[key] for key in called_by(kind, audience)}
        if audience == "agencies":
            permitted.add(answers["role"])
        assert told <= permitted, kind
        assert reader.person(number)
        assert bool(told) == bool(permitted), f"{kind} could be told apart for {audience}"


def test_a_section_that_is_not_asked_is_not_told(workbook: Workbook) -> None:
    whole = filled(workbook, "full")
    workbook.save(whole.guardian, {"kind": "peer"})
    reader = Reader(workbook, "agencies", today=DAY)
    assert "peer" in {one.key for one in reader.sections("guardian", whole.guardian)}
    guide = workbook.catalogue.guides["guardian"]
    always = [
        msgspec.structs.replace(one, relevant=None) for one in guide.section("peer").questions
    ]
    sections = [
        msgspec.structs.replace(one, questions=tuple(always)) if one.key == "peer" else one
        for one in guide.sections
    ]
    guides = {
        **workbook.catalogue.guides,
        "guardian": msgspec.structs.replace(guide, sections=tuple(sections)),
    }
    again = Workbook(workbook.vault, msgspec.structs.replace(workbook.catalogue, guides=guides))
    again.save(whole.guardian, {"kind": "adult"})
    reader = Reader(again, "agencies", today=DAY)
    assert "peer" not in {one.key for one in reader.sections("guardian", whole.guardian)}


@pytest.mark.parametrize(
    ("may_see", "readers"),
    [
        (("chair",), set()),
        (("chair", "agencies"), {"agencies"}),
        (("chair", "young_person"), {"young_person"}),
        ((), {"agencies"}),
    ],
    ids=["chair only", "agencies", "young person", "not said yet"],
)
def test_a_harm_is_shown_only_to_whom_the_chair_lets_see_it(
    workbook: Workbook, may_see: tuple[str, ...], readers: set[str]
) -> None:
    whole = filled(workbook, "full", may_see)
    happened = {one.word for one in whole.of("account", "what_happened")}
    account = whole.parts.account
    for audience in EVERY_READER:
        reader = Reader(workbook, audience, today=DAY)
        told = str(msgspec.to_builtins(reader.sections("account", account)))
        seen = happened & set(WORD.findall(told))
        assert seen == (happened if audience in readers else set()), audience
    for choice, audience, document in made(whole):
        if audience not in readers:
            assert not happened & words_in(document), choice.key


def test_an_action_does_not_speak_of_a_harm_its_reader_may_not_see(workbook: Workbook) -> None:
    whole = filled(workbook, "full", ("chair",))
    reader = Reader(workbook, "agencies", today=DAY)
    (goal, *_rest) = reader.row("plan", whole.parts.plan).rows("goals")
    (action, *_others) = goal.rows("actions")
    assert action.words("what")
    assert action.words("harms") == ""


def test_what_a_file_says_about_itself_names_nobody(whole: Everything) -> None:
    """It stands in the window of whatever opens the file, and in every list of files."""
    people = {one.word for one in whole.canaries.values() if one.guide == "person"}
    partners = {
        one.word
        for one in whole.of("person", "name")
        if one.ref.id in {whole.people[kind] for kind in PARTNER_KINDS}
    }
    for choice, _audience, document in made(whole):
        reader = PdfReader(io.BytesIO(document.data))
        xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
        said = set(WORD.findall(f"{dict(reader.metadata)} {xmp}"))
        assert not said & (people - partners), choice.key


def test_a_builder_cannot_reach_the_workbook_through_its_reader(workbook: Workbook) -> None:
    reader = Reader(workbook, "guardian", today=DAY)
    public = [name for name in dir(reader) if not name.startswith("_")]
    held = [getattr(reader, name) for name in public]
    assert not [one for one in held if isinstance(one, Workbook)]
    with pytest.raises(KeyError):
        reader.decision("account", parts(workbook, start_case(workbook, "J.")).account, "who_gains")


def test_the_young_persons_copy_is_not_made_where_paper_is_not_safe(workbook: Workbook) -> None:
    whole = filled(workbook, "no")
    copies = [
        choice
        for choice in produce.documents_of(workbook, whole.case)
        if choice.key == "young_persons_copy"
    ]
    assert len(copies) == 1
    with pytest.raises(BlockedDocument, match="paper is not safe"):
        produce.make(workbook, whole.case, copies[0])


def test_no_document_names_a_file_or_folder_after_a_person(
    whole: Everything, tmp_path: Path
) -> None:
    people = {one.word for one in whole.canaries.values() if one.guide == "person"}
    for choice in produce.documents_of(whole.workbook, whole.case):
        assert not people & set(WORD.findall(f"{choice.folder}/{choice.file_name}"))
