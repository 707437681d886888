"""What a new vault folder holds before it gets its name: two headers and empty tables."""

from __future__ import annotations

from pathlib import Path

from roth_planner.vault import header as headers
from roth_planner.vault import keys, seal
from roth_planner.vault.data_file import DATA
from roth_planner.vault.files import write_new
from roth_planner.vault.header import Header
from roth_planner.vault.keys import Random
from roth_planner.vault.migrations import Migrations


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
