"""The unlock page is drawn before anything heavy is loaded; an up-to-date vault opens quickly."""

from __future__ import annotations

from pathlib import Path

import pytest

from .tools import PASSPHRASE, run_python

LOADED = """
import sys
from pathlib import Path
import roth_planner.vault
{then}
heavy = "alembic sqlalchemy sqlcipher3 nacl zxcvbn mako keyring PySide6".split()
print([name for name in heavy if name in sys.modules])
"""


@pytest.mark.parametrize(
    ("then", "loaded"),
    [
        ("", []),
        ("roth_planner.vault.peek(Path(sys.argv[1]))", []),
        (
            "roth_planner.vault.Vault.open(Path(sys.argv[1]), sys.argv[2]).close()",
            ["sqlalchemy", "sqlcipher3", "nacl"],
        ),
    ],
    ids=["the vault package", "looking at a header", "opening an up-to-date vault"],
)
def test_only_what_is_needed_is_loaded(then: str, loaded: list[str], folder: Path):
    ran = run_python(LOADED.format(then=then), folder, PASSPHRASE)
    assert ran.stdout.strip() == str(loaded), ran.stderr


def test_the_vault_knows_nothing_of_guides_records_or_the_workbook():
    ran = run_python(
        "import sys, pkgutil, importlib, roth_planner.vault as vault\n"
        "for module in pkgutil.walk_packages(vault.__path__, vault.__name__ + '.'):\n"
        "    if not module.name.endswith('.env'): importlib.import_module(module.name)\n"
        "ours = sorted({n.split('.')[1] for n in sys.modules if n.startswith('roth_planner.')})\n"
        "print(ours)"
    )
    assert ran.stdout.strip() == "['errors', 'log', 'vault']", ran.stderr
