"""Tips that come up over a widget. They too show words letter by letter.

Qt reads a tip that looks like markup as markup, and would fetch the picture somebody's words name;
a tip cannot be told otherwise, so words that may look so are written as Qt reads them.
"""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QWidget


def set_tip(widget: QWidget, words: str) -> None:
    """Show these words, as they are, in a tip over a widget."""
    widget.setToolTip(f"<p>{escape(words)}</p>" if "<" in words or "&" in words else words)
