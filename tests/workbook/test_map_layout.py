"""Everything on a map has a place of its own, the same one every time, unless a hand moved it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.case_map import CaseMap, MapPerson, MapPlace, Said, Tie, case_map
from roth_planner.workbook.map_cards import HEAVIEST, THINNEST, ring
from roth_planner.workbook.map_layout import MapLayout, anchors, lay_out
from roth_planner.workbook.map_routes import Box, Ways, edge
from roth_planner.workbook.map_tidy import FARTHEST, keep_tidied, tidied
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


def test_a_map_that_was_tidied_once_stays_as_it_is_when_somebody_comes(large: CaseMap) -> None:
    laid = lay_out(large, width)
    hand = anchors(laid, YOUNG)
    again = lay_out(large, width, hand)
    assert {ref: card.box for ref, card in again.cards.items()} == {
        ref: pytest.approx(card.box) for ref, card in laid.cards.items()
    }
    newcomer = MapPerson(Ref("person", 9999), "N.N.", "peer", "Friend or peer")
    more = msgspec.structs.replace(large, people=(*large.people, newcomer))
    after = lay_out(more, width, hand)
    assert overlapping(after) == []
    stayed = [ref for ref in hand if after.cards[ref].box == pytest.approx(laid.cards[ref].box)]
    assert len(stayed) == len(hand)


def test_two_cards_put_on_one_spot_stand_side_by_side(large: CaseMap) -> None:
    one, other = large.places[0].ref, large.places[1].ref
    layout = lay_out(large, width, {one: (300.0, 300.0), other: (310.0, 300.0)})
    assert layout.cards[one].box.middle == pytest.approx((300, 300))
    assert overlapping(layout) == []


def hidden_ways(layout: MapLayout) -> tuple[int, int]:
    """Lines that come behind a card they do not belong to, and lines that would if straight."""
    boxes = {ref: card.box for ref, card in layout.cards.items()}
    hidden = straight = 0
    for stroke in layout.strokes:
        if stroke.stem:
            continue
        others = [box for ref, box in boxes.items() if ref not in stroke.tie.key]
        ends = (
            edge(boxes[stroke.tie.start], boxes[stroke.tie.end].middle),
            edge(boxes[stroke.tie.end], boxes[stroke.tie.start].middle),
        )
        straight += any(box.crossed(*ends) for box in others)
        steps = list(pairwise(stroke.points))
        hidden += any(box.crossed(*step) for box in others for step in steps)
    return hidden, straight


def test_lines_go_round_cards_where_there_is_a_way() -> None:
    places = tuple(
        MapPlace(Ref("context", 1 + n), f"Street {n}", "street", "Estate or street", n % 11)
        for n in range(25)
    )
    ties = tuple(
        Tie(YOUNG, one.ref, "harmful", "", (Said("harm", "harmful", "", "seen", YOUNG, "ties"),))
        for one in places
    )
    labels = {one.ref: one.label for one in places} | {YOUNG: "J."}
    young = MapPerson(YOUNG, "J.", "young_person", "")
    tones = {tone: tone for tone in TONES}
    shown = CaseMap(Ref("case", 1), young, (), places, ties, (), tones, labels)
    hidden, straight = hidden_ways(lay_out(shown, width))
    assert straight > 12
    assert hidden < straight / 2


def test_a_line_goes_round_the_one_card_in_its_way_on_the_shorter_side() -> None:
    start, end = Ref("person", 2), Ref("person", 3)
    boxes = {
        start: Box(0, 0, 40, 20),
        end: Box(300, 0, 40, 20),
        Ref("person", 4): Box(150, -60, 40, 80),
    }
    tie = Tie(start, end, "harmful", "out", ())
    points = Ways(boxes, {}, [tie]).around(tie)
    assert len(points) > 2
    assert all(not boxes[Ref("person", 4)].crossed(*step) for step in pairwise(points))
    assert max(y for _x, y in points) > 20, "below: the card reaches further up"
    assert points[-1] == pytest.approx(edge(boxes[end], points[-2]), abs=3)


def test_many_people_at_one_place_share_a_line_down_for_each_tone() -> None:
    place = MapPlace(Ref("context", 1), "The station", "route", "Route", 10)
    people = tuple(MapPerson(Ref("person", 2 + n), f"P{n}", "peer", "Friend") for n in range(40))
    ties = tuple(
        Tie(one.ref, place.ref, tone, "", (Said("is here", tone, "", "seen", one.ref, "ties"),))
        for number, one in enumerate(people)
        for tone in (TONES[number % 4],)
    )
    labels = {one.ref: one.label for one in people} | {place.ref: place.label, YOUNG: "J."}
    young = MapPerson(YOUNG, "J.", "young_person", "")
    tones = {tone: tone for tone in TONES}
    shown = CaseMap(Ref("case", 1), young, people, (place,), ties, (), tones, labels)
    layout = lay_out(shown, width)
    assert overlapping(layout) == []
    columns = {layout.cards[one.ref].box.x for one in people}
    stems = {stroke.points[0][0] for stroke in layout.strokes}
    assert len(columns) <= 5
    assert len(stems) <= 2 * len(columns)
    assert layout.bounds.width < 2 * layout.bounds.height


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
    keep_tidied(workbook, case, {place: (120.26, -40.0), person: (1e9, 7.0)})
    assert tidied(workbook, case) == {place: (120.3, -40.0), person: (FARTHEST, 7.0)}
    assert workbook.can_undo == undoable
    keep_tidied(workbook, case, {})
    assert tidied(workbook, case) == {}


@pytest.mark.parametrize("note", ["not json", "[1]", '{"case:1": [1, 2]}', '{"person:x": [1, 2]}'])
def test_a_note_that_cannot_be_read_gives_the_map_as_the_program_draws_it(
    workbook: Workbook, note: str
) -> None:
    case = large_case(workbook, 2, 1)
    workbook.desk.put(f"map.{case.id}", note)
    assert tidied(workbook, case) == {}
