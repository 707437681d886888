"""While somebody or some place is added: who is kept already and may be meant. Never in the way."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.workbook import Ref
from roth_planner.workbook.directory import Alike
from ui.widgets.buttons import LinkButton
from ui.widgets.frames import Card
from ui.widgets.speaking import announce
from ui.widgets.words import Muted, Strong


class AlikeHint(Card):
    """Shows up to four who look alike, each with what they are; a press takes that one instead."""

    picked = Signal(int)

    def __init__(self, thing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Alike, ...] = ()
        self.links: list[LinkButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 10, 12, 10)
        self._layout.setSpacing(4)
        self._layout.addWidget(Strong("Is it one of these?", self))
        self._layout.addWidget(
            Muted(
                f"Press a line to use what is kept already. If it is another {thing}, go on: two"
                " can have one name.",
                self,
            )
        )
        self.hide()

    @property
    def refs(self) -> tuple[Ref, ...]:
        """Who is shown now."""
        return tuple(one.ref for one in self._shown)

    def show_alike(self, found: tuple[Alike, ...]) -> None:
        """Show these, or nothing."""
        if found == self._shown:
            return
        self._shown = found
        for link in self.links:
            link.hide()
            link.deleteLater()
        self.links = []
        for one in found:
            link = LinkButton(f"{one.called}: {one.about}", self)
            link.setAccessibleDescription("Use this one instead of adding another")
            link.clicked.connect(partial(self.picked.emit, one.ref.id))
            self._layout.addWidget(link)
            self.links.append(link)
        self.setVisible(bool(found))
        if found:
            announce(self, f"Is it one of these? {len(found)} found")
