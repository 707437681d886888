"""The map of a case on paper in words: all that is in the picture, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator

from roth_planner.documents.outline import Block, Bullets, Heading, Paragraph, Run, text
from roth_planner.workbook.case_map import CaseMap
from roth_planner.workbook.map_words import MapLine, Sort, gap_words, told
from roth_planner.workbook.parts import Ref


def in_words(shown: CaseMap) -> Iterator[Block]:
    """Everybody and every place, each with what ties them; then what is missing."""
    items: list[tuple[str, list[str]]] = []
    for line in told(shown):
        if line.sort is Sort.HEADING:
            yield from _items(items)
            items = []
            yield Heading(2, line.words)
        elif line.sort is Sort.NODE:
            items.append((line.words, []))
        elif line.sort is Sort.TIE:
            items[-1][1].append(_short(shown, line))
    yield from _items(items)
    yield from _missing(shown)


def _short(shown: CaseMap, line: MapLine) -> str:
    """A line between two; below the place it is about the place need not be named again."""
    place = line.about[1] if line.about else None
    if not isinstance(place, Ref) or place.record != "context":
        return line.words
    return line.words.replace(f" \u2013 {shown.label(place)};", ";", 1)


def _items(items: list[tuple[str, list[str]]]) -> Iterator[Block]:
    """Those with lines as a list each; the others in one paragraph, as there may be many."""
    for node, ties in items:
        if ties:
            yield Heading(3, node)
            yield Bullets(tuple(text(_ended(tie)) for tie in ties))
    alone = [node for node, ties in items if not ties]
    if alone:
        label = Run("No more about: " if len(alone) < len(items) else "", strong=True)
        yield Paragraph(text(label, _ended("; ".join(alone))))


def _missing(shown: CaseMap) -> Iterator[Block]:
    """What is missing, each lack with those it is missing for."""
    lacking: dict[str, list[str]] = {}
    for gap in shown.gaps:
        lacking.setdefault(gap_words(gap), []).append(shown.label(gap.about))
    items = [
        text(Run(f"{words[:1].upper()}{words[1:]}: ", strong=True), _ended(", ".join(names)))
        for words, names in lacking.items()
    ]
    if items:
        yield Bullets(tuple(items))


def _ended(words: str) -> str:
    """Words with one full stop: initials end with one of their own."""
    return words if words.endswith(".") else f"{words}."
