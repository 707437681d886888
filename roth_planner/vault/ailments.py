"""What can be wrong with a vault: each kind of damage by its name, one sentence, and its cure.

The sentences are shown as they are. A cure that the program can carry out is a function in
``cures.py``; the others say what a person does.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal[
    "header_copy_damaged",
    "header_lost",
    "header_altered",
    "header_older",
    "header_differs",
    "newer_format",
    "newer_tables",
    "data_missing",
    "data_empty",
    "data_plain",
    "data_foreign",
    "data_start_lost",
    "data_cut",
    "data_grown",
    "pages_damaged",
    "structure_damaged",
    "index_damaged",
    "search_out_of_step",
    "ties_broken",
    "tables_altered",
    "journal_damaged",
    "save_interrupted",
    "rekey_interrupted",
    "seal_lost",
    "seal_key_differs",
    "records_changed",
    "records_older",
    "records_lost",
    "records_back",
    "records_unknown",
    "history_altered",
    "history_removed",
    "older_copy",
    "other_copy",
    "leftovers",
    "conflict_copies",
    "no_backup",
    "backups_in_the_way",
    "backup_damaged",
    "older_backups_damaged",
    "backups_misnamed",
    "backup_of_another",
    "open_to_others",
    "ballast_missing",
]

Cure: TypeAlias = Literal[
    "repair_header",
    "header_from_backup",
    "restore_backup",
    "salvage",
    "rewrite_start",
    "cut_surplus",
    "rebuild_indexes",
    "rebuild_search",
    "set_journal_aside",
    "remove_leftovers",
    "close_to_others",
    "make_backup",
    "renew_backup",
    "name_backups",
    "make_ballast",
    "clear_the_way",
    "open_once",
    "choose_copy",
    "look_at_copies",
    "update_program",
]


class Finding(msgspec.Struct, frozen=True):
    """One thing that is wrong. ``where`` names files, records by kind and number, or pages."""

    kind: Kind
    words: str
    cure: Cure
    where: str = ""

    @property
    def grave(self) -> bool:
        """Whether something is wrong with the vault; otherwise it is only worth knowing."""
        return self.kind not in NOTICES


NOTICES = frozenset({"save_interrupted", "rekey_interrupted", "no_backup", "ballast_missing"})

AILMENTS: dict[Kind, tuple[str, Cure]] = {
    "header_copy_damaged": (
        "One of the two copies of the header is damaged or missing; the other is whole and opens"
        " the vault.",
        "repair_header",
    ),
    "header_lost": (
        "Both copies of the header are damaged or missing, and without one nothing can be"
        " unlocked; the records themselves were not looked at.",
        "header_from_backup",
    ),
    "header_altered": (
        "The header was changed by something other than this program, so it is not trusted; the"
        " records themselves were not looked at.",
        "header_from_backup",
    ),
    "header_older": (
        "The header is older than the records: one from before the last change of passphrase or"
        " recovery code was put back.",
        "header_from_backup",
    ),
    "header_differs": (
        "The two copies of the header differ, because a change of the keys was cut short.",
        "open_once",
    ),
    "newer_format": ("A newer version of ROTH Planner made this vault.", "update_program"),
    "newer_tables": (
        "A newer version of ROTH Planner has changed the tables of this vault.",
        "update_program",
    ),
    "data_missing": ("The file with the records, data.db, is not there.", "restore_backup"),
    "data_empty": (
        "The file with the records, data.db, is empty: something outside the program has emptied"
        " it.",
        "restore_backup",
    ),
    "data_plain": (
        "In the place of data.db is a plain file that is not encrypted; it is not used.",
        "restore_backup",
    ),
    "data_foreign": (
        "The file data.db belongs to another vault, or nothing in it is readable any more.",
        "restore_backup",
    ),
    "data_start_lost": (
        "The first 16 bytes of data.db were overwritten; all records are still readable.",
        "rewrite_start",
    ),
    "data_cut": ("The end of data.db is missing.", "salvage"),
    "data_grown": (
        "Something was added behind the end of data.db; the records themselves are whole.",
        "cut_surplus",
    ),
    "pages_damaged": ("Parts of data.db are damaged and cannot be read.", "salvage"),
    "structure_damaged": ("The records in data.db do not fit together any more.", "salvage"),
    "index_damaged": (
        "A list that data.db keeps to find records quickly is wrong; the records are whole.",
        "rebuild_indexes",
    ),
    "search_out_of_step": (
        "The list that the search looks in does not fit the records, so it may find too little; the"
        " records are whole.",
        "rebuild_search",
    ),
    "ties_broken": ("Some records point at others that are not there.", "salvage"),
    "tables_altered": (
        "The tables in data.db are not those this program makes: something else has added to them,"
        " changed them or taken some away.",
        "salvage",
    ),
    "journal_damaged": (
        "The file data.db-journal is damaged or belongs to another vault, so a save that was cut"
        " short cannot be taken back with it.",
        "set_journal_aside",
    ),
    "save_interrupted": (
        "The program ended in the middle of a save; opening the vault takes that save back.",
        "open_once",
    ),
    "rekey_interrupted": (
        "Giving the vault new keys was cut short; opening it finishes that.",
        "open_once",
    ),
    "seal_lost": (
        "The key of the seal is not there, so it cannot be told whether records were changed.",
        "restore_backup",
    ),
    "seal_key_differs": (
        "One of the two copies of the seal's key is missing or altered; the other fits the history,"
        " and everything was checked by it.",
        "open_once",
    ),
    "records_changed": (
        "Records were changed by something other than this program.",
        "salvage",
    ),
    "records_older": (
        "Records are as they were before their last change: an old part of the file was put back.",
        "salvage",
    ),
    "records_lost": ("Records that were kept are not there any more.", "salvage"),
    "records_back": ("Records that were removed are there again.", "salvage"),
    "records_unknown": ("Records are there that this program never wrote.", "salvage"),
    "history_altered": (
        "What the history tells was altered, or a part of it is old.",
        "salvage",
    ),
    "history_removed": ("A part of the history was removed.", "salvage"),
    "older_copy": (
        "This copy of the vault is older than the one last used on this computer.",
        "choose_copy",
    ),
    "other_copy": (
        "This copy of the vault is not the one last used on this computer: changes made here are"
        " not in it, and it may hold others.",
        "choose_copy",
    ),
    "leftovers": (
        "Files were left over from work that was cut short; they are not needed.",
        "remove_leftovers",
    ),
    "conflict_copies": (
        "A program that copies folders has put copies of the vault's files beside them, perhaps"
        " with changes made on another computer.",
        "look_at_copies",
    ),
    "no_backup": ("There is no backup of this vault yet.", "make_backup"),
    "backups_in_the_way": (
        "A file lies where the folder of the backups belongs, so no backup can be made.",
        "clear_the_way",
    ),
    "backup_damaged": ("The newest backup is damaged and cannot be restored.", "renew_backup"),
    "older_backups_damaged": (
        "Among the older backups some are damaged and cannot be restored.",
        "renew_backup",
    ),
    "backups_misnamed": (
        "The name of a backup tells of another time or another state than what is in it, so it may"
        " be older than it seems.",
        "name_backups",
    ),
    "backup_of_another": (
        "Among the backups is one of another vault, or one made under earlier keys.",
        "look_at_copies",
    ),
    "open_to_others": (
        "Other accounts of this computer may look into the vault's folder. They see no records,"
        " but they can copy or spoil the files.",
        "close_to_others",
    ),
    "ballast_missing": (
        "The file that is given up when the disk is full is not there.",
        "make_ballast",
    ),
}

CURES: dict[Cure, str] = {
    "repair_header": "Write the damaged copy again from the good one.",
    "header_from_backup": "Put back the header that the newest backup keeps.",
    "restore_backup": "Restore the newest backup into a new folder. This one stays as it is.",
    "salvage": "Save everything that can still be proved right into a new vault, with a list of"
    " the rest. This one stays as it is.",
    "rewrite_start": "Write the beginning of the file again.",
    "cut_surplus": "Cut off what was added.",
    "rebuild_indexes": "Make the list again from the records.",
    "rebuild_search": "Empty that list; the program makes it again from the records.",
    "set_journal_aside": "Put data.db-journal aside under another name, and check again.",
    "remove_leftovers": "Remove the files that were left over.",
    "close_to_others": "Take away the rights of other accounts.",
    "make_backup": "Make a backup now.",
    "renew_backup": "Put damaged backups aside under another name, and make a new one.",
    "name_backups": "Give each backup the name that fits what is in it.",
    "make_ballast": "Make the file again; the program does so when the vault is opened.",
    "clear_the_way": "Put the file aside under another name.",
    "open_once": "Open the vault once; the program settles it by itself.",
    "choose_copy": "Look for the newer copy of the vault. If there is none, choose to use this"
    " one when it is opened.",
    "look_at_copies": "Look at each copy, keep what is needed, and move the others out of the"
    " vault's folder.",
    "update_program": "Install the newer version of ROTH Planner.",
}
"""What each cure does, to be shown on its button or beside it."""


def finding(kind: Kind, where: str = "") -> Finding:
    """A finding in the words of its kind."""
    words, cure = AILMENTS[kind]
    return Finding(kind, words, cure, where)
