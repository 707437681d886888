"""Which secrets open a vault, and how they are changed while it is open.

An open vault does not keep its data key, so each change asks for a secret once more; that also
proves who is asking. It keeps the key that signs headers, which opens nothing.

What was cut short (``copies.py``) is settled when the vault is opened next: the copy that the
secret opened becomes both, so what has just let the chair in still does the next time. The data
notes the epoch of its header, so that an older copy put back later, with the secret that was
replaced in it, opens nothing in this program.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from roth_planner.errors import DamagedVault, Refused, VaultInUse, WrongSecret
from roth_planner.vault import copies, keys, recovery
from roth_planner.vault import header as headers
from roth_planner.vault.device import THIS_COMPUTER, Device
from roth_planner.vault.files import beside_of
from roth_planner.vault.header import Header, Secrets, SlotKind, VaultKind
from roth_planner.vault.keys import DEFAULT, FLOOR, Cost, Derive, Random
from roth_planner.vault.passphrase import strength
from roth_planner.vault.troubles import translate_errors


class Slots:
    """The secrets of one open vault."""

    def __init__(self, folder: Path, header: Header, data_key: bytes, connection: Any) -> None:
        self.folder = folder
        self.vault_id = header.vault_id
        self.kind: VaultKind = header.kind
        self.created = header.created
        self._header = header
        self._header_key = headers.header_key(data_key)
        self._connection = connection

    @property
    def remembered(self) -> bool:
        """Whether a computer, this one or another, was told to remember the vault."""
        return any(slot.kind == "device" for slot in self._header.slots)

    @property
    def wants_upgrade(self) -> bool:
        """Whether guessing at the passphrase is cheaper than this program now makes it.

        Never for a practice vault, whose passphrase everybody knows.
        """
        return self.kind == "live" and any(
            slot.kind == "passphrase" and slot.cost.weaker_than(DEFAULT)
            for slot in self._header.slots
        )

    def check_secret(self, secret: str, *, derive: Derive = keys.derive) -> None:
        """Raises WrongSecret if this does not open the vault. Nothing is opened or changed."""
        self._data_key(secret, derive)

    def change_passphrase(
        self,
        secret: str,
        new: str,
        *,
        cost: Cost = DEFAULT,
        derive: Derive = keys.derive,
        random: Random = os.urandom,
    ) -> None:
        """Let ``new`` open the vault instead of its passphrase; ``secret`` is the passphrase so
        far, or the recovery code if it is forgotten.

        The data is not written again: whoever has an older copy of the folder and the old
        passphrase can still open it, and ``rekey`` is for that. Raises Refused for a passphrase
        that is too weak, WrongSecret, CannotWrite; then nothing was changed.
        """
        check_strength(self.kind, new)
        data_key = self._data_key(secret, derive)
        material = keys.from_passphrase(new)
        self._put(self._with(data_key, {"passphrase": (material, cost)}, random, derive))

    def upgrade_cost(
        self,
        passphrase: str,
        *,
        cost: Cost = DEFAULT,
        derive: Derive = keys.derive,
        random: Random = os.urandom,
    ) -> None:
        """Make every guess at the same passphrase as dear as a new vault's.

        Raises WrongSecret, also for the recovery code, and CannotWrite; then nothing was changed.
        """
        material = keys.from_passphrase(passphrase)
        data_key = headers.open_slot(self._header, "passphrase", material, derive)
        if data_key is None:
            raise WrongSecret(
                "This is not the passphrase of this vault, so nothing was changed. Type the"
                " passphrase itself; the recovery code does not do for this."
            )
        self._put(self._with(data_key, {"passphrase": (material, cost)}, random, derive))

    def replace_recovery_code(
        self,
        secret: str,
        code: str | None = None,
        *,
        derive: Derive = keys.derive,
        random: Random = os.urandom,
    ) -> str:
        """A recovery code that opens the vault from now on; the one before does not any more.

        ``code`` is one from ``new_recovery_code`` that was shown and proved to be on paper first:
        then no crash can leave a vault whose code nobody has seen. Raises WrongSecret or
        CannotWrite; then nothing was changed.
        """
        code = recovery.new(random) if code is None else code
        if not recovery.is_right(code):
            raise ValueError("not a recovery code")
        data_key = self._data_key(secret, derive)
        material = recovery.tidy(code).encode()
        self._put(self._with(data_key, {"recovery": (material, FLOOR)}, random, derive))
        return code

    def test_code(self, code: str, *, derive: Derive = keys.derive) -> bool:
        """Whether this is the recovery code of the vault. Nothing is opened or changed."""
        if not recovery.is_right(code):
            return False
        material = recovery.tidy(code).encode()
        return headers.open_slot(self._header, "recovery", material, derive) is not None

    def remember_on_this_computer(
        self,
        secret: str,
        *,
        device: Device = THIS_COMPUTER,
        derive: Derive = keys.derive,
        random: Random = os.urandom,
    ) -> None:
        """Let this computer's keyring open the vault, instead of any computer before.

        Raises DeviceUnavailable, WrongSecret or CannotWrite; then nothing was changed.
        """
        data_key = self._data_key(secret, derive)
        key = keys.random_bytes(keys.KEY_BYTES, random)
        header = self._with(data_key, {"device": (key, FLOOR)}, random, derive)
        device.keep(self.vault_id, key)
        try:
            self._put(header)
        except BaseException:
            device.drop(self.vault_id)
            raise

    def forget_this_computer(self, *, device: Device = THIS_COMPUTER) -> bool:
        """Let no computer open the vault by itself any more; needs no secret.

        Says whether it is certain that this computer's keyring has dropped its key. If it is not,
        the key still fits headers of older copies of the folder, such as backups. Raises
        CannotWrite when the header could not be changed.
        """
        dropped = device.drop(self.vault_id)
        if self.remembered:
            self._put(headers.without_slot(self._header, self._header_key, "device"))
        return dropped

    def _data_key(self, secret: str, derive: Derive) -> bytes:
        return unlock((self._header,), secret, derive)[1]

    def _with(self, data_key: bytes, secrets: Secrets, random: Random, derive: Derive) -> Header:
        return headers.with_slots(self._header, data_key, secrets, random, derive)

    def _put(self, header: Header) -> None:
        with translate_errors(copies.CHANGING):
            copies.write(self.folder, header)
        self._header = header
        copies.note_epoch(self._connection, header.epoch)

    def _check_current(self) -> None:
        """Refuse a header that is not the current one, now that nobody else can change it.

        Raises VaultInUse when another program changed it since it was read, WrongSecret when the
        secret was one that has been replaced, DamagedVault when only older copies are there.
        """
        there = headers.read(self.folder)
        if self._header not in there:
            raise VaultInUse(_CHANGED)
        noted = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if self._header.epoch >= noted:
            return
        if any(copy.epoch >= noted for copy in self._authentic(there)):
            raise WrongSecret(_WRONG)
        raise DamagedVault(_OLDER)

    def _settle(self) -> bool:
        """Finish or undo what was interrupted, repair a damaged copy, tidy what was left over.

        Whether all is settled. Where this account may not write it is not, and the vault can be
        read all the same.
        """
        epochs = [copy.epoch for copy in self._authentic(headers.read(self.folder))]
        if max(epochs, default=0) > self._header.epoch:
            # A change was cut short, and the secret of before was used: it is to stay.
            self._header = headers.reissued(self._header, self._header_key, max(epochs))
        try:
            copies.write(self.folder, self._header)
            for name in headers.FILES:
                beside_of(self.folder / name).unlink(missing_ok=True)
        except OSError:
            return False
        if self._header.epoch > 1:
            copies.note_epoch(self._connection, self._header.epoch)
        return True

    def _authentic(self, copies: Iterable[Header]) -> list[Header]:
        return [copy for copy in copies if headers.is_authentic(copy, self._header_key)]


def unlock(copies: tuple[Header, ...], secret: str, derive: Derive) -> tuple[Header, bytes]:
    """The header that is authentic under ``secret``, and the data key.

    What looks like a recovery code is tried as one first, and then as a passphrase, because a
    passphrase may look like one. Raises WrongSecret or DamagedVault.
    """
    attempts: list[tuple[SlotKind, bytes]] = [("passphrase", keys.from_passphrase(secret))]
    if recovery.is_right(secret):
        attempts.insert(0, ("recovery", recovery.tidy(secret).encode()))
    found = find_key(copies, attempts, derive)
    if found is not None:
        return found
    if recovery.has_the_shape(secret) and not recovery.is_right(secret):
        raise WrongSecret(
            "This does not open the vault. If it was meant as the recovery code, a character is"
            " wrong or two changed places. Nothing was changed. Compare it with your paper."
        )
    raise WrongSecret(_WRONG)


def unlock_all(
    copies: tuple[Header, ...], secret: str, derive: Derive
) -> tuple[tuple[Header, bytes], ...]:
    """Every copy that is authentic under ``secret``, with its data key; at least one.

    There are two where the header of another vault with the same passphrase lies beside the right
    one. Raises as ``unlock``.
    """
    found = []
    for header in copies if len(copies) > 1 else ():
        with suppress(WrongSecret, DamagedVault):
            found.append(unlock((header,), secret, derive))
    return tuple(found) or (unlock(copies, secret, derive),)


def find_key(
    copies: tuple[Header, ...], attempts: Iterable[tuple[SlotKind, bytes]], derive: Derive
) -> tuple[Header, bytes] | None:
    """The first copy that one of the ``attempts`` opens, and the data key; None if none does.

    Raises DamagedVault when something opens a copy that was changed by somebody else.
    """
    attempts = list(attempts)
    opened = False
    for header in copies:
        for kind, material in attempts:
            data_key = headers.open_slot(header, kind, material, derive)
            if data_key is not None:
                if headers.is_authentic(header, headers.header_key(data_key)):
                    return header, data_key
                opened = True
    if opened:
        raise DamagedVault(
            "The vault's header was changed by something other than this program, so it is not"
            " trusted and the vault stays closed. The data was not touched. Put header.json and"
            " header.bak back from a backup of the folder."
        )
    return None


def check_strength(kind: VaultKind, passphrase: str) -> None:
    """Refuse a passphrase for real records that would be guessed too soon."""
    if kind == "live" and not strength(passphrase).accepted:
        raise Refused(
            "This passphrase would be guessed too soon if the laptop were stolen. Nothing was"
            " changed. Choose a longer one, for example four words that do not belong together."
        )


_WRONG = (
    "This passphrase or recovery code does not open the vault. Nothing was changed. Check Caps Lock"
    " and the spaces and try again, or use the recovery code."
)
_CHANGED = (
    "Another window or program has just changed the keys of this vault. Nothing was changed here."
    " Try again."
)
_OLDER = (
    "The vault's header is older than its data: a copy from before the last change of passphrase or"
    " recovery code was put back. Nothing was changed. Put back the newer header.json and"
    " header.bak, or restore the last backup."
)
