"""Everything on a map has a place of its own, the same one every time, unless a hand moved it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.case_map import CaseMap, MapPerson, MapPlace, Said, Tie, case_map
from roth_planner.workbook.map_cards import HEAVIEST, THINNEST, ring
from roth_planner.workbook.map_layout import MapLayout, lay_out
from roth_planner.workbook.map_lines import Box
from roth_planner.workbook.map_tidy import FARTHEST, forget_tidied, keep_tidied, tidied
from tests.fixtures import PASSPHRASE
from tests.fixtures.large_case import KINDS, PLACES, TONES, large_case

YOUNG = Ref("person", 1)


def width(words: str, size: float, bold: bool) -> float:
    """Words as wide as they roughly are."""
    return len(words) * size * (0.58 if bold else 0.54)


def overlapping(layout: MapLayout) -> list[tuple[Ref, Ref]]:
    return [
        (one, other)
        for (one, first), (other, second) in combinations(layout.cards.items(), 2)
        if first.box.meets(second.box)
    ]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseMap]:
    """Read once: it takes some hundred saved steps to make."""
    folder = tmp_path_factory.mktemp("large") / "large.rothvault"
    workbook, _code = Workbook.create(folder, PASSPHRASE, kind="practice", cost=FLOOR)
    yield case_map(workbook, large_case(workbook))
    workbook.close()


def test_sixty_people_and_25_places_stand_apart(large: CaseMap) -> None:
    assert (len(large.everybody), len(large.places)) == (60, 25)
    layout = lay_out(large, width)
    assert len(layout.cards) == 85
    assert overlapping(layout) == []


def test_no_word_on_a_line_covers_a_card_or_another_word(large: CaseMap) -> None:
    layout = lay_out(large, width)
    words = [stroke.word_at for stroke in layout.strokes if stroke.word_at]
    assert len(words) > 40
    assert not [1 for one, other in combinations(words, 2) if one.meets(other)]
    cards = [card.box for card in layout.cards.values()]
    assert not [1 for word in words for card in cards if word.meets(card)]


def test_every_line_is_drawn_and_says_its_tone_on_the_line_or_on_the_card(large: CaseMap) -> None:
    layout = lay_out(large, width)
    assert [stroke.tie.key for stroke in layout.strokes] == [tie.key for tie in large.ties]
    for stroke in layout.strokes:
        if layout.hosts.get(stroke.tie.start) == stroke.tie.end:
            on_card = " ".join(one.words for one in layout.cards[stroke.tie.start].face.lines)
            assert large.tone_words[stroke.tie.tone].lower() in on_card
        else:
            assert stroke.word.text == large.tone_words[stroke.tie.tone].lower()


def test_the_same_map_gives_the_same_picture(large: CaseMap) -> None:
    assert lay_out(large, width) == lay_out(large, width)


def test_the_young_person_is_in_the_middle_and_the_heaviest_place_is_near(large: CaseMap) -> None:
    layout = lay_out(large, width)
    assert large.young_person is not None
    assert layout.cards[large.young_person.ref].box.middle == pytest.approx((0, 0))

    def away(place: MapPlace) -> float:
        x, y = layout.cards[place.ref].box.middle
        return (x * x + y * y) ** 0.5

    heavy, light = large.places[:5], large.places[-5:]
    assert sum(map(away, heavy)) < sum(map(away, light))


def test_the_ring_grows_with_the_weight() -> None:
    rings = [ring(weight) for weight in range(11)]
    assert rings == sorted(set(rings))
    assert (ring(None), rings[0], rings[10]) == (THINNEST, THINNEST, HEAVIEST)


def test_what_a_hand_moved_stays_there_and_the_rest_makes_room(large: CaseMap) -> None:
    place = large.places[3].ref
    layout = lay_out(large, width, {place: (500.0, -300.0)})
    assert layout.cards[place].box.middle == pytest.approx((500, -300))
    assert overlapping(layout) == []


def test_people_below_a_place_go_with_it(large: CaseMap) -> None:
    before = lay_out(large, width)
    person, place = next(iter(before.hosts.items()))
    after = lay_out(large, width, {place: (900.0, 900.0)})
    moved = after.cards[person].box
    home = after.cards[place].box
    assert abs(moved.x - home.x) < 400
    assert moved.y > home.y


def test_a_person_moved_by_hand_leaves_the_place(large: CaseMap) -> None:
    person = next(iter(lay_out(large, width).hosts))
    layout = lay_out(large, width, {person: (-700.0, 40.0)})
    assert person not in layout.hosts
    assert layout.cards[person].box.middle == pytest.approx((-700, 40))


LABELS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=60)


@st.composite
def maps(draw: st.DrawFn) -> CaseMap:
    """Any map at all: few or many, with long names, tied to anybody."""
    people = tuple(
        MapPerson(Ref("person", 2 + number), draw(LABELS), draw(st.sampled_from(KINDS)), "")
        for number in range(draw(st.integers(0, 25)))
    )
    places = tuple(
        MapPlace(
            Ref("context", 1 + number),
            draw(LABELS),
            draw(st.sampled_from((*PLACES, "", "new"))),
            "",
            draw(st.one_of(st.none(), st.integers(0, 10))),
        )
        for number in range(draw(st.integers(0, 12)))
    )
    refs = [YOUNG, *(one.ref for one in people), *(one.ref for one in places)]
    ends = st.tuples(st.sampled_from(refs), st.sampled_from(refs))
    pairs = draw(st.lists(ends, max_size=30, unique=True)) if len(refs) > 1 else []
    order = {ref: number for number, ref in enumerate(refs)}
    ties = tuple(
        Tie(start, end, tone, "out", (Said("friend", tone, "out", "seen", start, "ties"),))
        for start, end in pairs
        if order[start] < order[end] and start.record == "person"
        for tone in (draw(st.sampled_from(TONES)),)
    )
    labels = {one.ref: one.label for one in (*people, *places)} | {YOUNG: "J."}
    young = MapPerson(YOUNG, "J.", "young_person", "")
    tones = {tone: tone for tone in TONES}
    return CaseMap(Ref("case", 1), young, people, places, ties, (), tones, labels)


@given(maps(), st.sampled_from((0.5, 0.72, 1.0, 1.8)))
def test_whatever_is_on_a_map_nothing_overlaps_and_nothing_is_lost(
    shown: CaseMap, wide: float
) -> None:
    layout = lay_out(shown, width, wide=wide)
    assert set(layout.cards) == {one.ref for one in (*shown.everybody, *shown.places)}
    assert overlapping(layout) == []
    assert len(layout.strokes) == len(shown.ties)
    edge = Box(*layout.bounds).grown(0.01)
    for card in layout.cards.values():
        assert edge.x <= card.box.x
        assert card.box.y + card.box.height <= edge.y + edge.height


def test_a_tidied_map_is_remembered_in_the_vault_and_in_no_history(workbook: Workbook) -> None:
    case = large_case(workbook, 3, 2)
    place, person = Ref("context", 1), Ref("person", 2)
    undoable = workbook.can_undo
    keep_tidied(workbook, case, {place: (120.26, -40.0)})
    keep_tidied(workbook, case, {person: (1e9, 7.0)})
    assert tidied(workbook, case) == {place: (120.3, -40.0), person: (FARTHEST, 7.0)}
    assert workbook.can_undo == undoable
    forget_tidied(workbook, case)
    assert tidied(workbook, case) == {}


@pytest.mark.parametrize("note", ["not json", "[1]", '{"case:1": [1, 2]}', '{"person:x": [1, 2]}'])
def test_a_note_that_cannot_be_read_gives_the_map_as_the_program_draws_it(
    workbook: Workbook, note: str
) -> None:
    case = large_case(workbook, 2, 1)
    workbook.desk.put(f"map.{case.id}", note)
    assert tidied(workbook, case) == {}
