"""A document before it is paper: headings, paragraphs, lists and tables as plain data.

A builder makes an outline through an audience; ``pdf`` and ``text`` turn it into pages.
An outline holds plain text only, never markup: what a person typed is printed literally.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from msgspec import Struct

from roth_planner.documents.figure import Figure


class Run(Struct, frozen=True):
    """A stretch of text in one voice; ``strong`` is set in bold."""

    text: str
    strong: bool = False


Text: TypeAlias = tuple[Run, ...]


def text(*parts: str | Run) -> Text:
    """Runs from strings and runs."""
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts if part)


class Heading(Struct, frozen=True, tag=True):
    """A heading; level 1 is a part of the document, 2 and 3 are inside it. Also a bookmark."""

    level: int
    words: str


class Paragraph(Struct, frozen=True, tag=True):
    """Running text. A line break in it stays a line break; ``lead`` is the opening paragraph."""

    runs: Text
    lead: bool = False


class Quotation(Struct, frozen=True, tag=True):
    """Somebody's own words, kept whole, with who said them and when in ``by``."""

    words: str
    by: str = ""


class Bullets(Struct, frozen=True, tag=True):
    """A list; ``numbered`` where the order matters."""

    items: tuple[Text, ...]
    numbered: bool = False


class Answer(Struct, frozen=True, tag=True):
    """A label with what was answered: the label bold above, the answer under it."""

    label: str
    words: str


class Table(Struct, frozen=True, tag=True):
    """Rows under column headings; the first cell of each row names the row.

    ``caption`` says in a sentence what the table holds; ``widths`` are shares of the page width.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


class Notice(Struct, frozen=True, tag=True):
    """A boxed note the reader must not miss, for example how to get help tonight."""

    title: str
    runs: Text


class PageBreak(Struct, frozen=True, tag=True):
    """What follows starts on a new page."""


Block: TypeAlias = (
    Heading | Paragraph | Quotation | Bullets | Answer | Table | Notice | Figure | PageBreak
)


class Outline(Struct, frozen=True):
    """One document for one audience, ready to be set on pages.

    ``document`` is its key (``full_plan`` and so on); ``title`` is shown on page 1 and is the
    PDF's title; ``audience`` is the reader in words, ``reference`` the case or context reference
    and ``copy_number`` this copy, all three for the footer. ``body_size`` is in points.
    ``file_title`` is what the file says it is, where the title holds a name: it stands in the
    window of whatever opens it. ``warnings`` are for the chair, before paper, and not printed.
    """

    document: str
    title: str
    audience: str
    reference: str
    made_on: dt.date
    blocks: tuple[Block, ...]
    copy_number: int = 1
    body_size: float = 12
    practice: bool = False
    language: str = "en-GB"
    subject: str = ""
    file_title: str = ""
    warnings: tuple[str, ...] = ()
