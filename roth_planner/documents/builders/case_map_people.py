"""A map of more people than one page holds: each place with its people, on as many as it takes."""

from __future__ import annotations

from collections.abc import Iterator

from roth_planner.workbook.case_map import CaseMap, Tie
from roth_planner.workbook.map_cards import Measure, faces
from roth_planner.workbook.map_groups import Group, groups_of, hosts_of
from roth_planner.workbook.map_layout import APART, Card, MapLayout
from roth_planner.workbook.map_lines import Words, draw_lines
from roth_planner.workbook.map_routes import Box
from roth_planner.workbook.parts import Ref

PAGE = (482.0, 590.0)
"""Points a map can have on A4 between our margins, with its key below it."""
EDGE = 12.0
"""Units around a map."""
WIDTHS = (800.0, 880.0, 960.0)
"""Units of a page that are tried, the largest letters first; more hold more at one place."""


def points_a_unit(laid: MapLayout) -> float:
    """How large a map can be on a page."""
    wide, high = laid.bounds.width + 2 * EDGE, laid.bounds.height + 2 * EDGE
    return min(PAGE[0] / wide, PAGE[1] / high, 1.0)


def people_at_places(shown: CaseMap, width_of: Measure) -> list[MapLayout]:
    """The people below the place where they stand, and those who stand nowhere by kind.

    Of several widths the one in which the smallest letters are the largest.
    """
    tries = [list(_laid(shown, width_of, wide)) for wide in WIDTHS]
    return max(tries, key=lambda pages: min(map(points_a_unit, pages), default=0.0))


def _laid(shown: CaseMap, width_of: Measure, wide: float) -> Iterator[MapLayout]:
    inside = wide - 2 * EDGE
    hosts = hosts_of(shown, {})
    beside = {**_to_the_young_person(shown), **hosts}
    made = faces(shown, width_of, beside)
    groups = [
        one
        for one in groups_of(shown, made, hosts, {}, widest=inside)
        if any(ref.record == "person" for ref in one.cards)
    ]
    where = {person: tie.end for person, tie in hosts.items()}
    for boxes in _pages(groups, inside, wide * PAGE[1] / PAGE[0] - 2 * EDGE):
        ties = [tie for tie in hosts.values() if tie.start in boxes]
        here = {ref: place for ref, place in where.items() if ref in boxes}
        strokes = draw_lines(ties, boxes, here, lambda tie: Words("", 0.0, 0.0))
        bottom = max(box.y + box.height for box in boxes.values())
        cards = {ref: Card(box, made[ref]) for ref, box in boxes.items()}
        yield MapLayout(cards, strokes, here, Box(0.0, 0.0, inside, bottom))


def _to_the_young_person(shown: CaseMap) -> dict[Ref, Tie]:
    young = shown.young_person.ref if shown.young_person else None
    return {tie.end: tie for tie in shown.ties if tie.start == young and tie.end.record == "person"}


def _pages(groups: list[Group], wide: float, high: float) -> Iterator[dict[Ref, Box]]:
    """Groups in rows, as many as there is room for on a page."""
    page: dict[Ref, Box] = {}
    x = y = tallest = 0.0
    for group in groups:
        if x and x + group.width > wide:
            x, y, tallest = 0.0, y + tallest + APART, 0.0
        if page and y + group.height > high:
            yield page
            page, x, y, tallest = {}, 0.0, 0.0, 0.0
        for ref, box in group.cards.items():
            page[ref] = Box(x + box.x, y + box.y, box.width, box.height)
        x, tallest = x + group.width + APART, max(tallest, group.height)
    if page:
        yield page
