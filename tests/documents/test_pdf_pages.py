"""How pages are filled, what stands on all of them, and what the file says about itself."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from roth_planner.documents.outline import (
    Answer,
    Block,
    Heading,
    Notice,
    PageBreak,
    Paragraph,
    Quotation,
    Table,
    text,
)
from roth_planner.documents.pdf import render
from roth_planner.documents.pdf.styles import PAGE_HEIGHT, PAGE_WIDTH

from .reading import copied, opened, outline, page_texts, printed

SENTENCE = "Nobody who works there looks up when the bus comes. "


def footers(*blocks: Block, **changes: object) -> list[str]:
    """The last line of each page."""
    return [text.splitlines()[-1] for text in page_texts(printed(*blocks, **changes))]


def test_every_page_says_whose_it_is_and_which_page_of_how_many() -> None:
    assert footers(Paragraph(text(SENTENCE * 300)), copy_number=3) == [
        f"J-2026-014 \u00b7 Professionals at the conference \u00b7 Copy 3 \u00b7 Page {number} of 5"
        " \u00b7 Not for onward sharing"
        for number in range(1, 6)
    ]


@pytest.mark.parametrize("body_size", [8, 12, 14, 18, 32])
@pytest.mark.parametrize("reference", ["", "J-1", "reference " * 30, "w" * 5000])
@pytest.mark.parametrize("audience", ["", "Mum", "the transport company and its staff " * 4])
def test_the_footer_is_one_line_inside_the_page(
    body_size: float, reference: str, audience: str
) -> None:
    facts = {"body_size": body_size, "reference": reference, "audience": audience}
    rendered = printed(copy_number=1234, **facts)
    lowest: list[tuple[float, str]] = []

    def seen(part: str, _: object, place: list[float], *__: object) -> None:
        if part.strip():
            lowest.append((place[5], part))

    opened(rendered).pages[0].extract_text(visitor_text=seen)
    y = min(lowest)[0]
    line = "".join(part for at, part in lowest if at == y)
    assert line.strip().endswith("Copy 1234 \u00b7 Page 1 of 1 \u00b7 Not for onward sharing")
    assert line.startswith((reference or audience or "Copy")[:3])
    assert rendered.pages == 1


def test_a_page_break_starts_a_page_and_leaves_none_empty() -> None:
    rendered = printed(
        PageBreak(), PageBreak(), Heading(1, "Two"), PageBreak(), Heading(1, "Three"), PageBreak()
    )
    assert ["Two" in text or "Three" in text for text in page_texts(rendered)] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("before", range(20, 34))
def test_a_heading_is_never_the_last_line_of_a_page(before: int) -> None:
    rendered = printed(
        *(Answer("", f"line {number}") for number in range(before)),
        Heading(1, "The plan"),
        Heading(2, "For the place"),
        Answer("What would make it safe?", SENTENCE * 4),
    )
    for page in page_texts(rendered):
        body = page.splitlines()[-2].strip()
        assert body not in ("The plan", "For the place", "What would make it safe?")


@pytest.mark.parametrize("lines", range(22, 34))
def test_no_line_of_a_paragraph_stands_alone_on_a_page(lines: int) -> None:
    rendered = printed(
        *(Answer("", f"line {number}") for number in range(lines)),
        Paragraph(text("\n".join(f"part {number}" for number in range(4)))),
    )
    for page in page_texts(rendered):
        assert page.count("part") in (0, 2, 4)


def test_no_words_are_set_outside_the_margins() -> None:
    rendered = printed(
        Notice("Tonight " * 20, text(SENTENCE * 5)),
        Quotation("w" * 400, "by " * 60),
        Table("c", ("a", "b"), (("https://example.org/" + "path/" * 60, "n" * 90),)),
        practice=True,
        title="t" * 300,
    )
    for page in opened(rendered).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            (PAGE_WIDTH, PAGE_HEIGHT), abs=0.01
        )
        places: list[tuple[float, float]] = []
        page.extract_text(
            visitor_text=lambda part, _, place, *__, places=places: (
                places.append((place[4], place[5])) if part.strip() else None
            )
        )
        assert all(50 < x < PAGE_WIDTH - 50 and 25 < y < PAGE_HEIGHT - 25 for x, y in places)


LONG: dict[str, tuple[Block, ...]] = {
    "200,000 letters without a space": (Answer("Account", "n" * 200_000),),
    "100,000 words": (Paragraph(text("word " * 100_000)),),
    "a table of 5,000 rows": (
        Table(
            "Actions",
            ("Who", "What", "By when", "Where"),
            tuple((f"Person {number}", SENTENCE, "12 March", "Park") for number in range(5000)),
        ),
    ),
    "a cell of 20,000 letters": (Table("", ("a", "b"), (("x", "n" * 20_000), ("y", "z"))),),
    "a row of long cells": (Table("", ("a", "b"), ((SENTENCE * 400, SENTENCE * 400),) * 3),),
    "a long head": (Table("", ("a", SENTENCE * 400), (("x", "y"),) * 90),),
    "60 columns": (Table("", ("column",) * 60, (("value",) * 60,) * 40),),
    "a long heading": (Heading(1, SENTENCE * 400), Heading(2, "n" * 9000)),
    "a long notice": (Notice(SENTENCE * 100, text(SENTENCE * 2000)),),
    "a long quotation": (Quotation("n" * 30_000, SENTENCE * 300),),
    "600 headings": tuple(Heading(2, "The plan") for _ in range(600)),
}


@pytest.mark.parametrize("blocks", LONG.values(), ids=LONG)
@pytest.mark.parametrize("body_size", [12, 18])
def test_long_things_are_continued_and_quick(blocks: tuple[Block, ...], body_size: float) -> None:
    start = time.perf_counter()
    rendered = printed(*blocks, body_size=body_size)
    assert time.perf_counter() - start < 20
    assert rendered.pages == len(opened(rendered).pages)


def test_nothing_of_a_long_answer_is_lost() -> None:
    assert copied(printed(Answer("", "n" * 200_000))).count("n") >= 200_000
    assert copied(printed(Table("", ("a", "b"), (("x", "q" * 20_000),)))).count("q") == 20_000


def test_the_same_outline_makes_the_same_bytes() -> None:
    blocks = (Heading(1, "Plan"), Paragraph(text(SENTENCE, "\u041f\u0451\u0442\u0440 \U0001f600")))
    assert printed(*blocks, practice=True) == printed(*blocks, practice=True)


def test_documents_made_side_by_side_are_as_if_made_alone() -> None:
    outlines = [outline(Paragraph(text(SENTENCE * count, "\u041f"))) for count in range(1, 40)]
    alone = [render(one) for one in outlines]
    with ThreadPoolExecutor(4) as workers:
        assert list(workers.map(render, outlines)) == alone


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_start_of_the_program_makes_the_same_bytes(seed: str) -> None:
    script = (
        "import datetime, sys\n"
        "from roth_planner.documents.outline import Heading, Outline, Paragraph, text\n"
        "from roth_planner.documents.pdf import render\n"
        "blocks = (Heading(1, 'Plan'), Paragraph(text('\u041f\u0451 \U0001f600 words')))\n"
        "day = datetime.date(2026, 3, 12)\n"
        "made = render(Outline('full_plan', 'T', 'Mum', 'J-1', day, blocks, practice=True))\n"
        "sys.stdout.buffer.write(made.data)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": seed, "RL_pdfComments": "1", "RL_useA85": "1"},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        check=True,
    )
    blocks = (Heading(1, "Plan"), Paragraph(text("\u041f\u0451 \U0001f600 words")))
    made = printed(*blocks, title="T", audience="Mum", reference="J-1", practice=True)
    assert run.stdout == made.data


def test_another_day_or_word_makes_another_file() -> None:
    made = [
        render(msgspec.structs.replace(outline(), **change)).data
        for change in ({}, {"made_on": dt.date(2026, 3, 13)}, {"title": "Another plan"})
    ]
    assert len({opened_id(data) for data in made}) == 3


def opened_id(data: bytes) -> bytes:
    return data[data.rindex(b"/ID") :]


def test_the_file_says_nothing_about_a_person_or_computer() -> None:
    rendered = printed(title="Plan for the bus station", subject="Copy for the company")
    reader = opened(rendered)
    assert dict(reader.metadata) == {
        "/Title": "Plan for the bus station",
        "/Subject": "Copy for the company",
        "/Producer": "ROTH Planner",
        "/CreationDate": "D:20260312000000+00'00'",
        "/ModDate": "D:20260312000000+00'00'",
    }
    everything = rendered.data + b"".join(
        reader.get_object(number).get_data()
        for number in range(1, len(reader.xref[0]) + 1)
        if hasattr(reader.get_object(number), "get_data")
    )
    for trace in (b"anonymous", b"unspecified", b".ttf", b"assets", b"/home", b"Users", b"root/"):
        assert trace not in everything


def test_every_font_is_ours_and_embedded() -> None:
    rendered = printed(
        Heading(1, "Plan"), Paragraph(text("\u041f\u0451\u0442\u0440 \u2713")), practice=True
    )
    names = set()
    for page in opened(rendered).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(font["/BaseFont"].partition("+")[2])
            assert "/FontFile2" in font["/FontDescriptor"]
    assert names == {
        "AtkinsonHyperlegibleNext-Regular",
        "AtkinsonHyperlegibleNext-Bold",
        "DejaVuSans",
    }


def test_a_date_never_breaks_over_two_lines() -> None:
    for length in range(40, 70):
        first = page_texts(printed(audience="a " * length))[0]
        assert "12 March 2026" in first


def test_a_box_is_never_divided_if_it_fits_on_a_page() -> None:
    box = Notice("If you need help", text("Ring 999.\nRing the worker.\nRing the line."))
    for count in range(20, 60):
        pages = page_texts(printed(*[Paragraph(text("One line."))] * count, box))
        assert sum("If you need help" in page for page in pages) == 1
        (there,) = (page for page in pages if "If you need help" in page)
        assert "Ring the line." in there


def test_no_page_is_left_with_a_line_or_two_at_the_end() -> None:
    lengths = {}
    for count in range(20, 120):
        blocks = [Paragraph(text(f"Line {number}.")) for number in range(count)]
        pages = page_texts(printed(*blocks))
        lengths[count] = len(pages), pages[-1].count("Line ")
    scraps = [count for count, (pages, lines) in lengths.items() if pages > 1 and lines < 3]
    assert scraps == []
    assert max(pages for pages, _lines in lengths.values()) >= 3
