"""Tables as strips: rows where the columns can hold their words, else each row as a small list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from roth_planner.documents.outline import Run, Table
from roth_planner.documents.pdf.fonts import Span
from roth_planner.documents.pdf.lines import Typesetter
from roth_planner.documents.pdf.strips import Rule, Strip, Words, baseline, text_strips
from roth_planner.documents.pdf.structure import COLUMN_SCOPE, ROW_SCOPE, Element
from roth_planner.documents.pdf.styles import LINE, MUTED, TEXT_HEIGHT, TEXT_WIDTH, Styles, Voice

# No cell taller than a third of a page (the project's look); a taller one is set under its row.
_TALLEST_CELL = TEXT_HEIGHT / 3

# The widest word a column is made wide enough for, in times its size: about 16 letters. A long
# web address must not take the room of all other columns.
_WIDEST_WORD = 9

_HAIRLINE = 0.5
_HEAD_LINE = 1.0

_FIGURE = re.compile(r"[-\u2212]?[0-9][0-9,]*(\.[0-9]+)?%?")

Cell: TypeAlias = list[Span]


class _Column(NamedTuple):
    """Where a column's words stand, in points from the left margin; ``figures`` align right."""

    x: float
    width: float
    figures: bool


def table_strips(table: Table, parent: Element, setter: Typesetter, styles: Styles) -> list[Strip]:
    """A table as strips, with its elements added to ``parent``.

    Rows shorter than the longest are filled with empty cells, so that every row has a cell in
    every column.
    """
    return _TableSetter(table, parent, setter, styles).strips()


class _TableSetter:
    def __init__(self, table: Table, parent: Element, setter: Typesetter, styles: Styles) -> None:
        self._setter = setter
        self._styles = styles
        self._element = parent.add("Table")
        self._caption = table.caption
        count = max(map(len, (table.head, *table.rows)))
        self._head = self._cells(table.head, count, strong=True) if table.head else []
        self._rows = [self._cells(row, count) for row in table.rows]
        self._figures = [_are_figures(table.rows, at) for at in range(count)]
        self._gap = 12 * styles.unit
        self._pad = 4 * styles.unit
        self._size = styles.cell.size
        self._below = setter.spans((Run("Below"),))
        self._columns = self._measure(table.widths, count)

    def _cells(self, row: Sequence[str], count: int, strong: bool = False) -> list[Cell]:
        """The spans of a row's cells; the first names the row and is strong."""
        cells = (*row, *("",) * (count - len(row)))
        return [
            self._setter.spans((Run(cell),), strong or at == 0) for at, cell in enumerate(cells)
        ]

    def strips(self) -> list[Strip]:
        strips = self._caption_strips()
        head_row: Element | None = None
        if self._head:
            # A THead needs a TBody beside it (PDF/UA-1 7.2); a head alone is a row of the table.
            head_row = (self._element.add("THead") if self._rows else self._element).add("TR")
        names = [head_row.add("TH", COLUMN_SCOPE) if head_row else None for _ in self._head]
        body = self._element.add("TBody") if self._rows else None
        head: Strip | None = None
        if self._columns and head_row:
            top = self._row(self._head, names, [self._styles.head] * len(names), None)
            head = top[0]
            head.head = head
            head.rule = Rule(0, TEXT_WIDTH, LINE, _HEAD_LINE)
            for strip in top:
                strip.keep = bool(self._rows)
            strips += top
        for number, row in enumerate(self._rows):
            assert body is not None
            cells = body.add("TR")
            elements = [
                cells.add("TD") if at else cells.add("TH", ROW_SCOPE) for at in range(len(row))
            ]
            if self._columns:
                voices = [self._styles.cell] * len(row)
                voices[0] = self._styles.row_name
                row_strips = self._row(row, elements, voices, head)
            else:
                row_strips = self._stacked(row, elements, names if number == 0 else ())
            if number:
                _rule_above(row_strips, strips)
            strips += row_strips
        if strips:
            strips[0].above = 9 * self._styles.unit
            strips[-1].below += 8 * self._styles.unit
        return strips

    def _caption_strips(self) -> list[Strip]:
        voice = self._styles.caption
        strips: list[Strip] = []
        for spans in self._setter.paragraphs((Run(self._caption),)):
            element = self._element.kids[0] if self._element.kids else self._element.add("Caption")
            assert isinstance(element, Element)
            strips += text_strips(self._setter.lines(spans, voice.size, TEXT_WIDTH), element, voice)
        if self._head or self._rows:
            for strip in strips:
                strip.keep = True
        return strips

    def _measure(self, shares: Sequence[float], count: int) -> list[_Column]:
        """The columns; none if some words would not fit, which asks for stacked rows."""
        if not count:
            return []
        room = TEXT_WIDTH - self._gap * (count - 1)
        widest = [0.0] * count
        natural = [0.0] * count
        for cells in (self._head, *self._rows):
            for at, cell in enumerate(cells):
                widest[at] = max(widest[at], self._setter.longest_word(cell, self._size))
                natural[at] = max(natural[at], self._setter.width(cell, self._size))
        least = [min(word, _WIDEST_WORD * self._size) for word in widest]
        widths = column_widths(shares, least, natural, room)
        lefts = accumulate((width + self._gap for width in widths), initial=0.0)
        return list(map(_Column, lefts, widths, self._figures))

    def _row(
        self,
        cells: Sequence[Cell],
        elements: Sequence[Element | None],
        voices: Sequence[Voice],
        head: Strip | None,
    ) -> list[Strip]:
        """One strip for a row, and under it the cells that are too tall to stand in it."""
        row = Strip(0.0, head=head)
        under: list[Strip] = []
        for at, (cell, element, voice) in enumerate(zip(cells, elements, voices, strict=True)):
            column = self._columns[at]
            lines = self._setter.lines(cell, voice.size, column.width)
            if len(lines) * voice.leading > _TALLEST_CELL - 2 * self._pad:
                under += self._named(self._head[at], None) if self._head and head else []
                under += self._under(cell, element, voice)
                element, voice = None, voice._replace(colour=MUTED)
                lines = self._setter.lines(self._below, voice.size, column.width)
            drop = self._pad + baseline(voice)
            for number, line in enumerate(lines):
                x = column.x + (column.width - line.width if column.figures else 0)
                row.words.append(Words(element, x, drop + number * voice.leading, line, voice))
            row.height = max(row.height, len(lines) * voice.leading)
        row.height = max(row.height, voices[-1].leading) + 2 * self._pad
        row.keep = bool(under)
        return [row, *under]

    def _under(self, cell: Cell, element: Element | None, voice: Voice) -> list[Strip]:
        """A tall cell, under its row and over the width of the page."""
        strips: list[Strip] = []
        for paragraph in self._setter.split(cell):
            lines = self._setter.lines(paragraph, voice.size, TEXT_WIDTH)
            strips += text_strips(lines, element, voice, above=self._pad if strips else 0)
        strips[-1].below = 2 * self._pad
        return strips

    def _named(self, name: Cell, element: Element | None) -> list[Strip]:
        """The name of a column over a cell that is set by itself; two lines at most if repeated."""
        voice = self._styles.caption._replace(strong=True)
        lines = self._setter.lines(name, voice.size, TEXT_WIDTH)[: None if element else 2]
        strips = text_strips(lines, element, voice)
        for strip in strips:
            strip.keep = True
        return strips

    def _stacked(
        self,
        cells: Sequence[Cell],
        elements: Sequence[Element],
        names: Sequence[Element | None],
    ) -> list[Strip]:
        """A row as a small list: each column's name, and under it the cell."""
        strips: list[Strip] = []
        for at, (cell, element) in enumerate(zip(cells, elements, strict=True)):
            voice = self._styles.cell if at else self._styles.row_name
            lines = self._setter.lines(cell, voice.size, TEXT_WIDTH)
            name = self._named(self._head[at], names[at] if names else None) if self._head else []
            if lines or names:
                name_and_cell = [*name, *text_strips(lines, element, voice)]
                if name_and_cell:
                    name_and_cell[0].above = 3 * self._styles.unit
                    name_and_cell[-1].keep = at == 0 and len(cells) > 1
                strips += name_and_cell
        if strips:
            strips[0].above = strips[-1].below = self._pad
        return strips


def column_widths(
    shares: Sequence[float], least: Sequence[float], natural: Sequence[float], room: float
) -> list[float]:
    """Widths of columns in points, by the shares asked for or by how much they hold.

    A column narrower than it must be at ``least`` is widened at the cost of those with room to
    spare; ``natural`` is the width of its longest text on one line. An empty list says that no
    widths hold all the words.
    """
    if sum(least) > room:
        return []
    if len(shares) == len(least) and min(shares) > 0:
        wanted = [room * share / sum(shares) for share in shares]
    elif sum(natural) <= room:
        spare = (room - sum(natural)) / len(natural)
        wanted = [width + spare for width in natural]
    else:
        # The square root keeps one very long cell from taking all the room.
        weights = [max(width, 1.0) ** 0.5 for width in natural]
        wanted = [room * weight / sum(weights) for weight in weights]
    short = sum(max(need - want, 0.0) for need, want in zip(least, wanted, strict=True))
    spare = sum(max(want - need, 0.0) for need, want in zip(least, wanted, strict=True))
    return [
        need if need >= want else want - (want - need) * short / spare
        for need, want in zip(least, wanted, strict=True)
    ]


def _are_figures(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a column, not the first, holds only numbers such as 12, 3.5, 1,200 or 40%."""
    cells = [row[at].strip() for row in rows if at < len(row)]
    return at > 0 and any(cells) and all(_FIGURE.fullmatch(cell) for cell in cells if cell)


def _rule_above(row: Sequence[Strip], before: Sequence[Strip]) -> None:
    """A hairline between a row and the one before it."""
    if row and before:
        before[-1].rule = Rule(0, TEXT_WIDTH, LINE, _HAIRLINE)
