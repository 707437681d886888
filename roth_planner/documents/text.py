"""An outline as plain text, for pasting into another system or reading without a page."""

from __future__ import annotations

from collections.abc import Iterable

from roth_planner.documents.figure import Figure
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
from roth_planner.documents.pdf.characters import one_line, plain
from roth_planner.documents.pdf.furniture import PRACTICE_SENTENCE, PRIVACY
from roth_planner.guides.kinds import day_in_words

_INDENT = "    "


def render(outline: Outline) -> str:
    """The whole document, lines ended by ``\\n`` and blocks apart by an empty line.

    Text stands as it was typed; only what a text file cannot hold or what would mislead its
    reader, such as a right-to-left override, is named in brackets. Lines are not broken.
    """
    audience = one_line(outline.audience)
    date = day_in_words(outline.made_on)
    parts = [_underlined(one_line(outline.title), "=")]
    if outline.practice:
        parts.append(PRACTICE_SENTENCE)
    parts.append(f"{audience} \u00b7 {date}" if audience else date)
    parts += map(_block, outline.blocks)
    marks = (one_line(outline.reference), audience, f"Copy {outline.copy_number}", PRIVACY)
    parts.append(" \u00b7 ".join(filter(None, marks)))
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level=level, words=words):
            return _underlined(one_line(words), "-") if level < 2 else one_line(words)
        case Paragraph(runs=runs):
            return _words(runs)
        case Quotation(words=words, by=by):
            return _indented(_lines(plain(words), plain(by)))
        case Bullets(items=items, numbered=numbered):
            return _list(items, numbered)
        case Answer(label=label, words=words):
            return _lines(plain(label), plain(words))
        case Table():
            return _table(block)
        case Notice(title=title, runs=runs):
            return _indented(_lines(plain(title), _words(runs)))
        case Figure():
            return f"[Picture: {one_line(block.alternative)}]" if block.marks else ""
        case PageBreak():
            return ""


def _table(table: Table) -> str:
    """Each row as a few lines, ``column: cell``, rows apart by an empty line."""
    rows = [
        _lines(*(f"{head}: {cell}" if head else cell for head, cell in _cells(table.head, row)))
        for row in table.rows
    ]
    return "\n\n".join(filter(None, (plain(table.caption), *map(_indented, rows))))


def _cells(head: tuple[str, ...], row: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """The cells of a row that hold something, each with its column's name or an empty one."""
    names = (*head, *("",) * (len(row) - len(head)))
    return (
        (one_line(name), plain(cell))
        for name, cell in zip(names, row, strict=False)
        if cell.strip()
    )


def _list(items: tuple[Text, ...], numbered: bool) -> str:
    kept = [words for words in map(_words, items) if words.strip()]
    labels = (f"{number}. " if numbered else "- " for number in range(1, len(kept) + 1))
    return "\n".join(
        label + words.replace("\n", "\n" + " " * len(label))
        for label, words in zip(labels, kept, strict=True)
    )


def _words(runs: Text) -> str:
    return "".join(plain(run.text) for run in runs)


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line.strip())


def _indented(text: str) -> str:
    return "\n".join(_INDENT + line if line.strip() else "" for line in text.split("\n"))


def _underlined(words: str, mark: str) -> str:
    return f"{words}\n{mark * min(len(words), 75)}" if words else ""
