"""Somebody who guesses at a vault as fast as one program can; several of them are run at once.

Says a line for each derivation of a wrong guess that was let through. Arguments: vault, the
person's folder, how often, and the right passphrase if it is to be given between the guesses.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from roth_planner.errors import TooSoon, WrongSecret
from roth_planner.vault import header as headers
from roth_planner.vault import keys
from roth_planner.vault.keys import Cost
from roth_planner.vault.slots import unlock
from roth_planner.vault.throttle import one_try

GUESS = "not the one"


def told(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    if secret == GUESS.encode():
        print("derived", flush=True)
    return keys.derive(secret, salt, cost)


def main(vault: Path, home: Path, times: int, right: str) -> None:
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(times):
        for secret in filter(None, (GUESS, right)):
            with suppress(TooSoon, WrongSecret), one_try(vault, home):
                unlock(headers.read(vault), secret, told)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
