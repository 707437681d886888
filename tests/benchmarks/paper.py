"""The full plan as a tagged PDF of 20 pages, beside the same text in plain ReportLab."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import msgspec
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak as PlainPageBreak
from reportlab.platypus import Paragraph as PlainParagraph
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Table as PlainTable

from roth_planner import paths
from roth_planner.documents import pdf, produce
from roth_planner.documents.outline import (
    Answer,
    Block,
    Bullets,
    Heading,
    Notice,
    Outline,
    PageBreak,
    Paragraph,
    Quotation,
    Table,
    Text,
)
from roth_planner.practice.cases import fleeting_practice, sample_cases
from roth_planner.workbook.caseload import case_lines
from tests.benchmarks.measure import Row, side_by_side

LIMIT = 1.8
PAGES = 20


def twenty_pages() -> Outline:
    """The full plan of the practice case, cut or repeated until it fills 20 pages."""
    with fleeting_practice(sample_cases()[:1]) as workbook:
        case = case_lines(workbook)[0].ref
        choice = produce.documents_of(workbook, case)[0]
        outline = produce.outline_of(workbook, case, choice, today=dt.date(2026, 3, 12))
    blocks = outline.blocks
    while pdf.render(msgspec.structs.replace(outline, blocks=blocks)).pages < PAGES:
        blocks += outline.blocks
    low, high = 1, len(blocks)
    while low < high:
        middle = (low + high + 1) // 2
        shorter = msgspec.structs.replace(outline, blocks=blocks[:middle])
        if pdf.render(shorter).pages <= PAGES:
            low = middle
        else:
            high = middle - 1
    return msgspec.structs.replace(outline, blocks=blocks[:low])


def measure(folder: Path) -> Row:
    """Only setting on pages; both use the same fonts and sizes."""
    outline = twenty_pages()
    fonts = paths.assets("fonts")
    for name, file in (("plain", "Regular"), ("plain-bold", "Bold")):
        font = TTFont(name, str(fonts / f"AtkinsonHyperlegibleNext-{file}.ttf"))
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily("plain", normal="plain", bold="plain-bold")
    assert pdf.render(outline).pages == PAGES
    return side_by_side(
        f"full plan of {PAGES} pages",
        lambda: pdf.render(outline),
        lambda: plain(outline),
        LIMIT,
        rounds=11,
    )


def plain(outline: Outline) -> bytes:
    """The same text as anybody would set it with ReportLab, untagged."""
    file = io.BytesIO()
    body = ParagraphStyle("body", fontName="plain", fontSize=12, leading=17, spaceAfter=6)
    heads = {
        level: ParagraphStyle(
            f"h{level}", fontName="plain-bold", fontSize=size, leading=size * 1.25, spaceBefore=10
        )
        for level, size in ((1, 18), (2, 15), (3, 13), (4, 12), (5, 12), (6, 12))
    }
    story: list[Any] = [PlainParagraph(escape(outline.title), heads[1])]
    for block in outline.blocks:
        story.extend(_flowables(block, body, heads))

    def footer(canvas: Any, document: Any) -> None:
        canvas.setFont("plain", 9)
        canvas.drawString(56, 30, f"{outline.reference} {outline.audience} {document.page}")

    template = SimpleDocTemplate(file, pagesize=A4, leftMargin=56, rightMargin=56)
    template.build(story, onFirstPage=footer, onLaterPages=footer)
    return file.getvalue()


def _flowables(
    block: Block, body: ParagraphStyle, heads: dict[int, ParagraphStyle]
) -> Iterator[Any]:
    match block:
        case Heading(level=level, words=words):
            yield PlainParagraph(escape(words), heads[level])
        case Paragraph(runs=runs) | Notice(runs=runs):
            if isinstance(block, Notice):
                yield PlainParagraph(f"<b>{escape(block.title)}</b>", body)
            yield PlainParagraph(_markup(runs), body)
        case Quotation(words=words, by=by):
            yield PlainParagraph(_lines(words), body)
            yield PlainParagraph(escape(by), body)
        case Bullets(items=items):
            for item in items:
                yield PlainParagraph(_markup(item), body, bulletText="\u2022")
        case Answer(label=label, words=words):
            yield PlainParagraph(f"<b>{escape(label)}</b>", body)
            yield PlainParagraph(_lines(words), body)
        case Table(head=head, rows=rows, caption=caption, widths=widths):
            yield PlainParagraph(escape(caption), body)
            cells = [[PlainParagraph(_lines(cell), body) for cell in row] for row in (head, *rows)]
            shares = widths or (1 / len(head),) * len(head)
            width = A4[0] - 112
            shared = [width * share / sum(shares) for share in shares]
            yield PlainTable(cells, colWidths=shared, repeatRows=1)
        case PageBreak():
            yield PlainPageBreak()


def _markup(runs: Text) -> str:
    return "".join(f"<b>{_lines(r.text)}</b>" if r.strong else _lines(r.text) for r in runs)


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br/>")
