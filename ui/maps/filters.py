"""Which part of a map is shown: kinds, tones, and what one reader may see of it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui import theme
from ui.widgets.flow import Flow
from ui.widgets.wheel import GuardedCombo

FAMILY = ("sibling", "parent", "family_network")
BY_ROLE = ("professional", "guardian", "advocate")
EVERYTHING, ONE_KIND = "everything", "place:"
KINDS = {
    EVERYTHING: "Everybody and every place",
    "places": "Places only",
    "people": "People only",
    "family": "Family",
    "peers": "Friends and peers",
    "by_role": "Those who act by their role",
    "adults_of_concern": "Adults of concern",
}


class Filters(Flow):
    """Three choices; together they say what is on the map."""

    changed = Signal()

    def __init__(
        self,
        tones: Mapping[str, str],
        audiences: Mapping[str, str],
        kinds_of_place: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, gap=theme.SPACE_ROWS, line_gap=theme.SPACE_INSIDE)
        self._places = frozenset(kinds_of_place) | {""}
        one_kind = {f"{ONE_KIND}{key}": label for key, label in kinds_of_place.items()}
        self.shown = self._choice("Show", {**KINDS, **one_kind})
        self.shown.insertSeparator(len(KINDS))
        self.tone = self._choice("Lines", {EVERYTHING: "All lines", **tones})
        self.audience = self._choice("As read by", {"": "Me, at this desk", **audiences})

    @property
    def of_one_kind(self) -> bool:
        """Whether places of one kind are shown, and then the people there too."""
        return str(self.shown.currentData()).startswith(ONE_KIND)

    def kinds(self) -> frozenset[str] | None:
        """The kinds of person and of place to show; None for all."""
        if self.of_one_kind:
            return frozenset((str(self.shown.currentData()).removeprefix(ONE_KIND),))
        people = frozenset((*FAMILY, *BY_ROLE, "peer", "adult_of_concern", "young_person"))
        return {
            EVERYTHING: None,
            "places": self._places,
            "people": people,
            "family": frozenset(FAMILY),
            "peers": frozenset(("peer", "peer_group", "young_person")),
            "by_role": frozenset(BY_ROLE),
            "adults_of_concern": frozenset(("adult_of_concern",)),
        }[str(self.shown.currentData())]

    def tones(self) -> frozenset[str] | None:
        """The tones of the lines to show; None for all."""
        chosen = str(self.tone.currentData())
        return None if chosen == EVERYTHING else frozenset((chosen,))

    def reader(self) -> str | None:
        """The audience whose map is shown; None for the chair's own."""
        return str(self.audience.currentData()) or None

    def _choice(self, label: str, choices: Mapping[str, str]) -> GuardedCombo:
        together = QWidget(self)
        across = QHBoxLayout(together)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.SPACE_INSIDE)
        words, combo = QLabel(label, together), GuardedCombo(together)
        words.setBuddy(combo)
        combo.setAccessibleName(label)
        for key, choice in choices.items():
            combo.addItem(choice, key)
        across.addWidget(words)
        across.addWidget(combo)
        combo.currentIndexChanged.connect(self.changed)
        self.add(together)
        return combo
