"""An outline made into the bytes of a tagged PDF (PDF/UA-1 and PDF/A-2a)."""

from __future__ import annotations

from msgspec import Struct

from roth_planner.documents.outline import Outline
from roth_planner.documents.pdf.blocks import BlockSetter
from roth_planner.documents.pdf.characters import Unprintable, one_line
from roth_planner.documents.pdf.drawing import PageDrawer
from roth_planner.documents.pdf.furniture import Footer, practice_mark
from roth_planner.documents.pdf.lines import Typesetter
from roth_planner.documents.pdf.metadata import LONGEST_STRING, About, describe
from roth_planner.documents.pdf.strips import without_a_scrap
from roth_planner.documents.pdf.structure import Element, TaggedCanvas
from roth_planner.documents.pdf.styles import TEXT_HEIGHT, styles
from roth_planner.guides.kinds import day_in_words


class Rendered(Struct, frozen=True):
    """A finished PDF: its bytes, how many pages, and what could only be named in words."""

    data: bytes
    pages: int
    unprintable: tuple[Unprintable, ...]


def render(outline: Outline) -> Rendered:
    """Set an outline on A4 pages.

    The same outline gives the same bytes: the file is dated ``made_on`` and holds nothing of this
    computer or its user. Text is printed as it was typed; what our fonts cannot show is named in
    brackets and counted in ``unprintable``. No text is too long: what does not fit is continued.
    """
    language = outline.language or "en-GB"
    title = one_line(outline.title, LONGEST_STRING) or "Document"
    root = Element("Document")
    setter = Typesetter()
    voices = styles(outline.body_size)
    blocks = BlockSetter(root, setter, voices)
    opening = blocks.opening(
        outline.title if one_line(outline.title) else title,
        outline.audience,
        day_in_words(outline.made_on),
    )
    mark = practice_mark(setter, voices.practice) if outline.practice else None
    spoken_mark = root.add("P") if mark else None
    pages = without_a_scrap([*opening, *blocks.strips(outline.blocks)], TEXT_HEIGHT)
    footer = Footer(
        outline.reference,
        outline.audience,
        outline.copy_number,
        len(pages),
        Typesetter(),
        voices.footer,
    )
    canvas = TaggedCanvas(root, language)
    file_title = one_line(outline.file_title, LONGEST_STRING) or title
    describe(
        canvas.document,
        About(file_title, one_line(outline.subject, LONGEST_STRING), language, outline.made_on),
    )
    PageDrawer(canvas, footer, mark, spoken_mark).draw(pages)
    return Rendered(canvas.data(), len(pages), setter.namer.found())
