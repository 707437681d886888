"""The key of the seal in a data file. It is kept twice, because without it nothing can be proved.

The first copy lies alone on one page. The second is a note on the desk, which is not sealed, so it
counts only if the history was written with it.
"""

from __future__ import annotations

from typing import Any

from roth_planner.vault.all_or_nothing import all_or_nothing
from roth_planner.vault.seal_hash import KEY_BYTES, START, link_hash

SECOND = "seal"
"""Key of the note on the desk that is the second copy of the key of the seal, as hex digits: the
first lies alone on one page, and without the key nothing can be proved right."""


def begin(connection: Any, key: bytes) -> None:
    """Give a new vault the key of its seal."""
    connection.execute("INSERT INTO seal_key (id, key) VALUES (1, ?)", (key,))
    keep_twice(connection)


def keep_twice(connection: Any) -> None:
    """Write the copy of the key that is missing or wrong again from the one that fits the history.

    Does nothing where there is no key, or nothing to mend.
    """
    first, second = kept_keys(connection)
    if (first is None and second is None) or first == second or not _has_desk(connection):
        return
    key = read_key(connection)
    if second is not None and not _fits(connection, key):
        return  # neither is certain, so neither is written over
    with all_or_nothing(connection):
        if first != key:
            connection.execute("DELETE FROM seal_key")
            connection.execute("INSERT INTO seal_key (id, key) VALUES (1, ?)", (key,))
        connection.execute(
            "INSERT OR REPLACE INTO desk (key, text) VALUES (?, ?)", (SECOND, key.hex())
        )


def kept_keys(connection: Any) -> tuple[bytes | None, bytes | None]:
    """Both copies of the key as they are kept; None for one that is missing or is no key."""
    rows = connection.execute("SELECT key FROM seal_key").fetchall()
    first = rows[0][0] if len(rows) == 1 else None
    second = None
    if _has_desk(connection):
        row = connection.execute("SELECT text FROM desk WHERE key = ?", (SECOND,)).fetchone()
        second = key_of(row[0]) if row else None
    return first if isinstance(first, bytes) and len(first) == KEY_BYTES else None, second


def key_of(text: Any) -> bytes | None:
    """The key that the second copy says; None if it says none."""
    try:
        key = bytes.fromhex(text)
    except (TypeError, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def read_key(connection: Any) -> bytes:
    """The key of the seal in a data file; raises ValueError if it is not there.

    The second copy is taken only if the end of the history was written with it and not with the
    first: it lies among notes that are not sealed.
    """
    first, second = kept_keys(connection)
    if second is not None and second != first and _fits(connection, second):
        return second
    if first is None:
        raise ValueError("no key of a seal")
    return first


def _fits(connection: Any, key: bytes) -> bool:
    """Whether the last row of the history was written with a key; an empty one tells nothing."""
    rows = connection.execute(
        "SELECT id, step, at, record, record_id, undoes, content, row_seal, seal"
        " FROM change ORDER BY id DESC LIMIT 2"
    ).fetchall()
    if not rows:
        return False
    *columns, content, row_seal, seal = rows[0]
    last = rows[1][-1] if len(rows) > 1 else START
    return bool(seal == link_hash(key, last, tuple(columns), content, row_seal))


def _has_desk(connection: Any) -> bool:
    found = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'desk'").fetchone()
    return bool(found[0])
