"""How wide words are in the letters documents are set in, for figures made before any page."""

from __future__ import annotations

from collections.abc import Callable

from roth_planner.workbook.map_cards import Measure


def measure() -> Measure:
    """How wide words are: words, size, whether in bold."""
    from roth_planner.documents.pdf import fonts  # reading the fonts takes a while

    pairs = {False: fonts.regular(), True: fonts.bold()}
    known: dict[tuple[str, bool], float] = {}

    def width(words: str, size: float, strong: bool) -> float:
        found = known.get((words, strong))
        if found is None:
            spans = pairs[strong].spans(words.replace("\n", " "))
            found = sum(span.face.widths.get(letter, 0.6) for span in spans for letter in span.text)
            known[words, strong] = found
        return found * size

    return width


def in_print() -> Callable[[str], str]:
    """How words stand on paper: what our letters cannot show is named in brackets.

    Whoever measures words for a figure asks this first, or a name in Urdu runs out of its card.
    """
    from roth_planner.documents.pdf import fonts
    from roth_planner.documents.pdf.characters import Namer

    return Namer(fonts.has_glyph).spell
