"""A figure is drawn as lines and letters, tagged, and said in words; the maps are such figures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from roth_planner.documents import produce, text
from roth_planner.documents.builders.case_map_figure import key_figure, map_figures
from roth_planner.documents.builders.own_map_figure import (
    OwnPlace,
    own_map_figure,
    own_map_words,
)
from roth_planner.documents.figure import DASHES, Area, Figure, Ink, Label, Stroke
from roth_planner.documents.letters import measure
from roth_planner.documents.outline import Heading, Outline, Paragraph, Run
from roth_planner.documents.outline import text as words_of
from roth_planner.documents.pdf.figures import TALLEST
from roth_planner.documents.pdf.styles import TEXT_WIDTH
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.case_map import case_map
from roth_planner.workbook.caseload import start_case, start_context_plan, start_guardian
from tests.fixtures.large_case import large_case
from tests.workbook.desk import account_of, add_row, answer, person, place, plan_of

from .reading import failures, opened, outline, page_texts, printed

SAMPLE = Figure(
    400,
    200,
    (
        Area(0, 0, 400, 200, 8),
        Stroke(((10, 10), (200, 150)), Ink.HARMFUL, 2, DASHES["harmful"]),
        Label(30, 40, "Kelderwick station", 15, True),
    ),
    "A station (with two lines) \\ and a friend, \u0141ukasz.",
)

LENGTHS = st.floats(-1e7, 1e7) | st.just(float("nan")) | st.just(float("inf"))
FINITE = st.floats(-1e4, 1e4)
POINTS = st.lists(st.tuples(FINITE, FINITE), min_size=2, max_size=4).map(tuple)
MARKS = st.one_of(
    st.builds(Stroke, POINTS, st.sampled_from(Ink).filter(lambda ink: ink is not Ink.NONE)),
    st.builds(Area, FINITE, FINITE, st.floats(0, 500), st.floats(0, 500), st.floats(0, 900)),
    st.builds(Label, FINITE, FINITE, st.text(max_size=30), st.floats(1, 40)),
)


def tagged(reader: PdfReader, role: str) -> list[Any]:
    """The elements of the structure tree with this role."""
    found: list[Any] = []

    def walk(element: Any) -> None:
        element = element.get_object()
        if isinstance(element, list):
            for kid in element:
                walk(kid)
        elif isinstance(element, dict):
            if element.get("/S") == f"/{role}":
                found.append(element)
            if "/K" in element and element.get("/Type") != "/MCR":
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])  # type: ignore[index]
    return found


def test_a_figure_conforms_and_says_what_it_shows() -> None:
    rendered = printed(Heading(1, "The map"), SAMPLE, Paragraph(words_of("After it.")))
    assert failures(rendered.data) == []
    figures = tagged(opened(rendered), "Figure")
    assert [str(one["/Alt"]) for one in figures] == [SAMPLE.alternative]
    left, bottom, right, top = (float(side) for side in figures[0]["/A"]["/BBox"])
    assert (right - left) / (top - bottom) == pytest.approx(2, abs=0.01)
    assert page_texts(rendered)[0].index("Kelderwick") < page_texts(rendered)[0].index("After it")


def test_a_figure_is_drawn_in_letters_and_never_as_an_image() -> None:
    reader = opened(printed(SAMPLE))
    assert not [image for page in reader.pages for image in page.images]


def test_a_letter_our_fonts_lack_is_named_in_a_figure_too() -> None:
    odd = Figure(100, 50, (Label(5, 20, "a \U0001f600", 12),), "A face.")
    rendered = printed(odd)
    assert [one.name for one in rendered.unprintable] == ["grinning face"]


def test_a_figure_as_large_as_a_field_fits_on_a_page() -> None:
    tall = Figure(300, 90_000, (Area(0, 0, 300, 90_000), Label(10, 50, "far", 20)), "Tall.")
    rendered = printed(Heading(1, "Tall"), tall)
    assert rendered.pages == 2  # the title, and the figure whole on a page of its own
    assert failures(rendered.data) == []


def test_a_figure_with_nothing_on_it_is_left_out() -> None:
    for empty in (Figure(100, 100, (), "x"), Figure(0, 100, SAMPLE.marks, "x")):
        assert not tagged(opened(printed(empty, Paragraph(words_of("Words.")))), "Figure")


def test_a_figure_without_words_of_its_own_still_has_some() -> None:
    rendered = printed(Figure(100, 50, SAMPLE.marks, " \n"))
    assert str(tagged(opened(rendered), "Figure")[0]["/Alt"]).startswith("A picture.")
    assert failures(rendered.data) == []


@settings(max_examples=30)
@given(LENGTHS, LENGTHS, st.lists(MARKS, max_size=4).map(tuple), st.text(max_size=50), LENGTHS)
def test_whatever_is_in_a_figure_the_file_conforms(
    width: float, height: float, marks: tuple[Any, ...], alternative: str, letters: float
) -> None:
    figure = Figure(width, height, marks, alternative, letters)
    assert failures(printed(figure, Paragraph(words_of("After it."))).data) == []


def test_as_plain_text_a_figure_is_its_words() -> None:
    written = text.render(outline(SAMPLE))
    assert f"[Picture: {SAMPLE.alternative}]" in written


# -- the map of a case


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    """J. and K.L. at a station that has a plan and a guardian; a harm only the chair may see."""
    made = start_case(workbook, "J.", "Jordan Ellery")
    account = account_of(workbook, made)
    friend = person(workbook, "peer", code="K.L.", name="Kim Lowe")
    man = person(workbook, "adult_of_concern", code="Mr X")
    station = place(workbook, "Kelderwick station", kind="route")
    secret = place(workbook, "The yard", kind="street")
    add_row(workbook, made, "case.people", person=friend.id, part="Friend")
    add_row(workbook, account, "account.weightings", context=station.id, weight=8)
    here = {"contexts": (secret.id,), "people": (man.id,), "may_see": ("chair",)}
    add_row(workbook, account, "account.harms", what_happened="Kept back.", **here)
    young = case_map(workbook, made).young_person
    assert young is not None
    add_row(workbook, young.ref, "person.links", other=friend.id, tone="mixed", basis="seen")
    add_row(workbook, friend, "person.places", context=station.id, relation="spends_time")
    plan = plan_of(workbook, made)
    answer(workbook, plan, paper="full")
    add_row(workbook, plan, "plan.places", context=station.id, feels="feel_unsafe", why="Dark.")
    start_context_plan(workbook, made, station.id)
    guardian = start_guardian(workbook, made, station.id)
    answer(workbook, guardian, kind="adult")
    return made


def outlines(workbook: Workbook, case: Ref) -> Iterator[tuple[str, Outline]]:
    for choice in produce.documents_of(workbook, case):
        yield choice.key, produce.outline_of(workbook, case, choice)


def figures(made: Outline) -> list[Figure]:
    return [block for block in made.blocks if isinstance(block, Figure)]


def test_the_full_plan_has_the_map_with_its_list_and_conforms(
    workbook: Workbook, case: Ref
) -> None:
    choice = produce.documents_of(workbook, case)[0]
    made = produce.make(workbook, case, choice)
    assert failures(made.data) == []
    found = tagged(PdfReader(io.BytesIO(made.data)), "Figure")
    assert "Kelderwick station (8 of 10)" in str(found[0]["/Alt"])
    written = text.render(made.outline)
    assert "J. and K.L. \u2013 are linked; mixed; source: seen" in written
    labels = {mark.words for mark in figures(made.outline)[0].marks if isinstance(mark, Label)}
    assert {"J.", "K.L.", "mixed", "weight 8 of 10"} <= labels


def test_what_the_chair_keeps_back_is_on_no_map_on_paper(workbook: Workbook, case: Ref) -> None:
    for _key, made in outlines(workbook, case):
        assert "The yard" not in text.render(made)
        assert "Mr X" not in repr(figures(made))


def test_no_picture_of_people_is_in_a_place_s_or_a_guardian_s_document(
    workbook: Workbook, case: Ref
) -> None:
    seen = set()
    for key, made in outlines(workbook, case):
        if key in ("context_plan", "guardianship_sheet"):
            seen.add(key)
            assert not figures(made)
            for name in ("J.", "K.L.", "Jordan", "Kim"):
                assert name not in text.render(made)
    assert seen == {"context_plan", "guardianship_sheet"}


def labels_of(figure: Figure) -> list[Label]:
    return [mark for mark in figure.marks if isinstance(mark, Label)]


def smallest_letters(figure: Figure) -> float:
    """In points, once it is made to fit the page."""
    scale = min(TEXT_WIDTH / figure.width, TALLEST / figure.height, 12 / figure.letters)
    return min(label.size for label in labels_of(figure)) * scale


def test_a_large_map_on_paper_shows_the_places_and_then_everybody_at_their_place(
    workbook: Workbook,
) -> None:
    large = case_map(workbook, large_case(workbook))
    places, *people = map_figures(large, measure())
    said = {label.words for label in labels_of(places)}
    assert large.people[0].label not in said
    assert "59 people" in places.alternative
    everybody = [label.words for figure in people for label in labels_of(figure) if label.strong]
    for one in large.people:
        assert everybody.count(one.label) == 1
    assert all(smallest_letters(figure) > 6.3 for figure in (places, *people))
    assert failures(printed(places, *people).data) == []


def test_forty_people_at_one_place_can_be_read_on_paper(workbook: Workbook) -> None:
    case = start_case(workbook, "J.")
    station = place(workbook, "Kelderwick station", kind="route")
    add_row(workbook, account_of(workbook, case), "account.weightings", context=station.id)
    for number in range(40):
        one = person(workbook, "peer", code=f"P{number:02}")
        add_row(workbook, case, "case.people", person=one.id, part="Knows them")
        add_row(workbook, one, "person.places", context=station.id, relation="spends_time")
    figures_ = map_figures(case_map(workbook, case), measure())
    words = {label.words for figure in figures_ for label in labels_of(figure)}
    assert {f"P{number:02}" for number in range(40)} <= words
    assert all(smallest_letters(figure) > 6 for figure in figures_)


def test_the_key_shows_every_tone_as_it_is_drawn_and_says_it(workbook: Workbook) -> None:
    shown = case_map(workbook, start_case(workbook, "J."))
    key = key_figure(shown, measure())
    strokes = {(mark.ink, mark.dash) for mark in key.marks if isinstance(mark, Stroke)}
    assert strokes - {(Ink.TEXT, ())} == {(Ink(tone), dash) for tone, dash in DASHES.items()}
    for words in ("protective solid", "harmful dashed", "not known dotted", "guardian"):
        assert words in key.alternative
    widths = measure()
    for label in labels_of(key):
        assert label.x + widths(label.words, label.size, label.strong) <= key.width


def test_a_name_our_letters_cannot_show_stays_inside_its_card(workbook: Workbook) -> None:
    case = start_case(workbook, "\u0622.\u0639.")
    mosque = "\u062c\u0627\u0645\u0639 \u0645\u0633\u062c\u062f"
    somewhere = place(workbook, mosque, kind="club")
    add_row(workbook, account_of(workbook, case), "account.weightings", context=somewhere.id)
    answer(workbook, plan_of(workbook, case), paper="full")
    add_row(
        workbook, plan_of(workbook, case), "plan.places", context=somewhere.id, feels="feel_safe"
    )
    widths = measure()
    found = [one for key, made in outlines(workbook, case) for one in figures(made)]
    assert len(found) == 2
    for figure in found:
        areas = [mark for mark in figure.marks if isinstance(mark, Area)]
        for label in labels_of(figure):
            end = label.x + widths(label.words, label.size, label.strong)
            assert end <= figure.width
            assert "\u0645" not in label.words
            if "[Arabic" in label.words:
                around = [
                    a
                    for a in areas
                    if a.x < label.x < a.x + a.width and a.y < label.y < a.y + a.height
                ]
                assert around
                assert all(end < area.x + area.width for area in around)


def test_initials_end_with_one_full_stop_on_paper(workbook: Workbook, case: Ref) -> None:
    for _key, made in outlines(workbook, case):
        assert ".." not in text.render(made)


# -- their own map


def test_their_copy_has_their_own_map_and_then_the_same_as_a_list(
    workbook: Workbook, case: Ref
) -> None:
    made = dict(outlines(workbook, case))["young_persons_copy"]
    (figure,) = figures(made)
    assert "I feel unsafe: Kelderwick station." in figure.alternative
    after = made.blocks[made.blocks.index(figure) + 1]
    assert isinstance(after, Paragraph)
    assert after.runs[0] == Run("Kelderwick station. ", strong=True)
    assert failures(produce.set_on_pages(made).data) == []


def test_a_short_copy_has_no_map(workbook: Workbook, case: Ref) -> None:
    answer(workbook, plan_of(workbook, case), paper="short")
    assert not figures(dict(outlines(workbook, case))["young_persons_copy"])


def test_places_nobody_asked_them_about_make_no_map() -> None:
    assert own_map_figure([OwnPlace(0, "The Loft", "", "")], measure()) is None


def test_each_place_stands_in_the_field_they_put_it_in() -> None:
    places = [
        OwnPlace(
            0, "The Loft youth club, upstairs and the stairs behind it", "feel_safe", "Friday"
        ),
        OwnPlace(1, "Station", "dont_go", ""),
        OwnPlace(2, "W" * 90, "dont_go", ""),
    ]
    figure = own_map_figure(places, measure())
    assert figure is not None
    cards = {mark.about: mark for mark in figure.marks if isinstance(mark, Area) and mark.about}
    assert cards["0"].x < figure.width / 2 < cards["1"].x
    assert cards["0"].y < cards["1"].y < cards["2"].y
    fields = [mark for mark in figure.marks if isinstance(mark, Area) and not mark.about]
    assert len({(mark.edge, mark.dash) for mark in fields}) == 4
    widths = measure()
    for label in (mark for mark in figure.marks if isinstance(mark, Label)):
        assert label.x + widths(label.words, label.size, label.strong) <= figure.width
    assert "I don\u2019t go there: Station, WWW" in own_map_words(places)
