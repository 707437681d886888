"""No school year, class or age on a page about a place: in a small group it is like a name."""

from __future__ import annotations

import datetime as dt

import pytest

from roth_planner.documents import preflight, produce, year_groups
from roth_planner.documents.outline import Heading, Outline, Paragraph, text
from roth_planner.documents.preflight import NameSearch, refuse_names
from roth_planner.errors import BlockedDocument
from roth_planner.workbook import Ref, Snapshot
from tests.documents.test_builders import SmallCase, case

__all__ = ["case"]


@pytest.mark.parametrize(
    "words",
    [
        "a girl in Year 10",
        "the year 9s",
        "Year Ten boys",
        "Yr 9",
        "Yr. 11",
        "Y10",
        "y7 corridor",
        "Years 9 and 10",
        "Year-12",
        "year group 8",
        "YEAR\u00a010",
        "the sixth form",
        "two Sixth-Formers",
        "girls in the lower sixth",
        "the 10B girls",
        "tutor group 8R",
        "a boy in 9A.",
        "the Year 6 children",
    ],
)
def test_a_school_year_is_seen(words: str) -> None:
    assert year_groups.names_a_year_group(words)


@pytest.mark.parametrize(
    "words",
    [
        "Years 7 to 11 hear about it in assembly.",
        "Year 7\u201313",
        "Every year 10 staff are trained.",
        "Twice a year 12 shops are visited.",
        "Open for 3 years 10 months",
        "The Y10 bus",
        "Year 1 of the lease",
        "In the year 2010",
        "this school year",
        "In 10 years",
        "10 March 2026",
        "Flat 10B, Kelder Road",
        "10B Kelder Road",
        "the number 11A bus",
        "the 11A bus",
        "Platform 9A",
        "Room 11C",
        "at 10AM, for \u00a312",
        "a 12V lamp",
        "Kelder Sixth Form College",
        "Year 6 of the lease",
    ],
)
def test_what_points_at_no_one_year_passes(words: str) -> None:
    assert not year_groups.names_a_year_group(words)


@pytest.mark.parametrize(
    "words",
    [
        "a 15-year-old was met here",
        "15 year old girls",
        "two thirteen-year-olds",
        "aged 14",
        "age fourteen",
        "a 14yo",
        "14 y/o",
    ],
)
def test_one_age_is_as_good_as_a_year(words: str) -> None:
    assert year_groups.names_a_year_group(words)


@pytest.mark.parametrize(
    "words",
    [
        "young people aged 11 to 16",
        "aged 13\u201317",
        "aged 16 and over",
        "11 to 16-year-olds",
        "No vapes for under 18s.",
        "nobody under 16 years old",
        "a 15-year lease",
        "a 10-year-old carpet",
        "the last 12 years",
    ],
)
def test_a_span_of_ages_or_one_that_a_law_names_passes(words: str) -> None:
    assert not year_groups.names_a_year_group(words)


def test_a_school_year_stops_pages_about_places_and_for_guardians(case: SmallCase) -> None:
    workbook = case.workbook
    workbook.save(case.context_plan, {"concern": "Year 10 girls are met here."})
    workbook.save(case.guardian, {"ask": "Look out for the year 10s."})
    workbook.save(case.plan, {"what_matters": "Year 10 is fine."})
    for choice in produce.documents_of(workbook, case.ref):
        if produce.BUILDERS[choice.key][1] not in preflight.NAMELESS:
            assert produce.outline_of(workbook, case.ref, choice)
            continue
        with pytest.raises(BlockedDocument, match="year group, a class or an age stands in"):
            produce.outline_of(workbook, case.ref, choice)


def test_the_refusal_of_a_year_group_repeats_no_name_either() -> None:
    """The year group stands under a heading that has a child's name in it."""
    jordan = Snapshot(Ref("person", 1), {"kind": "young_person", "name": "Jordan Ellery"}, {}, {})
    outline = Outline(
        document="context_plan",
        title="Plan for a place",
        audience="People who can change a place",
        reference="Place 1",
        made_on=dt.date(2026, 3, 12),
        blocks=(Heading(1, "Goal 1: Jordan is met"), Paragraph(text("Year 10 meet there."))),
    )
    with pytest.raises(BlockedDocument) as refused:
        refuse_names(outline, NameSearch([jordan]), "context_partners")
    assert "Jordan" not in str(refused.value)
