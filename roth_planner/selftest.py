"""Whether this installation works: every heavy library does a small real thing.

Run inside the bundle and an installed wheel, where a library can be missing without anyone
noticing until a chair needs it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from roth_planner import __version__


def run(window: Callable[[], int], *, as_json: bool = False) -> int:
    """Try each part and say how it went; 0 when all of them work.

    ``window`` opens and closes a window and gives 0; the core itself knows no screen.
    """
    results: dict[str, str] = {}
    probes: dict[str, Callable[[], str]] = {**PROBES, "window": lambda: _window(window)}
    for name, probe in probes.items():
        try:
            results[name] = probe()
        except Exception as error:
            # The text of an exception may name files; its type says enough to whoever mends it.
            results[name] = f"FAILED: {type(error).__name__}"
        if not as_json:
            print(f"{name:12} {results[name]}", flush=True)  # told before the next can end it all
    failed = [name for name, result in results.items() if result.startswith("FAILED")]
    if as_json:
        report = {"version": __version__, "python": sys.version.split()[0], "parts": results}
        print(json.dumps({**report, "works": not failed}, indent=2))
    else:
        print("Everything works." if not failed else f"Not working: {', '.join(failed)}.")
    return 1 if failed else 0


def _guides() -> str:
    from roth_planner.guides.catalogue import faults
    from roth_planner.guides.local import core_catalogue

    catalogue = core_catalogue()
    if faults(catalogue):
        raise ValueError("faults in the guides")
    return f"{len(catalogue.guides)} guides read"


def _vault() -> str:
    from roth_planner.vault import FLOOR
    from roth_planner.workbook import Workbook
    from roth_planner.workbook.caseload import case_lines, start_case

    with tempfile.TemporaryDirectory(prefix="roth-planner-") as folder:
        place = Path(folder) / "self-test"
        passphrase = "trial of the installation only"
        workbook, code = Workbook.create(place, passphrase, kind="practice", cost=FLOOR)
        start_case(workbook, "T.")
        workbook.close()
        if (place / "data.db").read_bytes().startswith(b"SQLite format 3"):
            raise ValueError("the vault is not encrypted")
        for secret in (passphrase, code):
            workbook = Workbook.open(place, secret)
            found = case_lines(workbook)
            workbook.close()
            if [line.code for line in found] != ["T."]:
                raise ValueError("the vault gave back something else")
    return "made, locked, opened by passphrase and by recovery code"


def _strength() -> str:
    from roth_planner.vault import strength

    if strength("password1234").accepted:
        raise ValueError("a weak passphrase was taken")
    return "weak passphrases are told apart"


def _pdf() -> str:
    from roth_planner.documents import produce
    from roth_planner.practice.cases import fleeting_practice, sample_cases
    from roth_planner.workbook.caseload import case_lines

    with fleeting_practice(sample_cases()[:1]) as workbook:
        case = case_lines(workbook)[0].ref
        made = produce.make(workbook, case, produce.documents_of(workbook, case)[0])
    if not made.data.startswith(b"%PDF-"):
        raise ValueError("no PDF")
    return f"the practice plan set on {made.pages} pages"


def _keyring() -> str:
    import keyring

    return type(keyring.get_keyring()).__module__


def _window(window: Callable[[], int]) -> str:
    if window() != 0:
        raise ValueError("the window did not open")
    return "opened and closed"


def _spelling() -> str:
    from roth_planner.workbook.spelling import Speller, british_english

    speller = Speller(british_english())
    if not speller.knows("organise") or speller.suggestions("recieve")[:1] != ("receive",):
        raise ValueError("the dictionary is not the one that belongs here")
    return "British English known"


PROBES: dict[str, Callable[[], str]] = {
    "guides": _guides,
    "vault": _vault,
    "strength": _strength,
    "pdf": _pdf,
    "keyring": _keyring,
    "spelling": _spelling,
}
"""What is tried, by name; each gives a few words or raises."""
