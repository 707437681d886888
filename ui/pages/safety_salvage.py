"""Salvage: what can still be proved right goes into a new vault, and the rest is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roth_planner.workbook import rescue
from ui import theme
from ui.pages.safety_step import SafetyStep, Tools, secret_field
from ui.pages.safety_words import listed
from ui.widgets.buttons import MainButton
from ui.widgets.words import Heading, Words

if TYPE_CHECKING:
    from roth_planner.workbook.rescue import Salvaged

WIDTH = 680
MOST = 40
"""Lines of records that were lost; the number of the others is told."""


class Salvage(SafetyStep):
    """Saves into a new folder beside the vault; the vault itself is only read."""

    def __init__(self, tools: Tools) -> None:
        super().__init__("Save what can be proved right", tools, WIDTH)
        self.secret = secret_field("Passphrase or recovery code", "Of this vault, as it is now.")
        if tools.secret:
            self.secret.edit.setText(tools.secret)
        self.go = MainButton("Save into a new vault")
        self.result = Words()
        self.lost = Words()
        self._lost_heading = Heading("What could not be saved")
        self.add(
            Words(
                "Every record is compared with its seal. What fits is kept, what does not is built"
                " again from the history where that is possible, and the rest is listed. Try a"
                " backup first: it may be complete."
            )
        )
        self.add(self.secret, gap=theme.SPACE_ROWS)
        self.add(self.result, gap=theme.SPACE_ROWS)
        self.add(self._lost_heading, self.lost)
        self.finish_column(self.go, begin=self.secret.edit, waits=(self.secret,))
        self._lost_heading.hide()
        self.lost.hide()
        self.go.clicked.connect(self._go)
        self.secret.edit.returnPressed.connect(self._go)

    def forget(self) -> None:
        """Empty the box."""
        self.secret.edit.clear()

    def _go(self) -> None:
        secret, folder = self.secret.text(), self.tools.folder
        if not secret:
            self.secret.complain("Type the passphrase, or the recovery code.")
            return
        self.work(
            "Reading every record that can be read. This may take a while.",
            lambda: rescue.salvage(folder, secret),
            self._show,
            self.secret,
        )

    def _show(self, saved: Salvaged) -> None:
        kept = sum(saved.kept.values())
        parts = [f"{kept} records are as they were"]
        if saved.rebuilt:
            parts.append(f"{len(saved.rebuilt)} were built again from the history")
        if saved.doubtful:
            parts.append(f"{len(saved.doubtful)} were kept but could not be compared")
        if saved.lost:
            parts.append(f"{len(saved.lost)} could not be saved")
        self.result.setText(
            f"Of {saved.total} records, {listed(parts)}. The new vault is in {saved.folder}; the"
            " same passphrase and recovery code open it. The damaged one is as it was."
        )
        lines = [f"{one.record} {one.number}: {one.why}" for one in (*saved.lost, *saved.emptied)]
        if len(lines) > MOST:
            lines = [*lines[:MOST], f"and {len(lines) - MOST} more"]
        self.lost.setText("\n".join(lines))
        self.lost.setVisible(bool(lines))
        self._lost_heading.setVisible(bool(lines))
