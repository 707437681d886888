"""The local pack in use: its area, each figure with its source, and a way to choose another."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from roth_planner.errors import BadContent
from roth_planner.guides.catalogue import Catalogue, walk
from roth_planner.guides.kinds import day_in_words
from roth_planner.guides.pack import BadPack
from roth_planner.guides.spec import LOCAL
from roth_planner.guides.timescales import CHECK_YOUR_EDITION, Quorum, Timescale
from ui import theme
from ui.pages.page import NarrowPage
from ui.widgets.buttons import MainButton, PlainButton
from ui.widgets.words import Heading, Muted, Strong, Words

WIDTH = 680
ABOUT = (
    "A local pack is a file with your area\u2019s own timescales, names, lists, wording and"
    " questions. It holds nothing about any young person, so chairs can pass it on to one another."
)
CORE = "No local pack is chosen. These are the figures that come with the program."


class LocalPackPage(NarrowPage):
    """Shows an area's facts, and takes another pack, or none, into use."""

    file_chosen = Signal(str)
    taken_away = Signal()
    left = Signal()

    def __init__(
        self,
        catalogue: Catalogue,
        file: str = "",
        trouble: BadContent | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Local pack", WIDTH, parent)
        self._file = file
        area = catalogue.area
        self.choose = MainButton("Choose a local pack")
        self.away = PlainButton("Go on without it")
        self.back = PlainButton("Back to the cases")
        self.away.setVisible(bool(file))
        self.add(Words(ABOUT), gap=theme.SPACE_INSIDE)
        self.add(Strong(f"In use: {area.name}"), gap=theme.SPACE_ROWS)
        self.add(Muted(file or CORE))
        self._add_trouble(trouble)
        self.add_left(self.choose, self.away, self.back, gap=theme.SPACE_ROWS)
        self._add_figures(catalogue)
        self._add_rest(catalogue)
        self.end()
        self.choose.clicked.connect(self._ask_for_file)
        self.away.clicked.connect(self.taken_away)
        self.back.clicked.connect(self.left)

    def arrive(self) -> None:
        """Begin at the button that chooses."""
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the cases."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _add_trouble(self, trouble: BadContent | None) -> None:
        if not isinstance(trouble, BadPack):
            return
        self.add(Heading(f"What is wrong in {trouble.faults[0].file}"), gap=theme.SPACE_ROWS)
        for fault in trouble.faults:
            self.add(Words(f"Line {fault.line}: {fault.reason}"))

    def _add_figures(self, catalogue: Catalogue) -> None:
        area = catalogue.area
        self.add(Heading("How long each step may take"), gap=theme.SPACE_GROUPS)
        self.add(
            Muted(
                "Areas differ, and each new edition of the guidance may change a figure. We show"
                " where each was read, so that you can check it."
            )
        )
        for one in area.timescales.values():
            whose = area.whose[one.key]
            of = f" ({whose})" if whose != area.name else ""
            self.add(Strong(f"{one.label}: {one.words}{of}"), gap=theme.SPACE_INSIDE)
            self.add(Muted(where_from(one)))
        if area.quorum is not None:
            self.add(
                Heading(catalogue.said("Who makes a conference quorate")), gap=theme.SPACE_GROUPS
            )
            self.add(Strong(area.quorum.words), Muted(where_from(area.quorum)))

    def _add_rest(self, catalogue: Catalogue) -> None:
        names = catalogue.area.names
        called = {
            "Pathway": names.pathway,
            "Pathway, in short": names.pathway_short,
            "Plan": names.plan,
            "Conference": names.conference,
            "Chaired by": names.chair,
        }
        self.add(Heading("Names"), gap=theme.SPACE_GROUPS)
        for what, name in called.items():
            if name:
                self.add(Words(f"{what}: {name}"))
        self.add(Heading("Agencies"), gap=theme.SPACE_GROUPS)
        self.add(Words(", ".join(catalogue.area.agencies) or "None are listed."))
        own = [
            question.label
            for guide in catalogue.guides.values()
            for _where, question, _beside in walk(guide)
            if question.key.startswith(LOCAL)
        ]
        if own:
            self.add(Heading("Questions of your own"), gap=theme.SPACE_GROUPS)
            self.add(*(Words(label) for label in own))

    def _ask_for_file(self) -> None:
        start = str(Path(self._file).parent) if self._file else ""
        dialog = QFileDialog(self, "Choose a local pack", start, "Local packs (*.toml)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.file_chosen)
        dialog.open()


def where_from(one: Timescale | Quorum) -> str:
    """Where a figure was read, and that it is to be checked."""
    said = [f"{CHECK_YOUR_EDITION} Read on {day_in_words(one.read)} at {one.source}"]
    said += [f"Edition: {one.edition[:1].lower() + one.edition[1:]}"] if one.edition else []
    said += [one.note.rstrip(".")] if one.note else []
    return ". ".join(said) + "."
