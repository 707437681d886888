"""A copy of an open vault in another folder, for when its own disk takes nothing any more.

It is a vault like the first: the same secrets open it, and its history goes on from the same
change. The first one is not touched; it is the older of the two from then on.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from roth_planner.errors import CannotWrite, DamagedVault
from roth_planner.vault import copying, keys
from roth_planner.vault import header as headers
from roth_planner.vault.data_file import DATA
from roth_planner.vault.files import check_name, made_beside, write_new
from roth_planner.vault.keys import Derive
from roth_planner.vault.slots import unlock
from roth_planner.vault.troubles import Trouble, translate_errors
from roth_planner.vault.vault import Vault


def copy_vault(vault: Vault, secret: str, to: Path, *, derive: Derive = keys.derive) -> None:
    """Write the vault, as it is, into the new folder ``to``, and read all of it back.

    ``secret`` is the passphrase or the recovery code, because an open vault does not keep the key
    of its data. Raises WrongSecret, CannotWrite for a folder that exists or may not be written,
    DamagedVault; then nothing is left behind.
    """
    to = Path(os.path.abspath(to))
    check_name(to)
    if os.path.lexists(to):
        raise CannotWrite(
            "There is a file or folder of this name already, so no copy was made there and nothing"
            " was changed. Choose another folder."
        )
    header, data_key = unlock((vault._header,), secret, derive)
    key = keys.sub_key(data_key, "database")
    with vault.busy, translate_errors(ELSEWHERE), made_beside(to) as making:
        for name in headers.FILES:
            write_new(making / name, headers.encode(header))
        with translate_errors(ELSEWHERE, anything_is_damage=True):
            copying.copy_to(vault._connection, making / DATA, key, header.epoch)
            _check_same(vault, making / DATA, key)


def _check_same(vault: Vault, data_file: Path, key: bytes) -> None:
    from roth_planner.vault.engine import connect

    copy = connect(data_file, key)
    try:
        same = copying.is_sound(copy) and copying.contents(copy) == copying.contents(
            vault._connection
        )
    finally:
        copy.close()
    if not same:
        raise DamagedVault(ELSEWHERE[Trouble.DAMAGED])


ELSEWHERE: Mapping[Trouble, str] = {
    Trouble.FULL: "There is no room for a copy in the folder you chose, and nothing was left"
    " behind. What you typed is still on the screen. Choose a folder on another disk.",
    Trouble.READ_ONLY: "This account may not write in the folder you chose, so no copy was made."
    " What you typed is still on the screen. Choose another folder.",
    Trouble.FAILED: "One of the two disks could not be read or written, so no copy was made. What"
    " you typed is still on the screen. Check that both are connected, or choose another folder.",
    Trouble.GONE: "The folder you chose is not there any more, so no copy was made. What you typed"
    " is still on the screen. Choose another folder.",
    Trouble.IN_USE: "Another program is using the files, so no copy was made. What you typed is"
    " still on the screen. Close that program, or choose another folder.",
    Trouble.DAMAGED: "The vault could not be read in full, so no copy was made of it. What you"
    " typed is still on the screen: copy it out by hand, then restore the last backup.",
}
