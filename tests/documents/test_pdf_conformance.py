"""Every outline becomes a file that passes PDF/UA-1 and PDF/A-2a, whatever was typed."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph as PlainParagraph
from reportlab.platypus import SimpleDocTemplate

from roth_planner.documents.outline import (
    Answer,
    Block,
    Bullets,
    Heading,
    Notice,
    PageBreak,
    Paragraph,
    Quotation,
    Run,
    Table,
    text,
)

from .reading import failures, printed

EVERY_KIND: tuple[Block, ...] = (
    Paragraph(text("The conference agreed ", Run("who acts first", strong=True), "."), lead=True),
    Notice("If you are worried tonight", text("Call the duty team.\n\nOr call 999.")),
    Heading(1, "What each person will do"),
    Bullets((text(Run("Mum: ", strong=True), "rings Sam."), text("School: meets J."))),
    Bullets((text("First this."), text("Then that.\n\nAnd this with it.")), numbered=True),
    Heading(2, "In J.\u2019s own words"),
    Quotation("Nobody who works there looks up.", "J., 3 March 2026"),
    Heading(3, "What has changed"),
    Answer("What would make this place safe?", "A light that works.\nSomeone who looks up."),
    Table(
        "How heavily each place weighs.",
        ("Place", "Now", "Last time", "Why"),
        tuple(
            (f"Place {number}", str(number), "", "Nobody looks up. " * 3) for number in range(60)
        ),
        (3, 1, 1, 4),
    ),
    PageBreak(),
    Paragraph(
        text(
            "\u0141ukasz, \u1eb9\u0300k\u1ecd\u0301, \u041f\u0451\u0442\u0440, \u2713 "
            "\U0001f600 \u0645\u0631\u062d\u0628\u0627 \u202e"
        )
    ),
)

NOTHING_IN_THEM: tuple[Block, ...] = (
    Heading(1, ""),
    Heading(2, " \n"),
    Paragraph(()),
    Paragraph(text(" \n \n"), lead=True),
    Quotation(""),
    Quotation("", "J."),
    Bullets(()),
    Bullets(((), text(" "))),
    Answer("", ""),
    Answer("A question nobody answered", ""),
    Answer("", "An answer"),
    Table("", (), ()),
    Table("Only a caption", (), ()),
    Table("No rows yet", ("Place", "Why"), ()),
    Table("No head", (), (("a", "b"), ())),
    Table("Rows of many lengths", ("a",), (("1", "2", "3"), (), ("4",))),
    Table("", ("", ""), (("", ""),)),
    Notice("", ()),
    Notice("Only a title", ()),
    Notice("", text("Only words")),
    PageBreak(),
)

SOME_TEXT = st.text(max_size=60)
RUNS = st.lists(st.builds(Run, SOME_TEXT, st.booleans()), max_size=3).map(tuple)
ROWS = st.lists(SOME_TEXT, max_size=4).map(tuple)
BLOCKS = st.one_of(
    st.builds(Heading, st.integers(-1, 9), SOME_TEXT),
    st.builds(Paragraph, RUNS, st.booleans()),
    st.builds(Quotation, SOME_TEXT, SOME_TEXT),
    st.builds(Bullets, st.lists(RUNS, max_size=4).map(tuple), st.booleans()),
    st.builds(Answer, SOME_TEXT, SOME_TEXT),
    st.builds(
        Table,
        SOME_TEXT,
        ROWS,
        st.lists(ROWS, max_size=5).map(tuple),
        st.lists(st.floats(-1, 9), max_size=4).map(tuple),
    ),
    st.builds(Notice, SOME_TEXT, RUNS),
    st.just(PageBreak()),
)


def test_the_checker_bites_a_plain_reportlab_file() -> None:
    file = io.BytesIO()
    story = [PlainParagraph("The same words, untagged.", getSampleStyleSheet()["BodyText"])]
    SimpleDocTemplate(file).build(story)
    assert len(failures(file.getvalue())) >= 5


@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("body_size", [8, 12, 14, 18, 24])
def test_a_document_with_every_kind_of_block_conforms(body_size: float, practice: bool) -> None:
    rendered = printed(*EVERY_KIND, body_size=body_size, practice=practice)
    assert failures(rendered.data) == []


@pytest.mark.parametrize("block", EVERY_KIND, ids=lambda block: type(block).__name__)
def test_each_kind_of_block_conforms_by_itself(block: Block) -> None:
    assert failures(printed(block).data) == []


@pytest.mark.parametrize("number", range(len(NOTHING_IN_THEM)))
def test_a_block_with_nothing_in_it_conforms(number: int) -> None:
    assert failures(printed(NOTHING_IN_THEM[number]).data) == []


def test_an_outline_with_nothing_at_all_is_one_page() -> None:
    rendered = printed(*NOTHING_IN_THEM[:4], title="", audience="", reference="", language="")
    assert failures(rendered.data) == []
    assert rendered.pages == 1


@pytest.mark.parametrize(
    "levels", [(3,), (1, 3), (2, 1, 3, 3, 1), (9, -1, 0, 2), (1, 2, 3, 2, 3, 1, 2)]
)
def test_headings_that_jump_levels_conform(levels: tuple[int, ...]) -> None:
    headings = (Heading(level, f"Heading {level}") for level in levels)
    assert failures(printed(*headings).data) == []


def test_every_character_of_the_first_planes_conforms() -> None:
    """All of the first 12,288 characters, and samples from the rest, in text, title and heading."""
    start = "".join(map(chr, range(0x3000)))
    rest = "".join(map(chr, range(0x3000, 0x110000, 997)))
    rendered = printed(
        Heading(1, rest),
        Paragraph(text(start, Run(rest, strong=True))),
        title=start[:0x500],
        subject=rest[:300],
    )
    assert failures(rendered.data) == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    blocks=st.lists(BLOCKS, max_size=8).map(tuple),
    title=SOME_TEXT,
    body_size=st.sampled_from([12, 14, 18]),
    practice=st.booleans(),
)
def test_any_outline_conforms(
    blocks: tuple[Block, ...], title: str, body_size: float, practice: bool
) -> None:
    rendered = printed(*blocks, title=title, body_size=body_size, practice=practice)
    assert failures(rendered.data) == []
