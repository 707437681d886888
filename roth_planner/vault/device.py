"""Remembering a vault on this computer: the system's own keyring keeps one random key for it.

A convenience that the chair chooses and can take back, never the only way in. What is kept wraps
the data key in one slot of the header: it is neither the passphrase nor the data key, and without
the vault's folder it opens nothing. But any program of the same account can ask the keyring for
it, so who is logged in to this account is let in.

A keyring may be missing, switched off, locked, slow, or not a safe place at all. Each of these
ends in one sentence, and the passphrase is asked for as always.
"""

from __future__ import annotations

import base64
import binascii
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from roth_planner.errors import PlannerError
from roth_planner.vault.keys import KEY_BYTES

_Given = TypeVar("_Given")

SAFE = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
    }
)
"""The keyrings of Windows, macOS, GNOME and KDE. Every other one is refused: among those that
``keyring`` picks by itself are some that write a plain file."""

_CHAIN = "keyring.backends.chainer.ChainerBackend"

_USER = "this computer"
PATIENCE = 10.0
"""Seconds. A keyring that answers takes 0.05 (measured); one that asks its owner for a password
first is given the time to type it."""


class DeviceUnavailable(PlannerError):
    """This computer does not open the vault; the passphrase does."""


def _usual() -> Any:
    import keyring

    return keyring.get_keyring()


@dataclass(frozen=True)
class Device:
    """The keyring of this computer. ``choose`` names the one that the system offers."""

    choose: Callable[[], Any] = _usual
    patience: float = PATIENCE

    def trouble(self) -> str:
        """Why this computer cannot remember a vault, as a sentence to show; empty if it can."""
        try:
            self.ask(lambda keyring: None)
        except DeviceUnavailable as unavailable:
            return str(unavailable)
        return ""

    def keep(self, vault_id: str, key: bytes) -> None:
        """Keep the key for a vault, and see that it is kept; raises DeviceUnavailable."""
        text = base64.b64encode(key).decode()

        def work(keyring: Any) -> bool:
            keyring.set_password(_service(vault_id), _USER, text)
            return bool(keyring.get_password(_service(vault_id), _USER) == text)

        if not self.ask(work):
            raise DeviceUnavailable(_FAILED)

    def read(self, vault_id: str) -> bytes:
        """The key that is kept for a vault; raises DeviceUnavailable."""
        kept = self.ask(lambda keyring: keyring.get_password(_service(vault_id), _USER))
        if kept is None:
            raise DeviceUnavailable(NOT_REMEMBERED)
        try:
            key = base64.b64decode(kept.encode("ascii"), validate=True)
        except (AttributeError, UnicodeError, binascii.Error):
            key = b""
        if len(key) != KEY_BYTES:
            raise DeviceUnavailable(DOES_NOT_FIT)
        return key

    def drop(self, vault_id: str) -> bool:
        """Forget the key of a vault; whether it is certain that none is kept any more."""

        def work(keyring: Any) -> bool:
            if keyring.get_password(_service(vault_id), _USER) is not None:
                keyring.delete_password(_service(vault_id), _USER)
            return keyring.get_password(_service(vault_id), _USER) is None

        try:
            return self.ask(work)
        except DeviceUnavailable:
            return False

    def ask(self, work: Callable[[Any], _Given]) -> _Given:
        """What ``work`` says of the keyring; raises DeviceUnavailable.

        It runs aside, because a keyring may never answer.
        """
        answers: queue.SimpleQueue[tuple[_Given] | str] = queue.SimpleQueue()

        def ask() -> None:
            sentence = _NONE
            try:
                keyring = _safe(self.choose())
                if keyring is not None:
                    sentence = _FAILED
                    answers.put((work(keyring),))
                    return
            # Whatever a system's keyring raises, the chair is asked for the passphrase.
            except BaseException:
                pass
            answers.put(sentence)

        threading.Thread(target=ask, name="keyring", daemon=True).start()
        try:
            answer = answers.get(timeout=self.patience)
        except queue.Empty:
            raise DeviceUnavailable(_SLOW) from None
        if isinstance(answer, str):
            raise DeviceUnavailable(answer)
        return answer[0]


THIS_COMPUTER = Device()


def _service(vault_id: str) -> str:
    # One name for each vault: Windows shuffles entries that share one (keyring's Windows.py).
    return f"ROTH Planner {vault_id}"


def _safe(keyring: Any) -> Any:
    """The keyring itself, the first of a chain of safe ones, or None."""
    if _name(keyring) == _CHAIN:
        # A chain asks each of its keyrings, so one unsafe link makes it unsafe.
        links = list(keyring.backends)
        if not links or not all(_name(link) in SAFE for link in links):
            return None
        keyring = links[0]
    if _name(keyring) not in SAFE:
        return None
    if _name(keyring) == "keyring.backends.Windows.WinVaultKeyring":
        # Otherwise Windows may carry the key to other computers with a roaming profile.
        keyring.persist = "local machine"
    return keyring


def _name(keyring: Any) -> str:
    return f"{type(keyring).__module__}.{type(keyring).__qualname__}"


_NONE = (
    "This computer offers no safe place for the key of a vault, so it does not remember it."
    " Nothing was changed. Use your passphrase."
)
_FAILED = (
    "This computer's keyring is locked or did not do what was asked. Nothing was changed in the"
    " vault. Use your passphrase."
)
_SLOW = (
    "This computer's keyring did not answer in time. Nothing was changed in the vault. Use your"
    " passphrase."
)
NOT_REMEMBERED = (
    "This computer does not remember this vault. Nothing was changed. Use your passphrase, and"
    " choose again to be remembered if you want it."
)
DOES_NOT_FIT = (
    "What this computer remembers does not open this vault any more; perhaps it was remembered on"
    " another one since. Nothing was changed. Use your passphrase."
)
