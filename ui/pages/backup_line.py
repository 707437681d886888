"""One quiet line below the cases: the last backup, the last proven restore, and the way there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.session import Session
from ui.widgets.buttons import LinkButton
from ui.widgets.words import Muted


class BackupLine(QWidget):
    """Says how the backups stand, once that is known. A practice vault has none to tell of."""

    safety_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._upkeep = session.upkeep
        self.words = Muted()
        self.link = LinkButton("Safety")
        self.link.setAccessibleDescription("Keys, backups and health of this vault")
        self.link.clicked.connect(self.safety_wanted)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, theme.SPACE_INSIDE, 0, 0)
        across.setSpacing(theme.SPACE_ROWS)
        across.addWidget(self.words, 1)
        across.addWidget(self.link)
        if self._upkeep is not None:
            self._upkeep.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.words.setText(self._upkeep.words() if self._upkeep is not None else "")
