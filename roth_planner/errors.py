"""What can go wrong for a person, each with the one sentence they are told.

Only these texts are fit to be shown. Any other exception is a bug: it goes to the
crash page, which shows no message of the exception, because that may hold personal data.
"""

from __future__ import annotations


class PlannerError(Exception):
    """Something a person can understand and mend; ``str(error)`` is the sentence to show.

    The sentence says what happened, what is safe and what to do. It never holds a name,
    an answer or a key.
    """


class WrongSecret(PlannerError):
    """The passphrase or recovery code does not open this vault."""


class TooSoon(PlannerError):
    """There were several wrong tries, and the wait before the next one is not over."""


class NotAVault(PlannerError):
    """The folder or file is not a vault, or a part of the vault is missing."""


class PlainFile(NotAVault):
    """The data file is an unencrypted SQLite file and is refused."""


class CipherMissing(PlannerError):
    """The encryption library is absent, or is older than the oldest one trusted."""


class NewerVault(PlannerError):
    """A newer version of the program made this vault; not one byte was written."""


class DamagedVault(PlannerError):
    """A part of the vault does not pass its own check."""


class OlderCopy(PlannerError):
    """This copy of the vault has not come as far as the one last used on this computer."""


class ChangedOutside(PlannerError):
    """Another program changed the vault's file while it was open; nothing was saved over it."""


class VaultInUse(PlannerError):
    """Another window or program has this vault open."""


class CannotWrite(PlannerError):
    """The disk is full, read-only or gone; nothing half-written was left."""


class DiskFull(CannotWrite):
    """There is no room; the vault has a file that can be given up for some (``ballast.py``)."""


class Refused(PlannerError):
    """A change was not taken, for example an answer that its question cannot hold."""


class BadContent(PlannerError):
    """A guide, local pack or case file cannot be read; says file, place and reason."""


class BlockedDocument(PlannerError):
    """A document may not be made, for example a child's name in a context plan."""
