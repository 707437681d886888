"""Writing several things in a data file together, or none of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


@contextmanager
def all_or_nothing(connection: Any) -> Iterator[None]:
    """What is written inside is kept when all went well; one may be inside another.

    What is given up leaves the data file as it was to the byte. So no page is written before the
    end (sqlite.org/pragma.html#pragma_cache_spill): SQLCipher would put it back under another
    nonce. And the outermost is no savepoint, because giving one up ends in a commit.
    """
    outermost = not connection.in_transaction
    if outermost:
        connection.execute("PRAGMA cache_spill = OFF")
    connection.execute("BEGIN IMMEDIATE" if outermost else "SAVEPOINT inner")
    try:
        yield
        if connection.in_transaction:  # after a full disk SQLite has taken back all by itself
            connection.execute("COMMIT" if outermost else "RELEASE inner")
    except BaseException:
        with suppress(Exception):
            if outermost:
                connection.execute("ROLLBACK")
            else:
                connection.execute("ROLLBACK TO inner")
                connection.execute("RELEASE inner")
        raise
    finally:
        if outermost:
            with suppress(Exception):
                connection.execute("PRAGMA cache_spill = ON")
