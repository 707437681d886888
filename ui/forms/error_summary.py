"""What finishing a section still asks for: at the top, in the words that stand by each field."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roth_planner.guides.spec import Question
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.progress import Gap
from ui import theme
from ui.forms.place import way_to
from ui.theme import Role
from ui.widgets.buttons import LinkButton
from ui.widgets.speaking import announce
from ui.widgets.words import Heading, Muted

TITLE = "Before this section is done"
COMFORT = "Everything you typed is kept. You can also come back to this later."


def summary_lines(
    workbook: Workbook, ref: Ref, questions: tuple[Question, ...], found: Sequence[Gap]
) -> list[tuple[str, Gap]]:
    """One line for each question, and one for each row with all that is missing in it."""
    lines = []
    for row, group in groupby(found, key=lambda gap: gap.row):
        gaps = list(group)
        if row is None:
            lines += [(gap.sentence, gap) for gap in gaps]
            continue
        more = f", and {len(gaps) - 1} more" if len(gaps) > 1 else ""
        where = _row_name(workbook, ref, questions, row)
        lines.append((f"{where}: {gaps[0].sentence}{more}", gaps[0]))
    return lines


def _row_name(workbook: Workbook, ref: Ref, questions: tuple[Question, ...], row: Ref) -> str:
    """ "Goal 2, action 1": the rows on the way, counted as the lists count them."""
    names, parent = [], ref
    for question, one in way_to(workbook, ref, questions, row):
        refs = [snapshot.ref for snapshot in workbook.rows(parent, question)]
        names.append(f"{question.one} {refs.index(one) + 1}")
        parent = one
    words = ", ".join(names)
    return words[:1].upper() + words[1:]


class ErrorSummary(QWidget):
    """Takes the focus when it comes; each line goes to its question."""

    picked = Signal(object)  # Gap

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.links: list[LinkButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(20, 14, 16, 14)
        self._layout.setSpacing(4)
        self._layout.addWidget(Heading(TITLE, self))
        self._layout.addWidget(Muted(COMFORT, self))
        self.hide()

    def show_lines(self, lines: Sequence[tuple[str, Gap]]) -> None:
        """List what is missing, in words and where each leads, and take the focus."""
        self._drop_links()
        for line, gap in lines:
            link = LinkButton(line, self)
            link.clicked.connect(lambda _=False, gap=gap: self.picked.emit(gap))
            self._layout.addWidget(link)
            self.links.append(link)
        words = f"{TITLE}: {len(lines)}. " + ". ".join(line for line, _ in lines)
        self.setAccessibleName(TITLE)
        self.setAccessibleDescription(words)
        self.show()
        previous: QWidget = self
        for link in self.links:
            QWidget.setTabOrder(previous, link)
            previous = link
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, words, urgent=True)

    def clear(self) -> None:
        """Ask for nothing."""
        self._drop_links()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.colour(Role.BLOCK), 2))
        painter.setBrush(now.colour(Role.SURFACE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _drop_links(self) -> None:
        for link in self.links:
            link.hide()
            link.deleteLater()
        self.links = []
