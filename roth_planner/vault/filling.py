"""A new vault folder: what it holds before it gets its name, and how it gets it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from roth_planner.errors import CannotWrite
from roth_planner.vault import header as headers
from roth_planner.vault import keys, recovery, seal
from roth_planner.vault.data_file import DATA
from roth_planner.vault.files import check_name, made_beside, write_new
from roth_planner.vault.header import Header, Secrets, VaultKind
from roth_planner.vault.keys import FLOOR, Cost, Derive, Random
from roth_planner.vault.migrations import Migrations
from roth_planner.vault.slots import check_strength
from roth_planner.vault.troubles import CREATING, translate_errors


def make_folder(
    folder: Path,
    passphrase: str,
    kind: VaultKind,
    cost: Cost,
    migrate: Migrations,
    derive: Derive,
    random: Random,
) -> tuple[Header, bytes, str]:
    """Make a closed vault in ``folder``, which must not exist yet: its header, the data key, and
    the recovery code, which is kept nowhere.

    Everything is made in a folder beside and put in place in one step, so there is a whole vault
    or none. Raises Refused for a passphrase that is too weak for real records, CannotWrite for a
    folder that exists, a full disk or one that may not be written, CipherMissing.
    """
    check_strength(kind, passphrase)
    check_name(folder)
    if os.path.lexists(folder):
        raise CannotWrite(
            "There is a file or folder of this name already, so no vault was made there and"
            " nothing was changed. Choose another name."
        )
    data_key = keys.random_bytes(keys.KEY_BYTES, random)
    code = recovery.new(random)
    # 128 random bits cannot be guessed, so stretching them further buys nothing.
    secrets: Secrets = {
        "passphrase": (keys.from_passphrase(passphrase), cost),
        "recovery": (recovery.tidy(code).encode(), FLOOR),
    }
    created = datetime.now(UTC).replace(microsecond=0)
    header = headers.make(kind, created, data_key, secrets, random, derive)
    with translate_errors(CREATING), made_beside(folder) as making:
        fill_folder(making, header, data_key, migrate, random)
    return header, data_key, code


def fill_folder(
    making: Path, header: Header, data_key: bytes, migrate: Migrations, random: Random
) -> None:
    """Write the files of a new vault into the folder ``making``; raises what the disk raises."""
    from roth_planner.vault.engine import connect, engine_for

    for name in headers.FILES:
        write_new(making / name, headers.encode(header))
    write_new(making / DATA, b"")
    connection = connect(making / DATA, keys.sub_key(data_key, "database"))
    engine = engine_for(connection)
    try:
        migrate.upgrade(engine)
        seal.begin(connection, keys.random_bytes(seal.KEY_BYTES, random))
    finally:
        # Closed before the folder gets its name: Windows renames no folder with an open file.
        engine.dispose()
        connection.close()
