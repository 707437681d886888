"""How far the new keys of a vault are while they are made."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.pages.busy import BusyPage

PROGRESS = {
    "backup": "Making a backup first, so that nothing can be lost.",
    "copy": "Writing all records again under the new key.",
    "verify": "Reading everything back, to be certain that it is whole.",
    "header": "Putting the new passphrase and the new code in place.",
    "swap": "Putting the new records in place of the old ones.",
    "renew": "Making a backup under the new keys, and removing those under the old ones.",
    "done": "Opening the vault with its new keys.",
}


class NewKeysPage(BusyPage):
    """How far the new keys are."""

    reached = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            "Making new keys",
            "All records are written again. Keep the program open. If it is cut short all the"
            " same, the vault opens with the old passphrase or the new one, and nothing is lost.",
        )
        self.reached.connect(self._tell)

    def _tell(self, step: str) -> None:
        self.say(PROGRESS.get(step, ""))
