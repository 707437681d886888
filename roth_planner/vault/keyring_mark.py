"""The last-seen mark once more, in this computer's keyring where there is one.

The mark file lies beside everything else that one person keeps, so whoever puts back an older copy
of a whole home folder puts back an older mark with it. The keyring is kept elsewhere. It may be
slow or ask its owner something, so nobody waits for it: it is read in the background after the
vault was opened, and written when the vault is closed and now and then meanwhile. A mark that lags
behind only knows less. It needs nobody's leave, because it opens nothing and tells nothing.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from roth_planner.vault.device import THIS_COMPUTER, Device, DeviceUnavailable
from roth_planner.vault.mark import decoded, encoded, file_name
from roth_planner.vault.seal import Head
from roth_planner.vault.switch import restored_over
from roth_planner.vault.troubles import OPENING, translate_errors

if TYPE_CHECKING:
    from roth_planner.vault.vault import Vault

_USER = "last seen"

DIFFERS = (
    "This computer's keyring remembers changes to this vault that are not in it, so this may be an"
    " older copy. What is in it was not changed. Look for the newer copy before you go on."
)


def note(vault: Vault, device: Device = THIS_COMPUTER) -> bool:
    """Note in the keyring how far an open live vault has come; whether that could be done.

    May take ``device.patience`` seconds: not for the window's own thread. Never raises for a
    keyring that does not work.
    """
    if vault.kind != "live":
        return False
    with vault.busy:
        text = base64.b64encode(encoded(vault.seal.latest, vault.seal.key, 0)).decode()
    service = _service(vault.vault_id)

    def work(keyring: Any) -> bool:
        keyring.set_password(service, _USER, text)
        return True

    try:
        return device.ask(work)
    except DeviceUnavailable:
        return False


def compare(vault: Vault, device: Device = THIS_COMPUTER) -> str:
    """The sentence to show if the keyring remembers more than an open vault holds; else "".

    May take ``device.patience`` seconds: not for the window's own thread. Where there is no
    keyring, or nothing in it that this vault has signed, there is nothing to say. Not to be asked
    after the chair has accepted an older copy: ``note`` that one instead. Raises DamagedVault if
    the history cannot be read.
    """
    if vault.kind != "live":
        return ""
    with vault.busy:
        key = vault.seal.key
    found = seen(vault.vault_id, key, device)
    if found is None:
        return ""
    with vault.busy, translate_errors(OPENING, anything_is_damage=True):
        known = vault.seal.holds(found) or restored_over(vault._connection, found, or_before=True)
    return "" if known else DIFFERS


def seen(vault_id: str, key: bytes, device: Device = THIS_COMPUTER) -> Head | None:
    """The mark in the keyring; None where there is none that the holder of the seal's ``key``
    wrote, or no keyring. May take ``device.patience`` seconds."""
    service = _service(vault_id)
    try:
        kept = device.ask(lambda keyring: keyring.get_password(service, _USER))
        raw = base64.b64decode((kept or "").encode("ascii"), validate=True)
    except (DeviceUnavailable, UnicodeError, binascii.Error, AttributeError):
        return None
    found = decoded(raw, key)
    return None if found is None else found[1]


def forget(vault_id: str, device: Device = THIS_COMPUTER) -> None:
    """Remove the mark from the keyring: the copy that is open now is the one that counts."""
    service = _service(vault_id)

    def work(keyring: Any) -> None:
        if keyring.get_password(service, _USER) is not None:
            keyring.delete_password(service, _USER)

    try:
        device.ask(work)
    except DeviceUnavailable:
        return


def _service(vault_id: str) -> str:
    return f"ROTH Planner {file_name(vault_id)}"
