"""Reading finished PDFs the way a reader, a screen reader or a checker does."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import page
from pypdf import PdfReader

from roth_planner.documents.outline import Block, Outline
from roth_planner.documents.pdf import Rendered, render

MADE_ON = dt.date(2026, 3, 12)

# The checker stops at 1,024 rows and 256 links in a chain; our longest tables have more.
LIMITS = page.SafetyLimits(
    max_table_grid_rows=20_000, max_table_grid_cells=1_000_000, max_reference_depth=5_000
)


def outline(*blocks: Block, **changes: Any) -> Outline:
    """An outline for professionals with these blocks."""
    facts: dict[str, Any] = {
        "document": "full_plan",
        "title": "Safety plan",
        "audience": "Professionals at the conference",
        "reference": "J-2026-014",
        "made_on": MADE_ON,
    }
    return Outline(blocks=blocks, **{**facts, **changes})


def printed(*blocks: Block, **changes: Any) -> Rendered:
    """The same on paper."""
    return render(outline(*blocks, **changes))


def opened(rendered: Rendered) -> PdfReader:
    return PdfReader(io.BytesIO(rendered.data))


def page_texts(rendered: Rendered) -> list[str]:
    """What can be copied from each page."""
    return [page.extract_text() for page in opened(rendered).pages]


def copied(rendered: Rendered) -> str:
    """What can be copied from all pages, without footers, spaces and line ends."""
    kept: list[str] = []
    for text in page_texts(rendered):
        kept += [line for line in text.splitlines() if "Not for onward sharing" not in line]
    return "".join("".join(kept).split())


def words(rendered: Rendered) -> list[str]:
    """All words, in the order they are read."""
    return " ".join(page_texts(rendered)).split()


def failures(data: bytes) -> list[str]:
    """The rules of PDF/UA-1 and PDF/A-2a that a file breaks."""
    return [
        f"{failure.rule_id}: {failure.message}"
        for profile in ("ua1", "2a")
        for failure in page.validate_pdf_bytes(data, profile=profile, limits=LIMITS).failures
    ]


def elements(rendered: Rendered, role: str | None = None) -> list[Any]:
    """The structure elements in reading order, all or those of one role."""
    root = opened(rendered).trailer["/Root"]["/StructTreeRoot"]["/K"].get_object()
    return [one for one in _below(root) if role in (None, one["/S"].removeprefix("/"))]


def roles(rendered: Rendered) -> list[str]:
    """The roles of all structure elements in reading order."""
    return [element["/S"].removeprefix("/") for element in elements(rendered)]


def contents(element: Any) -> int:
    """How many stretches of drawing are content of an element itself."""
    return sum("/MCID" in kid.get_object() for kid in element["/K"])


def bookmarks(rendered: Rendered) -> list[tuple[int, str]]:
    """Level and words of every bookmark."""
    return list(_levels(opened(rendered).outline, 0))


def _below(element: Any) -> Iterator[Any]:
    yield element
    for kid in element["/K"]:
        if kid.get_object().get("/S"):
            yield from _below(kid.get_object())


def _levels(entries: list[Any], level: int) -> Iterator[tuple[int, str]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _levels(entry, level + 1)
        else:
            yield level, entry.title
