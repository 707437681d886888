"""What is said when a backup could not be made, or was made of a vault that is not whole."""

from __future__ import annotations

from collections.abc import Mapping

from roth_planner.vault.troubles import Trouble

NO_PLACE = (
    "The second place for backups is not there: the stick may be unplugged, or the folder moved. No"
    " backup was made there, and those the vault keeps itself are not touched. Connect it, or"
    " choose another place."
)
WITHIN = (
    "The second place for backups lies inside the vault's own folder, and is lost when that is. No"
    " backup was made there. Choose a place outside, best on another disk."
)
NO_FOLDER = (
    "A file lies where the folder of the backups belongs, so none was made. The vault is as it was."
    " Move the file called backups out of the vault's folder and try again."
)
NOT_WHOLE_WORDS = (
    "The vault holds something that its seal does not confirm, so this copy is kept apart and does"
    " not count as a backup. All earlier backups are kept. Check everything now on the page Safety."
)

MAKING_BACKUP: Mapping[Trouble, str] = {
    Trouble.FULL: "The disk is full, so no backup was made. The vault and the backups of before are"
    " as they were. Make room on the disk and try again.",
    Trouble.READ_ONLY: "This account may not write in the folder of the backups, so none was made."
    " The vault and the backups of before are as they were. Allow writing there.",
    Trouble.FAILED: "The disk did not take what was written, so no backup was made. The vault and"
    " the backups of before are as they were. Check that the disk is connected and try again.",
    Trouble.GONE: "The folder of the backups is no longer there, so none was made. The vault is as"
    " it was. Check that the disk is connected and try again.",
    Trouble.IN_USE: "Another program is using the files of the backup, so none was made. The vault"
    " and the backups of before are as they were. Close that program and try again.",
    Trouble.DAMAGED: "The vault could not be read in full, so no backup was made of it. Every"
    " backup of before is kept. Check everything now on the page Safety, or restore the last"
    " backup.",
}
