"""How records are kept safe: the encrypted folder, its keys, and the one door to its data.

Nothing here loads SQLAlchemy, SQLCipher, Alembic, PyNaCl, zxcvbn or keyring until it is needed.
"""

from roth_planner.vault.device import THIS_COMPUTER, Device, DeviceUnavailable
from roth_planner.vault.header import HeaderSummary, VaultKind, peek
from roth_planner.vault.keys import DEFAULT, FLOOR, Cost
from roth_planner.vault.passphrase import PRACTICE_PASSPHRASE, Strength, strength
from roth_planner.vault.recovery import new as new_recovery_code
from roth_planner.vault.recovery import tidy
from roth_planner.vault.rekey import rekey
from roth_planner.vault.seal import EVENT, Entry, Seal
from roth_planner.vault.suggest import four_words
from roth_planner.vault.throttle import Throttle
from roth_planner.vault.troubles import translate_errors
from roth_planner.vault.vault import Vault

__all__ = [
    "DEFAULT",
    "EVENT",
    "FLOOR",
    "PRACTICE_PASSPHRASE",
    "THIS_COMPUTER",
    "Cost",
    "Device",
    "DeviceUnavailable",
    "Entry",
    "HeaderSummary",
    "Seal",
    "Strength",
    "Throttle",
    "Vault",
    "VaultKind",
    "four_words",
    "new_recovery_code",
    "peek",
    "rekey",
    "strength",
    "tidy",
    "translate_errors",
]
