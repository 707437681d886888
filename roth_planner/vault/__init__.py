"""How records are kept safe: the encrypted folder, its keys, and the one door to its data.

Nothing here loads SQLAlchemy, SQLCipher, Alembic, PyNaCl or zxcvbn until it is needed.
"""

from roth_planner.vault.header import HeaderSummary, VaultKind, peek
from roth_planner.vault.keys import DEFAULT, FLOOR, Cost
from roth_planner.vault.passphrase import PRACTICE_PASSPHRASE, Strength, strength
from roth_planner.vault.recovery import tidy
from roth_planner.vault.troubles import translate_errors
from roth_planner.vault.vault import Vault

__all__ = [
    "DEFAULT",
    "FLOOR",
    "PRACTICE_PASSPHRASE",
    "Cost",
    "HeaderSummary",
    "Strength",
    "Vault",
    "VaultKind",
    "peek",
    "strength",
    "tidy",
    "translate_errors",
]
