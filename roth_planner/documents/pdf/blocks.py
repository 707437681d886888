"""The blocks of an outline as strips, with their elements in the structure tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from roth_planner.documents.figure import Figure
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
)
from roth_planner.documents.pdf.characters import clean, one_line
from roth_planner.documents.pdf.figures import figure_strips
from roth_planner.documents.pdf.lines import Typesetter
from roth_planner.documents.pdf.strips import (
    Bookmark,
    Frame,
    Strip,
    Words,
    baseline,
    text_strips,
)
from roth_planner.documents.pdf.structure import BULLETED, NUMBERED, Element
from roth_planner.documents.pdf.styles import ACCENT, TEXT_WIDTH, Styles, Voice
from roth_planner.documents.pdf.tables import table_strips

# In characters; more is not read in a panel of bookmarks.
_LONGEST_BOOKMARK = 200


class BlockSetter:
    """Sets one outline: its strips in order, and its elements under ``root``."""

    def __init__(self, root: Element, setter: Typesetter, styles: Styles) -> None:
        self._root = root
        self._setter = setter
        self._styles = styles
        self._unit = styles.unit
        self._level = 0

    def opening(self, title: str, audience: str, date: str) -> list[Strip]:
        """The title of the document, and under it for whom it is and its date."""
        strips = self._one_voice(title, self._root.add("H1"), self._styles.title)
        strips[0].bookmark = Bookmark(0, one_line(title, _LONGEST_BOOKMARK))
        date = date.replace(" ", "\u00a0")
        details = f"{audience} \u00b7 {date}" if audience.strip() else date
        meta = self._one_voice(details, self._root.add("P"), self._styles.meta)
        meta[0].above = 4 * self._unit
        meta[-1].below = 8 * self._unit
        return _together([*strips, *meta])

    def strips(self, blocks: Iterable[Block]) -> list[Strip]:
        """All blocks, one after the other."""
        strips: list[Strip] = []
        new_page = after_heading = False
        for block in blocks:
            new_page = new_page or isinstance(block, PageBreak)
            block_strips = self._block(block)
            if block_strips:
                first = block_strips[0]
                first.starts_page = new_page
                if after_heading:
                    pad = first.frame.pad if first.frame else 0
                    first.above = min(first.above, 9 * self._unit + pad)
                new_page, after_heading = False, isinstance(block, Heading)
            strips += block_strips
        return strips

    def _block(self, block: Block) -> list[Strip]:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                voice = self._styles.lead if block.lead else self._styles.body
                return self._paragraphs(block.runs, self._root, voice)
            case Quotation():
                return self._quotation(block)
            case Bullets():
                return self._list(block)
            case Answer():
                return self._answer(block)
            case Table():
                return table_strips(block, self._root, self._setter, self._styles)
            case Notice():
                return self._notice(block)
            case Figure():
                return figure_strips(block, self._root, self._setter, self._styles)
            case PageBreak():
                return []

    def _heading(self, heading: Heading) -> list[Strip]:
        words = one_line(heading.words, _LONGEST_BOOKMARK)
        if not words:
            return []
        # PDF/UA-1 7.4.2: heading levels are not skipped on the way down.
        self._level = max(1, min(heading.level, self._level + 1, 3))
        voice = self._styles.headings[self._level - 1]
        strips = self._one_voice(heading.words, self._root.add(f"H{self._level + 1}"), voice)
        strips[0].above = (24, 18, 14)[self._level - 1] * self._unit
        strips[-1].below = (3, 2, 0)[self._level - 1] * self._unit
        strips[0].bookmark = Bookmark(self._level, words)
        return _kept(strips)

    def _paragraphs(
        self,
        runs: Sequence[Run],
        parent: Element,
        voice: Voice,
        x: float = 0.0,
        frame: Frame | None = None,
        above: float | None = None,
    ) -> list[Strip]:
        """Running text: one P for each paragraph, with some space above each."""
        strips: list[Strip] = []
        gap = 7 * self._unit
        width = TEXT_WIDTH - x - (x if frame and frame.boxed else 0)
        for spans in self._setter.paragraphs(runs, voice.strong):
            lines = self._setter.lines(spans, voice.size, width)
            space = gap if strips or above is None else above
            strips += text_strips(lines, parent.add("P"), voice, x, space, frame)
        return strips

    def _quotation(self, quotation: Quotation) -> list[Strip]:
        indent = 14 * self._unit
        frame = Frame(0, 0, 0, boxed=False, colour=ACCENT, weight=2 * self._unit)
        element = Element("BlockQuote")
        strips = self._paragraphs(
            (Run(quotation.words),), element, self._styles.quotation, indent, frame
        )
        source = self._paragraphs(
            (Run(quotation.by),), element, self._styles.source, indent, frame, above=2 * self._unit
        )
        if strips and source:
            strips[-1].keep = True
        return self._set_apart([*strips, *source], element)

    def _notice(self, notice: Notice) -> list[Strip]:
        pad = 10 * self._unit
        frame = Frame(0, TEXT_WIDTH, pad, boxed=True, colour=ACCENT, weight=1.25 * self._unit)
        element = Element("Div")
        x = pad + 4 * self._unit
        title = self._paragraphs((Run(notice.title),), element, self._styles.notice, x, frame)
        words = self._paragraphs(
            notice.runs, element, self._styles.body, x, frame, above=2 * self._unit
        )
        return _together(self._set_apart([*title, *words], element))

    def _set_apart(self, strips: list[Strip], element: Element) -> list[Strip]:
        """Framed strips, with space around the frame."""
        if strips:
            self._root.kids.append(element)
            pad = strips[0].frame.pad if strips[0].frame else 0
            strips[0].above = 11 * self._unit + pad
            strips[-1].below = 5 * self._unit + pad
        return strips

    def _list(self, bullets: Bullets) -> list[Strip]:
        items = [
            paragraphs for paragraphs in map(self._setter.paragraphs, bullets.items) if paragraphs
        ]
        if not items:
            return []
        voice = self._styles.body
        element = self._root.add("L", NUMBERED if bullets.numbered else BULLETED)
        labels = [
            self._setter.spans((Run(f"{number}." if bullets.numbered else "\u2022"),))
            for number in range(1, len(items) + 1)
        ]
        label_lines = [self._setter.lines(label, voice.size, TEXT_WIDTH)[0] for label in labels]
        left = 4 * self._unit
        x = left + max(line.width for line in label_lines) + 7 * self._unit
        strips: list[Strip] = []
        for label, paragraphs in zip(label_lines, items, strict=True):
            item = element.add("LI")
            label_words = Words(item.add("Lbl"), left, baseline(voice), label, voice)
            body = item.add("LBody")
            item_strips: list[Strip] = []
            for spans in paragraphs:
                lines = self._setter.lines(spans, voice.size, TEXT_WIDTH - x)
                item_strips += text_strips(lines, body, voice, x, 3 * self._unit)
            item_strips[0].words.insert(0, label_words)
            strips += item_strips
        strips[0].above = 6 * self._unit
        return strips

    def _answer(self, answer: Answer) -> list[Strip]:
        label = self._paragraphs((Run(answer.label),), self._root, self._styles.label)
        gap = None if not label else 0.0
        words = self._paragraphs((Run(answer.words),), self._root, self._styles.body, above=gap)
        if label:
            label[0].above = 11 * self._unit
        return [*(_kept(label) if words else label), *words]

    def _one_voice(self, words: str, element: Element, voice: Voice) -> list[Strip]:
        spans = self._setter.spans((Run(clean(words).replace("\n", " ")),), voice.strong)
        return text_strips(self._setter.lines(spans, voice.size, TEXT_WIDTH), element, voice)


def _kept(strips: list[Strip]) -> list[Strip]:
    """Strips that stay with what follows them."""
    for strip in strips:
        strip.keep = True
    return strips


def _together(strips: list[Strip]) -> list[Strip]:
    """Strips that stay together, if they fit on one page."""
    _kept(strips[:-1])
    return strips
