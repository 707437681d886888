"""The walls of the house hold: who imports whom, and what stands in no file of ours."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE = 320
SPEAKS_ON_STANDARD_OUTPUT = {
    "cli.py",
    "cli_health.py",
    "cli_vault.py",
    "selftest.py",
    "__main__.py",
    "log.py",
}
NETWORK = {
    *("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib"),
    *("xmlrpc", "socketserver", "asyncio", "requests", "httpx", "aiohttp", "webbrowser"),
}
NEVER_IMPORTED = {"pickle", "shelve", "marshal", "dill", *NETWORK}
NEVER_CALLED = {"eval", "exec", "compile", "__import__"}
SQL = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "DROP ", "ALTER ", "PRAGMA ")
FIXED_SQL = {
    ("roth_planner/vault/engine.py", "PRAGMA "),  # set from a table of constants
    ("roth_planner/vault/copying.py", "SELECT "),  # each table by its own name, which is quoted
    ("roth_planner/vault/seal.py", "SELECT "),  # the same
    ("roth_planner/vault/search_table.py", "SELECT "),  # the same
    ("roth_planner/vault/salvage_reading.py", "SELECT "),  # the same
    ("roth_planner/vault/salvage.py", "DELETE "),  # the same
    ("roth_planner/vault/replay.py", "INSERT "),  # the same
    ("roth_planner/vault/leaves.py", "SELECT "),  # tables named by a number of a page
    ("roth_planner/vault/leaves.py", "CREATE "),  # the same
    ("roth_planner/vault/upgrade.py", "SELECT "),  # the same, and columns
}
"""Where SQL is put together all the same: names and pragmas cannot be parameters."""

FILES = sorted(
    path
    for package in ("roth_planner", "ui")
    for path in (ROOT / package).rglob("*.py")
    if "versions" not in path.parts
)
each_file = pytest.mark.parametrize(
    "path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES]
)


def offences(path: Path, source: str) -> Iterator[str]:
    """What may stand in no file of ours, with its line."""
    name = path.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [alias.name for alias in node.names]
            if isinstance(node, ast.ImportFrom):
                modules = [node.module or "", *(f"{node.module}.{one}" for one in modules)]
            for module in modules:
                if module.partition(".")[0] in NEVER_IMPORTED or "QtNetwork" in module:
                    yield f"{line}: imports {module}"
                if module.endswith("QSettings"):
                    yield f"{line}: QSettings writes where we cannot see"
        elif isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name):
                if called.id in NEVER_CALLED:
                    yield f"{line}: calls {called.id}"
                if called.id == "print" and path.name not in SPEAKS_ON_STANDARD_OUTPUT:
                    yield f"{line}: prints"
            if isinstance(called, ast.Attribute) and called.attr == "system":
                yield f"{line}: runs a shell"
            for keyword in node.keywords:
                shell = keyword.arg == "shell" and isinstance(keyword.value, ast.Constant)
                if shell and keyword.value.value:  # type: ignore[attr-defined]
                    yield f"{line}: runs a shell"
        elif isinstance(node, ast.JoinedStr):
            verb = begins_as(node.values[0]) if node.values else ""
            if verb and (name, verb) not in FIXED_SQL and not only_whole_numbers(node):
                yield f"{line}: builds SQL from strings"
        elif (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Mod | ast.Add)
            and begins_as(node.left)
        ):
            yield f"{line}: builds SQL from strings"


def only_whole_numbers(words: ast.JoinedStr) -> bool:
    """Whether all that is put into a text is formatted as a whole number, which can do no harm."""
    put_in = [part for part in words.values if isinstance(part, ast.FormattedValue)]
    return all(part.format_spec and ast.unparse(part.format_spec) == "f'd'" for part in put_in)


def begins_as(node: ast.expr) -> str:
    """The word of SQL that a text begins with, "" if it is none."""
    words = node.value if isinstance(node, ast.Constant) else ""
    begins = words.lstrip().upper() if isinstance(words, str) else ""
    return next((verb for verb in SQL if begins.startswith(verb)), "")


@each_file
def test_no_file_does_what_none_may_do(path: Path) -> None:
    assert list(offences(path, path.read_text("utf-8"))) == []


@each_file
def test_no_file_is_longer_than_a_person_reads_at_once(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@each_file
def test_every_file_begins_by_saying_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from urllib import request",
        "import http.client",
        "from PySide6 import QtNetwork",
        "from PySide6.QtCore import QSettings",
        "eval('1')",
        "exec(code)",
        "print('x')",
        "import os\nos.system('x')",
        "subprocess.run('x', shell=True)",
        "f'SELECT * FROM {table}'",
        "f'pragma {name}'",
        "f'PRAGMA {name} = {number:d}'",
        "'DELETE FROM x WHERE y = %s' % y",
        "'select ' + column",
    ],
)
def test_the_search_finds_each_of_them(source: str) -> None:
    assert list(offences(ROOT / "roth_planner" / "records" / "planted.py", source))


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )


IMPORT_ALL = """
import builtins, importlib, pkgutil, sys
asked = set()
real = builtins.__import__
def noted(name, globals=None, locals=None, fromlist=(), level=0):
    here = (globals or {}).get("__name__", "")
    if here.partition(".")[0] == "roth_planner" and not level:
        asked.add(name.partition(".")[0])
        asked.update(f"{name}.{one}" for one in fromlist or ())
    return real(name, globals, locals, fromlist, level)
builtins.__import__ = noted
import roth_planner
for module in pkgutil.walk_packages(roth_planner.__path__, "roth_planner."):
    if not module.name.endswith((".env", "__main__")):
        importlib.import_module(module.name)
"""


def test_the_whole_workbook_loads_without_a_screen_or_a_network_of_its_own() -> None:
    ran = python(
        IMPORT_ALL
        + "print(len([n for n in sys.modules if n.startswith('roth_planner')]))\n"
        + "print(sorted(n for n in sys.modules if n.startswith(('PySide6', 'shiboken6', 'ui.'))))\n"
        + f"print(sorted(asked & {NETWORK!r}))"
    )
    count, screen, network = ran.stdout.splitlines()
    assert int(count) > 50, ran.stderr
    assert screen == "[]"
    assert network == "[]"


def test_imports_run_one_way() -> None:
    ran = python(
        "import sys; from importlinter.cli import lint_imports\n"
        "sys.exit(lint_imports(no_cache=True))"
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " kept, 0 broken" in ran.stdout


def test_every_contract_of_the_design_is_checked() -> None:
    contracts = (ROOT / "pyproject.toml").read_text("utf-8")
    for name in (
        "Imports run one way",
        "The workbook runs without a screen",
        "The window knows neither the database nor the keys",
        "Nothing reaches the network",
    ):
        assert f'name = "{name}"' in contracts
