"""What is promised and what is not: the help page ``assets/help/security.md``, shown as it is."""

from __future__ import annotations

from PySide6.QtCore import Qt

from roth_planner.paths import assets
from ui import theme
from ui.pages.safety_step import SafetyStep, Tools
from ui.widgets.words import Heading, Large, Muted, Strong, Words

WIDTH = 680


class Promises(SafetyStep):
    """Paragraphs to read; Page Down and the arrow keys scroll."""

    def __init__(self, tools: Tools) -> None:
        title, parts = read_help(assets("help", "security.md").read_text("utf-8"))
        super().__init__(title, tools, WIDTH)
        for kind, text in parts:
            if kind == "heading":
                self.add(Heading(text), gap=theme.SPACE_GROUPS)
            elif kind == "opening":
                self.add(Large(text), gap=theme.SPACE_INSIDE)
            elif kind == "point":
                lead, _stop, rest = text.partition(". ")
                self.add(Strong(f"{lead}." if rest else lead), gap=theme.SPACE_INSIDE)
                if rest:
                    self.add(Words(rest))
            else:
                self.add(Muted(text), gap=theme.SPACE_INSIDE)
        self.finish_column(begin=self.back, waits=())
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(title)
        self._begin = self._scroll


def read_help(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Title and parts of a help page: ``#``, ``##``, ``- `` points, and paragraphs.

    The first paragraph is the opening one. A point's first sentence is what is promised.
    """
    title, parts = "", []
    for block in text.strip().split("\n\n"):
        lines = block.splitlines()
        if block.startswith("# "):
            title = block[2:].strip()
        elif block.startswith("## "):
            parts.append(("heading", block[3:].strip()))
        elif block.startswith("- "):
            points = "\n".join(lines).split("\n- ")
            parts += [("point", " ".join(one.removeprefix("- ").split())) for one in points]
        else:
            kind = "paragraph" if parts else "opening"
            parts.append((kind, " ".join(block.split())))
    return title, parts
